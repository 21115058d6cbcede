"""Partitions of statements: a tree of merges, its cuts, the move of every statement to the nearest middle, how well a partition serves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from peace_analysis.themes.neighbors import nearest_center, sum_by
from peace_analysis.themes.space import unit_rows

_ROUNDS = 20
_JUDGED = 20_000  # rows that a partition is judged by
SIZE_COUNTS = 0.25

Cut = Callable[[int], NDArray[np.intp]]  # number of groups -> group of each row, from 0


def ward_tree(points: NDArray[np.float32], weight: NDArray[np.float64]) -> Cut:
    """Join points into groups, the pair whose union adds least to the spread within groups first.

    Args:
        points: Shape (m, d).
        weight: Statements that each point stands for, shape (m,).

    Returns:
        A function that gives the groups when there are so many of them (at most m).

    Source:
        Ward (1963), JASA 58, 236-244; the chain of nearest neighbors: Murtagh (1983), Computer Journal 26, 354-359.
    """
    values = points.astype(np.float64)
    size = weight.astype(np.float64)
    squares = (values**2).sum(axis=1)
    cost = np.add(squares[:, None], squares[None, :])
    cost -= 2 * values @ values.T  # in place, as all that follows: new memory of this size costs as much as the sums
    np.maximum(cost, 0, out=cost)
    if (size == 1).all():
        return _tree_of_equals(cost)
    cost *= size[:, None] * size[None, :] / (size[:, None] + size[None, :])
    np.fill_diagonal(cost, np.inf)
    alive = np.ones(len(size), dtype=bool)
    chain: list[int] = []
    merges: list[tuple[float, int, int]] = []
    for _ in range(len(size) - 1):
        if not chain:
            chain.append(int(np.argmax(alive)))
        while True:
            row = cost[chain[-1]]
            nearest = int(row.argmin())
            if len(chain) > 1 and row[chain[-2]] <= row[nearest]:
                break
            chain.append(nearest)
        last, before = chain.pop(), chain.pop()
        kept, gone, height = min(last, before), max(last, before), float(cost[last, before])
        alive[gone] = False
        both = size[last] + size[before]
        joined = ((size[last] + size) * cost[last] + (size[before] + size) * cost[before] - size * height) / (both + size)
        joined[~alive] = np.inf
        joined[kept] = np.inf
        cost[kept], cost[:, kept] = joined, joined
        cost[gone], cost[:, gone] = np.inf, np.inf
        size[kept] = both
        merges.append((height, kept, gone))
    return _cuts(merges, len(size))


def _tree_of_equals(squared: NDArray[np.float64]) -> Cut:
    """Ward's tree of points that stand for one statement each, from their squared distances: as above, and several times faster."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    m = len(squared)
    if m < 2:
        return _cuts([], m)
    stands = np.arange(2 * m - 1)
    merges: list[tuple[float, int, int]] = []
    distances = squareform(squared, checks=False)
    np.sqrt(distances, out=distances)
    for step, (left, right, height, _) in enumerate(linkage(distances, "ward").tolist()):
        kept, gone = sorted((int(stands[int(left)]), int(stands[int(right)])))
        stands[m + step] = kept
        merges.append((float(height), kept, gone))
    return _cuts(merges, m)


def average_tree(distance: NDArray[np.floating], weight: NDArray[np.float64]) -> Cut:
    """Join groups, the pair with the least mean distance between members first; of equal distances, the smaller groups.

    Small groups find a home early: the mean distance of two groups is multiplied by the fourth root of the harmonic mean of their sizes.

    Args:
        distance: Symmetric, shape (m, m).
        weight: Statements that each stands for, shape (m,).
    """
    apart, size = distance.astype(np.float64), weight.astype(np.float64)
    apart[np.diag_indices_from(apart)] = np.inf
    merges: list[tuple[float, int, int]] = []
    for step in range(len(size) - 1):
        cost = apart * (size[:, None] * size[None, :] / (size[:, None] + size[None, :])) ** SIZE_COUNTS
        left, right = divmod(int(cost.argmin()), len(size))
        kept, gone = min(left, right), max(left, right)
        joined = (size[kept] * apart[kept] + size[gone] * apart[gone]) / (size[kept] + size[gone])
        apart[kept], apart[:, kept] = joined, joined
        apart[gone], apart[:, gone] = np.inf, np.inf
        apart[kept, kept] = np.inf
        size[kept] += size[gone]
        merges.append((float(step), kept, gone))
    return _cuts(merges, len(size))


