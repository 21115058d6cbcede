"""How long the theme explorer takes at 20,000 statements: opening it, and one decision of each kind. Seconds of processor time.

The statements, their themes and their vectors are made up: what is measured is the work for so many of them, not what they say.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from peace_analysis import tables
from peace_analysis.city import City
from peace_analysis.example import make_city
from peace_analysis.explore.desk import Desk
from peace_analysis.explore.messages import describe_standing, describe_statements
from peace_analysis.themes.history import History
from peace_analysis.themes.identity import Identified
from peace_analysis.themes_found import keep_found

SESSIONS, PER_SESSION, PEOPLE = 400, 50, 10
THEMES, PARTS = 29, 3
WORDS = (
    "street",
    "lamp",
    "police",
    "park",
    "car",
    "speed",
    "music",
    "noise",
    "call",
    "wait",
    "hour",
    "help",
    "young",
    "shop",
    "bus",
    "dark",
)
ACTIONS: tuple[dict[str, object], ...] = (
    {"kind": "rename", "theme": "T01", "name": "Lamps"},
    {"kind": "merge", "themes": ["T02"], "into": "T03"},
    {"kind": "split", "theme": "T04", "subtheme": "T04.1", "code": "dark", "name": "Dark", "brief": "Streets without light."},
    {"kind": "define", "theme": "T05", "code": "wait", "name": "Waiting", "brief": "Waiting for help."},
    {"kind": "aside", "theme": "T06"},
    {"kind": "memo", "text": "Read this again."},
)


def make_big_city(data: Path, seed: int = 0) -> City:
    """Make a city of 20,000 statements as a run leaves it."""
    folder = make_city("big", data)
    (folder / "city.yml").write_text("name: Big\nroles: {participant: ['*']}\n", encoding="utf-8")
    header = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended"
    rows = [f"S{n:03d},2026-01-10,in_person,en,Harbor,{('youth', 'residents')[n % 2]},{PEOPLE}" for n in range(SESSIONS)]
    (folder / "sessions.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    city = City.open("big", data)
    random = np.random.default_rng(seed)
    n = SESSIONS * PER_SESSION
    session = np.repeat([f"S{number:03d}" for number in range(SESSIONS)], PER_SESSION)
    turn = np.tile(np.arange(1, PER_SESSION + 1), SESSIONS)
    speaker = [f"{key}-P{place % PEOPLE + 1:02d}" for key, place in zip(session, turn, strict=True)]
    statement = [f"{key}-{place:04d}-01" for key, place in zip(session, turn, strict=True)]
    text = [" ".join(WORDS[word] for word in row) for row in random.integers(len(WORDS), size=(n, 12))]
    common = {"session_id": session, "turn": turn, "speaker_id": speaker, "question": "a", "text": text}
    said = {**common, "statement_id": statement, "request": False, "language": "en", "quotable": True}
    city.save_table(pd.DataFrame(said)[list(tables.STATEMENTS.by_name)], tables.STATEMENTS)
    city.save_table(pd.DataFrame({**common, "role": "participant"})[list(tables.TURNS.by_name)], tables.TURNS)
    people = pd.DataFrame({"speaker_id": speaker, "session_id": session, "neighborhood": "Harbor", "stakeholder_group": "youth"})
    city.save_table(people.drop_duplicates().assign(quote_consent=True), tables.PARTICIPANTS)
    theme = np.array([f"T{number + 1:02d}" for number in random.integers(THEMES, size=n)])
    part = np.char.add(theme, np.array([f".{number + 1}" for number in random.integers(PARTS, size=n)]))
    placed = pd.DataFrame({"statement_id": statement, "theme_id": theme, "subtheme_id": part, "membership": 0.6, "residual": False})
    ids = [key for one in sorted(set(theme)) for key in (one, *(f"{one}.{number + 1}" for number in range(PARTS)))]
    counts = {"n_statements": n // THEMES, "n_participants": n // THEMES, "n_sessions": SESSIONS, "stability": 0.8}
    words = {"name": ids, "description": "What people said.", "key_phrases": "one; two"}
    parents = [key.partition(".")[0] if "." in key else None for key in ids]
    themes = pd.DataFrame({"theme_id": ids, "parent_id": parents, **words, **counts})[list(tables.THEMES.by_name)]
    vectors = random.normal(size=(n, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    colors = {key: place for place, key in enumerate(sorted(set(theme)))}
    keep_found(city, Identified(themes, placed, colors, (), (), History()), vectors, {})
    return city


def measure(what: str, do: Callable[[], object]) -> None:
    """Do it, and print a row."""
    start = time.process_time()
    do()
    print(f"| {what} | {time.process_time() - start:.2f} |", flush=True)


def main() -> int:
    """Print one table."""
    with tempfile.TemporaryDirectory() as folder:
        city = make_big_city(Path(folder) / "data")
        desks: list[Desk] = []
        print("| 20,000 statements, 400 sessions, 29 themes with 3 parts | seconds |\n|---|---|")
        measure("first opening: the map is drawn", lambda: desks.append(Desk(city)))
        measure("next opening", lambda: desks.append(Desk(city)))
        desk = desks[-1]
        measure("what the browser is sent at the opening", lambda: (describe_statements(desk), describe_standing(desk)))
        desk.watch(lambda: describe_standing(desk, "AB"))
        chosen = [str(one) for one in desk.statements["statement_id"][:50]]
        for action in (*ACTIONS, {"kind": "move", "statements": chosen, "to": "T07"}):
            measure(f"{action['kind']}: written, applied, told", lambda action=action: desk.act(action, "AB", "It is clearer."))  # type: ignore[misc]
        measure("undo", lambda: desk.undo("AB"))
        measure("framework matrix by session, after each", lambda: desk.make_framework()._repr_html_())
    return 0


if __name__ == "__main__":
    sys.exit(main())
