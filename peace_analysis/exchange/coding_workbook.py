"""The workbooks that coders fill in, whatever they ask: sheets with locked cells and answers in yellow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from peace_analysis.coding.agreement import MOST_CODES, NONE
from peace_analysis.exchange.coding_rounds import CODES, DISCUSSION, FRAMEWORK, INTRUSION, Item, seal_cells
from peace_analysis.exchange.workbook_sheets import add_choice, add_how_to, add_sheet, new_book, save_private
from peace_analysis.report.public import neutralise_csv

ITEM = "item"
CODEBOOK = "Codebook"
CODE, DISCUSS, WORDS, TOPICS, CELLS = "Code", "Discuss", "Words", "Topics", "Framework"
CODEBOOK_COLUMNS = {"code": 44, "definition": 70, "use when": 50, "not when": 50, "example": 60}
MARKS = ("city", "kind", "export", "coder")  # how the sheet "How to" names what a workbook was made from
MOST_LETTERS = 32_000  # a cell of a spreadsheet holds 32,767


@dataclass(frozen=True)
class Form:
    """How a sheet asks: its columns with their widths, and which of them people fill in."""

    widths: Mapping[str, int]
    answers: tuple[str, ...]
    codes: tuple[str, ...] = ()  # answers that are chosen from the codebook

    @property
    def fixed(self) -> list[str]:
        """Columns that nobody is to change; the first is the item."""
        return [name for name in self.widths if name not in self.answers]


def _options(n: int) -> dict[str, int]:
    return {f"option {place}": 26 for place in range(1, n + 1)}


_CODE_COLUMNS = tuple(f"code {place}" for place in range(1, MOST_CODES + 1))
_AGREED_COLUMNS = ("agreed", *(f"agreed {place}" for place in range(2, MOST_CODES + 1)))
FORMS: dict[str, dict[str, Form]] = {
    CODES: {
        CODE: Form(
            {ITEM: 11, "statement": 100, **dict.fromkeys(_CODE_COLUMNS, 30), "note": 36}, (*_CODE_COLUMNS, "note"), codes=_CODE_COLUMNS
        )
    },
    DISCUSSION: {
        DISCUSS: Form({ITEM: 11, "statement": 90, "given": 60, **dict.fromkeys(_AGREED_COLUMNS, 30)}, _AGREED_COLUMNS, _AGREED_COLUMNS)
    },
    INTRUSION: {
        WORDS: Form({ITEM: 11, **_options(6), "intruder": 26}, ("intruder",)),
        TOPICS: Form({ITEM: 11, "said": 100, **_options(4), "intruder": 30}, ("intruder",)),
    },
    FRAMEWORK: {
        CELLS: Form(
            {ITEM: 11, "case": 20, "theme": 36, "statements": 11, "said": 90, "changed": 10, "summary": 70, "checked": 10},
            ("summary", "checked"),
        )
    },
}


@dataclass(frozen=True)
class CodingBook:
    """One workbook (restricted: anonymised words, also of people who are not quoted)."""

    city: str
    kind: str
    export: str
    coder: str  # empty where it is for all of them together
    rows: Mapping[str, pd.DataFrame] = field(repr=False)  # sheet -> rows as they are asked, all columns of its form
    title: str = ""
    lines: Sequence[str] = field(default=(), repr=False)  # how to fill it in
    codebook: pd.DataFrame | None = field(default=None, repr=False)  # CODEBOOK_COLUMNS; the last row is `none`
    extra: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False)  # sheets to read only


def safe_cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Cells as they are written: nothing that a spreadsheet would run, and no more text than one of its cells holds."""
    clean = neutralise_csv(rows)
    for position, name in enumerate(clean.columns):
        if not pd.api.types.is_numeric_dtype(clean[name]):
            clean.isetitem(position, [value[:MOST_LETTERS] if isinstance(value, str) else value for value in clean[name]])
    return clean


def seal_rows(kind: str, sheet: str, rows: pd.DataFrame, about: Sequence[str], was: Sequence[str] | None = None) -> dict[str, Item]:
    """Note what a sheet asks: each item with what it is about and a fingerprint of its locked cells."""
    fixed = FORMS[kind][sheet].fixed[1:]
    cells = safe_cells(rows)
    stood = list(was) if was is not None else [""] * len(rows)
    return {
        str(row[ITEM]): Item(key, seal_cells(row[name] for name in fixed), old)
        for row, key, old in zip(cells.to_dict("records"), about, stood, strict=True)
    }


def write_book(book: CodingBook, path: Path) -> Path:
    """Write a workbook (0600).

    Raises:
        FileExistsError: If there is a file already: it may hold somebody's answers.
    """
    written = new_book()
    for name, form in FORMS[book.kind].items():
        rows = book.rows[name]
        sheet = add_sheet(written, name, safe_cells(rows[list(form.widths)]), form.widths, answers=form.answers)
        letters = {column: chr(ord("A") + place) for place, column in enumerate(form.widths)}
        if book.codebook is not None:
            choices = f"={CODEBOOK}!$A$2:$A${len(book.codebook) + 1}"
            for column in form.codes:
                add_choice(sheet, choices, letters[column], range(2, len(rows) + 2))
        if "intruder" in form.answers:
            shown = [column for column in form.widths if column.startswith("option")]
            for at in range(2, len(rows) + 2):
                add_choice(sheet, f"=${letters[shown[0]]}${at}:${letters[shown[-1]]}${at}", letters["intruder"], [at])
        if "checked" in form.answers:
            add_choice(sheet, '"yes"', letters["checked"], range(2, len(rows) + 2))
    if book.codebook is not None:
        add_sheet(written, CODEBOOK, safe_cells(book.codebook[list(CODEBOOK_COLUMNS)]), CODEBOOK_COLUMNS, answers=())
    for name, frame in book.extra.items():
        cells = safe_cells(frame)
        add_sheet(written, name, cells, dict.fromkeys(map(str, cells.columns), 40), answers=())
    marks = dict(zip(MARKS, (book.city, book.kind, book.export, book.coder), strict=True))
    add_how_to(written, book.title, book.lines, marks)
    return save_private(written, path)


def label_themes(themes: pd.DataFrame) -> dict[str, str]:
    """Say how themes are named where they are chosen: id and name; themes only, no subthemes."""
    top = themes[themes["parent_id"].isna()].sort_values("theme_id")
    frame = pd.DataFrame({"label": [f"{key} {name}" for key, name in zip(top["theme_id"], top["name"], strict=True)]})
    return dict(zip(map(str, top["theme_id"]), map(str, safe_cells(frame)["label"]), strict=True)) | {NONE: NONE}