def _cuts(merges: list[tuple[float, int, int]], m: int) -> Cut:
    """Cuts of a tree; merges at one height keep their order, so that a child is joined before its parent."""
    order = np.argsort([height for height, _, _ in merges], kind="stable")

    def cut(n_groups: int) -> NDArray[np.intp]:
        joined = order[: m - min(n_groups, m)]
        kept = np.array([merges[place][1] for place in joined], dtype=np.intp)
        gone = np.array([merges[place][2] for place in joined], dtype=np.intp)
        links = sparse.csr_matrix((np.ones(len(kept)), (kept, gone)), shape=(m, m))
        return np.asarray(sparse.csgraph.connected_components(links, directed=False)[1], dtype=np.intp)

    return cut


def settle(
    points: NDArray[np.float32], weight: NDArray[np.float64], labels: NDArray[np.intp], fewest: int = 0, rounds: int = _ROUNDS
) -> NDArray[np.intp]:
    """Move every point to the group whose middle it is most like, until none moves; groups below `fewest` statements are dissolved first.

    Args:
        points: Rows of length 1 or less, shape (m, d).
        weight: Statements that each stands for, shape (m,).
        labels: Group of each to begin with, shape (m,).
        fewest: Statements that a group needs.
        rounds: Most rounds of moves.

    Returns:
        Groups from 0 without gaps, shape (m,).

    Source:
        Dhillon & Modha (2001), Machine Learning 42, 143-175 (spherical k-means).
    """
    heavy = points * weight[:, None].astype(np.float32)
    for _ in range(rounds):
        enough = np.bincount(labels, weights=weight) >= fewest
        middles = unit_rows(sum_by(labels, heavy, len(enough)))
        moved = nearest_center(points, middles[enough] if enough.any() else middles)
        used = np.bincount(moved) > 0
        moved = (np.cumsum(used) - 1)[moved]
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def served(space: NDArray[np.float32], labels: NDArray[np.intp], units: NDArray[np.intp]) -> float:
    """Judge how well groups serve statements, by what *other* sessions made of the group: -1 to 1.

    A statement's likeness to its own group, without what its own session put there, against its likeness to the next nearest group.
    Groups that a single session or a single statement holds up serve nobody, so this does not grow when groups are split further.

    Args:
        space: Rows of length 1, shape (n, d).
        labels: Group of each, from 0 without gaps, shape (n,).
        units: What is left out with each statement (its session, say), shape (n,), from 0.

    Source:
        Rousseeuw (1987), J. Computational and Applied Mathematics 20, 53-65 (silhouettes), with middles and leaving units out.
    """
    if len(space) > _JUDGED:
        judged = np.linspace(0, len(space) - 1, _JUDGED).astype(np.intp)
        space, units, labels = space[judged], units[judged], np.unique(labels[judged], return_inverse=True)[1]
    sums = sum_by(labels, space, int(labels.max()) + 1)
    cells = np.unique(labels * (int(units.max()) + 1) + units, return_inverse=True)[1]
    own = (unit_rows(sums[labels] - sum_by(cells, space, int(cells.max()) + 1)[cells]) * space).sum(axis=1)
    likeness = space @ unit_rows(sums).T
    likeness[np.arange(len(space)), labels] = -1
    other = likeness.max(axis=1)
    return float(((own - other) / np.maximum(1 - np.minimum(own, other), 1e-6)).mean())


def adjusted_rand(left: NDArray[np.intp], right: NDArray[np.intp], weight: NDArray[np.float64] | None = None) -> float:
    """Agreement of two partitions, 0 by chance and 1 when equal. Source: Hubert & Arabie (1985), J. Classification 2, 193-218."""
    table = cross_table(left, right, weight)
    total = float(table.sum())
    if total < 2:
        return 0.0
    pairs = total * (total - 1) / 2
    together, in_left, in_right = (float((n * (n - 1) / 2).sum()) for n in (table, table.sum(axis=1), table.sum(axis=0)))
    expected, most = in_left * in_right / pairs, (in_left + in_right) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def cross_table(left: NDArray[np.intp], right: NDArray[np.intp], weight: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Statements in each group of one partition and each of another, shape (n_left, n_right)."""
    shape = (int(left.max(initial=-1)) + 1, int(right.max(initial=-1)) + 1)
    values = np.ones(len(left)) if weight is None else weight
    counts = np.bincount(left * shape[1] + right, weights=values, minlength=shape[0] * shape[1])
    return np.asarray(counts, dtype=np.float64).reshape(shape)
