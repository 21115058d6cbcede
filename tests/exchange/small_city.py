"""A city of two short sessions as its run leaves it: emoji, combining accents, Spanish, a memo, a quote, a theme without a statement."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from peace_analysis import tables
from peace_analysis.city import City

CITY_YML = "name: Smallville\ncontact: a@b.example\nlanguage: en\ncompare_by: [neighborhood, precinct]\n"
SESSIONS = (
    "session_id,date,mode,language,facilitator,venue,neighborhood,stakeholder_group,precinct,n_attended,form\n"
    "S1,2026-03-01,in_person,en,Wanda Kowalczyk,a hall,East,residents,North,3,verbatim\n"
    "S2,,virtual,es,Wanda Kowalczyk,,West,youth,South,2,verbatim\n"
)
CODEBOOK = """# What the team decided.
codes:
  - code: lamps
    name: Dark streets
    brief: Streets without light.
    definition: Lamps, broken or missing.
    use_when: A lamp is spoken of.
  - code: trains
    name: Late trains
    brief: Trains that come late.

decisions:
  - define: {theme: T01, code: lamps}   # as agreed
    version: 1
    author: MB
    date: 2026-04-02
    reason: Agreed on.
"""
MEMOS = """memos:
  - text: Lamps come up wherever people walk home.
    theme: T01
    author: MB
    date: 2026-04-03
  - text: Read S2 again, with somebody who speaks Spanish.
    author: JO
  - text: Two people say this.
    statement: S1-0002-01
quotes:
  - statement: S1-0002-02
"""
TURNS = [
    ("S1", 1, None, "facilitator", "How do you feel? \U0001f642"),
    ("S1", 2, "S1-P01", "participant", "The lamp is out \U0001f6b6\U0001f3fd. I walk home in the dark. Yes."),
    ("S1", 3, "S1-P02", "participant", "Yes. Nobody mends the lamp by the cafe\u0301 of [NAME 1]."),
    ("S1", 4, "S1-P03", "participant", "Police came an hour late. Yes."),
    ("S2", 1, "S2-P01", "participant", "En la noche no hay luz, ma\u00f1ana tampoco."),
    ("S2", 2, "S2-P02", "participant", "Que vengan cuando llamamos."),
]
STATEMENTS = [
    ("S1-0002-01", "S1", 2, "S1-P01", "a", False, "en", "The lamp is out \U0001f6b6\U0001f3fd.", True, "T01", "T01.1", 0.9),
    ("S1-0002-02", "S1", 2, "S1-P01", "a", False, "en", "I walk home in the dark.", True, "T01", None, 0.7),
    ("S1-0002-03", "S1", 2, "S1-P01", "a", False, "en", "Yes.", True, None, None, None),
    ("S1-0003-01", "S1", 3, "S1-P02", "a", True, "en", "Nobody mends the lamp by the cafe\u0301 of [NAME 1].", False, "T01", "T01.1", 1.0),
    ("S1-0004-01", "S1", 4, "S1-P03", "b", False, "en", "Police came an hour late.", True, "T02", None, 0.6),
    ("S1-0004-02", "S1", 4, "S1-P03", "b", False, "en", "Yes.", True, None, None, None),
    ("S2-0001-01", "S2", 1, "S2-P01", "a", False, "es", "En la noche no hay luz, ma\u00f1ana tampoco.", False, None, None, None),
    ("S2-0002-01", "S2", 2, "S2-P02", "ab", True, "es", "Que vengan cuando llamamos.", False, None, None, None),
]
THEMES = [
    ("T01", None, "Dark streets", "Streets without light.", "lamp; dark", 3, 2, 1, float("nan"), 0),
    ("T01.1", "T01", "Lamps", "People spoke of lamps.", "lamp", 2, 2, 1, 0.31, 0),
    ("T02", None, "Waiting for police", "People spoke of waiting.", "hour; late", 1, 1, 1, 0.84, 1),
]


def make_small_city(folder: Path) -> City:
    """Write the city with its derived tables; nothing of it has to be run."""
    place = folder / "data" / "smallville"
    place.mkdir(parents=True)
    for name, text in (("city.yml", CITY_YML), ("sessions.csv", SESSIONS), ("codebook.yml", CODEBOOK), ("memos.yml", MEMOS)):
        (place / name).write_text(text, encoding="utf-8")
    city = City.open("smallville", folder / "data")
    said = pd.DataFrame(STATEMENTS, columns=[*_names(tables.STATEMENTS), "theme_id", "subtheme_id", "membership"])
    themes = pd.DataFrame(THEMES, columns=[*_names(tables.THEMES), "color"])
    people = [
        ("S1-P01", "S1", "East", "residents", True, "65+"),
        ("S1-P02", "S1", "East", "residents", False, "declined"),
        ("S1-P03", "S1", "West", "residents", True, "18-24"),
        ("S2-P01", "S2", "West", "youth", False, "13-17"),
        ("S2-P02", "S2", None, "youth", False, "White, mixed"),
    ]
    shown = [("T01", "typical", 1, "S1-0002-01"), ("T01", "dissenting", 1, "S1-0003-01")]
    city.save_table(pd.DataFrame(TURNS, columns=["session_id", "turn", "speaker_id", "role", "text"]).assign(question="a"), tables.TURNS)
    city.save_table(said[_names(tables.STATEMENTS)], tables.STATEMENTS)
    placed = said.assign(residual=[one in ("S1-0002-03", "S1-0004-02") for one in said["statement_id"]])
    city.save_table(placed[_names(tables.ASSIGNMENTS)], tables.ASSIGNMENTS)
    city.save_table(themes[_names(tables.THEMES)], tables.THEMES)
    city.save_table(themes[["theme_id", "color"]].assign(emergent=False), tables.THEME_MARKS)
    city.save_table(pd.DataFrame(people, columns=[*_names(tables.PARTICIPANTS), "age_group"]), tables.PARTICIPANTS)
    city.save_table(pd.DataFrame(shown, columns=_names(tables.EXEMPLARS)), tables.EXEMPLARS)
    return city


def _names(table: tables.Table) -> list[str]:
    return [column.name for column in table.columns]
