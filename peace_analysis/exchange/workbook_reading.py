"""Opening a workbook that people filled in, as text and within limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peace_analysis.errors import InputError, Problem, TranscriptError

MOST_BYTES = 30_000_000  # of a workbook; one with 10,000 statements has two


def open_workbook(path: Path) -> dict[str, list[list[str]]]:
    """Read all sheets as text, through the limits that hold for every archive.

    Raises:
        InputError: If it is no workbook, or too large.
    """
    from peace_analysis.transcripts.archive import Archive

    remedy = "Save it as an Excel workbook (.xlsx)."
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(Problem(str(path), f"has more than {MOST_BYTES // 1_000_000} MB.", "Import the workbook as it was exported."))
        with Archive(path, "an Excel workbook (.xlsx)") as archive:
            archive.verify()
    except TranscriptError as error:
        raise InputError([Problem(str(path), problem.message, remedy) for problem in error.problems]) from error
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror}.", "Check the path.")) from error
    from openpyxl import load_workbook

    try:
        book = load_workbook(path)  # formulas as they stand: their results are never asked for
        return {sheet.title: [[as_text(value) for value in row] for row in sheet.values] for sheet in book.worksheets}
    except Exception as error:  # openpyxl fails in as many ways as a file can be damaged
        raise InputError(Problem(str(path), "is not an Excel workbook (.xlsx), or is damaged.", remedy)) from error


def as_text(value: Any) -> str:
    """Say a cell as text: whole numbers without a decimal point, nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
