"""The street or the complex that somebody lives on: a place at issue stays, a home does not."""

from __future__ import annotations

from peace_analysis.anonymize import streets
from peace_analysis.anonymize.places import NAME_WORD, ORDINAL_STREET
from peace_analysis.anonymize.rules import Rule

RULES = (
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
