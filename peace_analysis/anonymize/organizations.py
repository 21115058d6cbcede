"""Schools, houses of worship, employers and teams: they point at a person where few go there."""

from __future__ import annotations

import re

from peace_analysis.anonymize import places, words
from peace_analysis.anonymize.rules import Rule

_CAP = r"(?:St\.|Mt\.|Ft\.|Dr\.|[A-ZÀ-Þ][\w'-]*(?:\.\w[\w'-]*)*)"
_RUN = rf"{_CAP}(?:\s+(?:{_CAP}|of|the|and|&|de|del|la|los|las|y)){{0,4}}?"
_SCHOOL = (
    r"(?:(?:Junior |Senior |Early College |Arts |Middle |Community |Charter |Public |Technical |Vocational |Magnet |Alternative )*"
    r"(?:High School|Middle School|Elementary(?: School)?|Grade School|Primary School|Academy|Prep|Preparatory(?: School)?|University|College|Magnet|Charter School|Charter|Seminary|Middle|High|School|Institute|Head Start|Montessori))"
)
_WORSHIP = (
    r"(?:(?:Missionary |Haitian |Spanish |Korean |First |Free Will |Southern |Primitive |Progressive |United |Full Gospel |Apostolic )*"
    r"(?:Baptist(?: Church)?|Methodist(?: Church)?|Lutheran(?: Church)?|Presbyterian(?: Church)?|A\.?M\.?E\.?(?: Zion)?(?: Church)?|C\.?O\.?G\.?I\.?C\.?|Pentecostal(?: Church)?|Catholic Church|Church(?: of (?:God in Christ|Christ|God|the \w+|\w+))?|Chapel|Cathedral|Parish|"
    r"Tabernacle|Temple|Synagogue|Mosque|Masjid|Islamic Center|Gurdwara|Mandir|Wat|Fellowship|Ministries|Ministry|Worship Center|Congregation|Assembly|Monastery|Convent))"
)
_FIRM = (
    r"(?:(?:Inc|LLC|L\.L\.C|Ltd|Corp|Co|Company|Corporation|Group|Holdings|Industries|Enterprises|Associates|Partners|Services|Solutions|Systems|Technologies|Foundation|Trust)\b\.?|"
    r"Hospital|Medical Center|Clinic|Health Center|Nursing Home|Shelter|Market|Supermarket|Grocery|Bakery|Restaurant|Diner|Cafe|Café|Grill|Bar|Tavern|Barbershop|Barber Shop|Salon|Laundromat|Cleaners|Hardware|"
    r"Supply|Storage|Cold Storage|Trucking|Logistics|Construction|Roofing|Plumbing|Electric|Landscaping|Manufacturing|Mills?|Millwork|Foundry|Steel|Plastics|Foods|Farms|Motors|Auto(?: Body| Repair| Parts)?|Insurance|Realty|Bank|Credit Union|"
    r"Pharmacy|Funeral Home|Mortuary|Daycare|Child Care|Rec Center|Recreation Center|Community Center|Youth Center|Senior Center|Cultural Center|Center|Boxing Club|Club|Gym|Lounge|Hotel|Motel|Inn|"
    r"Framing(?: & Glass)?|Glass|Print(?:ing| Shop)|Florist|Boutique|Books|Bookstore|Theater|Theatre|Studio|Association|Coalition|Alliance|League|Society|Lodge|Local \d+|Post \d+)"
)
_TEAM = r"(?:Panthers|Tigers|Lions|Eagles|Hawks|Bulldogs|Wildcats|Bears|Wolves|Cougars|Knights|Warriors|Rams|Falcons|Comets|Rockets|Stars|Giants|Titans|Vikings|Raiders|Rebels|Hornets|Jaguars|Mustangs|Cardinals|Ravens|Chargers|Trojans|Spartans|Huskies|Rangers|Royals|Storm|Thunder|Heat|Dragons|Cobras|Sharks|Saints|Steelers)"
_JOB = (
    r"(?:work|works|worked|working|employed|intern|interned|volunteer|volunteered|drive|drove|cook|cooked|clean|cleaned|cashier|manager|manage|managed|supervise|supervisor|nurse|janitor|"
    r"teach|teaches|taught|teacher|coach|principal|counselor|custodian|guard|server|waitress|bartender|barber|shift|job|clerk|run|own|owner|ran|started|hired|laid off|boss|desk|house|floor|payroll|security)"
)
_ATTEND = (
    r"(?:go|goes|going|went|attend|attends|attended|graduate|graduated|graduating|enrolled|student|freshman|sophomore|junior|senior|grader|grade|kindergarten|teach|teaches|taught|teacher|transferred|"
    r"principal|coach|study|studying|classes|school|usher|deacon|deaconess|pastor|pastors|minister|imam|elder|member|worship|worships|pray|prays|congregation|sing|choir|preach|preaches|parishioner|belong|program|team)"
)
_OFFICIAL = re.compile(
    r"\b(?:Police|Department|Precinct|City|Council|County|State|Commission|Board|Court|Sheriff'?s?|Fire|Congress|District|Government|Library|Supreme|Community (?:Center|College|Board|Council)|Parks?|Internal Affairs)\b"
)
_GENERIC_FIRST = frozenset(
    "The A An My Our Your His Her Their This That These Those Every Each Any Some No In At On From For With And But So If When Because After Before Since Then Junior Senior High Middle "
    "Elementary Public Private Catholic Local Old New First Second Third Fourth I We They He She It Saturday Sunday Monday Tuesday Wednesday Thursday Friday Like Well Yeah Yes No Oh".split()
)


