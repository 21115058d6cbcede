"""Reading a table of comments that belongs to no city: any CSV file with a column of words."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from peace_analysis.errors import InputError, Problem

TEXT_COLUMNS = ("comment", "text")  # looked for in this order where none is named
SECTION_COLUMN = "section"
MAX_BYTES = 50_000_000


@dataclass(frozen=True)
class Comments:
    """Comments in the order of their file."""

    rows: list[int]  # number of the row below the header, from 1, blank ones counted
    texts: list[str] = field(repr=False)
    named: list[str | None] = field(repr=False)  # what each one says in a column "section"


def read_comments(path: Path, column: str | None = None) -> Comments:
    """Read a CSV file.

    Args:
        path: The file; the first line names its columns.
        column: Column that holds the words; by default `comment`, else `text`.

    Raises:
        InputError: If it cannot be read as such a table; no message holds any of its words but the names of columns.
    """
    from peace_analysis.errors import TranscriptError
    from peace_analysis.transcripts.encoding import read_text

    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise InputError(Problem(str(path), f"has more than {MAX_BYTES // 1_000_000} MB.", "Cut it into several files."))
        content = read_text(path)
        lines = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    except TranscriptError as error:
        problems = [Problem(one.file, one.message, "Save it as CSV in UTF-8.", one.line) for one in error.problems]
        raise InputError(problems) from error
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror}.", "Check the path.")) from error
    except csv.Error as error:
        raise InputError(Problem(str(path), "is not a CSV table: a quotation mark is not closed.", "Save it as CSV again.")) from error
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise InputError(Problem(str(path), "has no header.", "Name the columns in the first line: number,comment."))
    header = [cell.strip().casefold() for cell in lines[0]]
    wanted = (column.strip().casefold(),) if column is not None else TEXT_COLUMNS
    place = next((header.index(name) for name in wanted if header.count(name) == 1), None)
    if place is None:
        several = any(header.count(name) > 1 for name in wanted)
        message = f"has {'more than one' if several else 'no'} column {' or '.join(f'`{name}`' for name in wanted)}."
        raise InputError(Problem(str(path), message, "Name the column that holds the comments with --text COLUMN.", 1))
    beside = header.index(SECTION_COLUMN) if header.count(SECTION_COLUMN) == 1 and header.index(SECTION_COLUMN) != place else None
    rows, texts, named = [], [], []
    problems = []
    for number, cells in enumerate(lines[1:], 1):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            message = f"row {number} has {len(cells)} cells, and the header {len(header)}."
            problems.append(Problem(str(path), message, "Put quotation marks around words that hold a comma."))
            continue
        text = cells[place].strip() if place < len(cells) else ""
        rows.append(number)
        texts.append(text)
        own = cells[beside].strip() if beside is not None and beside < len(cells) else ""
        named.append(own or None)
    if not rows and not problems:
        problems.append(Problem(str(path), "has no row below its header.", "Add the comments."))
    if problems:
        raise InputError(problems)
    return Comments(rows, texts, named)
