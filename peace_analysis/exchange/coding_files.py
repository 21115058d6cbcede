"""What coders decided, as plain files in a city's folder; several codes in one cell are separated by ";".

`coding/codes.csv` (statement_id, coder, codes), `agreed.csv` (statement_id, codes, day) and `intrusion.csv` (task_id, coder, choice).
Restricted, because people write freely in them: `notes.csv` (statement_id, coder, note) and `framework.csv` (by, case, theme_id, basis,
author, day, summary).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from peace_analysis.coding.agreement import MOST_CODES, NONE
from peace_analysis.errors import CityError, Problem
from peace_analysis.exchange.coding_rounds import coding_folder
from peace_analysis.files import write_whole

if TYPE_CHECKING:
    from peace_analysis.city import City

CODER = re.compile(r"[A-Z]{2,3}")
_BACK = "Put it back from a copy, or correct the row."
Row = TypeVar("Row", "Coded", "Noted", "Agreed", "Choice", "Written")


@dataclass(frozen=True)
class Coded:
    """What one coder gave to one statement: a row of codes.csv."""

    statement_id: str
    coder: str
    codes: str

    @property
    def code_set(self) -> frozenset[str]:
        """The codes one by one."""
        return split_codes(self.codes)


@dataclass(frozen=True)
class Noted:
    """What made a coder doubt: a row of notes.csv (restricted)."""

    statement_id: str
    coder: str
    note: str


@dataclass(frozen=True)
class Agreed:
    """What coders settled on after they had differed: a row of agreed.csv."""

    statement_id: str
    codes: str
    day: str = ""


@dataclass(frozen=True)
class Choice:
    """What one coder took for the intruder: a row of intrusion.csv."""

    task_id: str
    coder: str
    choice: str


@dataclass(frozen=True)
class Written:
    """What a person wrote of a cell of the framework matrix: a row of framework.csv."""

    by: str
    case: str
    theme_id: str
    basis: str
    author: str
    day: str
    summary: str


def split_codes(text: str) -> frozenset[str]:
    """Take codes apart that stand in one cell."""
    return frozenset(code.strip() for code in text.split(";") if code.strip())


def join_codes(codes: Iterable[str]) -> str:
    """Put codes into one cell, in the order of their ids."""
    return ";".join(sorted(codes))


def read_codes(city: City) -> list[Coded]:
    """Read codes.csv; nothing where there is none.

    Raises:
        CityError: Lists every problem with its line.
    """
    return _settled(inspect_codes(city))


def inspect_codes(city: City) -> tuple[list[Coded], list[Problem]]:
    """Read codes.csv as far as it can be read: its rows, and every problem."""
    path = coding_folder(city) / "codes.csv"
    lines, problems = _read_rows(path, Coded)
    rows = []
    seen: dict[tuple[str, str], int] = {}
    for line, row in lines:
        key = (row.statement_id, row.coder)
        found = _code_problems(row.codes)
        if not CODER.fullmatch(row.coder):
            found.append(("`coder` is not two or three capital letters.", "Write initials, no name."))
        if seen.setdefault(key, line) != line:
            found.append((f"this coder coded the statement in line {seen[key]} already.", "Delete one of the two rows."))
        problems += [Problem(str(path), message, remedy, line) for message, remedy in found]
        rows.append(row)
    return rows, problems


def read_agreed(city: City) -> list[Agreed]:
    """Read agreed.csv; nothing where there is none.

    Raises:
        CityError: Lists every problem with its line.
    """
    return _settled(inspect_agreed(city))


def inspect_agreed(city: City) -> tuple[list[Agreed], list[Problem]]:
    """Read agreed.csv as far as it can be read: its rows, and every problem."""
    path = coding_folder(city) / "agreed.csv"
    lines, problems = _read_rows(path, Agreed, optional=("day",))
    seen: dict[str, int] = {}
    for line, row in lines:
        found = _code_problems(row.codes)
        if seen.setdefault(row.statement_id, line) != line:
            found.append((f"the statement is settled in line {seen[row.statement_id]} already.", "Delete one of the two rows."))
        problems += [Problem(str(path), message, remedy, line) for message, remedy in found]
    return [row for _, row in lines], problems


def read_notes(city: City) -> list[Noted]:
    """Read notes.csv; nothing where there is none.

    Raises:
        CityError: If it is not what was written.
    """
    lines, problems = _read_rows(coding_folder(city) / "notes.csv", Noted)
    return _settled(([row for _, row in lines], problems))


def read_choices(city: City) -> list[Choice]:
    """Read intrusion.csv; nothing where there is none.

    Raises:
        CityError: If it is not what was written.
    """
    lines, problems = _read_rows(coding_folder(city) / "intrusion.csv", Choice)
    return _settled(([row for _, row in lines], problems))


def read_written(city: City) -> list[Written]:
    """Read framework.csv; nothing where there is none.

    Raises:
        CityError: If it is not what was written.
    """
    lines, problems = _read_rows(coding_folder(city) / "framework.csv", Written)
    return _settled(([row for _, row in lines], problems))


def write_coded(city: City, name: str, rows: Sequence[Coded | Noted | Agreed | Choice | Written]) -> Path:
    """Write one of the files, whole or not at all (0600)."""
    path = coding_folder(city) / name
    with write_whole(path, private=True) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(rows[0])] if rows else [])
        writer.writerows([_neutralise_start(value) for value in asdict(row).values()] for row in rows)
    return path


def restore_start(text: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running what somebody wrote."""
    from peace_analysis.report.public import FORMULA  # the report itself reads what coders agree on

    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def _neutralise_start(text: str) -> str:
    from peace_analysis.report.public import FORMULA

    return f"'{text}" if FORMULA.match(text) else text


def _code_problems(codes: str) -> list[tuple[str, str]]:
    given = split_codes(codes)
    if not given or len(given) > MOST_CODES:
        return [(f"`codes` does not hold one to {MOST_CODES} codes.", f"Separate codes by `;`, or write `{NONE}`.")]
    if NONE in given and len(given) > 1:
        return [(f"`{NONE}` stands beside codes.", "Delete one or the other.")]
    return []


def _settled(found: tuple[list[Row], list[Problem]]) -> list[Row]:
    rows, problems = found
    if problems:
        raise CityError(problems)
    return rows


def _read_rows(path: Path, kind: type[Row], *, optional: Sequence[str] = ()) -> tuple[list[tuple[int, Row]], list[Problem]]:
    names = [field.name for field in fields(kind)]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return [], []
    except (OSError, UnicodeDecodeError):
        return [], [Problem(str(path), "cannot be read as UTF-8 text.", "Put it back from a copy.")]
    if not text.strip():
        return [], []
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = list(reader.fieldnames or [])
    needed = [name for name in names if name not in optional]
    if not set(needed) <= set(header) or not set(header) <= set(names):
        return [], [Problem(str(path), f"its columns are not {', '.join(names)}.", _BACK, 1)]
    rows, problems = [], []
    for row in reader:
        filled = None not in row and all(row.get(name) is not None for name in header)
        if not filled or not all(row[name].strip() for name in needed):
            problems.append(Problem(str(path), "a cell is empty or there are too many.", _BACK, reader.line_num))
        else:
            rows.append((reader.line_num, kind(**{name: restore_start(row[name].strip()) for name in header})))
    return rows, problems
