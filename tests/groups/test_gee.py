"""The second view by generalised estimating equations: offered to many sessions only, and honest where it cannot be fitted."""

from __future__ import annotations

import numpy as np
import pytest
from invented_programme import programme

from peace_analysis.groups.gee import MORE_THAN, SEPARATED, second_view


def sessions(n: int, share: float, other: float) -> list[tuple[str, int, tuple[int, ...]]]:
    rng = np.random.default_rng(7)
    return [("a" if s % 2 else "b", 10, (int(rng.binomial(10, share if s % 2 else other)),)) for s in range(n)]


@pytest.mark.parametrize("n", [15, MORE_THAN])
def test_up_to_40_sessions_it_is_not_offered(n: int) -> None:
    with pytest.raises(ValueError, match=f"above 40 sessions, and there are {n}"):
        second_view(programme(sessions(n, 0.5, 0.5)), "stakeholder_group", ["T01"])


def test_above_40_sessions_a_planted_odds_ratio_is_held_by_its_interval() -> None:
    pytest.importorskip("statsmodels", reason="the GEE needs statsmodels")
    found = second_view(programme(sessions(60, 0.6, 0.3)), "stakeholder_group", ["T01"])
    first = found[found["group"] == "a"].iloc[0]
    assert first["low"] < (0.6 / 0.4) / (0.3 / 0.7) < first["high"]
    assert first["p"] < 0.001
    assert first["note"] == ""
    mirrored = found[found["group"] == "b"].iloc[0]
    assert mirrored["odds_ratio"] == pytest.approx(1 / first["odds_ratio"], rel=1e-3)


def test_without_a_difference_the_odds_ratio_is_near_1() -> None:
    pytest.importorskip("statsmodels", reason="the GEE needs statsmodels")
    first = second_view(programme(sessions(60, 0.4, 0.4)), "stakeholder_group", ["T01"]).iloc[0]
    assert first["low"] < 1 < first["high"]


@pytest.mark.parametrize("counts", [(0, 5), (10, 5)], ids=["nobody of one side", "everybody of one side"])
def test_perfect_separation_is_said_and_not_fitted(counts: tuple[int, int]) -> None:
    heard = programme([("a", 10, (counts[0],)) if s % 2 else ("b", 10, (counts[1],)) for s in range(50)])
    found = second_view(heard, "stakeholder_group", ["T01"])
    assert set(found["note"]) == {SEPARATED}
    assert found[["odds_ratio", "low", "high", "p"]].isna().all(axis=None)
