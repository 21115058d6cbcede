"""Waves of a city are cut in one way: two cuts would give the sessions between them away by subtraction."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from peace_analysis.across import mark_waves
from peace_analysis.cities.wave_memory import MEMORY, refuse_other_cut, remember_cut
from peace_analysis.city import City
from peace_analysis.errors import InputError

SESSIONS = pd.DataFrame({
    "session_id": [f"R{number:02d}" for number in range(1, 9)],
    "date": [f"2026-01-{day:02d}" for day in range(1, 16, 2)],
    "round": ["one"] * 4 + ["two"] * 4,
})  # fmt: skip


def cut(waves: str, sessions: pd.DataFrame = SESSIONS) -> pd.DataFrame:
    return mark_waves(sessions, waves)


@pytest.fixture
def published(place: City) -> City:
    """A city whose waves were published, cut between the fourth and the fifth session."""
    refuse_other_cut(place, cut("2026-01-09"))  # nothing is remembered yet
    remember_cut(place, cut("2026-01-09"), "2026-01-09")
    return place


@pytest.mark.parametrize("waves", ["2026-01-09", "2026-01-08", "round"])
def test_the_same_cut_by_any_name_may_be_compared_again(published: City, waves: str) -> None:
    refuse_other_cut(published, cut(waves))


@pytest.mark.parametrize("day", ["2026-01-07", "2026-01-10", "2026-01-15"])
def test_another_day_is_refused_with_the_reason_and_what_to_do(published: City, day: str) -> None:
    with pytest.raises(InputError) as caught:
        refuse_other_cut(published, cut(day))
    (problem,) = caught.value.problems
    told = str(problem)
    assert told.startswith(f"riverton/{MEMORY}: ")
    for words in ("by subtraction", "--waves 2026-01-09", "has left the team, delete this file"):
        assert words in told
    (published.folder / MEMORY).unlink()
    refuse_other_cut(published, cut(day))


def test_joining_or_parting_waves_or_leaving_a_session_out_is_another_cut(published: City) -> None:
    three, left_out = ["one"] * 4 + ["two"] * 2 + ["three"] * 2, [None, *["one"] * 3, *["two"] * 4]
    for waves in (three, left_out):
        with pytest.raises(InputError, match="by subtraction"):
            refuse_other_cut(published, cut("round", SESSIONS.assign(round=waves)))


def test_new_sessions_are_no_other_cut_and_are_remembered_from_then_on(published: City) -> None:
    later = pd.DataFrame({"session_id": ["R09", "R10"], "date": ["2026-02-01", "2026-02-03"], "round": ["two", "two"]})
    more = pd.concat([SESSIONS, later], ignore_index=True)
    refuse_other_cut(published, cut("2026-01-09", more))
    remember_cut(published, cut("round", more), "round")
    noted = json.loads((published.folder / MEMORY).read_text(encoding="utf-8"))
    assert noted["waves"] == "2026-01-09"
    assert len(noted["sessions"]) == 10
    assert len(set(noted["sessions"].values())) == 2
    with pytest.raises(InputError, match="by subtraction"):
        refuse_other_cut(published, cut("2026-02-02", more))


@pytest.mark.parametrize("text", ["", "[]", '{"waves": "round"}', '{"waves": "round", "sessions": 3}'])
def test_a_damaged_memory_stops_the_comparison(published: City, text: str) -> None:
    (published.folder / MEMORY).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        refuse_other_cut(published, cut("2026-01-09"))
