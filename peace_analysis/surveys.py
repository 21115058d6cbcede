"""Trust measured: survey scales, scored, with their reliability, by group and wave.

A scale is the mean of its items. It is scored for somebody who answered more than half of them; a blank is never 0. Two waves are compared
within people only where answers are linked; otherwise they are two groups of people, and the table says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LINKED, UNLINKED = "same people", "different people"
EVERYONE = "everyone"


@dataclass(frozen=True)
class Scale:
    """One survey scale.

    Attributes:
        key: Short name, such as "trust".
        name: As a reader sees it.
        items: Columns of answers, with the wording of each.
        reverse: Items whose high answers mean little of what is measured.
        low: Least answer.
        high: Greatest answer.
    """

    key: str
    name: str
    items: dict[str, str]
    reverse: tuple[str, ...] = ()
    low: int = 1
    high: int = 5


@dataclass(frozen=True)
class Reliability:
    """How well a scale's items hang together, among people who answered all of them.

    Attributes:
        alpha: Cronbach's (1951) alpha; NaN where it is not defined.
        omega: McDonald's (1999) omega total of one factor; NaN with fewer than three items, or where no factor fits.
        n: People who answered every item.
    """

    alpha: float
    omega: float
    n: int


def score_scale(answers: pd.DataFrame, scale: Scale) -> pd.Series:
    """Score each respondent: the mean of the items answered, reversed ones turned round.

    Args:
        answers: One row per respondent and wave, a column per item: numbers, NaN for a blank.
        scale: What to score.

    Returns:
        Scores between `scale.low` and `scale.high`, on the index of `answers`; NaN where half of the items or fewer were answered.
    """
    items = _turned(answers, scale)
    enough = items.notna().sum(axis=1) * 2 > len(scale.items)
    return items.mean(axis=1).where(enough)


def measure_reliability(answers: pd.DataFrame, scale: Scale) -> Reliability:
    """Measure alpha and omega of a scale, among respondents who answered every item."""
    items = _turned(answers, scale).dropna().to_numpy(np.float64)
    n, k = items.shape
    if n < 3 or k < 2:
        return Reliability(math.nan, math.nan, n)
    covariance = np.cov(items, rowvar=False)
    total = float(covariance.sum())
    alpha = k / (k - 1) * (1 - float(np.trace(covariance)) / total) if total > 0 else math.nan
    return Reliability(alpha, _omega(covariance), n)


def summarise_scale(answers: pd.DataFrame, scale: Scale, by: str | None = None, *, level: float = 0.95) -> pd.DataFrame:
    """Give a scale's mean by wave and group.

    Args:
        answers: As `score_scale` takes it, with a column `wave`, and the column `by`.
        scale: What to score.
        by: Column of groups; None for everyone together. Respondents with no group are left out of groups.
        level: Of the t interval of a mean; people in a survey answer one by one, so that no session is allowed for.

    Returns:
        scale, wave, attribute, group, n_answered (people with any item answered), n_scored, mean, low, high; NaN where nobody was
        scored, and for bounds with fewer than two.
    """
    scores = score_scale(answers, scale)
    any_item = answers[list(scale.items)].notna().any(axis=1)
    groups = pd.Series(EVERYONE, index=answers.index) if by is None else answers[by]
    rows = []
    pairs = pd.DataFrame({"wave": answers["wave"], "group": groups}).dropna()
    for wave, group in sorted(set(pairs.itertuples(index=False, name=None))):
        here = (answers["wave"] == wave) & (groups == group)
        known = scores[here].dropna().to_numpy(np.float64)
        mean, low, high = _interval(known, level)
        rows.append((scale.key, wave, by or EVERYONE, group, int(any_item[here].sum()), len(known), mean, low, high))
    columns = ["scale", "wave", "attribute", "group", "n_answered", "n_scored", "mean", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def compare_waves(answers: pd.DataFrame, scale: Scale, first: str, second: str, *, linked: bool, level: float = 0.95) -> pd.Series:
    """Compare two waves of a survey.

    Args:
        answers: As `summarise_scale` takes it; linked waves have a column `respondent` that names the same person in both.
        scale: What to score.
        first: The earlier wave.
        second: The later one.
        linked: The same people answered under the same name in both. Otherwise the difference is one between two groups of people
            (Welch 1947) and must not be called a change in anybody.
        level: Of the interval.

    Returns:
        scale, first, second, who (`LINKED` or `UNLINKED`), n_first, n_second (people scored; of linked waves, in both), difference (second
        minus first, in points of the scale), low, high.

    Raises:
        ValueError: If a wave is not there, or linked answers name a respondent twice or not at all.
    """
    scores = score_scale(answers, scale)
    waves = [answers["wave"] == wave for wave in (first, second)]
    if not all(chosen.any() for chosen in waves):
        raise ValueError("a wave has no answers")
    if linked:
        parts = []
        for chosen in waves:
            names = answers.loc[chosen, "respondent"]
            if names.isna().any() or names.duplicated().any():
                raise ValueError("linked answers name each respondent once in each wave")
            parts.append(scores[chosen].set_axis(names))
        both = pd.concat(parts, axis=1, join="inner").dropna().to_numpy(np.float64)
        n_first = n_second = len(both)
        difference, low, high = _interval(both[:, 1] - both[:, 0], level)
    else:
        before, after = (scores[chosen].dropna().to_numpy(np.float64) for chosen in waves)
        n_first, n_second = len(before), len(after)
        difference, low, high = _welch(before, after, level)
    who = LINKED if linked else UNLINKED
    return pd.Series(
        {
            "scale": scale.key,
            "first": first,
            "second": second,
            "who": who,
            "n_first": n_first,
            "n_second": n_second,
            "difference": difference,
            "low": low,
            "high": high,
        }
    )


def _turned(answers: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    items = answers[list(scale.items)].astype("float64")
    for name in scale.reverse:
        items[name] = scale.low + scale.high - items[name]
    return items


def _omega(covariance: Floats) -> float:
    """Omega total of one factor, fitted by maximum likelihood to the correlations and put back on the items' own spread."""
    from statsmodels.multivariate.factor import Factor

    spread = np.sqrt(np.diag(covariance))
    if len(spread) < 3 or not (spread > 0).all():
        return math.nan
    correlation = covariance / np.outer(spread, spread)
    if np.linalg.matrix_rank(correlation) < len(spread):
        return math.nan  # an item repeats others: no likelihood
    fitted = Factor(corr=correlation, n_factor=1, method="ml").fit()
    loadings = np.asarray(fitted.loadings, np.float64)[:, 0] * spread
    unique = np.asarray(fitted.uniqueness, np.float64) * spread**2
    common = float(loadings.sum()) ** 2
    return common / (common + float(unique.sum()))


def _interval(values: Floats, level: float) -> tuple[float, float, float]:
    """Mean and Student's interval."""
    from scipy import stats

    if not len(values):
        return math.nan, math.nan, math.nan
    mean = float(values.mean())
    if len(values) < 2:
        return mean, math.nan, math.nan
    reach = float(stats.t.ppf((1 + level) / 2, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values)))
    return mean, mean - reach, mean + reach


def _welch(before: Floats, after: Floats, level: float) -> tuple[float, float, float]:
    """Difference of two means with Welch's (1947) interval."""
    from scipy import stats

    if not len(before) or not len(after):
        return math.nan, math.nan, math.nan
    difference = float(after.mean() - before.mean())
    if len(before) < 2 or len(after) < 2:
        return difference, math.nan, math.nan
    parts = np.array([values.var(ddof=1) / len(values) for values in (before, after)])
    if not parts.sum() > 0:
        return difference, difference, difference
    freedom = parts.sum() ** 2 / (parts**2 / [len(before) - 1, len(after) - 1]).sum()
    reach = float(stats.t.ppf((1 + level) / 2, freedom) * math.sqrt(parts.sum()))
    return difference, difference - reach, difference + reach
