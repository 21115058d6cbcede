"""Krippendorff's alpha equals published figures and an independent implementation, and its interval knows that sessions differ."""

from __future__ import annotations

import math

import krippendorff
import numpy as np
import pytest

from peace_analysis.coding.alpha import measure_alpha, measure_alpha_of_sets

NO = math.nan
# Krippendorff's example of four coders and twelve units.
FOUR_BY_TWELVE = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
    [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
]


@pytest.mark.parametrize(("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_the_published_one(level, expected):
    found = measure_alpha(FOUR_BY_TWELVE, level=level)
    assert round(found.value, 3) == expected
    assert (found.n_units, found.n_values) == (11, 40)  # the unit with a single value does not count
    assert found.low < found.value < found.high


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_alpha_is_that_of_an_independent_implementation_on_random_tables_with_missing_values(level):
    rng = np.random.default_rng(20260401)
    n_compared = 0
    for _ in range(120):
        ratings = rng.integers(0, rng.integers(2, 7), (rng.integers(2, 6), rng.integers(3, 40))).astype(float)
        ratings[rng.random(ratings.shape) < rng.choice([0, 0.2, 0.5])] = NO
        found = measure_alpha(ratings, level=level).value
        try:
            expected = krippendorff.alpha(ratings, level_of_measurement=level)
        except ValueError:  # nothing varies, or no unit has two values
            assert math.isnan(found)
            continue
        n_compared += 1
        assert found == pytest.approx(expected, nan_ok=True)
    assert n_compared > 100


def test_alpha_of_sets_is_nominal_alpha_where_each_set_holds_one_code():
    rng = np.random.default_rng(3)
    ratings = rng.integers(0, 4, (3, 25)).astype(float)
    ratings[rng.random(ratings.shape) < 0.25] = NO
    sets = [[None if math.isnan(value) else {str(value)} for value in row] for row in ratings]
    assert measure_alpha_of_sets(sets).value == pytest.approx(krippendorff.alpha(ratings, level_of_measurement="nominal"))


def test_sets_that_share_a_code_differ_less_than_sets_that_share_none():
    rest = [{"b"}, {"c"}, {"a"}, {"b"}]
    shared = measure_alpha_of_sets([[{"a", "b"}, *rest], [{"a"}, *rest]]).value
    apart = measure_alpha_of_sets([[{"c", "b"}, *rest], [{"a"}, *rest]]).value
    assert apart < shared < 1
    # By hand, units ({a, b}, {a}) and ({b}, {b}): observed 1/3 twice over 4 values, expected over the 12 ordered pairs of the 4 values.
    small = measure_alpha_of_sets([[{"a", "b"}, {"b"}], [{"a"}, {"b"}]]).value
    expected = 2 * (1 / 3 + 2 / 3 + 2)  # {a,b}-{a}; twice {a,b}-{b}; twice {a}-{b}
    assert small == pytest.approx(1 - (2 / 3 / 4) / (expected / 12))


def test_the_jackknife_is_the_one_worked_out_by_hand():
    ratings = np.array([[0, 0, 1, 1, 0, 1], [0, 1, 1, 1, 0, 0]], dtype=float)
    found = measure_alpha(ratings)
    left = [krippendorff.alpha(np.delete(ratings, unit, axis=1), level_of_measurement="nominal") for unit in range(6)]
    error = math.sqrt(5 / 6 * sum((value - sum(left) / 6) ** 2 for value in left))
    assert found.low == pytest.approx(max(-1, found.value - 2.5706 * error), abs=1e-4)  # t quantile, 5 degrees of freedom


def test_whole_sessions_are_left_out_where_they_are_named():
    ratings = np.array([[0, 0, 1, 1, 0, 1], [0, 1, 1, 1, 0, 0]], dtype=float)
    found = measure_alpha(ratings, clusters=["S1", "S1", "S2", "S2", "S3", "S3"])
    left = [krippendorff.alpha(np.delete(ratings, [2 * k, 2 * k + 1], axis=1), level_of_measurement="nominal") for k in range(3)]
    error = math.sqrt(2 / 3 * sum((value - sum(left) / 3) ** 2 for value in left))
    assert found.low == pytest.approx(max(-1, found.value - 4.3027 * error), abs=1e-4)


def test_perfect_agreement_on_few_statements_is_not_certain():
    few, many = (measure_alpha([[0, 1] * n, [0, 1] * n]) for n in (5, 100))
    assert few.value == many.value == 1
    assert few.high == 1
    # Ten statements without a difference: fewer than 1 - .05^(1/10) = .2589 differ; expected by chance 2*10*10/(20*19) = .5263.
    assert few.low == pytest.approx(1 - 0.2589 / 0.5263, abs=1e-3)
    assert few.low < 0.9 < many.low < 1


@pytest.mark.parametrize("ratings", [[[1, 1, 1], [1, 1, 1]], [[1, NO], [NO, 2]], np.empty((2, 0))], ids=["one value", "no pair", "no unit"])
def test_where_nothing_can_be_said_alpha_is_missing(ratings):
    assert math.isnan(measure_alpha(ratings).value)


def test_what_is_no_table_of_ratings_is_refused():
    with pytest.raises(ValueError, match="one row per coder"):
        measure_alpha([1, 2, 3])
    with pytest.raises(ValueError, match="one label per unit"):
        measure_alpha([[1, 2], [1, 2]], clusters=["S1"])
    with pytest.raises(ValueError, match="not empty"):
        measure_alpha_of_sets([[set()], [{"a"}]])


def test_leaving_out_sessions_holds_the_truth_more_often_than_leaving_out_statements():
    """15 sessions of 30 statements; a theme of .3 with ICC .10, coders who err more in some sessions than in others."""
    rng = np.random.default_rng(1)

    def code(n_sessions):
        share = rng.beta(2.7, 6.3, n_sessions)[:, None]
        error = np.clip(0.1 * rng.gamma(2, 0.5, n_sessions), 0, 0.33)[:, None]
        truth = rng.random((n_sessions, 30)) < share
        coders = [truth ^ (rng.random(truth.shape) < np.where(truth, 3 * error, error / 2)) for _ in range(2)]
        return np.array([coder.reshape(-1) for coder in coders], dtype=float)

    true = krippendorff.alpha(code(4000), level_of_measurement="nominal")
    sessions = np.repeat(np.arange(15), 30).tolist()
    held = np.zeros(2)
    for _ in range(120):
        ratings = code(15)
        for place, found in enumerate((measure_alpha(ratings), measure_alpha(ratings, clusters=sessions))):
            held[place] += found.low <= true <= found.high
    assert held[0] / 120 < 0.86
    assert held[1] / 120 >= 0.90
