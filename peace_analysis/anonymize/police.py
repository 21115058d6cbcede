"""What points at an officer or an incident: badge, unit, car, rank with unit, case numbers, named incidents."""

from __future__ import annotations

import re

from peace_analysis.anonymize import spoken
from peace_analysis.anonymize.codes import FILL, near
from peace_analysis.anonymize.rules import Rule
from peace_analysis.anonymize.wordlist import word_set
from peace_analysis.anonymize.words import is_ordinary

RANK = (
    r"(?:officers?|ofc\.?|patrolm[ae]n|patrol officer|sergeants?|sgt\.?|sarge|detectives?|det\.?|lieutenants?|lt\.?"
    r"|captains?|capt\.?|commanders?|"
    r"inspectors?|corporals?|deput(?:y|ies)|troopers?|chiefs?|major|oficial|sargento|teniente|capitán|capitana|detective|comandante)"
)
_WATCH = r"(?:watch|shift|squad|platoon|team|detail|unit|desk|beat|patrol|crew|task force|tour|side)"
_WHEN = (
    "(?:night|day|evening|midnight|overnight|morning|graveyard|swing|late|early|first|second|third|fourth|1st|2nd|3rd"
    "|4th|gang|narcotics|vice|homicide|traffic|juvenile|bike|foot|mounted|k-?9|canine|school|transit|drug|anti-crime"
    "|street crimes?|robbery|burglary|property|sex crimes|domestic(?: violence)?|crisis|marine|harbor)"
)
_PLACE_WORDS = r"(?:[\w'.-]+\s+){1,4}?"
_UNIT_CODE = rf"(?:\d{{1,2}}\s?-?{spoken.PHONETIC}\s?-?\d{{1,3}}|{spoken.NUMBER}\s{spoken.PHONETIC}(?:\s{spoken.NUMBER}){{1,3}})"


_NO_PLACE = re.compile(rf"(?:the|an?|our|that|this|every|each|next|last|same|whole|front|any|other|late|new|city|{_WHEN})", re.IGNORECASE)
_NO_UNIT = word_set("who and that said was is to")


