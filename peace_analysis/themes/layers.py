"""Layers of themes, from coarse to fine, each within the one before; and which of them are the themes and the subthemes.

Nothing here is random: refits leave statements out by a fixed design, and the seed only decides the bootstraps that stability is told from.

1. Subthemes: the number of groups at which statements are best *served* (`partition.served`): nearer to what other sessions made of their
   own group than to the next one. Coarser groups join what people keep apart; finer ones lean on single sessions.
2. Themes: the geometric mean of the numbers tried within the range that was asked for; those whose groups agree better between refits
   count for more. Subthemes that refits put together, at all of these numbers, are joined into themes. A mean moves little when agreement
   does, and one tree of joins serves every number: the best number with its own refits gave other themes for a trace of noise.
3. Layers between and below fill the hierarchy up to eight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from peace_analysis.themes.neighbors import find_neighbors, nearest_center, sum_by
from peace_analysis.themes.partition import average_tree, cross_table, served, settle, ward_tree
from peace_analysis.themes.refits import (
    FEWEST_SESSIONS,
    Points,
    agree_on,
    agree_with_each_other,
    draw_bootstraps,
    draw_samples,
    fit_parts,
    hold,
    make_points,
    share_together,
)
from peace_analysis.themes.space import unit_rows

NEIGHBORS = 11  # of a thousand statements; fewer of fewer, by the fourth root
LISTED = 40  # neighbors kept, so that enough are left when a refit leaves statements out
MOST_LAYERS = 8
AS_STEADY = 0.1  # agreement between refits below the best at which a number of themes counts for about a third of the best one
WHOLLY = 0.98  # agreement between refits from which groups are the same in all of them, but for a few statements
FAR = 100.0
COARSER = 1.6  # times as many themes as there are groups in the layer above them
PARTS_PER_THEME = 1.5  # at least so many subthemes for each theme in the middle of the range: fewer would be the themes again
FEWEST_PER_THEME = 1.2  # and so many for each theme that is found
STILL_SERVED = 0.8  # of how well the themes serve: where the best subthemes serve worse, themes are not split
WINDOW = 3  # numbers on either side that confirm how well one serves
STEP = 1.12  # from one number of groups that is tried to the next
SMALLEST = 6  # statements that the finest groups tried have on average
MOST_GROUPS = 400
RANGE_STEPS = 5  # numbers of themes tried within the range
FEWEST_IN_GROUP = 3
FEWEST_IN_PIECE = 2  # of the layers below the subthemes
FINER = (1.5, 2.25)  # times as many groups as there are subthemes: layers below them


@dataclass(frozen=True)
class Layers:
    """Nested groups of many statements."""

    layers: tuple[NDArray[np.intp], ...]  # coarse to fine, each (n,), from 0
    theme_layer: int
    subtheme_layer: int  # the theme layer where subthemes would be the themes again
    theme_stability: NDArray[np.float64]  # (n_themes,): mean best-match Jaccard over session bootstraps
    subtheme_stability: NDArray[np.float64]  # (n_subthemes,)
    membership: NDArray[np.float32]  # (n, n_themes): share of the similarity to its neighbors that lies in each theme


def find_layers(
    space: NDArray[np.float32],
    sessions: NDArray[np.intp],
    turns: NDArray[np.intp],
    *,
    min_themes: int,
    max_themes: int,
    seed: int,
) -> Layers:
    """Group 30 or more distinct statements.

    Args:
        space: Rows of length 1, shape (n, d).
        sessions: Number of the session of each, shape (n,), from 0.
        turns: Number of the turn of each, shape (n,), from 0: left out together where there are few sessions.
        min_themes: Fewest themes to look for; there may be fewer where statements do not come apart.
        max_themes: Most themes.
        seed: Decides the bootstraps that stability is measured on; the groups are the same for every seed.
    """
    n = len(space)
    points = make_points(space, find_neighbors(space, min(LISTED, n - 1)), min(n - 1, round(NEIGHBORS * (n / 1000) ** 0.25)))
    cut = ward_tree(points.middle, points.weight)
    most = max(2, min(n // SMALLEST, int(len(points.weight) / 2.5), MOST_GROUPS))
    fewest = FEWEST_IN_GROUP if n >= 200 else 2

    def split(number: int) -> NDArray[np.intp]:
        return settle(points.middle, points.weight, cut(number), fewest)

    samples = [points.refit(kept) for kept in draw_samples(n)]
    numbers = sorted({min(round(number), most) for number in np.geomspace(min_themes, max_themes, RANGE_STEPS)})
    runs = fit_parts(points, samples, numbers)
    together = [run[points.point] for number in numbers for run in runs[number]]
    n_themes = mean_number(numbers, [agree_with_each_other(runs[number], points.weight) for number in numbers])

    units = sessions if sessions.max() + 1 >= FEWEST_SESSIONS else turns
    # Not by the number found: a theme more or less would then move the subthemes too.
    fewest_parts = max(PARTS_PER_THEME * round(np.sqrt(numbers[0] * numbers[-1])), FEWEST_PER_THEME * n_themes)
    n_parts = _best_served(n_themes, fewest_parts, most, lambda number: served(space, split(number)[points.point], units))
    runs |= fit_parts(points, samples, [n_parts]) if n_parts not in runs else {}
    every = np.ones(n)
    parts = settle(points.smoothed, every, agree_on(runs[n_parts], n_parts)[points.point], fewest)
    apart = 1 - share_together(together, parts)
    sizes = np.bincount(parts).astype(np.float64)
    theme_of = average_tree(apart, sizes)(min(n_themes, len(sizes)))
    join = average_tree(apart + FAR * (theme_of[:, None] != theme_of[None, :]), sizes)
    chain = [join(number)[parts] for number in _rungs(int(theme_of.max()) + 1, len(theme_of))]
    theme_layer, subtheme_layer = 1, len(chain) - 1
    for factor in FINER:
        chain.append(_split_within(chain[-1], points, min(round(factor * len(theme_of)), most)))

    bootstraps = fit_parts(points, map(points.refit, draw_bootstraps(sessions, seed)), sorted({n_themes, n_parts}))
    return Layers(
        layers=tuple(chain),
        theme_layer=theme_layer,
        subtheme_layer=subtheme_layer,
        theme_stability=hold(chain[theme_layer], [run[points.point] for run in bootstraps[n_themes]]),
        subtheme_stability=hold(chain[subtheme_layer], [run[points.point] for run in bootstraps[n_parts]]),
        membership=points.neighbors.share(chain[theme_layer], points.k),
    )


def mean_number(numbers: list[int], agreement: list[float]) -> int:
    """Geometric mean of numbers of groups, weighted by agreement: those near the best count alike, those far below it hardly.

    Where refits agree wholly at some numbers, nothing is in doubt: it is the one of them that is nearest the middle of the range.

    Args:
        numbers: Numbers of groups that were tried.
        agreement: How well the groups of refits agree at each of them, at most 1.

    Examples:
        >>> mean_number([8, 11, 14, 19, 25], [0.8, 0.8, 0.8, 0.8, 0.8]), mean_number([8, 11, 14, 19, 25], [0.6, 1.0, 0.6, 0.6, 0.6])
        (14, 11)
        >>> mean_number([2, 3, 4], [1.0, 0.8, 1.0])
        4
    """
    if wholly := [number for number, of in zip(numbers, agreement, strict=True) if of >= WHOLLY]:
        middle = np.log(numbers[0] * numbers[-1]) / 2
        return min(wholly, key=lambda number: (round(abs(np.log(number) - middle), 6), -number))
    behind = (max(agreement) - np.array(agreement)) / AS_STEADY
    return round(float(np.exp(np.average(np.log(numbers), weights=np.exp(-(behind**2))))))


def _best_served(n_themes: int, first: float, most: int, serve: Callable[[int], float]) -> int:
    """Number of subthemes: where statements are served best, as neighboring numbers confirm; that of the themes where a split does harm."""
    if first > most:
        return n_themes
    steps = np.arange(-WINDOW, int(np.log(most / first) / np.log(STEP)) + 1)
    tried = np.unique([round(number) for number in first * STEP**steps])
    values = np.array([serve(int(number)) for number in tried])
    confirmed = [values[max(0, place - WINDOW) : place + WINDOW + 1].mean() for place in range(len(tried))]
    allowed = (tried >= first) & (np.arange(len(tried)) < max(len(tried) - WINDOW, WINDOW + 1))
    best = int(np.argmax(np.where(allowed, confirmed, -np.inf)))
    return int(tried[best]) if values[best] >= STILL_SERVED * serve(n_themes) else n_themes


def _rungs(n_themes: int, n_parts: int) -> list[int]:
    """Numbers of groups of the layers down to the subthemes: one coarser than the themes, the themes, some between, the subthemes."""
    n_themes = min(n_themes, n_parts)
    coarser = max(min(2, n_themes), round(n_themes / COARSER))
    between = [round(number) for number in np.geomspace(n_themes, n_parts, MOST_LAYERS - 3 - len(FINER))[1:-1]]
    return [
        coarser,
        n_themes,
        *sorted({number for number in between if n_themes < number < n_parts}),
        *([n_parts] if n_parts > n_themes else []),
    ]


def _split_within(groups: NDArray[np.intp], points: Points, number: int) -> NDArray[np.intp]:
    """Split groups of statements further, into about `number` in all, each within one of them."""
    group_of = cross_table(points.point, groups).argmax(axis=1)
    # A coordinate of its own for each group, far out, keeps the tree from joining two of them before it has joined all within each.
    far = np.zeros((len(group_of), int(groups.max()) + 1), dtype=np.float32)
    far[np.arange(len(group_of)), group_of] = FAR
    finer = ward_tree(np.hstack([points.middle, far]), points.weight)(max(number, far.shape[1]))
    centers = unit_rows(sum_by(finer, points.middle * points.weight[:, None].astype(np.float32), int(finer.max()) + 1))
    result = np.empty_like(groups)
    taken = 0
    for group in range(far.shape[1]):
        inside = points.smoothed[groups == group]
        own = np.unique(finer[group_of == group])
        pieces = nearest_center(inside, centers[own]) if len(own) > 1 else np.zeros(len(inside), dtype=np.intp)
        pieces = settle(inside, np.ones(len(inside)), np.unique(pieces, return_inverse=True)[1].astype(np.intp), FEWEST_IN_PIECE)
        result[groups == group] = taken + pieces
        taken += int(pieces.max()) + 1
    return result
