"""Street addresses and corners where someone lives or something happened. A street or a park as the place at issue stays."""

from __future__ import annotations

import re

from peace_analysis.anonymize import spoken, streets, words
from peace_analysis.anonymize.rules import Rule

_DIRECTION = r"(?:[NSEW]\.?|N\.?[EW]\.?|S\.?[EW]\.?|north|south|east|west|northeast|northwest|southeast|southwest)"
_UNIT = (
    rf"(?:,?\s+(?:apt\.?|apartment|unit|suite|ste\.?|room|rm\.?|floor|lot|bldg\.?|building|trailer|#)\s*#?(?:\d{{1,5}}"
    rf"[a-z]?|[a-z](?:-?\d{{1,4}})?|{spoken.NUMBER}(?:[\s-]{spoken.NUMBER}){{0,2}}(?:\s?[a-z](?![\w']))?)(?![\w']))"
)
_TOWN = r"(?:,?\s+[A-ZÀ-Þ][\w'.-]+(?:\s[A-ZÀ-Þ][\w'.-]+){0,2})?(?:,?\s+[A-Z]{2}(?![\w']))?(?:,?\s+\d{5}(?:-\d{4})?)?"
_ZIP_TAIL = r"(?:(?:,\s*[\w'.-]+(?:\s[\w'.-]+){0,2})?,?\s+[a-z]{2}\.?,?\s+\d{5}(?:-\d{4})?)?"
ORDINAL_STREET = (
    r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    "|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth)"
)
_NOT = r"(?!(?:" + "|".join(re.escape(word) for word in sorted(streets.FUNCTION)) + r")(?![\w']))"
NAME_WORD = rf"{_NOT}[^\W\d_][\w'.-]*"
_STREET_NAME = (
    rf"(?:{_DIRECTION}\s+)?(?:{ORDINAL_STREET}|(?:(?:martin luther king|mlk|dr\.?|st\.?|saint|mount|mt\.?|van|de|la|el"
    rf"|los|las|san|santa)\s+)?{NAME_WORD}(?:\s+{NAME_WORD}){{0,2}})"
)
_SPOKEN_HOUSE = rf"(?:{spoken.NUMBER}|\d{{1,2}})(?:[\s-](?:{spoken.NUMBER})){{1,4}}|(?:{spoken.TENS})[\s-]hundred"
_CROSS = (
    rf"(?:{_DIRECTION}\s+)?(?:{ORDINAL_STREET}|(?:[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*(?:\s[A-ZÀ-Þ][\w'-]*(?:\.\w"
    rf"[\w'-]*)*){{0,2}}))(?:\s+{streets.SUFFIX}(?![\w']))?"
)
_CROSS_LOWER = (
    rf"(?:{_DIRECTION}\s+)?(?:{ORDINAL_STREET}|(?:(?:martin luther|saint|st\.?|mount)\s)?{NAME_WORD})(?:\s+{streets.SUFFIX}(?![\w']))?"
)
_EUROPEAN = (
    r"(?:[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*(?:stra(?:ß|ss)e|str\.|gasse|weg|platz|allee|laan|straat|plein|gracht|kade"
    "|gata|gatan|vägen|veien|vegen|gate|vej|gade|katu|kuja|tie|utca|ulica|väg)"
    r"|(?:[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*\s+){1,2}(?:stra(?:ß|ss)e|utca|út|gate|gata|vei|vej|gade|katu|ulica|sokak|cadde))"
)
_ROMANCE = (
    r"(?:[Rr]ua|[Rr]ue|[Vv]ia|[Vv]iale|[Cc]orso|[Cc]alle|[Cc]alles|[Aa]venida|[Aa]v\.|[Cc]arrera|[Cc]amino|"
    r"[Cc]arretera|[Pp]laza|[Pp]aseo|[Aa]venue|[Bb]oulevard|[Pp]raça|[Tt]ravessa|ul\.|[Uu]lica|[Cc]hemin|[Ii]mpasse|"
    "[Ss]trada)"
)


