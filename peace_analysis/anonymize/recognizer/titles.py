"""Titles and ranks before a name: "Ms.", "Dr.", "Officer"."""

from __future__ import annotations

import re

_TITLES = (
    "mister|missus|missis|mr|mrs|ms|miss|mx|messrs|mssrs|dr|doctor|prof|professor|sir|madam|madame|ma'am|dame|lady|lord|"
    "rev|reverend|pastor|father|brother|sister|imam|rabbi|bishop|deacon|elder|saint|"
    "officer|ofc|deputy|sheriff|sergeant|sgt|lieutenant|lt|captain|capt|corporal|cpl|detective|det|inspector|marshal|trooper|"
    "chief|commander|cmdr|commissioner|colonel|col|major|maj|general|gen|admiral|private|pvt|agent|chaplain|"
    "president|vice president|senator|sen|representative|rep|congressman|congresswoman|governor|gov|mayor|councilman|councilwoman|"
    "council member|councilmember|alderman|secretary|minister|prime minister|ambassador|judge|justice|chief justice|"
    "king|queen|prince|princess|emperor|empress|pope|coach|nurse|principal|"
    "don|doña|señor|señora|señorita|sr|sra|srta"
)
_TITLE = re.compile(rf"(?:{_TITLES})\b\.?(?:\s+|$)", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<![\w'])(?:(?:{_TITLES})\b\.?\s+)+$", re.IGNORECASE)
_LONGEST = 40  # characters that two titles in a row may take


def skip_titles(text: str, start: int, end: int) -> int:
    """Find where a name begins behind its titles; `end` where it is nothing but titles.

    Args:
        text: One text.
        start: Where the name with its titles begins.
        end: Where it ends.
    """
    while start < end and (match := _TITLE.match(text, start, end)) is not None:
        start = match.end()
    return start


def with_titles(text: str, start: int) -> int:
    """Find where the titles begin that stand before a name; `start` where none does.

    Args:
        text: One text.
        start: Where the name begins.
    """
    first = max(0, start - _LONGEST)
    match = _BEFORE.search(text[first:start])
    return start if match is None else first + match.start()
