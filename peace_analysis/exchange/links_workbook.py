"""The workbook in which people confirm or move links: what was asked, the sections proposed, and two yellow cells to answer in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.report.public import neutralise_csv

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LINKS, SECTIONS, HOW_TO = "Links", "Sections", "How to"
WIDTHS = {"kind": 10, "item": 16, "group": 16, "words": 80, "proposed": 44, "answer": 34, "also": 34}
ANSWERS = ("answer", "also")
RIGHT, NONE = "as proposed", "no section"
MARKS = ("city", "policy", "export")


@dataclass(frozen=True)
class LinksBook:
    """What a workbook asks (words of participants: never to be printed)."""

    city: str
    policy: str
    export: str  # digest of what was proposed
    labels: dict[str, str]  # section_id -> how the workbook calls it, in the policy's order
    rows: pd.DataFrame = field(repr=False)  # kind, item, group, words, sections (tuple of proposed ids, best first)

    def proposal(self, sections: Sequence[str]) -> str:
        """Say what is proposed."""
        first, *others = [self.labels.get(section, section) for section in sections] or [NONE]
        return "\n".join([first, *(f"or: {other}" for other in others)])

    @property
    def cells(self) -> pd.DataFrame:
        """Cells of the sheet "Links", safe to open."""
        proposed = [self.proposal(sections) for sections in self.rows["sections"]]
        frame = self.rows[["kind", "item", "group", "words"]].assign(proposed=proposed, answer="", also="")
        return neutralise_csv(frame[list(WIDTHS)])


def label_sections(sections: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Call each section by number and heading; where two are called the same, the id tells them apart.

    Args:
        sections: Id and name of each, in order.
    """
    taken = [*(name.casefold() for _, name in sections), RIGHT, NONE]
    return {key: name if taken.count(name.casefold()) == 1 else f"{name} [{key}]" for key, name in sections}


def write_links_book(book: LinksBook, path: Path) -> Path:
    """Write a workbook (0600); every cell is stored as text, and only the answers can be edited.

    Raises:
        FileExistsError: If there is a file already: it may hold somebody's answers.
    """
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    made = Workbook()
    made.remove(made.active)
    sheet = _add_links(made.create_sheet(LINKS), book.cells)
    named = made.create_sheet(SECTIONS)
    for at, cell in enumerate([RIGHT, NONE, *neutralise_csv(pd.DataFrame({"name": list(book.labels.values())}))["name"]], 1):
        _put(named, at, 1, cell)
    named.column_dimensions["A"].width = 80
    _protect(named)
    last, n_rows = len(book.labels) + 2, len(book.rows)
    for column, first in (("F", 1), ("G", 3)):
        if n_rows and last >= first:
            choice = DataValidation(type="list", formula1=f"'{SECTIONS}'!$A${first}:$A${last}", allow_blank=True, showErrorMessage=True)
            choice.error, choice.errorTitle = "Choose one of the list.", "Not an answer"
            choice.add(f"{column}2:{column}{n_rows + 1}")
            sheet.add_data_validation(choice)
    _add_how_to(made.create_sheet(HOW_TO), book)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            made.save(file)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _add_links(sheet: Worksheet, cells: pd.DataFrame) -> Worksheet:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    for column, (header, width) in enumerate(WIDTHS.items(), 1):
        head = _put(sheet, 1, column, header)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDDDDD")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for at, row in enumerate(cells.itertuples(index=False), 2):
        for column, (header, value) in enumerate(zip(WIDTHS, row, strict=True), 1):
            cell = _put(sheet, at, column, str(value))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if header in ANSWERS:
                cell.protection = Protection(locked=False)
                cell.fill = PatternFill("solid", fgColor="FFF8DC")
                cell.number_format = "@"
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _protect(sheet)
    return sheet


def _put(sheet: Worksheet, row: int, column: int, value: str) -> Any:
    cell = sheet.cell(row, column)
    if value:
        cell.value = value
        cell.data_type = "s"  # openpyxl would take text that begins with = for a formula
    return cell


def _add_how_to(sheet: Worksheet, book: LinksBook) -> None:
    from openpyxl.styles import Alignment, Font

    lines = [
        "How to confirm or move links",
        "This file holds words of participants. Keep it on the same disk as the transcripts, and delete it when it is imported.",
        f"Each row is a comment, or a request of a session ({len(book.rows)} in all), with the section of {book.policy} that the software "
        "proposes, or `no section`.",
        f"`answer`: `{RIGHT}` if the first proposal is right; `{NONE}` if it bears on none; else the section that it bears on. "
        "`also`: one more section, if it bears on two. An empty `answer` decides nothing: the proposal stays the software's.",
        "Judge what a person asks for, not whether you agree with it.",
        "Only the yellow cells can be changed. Rows may be sorted; do not add any. Rows that are deleted decide nothing.",
        f"Then: peace-analysis policy links {book.city} import FILE --reviewer XY (your initials). The next run takes the answers over.",
    ]
    sheet.column_dimensions["A"].width = 120
    sheet.column_dimensions["B"].width = 40
    for at, line in enumerate(lines, 1):
        cell = _put(sheet, at, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=at == 1)
    for at, (name, value) in enumerate(zip(MARKS, (book.city, book.policy, book.export), strict=True), len(lines) + 3):
        _put(sheet, at, 1, name)
        _put(sheet, at, 2, value)
    _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    sheet.protection.sheet = True  # without a password: against slips, not against people
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.sort = False
