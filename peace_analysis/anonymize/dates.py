"""Exact dates, ages over 89. Months, weekdays and years in general use stay."""

from __future__ import annotations

import re

from peace_analysis.anonymize import spoken
from peace_analysis.anonymize.rules import Rule

_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|"
    r"nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_MES = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)"
_ORDINAL = (
    "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    "|fifteenth|sixteenth|seventeenth|"
    r"eighteenth|nineteenth|twentieth|twenty[\s-](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[\s-]first)"
)
_DAY_ORDINAL = rf"(?:(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)|{_ORDINAL})"
_TWO = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six|seven|eight"
    r"|nine))?|oh[\s-](?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|(?:thir|four|fif|six|seven"
    "|eigh|nine)teen)"
)
_YEAR = (
    rf"(?:(?:19|20)\d\d|(?:nineteen|twenty)[\s-]{_TWO}|two thousand(?:\s(?:and\s)?(?:{_TWO}|one|two|three|four|five|six"
    "|seven|eight|nine))?)"
)
_SHORT_YEAR = rf"(?:'?\d\d(?!\w)|{_TWO})"
_YEAR_ES = r"(?:(?:19|20)\d\d|(?:mil novecientos|dos mil)(?:\s\w+(?:\sy\s\w+)?)?)"
_THEN_YEAR = rf"(?:,?\s+(?:of\s+|in\s+)?{_YEAR})"
_BIRTH = (
    r"(?:born|birthday(?:'s| is| was)?|birth ?date(?:'s| is| was)?|date of birth(?: is| was)?|d\.?o\.?b\.?(?: is)?|my birth(?: is| was)?)"
)
_DEATH = (
    r"(?:died|passed(?: away| on)?|killed|murdered|shot|stabbed|buried|lost (?:him|her|my \w+)|taken from (?:me|us)"
    "|attacked|robbed|raped|arrested|overdosed)"
)
_AGE_WORD = (
    r"(?:ninety(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred(?:\s(?:and\s)?(?:one|two"
    "|three|four|five|six|seven|eight|nine|ten))?)"
)
_AGE = rf"(?:9\d|1[01]\d|{_AGE_WORD})"
_WHO = (
    "(?:she|he|i|who|they|mother|mom|mama|father|dad|grandmother|grandma|granny|nana|grandfather|grandpa|papa|abuela"
    "|abuelo|aunt|auntie|uncle|husband|wife|"
    r"lady|woman|man|gentleman|elder|neighbor|mr\.?\s\w+|mrs\.?\s\w+|ms\.?\s\w+|miss\s\w+|(?-i:[A-Z][a-z]+))"
)
_HOLIDAY = re.compile(
    r"(?:the\s+)?(?:fourth|4th) of july$|july (?:4th|fourth|the fourth)$|december 25(?:th)?$|january (?:1st|first)$"
    "|cinco de mayo|5 de mayo$",
    re.IGNORECASE,
)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _not_a_quantity(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    return None if spoken.is_quantity(match.string, end) else (start, end)


def _no_holiday(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """The Fourth of July with no year is a holiday."""
    return None if _HOLIDAY.search(match.string[start:end]) or spoken.is_quantity(match.string, end) else (start, end)


def _bare_day(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "May 5" and "March 3" are dates where the month has a capital; "we may 5" and "march 3 blocks" are not."""
    words = match.string[start:end]
    if not words[0].isupper() and words.lower().startswith(("may", "march", "mar")):
        return None
    return _no_holiday(match, start, end)


def _real_numbers(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    parts = [int(part) for part in re.findall(r"\d+", match.string[start:end])[:3]]
    if len(parts) != 3:
        return None
    if parts[0] > 31:
        return (start, end) if 1900 <= parts[0] <= 2099 and 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31 else None
    return (start, end) if max(parts[0], parts[1]) <= 31 and min(parts[0], parts[1]) <= 12 and min(parts[0], parts[1]) >= 1 else None


RULES = (
    Rule(
        "date_day_after_month",
        "DATE",
        rf"(?<![\w']){_MONTH}\s+(?:the\s+)?{_DAY_ORDINAL}(?:{_THEN_YEAR}|,?\s+'\d\d)?(?![\w'-])",
        0.9,
        refine=_no_holiday,
        needs=_MONTHS,
    ),
    Rule(
        "date_bare_day_and_year",
        "DATE",
        rf"(?<![\w']){_MONTH}\s+(?:[12]\d|3[01]|0?[1-9]),?\s+(?:of\s+)?{_YEAR}(?![\w'])",
        0.95,
        digits=True,
        needs=_MONTHS,
    ),
    Rule(
        "date_bare_day",
        "DATE",
        rf"(?<![\w']){_MONTH}\s+(?:[12]\d|3[01]|0?[1-9])(?![\w'%:/.-]*[\w%])",
        0.75,
        digits=True,
        refine=_bare_day,
        needs=_MONTHS,
    ),
    Rule("date_spoken_day", "DATE", rf"(?<![\w']){_MONTH}\s+(?:{_TWO})(?=,?\s+{_YEAR}){_THEN_YEAR}(?![\w'])", 0.85, needs=_MONTHS),
    Rule(
        "date_day_before_month",
        "DATE",
        rf"(?<![\w'])(?:the\s+)?(?:{_DAY_ORDINAL}\s+(?:day\s+)?(?:of\s+)?|(?:[12]\d|3[01]|0?[1-9])\s+(?:of\s+)?){_MONTH}(?:"
        rf"{_THEN_YEAR})?(?![\w'])",
        0.9,
        refine=_no_holiday,
        needs=_MONTHS,
    ),
    Rule(
        "date_numeric",
        "DATE",
        r"(?<![\w/.-])(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})"
        r"(?:(?:T|,?\s)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:\s?[ap]\.?m\b|Z)?)?(?![\w/-])",
        0.9,
        digits=True,
        refine=_real_numbers,
    ),
    Rule(
        "date_of_birth",
        "DATE",
        rf"\b{_BIRTH}[\s,:]+(?:on\s+|in\s+|back in\s+|the year\s+)*(?P<it>(?:{_MONTH}(?:\s+(?:of\s+)?|,\s+))?(?:{_YEAR}|"
        rf"{_SHORT_YEAR}))(?![\w'])",
        0.85,
        needs=("born", "birth", "dob", "d.o.b"),
        refine=_not_a_quantity,
    ),
    Rule(
        "date_of_birth_with_short_year",
        "DATE",
        rf"\b{_BIRTH}[\s,:]+(?:on\s+)?(?:the\s+)?(?P<it>{_MONTH}\s+(?:the\s+)?(?:{_DAY_ORDINAL}|(?:[12]\d|3[01]|0?[1-9])),?\s+(?:of\s+|in\s+)?{_SHORT_YEAR}"
        rf"|{_DAY_ORDINAL}\s+(?:day\s+)?(?:of\s+)?{_MONTH},?\s+(?:of\s+|in\s+)?{_SHORT_YEAR})(?![\w'])",
        0.9,
        needs=("born", "birth", "dob", "d.o.b"),
        refine=_not_a_quantity,
    ),
    Rule(
        "date_of_birth_in_numbers",
        "DATE",
        rf"\b(?:birthday(?:'s| is)|birth ?date(?:'s| is)?|date of birth(?: is)?|d\.?o\.?b\.?(?: is)?)[\s,:]+(?P<it>"
        rf"(?:{spoken.NUMBER}|\d{{1,4}})"
        rf"(?:[\s,/-]+(?:{spoken.NUMBER}|\d{{1,4}})){{2,7}})(?![\w'])",
        0.85,
        needs=("birth", "dob", "d.o.b"),
        refine=_not_a_quantity,
    ),
    Rule(
        "month_and_year_of_a_death",
        "DATE",
        rf"\b{_DEATH}\b[^.?!]{{0,40}}?\b(?:in|on|back in)\s+(?P<it>{_MONTH}\s+(?:of\s+|,\s*)?{_YEAR})(?![\w'])",
        0.75,
        needs=_MONTHS,
    ),
    Rule(
        "fecha",
        "DATE",
        rf"(?<![\w'])(?:\d{{1,2}}|primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce"
        rf"|quince|dieci\w+|veinte|veinti\w+|treinta(?:\sy\suno)?)\s+de\s+{_MES}(?:,?\s+(?:de|del)\s+{_YEAR_ES})?(?!\w)",
        0.9,
        refine=_no_holiday,
        needs=(" de ",),
    ),
    Rule(
        "nacimiento",
        "DATE",
        rf"\bnac(?:í|i|ió|io|ida|ido)\s+(?:en\s+|el\s+|en el\s+(?:año\s+)?)(?P<it>(?:{_MES}\s+(?:de|del)\s+)?(?:{_YEAR_ES}"
        r"|\d\d|(?:cincuenta|sesenta|setenta|ochenta|noventa)(?:\sy\s\w+)?))(?!\w)",
        0.85,
        needs=("nac",),
    ),
    Rule(
        "age_in_years",
        "AGE",
        rf"(?<![\w'.$-])(?P<it>{_AGE})(?=[\s-](?:years?[\s-]olds?|yrs?[\s-]old|year-old|years of age|años)\b)",
        0.95,
        needs=("year", "yr", "años"),
    ),
    Rule(
        "age_of_somebody",
        "AGE",
        rf"\b{_WHO}(?:\s(?!is\b|was\b)[\w'-]+)?(?:'s|'m|\sis|\swas|\sturns|\sturned|\swill be|\sam|\swould be|\swould have "
        r"been|'ll be|,)\s+(?:just\s+|almost\s+|now\s+|about\s+|like\s+|over\s+|nearly\s+|turning\s+|all of\s+)*(?P<it>"
        rf"{_AGE})(?![\w'%:$]|[.,-]?\d)(?!\s+(?:and\s+)?(?:degrees|in a|mph|over|on the|an hour|percent|proof|yards))",
        0.8,
        refine=_not_a_quantity,
        needs=("9", "10", "11", "ninety", "hundred"),
    ),
    Rule(
        "age_named",
        "AGE",
        r"\b(?:aged?(?: of)?|turned|turning|turns|at(?= (?:9\d|1[01]\d|ninety|a hundred)[,.;]? (?:i|she|he|my|and|who|with"
        rf"|when)\b))\s+(?P<it>{_AGE})(?![\w'%:$]|[.,-]?\d)",
        0.8,
        needs=("age", "turn", "at "),
        refine=_not_a_quantity,
    ),
    Rule(
        "edad",
        "AGE",
        r"\b(?:tiene|tengo|tenía|cumplió|cumple)\s+(?P<it>9\d|1[01]\d|noventa(?:\sy\s\w+)?|cien(?:to \w+)?)\s+años\b",
        0.9,
        needs=("años",),
    ),
)