def _rank_with_place(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """A rank on "the night shift" of nowhere in particular is a crowd; with a place or a number it is a person."""
    where = match.group("where").lower().split()
    if all(_NO_PLACE.fullmatch(word) for word in where) or _NO_UNIT & set(where):
        return None
    return start, end


def _car(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    said = match.string[start:end]
    if spoken.is_quantity(match.string, end) or not 2 <= len(spoken.digits_of(said)) <= 5:
        return None
    return start, end


def _badge_seen(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    year = re.fullmatch(r"(?:19|20)\d\d", match.string[start:end])
    return None if year or spoken.is_quantity(match.string, end) else (start, end)


def _officer_said(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "officer forty one seventeen", but not "officer twenty years", "an officer nineteen ninety" or a count."""
    said = match.string[start:end]
    digits = spoken.digits_of(said)
    if spoken.is_quantity(match.string, end) or not 3 <= len(digits) <= 5 or re.fullmatch(r"911|(?:19|20)\d\d", digits):
        return None
    return None if re.search(r"hundred|thousand|\bmil\b", said, re.IGNORECASE) else (start, end)


def _plate_said(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Letters in one word before the numbers are no ordinary word: "ABC one two three", not "on one two"."""
    letters = match.group("letters")
    if spoken.is_quantity(match.string, end) or len(spoken.digits_of(match.string[start:end])) < 2:
        return None
    return None if letters and not letters.isupper() and is_ordinary(letters) else (start, end)


RULES = (
    Rule(
        "plate_said",
        "ID",
        rf"\b(?:plates?|tags?|placas?)\b{FILL}(?P<it>(?:(?P<letters>[a-z]{{2,4}})|{spoken.LETTER_NAME}(?:[\s,-]+{spoken.LETTER_NAME}){{1,5}})"
        rf"(?:[\s,-]+{spoken.NUMBER}){{1,6}})(?![\w'-])",
        0.85,
        "PLATE",
        ("plate", "tag", "placa"),
        refine=_plate_said,
    ),
    *near(
        "inmate",
        "",
        r"(?:inmate|prisoner|detainee|offender|booking|jail|commissary)\s+(?:number|num|no|id|#)",
        ("inmate", "prisoner", "detainee", "offender", "booking", "jail", "commissary"),
        least=3,
        far=False,
    ),
    Rule(
        "officer_with_number_said",
        "ID",
        rf"\b(?:officer|deputy|trooper|patrolman)\s+(?P<it>{spoken.NUMBER}(?:[\s-]{spoken.NUMBER}){{1,4}})(?![\w'-])",
        0.75,
        "BADGE",
        ("officer", "deputy", "trooper", "patrolman"),
        refine=_officer_said,
    ),
    *near(
        "badge",
        "BADGE",
        r"(?:badge|shield|star|star number|badge and (?:his |her )?name|placa del oficial|placa)(?:s)?(?: numbers?)?",
        ("badge", "shield", "star ", "placa"),
        least=2,
        score=0.92,
    ),
    Rule(
        "badge_seen",
        "ID",
        r"\b(?:badge|shield)\b[^.?!\d]{1,40}?\b(?:saw|read|said|says|reads|remember|wrote|got|was|is|numbers?)\s+(?:it\s+was\s+|the\s+|like\s+)*(?P<it>\d{3,5})"
        r"(?![\w'%:,.]*\d)",
        0.75,
        "BADGE",
        ("badge", "shield"),
        digits=True,
        refine=_badge_seen,
    ),
    Rule(
        "officer_number",
        "ID",
        rf"\b{RANK}(?:'s)?\s+(?:number|no\.?|#)\s*(?:is|was)?\s*(?P<it>{spoken.CODE})",
        0.85,
        "BADGE",
        ("number", "no.", "#"),
        refine=spoken.refine_code(2),
    ),
    Rule(
        "officer_with_number",
        "ID",
        r"\b(?:officer|ofc\.?|deputy|trooper|patrolman)\s+(?P<it>\d{3,5})(?![\w%:]|[.,]\d)",
        0.8,
        "BADGE",
        ("officer", "ofc", "deputy", "trooper", "patrolman"),
        digits=True,
        refine=_badge_seen,
    ),
    Rule(
        "unit_call_sign",
        "ID",
        rf"(?<![\w'])(?:(?:unit|car|squad|cruiser)\s+(?:number\s+)?)?{_UNIT_CODE}(?![\w'])",
        0.9,
        "UNIT",
        spoken.PHONETIC_WORDS,
        refine=lambda match, start, end: None if spoken.is_quantity(match.string, end) else (start, end),
    ),
    Rule(
        "unit_named",
        "ID",
        rf"\b(?:unit|units|call sign|patrol unit|unidad)\b(?:\s+(?:number|is|was|número)|,)*\s+(?P<it>{spoken.CODE})",
        0.85,
        "UNIT",
        ("unit", "call sign", "unidad"),
        refine=spoken.refine_code(1, 6),
    ),
    Rule(
        "car_numbered",
        "ID",
        r"\b(?:squad car|patrol car|police car|cop car|car|cruiser|squad|engine|medic|ambulance|ladder|patrulla)\s+"
        rf"(?:number\s+|no\.?\s+|#\s?|número\s+)?(?P<it>\d{{2,4}}(?![\w:,.]*\d)|{spoken.TENS}(?:[\s-]"
        rf"{spoken.NUMBER}){{0,2}}|{spoken.NUMBER}[\s-](?:{spoken.NUMBER}|{spoken.PHONETIC})(?:[\s-]{spoken.NUMBER})?)(?!"
        r"[\w'%])",
        0.75,
        "UNIT",
        ("car ", "cruiser ", "squad ", "engine ", "medic ", "ambulance ", "ladder ", "patrulla "),
        refine=_car,
    ),
    Rule(
        "rank_and_unit",
        "ID",
        r"\b(?:the|that|this|our|a|one|her|his|el|la)\s+(?:same\s+|young\s+|tall\s+|old\s+|new\s+|female\s+|lady\s+)?"
        rf"{RANK}\s+(?:who\s+(?:works?|worked|runs?|ran|is|was)\s+)?(?:on|from|with|in|of|over|at|del|de)\s+(?:the\s+"
        r"|our\s+|that\s+)?"
        rf"(?P<where>{_PLACE_WORDS})(?:{_WHEN}\s+){{0,2}}{_WATCH}\b(?:\s+(?:{_WHEN}\s+){{0,2}}{_WATCH}\b)?(?:,?\s+(?:car|unit)\s+(?:{spoken.CODE}|"
        rf"{spoken.NUMBER}\s+{spoken.PHONETIC}))?",
        0.8,
        "UNIT",
        refine=_rank_with_place,
        needs=("watch", "shift", "squad", "platoon", "team", "detail", "unit", "desk", "beat", "patrol", "crew", "task force", "tour"),
    ),
    Rule(
        "watch_and_car",
        "ID",
        r"\b(?:first|second|third|fourth|1st|2nd|3rd|4th|day|night|evening|midnight)\s+watch,?\s+(?:car|unit|squad)\s+(?:"
        rf"{spoken.NUMBER}|\d+)(?:[\s-](?:{spoken.PHONETIC}|{spoken.NUMBER}|\d+)){{0,3}}(?![\w'])",
        0.85,
        "UNIT",
        ("watch",),
    ),
    *near(
        "case",
        "CASE",
        r"(?:(?:police |court |internal affairs |i\.?a\.? )?(?:case|file|incident|complaint|report|citation|ticket|docket"
        "|cad|event|call|reference|tracking|warrant|claim|"
        r"grievance|confirmation|dispatch|service)(?:\s+(?:number|no|num|id|#))|cad|docket|citation|case|complaint"
        r"|incident report|(?:caso|expediente|queja|reporte|denuncia|folio|multa)(?:\s+número)?)",
        (
            "case",
            "file",
            "incident",
            "complaint",
            "report",
            "citation",
            "ticket",
            "docket",
            "cad",
            "event",
            "call",
            "reference",
            "tracking",
            "warrant",
            "claim",
            "grievance",
            "confirmation",
            "dispatch",
            "service",
            "caso",
            "expediente",
            "queja",
            "denuncia",
            "folio",
            "multa",
        ),
        least=3,
        score=0.88,
    ),
    Rule(
        "case_written",
        "ID",
        r"(?<![\w-])(?:docket\s+)?(?:\d{2,4}-?(?:C|CR|CV|JV|TR|CF|MM|IA|CC|F|M)-?\d{3,7}|(?:CR|CV|IA|CAD|DR|OIS)"
        r"[-\s]?\d{2,4}-\d{2,7})(?![\w-])",
        0.9,
        "CASE",
        digits=True,
    ),
)
