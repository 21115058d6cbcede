"""How well statements fit their themes, and which fit none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from peace_analysis.themes.neighbors import sum_by
from peace_analysis.themes.space import unit_rows

# A statement is residual if its fit is below this share of the fits of statements to the best theme that is not theirs.
RESIDUAL_QUANTILE = 0.5
_AT_ONCE = 100_000  # statements that are compared with all groups at a time


def measure_fit(
    space: NDArray[np.float32], themes: NDArray[np.intp], groups: NDArray[np.intp]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Likeness of each statement to its group without itself, and whether that is no better than a theme that is not its own gives.

    The scale is set by the data: how well do statements fit the best group of all the themes that they were *not* put in? What lies below
    the `RESIDUAL_QUANTILE` of that belongs to its theme no more than a stranger does.
    """
    n_groups = int(groups.max(initial=-1)) + 1
    if n_groups == 0:
        return np.full(len(groups), -1, dtype=np.float32), np.ones(len(groups), dtype=bool)
    used = groups >= 0
    centers = unit_rows(sums := sum_by(groups[used], space[used], n_groups))
    theme_of = np.zeros(n_groups, dtype=np.intp)
    theme_of[groups[used]] = themes[used]
    fit, strangers = np.empty(len(space), dtype=np.float32), np.empty(len(space), dtype=np.float32)
    for first in range(0, len(space), _AT_ONCE):
        here = slice(first, first + _AT_ONCE)
        likeness = space[here] @ centers.T
        own = unit_rows(sums[np.where(used[here], groups[here], 0)] - space[here])
        fit[here] = np.where(used[here], (own * space[here]).sum(axis=1), likeness.max(axis=1))
        likeness[themes[here][:, None] == theme_of[None, :]] = -np.inf
        strangers[here] = likeness.max(axis=1)
    if int(themes.max()) < 2:
        return fit, ~used
    return fit, ~used | (fit < np.quantile(strangers[used], RESIDUAL_QUANTILE))
