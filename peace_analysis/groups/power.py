"""What a design could have found: the difference that a permutation test over sessions would report in four of five programmes.

"No difference found" says little where even a large difference would have been missed. So every such finding stands beside the smallest
difference that this many sessions and people could have shown.

Two approximations are worked out and the more cautious one is taken. The noncentral t knows that few sessions say little about how
sessions differ; the second knows that a real difference also widens the permutation distribution that it is held against.

Source:
    METHODS section 3, whose simulated power both approximations together meet within .05 at 3 v 12, 5 v 10, 10 v 20 and 20 v 40 sessions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]
POWER = 0.8
STEPS = 20  # halvings: the difference is known to a millionth


def approximate_power(
    base: ArrayLike,
    difference: ArrayLike,
    effect: ArrayLike,
    *,
    people: tuple[ArrayLike, ArrayLike],
    sessions: tuple[ArrayLike, ArrayLike],
    alpha: float = 0.05,
) -> Floats:
    """Say how often a two-sided permutation test over sessions finds a difference of this size.

    Args:
        base: Share in the rest, above 0 and below 1. All arguments broadcast.
        difference: Share in the group minus that in the rest; base + difference below 1.
        effect: Design effect, at least 1.
        people: People heard in the group, and in the rest.
        sessions: Sessions of the group, and of the rest; three or more together.
        alpha: Level of the test.

    Returns:
        Power in [0, 1], of the broadcast shape.

    Examples:
        >>> from peace_analysis import groups
        >>> round(float(groups.approximate_power(0.2, 0.3, 1.5, people=(40, 80), sessions=(5, 10))), 2)
        0.67
    """
    p0, gap, deff = (np.asarray(values, dtype=np.float64) for values in (base, difference, effect))
    (m1, m0), (s1, s0) = ([np.asarray(values, dtype=np.float64) for values in pair] for pair in (people, sessions))
    p1 = p0 + gap
    each1, each0 = p1 * (1 - p1) * deff * s1 / m1, p0 * (1 - p0) * deff * s0 / m0  # variance of one session's share
    spread = np.sqrt(each1 / s1 + each0 / s0)
    degrees = s1 + s0 - 2
    with np.errstate(divide="ignore", invalid="ignore"):
        few = stats.nct.sf(stats.t.ppf(1 - alpha / 2, degrees), degrees, np.minimum(gap / spread, 35.0))
        total = ((s1 - 1) * each1 + (s0 - 1) * each0 + s1 * s0 / (s1 + s0) * gap**2) / (s1 + s0 - 1)
        limit = stats.norm.ppf(1 - alpha / 2) * np.sqrt(total * (1 / s1 + 1 / s0))
        widened = stats.norm.sf((limit - gap) / spread)
    return np.asarray(np.minimum(few, widened), dtype=np.float64)


def detectable_difference(
    base: ArrayLike, effect: ArrayLike, *, people: tuple[ArrayLike, ArrayLike], sessions: tuple[ArrayLike, ArrayLike], alpha: float = 0.05
) -> Floats:
    """Find the smallest higher share, as points above the rest, that would be found with a power of .8.

    Args:
        base: Share in the rest; it is kept within [.02, .98], because a share of 0 would vary by nothing.
        effect: Design effect; missing where nothing tells how sessions differ.
        people: People heard in the group, and in the rest.
        sessions: Sessions of the group, and of the rest.
        alpha: Level of one test on its own.

    Returns:
        Difference in (0, 1], of the broadcast shape; missing where none would be found, not even the whole group against few of the rest.

    Examples:
        >>> from peace_analysis import groups
        >>> round(float(groups.detectable_difference(0.2, 1.5, people=(40, 80), sessions=(5, 10))), 2)
        0.36
    """
    p0, deff, m1, m0, s1, s0 = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (base, effect, *people, *sessions)))
    p0 = np.clip(p0, 0.02, 0.98)
    low, high = np.zeros(p0.shape), 0.995 - p0
    usable = np.isfinite(deff) & (s1 + s0 > 2) & (s1 > 0) & (s0 > 0) & (high > 0)
    deff, s1_safe = np.where(usable, deff, 1.0), np.where(usable, s1, 2.0)

    def power(gap: Floats) -> Floats:
        return approximate_power(
            p0, gap, deff, people=(np.maximum(m1, 1), np.maximum(m0, 1)), sessions=(s1_safe, np.maximum(s0, 1)), alpha=alpha
        )

    usable &= power(np.maximum(high, 1e-6)) >= POWER
    for _ in range(STEPS):
        middle = (low + high) / 2
        enough = power(middle) >= POWER
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(usable, high, np.nan)
