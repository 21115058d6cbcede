"""For the team's own eyes: the words that the leak gate stopped a publication for, in `restricted/leaks.csv`.

The gate's error names files and places, never words, because errors are copied into messages and logs. Whoever is to decide whether a word
is a name or a park needs the word.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.disclosure.leaks_artefacts import read_parts
from peace_analysis.disclosure.leaks_matching import split_words
from peace_analysis.disclosure.leaks_ordinary import Mentions
from peace_analysis.disclosure.leaks_sought import Sought
from peace_analysis.disclosure.leaks_tables import UnreadableError
from peace_analysis.files import write_whole

if TYPE_CHECKING:
    from peace_analysis.city import City

LISTED_NAME = "leaks.csv"
COLUMNS = ("words", "places", "first_file", "first_place", "around", "replaced_as", "replaced_in")
_MOST_TURNS = 5
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_listed(folder: Path, city: City, sought: Sought) -> int:
    """List the words that stand in what was to be published: `restricted/leaks.csv` (0600), most places first.

    Args:
        folder: All that was to be published.
        city: The city.
        sought: Its identifiers.

    Returns:
        How many words are listed; 0 where a search was impossible and nothing was found, or where `restricted/` was deleted, as the day for
        it had come: then nothing is written there again.
    """
    if not city.restricted_folder.is_dir():
        return 0
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for words, artefact, place, around in _find(folder, sought):
        found[words].append((artefact, place, around))
    replaced = _read_log(city.restricted_folder)
    with write_whole(city.restricted_folder / LISTED_NAME, private=True) as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for words, places in sorted(found.items(), key=lambda item: (-len(set(item[1])), item[0])):
            first = sorted(places)[0]
            kinds, turns = replaced.get(split_words(words), ([], []))
            row = (words, len({place[:2] for place in places}), *first, " ".join(dict.fromkeys(kinds)), ", ".join(turns[:_MOST_TURNS]))
            table.writerow([f"'{cell}" if str(cell).startswith(_FORMULA) else cell for cell in row])
    return len(found)


def count_listed(city: City) -> int:
    """Say how many words wait for a decision."""
    path = city.restricted_folder / LISTED_NAME
    if not path.is_file():
        return 0
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def forget_listed(city: City) -> None:
    """Delete the list when nothing stands in the way any more."""
    (city.restricted_folder / LISTED_NAME).unlink(missing_ok=True)


def _find(folder: Path, sought: Sought) -> Iterator[tuple[str, str, str, str]]:
    """Words, file, place in it, and text around, of every hit."""
    mentions = Mentions(sought.ordinary)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        yield from ((hit.words, name, "its name", hit.around) for hit in sought.spellings.find(path.name))
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        try:
            for place, text in read_parts(path.name, content):
                mentions.add(name, place, " ".join(text.splitlines()) if content.startswith(b"%PDF") else text)
                for hit in sought.spellings.find(text):
                    yield hit.words, name, f"{place}, line {hit.line}" if place else f"line {hit.line}", hit.around
        except UnreadableError:
            continue
    for word, sentence, places in mentions.find():
        yield from ((word, file, place, sentence) for file, place in places)


def _read_log(restricted: Path) -> dict[tuple[str, ...], tuple[list[str], list[str]]]:
    """By words: as what they were replaced, and in which turns of which sessions."""
    found: dict[tuple[str, ...], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    path = restricted / "replacements.csv"
    if not path.is_file():
        return found
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")):
        kinds, turns = found[split_words(row["original"])]
        kinds.append(row["type"])
        turns.append(f"{row['session_id']} turn {row['turn']}")
    return found
