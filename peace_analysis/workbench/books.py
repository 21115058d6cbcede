"""What all workbooks of coders share: who may fill them in, how they are named, and that all of them are written or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.errors import CityError, InputError, Problem
from peace_analysis.exchange.coding_files import CODER
from peace_analysis.exchange.coding_rounds import Round, private_folder, write_rounds
from peace_analysis.exchange.coding_workbook import FORMS, ITEM, CodingBook, write_book

if TYPE_CHECKING:
    from peace_analysis.city import City

PRIVATE_LINE = (
    "This file holds anonymised words of people, also of those who may not be quoted. Keep it within the team, and delete it when it is "
    "imported."
)
LOCKED_LINE = "Only the yellow cells can be changed. Do not add or delete rows."


def require_current(city: City) -> None:
    """Refuse a city whose statements and themes are not what its input gives now.

    Raises:
        CityError: If it has to be run first.
    """
    from peace_analysis.pipeline import read_state
    from peace_analysis.pipeline.stages import STAGES, fingerprint_stage, is_current

    state = read_state(city)
    if not all(is_current(stage, city, state, fingerprint_stage(stage, city)) for stage in STAGES[:2]):
        message = "its statements and themes have not been made, or are not what its input gives now."
        raise CityError(Problem(str(city.folder), message, f"Run `peace-analysis run {city.key}` first."))


def parse_coders(text: str) -> tuple[str, ...]:
    """Read initials separated by commas.

    Raises:
        InputError: If they are not two or more different ones.
    """
    coders = tuple(part.strip() for part in text.split(",") if part.strip())
    if len(coders) < 2 or len(set(coders)) != len(coders) or not all(CODER.fullmatch(coder) for coder in coders):
        message = "two or more different initials of two or three capital letters are expected: initials, no names."
        raise InputError(Problem("--coders", message, "Write --coders AB,CD."))
    return coders


def fill_form(kind: str, sheet: str, columns: Mapping[str, Sequence[str]], items: Sequence[str]) -> pd.DataFrame:
    """Set out the rows of a sheet; columns that are not given are empty."""
    form = FORMS[kind][sheet]
    given = {ITEM: list(items), **{name: list(values) for name, values in columns.items()}}
    return pd.DataFrame({name: given.get(name, [""] * len(items)) for name in form.widths}, dtype="object")


def name_items(kind: str, about: Sequence[str]) -> list[str]:
    """Ids that say nothing of session, speaker or theme, and no two alike."""
    return [f"i{digest_parts(kind, key)[:8]}" for key in about]


def digest_parts(*parts: str) -> str:
    """Fingerprint of several texts together."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def say_day(today: date | None) -> str:
    """Say a day, today in UTC by default."""
    return (today or datetime.now(UTC).date()).isoformat()


def name_book(book: CodingBook) -> str:
    """Name the file of a workbook."""
    return "-".join(part for part in (book.city, book.kind, book.export[:8], book.coder) if part) + ".xlsx"


def write_books(city: City, books: Sequence[CodingBook], made: Round, rounds: Mapping[str, Round], folder: Path | None) -> list[Path]:
    """Record what is asked and write the workbooks: all of them or none."""
    target = folder or private_folder(city)
    paths = [target / name_book(book) for book in books]
    if there := [path for path in paths if path.exists()]:
        remedy = "It may hold answers: import it, or delete it, or name another folder with --to."
        raise InputError(Problem(str(path), "is there already.", remedy) for path in there)
    if folder is None:
        for part in (target.parent, target):
            part.mkdir(mode=0o700, exist_ok=True)
            part.chmod(0o700)
    write_rounds(city, {**rounds, made.export: made}.values())
    written: list[Path] = []
    try:
        written += (write_book(book, path) for book, path in zip(books, paths, strict=True))
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return paths
