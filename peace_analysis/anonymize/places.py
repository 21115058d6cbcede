"""Street addresses and corners where someone lives or something happened. A street or a park as the place at issue stays."""

from __future__ import annotations

import re

from peace_analysis.anonymize import spoken
from peace_analysis.anonymize.rules import Rule

SUFFIX = (
    r"(?:street|str?\.?|avenue|ave?\.?|road|rd\.?|boulevard|blvd\.?|lane|ln\.?|drive|dr\.?|court|ct\.?|place|pl\.?|terrace|ter\.?|way|circle|cir\.?|parkway|pkwy\.?|"
    r"highway|hwy\.?|square|sq\.?|trail|trl\.?|alley|row|loop|crossing|plaza|pike|turnpike|path|run|walk|mews|close|crescent|cove|point|heights|hill|gate|gardens|quay|wharf|steps)"
)
# Suffixes that are beyond doubt where a name with a capital stands before them.
ROADS = frozenset(
    "street st avenue ave road rd boulevard blvd lane ln drive dr court ct place pl terrace ter way circle cir parkway pkwy highway hwy square sq trail alley row loop "
    "crossing plaza pike turnpike path park gardens bridge hill heights hills beach creek river lake pond woods commons common green field fields playground mall "
    "market quay wharf pier dock docks harbor point island steps terrace terraces village manor estates projects towers apartments homes houses flats courts district "
    "precinct county township city town neighborhood side end corner corners crossing tunnel overpass underpass viaduct expressway freeway interstate".split()
)
_DIRECTION = r"(?:[NSEW]\.?|N\.?[EW]\.?|S\.?[EW]\.?|north|south|east|west|northeast|northwest|southeast|southwest)"
_UNIT = rf"(?:,?\s+(?:apt\.?|apartment|unit|suite|ste\.?|room|rm\.?|floor|lot|bldg\.?|building|trailer|#)\s*#?(?:\d{{1,5}}[a-z]?|[a-z](?:-?\d{{1,4}})?|{spoken.NUMBER}(?:[\s-]{spoken.NUMBER}){{0,2}}(?:\s?[a-z](?![\w']))?)(?![\w']))"
_TOWN = r"(?:,?\s+[A-ZÀ-Þ][\w'.-]+(?:\s[A-ZÀ-Þ][\w'.-]+){0,2})?(?:,?\s+[A-Z]{2}(?![\w']))?(?:,?\s+\d{5}(?:-\d{4})?)?"
_ZIP_TAIL = r"(?:(?:,\s*[\w'.-]+(?:\s[\w'.-]+){0,2})?,?\s+[a-z]{2}\.?,?\s+\d{5}(?:-\d{4})?)?"
_ORDINAL_STREET = r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth)"
FUNCTION = (
    "the a an of on in at to from by for with and or but than that this these those my our your his her their its is was are were be been have has had do does did not no down up "
    "off over under along near around across past between through into onto out about like just only every each all any some other another more most much many few same "
    "i you he she it we they who what when where why how if so because then there here until till since before after minutes minute hours hour days day weeks week months "
    "month years year times time people percent dollars bucks feet foot miles mile blocks block houses cars car kids kid officers cops calls guys men women lights signs "
    "buildings officer police cop lamps poles trees dogs shots bullets guns rounds streets street avenue avenues roads corner corners side way per a.m p.m am pm"
).split()
_NOT = r"(?!(?:" + "|".join(re.escape(word) for word in FUNCTION) + r")(?![\w']))"
_NAME_WORD = rf"{_NOT}[^\W\d_][\w'.-]*"
_STREET_NAME = rf"(?:{_DIRECTION}\s+)?(?:{_ORDINAL_STREET}|(?:(?:martin luther king|mlk|dr\.?|st\.?|saint|mount|mt\.?|van|de|la|el|los|las|san|santa)\s+)?{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,2}})"
_SPOKEN_HOUSE = rf"(?:{spoken.NUMBER}|\d{{1,2}})(?:[\s-](?:{spoken.NUMBER})){{1,4}}|(?:{spoken.TENS})[\s-]hundred"
_CROSS = rf"(?:{_DIRECTION}\s+)?(?:{_ORDINAL_STREET}|(?:[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*(?:\s[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*){{0,2}}))(?:\s+{SUFFIX}(?![\w']))?"
_CROSS_LOWER = rf"(?:{_DIRECTION}\s+)?(?:{_ORDINAL_STREET}|(?:(?:martin luther|saint|st\.?|mount)\s)?{_NAME_WORD})(?:\s+{SUFFIX}(?![\w']))?"
_EUROPEAN = (
    r"(?:[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*(?:stra(?:ß|ss)e|str\.|gasse|weg|platz|allee|laan|straat|plein|gracht|kade|gata|gatan|vägen|veien|vegen|gate|vej|gade|katu|kuja|tie|utca|ulica|väg)"
    r"|(?:[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*\s+){1,2}(?:stra(?:ß|ss)e|utca|út|gate|gata|vei|vej|gade|katu|ulica|sokak|cadde))"
)
_ROMANCE = r"(?:[Rr]ua|[Rr]ue|[Vv]ia|[Vv]iale|[Cc]orso|[Cc]alle|[Cc]alles|[Aa]venida|[Aa]v\.|[Cc]arrera|[Cc]amino|[Cc]arretera|[Pp]laza|[Pp]aseo|[Aa]venue|[Bb]oulevard|[Pp]raça|[Tt]ravessa|ul\.|[Uu]lica|[Cc]hemin|[Ii]mpasse|[Ss]trada)"


