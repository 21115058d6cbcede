"""Means of a scale by wave and group, with their spread and interval."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.surveys.scales import Scale, score_scale

Floats = NDArray[np.float64]
EVERYONE = "everyone"


def summarise_scale(answers: pd.DataFrame, scale: Scale, by: str | None = None, *, level: float = 0.95) -> pd.DataFrame:
    """Give a scale's mean by wave and group.

    Args:
        answers: As `score_scale` takes it, with a column `wave`, and the column `by`.
        scale: What to score.
        by: Column of groups; None for everyone together. Respondents with no group are left out of groups.
        level: Of the t interval of a mean. People in a survey answer one by one and answers name no session, so that no clustering is
            allowed for.

    Returns:
        scale, wave, attribute, group, n_answered (people with any item answered), n_scored, n_not_scored (answered, but half of the items
        or fewer), mean, sd, low, high; NaN where nobody was scored, and for spread and bounds with fewer than two.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis import surveys
        >>> items = {"f1": "They listen.", "f2": "They explain.", "f3": "They hide things."}
        >>> fair = surveys.Scale("fair", "Being treated fairly", items, reverse=("f3",))
        >>> given = {"f1": [4, 5, 2, 3, 5, 1], "f2": [4, 4, 1, 3, None, 2], "f3": [2, 1, 4, 3, None, 5]}
        >>> answers = pd.DataFrame(given | {"wave": ["1", "2"] * 3})
        >>> print(surveys.summarise_scale(answers, fair)[["wave", "n_answered", "n_scored", "mean"]].round(2).to_string(index=False))
        wave  n_answered  n_scored  mean
           1           3         2  2.83
           2           3         3  3.00
    """
    scores = score_scale(answers, scale)
    any_item = answers[list(scale.items)].notna().any(axis=1)
    groups = pd.Series(EVERYONE, index=answers.index) if by is None else answers[by]
    rows = []
    pairs = pd.DataFrame({"wave": answers["wave"], "group": groups}).dropna()
    for wave, group in sorted(set(pairs.itertuples(index=False, name=None))):
        here = (answers["wave"] == wave) & (groups == group)
        known = scores[here].dropna().to_numpy(np.float64)
        mean, low, high = bound_mean(known, level)
        sd = float(known.std(ddof=1)) if len(known) > 1 else math.nan
        n = int(any_item[here].sum())
        rows.append((scale.key, wave, by or EVERYONE, group, n, len(known), n - len(known), mean, sd, low, high))
    columns = ["scale", "wave", "attribute", "group", "n_answered", "n_scored", "n_not_scored", "mean", "sd", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def bound_mean(values: Floats, level: float) -> tuple[float, float, float]:
    """Give a mean with Student's interval: mean, low, high; NaN where there are too few values."""
    from scipy import stats

    if not len(values):
        return math.nan, math.nan, math.nan
    mean = float(values.mean())
    if len(values) < 2:
        return mean, math.nan, math.nan
    reach = float(stats.t.ppf((1 + level) / 2, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values)))
    return mean, mean - reach, mean + reach
