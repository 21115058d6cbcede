"""How people are spoken to: "Wallter, that means you", "thank you, Wallter", "Ms. Her"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from peace_analysis.anonymize import speech, words
from peace_analysis.anonymize.tokens import Marks, Text
from peace_analysis.anonymize.wordlist import word_set

_CALLS = (
    re.compile(
        r"(?:^|[.!?…]\s+)(?P<name>[A-Z][\w'-]+),\s+"
        r"(?:you|y'all|(?:that means|that's|can|could|will|would|do|did|are|have|thank|what do|what about|how about|i hear) you|"
        r"thanks|go ahead|go on|your turn|please|come on)\b"
    ),
    re.compile(
        r"\b(?:[Tt]hank you|[Tt]hanks|[Gg]o ahead|[Gg]o on|[Gg]ood (?:morning|evening|afternoon)|[Yy]our turn|[Ww]elcome|[Cc]ome on|"
        r"[Hh]ello|[Hh]i|[Hh]ey),?\s+(?P<name>[A-Z][\w'-]+)(?=\s*[.,!?…]|$)"
    ),
)
# "My friend Hope", "this is my son Will": with a capital in the middle of a sentence an ordinary word is a name.
_OWN_PEOPLE = re.compile(
    r"\b(?:[Mm]y|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir|[Yy]our) (?:(?:best|good|old|little|big|older|younger|oldest|youngest|late|dear) )*"
    r"(?:friend|sister|brother|son|daughter|cousin|neighbor|nephew|niece|husband|wife|boyfriend|girlfriend|uncle|aunt|auntie|grandson|"
    r"granddaughter|grandmother|grandfather|grandma|grandpa|mother|father|mom|dad|roommate|boss|coworker|godson|goddaughter|stepson|"
    r"stepdaughter|fiancé|fiancée|partner|caseworker|landlord|kid|twin)(?P<is>,? (?:is|was|named|called) |,? )(?P<name>[A-Z][\w'-]+)\b"
)
_LIKELY_GIVEN = 0.5  # share of its uses as a given name from which "my sister is June" names her, and "my wife is Black" does not
# Surnames that look like small words; with a capital right behind a title they are nothing else.
_SMALL_SURNAMES = word_set("her do so an than ho no my hang long to son lo see yo may")


def mark_addressed(text: Text, marks: Marks, kept: Sequence[bool]) -> None:
    """Mark unknown words with a capital by which somebody is spoken to."""
    if not text.cased:
        return
    at = {token.start: i for i, token in enumerate(text.tokens)}
    for pattern in _CALLS:
        for match in pattern.finditer(text.text):
            i = at.get(match.start("name"))
            if i is not None and not kept[i] and marks[i] is not None and not words.is_ordinary(text.tokens[i].text):
                marks[i] = max(marks[i] or ("", 0.0), ("addressed", 0.7), key=lambda mark: mark[1])


def mark_own_people(text: Text, marks: Marks, kept: Sequence[bool]) -> None:
    """Mark the names of somebody's own people, also where they are words: "my friend Hope"."""
    if not text.cased:
        return
    at = {token.start: i for i, token in enumerate(text.tokens)}
    for match in _OWN_PEOPLE.finditer(text.text):
        i = at.get(match.start("name"))
        if i is None or kept[i] or text.tokens[i].shouted or not words.is_listed_name(match["name"]):
            continue
        if match["is"].strip(", ") in ("is", "was") and words.given_share(match["name"]) < _LIKELY_GIVEN:
            continue
        marks[i] = max(marks[i] or ("", 0.0), ("introduced", 0.7), key=lambda mark: mark[1])


def mark_small_surnames(text: Text, marks: Marks, kept: Sequence[bool]) -> None:
    """Mark words such as "Her" right behind a title or a rank, all of it written with capitals."""
    if not text.cased:
        return
    for i, (title, name) in enumerate(zip(text.tokens, text.tokens[1:], strict=False), 1):
        is_title = title.lower in speech.ALWAYS or (title.lower in speech.TITLES and title.capital)
        if is_title and name.lower in _SMALL_SURNAMES and name.capital and not name.shouted and not kept[i] and name.gap in (" ", "  "):
            marks[i] = ("titled", 0.85)
