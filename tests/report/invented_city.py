"""An invented city of three neighborhoods, small enough to count by hand, and hostile words for every field that a city can fill."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from peace_analysis import report, tables
from peace_analysis.city import Config, Plan

# session -> (neighborhood, stakeholder group, people); 12 people in each of 5 sessions, one session of notes without speakers
SESSIONS = {
    "S1": ("Eastgate", "residents", 12),
    "S2": ("Eastgate", "youth", 12),
    "S3": ("Mill Flats", "residents", 12),
    "S4": ("Mill Flats", "youth", 12),
    "S5": ("Old Town", "residents", 12),
    "S6": ("Old Town", "youth", 0),
}
# theme -> people of each session who raised it (the first so many)
RAISED = {
    "T01": {"S1": 8, "S2": 7, "S3": 9, "S4": 6, "S5": 6},  # 36 of 60
    "T02": {"S1": 5, "S2": 1, "S3": 3, "S4": 0, "S5": 3},  # 12 of 60
    "T03": {"S1": 1, "S3": 1},  # 2 of 60: fewer than 3
}
NAMES = {"T01": "Slow answers to 911 calls", "T02": "Dark streets", "T03": "Noise"}
STABILITY = {"T01": 0.83, "T02": 0.41, "T03": 0.6, "T01.1": 0.32}  # T02 and T01.1 are tentative; the others' parts have none


def make_frames(rename: Callable[[str, int], str] = lambda text, _: text) -> dict[str, pd.DataFrame]:
    """Build the tables of the invented city; `rename` changes every text that a city's people can choose."""
    sessions, participants, statements, assignments = [], [], [], []
    for position, (session, (place, group, n)) in enumerate(SESSIONS.items()):
        sessions.append(
            {
                "session_id": session,
                "date": f"2026-01-{10 + position}",
                "mode": "virtual" if position == 1 else "in_person",
                "language": "en",
                "neighborhood": rename(place, hash_of(place)),
                "stakeholder_group": rename(group, hash_of(group)),
                "n_attended": n or 8,
                "form": "verbatim" if n else "notes",
                "transcript": f"{session}.vtt",
                "officials_present": "yes" if position == 4 else "no",
            }
        )
        for person in range(n):
            speaker = f"{session}-P{person + 1:02d}"
            participants.append(
                {
                    "speaker_id": speaker,
                    "session_id": session,
                    "neighborhood": rename(place, hash_of(place)),
                    "stakeholder_group": rename(group, hash_of(group)),
                    "quote_consent": person != 0,
                }
            )
            themes = [theme for theme, raised in RAISED.items() if person < raised.get(session, 0)] or [None]
            for turn, theme in enumerate(themes, start=1):
                identifier = f"{speaker}-{turn}"
                words = f"In {place} I waited {person + 20} minutes on the porch with [NAME {person + 1}], and nobody told us why."
                statements.append(
                    {
                        "statement_id": identifier,
                        "session_id": session,
                        "turn": person * 10 + turn,
                        "speaker_id": speaker,
                        "question": "a" if person % 2 else "b",
                        "request": person % 3 == 0,
                        "language": "en",
                        "text": rename(words, person) + (" " + words if rename(words, person) != words else ""),
                        "quotable": person != 0,
                    }
                )
                assignments.append(
                    {
                        "statement_id": identifier,
                        "theme_id": theme,
                        "subtheme_id": f"{theme}.{1 + person % 2}" if theme else None,
                        "membership": 0.5 + person / 100 if theme else None,
                        "residual": theme is None,
                    }
                )
        if n == 0:
            for turn in range(1, 4):
                statements.append(
                    {
                        "statement_id": f"{session}-{turn}",
                        "session_id": session,
                        "turn": turn,
                        "speaker_id": None,
                        "question": "a",
                        "request": False,
                        "language": "en",
                        "text": "Young people said that calls take long.",
                        "quotable": False,
                    }
                )
                assignments.append(
                    {
                        "statement_id": f"{session}-{turn}",
                        "theme_id": "T01",
                        "subtheme_id": None,
                        "membership": 0.6,
                        "residual": False,
                    }
                )
    frames = {name: pd.DataFrame(rows) for name, rows in (("sessions", sessions), ("participants", participants))}
    frames["statements"], frames["assignments"] = pd.DataFrame(statements), pd.DataFrame(assignments)
    spoken = frames["statements"].merge(frames["assignments"], on="statement_id")
    frames["themes"] = _themes(spoken, rename)
    frames["theme_shares"] = _shares(frames["participants"], spoken, frames["themes"])
    frames["accounting"] = _accounting(frames["statements"])
    return frames


