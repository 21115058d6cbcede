"""A small city after its first two stages, made by hand: four sessions, 24 people, 48 statements, three themes."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from peace_analysis import tables
from peace_analysis.city import City
from peace_analysis.files import hash_file
from peace_analysis.pipeline.stages import STAGES, fingerprint_stage

SECRET = "Zephirin"  # stands in every statement: no error may quote it
THEMES = {"T01": "Dark streets", "T02": "=Slow calls", "T03": "Noise"}
CITY_YML = "name: Small\nroles: {participant: ['*']}\ncompare_by: [stakeholder_group]\n"


def make_city(folder: Path, change: str = "") -> City:
    city_folder = folder / "data" / "small"
    (city_folder / "transcripts").mkdir(parents=True)
    (city_folder / "city.yml").write_text(CITY_YML, encoding="utf-8")
    rows = [f"S{n},2026-01-1{n},in_person,en,Eastgate,{'youth' if n % 2 else 'residents'},6" for n in range(4)]
    header = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended"
    (city_folder / "sessions.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    for n in range(4):
        (city_folder / "transcripts" / f"S{n}.txt").write_text("A: words\n", encoding="utf-8")
    city = City.open("small", folder / "data", folder / "reports")
    save_tables(city, change)
    return city


def save_tables(city: City, change: str = "") -> None:
    statements, people, placed = [], [], []
    for session in range(4):
        for person in range(6):
            speaker = f"S{session}-P{person + 1:02d}"
            group = "youth" if session % 2 else "residents"
            people.append((speaker, f"S{session}", "Eastgate", group, person != 0))
            for turn in range(2):
                key = f"{speaker}-{turn}"
                theme = list(THEMES)[(person + turn) % 3]
                text = f"=1+1 {SECRET} said\nthat [NAME {person + 1}] waited on street {session}{person}{turn} for a long while.{change}"
                statements.append((key, f"S{session}", person * 2 + turn, speaker, "a", False, "en", text, person != 0))
                placed.append((key, theme, None, 0.6, False))
    names = [column.name for column in tables.STATEMENTS.columns]
    city.save_table(pd.DataFrame(statements, columns=names), tables.STATEMENTS)
    names = ["speaker_id", "session_id", "neighborhood", "stakeholder_group", "quote_consent"]
    city.save_table(pd.DataFrame(people, columns=names), tables.PARTICIPANTS)
    city.save_table(pd.DataFrame(placed, columns=[column.name for column in tables.ASSIGNMENTS.columns]), tables.ASSIGNMENTS)
    phrases = {"T01": "dark street; lamp; night", "T02": "slow call; dispatcher; hold", "T03": "loud music; party; drums"}
    themes = [(key, None, name, f"People spoke of “{name}”.", phrases[key], 16, 16, 4, 0.8) for key, name in THEMES.items()]
    city.save_table(pd.DataFrame(themes, columns=[column.name for column in tables.THEMES.columns]), tables.THEMES)
    for table in (tables.TURNS, tables.ACCOUNTING, tables.VOTES, tables.EXEMPLARS, tables.THEME_MARKS):
        city.save_table(tables.empty_table(table), table)
    record_stages(city)


def record_stages(city: City) -> None:
    """Record the first two stages as a run does."""
    city.restricted_folder.mkdir(exist_ok=True)
    for name in ("replacements.csv", "doubtful.csv"):
        (city.restricted_folder / name).touch()
    state = {}
    for stage in STAGES[:2]:
        made = {f"{table.name}.parquet": hash_file(city.derived_folder / f"{table.name}.parquet") for table in stage.writes}
        state[stage.name] = {"fingerprint": fingerprint_stage(stage, city), "outputs": made}
    (city.derived_folder / "state.json").write_text(json.dumps(state), encoding="utf-8")
