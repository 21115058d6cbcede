"""For the team's own eyes: the words that the leak gate stopped a publication for, in `restricted/leaks.csv`.

The gate's error names files and places, never words, because errors are copied into messages and logs. Whoever is to decide whether a word
is a name or a park needs the word.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from peace_analysis.disclosure.leaks_matching import split_words
from peace_analysis.files import write_whole

if TYPE_CHECKING:
    from peace_analysis.city import City

LISTED_NAME = "leaks.csv"
COLUMNS = ("words", "places", "first_file", "first_place", "around", "replaced_as", "replaced_in")
_MOST_TURNS = 5
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Found(NamedTuple):
    """An identifier in what was to be published, with its words."""

    words: str  # as normalised
    artefact: str
    place: str
    around: str  # the text around it


def write_listed(found: Iterable[Found], city: City) -> int:
    """List the words that stand in what was to be published: `restricted/leaks.csv` (0600), most places first.

    Args:
        found: What stands in what was to be published.
        city: The city.

    Returns:
        How many words are listed; 0 where a search was impossible and nothing was found, or where `restricted/` was deleted, as the day for
        it had come: then nothing is written there again.
    """
    if not city.restricted_folder.is_dir():
        return 0
    by_words: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for words, *where in found:
        by_words[words].append((where[0], where[1], where[2]))
    replaced = _read_log(city.restricted_folder)
    with write_whole(city.restricted_folder / LISTED_NAME, private=True) as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for words, places in sorted(by_words.items(), key=lambda item: (-len(set(item[1])), item[0])):
            first = sorted(places)[0]
            kinds, turns = replaced.get(split_words(words), ([], []))
            row = (words, len({place[:2] for place in places}), *first, " ".join(dict.fromkeys(kinds)), ", ".join(turns[:_MOST_TURNS]))
            table.writerow([f"'{cell}" if str(cell).startswith(_FORMULA) else cell for cell in row])
    return len(by_words)


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