def hash_of(text: str) -> int:
    """A small number that is the same for the same text in every process."""
    return sum(map(ord, text))


def _themes(spoken: pd.DataFrame, rename: Callable[[str, int], str]) -> pd.DataFrame:
    rows = []
    for theme, name in NAMES.items():
        for identifier, parent, column in (
            (theme, None, "theme_id"),
            (f"{theme}.1", theme, "subtheme_id"),
            (f"{theme}.2", theme, "subtheme_id"),
        ):
            of_it = spoken[spoken[column] == identifier]
            label = name if parent is None else f"{name}, part {identifier[-1]}"
            rows.append(
                {
                    "theme_id": identifier,
                    "parent_id": parent,
                    "name": rename(label, hash_of(label)),
                    "description": rename(f"What people said about {name.lower()}.", hash_of(name)),
                    "key_phrases": rename("one; two", hash_of(name)),
                    "n_statements": len(of_it),
                    "n_participants": of_it["speaker_id"].nunique(),
                    "n_sessions": of_it["session_id"].nunique(),
                    "stability": STABILITY.get(identifier),
                }
            )
    return pd.DataFrame(rows)


def _shares(participants: pd.DataFrame, spoken: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for attribute in ("everyone", "neighborhood", "stakeholder_group"):
        groups = [("everyone", participants)] if attribute == "everyone" else list(participants.groupby(attribute))
        for group, people in groups:
            for theme in themes["theme_id"]:
                column = "subtheme_id" if "." in theme else "theme_id"
                raised = spoken[(spoken[column] == theme) & spoken["speaker_id"].isin(people["speaker_id"])]["speaker_id"].nunique()
                share = raised / len(people)
                n_sessions = people["session_id"].nunique()
                rows.append(
                    {
                        "attribute": attribute,
                        "group": group,
                        "theme_id": theme,
                        "unit": "participant",
                        "n_raised": raised,
                        "n_heard": len(people),
                        "n_sessions": n_sessions,
                        "share": share,
                        "low": max(0.0, share - 0.12),
                        "high": min(1.0, share + 0.12),
                        "design_effect": 1.3,
                        "adequate": n_sessions >= 2 and len(people) >= 10,
                    }
                )
    return pd.DataFrame(rows)


def _accounting(statements: pd.DataFrame) -> pd.DataFrame:
    counts = {column.name: 1 for column in tables.ACCOUNTING.columns if column.kind == "integer"}
    return pd.DataFrame(
        [
            {"session_id": session, **counts, "n_back_channel": 2, "n_statements": len(rows), "n_not_read": 0}
            for session, rows in statements.groupby("session_id")
        ]
    )


def make_material(frames: dict[str, pd.DataFrame], **settings: object) -> report.Material:
    """Put frames and settings together as `report.gather` does."""
    plan = Plan(
        neighborhoods=tuple(dict.fromkeys(frames["sessions"]["neighborhood"])),
        stakeholder_groups=(*dict.fromkeys(frames["sessions"]["stakeholder_group"]), "business owners"),
    )
    config = Config(**{"name": "Testville", "plan": plan, **settings})
    names = ("sessions", "participants", "statements", "assignments", "themes", "accounting")
    return report.Material(config=config, shares=frames["theme_shares"], **{name: frames[name] for name in names})
