"""An exact p can tell a masked count: a theme that has one gets none, and corrected p are bounds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from peace_analysis.disclosure.p_values import BOUNDS, bound_p, withhold_p


def test_a_bound_is_never_below_the_p_and_one_of_nine() -> None:
    values = pd.Series([0.00001, 0.001, 0.0011, 0.0499, 0.05, 0.0501, 0.3, 1.0, np.nan])
    bounds = bound_p(values)
    assert bounds.tolist()[:-1] == [0.001, 0.001, 0.005, 0.05, 0.05, 0.1, 0.5, 1.0]
    assert np.isnan(bounds.iloc[-1])
    assert set(bounds.dropna()) <= set(BOUNDS)


def test_no_bound_moves_a_result_over_the_threshold() -> None:
    values = pd.Series(np.random.default_rng(0).random(2_000))
    assert ((bound_p(values) <= 0.05) == (values <= 0.05)).all()


def test_a_theme_with_a_masked_count_has_no_p_in_any_comparison() -> None:
    rows = pd.DataFrame({"theme_id": ["T1", "T2", "T1"], "group": list("abc"), "p": [0.0123, 0.0321, 0.2], "q": [0.03, 0.06, 0.4]})
    kept = withhold_p(rows, {"T1"})
    assert kept["p"].isna().tolist() == [True, False, True]
    assert kept.loc[1, ["p", "q"]].tolist() == [0.0321, 0.1]
    assert kept["q"].isna().tolist() == [True, False, True]
    assert withhold_p(rows, (), every=True)["p"].tolist() == [0.02, 0.05, 0.2]
