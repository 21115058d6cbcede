"""Small invented tables, for examples in docstrings and for trying a function out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.across import Voices

SAID = {
    "T01": ("We waited an hour for an officer to come.", "Nobody picked up when I called."),
    "T02": ("The lamps on our street are out again.", "It is dark behind the school."),
    "T03": ("I would like to know the officers by name.", "Come to our meetings and listen."),
}
NAMES = {"T01": "Waiting for help", "T02": "Dark streets", "T03": "Officers we know"}
PHRASES = {"T01": "hour; nobody; called; waited", "T02": "lamps; dark; street; out", "T03": "name; officers; meetings; listen"}
# Every so many-th person raises it, in Harbor and in Hill: waiting parts the two, dark streets do not.
EVERY = {"T01": {"Harbor": 2, "Hill": 6}, "T02": {"Harbor": 3, "Hill": 3}, "T03": {"Harbor": 4, "Hill": 3}}
PEOPLE_A_SESSION = 12


@dataclass(frozen=True)
class Invented:
    """The tables of a city that is none: 96 people in eight sessions, three themes."""

    sessions: pd.DataFrame  # tables.SESSIONS
    participants: pd.DataFrame  # tables.PARTICIPANTS, with age_group
    turns: pd.DataFrame  # tables.TURNS
    statements: pd.DataFrame  # tables.STATEMENTS
    themes: pd.DataFrame  # tables.THEMES
    assignments: pd.DataFrame  # tables.ASSIGNMENTS
    population: pd.DataFrame  # groups.POPULATION
    votes: pd.DataFrame  # tables.VOTES: 60 people on six comments of one online conversation


def invented_tables() -> Invented:
    """Make the tables of a small invented city, the same every time.

    Four sessions were held in Harbor and four in Hill, with residents and with business owners. Waiting for help is raised by every second
    person in Harbor and every sixth in Hill.

    Examples:
        >>> made = invented_tables()
        >>> len(made.sessions), len(made.participants), len(made.statements)
        (8, 96, 140)
        >>> made.themes["name"].tolist()
        ['Waiting for help', 'Dark streets', 'Officers we know']
    """
    import pandas as pd

    from peace_analysis import tables

    sessions, people = [], []
    said: list[tuple[object, ...]] = []
    for number in range(8):
        key, place = f"L{number + 1:02}", ("Harbor", "Hill")[number % 2]
        group = ("residents", "business")[number // 2 % 2]
        day, mode = f"2026-0{number + 1}-10", ("in_person", "virtual")[number % 2]
        sessions.append((key, day, mode, "en", place, group, PEOPLE_A_SESSION, "verbatim", f"{key}.txt"))
        for person in range(PEOPLE_A_SESSION):
            speaker = f"{key}-P{person + 1:02}"
            people.append((speaker, key, place, group, person % 3 > 0, ("18-24", "25-64", "65+")[person % 3]))
            raised: list[str | None] = [theme for theme, every in EVERY.items() if (person + number) % every[place] == 0] or [None]
            for theme in raised:
                text = "Thank you for asking us here." if theme is None else SAID[theme][person % 2]
                said.append(
                    (f"{key}-{len(said):04}-01", key, len(said) + 1, speaker, "ab"[person % 2], theme == "T03", "en", text, True, theme)
                )
    statements = pd.DataFrame(said, columns=[*tables.STATEMENTS.by_name, "theme_id"])
    placed = statements.pop("theme_id").astype("object")
    assignments = pd.DataFrame({"statement_id": statements["statement_id"], "theme_id": placed, "subtheme_id": None, "membership": 1.0})
    assignments["residual"] = placed.isna()
    turns = statements[["session_id", "turn", "speaker_id", "question", "text"]].assign(role="participant")
    residents = [("Harbor", "everyone", "everyone", 6000), ("Hill", "everyone", "everyone", 3000), ("Cove", "everyone", "everyone", 1000)]
    ages = [("Harbor", "age_group", "18-24", 2000), ("Harbor", "age_group", "25-64", 6000), ("Harbor", "age_group", "65+", 2000)]
    votes = [("V01", f"V01-{voter:02}", turn, _vote(voter, turn)) for voter in range(60) for turn in range(1, 7)]
    return Invented(
        sessions=tables.check_table(pd.DataFrame(sessions, columns=list(tables.SESSIONS.by_name)), tables.SESSIONS),
        participants=tables.check_table(pd.DataFrame(people, columns=[*tables.PARTICIPANTS.by_name, "age_group"]), tables.PARTICIPANTS),
        turns=tables.check_table(turns, tables.TURNS),
        statements=tables.check_table(statements, tables.STATEMENTS),
        themes=tables.check_table(_count_themes(statements, placed), tables.THEMES),
        assignments=tables.check_table(assignments, tables.ASSIGNMENTS),
        population=pd.DataFrame([*residents, *ages], columns=["neighborhood", "attribute", "group", "population"]),
        votes=tables.check_table(pd.DataFrame(votes, columns=list(tables.VOTES.by_name)), tables.VOTES),
    )


def _vote(voter: int, turn: int) -> int:
    """Two camps: all agree with the first comment, they part on the second and third; some pass."""
    if voter % 7 == turn:
        return 0
    side = 1 if voter < 35 else -1
    return 1 if turn == 1 else side if turn < 4 else -side if turn == 4 else (-1) ** (voter + turn)


def invented_cities() -> tuple[Voices, Voices]:
    """Make two small invented cities of the same sessions and themes, with vectors, the same every time.

    Examples:
        >>> [city.name for city in invented_cities()]
        ['Harbor', 'Hill']
    """
    import numpy as np

    from peace_analysis.across import Voices

    made = invented_tables()
    place = made.assignments["theme_id"].map({theme: n for n, theme in enumerate(SAID)}).fillna(len(SAID)).astype("int64").to_numpy()
    numbered = made.statements.assign(text=[f"{text} ({n})" for n, text in enumerate(made.statements["text"])])
    cities = []
    for seed, name in enumerate(("Harbor", "Hill")):
        vectors = np.eye(len(SAID) + 1, 8)[place] + np.random.default_rng(seed).normal(scale=0.05, size=(len(place), 8))
        tables = (numbered, made.assignments, made.participants, made.sessions, made.themes)
        cities.append(Voices(name.lower(), name, *tables, vectors.astype(np.float32), "invented"))
    return cities[0], cities[1]


def _count_themes(statements: pd.DataFrame, placed: pd.Series) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for theme, name in NAMES.items():
        mine = statements[placed == theme]
        seen = len(mine), mine["speaker_id"].nunique(), mine["session_id"].nunique()
        rows.append((theme, None, name, f"People spoke of {name.lower()}.", PHRASES[theme], *seen, 0.9 if theme != "T03" else 0.4))
    columns = ["theme_id", "parent_id", "name", "description", "key_phrases", "n_statements", "n_participants", "n_sessions", "stability"]
    return pd.DataFrame(rows, columns=columns)
