"""Survey scales, against numbers worked out by hand or by other code."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from peace_analysis.surveys import LINKED, UNLINKED, Scale, compare_waves, measure_reliability, score_scale, summarise_scale

TRUST = Scale("trust", "Trust in police", {"t1": "", "t2": "", "t3": "", "t4": ""}, reverse=("t4",))


def answers(rows: list[tuple[float, ...]], **columns: object) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["t1", "t2", "t3", "t4"]).assign(**columns)


def test_a_score_is_the_mean_of_the_items_answered_with_reversed_ones_turned_round() -> None:
    scores = score_scale(answers([(5, 4, 3, 2), (5, 5, 5, 1), (1, 2, math.nan, 5)]), TRUST)
    assert scores.tolist() == pytest.approx([(5 + 4 + 3 + 4) / 4, 5.0, (1 + 2 + 1) / 3])


def test_half_of_the_items_are_not_enough_and_a_blank_is_never_nought() -> None:
    blank = math.nan
    scores = score_scale(answers([(4, 4, blank, blank), (4, 4, 4, blank), (blank, blank, blank, blank)]), TRUST)
    assert math.isnan(scores[0])
    assert scores[1] == 4.0
    assert math.isnan(scores[2])


def test_alpha_is_cronbachs() -> None:
    # Item variances 1, 4, 1 and variance of the sum 12, by hand: alpha = 3/2 * (1 - 6/12).
    table = pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 3, 5], "c": [2.0, 1, 3]})
    total = table.sum(axis=1).var()
    by_hand = 3 / 2 * (1 - table.var().sum() / total)
    measured = measure_reliability(table, Scale("s", "S", {"a": "", "b": "", "c": ""}))
    assert measured.alpha == pytest.approx(by_hand)
    assert measured.n == 3


def test_alpha_and_omega_agree_where_all_items_load_alike_and_omega_is_higher_where_they_do_not() -> None:
    rng = np.random.default_rng(3)
    factor = rng.normal(size=40_000)

    def items(loadings: list[float]) -> pd.DataFrame:
        return pd.DataFrame({f"t{i + 1}": w * factor + math.sqrt(1 - w * w) * rng.normal(size=len(factor)) for i, w in enumerate(loadings)})

    scale = Scale("s", "S", dict.fromkeys(("t1", "t2", "t3", "t4"), ""))
    alike = measure_reliability(items([0.7] * 4), scale)
    true_alike = (4 * 0.7) ** 2 / ((4 * 0.7) ** 2 + 4 * (1 - 0.49))
    assert alike.omega == pytest.approx(true_alike, abs=0.01)
    assert alike.alpha == pytest.approx(true_alike, abs=0.01)
    uneven = [0.9, 0.8, 0.4, 0.2]
    measured = measure_reliability(items(uneven), scale)
    true_uneven = sum(uneven) ** 2 / (sum(uneven) ** 2 + sum(1 - w * w for w in uneven))
    assert measured.omega == pytest.approx(true_uneven, abs=0.01)
    assert measured.alpha < measured.omega - 0.02


def test_reliability_is_not_claimed_where_it_is_not_defined() -> None:
    two = Scale("s", "S", {"t1": "", "t2": ""})
    measured = measure_reliability(answers([(1, 2, 0, 0), (2, 3, 0, 0), (5, 4, 0, 0)]), two)
    assert math.isnan(measured.omega)
    assert math.isfinite(measured.alpha)
    assert math.isnan(measure_reliability(answers([(1, 2, 3, 4)]), TRUST).alpha)
    same = answers([(1, 1, 1, 5), (2, 2, 2, 4), (3, 3, 3, 3), (5, 5, 5, 1)])  # four times the same item
    assert math.isnan(measure_reliability(same, TRUST).omega)


def test_a_mean_has_its_people_and_students_interval() -> None:
    table = answers([(4, 4, 4, 2), (2, 2, 2, 4), (3, 3, 3, 3), (5, math.nan, math.nan, math.nan)], wave="2026-01")
    row = summarise_scale(table, TRUST).iloc[0]
    low, high = stats.t.interval(0.95, 2, loc=3, scale=stats.sem([4, 2, 3]))
    assert (row["n_answered"], row["n_scored"], row["mean"]) == (4, 3, 3.0)
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))


def test_groups_are_told_apart_by_wave_and_people_without_a_group_are_left_out() -> None:
    table = answers([(4, 4, 4, 2)] * 4, wave=["a", "a", "b", "b"], group=["x", None, "x", "y"])
    found = summarise_scale(table, TRUST, "group")
    assert found[["wave", "group", "n_scored"]].to_numpy().tolist() == [["a", "x", 1], ["b", "x", 1], ["b", "y", 1]]
    assert found["low"].isna().all()


def test_linked_waves_are_compared_within_people() -> None:
    table = answers(
        [(1, 1, 1, 5), (3, 3, 3, 3), (5, 5, 5, 1), (2, 2, 2, 4), (4, 4, 4, 2)], wave=["a", "a", "a", "b", "b"], respondent=list("pqrpq")
    )
    found = compare_waves(table, TRUST, "a", "b", linked=True)
    assert (found["who"], found["n_first"], found["n_second"], found["difference"]) == (LINKED, 2, 2, 1.0)
    assert found["low"] == found["high"] == 1.0  # both people moved by one point


def test_unlinked_waves_are_two_groups_of_people() -> None:
    table = answers([(1, 1, 1, 5), (3, 3, 3, 3), (5, 5, 5, 1), (2, 2, 2, 4), (4, 4, 4, 2)], wave=["a", "a", "a", "b", "b"])
    found = compare_waves(table, TRUST, "a", "b", linked=False)
    expected = stats.ttest_ind([2, 4], [1, 3, 5], equal_var=False).confidence_interval(0.95)
    assert (found["who"], found["n_first"], found["n_second"], found["difference"]) == (UNLINKED, 3, 2, 0.0)
    assert (found["low"], found["high"]) == (pytest.approx(expected.low), pytest.approx(expected.high))


def test_linked_answers_must_name_everybody_once() -> None:
    table = answers([(1, 1, 1, 5)] * 3, wave=["a", "a", "b"], respondent=["p", "p", "p"])
    with pytest.raises(ValueError, match="once"):
        compare_waves(table, TRUST, "a", "b", linked=True)
    with pytest.raises(ValueError, match="no answers"):
        compare_waves(table, TRUST, "a", "c", linked=True)
