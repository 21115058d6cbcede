"""Two waves set side by side: within people where answers are linked, and as two groups of people otherwise."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.surveys.scales import Scale, score_scale
from peace_analysis.surveys.summary import bound_mean

Floats = NDArray[np.float64]
LINKED, UNLINKED = "same people", "all_who_answered"


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

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis import surveys
        >>> items = {"f1": "They listen.", "f2": "They explain.", "f3": "They hide things."}
        >>> fair = surveys.Scale("fair", "Being treated fairly", items, reverse=("f3",))
        >>> given = {"f1": [4, 5, 2, 3, 5, 1], "f2": [4, 4, 1, 3, None, 2], "f3": [2, 1, 4, 3, None, 5]}
        >>> answers = pd.DataFrame(given | {"wave": ["1", "2"] * 3})
        >>> found = surveys.compare_waves(answers, fair, "1", "2", linked=False)
        >>> found["who"], round(found["difference"], 2)
        ('all_who_answered', 0.17)
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
        difference, low, high = bound_mean(both[:, 1] - both[:, 0], level)
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