def _house(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """A number before a street is a house number unless it counts something or is a year."""
    text = match.string
    before = text[max(0, start - 24) : start].lower()
    if re.search(r"(?:\b(?:route|highway|interstate|exit|line|bus|section|article|page|figure|top|about|almost|over|under|than|these|those|all)\s+|[$#.])$", before):
        return None
    return start, end


def _both_streets(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    return start, end


RULES = (
    Rule("address_written", "ADDRESS", rf"(?<![\w$.,#/-])\d{{1,6}}(?:-\d{{1,4}})?(?:\s?[A-Za-z](?=\s))?\s+{_STREET_NAME}\s+{SUFFIX}(?![\w'])(?:\s+{_DIRECTION}(?![\w']))?{_UNIT}?{_ZIP_TAIL}", 0.9, digits=True, refine=_house),
    Rule("address_spoken", "ADDRESS", rf"(?<![\w'-])(?:{_SPOKEN_HOUSE})\s+{_STREET_NAME}\s+{SUFFIX}(?![\w'])(?:\s+{_DIRECTION}(?![\w']))?{_UNIT}?", 0.85, refine=_house, needs=("street", "avenue", "road", "boulevard", "lane", "drive", "court", "place", "terrace", "way", "circle", "parkway", "row", "alley", "square", " st", " ave", "trail", "loop", "hill", "crescent", "steps")),
    Rule("address_of_a_home", "ADDRESS", rf"\b(?:live|lives|lived|living|stay|stays|stayed|staying|house is|home is|moved|address is|address|i'm|we're|right)\s+(?:over\s+|up\s+|down\s+|right\s+|here\s+|there\s+)*(?:at|on|to|is|,)\s+(?P<it>(?:\d{{1,6}}|{spoken.NUMBER}(?:[\s-]{spoken.NUMBER}){{0,4}})\s+{_STREET_NAME}(?:\s+{SUFFIX}(?![\w']))?{_UNIT}?)", 0.7, needs=("live", "living", "lived", "stay", "house", "home", "moved", "address", "i'm", "we're", "right"), refine=lambda match, start, end: None if spoken.is_quantity(match.string, re.match(rf"\d+|{spoken.NUMBER}(?:[\s-]{spoken.NUMBER})*", match.string[start:], re.IGNORECASE).end() + start) or not re.search(r"[A-ZÀ-Þ]", match.string[start:end]) else (start, end)),
    Rule("address_with_unit", "ADDRESS", rf"(?<![\w$.,#/-])\d{{1,6}}\s+(?:\d{{1,6}}\s+)?(?:[^\W\d_][\w'.-]*,?\s+){{1,6}}?(?:\d{{1,6}},?\s+)?(?:apt\.?|apartment|suite|ste\.?)\s*#?\d{{1,5}}[a-z]?(?![\w'])", 0.85, digits=True, needs=("apt", "apartment", "suite", "ste")),
    Rule("address_block_of", "ADDRESS", rf"\b(?:the\s+)?(?:\d{{1,5}}(?:00)|{spoken.NUMBER}(?:[\s-]{spoken.NUMBER})?(?:[\s-]hundred)?)\s+block\s+(?:of\s+)?{_STREET_NAME}(?:\s+{SUFFIX}(?![\w']))?", 0.8, needs=(" block",), refine=lambda match, start, end: (start, end) if re.search(r"hundred|00", match.string[start:end]) else None),
    Rule("address_unit", "ADDRESS", rf"\b(?:apt\.?|apartment)\s+(?:number\s+)?#?(?:\d{{1,5}}[a-z]?|[a-z]-?\d{{1,4}}|\d{{1,4}}-?[a-z]|{spoken.NUMBER}(?:[\s-]{spoken.NUMBER}){{0,2}}(?:\s[a-z](?![\w']))?)(?![\w'])", 0.7, needs=("apt", "apartment")),
    Rule("po_box", "ADDRESS", r"\b(?:p\.?\s?o\.?\s+box|post office box|apartado(?: postal)?)\s+(?:number\s+)?\d{1,6}", 0.9, digits=True),
    Rule("address_european", "ADDRESS", rf"(?<![\w$.,#/-])(?:\d{{1,6}}\s+)?{_EUROPEAN}\s+\d{{1,5}}[a-zA-Z]?(?![\w'])|(?<![\w$.,#/-])\d{{1,6}}\s+{_EUROPEAN}(?!\w)", 0.75, digits=True, flags=0),
    Rule("address_romance", "ADDRESS", rf"(?<![\w$.,#/-])(?:\d{{1,6}},?\s+)?(?:\d{{1,6}},?\s+)?(?:(?<=\d\s){_ROMANCE}|(?<!\w){_ROMANCE})\s+(?:(?:de|del|des|du|la|los|las|le|da|do|dos|di|della|d')\s*)*(?:[^\W\d_][\w'.-]*\s?){{1,4}}?,?\s*(?:[Nn](?:o|ú|u)m(?:ero)?\.?|[Nn]o\.|[Nn]º|#)?\s?\d{{1,6}}[a-zA-Z]?(?:-\d+)?(?![\w'])", 0.8, digits=True, flags=0, refine=lambda match, start, end: None if spoken.is_quantity(match.string, end) else (start, end)),
    Rule("address_romance_number_first", "ADDRESS", rf"(?<![\w$.,#/-])\d{{1,6}},?\s+(?:\d{{1,6}},?\s+)?{_ROMANCE}\s+(?:(?:de|del|des|du|la|los|las|le|da|do|dos|di|della)\s+)*[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*(?:\s[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*){{0,3}}", 0.8, digits=True, flags=0),
    Rule("calle", "ADDRESS", r"(?<!\w)(?:la\s+)?(?:calle|avenida|av\.|carrera|camino|pasaje|callejón)\s+(?:(?:de|del|la|los|las)\s+)*[\wáéíóúñ'.-]+(?:\s+[\wáéíóúñ'.-]+){0,3}?,?\s+(?:n[uú]mero|num\.?|no\.|nº|#)\s*(?:\d{1,6}[a-z]?(?:-\d+)?|\w+(?:\s+\w+){0,3}?(?=[,.;]|$))", 0.9, needs=("calle", "avenida", "av.", "carrera", "camino", "pasaje", "callejón")),
    Rule("corner", "ADDRESS", rf"(?<!\w)(?:[Tt]he\s+)?(?:[Cc]orner|[Ii]ntersection)\s+of\s+{_CROSS}\s+(?:and|&|at)\s+{_CROSS}", 0.9, needs=("corner", "intersection"), flags=0),
    Rule("corner_uncased", "ADDRESS", rf"(?<!\w)(?:the\s+)?(?:corner|intersection)\s+of\s+{_CROSS_LOWER}\s+(?:and|&|at)\s+{_CROSS_LOWER}", 0.8, needs=("corner of", "intersection of")),
    Rule("street_corner_named_first", "ADDRESS", rf"(?<!\w){_CROSS}\s+(?:and|&)\s+{_CROSS}(?=,?\s+(?:corner|where\s+(?:i|we|my|he|she|they)\b[^.?!]{{0,30}}\b(?:live|stay|shot|killed|robbed|died)))", 0.75, needs=("corner", "where"), flags=0),
    Rule("esquina", "ADDRESS", r"(?<!\w)(?:la\s+)?esquina\s+(?:de|entre)\s+(?:la\s+|el\s+)?(?:calle\s+|avenida\s+)?[\wáéíóúñ'.-]+(?:\s[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*)?\s+(?:y|con)\s+(?:la\s+|el\s+)?(?:calle\s+|avenida\s+)?[\wáéíóúñ'.-]+(?:\s[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*)?", 0.85, needs=("esquina",)),
    Rule("home_street", "PLACE", rf"\b(?:I|i|we|We|she|he|mother|mom|grandmother|grandma|aunt|sister|brother|father|cousin|parents|family)\s+(?:still\s+|all\s+|just\s+)?(?:live|lives|lived|stay|stays|stayed|grew up|moved|own a house|bought a house|rent)\s+(?:right\s+|over\s+|up\s+|down\s+|off\s+|here\s+)*(?:on|off(?: of)?)\s+(?P<it>(?:(?i:{_ORDINAL_STREET})|[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*(?:\s[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*){{0,2}})\s+(?i:{SUFFIX})(?![\w']))", 0.6, flags=0, needs=("live", "stay", "grew up", "moved", "house", "rent")),
    Rule("home_complex", "PLACE", r"\b(?:live|lives|lived|living|stay|stays|stayed|staying|moved|grew up|raised|resident|apartment|unit)\s+(?:over\s+|up\s+|down\s+|right\s+|here\s+|there\s+)*(?:in|at|into|to|of)\s+(?:the\s+)?(?P<it>[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*(?:\s[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*){0,3}\s+(?:[Aa]partments?|[Tt]owers?|[Hh]omes|[Pp]rojects|[Mm]anor|[Ee]states|[Vv]illage|[Tt]railer [Pp]ark|[Mm]obile [Hh]ome [Pp]ark|[Cc]ondos?|[Tt]ownhomes|[Ll]ofts))(?!\w)", 0.7, flags=0, needs=("live", "living", "lived", "stay", "moved", "grew up", "raised", "resident", "apartment", "unit")),
)
