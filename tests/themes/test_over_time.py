"""Themes over time, in periods that show nobody."""

from __future__ import annotations

import pandas as pd

from peace_analysis.settings import Privacy
from peace_analysis.themes.over_time import themes_over_time

DATES = {"S1": "2026-01-10", "S2": "2026-01-20", "S3": "2026-02-05", "S4": "2026-02-20", "S5": "2026-03-01"}
EARLY, LATE = "2026-01", "2026-02 to 2026-03"


def programme(raised: dict[str, int], people: int = 6) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Six people a session; so many of each session raise T01, the others T02."""
    rows = [
        (f"{session}-{person}", session, f"{session}-P{person}", "T01" if person < raised.get(session, 0) else "T02")
        for session in DATES
        for person in range(people)
    ]
    frame = pd.DataFrame(rows, columns=["statement_id", "session_id", "speaker_id", "theme_id"])
    sessions = pd.DataFrame({"session_id": list(DATES), "date": list(DATES.values())})
    return frame[["statement_id", "session_id", "speaker_id"]], frame[["statement_id", "theme_id"]], sessions


def count(raised: dict[str, int], people: int = 6) -> pd.DataFrame:
    return themes_over_time(*programme(raised, people), Privacy())


def cell(table: pd.DataFrame, theme: str, period: str) -> pd.Series:
    return table.set_index(["theme_id", "period"]).loc[(theme, period)]


def test_months_are_joined_until_a_period_may_be_shown() -> None:
    table = count({"S1": 4, "S2": 4, "S3": 3, "S4": 3, "S5": 3})
    # January has two sessions and twelve people, so has February; March with one session joins February.
    assert sorted(table["period"].unique()) == [EARLY, LATE]
    early, late = cell(table, "T01", EARLY), cell(table, "T01", LATE)
    assert (early["n_raised"], early["n_heard"], early["n_sessions"]) == (8, 12, 2)
    assert (late["n_raised"], late["n_heard"], late["n_sessions"]) == (9, 18, 3)
    assert early["share"] == 8 / 12
    assert (late["first_day"], late["last_day"]) == ("2026-02-05", "2026-03-01")


def test_fewer_than_three_are_not_given_and_neither_is_what_would_give_them_away() -> None:
    table = count({"S1": 2, "S3": 3, "S4": 3, "S5": 3})
    for period in (EARLY, LATE):
        assert pd.isna(cell(table, "T01", period)["n_raised"])
        assert pd.isna(cell(table, "T01", period)["share"])
        assert cell(table, "T01", period)["shown"].startswith("fewer than 3")


def test_all_but_fewer_than_three_are_not_given() -> None:
    table = count({"S1": 6, "S2": 5, "S3": 3, "S4": 3, "S5": 3})
    assert pd.isna(cell(table, "T01", EARLY)["n_raised"])


def test_too_few_people_for_two_periods_give_no_row() -> None:
    assert count({"S1": 2}, people=2).empty


def test_sessions_without_a_date_or_speakers_are_left_out() -> None:
    statements, assignments, sessions = programme({"S1": 4, "S2": 4, "S3": 3, "S4": 3, "S5": 3})
    sessions.loc[4, "date"] = None
    table = themes_over_time(statements, assignments, sessions, Privacy())
    assert cell(table, "T01", "2026-02")["n_heard"] == 12
    statements["speaker_id"] = pd.Series([None] * len(statements), dtype="str")
    assert themes_over_time(statements, assignments, sessions, Privacy()).empty
