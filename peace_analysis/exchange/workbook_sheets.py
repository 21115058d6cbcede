"""Sheets of the workbooks that people fill in: text that stays text, answers in yellow, all else locked."""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

HOW_TO = "How to"
_TOP_LEFT = "A2"
_LINE, _TALLEST = 15.0, 400.0  # points; a row of a spreadsheet has 409 at most
_LETTER = 1.15  # width that a letter takes at most, on average, in units of the width of a column


def new_book() -> Any:
    """Begin a workbook without sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    return book


def save_private(book: Any, path: Path) -> Path:
    """Write a workbook that its owner alone may read (0600).

    Raises:
        FileExistsError: If there is a file already: it may hold somebody's answers.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            book.save(file)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def add_sheet(book: Any, name: str, rows: pd.DataFrame, widths: Mapping[str, int], *, answers: Collection[str]) -> Worksheet:
    """Add a sheet with a header.

    Args:
        book: The workbook.
        name: Of the sheet.
        rows: Cells, neutralised, in the order of the columns.
        widths: Columns with their widths.
        answers: Columns that people fill in; only these can be changed.
    """
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
            if header in answers:
                cell.protection = Protection(locked=False)
                cell.fill = PatternFill("solid", fgColor="FFF8DC")
                cell.number_format = "@"  # text: what is typed in stays as typed
        sheet.row_dimensions[at].height = _height(dict(zip(widths, row, strict=True)), widths)
    sheet.freeze_panes = _TOP_LEFT
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _protect(sheet)
    return sheet


def _height(row: Mapping[str, object], widths: Mapping[str, int]) -> float:
    """Points that a row needs for its wrapped text: not every program works it out when it opens a file."""
    lines = 1
    for column, width in widths.items():
        if isinstance(text := row[column], str):
            lines = max(lines, sum(max(1, math.ceil(len(line) * _LETTER / width)) for line in text.split("\n")))
    return min(_TALLEST, lines * _LINE)


def add_choice(sheet: Worksheet, formula: str, column: str, rows: Sequence[int] | range) -> None:
    """Let the cells of a column be chosen from a list.

    Args:
        sheet: The sheet.
        formula: The list as a spreadsheet writes it: '"yes,no"', or "=Codebook!$A$2:$A$9".
        column: Letter of the column.
        rows: Numbers of the rows; none adds nothing.
    """
    from openpyxl.worksheet.datavalidation import DataValidation

    if not rows:
        return
    validation = DataValidation(type="list", formula1=formula, allow_blank=True)
    validation.error = "Choose one of the list."
    validation.errorTitle = "Not an answer"
    validation.showErrorMessage = True
    for row in rows:
        validation.add(f"{column}{row}")
    sheet.add_data_validation(validation)


def add_how_to(book: Any, title: str, lines: Sequence[str], marks: Mapping[str, str]) -> None:
    """Add the sheet that says how to fill the workbook in; its last rows say what the workbook was made from."""
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(HOW_TO)
    sheet.column_dimensions["A"].width = 120
    sheet.column_dimensions["B"].width = 40
    for at, line in enumerate([title, *lines], 1):
        cell = sheet.cell(at, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=at == 1)
    for at, (name, value) in enumerate(marks.items(), len(lines) + 3):
        sheet.cell(at, 1, name)
        sheet.cell(at, 2, value).data_type = "s"
    _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    sheet.protection.sheet = True  # without a password: against slips, not against people
    sheet.protection.formatColumns = False  # widths may be changed
    sheet.protection.formatRows = False
