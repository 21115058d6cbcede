"""Tables of a run for people counted by hand: who raised what in each session."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from peace_analysis import disclosure
from peace_analysis.settings import Privacy

# session -> (neighborhood, precinct, stakeholder group, people); theme -> session -> people who raised it (the first so many)
Sessions = Mapping[str, tuple[str, str, str, int]]
Raised = Mapping[str, Mapping[str, int]]

SIX = {
    "S1": ("Eastgate", "East", "residents", 12),
    "S2": ("Eastgate", "East", "youth", 12),
    "S3": ("Mill Flats", "East", "residents", 12),
    "S4": ("Mill Flats", "East", "youth", 12),
    "S5": ("Old Town", "West", "residents", 12),
    "S6": ("Old Town", "West", "youth", 12),
}


def make_tables(sessions: Sessions, raised: Raised) -> dict[str, pd.DataFrame]:
    """Build the tables that masking starts from; a theme's statements answer no standing question."""
    people, statements, assignments = [], [], []
    for session, (place, _, group, n) in sessions.items():
        for person in range(n):
            speaker = f"{session}-P{person:02d}"
            people.append(
                {"speaker_id": speaker, "session_id": session, "neighborhood": place, "stakeholder_group": group, "quote_consent": False}
            )
            for turn, theme in enumerate([theme for theme, counts in raised.items() if person < counts.get(session, 0)] or [None]):
                key = f"{speaker}-{turn}"
                said = {"statement_id": key, "session_id": session, "turn": turn, "speaker_id": speaker, "question": "none"}
                statements.append({**said, "request": False, "language": "en", "text": "It is dark.", "quotable": False})
                placed = {"theme_id": theme, "subtheme_id": None, "membership": None if theme is None else 0.5, "residual": theme is None}
                assignments.append({"statement_id": key, **placed})
    held = [
        {
            "session_id": session,
            "date": "2026-01-10",
            "mode": "in_person",
            "language": "en",
            "neighborhood": place,
            "precinct": precinct,
            "stakeholder_group": group,
            "n_attended": 20,
            "form": "verbatim",
            "transcript": f"{session}.vtt",
        }
        for session, (place, precinct, group, _) in sessions.items()
    ]
    return {
        "statements": pd.DataFrame(statements),
        "assignments": pd.DataFrame(assignments),
        "participants": pd.DataFrame(people),
        "sessions": pd.DataFrame(held),
        "themes": pd.DataFrame({"theme_id": list(raised), "parent_id": None, "name": list(raised)}),
    }


def mask(
    sessions: Sessions, raised: Raised, by: tuple[str, ...] = ("neighborhood", "stakeholder_group"), privacy: Privacy | None = None
) -> disclosure.Masked:
    """Mask the people's tables."""
    return disclosure.mask_release(**make_tables(sessions, raised), by=by, privacy=privacy or Privacy())
