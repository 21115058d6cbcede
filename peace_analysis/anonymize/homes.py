"""The street, the complex or the room that somebody lives in, and what pins a spot down: a place at issue stays, a home does not."""

from __future__ import annotations

import re

from peace_analysis.anonymize import spoken, streets, words
from peace_analysis.anonymize.places import NAME_WORD, ORDINAL_STREET
from peace_analysis.anonymize.rules import Rule

_SAID = rf"{spoken.NUMBER}(?:[\s-]{spoken.NUMBER}){{0,3}}"
_DEGREES = (
    rf"(?:[-+]?\d{{1,3}}\.\d{{2,}}|(?:(?:minus|negative)\s+)?{_SAID}\s+point(?:\s+{spoken.NUMBER}){{2,8}})(?:\s?°)?(?:\s?[NSEW](?!\w))?"
)
_LATITUDE = r"(?:latitude|longitude|lat\.?|long\.?|lng|lon)(?:\s+(?:is|was|of))?[\s:]+"
_ROOM = rf"(?:room|rm\.?|bed|dorm)\s+(?:number\s+)?#?(?:\d{{1,4}}[a-z]?|{_SAID})(?![\w'-])"
_NO_SHELTER = re.compile(
    r"\b(?:City|Hall|Library|School|High|Middle|Elementary|Center|Court|Courthouse|County|Police|Precinct|College|University|Church)\b"
)
_NO_STREET = re.compile(r"(?:america|korea|africa|vietnam|asia|carolin|dakot|virgini|europe|sudan)\w*", re.IGNORECASE)


