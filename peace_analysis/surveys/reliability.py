"""How well the items of a scale hang together: alpha with its interval, and omega of one factor."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.notebook_view import view_facts
from peace_analysis.surveys.scales import Scale, turn_items

Floats = NDArray[np.float64]
LEAST_UNIQUE = 0.005  # share of an item's variance that a factor must leave to it
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

    def _repr_html_(self) -> str:
        """Show as a table in a notebook."""
        return view_facts("Reliability", {"alpha": self.alpha, "low": self.low, "high": self.high, "omega": self.omega, "people": self.n})


def measure_reliability(answers: pd.DataFrame, scale: Scale, *, level: float = 0.95) -> Reliability:
    """Measure alpha and omega of a scale, among respondents who answered every item.

    Args:
        answers: As `score_scale` takes it.
        scale: The scale.
        level: Of alpha's interval.

    Source:
        Cronbach (1951), Psychometrika 16, 297-334. McDonald (1999), Test theory, chapter 6. Interval: Feldt, Woodruff & Salih (1987),
        Applied Psychological Measurement 11, 93-103.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis import surveys
        >>> items = {"f1": "They listen.", "f2": "They explain.", "f3": "They hide things."}
        >>> fair = surveys.Scale("fair", "Being treated fairly", items, reverse=("f3",))
        >>> given = {"f1": [4, 5, 2, 3, 5, 1], "f2": [4, 4, 1, 3, None, 2], "f3": [2, 1, 4, 3, None, 5]}
        >>> answers = pd.DataFrame(given | {"wave": ["1", "2"] * 3})
        >>> found = surveys.measure_reliability(answers, fair)
        >>> round(found.alpha, 2), found.n
        (0.96, 5)
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
    if len(covariance) < 3 or not (np.diag(covariance) > 0).all():
        return math.nan
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(spread, spread)
    if np.linalg.matrix_rank(correlation) < len(spread):
        return math.nan  # an item repeats others: no likelihood
    unique = _fit_uniqueness(correlation)
    if unique is None:
        return math.nan
    common = float((_load(correlation, unique) * spread).sum()) ** 2
    return common / (common + float((unique * spread**2).sum()))


def _fit_uniqueness(correlation: Floats) -> Floats | None:
    """Find what each item has of its own beside one factor, as a share of its variance; None where no factor fits.

    Given these shares the loadings follow, so the likelihood is one of the shares alone. The search starts from the same place for the same
    items, and ends nowhere where an item would have nothing of its own.

    Source:
        Joreskog (1967), Psychometrika 32, 443-482; Lawley & Maxwell (1971), chapter 4.
    """
    from scipy import optimize

    def misfit(unique: Floats) -> tuple[float, Floats]:
        scaled = correlation / np.sqrt(np.outer(unique, unique))
        small = np.linalg.eigvalsh(scaled)[:-1]
        loadings = _load(correlation, unique)
        slope = (loadings**2 + unique - np.diag(correlation)) / unique**2
        return float((small - np.log(small) - 1).sum()), slope

    start = np.clip((1 - 0.5 / len(correlation)) / np.diag(np.linalg.inv(correlation)), LEAST_UNIQUE, 1.0)
    found = optimize.minimize(misfit, start, jac=True, method="L-BFGS-B", bounds=[(LEAST_UNIQUE, 1.0)] * len(start))
    unique: Floats = np.asarray(found.x, np.float64)
    return unique if found.success and (unique > LEAST_UNIQUE * 1.001).all() else None


def _load(correlation: Floats, unique: Floats) -> Floats:
    """Loadings of one factor, given what each item has of its own."""
    values, vectors = np.linalg.eigh(correlation / np.sqrt(np.outer(unique, unique)))
    loadings: Floats = np.sqrt(unique) * vectors[:, -1] * math.sqrt(max(float(values[-1]) - 1, 0.0))
    return loadings
