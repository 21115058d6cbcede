"""Employers, shops, teams and other bodies that a person is known by, and all of them where nothing has a capital."""

from __future__ import annotations

import re

from peace_analysis.anonymize import streets, words
from peace_analysis.anonymize.organizations import ATTEND, CAP, GENERIC_FIRST, PLAIN, RUN, named
from peace_analysis.anonymize.rules import Rule
from peace_analysis.anonymize.wordlist import word_set

_FIRM = (
    r"(?:(?:Inc|LLC|L\.L\.C|Ltd|Corp|Co|Company|Corporation|Group|Holdings|Industries|Enterprises|Associates|Partners"
    r"|Services|Solutions|Systems|Technologies|Foundation|Trust)\b\.?|"
    "Hospital|Medical Center|Clinic|Health Center|Nursing Home|Shelter|Market|Supermarket|Grocery|Bakery|Restaurant"
    "|Diner|Cafe|Café|Grill|Bar|Tavern|Barbershop|Barber Shop|Salon|Laundromat|Cleaners|Hardware|"
    "Supply|Storage|Cold Storage|Trucking|Logistics|Construction|Roofing|Plumbing|Electric|Landscaping|Manufacturing"
    "|Mills?|Millwork|Foundry|Steel|Plastics|Foods|Farms|Motors|Auto(?: Body| Repair| Parts)?|Insurance|Realty|Bank"
    "|Credit Union|"
    "Pharmacy|Funeral Home|Mortuary|Daycare|Child Care|Rec Center|Recreation Center|Community Center|Youth Center"
    "|Senior Center|Cultural Center|Center|Boxing Club|Club|Gym|Lounge|Hotel|Motel|Inn|"
    "Framing(?: & Glass)?|Glass|Print(?:ing| Shop)|Florist|Boutique|Books|Bookstore|Theater|Theatre|Studio"
    r"|Association|Coalition|Alliance|League|Society|Lodge|Local \d+|Post \d+)"
)
_TEAM = (
    "(?:Panthers|Tigers|Lions|Eagles|Hawks|Bulldogs|Wildcats|Bears|Wolves|Cougars|Knights|Warriors|Rams|Falcons"
    "|Comets|Rockets|Stars|Giants|Titans|Vikings|Raiders|Rebels|Hornets|Jaguars|Mustangs|Cardinals|Ravens|Chargers"
    "|Trojans|Spartans|Huskies|Rangers|Royals|Storm|Thunder|Heat|Dragons|Cobras|Sharks|Saints|Steelers)"
)
_JOB = (
    "(?:work|works|worked|working|employed|intern|interned|volunteer|volunteered|drive|drove|cook|cooked|clean"
    "|cleaned|cashier|manager|manage|managed|supervise|supervisor|nurse|janitor|"
    "teach|teaches|taught|teacher|coach|principal|counselor|custodian|case ?worker|case manager|"
    "social worker|therapist|advocate|sponsor|guard|server|waitress|bartender|barber|shift"
    "|job|clerk|run|own|owner|ran|started|hired|laid off|boss|desk|house|floor|payroll|security)"
)
_OFFICIAL = re.compile(
    r"\b(?:Police|Department|Precinct|City|Council|County|State|Commission|Board|Court|Sheriff'?s?|Fire|Congress"
    r"|District|Government|Library|Supreme|Community (?:Center|College|Board|Council)|Parks?|Internal Affairs)\b"
)