def _unit_number(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "Alder Street number four twelve", but not "on our street number one is crime" or "number four on the list"."""
    text = match.string
    if spoken.is_quantity(text, end) or re.match(
        r"\s+(?:in|on)\s+(?:the|line|my|our)\b|\s+(?:is|was)\b", text[end : end + 12], re.IGNORECASE
    ):
        return None
    housed = re.search(rf"(?:\d|\b{spoken.NUMBER})\s+(?:[\w'.-]+\s+){{1,3}}$", text[: match.start()], re.IGNORECASE)
    return (start, end) if housed or len(spoken.digits_of(text[start:end])) > 1 else None


def _room(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "I stay in room 204", but not "my room two floors up"."""
    mine = match.group().lower().startswith("my ") and len(spoken.digits_of(match.string[start:end])) < 2
    return None if mine or spoken.is_quantity(match.string, end) else (start, end)


def _building(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "apartments building C", but not "apartments building a school"."""
    return None if match.string[start:end].endswith((" a", " i")) and re.match(r"\s+\w", match.string[end:]) else (start, end)


def _house_and_direction(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "twelve oh six north bellweather" needs no word for a street; "two hundred north Koreans" are none."""
    name = match.group("name")
    digits = spoken.digits_of(match.group("house"))
    year = re.fullmatch(r"(?:19|20)\d\d", digits) and re.search(
        r"\b(?:in|since|by|of|from|until|around)\s+$", match.string[:start], re.IGNORECASE
    )
    if not 3 <= len(digits) <= 5 or year or _NO_STREET.fullmatch(name):
        return None
    return (start, end) if name[0].isupper() or not words.is_ordinary(name) else None


RULES = (
    Rule(
        "coordinates",
        "ADDRESS",
        rf"(?<![\w.])(?:{_LATITUDE}{_DEGREES}(?:[\s,;]+(?:and\s+)?(?:{_LATITUDE})?{_DEGREES})?|[-+]?\d{{1,2}}\.\d{{4,}}(?:\s?°)?(?:\s?[NS])?[\s,;]+"
        r"[-+]?\d{1,3}\.\d{4,}(?:\s?°)?(?:\s?[EW](?!\w))?)(?![\w%]|\.\d)",
        0.9,
        needs=("lat", "lon", "lng", "."),
        refine=lambda match, start, end: None if spoken.is_quantity(match.string, end) else (start, end),
    ),
    Rule(
        "room_of_a_house",
        "ADDRESS",
        rf"\b(?i:{_ROOM})(?:,?\s+(?:over\s+)?(?:at|in|of)\s+(?:the\s+)?[A-ZÀ-Þ][\w'-]+(?:\s[A-ZÀ-Þ][\w'-]+){{0,3}})",
        0.75,
        flags=0,
        needs=("room", "rm", "bed", "dorm"),
        refine=lambda match, start, end: None if _NO_SHELTER.search(match.string[start:end]) else (start, end),
    ),
    Rule(
        "room_lived_in",
        "ADDRESS",
        rf"\b(?:live|lives|lived|living|stay|stays|stayed|staying|sleep|slept|my)\s+(?:over\s+|here\s+|still\s+)*(?:in\s+|at\s+)?(?P<it>{_ROOM}"
        rf"(?:,?\s+(?:over\s+)?at\s+{NAME_WORD}(?:\s{NAME_WORD})?(?![\w']))?)",
        0.7,
        needs=("room", "rm", "bed", "dorm"),
        refine=_room,
    ),
    Rule(
        "number_behind_a_street",
        "ADDRESS",
        rf"(?<![\w']){NAME_WORD}\s+{streets.SUFFIX},?\s+(?P<it>(?:number|no\.|#)\s*(?:\d{{1,5}}[a-z]?|{_SAID}))(?![\w'-])",
        0.75,
        needs=("number", "no.", "#"),
        refine=_unit_number,
    ),
    Rule(
        "building_of_a_complex",
        "ADDRESS",
        r"\b(?:apartments?|towers?|homes|projects|manor|village|terrace|courts?),?\s+(?P<it>(?:building|bldg\.?)\s+(?:[a-z]|\d{1,3}"
        rf"|{spoken.NUMBER}))(?![\w'-])",
        0.7,
        needs=("building", "bldg"),
        refine=_building,
    ),
    Rule(
        "house_and_direction",
        "ADDRESS",
        rf"(?<![\w'$.,-])(?P<house>{spoken.NUMBER}(?:[\s-]{spoken.NUMBER}){{1,4}})\s+(?:north|south|east|west)\s+(?P<name>{NAME_WORD})"
        rf"(?:\s+{streets.SUFFIX}(?![\w']))?",
        0.75,
        needs=("north", "south", "east", "west"),
        refine=_house_and_direction,
    ),
    Rule(
        "home_street",
        "PLACE",
        r"\b(?:I|i|we|We|she|he|mother|mom|grandmother|grandma|aunt|sister|brother|father|cousin|parents|family)\s+"
        r"(?:still\s+|all\s+|just\s+)?(?:live|lives|lived|stay|stays|stayed|grew up|moved|own a house|bought a house"
        rf"|rent)\s+(?:right\s+|over\s+|up\s+|down\s+|off\s+|here\s+)*(?:on|off(?: of)?)\s+(?P<it>(?:(?i:{ORDINAL_STREET})"
        rf"|[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*(?:\s[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*){{0,2}})\s+(?i:{streets.SUFFIX})(?![\w']))",
        0.6,
        flags=0,
        needs=("live", "stay", "grew up", "moved", "house", "rent"),
    ),
    Rule(
        "home_street_uncased",
        "PLACE",
        r"\b(?:i|we|she|he|mother|mom|grandmother|grandma|aunt|sister|brother|father|cousin|parents|family)\s+(?:still\s+|all\s+|just\s+|both\s+)?"
        r"(?:live|lives|lived|stay|stays|stayed|grew up|moved|own a house|bought a house|rent)\s+"
        r"(?:right\s+|over\s+|up\s+|down\s+|off\s+|here\s+)*"
        rf"(?:on|off(?: of)?)\s+(?P<it>(?:{ORDINAL_STREET}|{NAME_WORD}(?:\s{NAME_WORD})?)\s+{streets.SUFFIX})(?![\w'])",
        0.6,
        uncased=True,
        needs=("live", "stay", "grew up", "moved", "house", "rent"),
    ),
    Rule(
        "home_complex",
        "PLACE",
        r"\b(?:live|lives|lived|living|stay|stays|stayed|staying|moved|grew up|raised|resident|apartment|unit)\s+"
        r"(?:over\s+|up\s+|down\s+|right\s+|here\s+|there\s+)*(?:in|at|into|to|of)\s+(?:the\s+)?(?P<it>[A-ZÀ-Þ][\w'-]*"
        r"(?:\.\w[\w'-]*)*(?:\s[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*){0,3}\s+(?:[Aa]partments?|[Tt]owers?|[Hh]omes|[Pp]rojects|"
        "[Mm]anor|[Ee]states|[Vv]illage|[Tt]railer [Pp]ark|[Mm]obile [Hh]ome [Pp]ark|[Cc]ondos?|[Tt]ownhomes|[Ll]ofts))"
        r"(?!\w)",
        0.7,
        flags=0,
        needs=("live", "living", "lived", "stay", "moved", "grew up", "raised", "resident", "apartment", "unit"),
    ),
)
