"""Change between two waves of one city: found where it is, not where it is not, and never by small counts."""

from __future__ import annotations

import numpy as np
import pytest
from invented_cities_made import make_city

from peace_analysis import across
from peace_analysis.errors import InputError

DAY = "2026-01-08"  # of the eighth session


def test_more_new_and_gone_are_told_where_the_test_says_so() -> None:
    city = make_city(
        "alder", {0: [1, 1, 2, 1, 1, 2, 1, 8, 7, 8, 9, 8, 8, 9], 1: [5, 4, 6] * 4 + [5, 4], 2: [0] * 7 + [6] * 7, 3: [6] * 7 + [0] * 7}
    )
    found = across.compare_waves(city, across.mark_waves(city.sessions, DAY), seed=1).set_index("theme_id")
    assert found["change"].to_dict() == {"T00": "more", "T01": "", "T02": "new", "T03": "gone"}
    assert found.loc["T00", "difference"] == pytest.approx((57 - 9) / 70)
    assert found.loc["T00", "low"] < found.loc["T00", "difference"] < found.loc["T00", "high"]
    assert found.loc["T03", "difference"] == pytest.approx(-42 / 70)


def test_programmes_without_a_change_are_left_alone() -> None:
    """At nominal .05, 15 programmes give more than three alarms with a chance below .01; benchmarks/across.py draws more."""
    rng = np.random.default_rng(3)
    alarms = 0
    for _ in range(15):
        chance = rng.beta(0.3 * 19, 0.7 * 19, size=(5, 12))
        city = make_city("alder", {theme: rng.binomial(10, chance[theme]).tolist() for theme in range(5)})
        found = across.compare_waves(city, across.mark_waves(city.sessions, "2026-01-07"), n_draws=499)
        alarms += bool((found["change"] != "").any())
    assert alarms <= 3


def test_waves_are_named_by_a_day_or_a_column_in_the_order_of_their_sessions() -> None:
    city = make_city("alder", {0: [5] * 4})
    assert across.list_waves(across.mark_waves(city.sessions, "2026-01-03")) == ["before 2026-01-03", "from 2026-01-03"]
    by_column = city.sessions.assign(round=["z", "z", "a", " "])
    marked = across.mark_waves(by_column, "round")
    assert across.list_waves(marked) == ["z", "a"]
    assert marked["wave"].isna().tolist() == [False, False, False, True]
    assert "wave" not in city.sessions


@pytest.mark.parametrize("waves", ["2025-01-01", "season", "mode"])
def test_waves_that_are_none_are_refused(waves: str) -> None:
    with pytest.raises(InputError):
        across.mark_waves(make_city("alder", {0: [5] * 4}).sessions, waves)


def test_a_wave_too_small_to_be_shown_is_refused() -> None:
    city = make_city("alder", {0: [5] * 4})
    with pytest.raises(InputError, match="too few people, or sessions, are of from 2026-01-04"):
        across.compare_waves(city, across.mark_waves(city.sessions, "2026-01-04"))


def test_a_source_without_speakers_has_no_people_to_compare() -> None:
    city = make_city("alder", {0: [5] * 4}, speakers=False)
    assert across.compare_waves(city, across.mark_waves(city.sessions, "2026-01-03")).empty