def _employer(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    words = match.string[start:end]
    if _OFFICIAL.search(words) or words.split()[0] in GENERIC_FIRST:
        return None
    return start, end


def _odd_name(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Without capitals: the words before "high" or "church" must hold one that is no ordinary word, after the last small one."""
    text = match.string
    parts = list(re.finditer(r"[\w'-]+", text[start:end]))
    n_kind = (
        2
        if len(parts) > 2
        and parts[-2].group()
        in ("funeral", "nursing", "high", "middle", "elementary", "rec", "community", "recreation", "street", "cold", "medical", "baptist")
        else 1
    )
    names = parts[: max(1, len(parts) - n_kind)]
    first = 0
    for i, part in enumerate(names):
        if part.group() in PLAIN or part.group() in streets.FUNCTION or part.group().endswith("'s"):
            first = i + 1
    names = names[first:]
    odd = [
        i
        for i, part in enumerate(names)
        if not words.is_ordinary(part.group()) and not words.is_kept(part.group()) and not words.is_spanish(part.group())
    ]
    if not odd:
        return None
    first = odd[0]
    while first and names[first - 1].group() in ("saint", "st", "mount", "mt", "new", "greater", "north", "south", "east", "west"):
        first -= 1
    return start + names[first].start(), end


def _shop(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "ray's barbershop", but not "the city's market" and not "let's bar"."""
    whose = match.group("whose")
    ordinary = words.is_ordinary(whose) and words.given_share(whose) < 0.6
    return None if ordinary or not words.is_listed_name(whose) or whose.lower() in _NOBODYS else (start, end)


_NOBODYS = word_set("it that there what who he she let here how where when one everybody nobody somebody city state mother mom")

RULES = (
    Rule(
        "escuela",
        "ORGANIZATION",
        r"\b(?:la|el|en|a)\s+(?P<it>(?:escuela|preparatoria|secundaria|primaria|iglesia|parroquia|mezquita|empacadora"
        rf"|fábrica|bodega|lavandería|panadería|tienda|restaurante|taller)\s+(?:de\s+|del\s+)?{CAP}(?:\s+(?:{CAP}|de|la"
        f"|del|y)){{0,4}})",
        0.75,
        "EMPLOYER",
        flags=0,
        needs=(
            "escuela",
            "preparatoria",
            "secundaria",
            "primaria",
            "iglesia",
            "parroquia",
            "mezquita",
            "empacadora",
            "fábrica",
            "bodega",
            "lavandería",
            "panadería",
            "tienda",
            "restaurante",
            "taller",
        ),
    ),
    Rule("firm", "ORGANIZATION", rf"(?<![\w'])(?:{RUN})\s+{_FIRM}(?![\w'])", 0.65, "EMPLOYER", refine=named, flags=0),
    Rule(
        "employer",
        "ORGANIZATION",
        rf"\b{_JOB}\b(?:\s+[\w'-]+){{0,5}}?\s+(?:at|for|with)\s+(?:the\s+|a\s+)?(?P<it>{CAP}(?:\s+(?:{CAP}|&|and(?=\s+"
        rf"[A-Z])|of(?=\s+[A-Z]))){{1,5}})",
        0.6,
        "EMPLOYER",
        refine=_employer,
        flags=0,
        needs=("at ", "for ", "with "),
    ),
    Rule(
        "attended",
        "ORGANIZATION",
        rf"\b{ATTEND}\b(?:\s+[\w'-]+){{0,3}}?\s+(?:to|at|from|of)\s+(?P<it>{CAP}(?:\s+(?:{CAP}|of(?=\s+[A-Z]))){{1,5}})",
        0.6,
        "SCHOOL",
        refine=_employer,
        flags=0,
        needs=("to ", "at ", "from ", "of "),
    ),
    Rule(
        "runs_a_firm",
        "ORGANIZATION",
        rf"\b(?:run|own|manage|opened|started|have|founded)\s+(?:a\s+\w+\s+\w+\s+called\s+|the\s+)?(?P<it>{CAP}(?:\s+(?:"
        rf"{CAP}|&|and(?=\s+[A-Z]))){{1,4}})",
        0.55,
        "EMPLOYER",
        refine=_employer,
        flags=0,
        needs=("run ", "own ", "manage ", "opened", "started", "have ", "founded"),
    ),
    Rule(
        "body_uncased",
        "ORGANIZATION",
        rf"(?<![\w'])(?:(?:st\.|[\w'-]+)\s+){{1,3}}?(?:high school|middle school|elementary(?: school)?|academy|prep|high"
        "|magnet|baptist(?: church)?|church|temple|mosque|shelter|hospital|clinic|medical center|market|supply|cold "
        "storage|rec center|recreation center|community center|street center|barbershop|bakery|restaurant|hotel|motel|hardware|trucking|"
        "logistics|construction|roofing|plumbing|landscaping|manufacturing|foundry|steel|plastics|millwork|industries|foods|motors|pharmacy|grocery|diner|cafe|tavern|"
        "laundromat|cleaners|funeral home|nursing home|daycare|"
        rf"{_TEAM.lower()[3:-1]})(?![\w'])",
        0.55,
        "",
        uncased=True,
        refine=_odd_name,
        needs=(
            "school",
            "elementary",
            "academy",
            "prep",
            "high",
            "magnet",
            "baptist",
            "church",
            "temple",
            "mosque",
            "shelter",
            "hospital",
            "clinic",
            "medical",
            "market",
            "supply",
            "storage",
            "center",
            "barbershop",
            "bakery",
            "restaurant",
            "hotel",
            "motel",
            "hardware",
            "trucking",
            "logistics",
            "construction",
            "roofing",
            "plumbing",
            "landscaping",
            "manufacturing",
            "foundry",
            "steel",
            "plastics",
            "millwork",
            "industries",
            "foods",
            "motors",
            "pharmacy",
            "grocery",
            "diner",
            "cafe",
            "tavern",
            "laundromat",
            "cleaners",
            " home",
            "daycare",
            *_TEAM.lower()[3:-1].split("|"),
        ),
    ),
    Rule(
        "shop_of_a_person",
        "ORGANIZATION",
        r"(?<![\w'])(?P<it>(?P<whose>[a-z]{2,})'s\s+(?:barbershop|barber shop|salon|market|diner|cafe|grill|bar|tavern|"
        r"bakery|hardware|liquors?|"
        r"restaurant|auto body|auto repair|garage|laundromat|pharmacy|gym|daycare|"
        r"food mart|grocery|corner store|soul food|kitchen))(?![\w'])",
        0.6,
        "EMPLOYER",
        refine=_shop,
        needs=("'s ",),
    ),
    Rule("team", "ORGANIZATION", rf"(?<![\w'])(?:{RUN})\s+{_TEAM}(?![\w'])", 0.65, "TEAM", refine=named, flags=0),
)
