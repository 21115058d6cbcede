"""The last look before words leave a city's folder: an identifier that was found or listed anywhere must not be readable in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from peace_analysis.disclosure.leaks import identifiers_of
from peace_analysis.disclosure.leaks_ordinary import Mentions
from peace_analysis.errors import CityError, Problem
from peace_analysis.exchange.memos_file import MEMOS_NAME, read_memos
from peace_analysis.exchange.refi_qda_city import UNDATED
from peace_analysis.exchange.refi_qda_model import Code, Project, walk_codes

if TYPE_CHECKING:
    from peace_analysis.city import City
    from peace_analysis.disclosure.leaks_sought import Sought
    from peace_analysis.exchange.refi_qda_city import CityTables

WITHHELD = "[WITHHELD]"
_REMEDY = (
    "Add the name to `privacy: {names: [...]}` in city.yml (or the word to `privacy: {keep: [...]}` if it names nobody) and run again."
)
_REMEDY_MEMO = f"Take the name out of this memo, in {MEMOS_NAME}: a run does not change what people wrote."
_REMEDY_CODE = f"Where people wrote it in codebook.yml, take the name out there. Else: {_REMEDY}"


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
    remedies = {place: _REMEDY_CODE for place, _ in parts}
    for number, note in enumerate(() if project is None else project.notes, 1):
        day = "" if note.created == UNDATED else note.created[:10]
        parts.append((place := f"{MEMOS_NAME}, memo {number}{_say_day(day)}", f"{note.name}\n{note.text}"))
        remedies[place] = _REMEDY_MEMO
    sought = identifiers_of(city)
    found = _search(sought, parts)
    for case in () if project is None else project.cases:
        # Without the sentence around it, "White" is how somebody describes themselves, and not a surname.
        if any(value.text in sought.spellings for value in case.values):
            found.append(f"the attributes of {case.name}")
    if found:
        message = "an identifier that was found or listed can be read in it."
        raise CityError([Problem(f"{city.folder}: {place}", message, remedies.get(place, _REMEDY)) for place in found])


def inspect_memos(city: City) -> list[Problem]:
    """List the memos of memos.yml in which an identifier can be read, by number and day, or what keeps them from being looked over."""
    path = city.folder / MEMOS_NAME
    try:
        memos = read_memos(path).memos
        parts = [(f"memo {number}{_say_day(memo.date)}", memo.text) for number, memo in enumerate(memos, 1)]
        found = _search(identifiers_of(city), parts) if parts else []
    except CityError as error:
        return error.problems
    message = "an identifier that was found or listed can be read in"
    return [Problem(str(path), f"{message} {place}.", _REMEDY_MEMO) for place in found]


def _say_day(day: str) -> str:
    """Say a day that is one: whatever else people write there may be a name."""
    return f" of {day}" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else ""


def _search(sought: Sought, parts: Iterable[tuple[str, str]]) -> list[str]:
    """Places in which an identifier can be read, in order."""
    mentions = Mentions(sought.ordinary)
    found: set[str] = set()
    order = []
    for place, text in parts:
        order.append(place)
        mentions.add(place, "", text)
        if text in sought.spellings:
            found.add(place)
    found |= {place for _, _, places in mentions.find() for place, _ in places}
    return [place for place in order if place in found]
