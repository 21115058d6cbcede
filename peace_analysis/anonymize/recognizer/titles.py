"""Titles and ranks before a name: "Ms.", "Dr.", "Officer", "Uncle"."""

from __future__ import annotations

import re

_ALWAYS = (
    "mister|missus|missis|mr|mrs|ms|miss|mx|messrs|dr|prof|rev|ofc|sgt|lt|capt|cpl|det|cmdr|col|maj|gen|adm|pvt|sen|gov|hon|"
    "doctor|professor|reverend|pastor|imam|rabbi|"
    "officer|deputy|sheriff|sergeant|lieutenant|captain|corporal|detective|inspector|trooper|commissioner|colonel|"
    "senator|congressman|congresswoman|governor|mayor|councilman|councilwoman|"
    "council member|councilmember|alderman|judge|chief justice|justice"
)
# These are ordinary words, or kin, where they stand without a capital.
_CAPITAL = (
    "sir|madam|madame|ma'am|dame|lady|lord|father|mother|brother|sister|bishop|deacon|elder|saint|chaplain|"
    "marshal|chief|commander|major|general|admiral|private|agent|vice president|president|representative|rep|secretary|"
    "prime minister|minister|ambassador|king|queen|prince|princess|emperor|empress|pope|coach|nurse|principal|"
    "uncle|aunt|auntie|tía|tío|grandma|grandpa|granny|cousin|don|doña|señor|señora|señorita|sr|sra|srta"
)
_TITLE = re.compile(rf"(?:{_ALWAYS}|{_CAPITAL})\b\.?(?:\s+|$)", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<![\w'’-])(?:(?:{_ALWAYS}|{_CAPITAL})\b\.?\s+)+$", re.IGNORECASE)
_ALWAYS_BEFORE = re.compile(rf"(?<![\w'’-])(?:(?:{_ALWAYS})\b\.?\s+)+$", re.IGNORECASE)
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

    Titles count that are written with a capital, as names are; before a name in lower case those that are nothing else ("officer lopez",
    but not "my brother jerome").

    Args:
        text: One text.
        start: Where the name begins.
    """
    first = max(0, start - _LONGEST)
    capital = text[start : start + 1].isupper()
    match = (_BEFORE if capital else _ALWAYS_BEFORE).search(text[first:start])
    if match is None:
        return start
    place = first + match.start()
    while capital and place < start and not text[place].isupper():  # "the officer Major Lopez": the title begins with its capital
        place += 1
    return place