def _named(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Drop a leading word that only begins the sentence; refuse what is then no name, and public bodies that everybody deals with."""
    words = match.string[start:end]
    while (first := words.split(maxsplit=1)) and (first[0] in _GENERIC_FIRST or first[0].lower() in ("the", "and", "of", "&")):
        if len(first) < 2:
            return None
        start += len(words) - len(words[len(first[0]) :].lstrip())
        words = match.string[start:end]
    if len(words.split()) < 2 or re.search(r"^Police\b|\b(?:Police|Fire) Department\b|\bCity (?:Hall|Council)\b|\bCommunity Police\b|\bPolice Academy\b|\bHigh Street\b", words):
        return None
    return start, end


def _employer(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    words = match.string[start:end]
    if _OFFICIAL.search(words) or words.split()[0] in _GENERIC_FIRST:
        return None
    return start, end


def _lower_case_name(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """In captions without capitals a name must stand before the kind: "roosevelt high school", not "the high school"."""
    words = match.string[start:end].lower().split()
    if len(words) < 2 or words[0] in _PLAIN:
        return None
    return start, end


def _odd_name(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Without capitals: the words before "high" or "church" must hold one that is no ordinary word, after the last small one."""
    text = match.string
    parts = list(re.finditer(r"[\w'-]+", text[start:end]))
    n_kind = 2 if len(parts) > 2 and parts[-2].group() in ("high", "middle", "elementary", "rec", "community", "recreation", "street", "cold", "medical", "baptist") else 1
    names = parts[: max(1, len(parts) - n_kind)]
    first = 0
    for i, part in enumerate(names):
        if part.group() in _PLAIN or part.group() in places.FUNCTION or part.group().endswith("'s"):
            first = i + 1
    names = names[first:]
    odd = [i for i, part in enumerate(names) if not words.is_ordinary(part.group()) and not words.is_kept(part.group()) and not words.is_spanish(part.group())]
    if not odd:
        return None
    first = odd[0]
    while first and names[first - 1].group() in ("saint", "st", "mount", "mt", "new", "greater", "north", "south", "east", "west"):
        first -= 1
    return start + names[first].start(), end


_PLAIN = frozenset(
    "the a an my our your his her their this that these those every each any some no to in at on from for with and or but so if when high middle elementary public private catholic local old new "
    "summer night day law med grad trade church after same different good bad whole community junior senior first second third boarding charter big little nearby another other mega storefront "
    "al el la los las de del que fue luego un una en y con por al sunday police fire get getting be so too really very sky knee how as back me you him us them it one school there here all home one's own".split()
)

RULES = (
    Rule("school", "ORGANIZATION", rf"(?<![\w'])(?:{_RUN})\s+{_SCHOOL}(?![\w'])", 0.8, "SCHOOL", refine=_named, flags=0, needs=("school", "high", "academy", "prep", "university", "college", "magnet", "charter", "seminary", "middle", "elementary", "institute", "head start", "montessori")),
    Rule("school_uncased", "ORGANIZATION", rf"\b{_ATTEND}\s+(?:\w+\s+){{0,2}}?(?:to|at|from|in)\s+(?P<it>(?:[\w'.-]+\s+){{1,4}}?(?:high school|middle school|elementary(?: school)?|academy|prep|university|college|community college|magnet|high(?!\s+(?:school|on|enough|up|and|as)\b)))(?![\w'])", 0.7, "SCHOOL", refine=_lower_case_name, needs=("school", "academy", "prep", "university", "college", "magnet", "elementary", " high")),
    Rule("university_of", "ORGANIZATION", rf"(?<![\w'])(?:University|College|School|Church|Universidad|Escuela|Iglesia|Parroquia|Colegio)\s+(?:of|de|del|de la)\s+(?:the\s+)?{_CAP}(?:\s+{_CAP}){{0,3}}", 0.75, "SCHOOL", flags=0, needs=("university", "college", "school", "church", "universidad", "escuela", "iglesia", "parroquia", "colegio")),
    Rule("escuela", "ORGANIZATION", rf"\b(?:la|el|en|a)\s+(?P<it>(?:escuela|preparatoria|secundaria|primaria|iglesia|parroquia|mezquita|empacadora|fábrica|bodega|lavandería|panadería|tienda|restaurante|taller)\s+(?:de\s+|del\s+)?{_CAP}(?:\s+(?:{_CAP}|de|la|del|y)){{0,4}})", 0.75, "EMPLOYER", flags=0, needs=("escuela", "preparatoria", "secundaria", "primaria", "iglesia", "parroquia", "mezquita", "empacadora", "fábrica", "bodega", "lavandería", "panadería", "tienda", "restaurante", "taller")),
    Rule("worship", "ORGANIZATION", rf"(?<![\w'])(?:{_RUN})\s+{_WORSHIP}(?![\w'])", 0.75, "WORSHIP", refine=_named, flags=0, needs=("baptist", "methodist", "lutheran", "presbyterian", "a.m.e", "ame", "church", "chapel", "cathedral", "parish", "tabernacle", "temple", "synagogue", "mosque", "masjid", "islamic", "gurdwara", "mandir", "wat", "fellowship", "ministr", "worship", "congregation", "assembly", "pentecostal", "monastery", "convent", "cogic", "c.o.g.i.c")),
    Rule("worship_uncased", "ORGANIZATION", r"\b(?:at|to|from|of|attend|joined|in|near)\s+(?P<it>(?:[\w'.-]+\s+){1,4}?(?:baptist(?: church)?|methodist(?: church)?|a\.?m\.?e\.?(?: zion)? church|pentecostal church|catholic church|lutheran church|tabernacle|islamic center))(?![\w'])", 0.65, "WORSHIP", refine=_lower_case_name, needs=("baptist", "methodist", "ame ", "a.m.e", "church", "tabernacle", "islamic center")),
    Rule("church_uncased", "ORGANIZATION", rf"\b(?:{_ATTEND}|i'm|we're|over)\s+(?:\w+\s+){{0,2}}?(?:at|to|of)\s+(?P<it>(?:[\w'.-]+\s+){{1,4}}?church)(?![\w'])", 0.6, "WORSHIP", refine=_lower_case_name, needs=("church",)),
    Rule("worship_before_name", "ORGANIZATION", rf"(?<![\w'])(?:[Mm]asjid|[Mm]osque|[Tt]emple|Wat|[Cc]ongregation|[Pp]arish of|Iglesia|Parroquia|Our Lady of|Nuestra Señora de|Saint|St\.|San|Santa)\s+(?:(?:of|de|la|los|the)\s+)*{_CAP}(?:[\s-]+(?:{_CAP}|of|the|de|la|los)){{0,3}}", 0.65, "WORSHIP", flags=0, refine=lambda match, start, end: _saint(match, start, end)),
    Rule("masjid_uncased", "ORGANIZATION", r"\b(?:masjid|mosque of)\s+(?:al|an|ar|as|at|ut|us)[\s-]\w+", 0.75, "WORSHIP", needs=("masjid", "mosque of")),
    Rule("firm", "ORGANIZATION", rf"(?<![\w'])(?:{_RUN})\s+{_FIRM}(?![\w'])", 0.65, "EMPLOYER", refine=_named, flags=0),
    Rule("employer", "ORGANIZATION", rf"\b{_JOB}\b(?:\s+[\w'-]+){{0,5}}?\s+(?:at|for|with)\s+(?:the\s+|a\s+)?(?P<it>{_CAP}(?:\s+(?:{_CAP}|&|and(?=\s+[A-Z])|of(?=\s+[A-Z]))){{1,5}})", 0.6, "EMPLOYER", refine=_employer, flags=0, needs=("at ", "for ", "with ")),
    Rule("attended", "ORGANIZATION", rf"\b{_ATTEND}\b(?:\s+[\w'-]+){{0,3}}?\s+(?:to|at|from|of)\s+(?P<it>{_CAP}(?:\s+(?:{_CAP}|of(?=\s+[A-Z]))){{1,5}})", 0.6, "SCHOOL", refine=_employer, flags=0, needs=("to ", "at ", "from ", "of ")),
    Rule("runs_a_firm", "ORGANIZATION", rf"\b(?:run|own|manage|opened|started|have|founded)\s+(?:a\s+\w+\s+\w+\s+called\s+|the\s+)?(?P<it>{_CAP}(?:\s+(?:{_CAP}|&|and(?=\s+[A-Z]))){{1,4}})", 0.55, "EMPLOYER", refine=_employer, flags=0, needs=("run ", "own ", "manage ", "opened", "started", "have ", "founded")),
    Rule("body_uncased", "ORGANIZATION", rf"(?<![\w'])(?:(?:st\.|[\w'-]+)\s+){{1,3}}?(?:high school|middle school|elementary(?: school)?|academy|prep|high|magnet|baptist(?: church)?|church|temple|mosque|shelter|hospital|clinic|medical center|market|supply|cold storage|rec center|recreation center|community center|street center|barbershop|bakery|restaurant|{_TEAM.lower()[3:-1]})(?![\w'])", 0.55, "", uncased=True, refine=_odd_name, needs=("school", "elementary", "academy", "prep", "high", "magnet", "baptist", "church", "temple", "mosque", "shelter", "hospital", "clinic", "medical", "market", "supply", "storage", "center", "barbershop", "bakery", "restaurant", *_TEAM.lower()[3:-1].split("|"))),
    Rule("team", "ORGANIZATION", rf"(?<![\w'])(?:{_RUN})\s+{_TEAM}(?![\w'])", 0.65, "TEAM", refine=_named, flags=0),
)


def _saint(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "St." may be a street and "San" a city; with an institution's word or on its own at a door it names a parish or school."""
    first = match.string[start:end].split()[0].lower()
    if first in ("san", "santa", "st.", "saint") and not re.search(r"\b(?:at|to|from|of|attend|joined)\s+$", match.string[:start], re.IGNORECASE):
        return None
    if re.match(r"\s+(?:street|st|avenue|ave|road|park|square|county)\b", match.string[end:], re.IGNORECASE) or re.search(r"\b(?:Street|St|Avenue|Ave|Road|Park|Square|Jose|Diego|Francisco|Antonio|Louis|Paul|Petersburg|Juan|Salvador|Pedro)$", match.string[start:end]):
        return None
    return start, end
