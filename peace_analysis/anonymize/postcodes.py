"""Postcodes of any country: ZIP and ZIP+4 in the United States, letters and digits elsewhere."""

from __future__ import annotations

import re

from peace_analysis.anonymize import spoken
from peace_analysis.anonymize.address_words import NO_ADDRESS, PARTICLES
from peace_analysis.anonymize.codes import FILL
from peace_analysis.anonymize.rules import Rule


def _after_town(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """A postcode stands right after a town's name: "in Riverton 55104", but not "in District 1200" and not "at Interstate 4000"."""
    text = match.string
    words = text[match.start() : start].split()[1:]
    if (
        spoken.is_quantity(text, end)
        or re.match(r"\s+[a-z]+s\b", text[end:])
        or any(word.lower().rstrip(".") in NO_ADDRESS for word in words)
    ):
        return None
    proper = all(word[0].isupper() or word.lower() in PARTICLES for word in words) and words[-1][0].isupper()
    return (start, end) if proper else None


RULES = (
    Rule(
        "zip",
        "ZIP",
        rf"\b(?:zip(?:\s?codes?)?|post(?:al)?\s?codes?|código postal|codigo postal)\b(?:'s)?{FILL}"
        rf"(?P<it>\d{{3,6}}(?:[-\s]\d{{2,4}})?(?![\w-])|[A-Z]{{1,2}}\d[A-Z\d]?\s?\d"
        rf"(?:[A-Z]{{2}}|[A-Z]\d)(?!\w)|(?:(?:{spoken.NUMBER}|\d)[\s,-]+){{1,5}}(?:{spoken.NUMBER}|\d)(?![\w']))",
        0.9,
        needs=("zip", "postal", "postcode", "post code"),
        refine=spoken.refine_code(2, 9),
    ),
    Rule("zip_after_state", "ZIP", r"\b[A-Z]{2}\.?,?\s+(?P<it>\d{5}(?:-\d{4})?)(?![\w-])", 0.85, digits=True, flags=0),
    Rule(
        "zip_where_people_live",
        "ZIP",
        r"\b(?:those of us in|(?:live|lives|lived|living|born|raised|grew up|people|folks|residents?|neighbors|home"
        r"|mailing|over) in|here in|from|represent(?:ing)?)(?: the)?\s+(?P<it>\d{5})(?![\w-])(?!\s+(?:people|residents"
        "|dollars|homes))",
        0.7,
        digits=True,
    ),
    Rule(
        "zip_as_a_place",
        "ZIP",
        r"\b(?:in|of|from|to|around) the\s+(?P<it>\d{5})"
        r"(?=\s+(?:area|zip|knows?|is|has|are|gets?|needs?|we|people|folks|neighborhood)\b|[,.;?!]?\s*$|[.?!]\s)",
        0.7,
        digits=True,
        needs=(" the ",),
    ),
    Rule(
        "postcode_after_town",
        "ZIP",
        r"\b(?:in|from|of|at|to|near|for)\s+(?:[^\W\d_][\w'.-]*\s+){1,4}?(?P<it>\d{5}(?:-\d{4})?|\d{3}\s\d{2}|(?!19|20)\d{4})(?![\w%$-]|[.,:]\d)",
        0.7,
        digits=True,
        refine=_after_town,
    ),
    Rule(
        "postcode_of_letters",
        "ZIP",
        r"(?<![\w-])(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[A-CEGHJ-NPR-TVXY]\d[A-Z]\s?\d[A-Z]\d)(?![\w-])",
        0.8,
        digits=True,
        flags=0,
    ),
)
