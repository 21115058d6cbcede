"""People are counted, not remarks; sources without speakers count as sessions."""

from __future__ import annotations

import pandas as pd
import pytest

from peace_analysis.groups import count_groups, theme_shares

SESSIONS = pd.DataFrame(
    {"session_id": ["S1", "S2", "S3"], "neighborhood": ["Old Town", "Old Town", "Lakeview"], "stakeholder_group": ["residents"] * 3}
)


def world(said: list[tuple[str, str | None, str | None]]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Statements, assignments and participants from (session, speaker, theme); theme None fits none."""
    ids = [f"{session}-{n:04d}-01" for n, (session, _, _) in enumerate(said)]
    statements = pd.DataFrame(
        {
            "statement_id": ids,
            "session_id": [session for session, _, _ in said],
            "turn": range(1, len(said) + 1),
            "speaker_id": [speaker for _, speaker, _ in said],
            "question": "a",
            "request": False,
            "language": "en",
            "text": "words",
            "quotable": True,
        }
    )
    assignments = pd.DataFrame(
        {
            "statement_id": ids,
            "theme_id": [theme for _, _, theme in said],
            "subtheme_id": [f"{theme}.1" if theme else None for _, _, theme in said],
            "membership": 1.0,
            "residual": [theme is None for _, _, theme in said],
        }
    )
    speakers = sorted({(speaker, session) for session, speaker, _ in said if speaker})
    participants = pd.DataFrame(
        {
            "speaker_id": [speaker for speaker, _ in speakers],
            "session_id": [session for _, session in speakers],
            "neighborhood": None,
            "stakeholder_group": None,
            "quote_consent": True,
        }
    )
    return statements, assignments, participants


def row(shares: pd.DataFrame, attribute: str, group: str, theme: str, unit: str = "participant") -> pd.Series:
    found = shares[
        (shares["attribute"] == attribute) & (shares["group"] == group) & (shares["theme_id"] == theme) & (shares["unit"] == unit)
    ]
    assert len(found) == 1
    return found.iloc[0]


def test_somebody_who_says_it_ten_times_counts_once() -> None:
    said = [("S1", "A", "T01")] * 10 + [("S1", "B", "T02"), ("S2", "C", "T02"), ("S2", "D", "T02")]
    found = row(theme_shares(*world(said), SESSIONS), "everyone", "everyone", "T01")
    assert (found["n_raised"], found["n_heard"], found["share"], found["n_sessions"]) == (1, 4, 0.25, 2)


def test_a_participant_without_an_own_value_has_the_session_s() -> None:
    said = [("S1", "A", "T01"), ("S2", "B", "T02"), ("S3", "C", "T01")]
    shares = theme_shares(*world(said), SESSIONS, by=("neighborhood",))
    assert row(shares, "neighborhood", "Lakeview", "T01")["n_heard"] == 1
    assert row(shares, "neighborhood", "Old Town", "T01")["n_raised"] == 1


def test_an_own_value_goes_before_the_session_s() -> None:
    statements, assignments, participants = world([("S1", "A", "T01"), ("S2", "B", "T02"), ("S3", "C", "T01")])
    participants.loc[participants["speaker_id"] == "A", "neighborhood"] = "Lakeview"
    shares = theme_shares(statements, assignments, participants, SESSIONS, by=("neighborhood",))
    assert row(shares, "neighborhood", "Lakeview", "T01")["n_heard"] == 2


def test_sources_without_speakers_count_as_sessions_only() -> None:
    said = [("S1", "A", "T01"), ("S2", "B", "T02"), ("S3", None, "T01"), ("S3", None, "T02")]
    shares = theme_shares(*world(said), SESSIONS)
    assert row(shares, "everyone", "everyone", "T01")["n_heard"] == 2
    found = row(shares, "everyone", "everyone", "T01", unit="session")
    assert (found["n_raised"], found["n_heard"]) == (2, 3)


def test_whoever_said_only_things_that_fit_no_theme_is_still_in_the_denominator() -> None:
    said = [("S1", "A", "T01"), ("S1", "B", None), ("S2", "C", None)]
    assert row(theme_shares(*world(said), SESSIONS), "everyone", "everyone", "T01")["n_heard"] == 3


def test_a_group_heard_once_is_not_adequate_and_subthemes_are_counted_too() -> None:
    said = (
        [("S1", f"A{n}", "T01") for n in range(6)]
        + [("S2", f"B{n}", "T01") for n in range(6)]
        + [("S3", f"C{n}", "T02") for n in range(12)]
    )
    shares = theme_shares(*world(said), SESSIONS, by=("neighborhood",))
    assert bool(row(shares, "neighborhood", "Old Town", "T01.1")["adequate"])
    assert not bool(row(shares, "neighborhood", "Lakeview", "T02")["adequate"])
    assert dict(count_groups(shares).set_index("group")["n_heard"])["Lakeview"] == 12


def test_an_unknown_attribute_is_named() -> None:
    with pytest.raises(ValueError, match="compare_by: shoe_size"):
        theme_shares(*world([("S1", "A", "T01")]), SESSIONS, by=("shoe_size",))


def test_statements_in_a_language_that_is_not_read_count_nobody() -> None:
    statements, assignments, participants = world([("S1", "A", "T01"), ("S2", "B", "T01")])
    assignments.loc[1, ["theme_id", "subtheme_id"]] = None
    assert row(theme_shares(statements, assignments, participants, SESSIONS), "everyone", "everyone", "T01")["n_heard"] == 1
