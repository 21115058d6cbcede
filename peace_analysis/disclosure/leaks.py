"""The leak gate: nothing is published in which an identifier that was found or listed can be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.disclosure.leaks_artefacts import read_parts
from peace_analysis.disclosure.leaks_listed import LISTED_NAME, Found, forget_listed, write_listed
from peace_analysis.disclosure.leaks_ordinary import Mentions
from peace_analysis.disclosure.leaks_sought import Sought, gather, identifiers_of
from peace_analysis.disclosure.leaks_tables import UnreadableError
from peace_analysis.errors import LeakError

if TYPE_CHECKING:
    from peace_analysis.city import City

__all__ = ["Leak", "Sought", "check_leaks", "find_leaks", "gather", "identifiers_of"]


@dataclass(frozen=True, order=True)
class Leak:
    """An identifier in a file that was to be published, or a file that could not be searched. Never holds the word."""

    artefact: str  # path inside the folder; a part of it that is itself a leak is replaced by its number
    place: str

    def __str__(self) -> str:
        return f"{self.artefact}: {self.place}"


def check_leaks(folder: Path, city: City) -> dict[str, int]:
    """Refuse to publish a folder in which an identifier of a city can be read.

    Args:
        folder: All that is to be published.
        city: The city whose identifiers are sought.

    Returns:
        How many identifiers were sought in how many files, and 0 as the number found, for build.json.

    Raises:
        LeakError: If anything was found, or a file could not be searched; names artefacts and places, never the words, which are listed
            in `restricted/leaks.csv`.
    """
    sought = identifiers_of(city)
    found: list[Found] = []
    leaks = find_leaks(folder, sought, found)
    if leaks:
        n_words = write_listed(found, city)
        raise LeakError(city.key, [str(leak) for leak in leaks], city.restricted_folder / LISTED_NAME if n_words else None, n_words)
    forget_listed(city)
    return {"sought": sought.n_identifiers, "files": sum(path.is_file() for path in folder.rglob("*")), "found": 0}


def find_leaks(folder: Path, sought: Sought, found: list[Found] | None = None) -> list[Leak]:
    """Search every file in a folder, and the names of files and folders, for identifiers in all their spellings.

    Args:
        folder: Folder to search, with all that is in it.
        sought: Identifiers, from `identifiers_of`.
        found: Takes what was found, with the words, for the team's own eyes.

    Returns:
        Every place with a leak, in order, each once.
    """
    found = [] if found is None else found
    leaks: set[Leak] = set()
    mentions = Mentions(sought.ordinary)
    for number, path in enumerate(sorted(folder.rglob("*")), 1):
        artefact = "/".join(f"(name {number})" if part in sought.spellings else part for part in path.relative_to(folder).parts)
        for hit in sought.spellings.find(path.name):
            leaks.add(Leak(artefact, "its name"))
            found.append(Found(hit.words, artefact, "its name", hit.around))
        if path.is_symlink():
            leaks.add(Leak(artefact, "is a link: it cannot be searched"))
        elif path.is_file():
            leaks |= {Leak(artefact, place) for place in _search_file(path, artefact, sought, mentions, found)}
    named = [Found(word, *place, sentence) for word, sentence, places in mentions.find() for place in places]
    found += named
    return sorted(leaks | {Leak(one.artefact, one.place) for one in named})


def _search_file(path: Path, artefact: str, sought: Sought, mentions: Mentions, found: list[Found]) -> set[str]:
    content = path.read_bytes()
    places: set[str] = set()
    seen: set[str] = set()
    printed = content.startswith(b"%PDF")
    try:
        for place, text in read_parts(path.name, content):
            if text in seen:
                continue
            seen.add(text)
            # Lines of a printed page are not cells: a cell that is set over two lines would leave a word alone in one of them.
            mentions.add(artefact, place, " ".join(text.splitlines()) if printed else text)
            for hit in sought.spellings.find(text):
                places.add(f"{place}, line {hit.line}" if place else f"line {hit.line}")
                found.append(Found(hit.words, artefact, f"{place}, line {hit.line}" if place else f"line {hit.line}", hit.around))
    except UnreadableError as error:
        places.add(f"{error}: it cannot be searched")
    if places and path.suffix.lower() == ".csv":
        return _cells(content, sought) or places
    return places


def _cells(content: bytes, sought: Sought) -> set[str]:
    """Name the cells of a table with a leak; none if it lies across cells, or the table cannot be read."""
    try:
        rows: Iterable[list[str]] = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        return {
            f"row {row}, column {column}"
            for row, cells in enumerate(rows, 1)
            for column, cell in enumerate(cells, 1)
            if cell in sought.spellings
        }
    except (csv.Error, UnicodeDecodeError):
        return set()
