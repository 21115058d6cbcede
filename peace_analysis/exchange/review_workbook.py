"""The workbook that a reviewer fills in: what the software was unsure of, and a random sample of what it passed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.anonymize.review_queue import Doubt
from peace_analysis.report.public import neutralise_csv

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

UNSURE, SAMPLE, HOW_TO = "Unsure", "Sample", "How to"
NONE = "none"
UNSURE_COLUMNS = {"id": 16, "session": 10, "type": 16, "words": 28, "now": 12, "sentence": 90, "score": 8, "places": 8, "decision": 14}
SAMPLE_COLUMNS = {"id": 16, "session": 10, "language": 10, "statement": 110, "missed": 40, "everywhere": 12}
ANSWERS = {UNSURE: ("decision",), SAMPLE: ("missed", "everywhere")}
MARKS = ("city", "export")  # how the sheet "How to" names what a workbook was made from
_TOP_LEFT = "A2"


@dataclass(frozen=True)
class Workbook:
    """What a workbook asks (restricted: words as received)."""

    city: str
    export: str  # digest of the statements that it was made from
    doubts: Sequence[Doubt] = field(repr=False)
    sample: pd.DataFrame = field(repr=False)  # rows of `tables.STATEMENTS`
    asked: float = 0.95

    @property
    def unsure_rows(self) -> pd.DataFrame:
        """Cells of the sheet "Unsure", safe to open."""
        rows = [
            (
                doubt.row_id,
                doubt.session_id,
                doubt.type,
                doubt.words,
                "replaced" if doubt.replaced else "left",
                doubt.sentence,
                round(doubt.score, 2),
                doubt.n_places,
                "" if len(doubt.answers) > 1 else doubt.answers[0],
            )
            for doubt in self.doubts
        ]
        return neutralise_csv(pd.DataFrame(rows, columns=list(UNSURE_COLUMNS)))

    @property
    def sample_rows(self) -> pd.DataFrame:
        """Cells of the sheet "Sample", safe to open."""
        rows = self.sample[["statement_id", "session_id", "language", "text"]].assign(missed="", everywhere="")
        return neutralise_csv(rows.set_axis(list(SAMPLE_COLUMNS), axis=1))


def write_workbook(workbook: Workbook, path: Path) -> Path:
    """Write a workbook (0600).

    Text that begins like a formula has an apostrophe before it, and every cell is stored as text; only the answers can be edited.

    Args:
        workbook: What it asks.
        path: Where to; its folder is made if need be.

    Raises:
        FileExistsError: If there is a file already: it may hold somebody's answers.
    """
    from openpyxl import Workbook as Book
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Book()
    book.remove(book.active)
    unsure = _add_sheet(book, UNSURE, workbook.unsure_rows, UNSURE_COLUMNS)
    for answers in (("remove", "keep"), ("remove",)):
        rows = [at for at, doubt in enumerate(workbook.doubts, 2) if doubt.answers == answers]
        _add_choice(unsure, DataValidation(type="list", formula1=f'"{",".join(answers)}"', allow_blank=True), "I", rows)
    sample = _add_sheet(book, SAMPLE, workbook.sample_rows, SAMPLE_COLUMNS)
    _add_choice(sample, DataValidation(type="list", formula1='"yes"', allow_blank=True), "F", range(2, len(workbook.sample) + 2))
    _add_how_to(book.create_sheet(HOW_TO), workbook)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            book.save(file)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _add_sheet(book: Any, name: str, rows: pd.DataFrame, widths: dict[str, int]) -> Worksheet:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    sheet: Worksheet = book.create_sheet(name)
    for column, (header, width) in enumerate(widths.items(), 1):
        cell = sheet.cell(1, column, header)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDDDDD")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for at, row in enumerate(rows.itertuples(index=False), 2):
        for column, (header, value) in enumerate(zip(widths, row, strict=True), 1):
            cell = sheet.cell(at, column)
            if isinstance(value, str):
                cell.value = value or None
                if value:
                    cell.data_type = "s"  # openpyxl would take text that begins with = for a formula
            else:
                cell.value = value.item() if hasattr(value, "item") else value
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if header in ANSWERS[name]:
                cell.protection = Protection(locked=False)
                cell.fill = PatternFill("solid", fgColor="FFF8DC")
                cell.number_format = "@"  # text: what is typed in stays as typed
    sheet.freeze_panes = _TOP_LEFT
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _protect(sheet)
    return sheet


def _protect(sheet: Worksheet) -> None:
    sheet.protection.sheet = True  # without a password: against slips, not against people
    sheet.protection.formatColumns = False  # widths may be changed
    sheet.protection.formatRows = False


def _add_choice(sheet: Worksheet, validation: Any, column: str, rows: Sequence[int] | range) -> None:
    if not rows:
        return
    validation.error = "Choose one of the list."
    validation.errorTitle = "Not an answer"
    validation.showErrorMessage = True
    for row in rows:
        validation.add(f"{column}{row}")
    sheet.add_data_validation(validation)


def _add_how_to(sheet: Worksheet, workbook: Workbook) -> None:
    from openpyxl.styles import Alignment, Font

    lines = [
        "This file holds words that can identify people. Keep it on the same disk as the transcripts, and delete it when it is imported.",
        f"Unsure ({len(workbook.doubts)} rows): words that the software was not sure of, between « and ». Choose `remove` if they tell who "
        "somebody is: they go, in the whole session. Choose `keep` if they do not: they stay. Phones, numbers, addresses and the like "
        "always go; their rows say `remove` already.",
        f"Sample ({len(workbook.sample)} rows): statements drawn at random, as they would be published. Read every one. Write `none` if "
        "nothing in it tells who somebody is. Otherwise copy the words that do, as they are written, separated by `;`. They go in "
        "the whole session; with `yes` under `everywhere`, in all sessions.",
        "A row without an answer is an unfinished review. Statements in a language that you do not read need somebody who does.",
        f"The city asks for a bound of {workbook.asked:.0%}: with 95% confidence, at least so many of all statements hold no identifier "
        "that was missed. Each miss that you find makes the sample longer, so that there may be a further workbook.",
        "Only the yellow cells can be changed. Do not sort rows into another sheet, and do not add or delete any.",
        f"When all is filled in: peace-analysis review {workbook.city} import FILE --reviewer XY (your initials).",
    ]
    sheet.column_dimensions["A"].width = 120
    sheet.column_dimensions["B"].width = 40
    for at, line in enumerate(["How to review", *lines], 1):
        cell = sheet.cell(at, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=at == 1)
    for at, (name, value) in enumerate(zip(MARKS, (workbook.city, workbook.export), strict=True), len(lines) + 3):
        sheet.cell(at, 1, name)
        sheet.cell(at, 2, value).data_type = "s"
    _protect(sheet)
