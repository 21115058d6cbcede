"""Alpha and omega against numbers worked out otherwise: by hand, in closed form, and by another search for the same likelihood."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import optimize

from peace_analysis.surveys import Scale, measure_reliability
from peace_analysis.surveys.reliability import bound_alpha


def scale_of(n: int) -> Scale:
    return Scale("s", "S", {f"i{k}": "" for k in range(n)})


def answers_with(covariance: np.ndarray, n: int = 60) -> pd.DataFrame:
    """Answers whose sample covariance is exactly the one given."""
    drawn = np.random.default_rng(5).normal(size=(n, len(covariance)))
    drawn -= drawn.mean(axis=0)
    whitened = drawn @ np.linalg.inv(np.linalg.cholesky(np.cov(drawn, rowvar=False))).T
    return pd.DataFrame(whitened @ np.linalg.cholesky(covariance).T, columns=[f"i{k}" for k in range(len(covariance))])


def test_omega_of_three_items_is_that_of_the_loadings_that_three_correlations_leave_no_choice_of() -> None:
    # One factor and three items: loading 1 = sqrt(r12 r13 / r23), and so on. Here .6, .5, .4 of items with variances 1, 4, 2.25.
    correlation = np.array([[1, 0.6, 0.5], [0.6, 1, 0.4], [0.5, 0.4, 1]])
    spread = np.array([1.0, 2.0, 1.5])
    loadings = np.sqrt([0.6 * 0.5 / 0.4, 0.6 * 0.4 / 0.5, 0.5 * 0.4 / 0.6])
    common = float((loadings * spread).sum()) ** 2
    by_hand = common / (common + float(((1 - loadings**2) * spread**2).sum()))
    found = measure_reliability(answers_with(correlation * np.outer(spread, spread)), scale_of(3))
    assert found.omega == pytest.approx(by_hand, abs=1e-4)
    assert by_hand == pytest.approx(9.72 / (9.72 + 0.25 + 2.08 + 1.5), abs=1e-4)


def test_omega_of_five_uneven_items_is_that_of_the_greatest_likelihood_found_another_way() -> None:
    rng = np.random.default_rng(11)
    drawn = rng.normal(size=(90, 1)) * np.array([0.9, 0.7, 0.5, 0.8, 0.3]) + rng.normal(size=(90, 5)) * np.array([0.5, 0.8, 1.0, 0.6, 0.9])
    covariance = np.cov(drawn, rowvar=False)

    def misfit(values: np.ndarray) -> float:
        implied = np.outer(values[:5], values[:5]) + np.diag(np.exp(values[5:]))
        return float(np.linalg.slogdet(implied)[1] + np.trace(np.linalg.solve(implied, covariance)))

    best = optimize.minimize(misfit, np.r_[np.full(5, 0.6), np.zeros(5)], method="BFGS", options={"gtol": 1e-8}).x
    expected = best[:5].sum() ** 2 / (best[:5].sum() ** 2 + np.exp(best[5:]).sum())
    found = measure_reliability(pd.DataFrame(drawn, columns=[f"i{k}" for k in range(5)]), scale_of(5))
    assert found.omega == pytest.approx(expected, abs=1e-3)


def test_omega_agrees_with_another_program_and_is_the_same_each_time() -> None:
    factor = pytest.importorskip("statsmodels.multivariate.factor")
    rng = np.random.default_rng(8)
    for k in (3, 4, 6):
        table = pd.DataFrame(rng.normal(size=(80, 1)) * 0.8 + rng.normal(size=(80, k)), columns=[f"i{n}" for n in range(k)])
        fitted = factor.Factor(corr=table.corr().to_numpy(), n_factor=1, method="ml").fit()
        spread = table.std().to_numpy()
        common = float((fitted.loadings[:, 0] * spread).sum()) ** 2
        found = measure_reliability(table, scale_of(k)).omega
        assert found == pytest.approx(common / (common + float((fitted.uniqueness * spread**2).sum())), abs=1e-4)
        assert measure_reliability(table, scale_of(k)).omega == found


def test_omega_is_not_given_where_a_factor_leaves_an_item_nothing_of_its_own() -> None:
    # r12 r13 / r23 = .8 * .8 / .5 = 1.28: more than all of the first item would be common.
    assert math.isnan(measure_reliability(answers_with(np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])), scale_of(3)).omega)


def test_alphas_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    rng, k, n = np.random.default_rng(2), 4, 40
    truth = k * 0.5 / (k * 0.5 + 0.5)  # every item: common variance .5, own variance .5
    held = 0
    for _ in range(400):
        items = rng.normal(size=(n, 1)) * math.sqrt(0.5) + rng.normal(size=(n, k)) * math.sqrt(0.5)
        low, high = _alpha_only(items)
        held += low <= truth <= high
    assert 0.92 <= held / 400 <= 0.98


def _alpha_only(items: np.ndarray) -> tuple[float, float]:
    """Alpha's interval alone, so that no factor is fitted four hundred times."""
    covariance = np.cov(items, rowvar=False)
    k = len(covariance)
    alpha = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())
    return bound_alpha(float(alpha), len(items), k, 0.95)


def test_a_reversed_item_that_was_not_said_to_be_reversed_pulls_alpha_down() -> None:
    rng = np.random.default_rng(4)
    leaning = rng.integers(1, 6, size=200)
    table = pd.DataFrame({"i0": leaning, "i1": np.clip(leaning + rng.integers(-1, 2, 200), 1, 5), "i2": 6 - leaning}, dtype=float)
    forgotten = measure_reliability(table, scale_of(3))
    told = measure_reliability(table, Scale("s", "S", {"i0": "", "i1": "", "i2": ""}, reverse=("i2",)))
    assert told.alpha > 0.9 > 0 > forgotten.alpha


def test_nothing_is_claimed_where_everybody_answers_alike() -> None:
    found = measure_reliability(pd.DataFrame({"i0": [3.0] * 9, "i1": [3.0] * 9, "i2": [3.0] * 9}), scale_of(3))
    assert math.isnan(found.alpha)
    assert math.isnan(found.omega)
    assert math.isnan(found.low)
