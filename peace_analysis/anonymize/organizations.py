"""Schools and houses of worship: they point at a person where few go there."""

from __future__ import annotations

import re

from peace_analysis.anonymize.rules import Rule
from peace_analysis.anonymize.wordlist import word_set

CAP = r"(?:St\.|Mt\.|Ft\.|Dr\.|[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*)"
RUN = rf"{CAP}(?:\s+(?:{CAP}|of|the|and|&|de|del|la|los|las|y)){{0,4}}?"
_SCHOOL = (
    r"(?:(?:Junior |Senior |Early College |Arts |Middle |Community |Charter |Public |Technical |Vocational |Magnet |Alternative )*"
    "(?:High School|Middle School|Elementary(?: School)?|Grade School|Primary School|Academy|Prep|Preparatory(?: "
    "School)?|University|College|Magnet|Charter School|Charter|Seminary|Middle|High|School|Institute|Head Start"
    "|Montessori))"
)
_WORSHIP = (
    r"(?:(?:Missionary |Haitian |Spanish |Korean |First |Free Will |Southern |Primitive |Progressive |United |Full Gospel |Apostolic )*"
    r"(?:Baptist(?: Church)?|Methodist(?: Church)?|Lutheran(?: Church)?|Presbyterian(?: Church)?|A\.?M\.?E\.?(?: "
    r"Zion)?(?: Church)?|C\.?O\.?G\.?I\.?C\.?|Pentecostal(?: Church)?|Catholic Church|Church(?: of (?:God in Christ"
    r"|Christ|God|the \w+|\w+))?|Chapel|Cathedral|Parish|"
    "Tabernacle|Temple|Synagogue|Mosque|Masjid|Islamic Center|Gurdwara|Mandir|Wat|Fellowship|Ministries|Ministry"
    "|Worship Center|Congregation|Assembly|Monastery|Convent))"
)
ATTEND = (
    "(?:go|goes|going|went|attend|attends|attended|graduate|graduated|graduating|enrolled|student|freshman|sophomore"
    "|junior|senior|grader|grade|kindergarten|teach|teaches|taught|teacher|transferred|"
    "principal|coach|study|studying|classes|school|usher|deacon|deaconess|pastor|pastors|minister|imam|elder|member"
    "|worship|worships|pray|prays|congregation|sing|choir|preach|preaches|parishioner|belong|program|team)"
)
GENERIC_FIRST = word_set(
    "The A An My Our Your His Her Their This That These Those Every Each Any Some No In At On From For With And But "
    "So If When Because After Before Since Then Junior Senior High Middle "
    "Elementary Public Private Catholic Local Old New First Second Third Fourth I We They He She It Saturday Sunday "
    "Monday Tuesday Wednesday Thursday Friday Like Well Yeah Yes No Oh"
)

_NAMING_FIRST = word_set("New Old First Second Third Fourth")  # "New Hope Baptist Church", but not "New School"