def _house(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """A number before a street is a house number unless it counts something or is a year."""
    text = match.string
    before = text[max(0, start - 24) : start].lower()
    if re.search(
        r"(?:\b(?:route|highway|interstate|exit|line|bus|section|article|page|figure|top|about|almost|over|under|than"
        r"|these|those|all)\s+|[$#.])$",
        before,
    ):
        return None
    return start, end


_NUMBER_FIRST = re.compile(rf"\d+|{spoken.NUMBER}(?:[\s-]{spoken.NUMBER})*", re.IGNORECASE)


def _home(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "I live at 12 Alder", but not "we stayed on 2 hours" and, for want of a word such as Street, nothing without a capital."""
    number = _NUMBER_FIRST.match(match.string, start)
    if number is None or spoken.is_quantity(match.string, number.end()):
        return None
    if not re.search(r"[A-ZÀ-Þ]", match.string[start:end]):
        # Where nothing has a capital, a house of three digits and a word that is no ordinary one must do: "i live at 500 selby".
        told = re.match(r"\d{3,6}\s+(?:(?:north|south|east|west)\s+)?([^\W\d_][\w'-]*)", match.string[start:end])
        if told is None or words.is_ordinary(told.group(1)) or not re.search(r"\b(?:at|address is|address)\s+\Z", match.string[:start]):
            return None
        return start, start + told.end()
    return start, end


RULES = (
    Rule(
        "address_written",
        "ADDRESS",
        rf"(?<![\w$.,#/-])\d{{1,6}}(?:-\d{{1,4}})?(?:\s?[A-Za-z](?=\s))?\s+{_STREET_NAME}\s+{streets.SUFFIX}(?![\w'])(?:\s+"
        rf"{_DIRECTION}(?![\w']))?{_UNIT}?{_ZIP_TAIL}",
        0.9,
        digits=True,
        refine=_house,
    ),
    Rule(
        "address_spoken",
        "ADDRESS",
        rf"(?<![\w'-])(?:{_SPOKEN_HOUSE})\s+{_STREET_NAME}\s+{streets.SUFFIX}(?![\w'])(?:\s+{_DIRECTION}(?![\w']))?{_UNIT}?",
        0.85,
        refine=_house,
        needs=(
            "street",
            "avenue",
            "road",
            "boulevard",
            "lane",
            "drive",
            "court",
            "place",
            "terrace",
            "way",
            "circle",
            "parkway",
            "row",
            "alley",
            "square",
            " st",
            " ave",
            "trail",
            "loop",
            "hill",
            "crescent",
            "steps",
        ),
    ),
    Rule(
        "address_of_a_home",
        "ADDRESS",
        r"\b(?:live|lives|lived|living|stay|stays|stayed|staying|house is|home is|moved|address is|address|i'm|we're"
        rf"|right)\s+(?:over\s+|up\s+|down\s+|right\s+|here\s+|there\s+)*(?:at|on|to|is|,)\s+(?P<it>(?:\d{{1,6}}|"
        rf"{spoken.NUMBER}(?:[\s-]{spoken.NUMBER}){{0,4}})\s+{_STREET_NAME}(?:\s+{streets.SUFFIX}(?![\w']))?{_UNIT}?)",
        0.7,
        needs=("live", "living", "lived", "stay", "house", "home", "moved", "address", "i'm", "we're", "right"),
        refine=_home,
    ),
    Rule(
        "address_with_unit",
        "ADDRESS",
        r"(?<![\w$.,#/-])\d{1,6}\s+(?:\d{1,6}\s+)?(?:[^\W\d_][\w'.-]*,?\s+){1,6}?(?:\d{1,6},?\s+)?(?:apt\.?"
        r"|apartment|suite|ste\.?)\s*#?\d{1,5}[a-z]?(?![\w'])",
        0.85,
        digits=True,
        needs=("apt", "apartment", "suite", "ste"),
    ),
    Rule(
        "address_block_of",
        "ADDRESS",
        rf"\b(?:the\s+)?(?:\d{{1,5}}(?:00)|{spoken.NUMBER}(?:[\s-]{spoken.NUMBER})?(?:[\s-]hundred)?)\s+block\s+(?:of\s+)?"
        rf"{_STREET_NAME}(?:\s+{streets.SUFFIX}(?![\w']))?",
        0.8,
        needs=(" block",),
        refine=lambda match, start, end: (start, end) if re.search(r"hundred|00", match.string[start:end]) else None,
    ),
    Rule(
        "address_unit",
        "ADDRESS",
        rf"\b(?:apt\.?|apartment)\s+(?:number\s+)?#?(?:\d{{1,5}}[a-z]?|[a-z]-?\d{{1,4}}|\d{{1,4}}-?[a-z]|{spoken.NUMBER}(?:"
        rf"[\s-]{spoken.NUMBER}){{0,2}}(?:\s[a-z](?![\w']))?)(?![\w'])",
        0.7,
        needs=("apt", "apartment"),
    ),
    Rule(
        "po_box",
        "ADDRESS",
        r"\b(?:p\.?\s?o\.?\s+box|post office box|apartado(?: postal)?)\s+(?:number\s+)?(?:\d{1,6}|"
        rf"{spoken.NUMBER}(?:[\s-]{spoken.NUMBER}){{0,5}}(?![\w'-]))",
        0.9,
        needs=("box", "apartado"),
    ),
    Rule(
        "address_european",
        "ADDRESS",
        rf"(?<![\w$.,#/-])(?:\d{{1,6}}\s+)?{_EUROPEAN}\s+\d{{1,5}}[a-zA-Z]?(?![\w'])|(?<![\w$.,#/-])\d{{1,6}}\s+{_EUROPEAN}(?!\w)",
        0.75,
        digits=True,
        flags=0,
    ),
    Rule(
        "address_romance",
        "ADDRESS",
        rf"(?<![\w$.,#/-])(?:\d{{1,6}},?\s+)?(?:\d{{1,6}},?\s+)?(?:(?<=\d\s){_ROMANCE}|(?<!\w){_ROMANCE})\s+(?:(?:de|del"
        rf"|des|du|la|los|las|le|da|do|dos|di|della|d')\s*)*(?:[^\W\d_][\w'.-]*\s?){{1,4}}?,?\s*(?:[Nn](?:o|ú|u)m"
        rf"(?:ero)?\.?|[Nn]o\.|[Nn]º|#)?\s?\d{{1,6}}[a-zA-Z]?(?:-\d+)?(?![\w'])",
        0.8,
        digits=True,
        flags=0,
        refine=lambda match, start, end: None if spoken.is_quantity(match.string, end) else (start, end),
    ),
    Rule(
        "address_romance_number_first",
        "ADDRESS",
        rf"(?<![\w$.,#/-])\d{{1,6}},?\s+(?:\d{{1,6}},?\s+)?{_ROMANCE}\s+(?:(?:de|del|des|du|la|los|las|le|da|do|dos|di"
        rf"|della)\s+)*[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*(?:\s[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*){{0,3}}",
        0.8,
        digits=True,
        flags=0,
    ),
    Rule(
        "calle",
        "ADDRESS",
        r"(?<!\w)(?:la\s+)?(?:calle|avenida|av\.|carrera|camino|pasaje|callejón)\s+(?:(?:de|del|la|los|las)\s+)*"
        r"[\wáéíóúñ'.-]+(?:\s+[\wáéíóúñ'.-]+){0,3}?,?\s+(?:n[uú]mero|num\.?|no\.|nº|#)\s*(?:\d{1,6}[a-z]?(?:-\d+)?|\w+"
        r"(?:\s+\w+){0,3}?(?=[,.;]|$))",
        0.9,
        needs=("calle", "avenida", "av.", "carrera", "camino", "pasaje", "callejón"),
    ),
    Rule(
        "corner",
        "ADDRESS",
        rf"(?<!\w)(?:[Tt]he\s+)?(?:[Cc]orner|[Ii]ntersection)\s+of\s+{_CROSS}\s+(?:and|&|at)\s+{_CROSS}",
        0.9,
        needs=("corner", "intersection"),
        flags=0,
    ),
    Rule(
        "corner_uncased",
        "ADDRESS",
        rf"(?<!\w)(?:the\s+)?(?:corner|intersection)\s+of\s+{_CROSS_LOWER}\s+(?:and|&|at)\s+{_CROSS_LOWER}",
        0.8,
        needs=("corner of", "intersection of"),
    ),
    Rule(
        "street_corner_named_first",
        "ADDRESS",
        rf"(?<!\w){_CROSS}\s+(?:and|&)\s+{_CROSS}(?=,?\s+(?:corner|where\s+(?:i|we|my|he|she|they)\b[^.?!]{{0,30}}\b(?:live"
        "|stay|shot|killed|robbed|died)))",
        0.75,
        needs=("corner", "where"),
        flags=0,
    ),
    Rule(
        "esquina",
        "ADDRESS",
        r"(?<!\w)(?:la\s+)?esquina\s+(?:de|entre)\s+(?:la\s+|el\s+)?(?:calle\s+|avenida\s+)?[\wáéíóúñ'.-]+(?:\s[A-ZÀ-Þ]"
        r"[\w'-]*(?:\.\w[\w'-]*)*)?\s+(?:y|con)\s+(?:la\s+|el\s+)?(?:calle\s+|avenida\s+)?[\wáéíóúñ'.-]+(?:\s[A-ZÀ-Þ]"
        r"[\w'-]*(?:\.\w[\w'-]*)*)?",
        0.85,
        needs=("esquina",),
    ),
)
