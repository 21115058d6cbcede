"""Intervals against published values and against a simulation of sessions."""

from __future__ import annotations

import numpy as np
import pytest

from peace_analysis.groups.intervals import cluster_interval, design_effect, difference_interval, ratio_interval, wilson_interval


@pytest.mark.parametrize(
    ("raised", "heard", "expected"),
    [
        (5, 10, (0.2366, 0.7634)),
        (0, 10, (0.0, 0.2775)),
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (1, 29, (0.0061, 0.1718)),
    ],
    ids=["half", "nobody", "Newcombe 81/263", "Newcombe 15/148", "Newcombe 1/29"],
)
def test_wilson_interval_matches_published_values(raised: int, heard: int, expected: tuple[float, float]) -> None:
    assert wilson_interval([raised], [heard])[0] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [((56, 70), (48, 80), (0.2, 0.0524, 0.3339)), ((10, 10), (0, 10), (1.0, 0.6075, 1.0)), ((5, 56), (0, 29), (0.0893, -0.0381, 0.1926))],
    ids=["56/70 v 48/80", "10/10 v 0/10", "5/56 v 0/29"],
)
def test_difference_interval_matches_newcombe_1998(
    first: tuple[int, int], second: tuple[int, int], expected: tuple[float, float, float]
) -> None:
    (l1, u1), (l2, u2) = wilson_interval([first[0], second[0]], [first[1], second[1]])
    found = difference_interval((first[0] / first[1], l1, u1), (second[0] / second[1], l2, u2))
    assert found == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("raised", "heard"), [([11], [10]), ([-1], [10]), ([0], [0])])
def test_impossible_counts_are_refused(raised: list[int], heard: list[int]) -> None:
    with pytest.raises(ValueError, match="raised <= heard"):
        wilson_interval(raised, heard)


def test_design_effect_is_worked_out_by_hand() -> None:
    # One group, two sessions of 10: 8 and 2 raise it. p = .5; squares (3^2 + 3^2) / (.25 + 1/20) = 60; x 2/(2-1) / 20 = 6.
    assert design_effect([8, 2], [10, 10], [0, 0]) == pytest.approx(6.0)


def test_design_effect_is_at_least_one_and_missing_without_replication() -> None:
    assert design_effect([5, 5, 5], [10, 10, 10], [0, 0, 0]) == 1.0
    assert np.isnan(design_effect([5, 5], [10, 10], [0, 1]))


def test_an_interval_is_missing_where_nothing_tells_how_sessions_differ() -> None:
    assert np.isnan(cluster_interval([5], [10], np.nan, 0)).all()


def test_ratio_interval_holds_the_ratio_and_survives_a_zero() -> None:
    ratio, low, high = ratio_interval((20, 40), (10, 40), 1.0, 1e9)
    assert ratio == pytest.approx(1.95, abs=0.01)
    # Katz's log interval without the correction is (1.08, 3.72) for 20/40 v 10/40.
    assert (low, high) == (pytest.approx(1.08, abs=0.06), pytest.approx(3.72, abs=0.2))
    assert all(np.isfinite(ratio_interval((0, 40), (10, 40), 1.5, 10)))


def test_coverage_of_shares_in_simulated_programmes() -> None:
    """METHODS section 2: .92-.98 of programmes at ICC .10, groups of two to eight sessions of 12 people, shares .05-.60."""
    rng = np.random.default_rng(20260401)
    sizes, icc, people = np.array([2, 5, 8]), 0.10, 12
    groups = np.repeat(np.arange(3), sizes)
    for share in (0.05, 0.3, 0.6):
        concentration = (1 - icc) / icc
        held = np.zeros(3)
        n_programmes = 1500
        for _ in range(n_programmes):
            of_session = rng.beta(share * concentration, (1 - share) * concentration, size=len(groups))
            raised = rng.binomial(people, of_session)
            effect = design_effect(raised, np.full(len(groups), people), groups)
            totals = np.bincount(groups, weights=raised)
            bounds = cluster_interval(totals, sizes * people, effect, len(groups) - 3)
            held += (bounds[:, 0] <= share) & (share <= bounds[:, 1])
        # Monte Carlo error of 1,500 programmes is .006.
        assert (held / n_programmes >= 0.92 - 0.012).all()
        assert (held / n_programmes <= 0.99).all()
