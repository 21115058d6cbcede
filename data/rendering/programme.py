"""When and where each invented session was held, and the labels that its transcript shows instead of names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypedDict

Mode = Literal["in_person", "virtual", "hybrid"]


@dataclass(frozen=True)
class Meeting:
    """One row of sessions.csv, as far as the script does not say it."""

    date: str
    start: str  # HH:MM; empty for an online conversation that stays open for days
    mode: Mode
    neighborhood: str
    group: str
    transcript: str  # file or folder under transcripts/
    venue: str
    host: str
    n_invited: int
    language: str = "en"
    interpreter: str = ""  # languages interpreted into, if any
    officials: str = "no"
    recorded: str = "yes"
    form: str = "verbatim"
    named: bool = True  # the transcript says who speaks
    in_city_yml: bool = False  # city.yml names the source, because its columns or votes need explaining
    labels: dict[str, str] = field(default_factory=dict)  # speaker's code -> label, where it is not the name


class _Source(TypedDict):
    recorded: str
    in_city_yml: bool


PRECINCTS: dict[str, dict[str, tuple[str, ...]]] = {
    "riverton": {
        "East": ("Eastgate", "Mill Flats", "Southfield", "Harbor Point"),
        "West": ("Northside", "Old Town", "Cedar Hill", "Lakeview"),
    },
    "port_salem": {"Harbor": ("Wharf District", "Saltmarsh"), "Hill": ("Uptown", "The Terraces")},
}

_R01 = {
    "P01": "Hawa W.",
    "P02": "Gerald's iPad",
    "P03": "Phuong Tran (she/her)",
    "P07": "Dmytro K.",
    "P10": "sanjay",
    "P11": "Sister Rose",
    "P13": "iPhone (Pa Houa)",
}
_R03 = {
    "P02": "Tillman, Marcus",
    "P03": "Hoa Dinh (Guest)",
    "P04": "Pillai, Rajesh",
    "P07": "Olena Shevchuk (Guest)",
    "P09": "Coach X",
    "P12": "Samira Haddad (Guest)",
}
_R07 = {"P02": "kenji a", "P03": "Amara's phone", "P08": "marisol (they/them)", "P11": "Loretta"}
_R11 = {"P02": "Saigon Lantern", "P04": "Carol L.", "P06": "Fadumo (Warsame Fabrics)", "P09": "Samir Khoury (he/him)", "P11": "Sasha H"}
_R12 = {
    "P01": "Darnell P.",
    "P02": "Chao V.",
    "P03": "Lucía M.",
    "P04": "Wei-Ling G.",
    "P05": "Chidi O.",
    "P06": "Bev S.",
    "P07": "Hodan A.",
    "P08": "Roy W.",
    "P09": "Nadia P.",
    "P10": "Faisal Q.",
    "P11": "Tommy B.",
}
_S01 = {"P01": "Ramiro C.", "P02": "Yolanda J-B", "P05": "Don Óscar", "P06": "Dani H (ella)", "P10": "iPad de Nacho"}
_S06 = {"P02": "bryan x", "P04": "Misha", "P06": "Andre W.", "P10": "Quan (he/him)"}

_HALL, _LIBRARY = "fellowship hall", "branch library"
_OFFICE = "Riverton Office of Neighborhoods"
_COUNCIL = "Riverton Youth Council"
_TABLE: _Source = {"recorded": "no", "in_city_yml": True}

MEETINGS: dict[str, dict[str, Meeting]] = {
    "riverton": {
        "R01": Meeting("2025-11-18", "18:30", "virtual", "Eastgate", "residents", "R01.vtt", "Zoom", _OFFICE, 20, labels=_R01),
        "R02": Meeting("2025-12-04", "18:00", "in_person", "Mill Flats", "residents", "R02.docx", _HALL, "Mill Flats Tenants Union", 18),
        "R03": Meeting("2025-12-10", "19:00", "virtual", "Northside", "residents", "R03.vtt", "Teams", _OFFICE, 22, labels=_R03),
        "R04": Meeting("2026-01-12", "", "virtual", "Old Town", "residents", "R04", "online conversation", _OFFICE, 60, **_TABLE),
        "R05": Meeting("2026-05-07", "17:30", "in_person", "Eastgate", "youth", "R05.txt", "recreation center", _COUNCIL, 16),
        "R06": Meeting("2026-04-23", "17:00", "in_person", "Mill Flats", "youth", "R06.docx", "recreation center", _COUNCIL, 15),
        "R07": Meeting("2026-03-11", "18:00", "virtual", "Northside", "youth", "R07.vtt", "Webex", _COUNCIL, 16, labels=_R07),
        "R08": Meeting("2026-02-26", "17:30", "in_person", "Southfield", "youth", "R08.txt", _LIBRARY, _COUNCIL, 18),
        "R09": Meeting(
            "2026-02-05", "18:30", "in_person", "Harbor Point", "faith_and_community", "R09.qdpx", _HALL, "Harbor Interfaith Table", 17
        ),
        "R10": Meeting(
            *("2026-02-21", "13:00", "in_person", "Cedar Hill", "faith_and_community", "R10.txt", _LIBRARY, "Cedar Hill Clergy", 15),
            interpreter="es",
        ),
        "R11": Meeting("2026-01-22", "08:00", "virtual", "Old Town", "business", "R11.vtt", "Zoom", "Old Town Merchants", 20, labels=_R11),
        "R12": Meeting(
            *("2026-03-03", "16:00", "in_person", "Harbor Point", "business", "R12.csv", "yacht club", "Harbor Merchants", 14),
            **_TABLE,
            labels=_R12,
        ),
        "R13": Meeting(
            *("2026-03-19", "19:00", "in_person", "Southfield", "officers", "R13.xlsx", "union hall", "Riverton Peer Support", 15),
            **_TABLE,
            officials="yes",
        ),
        "R14": Meeting(
            *("2026-01-29", "18:30", "in_person", "Lakeview", "residents", "R14.vtt", "community room", _OFFICE, 24),
            officials="yes",
            named=False,
        ),
        "R15": Meeting(
            *("2026-04-09", "19:30", "in_person", "Cedar Hill", "officers", "R15.srt", "precinct house", "Riverton Peer Support", 14),
            officials="yes",
        ),
    },
    "port_salem": {
        "S01": Meeting(
            *("2026-02-17", "19:00", "virtual", "Wharf District", "residents", "S01.vtt", "Zoom", "Parroquia Stella Maris", 15, "es"),
            labels=_S01,
        ),
        "S02": Meeting("2026-03-10", "17:30", "in_person", "Wharf District", "business", "S02.vtt", "net loft", "Wharf Merchants", 12),
        "S03": Meeting(
            *("2026-04-21", "18:30", "in_person", "Uptown", "residents", "S03.docx", "library back room", "Uptown Library", 14),
            recorded="no",
            form="notes",
            named=False,
        ),
        "S04": Meeting("2026-05-14", "16:00", "in_person", "Uptown", "youth", "S04.txt", "Uptown theater", "Port Salem Youth Council", 13),
        "S05": Meeting(
            *("2026-03-24", "18:00", "hybrid", "The Terraces", "residents", "S05.docx", "church hall and Zoom", "Terraces Association", 16),
            interpreter="vi;so",
        ),
        "S06": Meeting(
            *("2026-03-04", "17:00", "virtual", "The Terraces", "youth", "S06.srt", "Zoom", "Port Salem Youth Council", 14), labels=_S06
        ),
    },
}


@dataclass(frozen=True)
class Difference:
    """A planted difference: the share of people in a group, and in the rest, who raise a theme."""

    theme: str
    attribute: str
    group: str
    share: float
    rest_share: float


DIFFERENCES = {
    "riverton": (
        Difference("stops", "stakeholder_group", "youth", 0.78, 0.10),
        Difference("staffing", "stakeholder_group", "officers", 0.85, 0.05),
        Difference("theft", "stakeholder_group", "business", 0.85, 0.12),
        Difference("traffic", "stakeholder_group", "residents", 0.60, 0.14),
        Difference("response_time", "precinct", "East", 0.62, 0.15),
    ),
    "port_salem": (
        Difference("stops", "stakeholder_group", "youth", 0.70, 0.10),
        Difference("theft", "stakeholder_group", "business", 0.70, 0.10),
        Difference("drugs_homeless", "neighborhood", "Wharf District", 0.70, 0.15),
    ),
}
# theme, planted share in every group, attributes over which there is no difference
NULLS = {"riverton": ("mental_health", 0.34, ("stakeholder_group", "precinct", "mode"))}