def named(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Drop a leading word that only begins the sentence; refuse what is then no name, and public bodies that everybody deals with."""
    words = match.string[start:end]
    while (first := words.split(maxsplit=1)) and (first[0] in GENERIC_FIRST or first[0].lower() in ("the", "and", "of", "&")):
        if first[0] in _NAMING_FIRST and len(words.split()) > 2:
            break
        if len(first) < 2:
            return None
        start += len(words) - len(words[len(first[0]) :].lstrip())
        words = match.string[start:end]
    if len(words.split()) < 2 or re.search(
        r"^Police\b|\b(?:Police|Fire) Department\b|\bCity (?:Hall|Council)\b|\bCommunity Police\b|\bPolice Academy\b|\bHigh Street\b", words
    ):
        return None
    return start, end


def _lower_case_name(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """In captions without capitals a name must stand before the kind: "roosevelt high school", not "the high school"."""
    words = match.string[start:end].lower().split()
    if len(words) < 2 or words[0] in PLAIN:
        return None
    return start, end


def _saint(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "St." may be a street and "San" a city; with an institution's word or on its own at a door it names a parish or school."""
    first = match.string[start:end].split()[0].lower()
    if first in ("san", "santa", "st.", "saint") and not re.search(
        r"\b(?:at|to|from|of|attend|joined)\s+$", match.string[:start], re.IGNORECASE
    ):
        return None
    if re.match(r"\s+(?:street|st|avenue|ave|road|park|square|county)\b", match.string[end:], re.IGNORECASE) or re.search(
        r"\b(?:Street|St|Avenue|Ave|Road|Park|Square|Jose|Diego|Francisco|Antonio|Louis|Paul|Petersburg|Juan|Salvador|Pedro)$",
        match.string[start:end],
    ):
        return None
    return start, end


PLAIN = word_set(
    "the a an my our your his her their this that these those every each any some no to in at on from for with and "
    "or but so if when high middle elementary public private catholic local old new "
    "summer night day law med grad trade church after same different good bad whole community junior senior first "
    "second third boarding charter big little nearby another other mega storefront "
    "al el la los las de del que fue luego un una en y con por al sunday police fire get getting be so too really "
    "very sky knee how as back me you him us them it one school there here all home one's own"
)
_DESCRIBED = word_set("black white brown korean haitian spanish southern missionary small large huge nice beautiful downtown and")

RULES = (
    Rule(
        "school",
        "ORGANIZATION",
        rf"(?<![\w'])(?:{RUN})\s+{_SCHOOL}(?![\w'])",
        0.8,
        "SCHOOL",
        refine=named,
        flags=0,
        needs=(
            "school",
            "high",
            "academy",
            "prep",
            "university",
            "college",
            "magnet",
            "charter",
            "seminary",
            "middle",
            "elementary",
            "institute",
            "head start",
            "montessori",
        ),
    ),
    Rule(
        "school_uncased",
        "ORGANIZATION",
        rf"\b{ATTEND}\s+(?:\w+\s+){{0,2}}?(?:to|at|from|in)\s+(?P<it>(?:[\w'.-]+\s+){{1,4}}?(?:high school|middle school"
        r"|elementary(?: school)?|academy|prep|university|college|community college|magnet|high(?!\s+(?:school|on|enough"
        r"|up|and|as)\b)|middle(?!\s+(?:school|of|class|aged?|ground|east|to|and)\b)))(?![\w'])",
        0.7,
        "SCHOOL",
        refine=_lower_case_name,
        needs=("school", "academy", "prep", "university", "college", "magnet", "elementary", " high", " middle"),
    ),
    Rule(
        "university_of",
        "ORGANIZATION",
        r"(?<![\w'])(?:University|College|School|Church|Universidad|Escuela|Iglesia|Parroquia|Colegio)\s+(?:of|de|del|de "
        rf"la)\s+(?:the\s+)?{CAP}(?:\s+{CAP}){{0,3}}",
        0.75,
        "SCHOOL",
        flags=0,
        needs=("university", "college", "school", "church", "universidad", "escuela", "iglesia", "parroquia", "colegio"),
    ),
    Rule(
        "worship",
        "ORGANIZATION",
        rf"(?<![\w'])(?:{RUN})\s+{_WORSHIP}(?![\w'])",
        0.75,
        "WORSHIP",
        refine=named,
        flags=0,
        needs=(
            "baptist",
            "methodist",
            "lutheran",
            "presbyterian",
            "a.m.e",
            "ame",
            "church",
            "chapel",
            "cathedral",
            "parish",
            "tabernacle",
            "temple",
            "synagogue",
            "mosque",
            "masjid",
            "islamic",
            "gurdwara",
            "mandir",
            "wat",
            "fellowship",
            "ministr",
            "worship",
            "congregation",
            "assembly",
            "pentecostal",
            "monastery",
            "convent",
            "cogic",
            "c.o.g.i.c",
        ),
    ),
    Rule(
        "worship_uncased",
        "ORGANIZATION",
        r"\b(?:at|to|from|of|attend|joined|in|near)\s+(?P<it>(?:[\w'.-]+\s+){1,4}?(?:baptist(?: church)?|methodist(?: "
        r"church)?|a\.?m\.?e\.?(?: zion)? church|pentecostal church|catholic church|lutheran church|tabernacle|islamic "
        r"center))(?![\w'])",
        0.65,
        "WORSHIP",
        refine=_lower_case_name,
        needs=("baptist", "methodist", "ame ", "a.m.e", "church", "tabernacle", "islamic center"),
    ),
    Rule(
        "worship_new_uncased",
        "ORGANIZATION",
        r"(?<![\w'])(?:new|greater|mount|mt\.?|saint|st\.?|true|bright|holy)\s+(?P<first>[\w'-]+)\s+(?:(?:missionary\s+)?baptist|methodist|"
        r"tabernacle|temple|pentecostal|apostolic|lutheran|presbyterian|episcopal|a\.?m\.?e\.?)\s+church(?![\w'])",
        0.65,
        "WORSHIP",
        uncased=True,
        refine=lambda match, start, end: None if match.group("first") in PLAIN | _DESCRIBED else (start, end),
        needs=("church",),
    ),
    Rule(
        "church_uncased",
        "ORGANIZATION",
        rf"\b(?:{ATTEND}|i'm|we're|over)\s+(?:\w+\s+){{0,2}}?(?:at|to|of)\s+(?P<it>(?:[\w'.-]+\s+){{1,4}}?church)(?![\w'])",
        0.6,
        "WORSHIP",
        refine=_lower_case_name,
        needs=("church",),
    ),
    Rule(
        "worship_before_name",
        "ORGANIZATION",
        r"(?<![\w'])(?:[Mm]asjid|[Mm]osque|[Tt]emple|Wat|[Cc]ongregation|[Pp]arish of|Iglesia|Parroquia|Our Lady of"
        rf"|Nuestra Señora de|Saint|St\.|San|Santa)\s+(?:(?:of|de|la|los|the)\s+)*{CAP}(?:[\s-]+(?:{CAP}|of|the|de|la"
        f"|los)){{0,3}}",
        0.65,
        "WORSHIP",
        flags=0,
        refine=_saint,
    ),
    Rule(
        "masjid_uncased",
        "ORGANIZATION",
        r"\b(?:masjid|mosque of)\s+(?:al|an|ar|as|at|ut|us)[\s-]\w+",
        0.75,
        "WORSHIP",
        needs=("masjid", "mosque of"),
    ),
)
