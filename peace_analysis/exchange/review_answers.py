"""Reading a reviewed workbook back: every problem with its sheet and row, never the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis.anonymize.decisions import SessionDecisions
from peace_analysis.anonymize.spans import normalize
from peace_analysis.errors import InputError, Problem, TranscriptError
from peace_analysis.exchange.review_workbook import ANSWERS, HOW_TO, MARKS, NONE, SAMPLE, SAMPLE_COLUMNS, UNSURE, UNSURE_COLUMNS, Workbook

if TYPE_CHECKING:
    import pandas as pd

MOST_BYTES = 30_000_000  # of a workbook; one with 10,000 statements has two
_FEWEST_LETTERS = 2
_AGAIN = "Export a new workbook and carry the answers over."
Cells = dict[str, str]


@dataclass(frozen=True)
class Answers:
    """What a reviewer answered (restricted: words as received)."""

    decisions: Mapping[str, str]  # row of "Unsure" -> "remove" or "keep"
    missed: Mapping[str, tuple[str, ...]]  # statement -> words that had been missed in it; empty for none
    everywhere: frozenset[str]  # statements whose missed words go in all sessions
    rows: Mapping[tuple[str, str], int]  # (sheet, id) -> row, for problems that show later


def read_answers(path: Path, asked: Workbook) -> Answers:
    """Read a workbook and hold it against what was asked.

    Args:
        path: The workbook.
        asked: What would be exported now; a workbook that asked anything else is refused.

    Raises:
        InputError: Lists every problem with sheet and row; nothing of the workbook's words.
    """
    sheets = read_sheets(path)
    found_wrong: list[tuple[int, int, Problem]] = []

    def report(sheet: str, row: int | None, message: str, remedy: str) -> None:
        place = f"{path}: sheet {sheet}" if row is None else f"{path}: sheet {sheet}, row {row}"
        found_wrong.append(([UNSURE, SAMPLE, HOW_TO].index(sheet), row or 0, Problem(place, message, remedy)))

    for name in (UNSURE, SAMPLE, HOW_TO):
        if name not in sheets:
            report(name, None, "is missing.", "Import the workbook as it was exported, with all of its sheets.")
    if HOW_TO in sheets and not _same_origin(sheets[HOW_TO], asked, report):
        raise InputError(problem for _, _, problem in found_wrong)
    found: dict[str, dict[str, tuple[int, Cells]]] = {}
    for name, columns, rows in ((UNSURE, UNSURE_COLUMNS, asked.unsure_rows), (SAMPLE, SAMPLE_COLUMNS, asked.sample_rows)):
        if name in sheets:
            found[name] = _match_rows(name, sheets[name], list(columns), rows, report)
    decisions = _read_unsure(found.get(UNSURE, {}), asked, report)
    missed, everywhere = _read_sample(found.get(SAMPLE, {}), asked, report)
    if found_wrong:
        raise InputError(problem for _, _, problem in sorted(found_wrong, key=lambda wrong: wrong[:2]))
    return Answers(decisions, missed, everywhere, {(name, key): row for name, some in found.items() for key, (row, _) in some.items()})


def read_sheets(path: Path) -> dict[str, list[list[str]]]:
    """Read all sheets as text, through the limits that hold for every archive."""
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
        return {sheet.title: [[_as_text(value) for value in row] for row in sheet.values] for sheet in book.worksheets}
    except Exception as error:  # openpyxl fails in as many ways as a file can be damaged
        raise InputError(Problem(str(path), "is not an Excel workbook (.xlsx), or is damaged.", remedy)) from error


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _same_origin(rows: Sequence[Sequence[str]], asked: Workbook, report: Any) -> bool:
    marks = {row[0]: row[1] for row in rows if len(row) > 1 and row[0] in MARKS}
    if set(marks) != set(MARKS):
        report(HOW_TO, None, "its last two rows no longer say what the workbook was made from.", _AGAIN)
        return False
    if marks["city"] != asked.city:
        report(HOW_TO, None, f"the workbook belongs to another city than `{asked.city}`.", "Name the city that it was exported for.")
        return False
    if marks["export"] != asked.export:
        message = "the statements or decisions have changed since the workbook was exported."
        report(HOW_TO, None, message, "Export a new workbook; what was read and has not changed can be copied over.")
        return False
    return True


def _match_rows(
    name: str, rows: Sequence[Sequence[str]], columns: list[str], asked: pd.DataFrame, report: Any
) -> dict[str, tuple[int, Cells]]:
    """Find every row that was asked, with its number in the sheet; report what is missing, unknown, repeated or changed."""
    header = list(rows[0]) if rows else []
    if [cell for cell in header if cell] != columns or header[: len(columns)] != columns:
        report(name, 1, f"its columns are not {', '.join(columns)}.", _AGAIN)
        return {}
    expected = {str(row["id"]): {key: _as_text(value) for key, value in row.items()} for row in asked.to_dict("records")}
    found: dict[str, tuple[int, Cells]] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        cells = dict(zip(columns, row, strict=False))
        key = cells["id"]
        if key not in expected:
            report(name, number, "its id is not one that was asked.", "Put the id back as it was exported, or delete the row.")
        elif key in found:
            report(name, number, f"its id stands in row {found[key][0]} already.", "Delete one of the two.")
        else:
            found[key] = (number, cells)
            fixed = [column for column in columns if column not in ANSWERS[name]]
            if changed := [column for column in fixed if cells[column] != expected[key][column]]:
                message = f"{', '.join(f'`{column}`' for column in changed)} was changed."
                report(name, number, message, "Put it back as it was exported; only the yellow cells can be changed.")
    if missing := len(expected) - len(found):
        report(name, None, f"{missing} of the {len(expected)} rows that were asked are missing.", _AGAIN)
    return found


def _read_unsure(found: Mapping[str, tuple[int, Cells]], asked: Workbook, report: Any) -> dict[str, str]:
    decisions = {}
    for doubt in asked.doubts:
        if doubt.row_id not in found:
            continue
        number, cells = found[doubt.row_id]
        answer = cells["decision"].casefold()
        if not answer:
            report(UNSURE, number, "`decision` is empty: the review is not finished.", f"Choose {' or '.join(doubt.answers)}.")
        elif answer in doubt.answers:
            decisions[doubt.row_id] = answer
        elif answer == "keep":
            message = f"`decision` is keep, and this is {'an' if doubt.type[0] in 'AEIO' else 'a'} {doubt.type}: it is never given back."
            report(UNSURE, number, message, "Choose remove; words of a place at issue go to `privacy: {keep: [...]}` in city.yml.")
        else:
            report(UNSURE, number, "`decision` is not an answer.", f"Choose {' or '.join(doubt.answers)}.")
    return decisions


def _read_sample(found: Mapping[str, tuple[int, Cells]], asked: Workbook, report: Any) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    missed: dict[str, tuple[str, ...]] = {}
    everywhere = set()
    for key, text in zip(asked.sample["statement_id"], asked.sample["text"], strict=True):
        if key not in found:
            continue
        number, cells = found[key]
        said = [piece.strip(" \t\n\"'“”") for piece in cells["missed"].split(";")]
        said = [piece for piece in said if piece]
        if not said:
            report(SAMPLE, number, "`missed` is empty: the review is not finished.", "Write `none`, or the words that were missed.")
            continue
        words = [] if len(said) == 1 and said[0].casefold() == NONE else said
        for place, piece in enumerate(words, 1):
            if message := _refuse(piece, text):
                where = f"`missed`, words {place} of {len(words)}: " if len(words) > 1 else "`missed`: "
                report(SAMPLE, number, f"{where}{message}", "Copy them from the statement as they are written, or write `none`.")
        missed[key] = tuple(words)
        answer = cells["everywhere"].casefold()
        if answer not in ("", "yes", "no"):
            report(SAMPLE, number, "`everywhere` is not an answer.", "Choose yes, or leave it empty.")
        elif answer == "yes" and not words:
            report(SAMPLE, number, "`everywhere` is yes, and no words were missed.", "Leave it empty, or write the words.")
        elif answer == "yes":
            everywhere.add(key)
    return missed, frozenset(everywhere)


def _refuse(piece: str, text: str) -> str:
    """Say why words cannot be taken as missed in a statement; empty where they can."""
    if piece.casefold() == NONE:
        return "`none` stands beside words."
    if "[" in piece or "]" in piece:
        return "they hold a token, which has been replaced already."
    if sum(map(str.isalnum, piece)) < _FEWEST_LETTERS:
        return f"they have fewer than {_FEWEST_LETTERS} letters or digits."
    return "" if SessionDecisions((piece,)).find(normalize(text)) else "they do not stand in the statement."
