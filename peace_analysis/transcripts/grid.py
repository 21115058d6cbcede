"""CSV and Excel files -> headers and rows of text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from peace_analysis.transcripts.archive import Archive
from peace_analysis.transcripts.encoding import read_text
from peace_analysis.transcripts.rows import clean, refuse

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20
_MAX_CELL = 1_000_000  # characters; csv's own limit of 131,072 is below a pasted transcript

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Grid:
    """One table: its header and its rows, those that are not empty unless all were asked for."""

    path: Path
    header: list[str]
    header_line: int
    rows: list[tuple[int, list[str]]]  # (line it starts on, or row of the sheet, from 1; cells, as many as the header has)

    def column(self, name: str) -> int | None:
        """Place of a column: by its exact header, else regardless of case and outer spaces."""
        wanted = clean(name)
        if wanted in self.header:
            return self.header.index(wanted)
        folded = [header.casefold() for header in self.header]
        return folded.index(wanted.casefold()) if wanted.casefold() in folded else None

    def is_repeated(self, name: str) -> bool:
        """Tell whether several columns go by the name that `column` would find."""
        wanted = clean(name)
        if wanted in self.header:
            return self.header.count(wanted) > 1
        return [header.casefold() for header in self.header].count(wanted.casefold()) > 1

    def shown_header(self) -> str:
        """Headers for a message, unless the first row is no header but somebody's words."""
        named = [header for header in self.header if header]
        if not named or any(len(header) > 40 or len(header.split()) > 5 for header in named):
            return "its first row does not look like headers"
        more = f", and {len(named) - 30} more" if len(named) > 30 else ""
        return f"the file has {', '.join(f'`{header}`' for header in named[:30])}{more}"


def read_grids(path: Path, *, keep_empty: bool = False) -> list[Grid]:
    """Read a CSV or TSV file as one table, an Excel file as one per sheet that is not empty.

    Args:
        path: The file.
        keep_empty: Keep rows whose cells are all empty below the header, those that `pandas.read_csv` and `pandas.read_excel` keep: not
            blank lines of a CSV file, nor what follows a sheet's last filled row.

    Raises:
        TranscriptError: If it cannot be read as such a table, or has no row.
    """
    tables = _read_excel(path) if path.suffix.lower() == ".xlsx" else [_read_csv(path)]
    grids = [grid for rows in tables if (grid := _as_grid(path, rows, keep_empty)) is not None]
    if not grids:
        raise refuse(path, "the table is empty.", "Export it again, or list it under `skip:` in city.yml.")
    return grids


def _as_grid(path: Path, rows: list[tuple[int, list[str]]], keep_empty: bool) -> Grid | None:
    first = next((place for place, (_, cells) in enumerate(rows) if any(cell.strip() for cell in cells)), None)
    if first is None:
        return None
    header_line, header = rows[first]
    header = [clean(cell) for cell in header]
    width = len(header)
    body = []
    for line, cells in rows[first + 1 :]:
        if not keep_empty and not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[width:]):
            raise refuse(path, f"the row has {len(cells)} cells and the header {width}.", "Put text with a comma in quotes.", line)
        body.append((line, [*cells, *[""] * (width - len(cells))][:width]))
    return Grid(path, header, header_line, body)


def _read_csv(path: Path) -> list[tuple[int, list[str]]]:
    text = read_text(path)
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if not _is_blank_line(cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise refuse(path, "is not a CSV table (quotes do not pair, or a cell is too long).", "Save it as CSV (UTF-8).", line) from error
    return rows


def _is_blank_line(cells: list[str]) -> bool:
    """Tell a line of nothing, or of spaces, from a row whose cells are empty (`;`, or `""` in a table of one column)."""
    return not cells or (len(cells) == 1 and cells[0] != "" and not cells[0].strip(" \t"))


def _delimiter(text: str) -> str:
    """Choose the mark that cuts the header into most columns; quotes are respected."""
    first = next((line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()), "")

    def columns(mark: str) -> int:
        try:
            return len(next(csv.reader([first], delimiter=mark)))
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=columns)


def _read_excel(path: Path) -> list[list[tuple[int, list[str]]]]:
    import python_calamine

    with Archive(path, "an Excel workbook (.xlsx)") as archive:
        archive.verify()
    try:
        workbook = python_calamine.load_workbook(str(path))
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        return [
            _until_last_filled(
                [(number, [_as_text(cell) for cell in cells]) for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1)]
            )
            for sheet in sheets
        ]
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of the Rust reader derives from BaseException
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise refuse(path, "the file is not an Excel workbook (.xlsx), or is damaged.", "Save it again, or as CSV (UTF-8).") from error


def _until_last_filled(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Cut off rows that only have a format."""
    last = max((place for place, (_, cells) in enumerate(rows) if any(cells)), default=-1)
    return rows[: last + 1]


def _as_text(cell: Cell) -> str:
    """Write a cell as a person sees it: whole numbers without .0, days as YYYY-MM-DD, times as h:mm:ss."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
