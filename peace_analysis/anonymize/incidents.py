"""Named incidents: a shooting or a raid that a street, a victim or a day and a place make known."""

from __future__ import annotations

import re

from peace_analysis.anonymize import words
from peace_analysis.anonymize.rules import Rule
from peace_analysis.anonymize.wordlist import word_set

_EVENT = (
    r"(?:shootings?|murders?|killings?|stabbings?|massacre|homicides?|riots?|raid|standoff|explosion|arson|fire|robbery|robberies|beating|"
    r"crash|drowning|abduction|kidnapping|attack|bombing|lynching|case|incident|tiroteo|balacera|masacre|asesinato)"
)
_EVENT_WORDS = (
    "shooting", "murder", "killing", "stabbing", "massacre", "homicide", "riot", "raid", "standoff", "explosion", "arson", "fire", "robber",
    "beating", "crash", "drowning", "abduction", "kidnapping", "attack", "bombing", "lynching", "case", "incident", "tiroteo", "balacera",
    "masacre", "asesinato",
)  # fmt: skip
_CAP = r"[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*|\d{1,3}(?:st|nd|rd|th)"
_ROAD = (
    r"(?:Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Lane|Boulevard|Blvd\.?|Drive|Court|Way|Row|Place|Alley|Park|Square"
    "|Bridge|Steps|Plaza|Terrace|Gardens|Heights|Hill|Market|Mall|Station|School|Pier|Dock)"
)
_NO_INCIDENT = word_set(
    "The A An This That These Those My Our Your His Her Their Another Every Each Any Some No All Mass School Police "
    "Officer Gang Drive Drug Random Daily Two Three "
    "Last First Second One Other Worst Same House Car In On At And But So After Before Since Because When If It"
)


def _incident(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    first = match.group("place").split()[0]
    return None if first in _NO_INCIDENT else (start, end)


_NO_VICTIM = word_set(
    "mass police school gang drug random house car church park mall bank store street highway drive bus train night day bar club home "
    "officer cop young first last other whole same recent fatal deadly double triple next big new old second third west east north south "
    "summer winter spring fall hill river lake city county state town road corner market public great long"
)


def _of_a_person(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "the walker killing" where nothing has a capital: every word before the event may be a name."""
    said = match.group("place").split()
    return (start, end) if all(words.is_listed_name(word) and word not in _NO_VICTIM for word in said) else None


_WHEN_IT_WAS = (
    r"(?:(?:back\s+)?(?:in|last|this|on)\s+(?:the\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|fall|winter|(?:19|20)\d\d)(?:\s+(?:of\s+|night\s+)?(?:19|20)\d\d)?)"
)
_WHERE_IT_WAS = (
    r"(?:on|at|near|by|outside|in front of|behind)\s+(?:the\s+)?"
    rf"(?:(?:corner of\s+)?[\w'.-]+(?:\s[\w'.-]+){{0,2}}?\s(?:{_ROAD}|and\s[\w'-]+))"
)

RULES = (
    Rule(
        "incident_on_a_street",
        "INCIDENT",
        rf"\b(?:[Tt]he\s+|[Ee]l\s+)?(?P<place>(?:{_CAP})(?:\s+(?:{_CAP}|and|of)){{0,4}}\s+{_ROAD}|\d{{1,3}}(?:st|nd|rd|th)"
        rf"(?:\s+(?:Street|St|Avenue|Ave))?)\s+{_EVENT}\b",
        0.85,
        refine=_incident,
        flags=0,
        needs=_EVENT_WORDS,
    ),
    Rule(
        "incident_on_a_street_uncased",
        "INCIDENT",
        rf"\bthe\s+(?P<place>(?:[\w'-]+\s+){{1,2}}?{_ROAD})\s+(?:shooting|murders?|killings?|stabbing|massacre|homicide"
        r"|riots?|raid|standoff)\b",
        0.75,
        refine=_incident,
        needs=("shooting", "murder", "killing", "stabbing", "massacre", "homicide", "riot", "raid", "standoff"),
    ),
    Rule(
        "incident_with_place_and_time",
        "INCIDENT",
        rf"\b(?:the|that|a|my|his|her|our)\s+(?:[\w'-]+\s+){{0,2}}?{_EVENT}\s+(?:{_WHERE_IT_WAS},?\s+{_WHEN_IT_WAS}|{_WHEN_IT_WAS},?\s+{_WHERE_IT_WAS})(?!\w)",
        0.75,
        needs=(
            "shooting",
            "murder",
            "killing",
            "stabbing",
            "homicide",
            "raid",
            "standoff",
            "robbery",
            "beating",
            "crash",
            "attack",
            "fire",
            "arson",
        ),
    ),
    Rule(
        "incident_of_a_person_uncased",
        "INCIDENT",
        r"\b(?:since|after|before|during|about|remember|like|with)\s+(?P<it>the\s+(?P<place>[\w'-]+(?:\s[\w'-]+)?)\s+(?:shooting|murder|killing|"
        r"stabbing|homicide))(?!\w)",
        0.65,
        uncased=True,
        refine=_of_a_person,
        needs=("shooting", "murder", "killing", "stabbing", "homicide"),
    ),
    Rule(
        "incident_named",
        "INCIDENT",
        rf"\b[Tt]he\s+(?P<place>(?:{_CAP})(?:\s+(?:{_CAP})){{0,3}})(?:'s)?\s+{_EVENT}\b",
        0.6,
        refine=_incident,
        flags=0,
        needs=_EVENT_WORDS,
    ),
    Rule(
        "incidente_en_una_calle",
        "INCIDENT",
        r"\b(?:el|la)\s+(?:tiroteo|balacera|masacre|asesinato)\s+(?:de|en)\s+la\s+(?:calle|avenida|esquina)\s+(?P<place>"
        rf"(?:{_CAP})(?:\s+(?:{_CAP}))*)",
        0.85,
        needs=("tiroteo", "balacera", "masacre", "asesinato"),
        flags=0,
    ),
)
