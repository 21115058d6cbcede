"""How well the items of a scale hang together: alpha with its interval, and omega of one factor."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.surveys.scales import Scale, turn_items

Floats = NDArray[np.float64]
GOOD, FAIR = 0.8, 0.7  # Nunnally & Bernstein (1994): .7 is modest, .8 is adequate for comparing groups


@dataclass(frozen=True)
class Reliability:
    """How well a scale's items hang together, among people who answered all of them.

    Attributes:
        alpha: Cronbach's (1951) alpha; NaN where it is not defined.
        omega: McDonald's (1999) omega total of one factor; NaN with fewer than three items, or where no factor fits.
        n: People who answered every item.
        low: Lower end of alpha's interval; NaN where alpha is.
        high: Upper end.
    """

    alpha: float
    omega: float
    n: int
    low: float = math.nan
    high: float = math.nan


def measure_reliability(answers: pd.DataFrame, scale: Scale, *, level: float = 0.95) -> Reliability:
    """Measure alpha and omega of a scale, among respondents who answered every item.

    Args:
        answers: As `score_scale` takes it.
        scale: The scale.
        level: Of alpha's interval.

    Source:
        Cronbach (1951), Psychometrika 16, 297-334. McDonald (1999), Test theory, chapter 6. Interval: Feldt, Woodruff & Salih (1987),
        Applied Psychological Measurement 11, 93-103.
    """
    items = turn_items(answers, scale).dropna().to_numpy(np.float64)
    n, k = items.shape
    if n < 3 or k < 2:
        return Reliability(math.nan, math.nan, n)
    covariance = np.cov(items, rowvar=False)
    total = float(covariance.sum())
    if total <= 0:
        return Reliability(math.nan, math.nan, n)
    alpha = k / (k - 1) * (1 - float(np.trace(covariance)) / total)
    low, high = bound_alpha(alpha, n, k, level)
    return Reliability(alpha, _omega(covariance), n, low, high)


def bound_alpha(alpha: float, n: int, k: int, level: float) -> tuple[float, float]:
    """Bound the alpha of `k` items that `n` people gave: low, high (Feldt, Woodruff & Salih 1987)."""
    from scipy import stats

    freedom = (n - 1, (n - 1) * (k - 1))
    ends = (float(stats.f.ppf(part, *freedom)) for part in ((1 + level) / 2, (1 - level) / 2))
    low, high = (1 - (1 - alpha) * end for end in ends)
    return low, high


def _omega(covariance: Floats) -> float:
    """Omega total of one factor, fitted by maximum likelihood to the correlations and put back on the items' own spread."""
    from statsmodels.multivariate.factor import Factor
    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    if len(covariance) < 3 or not (np.diag(covariance) > 0).all():
        return math.nan
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(spread, spread)
    if np.linalg.matrix_rank(correlation) < len(spread):
        return math.nan  # an item repeats others: no likelihood
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            fitted = Factor(corr=correlation, n_factor=1, method="ml").fit()
        except (ConvergenceWarning, np.linalg.LinAlgError):
            return math.nan  # no factor fits
    loadings = np.asarray(fitted.loadings, np.float64)[:, 0] * spread
    unique = np.asarray(fitted.uniqueness, np.float64) * spread**2
    common = float(loadings.sum()) ** 2
    return common / (common + float(unique.sum()))
