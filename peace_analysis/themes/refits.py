"""Finding groups again and again on parts of the statements: what holds, and what was chance.

Two sets of refits. *Samples* leave a tenth of the statements out, by a fixed design: from them the groups are made that most refits agree
on, and the numbers of groups compared, so that neither hangs on chance. *Bootstraps* draw sessions with replacement, by the seed: they
tell how far each theme would stay what it is if other sessions had been held.

Source:
    Strehl & Ghosh (2002), J. Machine Learning Research 3, 583-617; Fred & Jain (2005), IEEE TPAMI 27, 835-850 (evidence accumulation).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from peace_analysis.themes.neighbors import Neighbors, gather_rows, nearest_center, smooth_rows, sum_by
from peace_analysis.themes.partition import Cut, adjusted_rand, cross_table, settle, ward_tree
from peace_analysis.themes.space import unit_rows

SAMPLES = 16
LEFT_OUT = 0.1
BOOTSTRAPS = 20
FEWEST_SESSIONS = 8  # below, statements are drawn instead of sessions: too few sessions would be left
MOST_POINTS = 1_500  # statements above which points of several near statements take their place
POINTS = 1_000
MOVES = 5  # rounds in which a refit settles: hardly anything moves after
ROUNDS = 2  # of smoothing: more makes groups steadier and coarser

Refit = tuple[NDArray[np.float32], NDArray[np.float64], Cut]  # points of a part of the statements, their weights, the tree of them


@dataclass(frozen=True)
class Points:
    """What groups are made of: the statements themselves, or a thousand small knots of them where there are many."""

    space: NDArray[np.float32]  # (n, d): statements, rows of length 1
    neighbors: Neighbors
    k: int  # neighbors that draw on a statement
    smoothed: NDArray[np.float32]  # (n, d)
    point: NDArray[np.intp]  # (n,): point that a statement belongs to, from 0
    middle: NDArray[np.float32]  # (m, d)
    weight: NDArray[np.float64]  # (m,): statements of each point

    def refit(self, kept: NDArray[np.bool_]) -> Refit:
        """Points made of the kept statements alone, their weights, and the tree of them."""
        if len(self.weight) == len(self.space):
            middle = smooth_rows(self.space[kept], self.neighbors.graph(kept, self.k), ROUNDS)
            weight = np.ones(len(middle))
        else:
            sizes = np.bincount(self.point[kept], minlength=len(self.weight)).astype(np.float64)
            sums = sum_by(self.point[kept], self.smoothed[kept], len(self.weight))[sizes > 0]
            weight = sizes[sizes > 0]
            middle = np.asarray(sums / weight[:, None], dtype=np.float32)
        return middle, weight, ward_tree(middle, weight)


def make_points(space: NDArray[np.float32], neighbors: Neighbors, k: int) -> Points:
    """Smooth the statements, and gather them into points where they are many."""
    n = len(space)
    smoothed = smooth_rows(space, neighbors.graph(np.ones(n, dtype=bool), k), ROUNDS)
    if n <= MOST_POINTS:
        return Points(space, neighbors, k, smoothed, np.arange(n), smoothed, np.ones(n))
    point = gather_rows(smoothed, POINTS)
    weight = np.bincount(point).astype(np.float64)
    middle = np.asarray(sum_by(point, smoothed, len(weight)) / weight[:, None], dtype=np.float32)
    return Points(space, neighbors, k, smoothed, point, middle, weight)


def draw_samples(n: int) -> list[NDArray[np.bool_]]:
    """Statements that each sample keeps: the same for every seed."""
    draw = np.random.default_rng(0)
    return [draw.permutation(n) >= round(LEFT_OUT * n) for _ in range(SAMPLES)]


def draw_bootstraps(units: NDArray[np.intp], seed: int) -> list[NDArray[np.bool_]]:
    """Statements whose session each bootstrap has drawn; of statements, where there are fewer than `FEWEST_SESSIONS` sessions."""
    draw = np.random.default_rng(seed)
    n_units = int(units.max()) + 1
    if n_units < FEWEST_SESSIONS:
        units, n_units = np.arange(len(units)), len(units)
    return [np.isin(units, draw.choice(n_units, n_units)) for _ in range(BOOTSTRAPS)]


def fit_parts(points: Points, parts: Iterable[Refit], numbers: list[int]) -> dict[int, list[NDArray[np.intp]]]:
    """Groups that each part of the statements gives, carried over to all points: for each number of groups, one (m,) per part."""
    found: dict[int, list[NDArray[np.intp]]] = {number: [] for number in numbers}
    for middle, weight, cut in parts:
        for number in numbers:
            labels = settle(middle, weight, cut(number), rounds=MOVES)
            centers = unit_rows(sum_by(labels, middle * weight[:, None].astype(np.float32), int(labels.max()) + 1))
            found[number].append(nearest_center(points.middle, centers))
    return found


def share_together(runs: list[NDArray[np.intp]], groups: NDArray[np.intp]) -> NDArray[np.float64]:
    """Share of refits that put a statement of one group and one of another together, shape (n_groups, n_groups)."""
    size = np.bincount(groups).astype(np.float64)
    together = np.zeros((len(size), len(size)))
    for run in runs:
        shares = cross_table(groups, run) / size[:, None]
        together += shares @ shares.T
    return together / len(runs)


def agree_with_each_other(runs: list[NDArray[np.intp]], weight: NDArray[np.float64]) -> float:
    """Mean adjusted Rand index over all pairs of refits of points, each of which stands for so many statements."""
    return float(np.mean([adjusted_rand(one, other, weight) for one, other in combinations(runs, 2)]))


def agree_on(runs: list[NDArray[np.intp]], n_groups: int) -> NDArray[np.intp]:
    """Groups of points that most refits put together, shape (m,)."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    m = len(runs[0])
    together = np.zeros((m, m), dtype=np.float32)
    for run in runs:
        member = np.zeros((m, int(run.max()) + 1), dtype=np.float32)
        member[np.arange(m), run] = 1
        together += member @ member.T
    apart = 1 - together.astype(np.float64) / len(runs)
    np.fill_diagonal(apart, 0)
    return np.asarray(fcluster(linkage(squareform(apart, checks=False), "average"), n_groups, "maxclust"), dtype=np.intp) - 1


def hold(groups: NDArray[np.intp], runs: list[NDArray[np.intp]]) -> NDArray[np.float64]:
    """How well each group is found again: mean over refits of the Jaccard index with the group that matches it best, shape (n_groups,).

    Source: Hennig (2007), Computational Statistics & Data Analysis 52, 258-271.
    """
    best = []
    for run in runs:
        shared = cross_table(groups, run)
        either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
        best.append((shared / np.maximum(either, 1)).max(axis=1))
    return np.asarray(np.mean(best, axis=0))
