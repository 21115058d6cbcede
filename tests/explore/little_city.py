"""A small city whose themes as found are written down by hand, so that nothing has to be embedded or fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from peace_analysis import tables
from peace_analysis.city import City
from peace_analysis.themes_found import Found, save_found

CITY_YML = "name: Little\nroles: {participant: ['*']}\ncompare_by: [stakeholder_group]\n"
SAID = {
    "T01": ("The lamps on our street have been out since spring.", "It is dark at the bus stop.", "Nobody mends a broken lamp."),
    "T02": ("I called and waited an hour.", "The line rang and rang.", "They came the next day."),
    "T03": ("The coffee here is good.", "We met in the old library.", "These chairs are hard."),
}
NAMES = {"T01": "Dark streets", "T01.1": "Lamps", "T01.2": "Bus stops", "T02": "Slow calls", "T03": "Coffee and chairs"}
SIZES = {"T01.1": 8, "T01.2": 4}  # of statements; 12 elsewhere


def make_city(data: Path) -> City:
    """Four sessions, 12 people, 36 statements, three themes, one of them with two subthemes."""
    folder = data / "little"
    (folder / "transcripts").mkdir(parents=True)
    (folder / "city.yml").write_text(CITY_YML, encoding="utf-8")
    header = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended"
    rows = [f"S{n},2026-01-1{n},in_person,en,Eastgate,{'youth' if n % 2 else 'residents'},3" for n in range(4)]
    (folder / "sessions.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    city = City.open("little", data, data.parent / "reports")
    statements, turns, people, placed = [], [], [], []
    for session in range(4):
        for person in range(3):
            speaker = f"S{session}-P{person + 1:02d}"
            people.append((speaker, f"S{session}", "Eastgate", "youth" if session % 2 else "residents", person != 0))
            turns.append((f"S{session}", person * 2 + 1, None, "facilitator", "a", f"Who wants to go on, number {person + 1}?"))
            words = [SAID[theme][person] for theme in SAID]
            turns.append((f"S{session}", person * 2 + 2, speaker, "participant", "a", " ".join(words)))
            for place, (theme, text) in enumerate(zip(SAID, words, strict=True), start=1):
                key = f"S{session}-{person * 2 + 2:04d}-{place:02d}"
                statements.append((key, f"S{session}", person * 2 + 2, speaker, "a", False, "en", text, person != 0))
                part = ("T01.2" if person == 1 else "T01.1") if theme == "T01" else None
                placed.append((key, theme, part, 0.6, False))

    def table(rows: list[tuple[object, ...]], kind: tables.Table) -> pd.DataFrame:
        return pd.DataFrame(rows, columns=[column.name for column in kind.columns])

    names = ["speaker_id", "session_id", "neighborhood", "stakeholder_group", "quote_consent"]
    city.save_table(pd.DataFrame(people, columns=names), tables.PARTICIPANTS)
    city.save_table(table(turns, tables.TURNS), tables.TURNS)
    city.save_table(table(statements, tables.STATEMENTS), tables.STATEMENTS)
    themes = []
    for key, name in NAMES.items():
        parent, n = key.partition(".")[0] if "." in key else None, SIZES.get(key, 12)
        told = f"People spoke of {name}."
        themes.append((key, parent, name, told, name.lower(), n, n, 4, 0.4 if key in ("T03", "T01.2") else 0.8))
    found = tables.check_table(table(themes, tables.THEMES), tables.THEMES)
    assigned = tables.check_table(table(placed, tables.ASSIGNMENTS), tables.ASSIGNMENTS)
    turn = np.arange(len(placed)) * 2.4
    spots = np.column_stack([np.cos(turn), np.sin(turn)]) * np.linspace(0.2, 1, len(placed))[:, None]
    save_found(city, Found(found, assigned, {"T01": 0, "T02": 1, "T03": 2}, spots, np.zeros((len(placed), 2), dtype=np.float32)))
    return city
