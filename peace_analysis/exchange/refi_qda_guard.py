"""The last look before words leave a city's folder: an identifier that was found or listed anywhere must not be readable in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from peace_analysis.disclosure.leaks import identifiers_of
from peace_analysis.disclosure.leaks_ordinary import Mentions
from peace_analysis.errors import CityError, Problem
from peace_analysis.exchange.refi_qda_model import Code, Project, walk_codes

if TYPE_CHECKING:
    from peace_analysis.city import City
    from peace_analysis.disclosure.leaks_sought import Sought
    from peace_analysis.exchange.refi_qda_city import CityTables

WITHHELD = "[WITHHELD]"
_REMEDY = (
    "Add the name to `privacy: {names: [...]}` in city.yml (or the word to `privacy: {keep: [...]}` if it names nobody) and run again."
)


def withhold_turns(tables: CityTables, city: City) -> tuple[CityTables, list[str]]:
    """Take out the turns in which an identifier can still be read.

    Args:
        tables: What is to be exported.
        city: The city whose identifiers are sought.

    Returns:
        Tables with `[WITHHELD]` for the words of such a turn and without its statements; and a sentence for each, without the words.
    """
    turns = tables.turns.reset_index(drop=True)
    texts = [" ".join(str(text).split()) for text in turns["text"]]
    found = _search(identifiers_of(city), [(str(place), text) for place, text in enumerate(texts)])
    rows = [int(place) for place in found]
    if not rows:
        return tables, []
    places = {(str(turns["session_id"][row]), int(turns["turn"][row])) for row in rows}
    turns.loc[rows, "text"] = WITHHELD
    said = tables.statements
    kept = [(str(a), int(b)) not in places for a, b in zip(said["session_id"], said["turn"], strict=True)]
    notes = [f"turn {turn} of {session}: an identifier may still be readable in it. {_REMEDY}" for session, turn in sorted(places)]
    return replace(tables, turns=turns, statements=said[kept].reset_index(drop=True)), notes


def refuse_identifiers(codes: tuple[Code, ...], project: Project | None, city: City) -> None:
    """Refuse an export whose codes, memos or attributes name somebody.

    Raises:
        CityError: Lists the codes, memos and cases, never the words.
    """
    parts = [(f"the code with GUID {code.guid}", f"{code.name}\n{code.description}") for code, _ in walk_codes(codes)]
    if project is not None:
        parts += [(f"memo {number}", f"{note.name}\n{note.text}") for number, note in enumerate(project.notes, 1)]
    sought = identifiers_of(city)
    found = _search(sought, parts)
    for case in () if project is None else project.cases:
        # Without the sentence around it, "White" is how somebody describes themselves, and not a surname.
        if any(value.text in sought.spellings for value in case.values):
            found.append(f"the attributes of {case.name}")
    if found:
        message = "an identifier that was found or listed can be read in it."
        raise CityError([Problem(f"{city.folder}: {place}", message, _REMEDY) for place in found])


def _search(sought: Sought, parts: Iterable[tuple[str, str]]) -> list[str]:
    """Places in which an identifier can be read, in order."""
    mentions = Mentions(sought.ordinary)
    found: set[str] = set()
    order = []
    for place, text in parts:
        order.append(place)
        mentions.add(place, "", text)
        if next(iter(sought.spellings.search(text)), None) is not None:
            found.add(place)
    found |= {place for place, _ in mentions.places()}
    return [place for place in order if place in found]
