"""Power and detectable differences against the simulated table of METHODS section 3."""

from __future__ import annotations

import numpy as np
import pytest

from peace_analysis.groups.power import approximate_power, detectable_difference

DEFF = 1 + 11 * 0.10  # 12 people a session, ICC .10
SIMULATED = {(3, 12): (0.25, 0.52), (5, 10): (0.34, 0.66), (10, 20): (0.67, 0.94), (20, 40): (0.94, 1.00)}


@pytest.mark.parametrize(("sessions", "powers"), SIMULATED.items(), ids=[f"{a}v{b}" for a, b in SIMULATED])
def test_power_agrees_with_the_simulated_table_within_5_points(sessions: tuple[int, int], powers: tuple[float, float]) -> None:
    people = (12 * sessions[0], 12 * sessions[1])
    found = approximate_power(0.3, [0.2, 0.3], DEFF, people=people, sessions=sessions)
    assert found == pytest.approx(powers, abs=0.05)


def test_the_detectable_difference_is_the_one_with_a_power_of_80_percent() -> None:
    gap = detectable_difference(0.3, DEFF, people=(60, 120), sessions=(5, 10))
    assert approximate_power(0.3, gap, DEFF, people=(60, 120), sessions=(5, 10)) == pytest.approx(0.8, abs=1e-4)


def test_the_detectable_difference_lies_where_the_simulated_table_says() -> None:
    # 10 v 20: +20 points are found in .67 of programmes and +30 in .94; 20 v 40: +20 in .94.
    assert 0.2 < detectable_difference(0.3, DEFF, people=(120, 240), sessions=(10, 20)) < 0.3
    assert detectable_difference(0.3, DEFF, people=(240, 480), sessions=(20, 40)) < 0.2
    assert detectable_difference(0.3, DEFF, people=(36, 144), sessions=(3, 12)) > 0.3


def test_more_sessions_and_less_likeness_detect_smaller_differences() -> None:
    few, many = (detectable_difference(0.3, DEFF, people=(12 * n, 24 * n), sessions=(n, 2 * n)) for n in (4, 12))
    assert many < few
    assert detectable_difference(0.3, 1.0, people=(60, 120), sessions=(5, 10)) < detectable_difference(
        0.3, 3.0, people=(60, 120), sessions=(5, 10)
    )


@pytest.mark.parametrize(
    ("base", "effect", "people", "sessions"),
    [(0.3, np.nan, (24, 24), (2, 2)), (0.3, 1.5, (12, 12), (1, 1)), (0.95, 2.0, (24, 150), (2, 13))],
    ids=["no design effect", "one session each", "no room above"],
)
def test_where_nothing_could_be_found_no_difference_is_given(
    base: float, effect: float, people: tuple[int, int], sessions: tuple[int, int]
) -> None:
    assert np.isnan(detectable_difference(base, effect, people=people, sessions=sessions))


def test_it_works_for_all_themes_at_once() -> None:
    found = detectable_difference([0.1, 0.3, 0.5], [1.0, 2.0, 3.0], people=(60, 120), sessions=(5, 10))
    alone = [
        float(detectable_difference(b, e, people=(60, 120), sessions=(5, 10)))
        for b, e in zip((0.1, 0.3, 0.5), (1.0, 2.0, 3.0), strict=True)
    ]
    assert found.tolist() == pytest.approx(alone)
