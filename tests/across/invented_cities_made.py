"""Cities made up for tests: how many of each session raised which subject, and vectors near their subject's own direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from peace_analysis import across, tables

DIMENSIONS = 24


def make_city(
    key: str,
    subjects: Mapping[int, Sequence[int]],
    *,
    people: int = 10,
    seed: int = 0,
    own: Mapping[int, str] | None = None,
    speakers: bool = True,
    fingerprint: str = "one",
) -> across.Voices:
    """A city in which, of `people` of each session, the first so many raised each subject (by its number), once each.

    Its own themes are the subjects, called T followed by the number, or as `own` says.
    """
    n_sessions = len(next(iter(subjects.values())))
    rows = []
    for session in range(n_sessions):
        for person in range(people):
            said = [subject for subject, counts in subjects.items() if person < counts[session]] or [-1]
            rows += [(f"{key}{session:02d}", f"{key}{session:02d}-P{person:02d}", subject) for subject in said]
    frame = pd.DataFrame(rows, columns=["session_id", "speaker_id", "subject"])
    n = len(frame)
    statements = pd.DataFrame(
        {
            "statement_id": [f"{key}-{row:04d}" for row in range(n)],
            "session_id": frame["session_id"],
            "turn": np.arange(n) + 1,
            "speaker_id": frame["speaker_id"] if speakers else None,
            "question": "a",
            "request": False,
            "language": "en",
            "text": [f"We said word{subject} in sentence {row} of {key}." for row, subject in enumerate(frame["subject"])],
            "quotable": True,
        }
    )
    names = {subject: (own or {}).get(subject, f"T{subject:02d}") for subject in subjects}
    place = frame["subject"].where(frame["subject"] >= 0, DIMENSIONS - 1)
    vectors = np.eye(DIMENSIONS)[place] + np.random.default_rng([seed, *key.encode()]).normal(scale=0.12, size=(n, DIMENSIONS))
    sessions = pd.DataFrame({"session_id": sorted(frame["session_id"].unique())}).assign(
        date=[f"2026-01-{day + 1:02d}" for day in range(n_sessions)], mode="in_person", language="en", neighborhood=None,
        stakeholder_group=None, n_attended=people, form="verbatim", transcript=None,
    )  # fmt: skip
    everyone = frame[["speaker_id", "session_id"]].drop_duplicates().assign(neighborhood=None, stakeholder_group=None, quote_consent=True)
    placed = pd.DataFrame(
        {
            "statement_id": statements["statement_id"],
            "theme_id": frame["subject"].map(names),
            "subtheme_id": None,
            "membership": 1.0,
            "residual": frame["subject"] < 0,
        }
    )
    themes = pd.DataFrame({"theme_id": list(names.values()), "parent_id": None, "name": [f"{name} of {key}" for name in names.values()]})
    return across.Voices(
        key,
        key.capitalize(),
        tables.check_table(statements, tables.STATEMENTS),
        placed,
        everyone if speakers else everyone.head(0),
        sessions,
        themes,
        np.where(place.to_numpy()[:, None] >= 0, vectors, 0).astype(np.float32),
        fingerprint,
    )
