"""Which statements are near which: the nearest neighbors of each statement, and the middle that it is drawn to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from peace_analysis.themes.space import unit_rows

_MANY = 6_000  # statements above which neighbors are looked for in near cells only
_CELLS_PROBED = 16
_LEARNT_FROM = 20_000  # rows that the cells are learnt from
_BLOCK_CELLS = 16_000_000  # similarities held at a time


@dataclass(frozen=True)
class Neighbors:
    """The nearest statements of each statement, nearest first: row numbers and cosine similarities, both (n, k)."""

    rows: NDArray[np.intp]
    similarity: NDArray[np.float32]

    def graph(self, kept: NDArray[np.bool_], k: int) -> sparse.csr_matrix:
        """Join each kept statement to its `k` nearest kept ones, in either direction; weights are similarities.

        Args:
            kept: Statements that take part, shape (n,).
            k: Neighbors of each statement; fewer where the list runs out of kept ones.

        Returns:
            Symmetric, shape (n_kept, n_kept), in the order of the kept rows.
        """
        place = np.cumsum(kept) - 1
        rows, similarity = self.rows[kept], self.similarity[kept]
        usable = kept[rows]
        usable &= np.cumsum(usable, axis=1) <= k
        source, column = np.nonzero(usable)
        # Every neighbor counts for something, also one that is hardly alike: a statement never loses all its edges.
        weight = np.maximum(similarity[source, column], 1e-3)
        n = int(kept.sum())
        joined = sparse.csr_matrix((weight, (source, place[rows[source, column]])), shape=(n, n))
        return joined.maximum(joined.T).tocsr()

    def share(self, labels: NDArray[np.intp], k: int) -> NDArray[np.float32]:
        """Share of the similarity of each statement to its neighbors that lies in each group.

        Args:
            labels: Group of each statement, from 0, shape (n,).
            k: Neighbors of each statement that count.

        Returns:
            Shape (n, n_groups), rows adding up to 1.
        """
        n = len(labels)
        member = sparse.csr_matrix((np.ones(n), (np.arange(n), labels)), shape=(n, int(labels.max()) + 1))
        shares = (self.graph(np.ones(n, dtype=bool), k) @ member).toarray()
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


def smooth_rows(space: NDArray[np.float32], graph: sparse.csr_matrix, rounds: int) -> NDArray[np.float32]:
    """Move each row to the middle between itself and the mean of its neighbors, again and again.

    What statements share with their neighbors is their subject; what they do not is the wording. Groups come apart far better after it.

    Args:
        space: Rows of length 1, shape (n, d).
        graph: Weights of neighbors, shape (n, n).
        rounds: How often.

    Returns:
        Rows of length 1, shape (n, d).

    Source:
        Zhang, Liu, Li & Wu (2019), Attributed graph clustering via adaptive graph convolution, IJCAI, 4327-4333.
    """
    total = np.asarray(graph.sum(axis=1)).ravel()
    mean = sparse.diags((1 / np.where(total > 0, total, 1)).astype(np.float32)) @ graph.astype(np.float32)
    for _ in range(rounds):
        space = (space + mean @ space) / 2
    return unit_rows(space)


def find_neighbors(space: NDArray[np.float32], k: int) -> Neighbors:
    """Find the `k` nearest other rows of each row by cosine.

    Exactly up to `_MANY` rows. Above, the rows are put into cells, and each is compared with those of the nearest cells only (an
    inverted file): hardly a near neighbor is missed, and time grows with n to the power of 1.5 instead of 2.

    Args:
        space: Rows of length 1, shape (n, d).
        k: Neighbors of each row, below n.
    """
    n = len(space)
    if n > _MANY:
        return _search_cells(space, k)
    every = np.arange(n)
    found = Neighbors(np.empty((n, k), dtype=np.intp), np.empty((n, k), dtype=np.float32))
    _search(space, every, every, found)
    return found


def _search_cells(space: NDArray[np.float32], k: int) -> Neighbors:
    n = len(space)
    cells = gather_rows(space, round(n**0.5))
    n_cells = int(cells.max()) + 1
    centers = unit_rows(sum_by(cells, space, n_cells))
    nearest = np.argsort(-(centers @ centers.T), axis=1, kind="stable")
    members = _members(cells, n_cells)
    found = Neighbors(np.empty((n, k), dtype=np.intp), np.empty((n, k), dtype=np.float32))
    for cell in range(n_cells):
        probed = _CELLS_PROBED
        among = np.concatenate([members[other] for other in nearest[cell, :probed]])
        while len(among) <= k:
            probed *= 2
            among = np.concatenate([members[other] for other in nearest[cell, :probed]])
        _search(space, members[cell], np.sort(among), found)
    return found


def find_among(rows: NDArray[np.float32], space: NDArray[np.float32], k: int) -> Neighbors:
    """Find the `k` nearest rows of a space for rows that are not in it, in near cells only where the space has many.

    Args:
        rows: Rows of length 1, shape (n, d).
        space: Rows of length 1, shape (m, d).
        k: Neighbors of each row, at most m.

    Returns:
        Shapes (n, k), in no order; similarity may be that of the same row where rows repeat.
    """
    found = Neighbors(np.empty((len(rows), k), dtype=np.intp), np.empty((len(rows), k), dtype=np.float32))
    cells = gather_rows(space, round(len(space) ** 0.5)) if len(space) > _MANY else np.zeros(len(space), dtype=np.intp)
    n_cells = int(cells.max()) + 1
    centers = unit_rows(sum_by(cells, space, n_cells))
    nearest = np.argsort(-(centers @ centers.T), axis=1, kind="stable")
    members = _members(cells, n_cells)
    for cell, asked in enumerate(_members(nearest_center(rows, centers), n_cells)):
        probed = _CELLS_PROBED
        while len(among := np.concatenate([members[other] for other in nearest[cell, :probed]])) < k:
            probed *= 2
        pool = space[among]
        n_rows = max(1, _BLOCK_CELLS // len(among))
        for first in range(0, len(asked), n_rows):
            here = asked[first : first + n_rows]
            block = rows[here] @ pool.T
            best = np.argpartition(block, len(among) - k, axis=1)[:, len(among) - k :]
            found.rows[here] = among[best]
            found.similarity[here] = np.take_along_axis(block, best, axis=1)
    return found


def _members(cells: NDArray[np.intp], n_cells: int) -> list[NDArray[np.intp]]:
    return np.split(np.argsort(cells, kind="stable"), np.cumsum(np.bincount(cells, minlength=n_cells))[:-1])


def _search(space: NDArray[np.float32], rows: NDArray[np.intp], among: NDArray[np.intp], found: Neighbors) -> None:
    """Write the nearest of `among` for each of `rows` into `found`; each of the rows is among them."""
    k = found.rows.shape[1]
    pool = space[among]
    n_rows = max(1, _BLOCK_CELLS // len(among))
    for first in range(0, len(rows), n_rows):
        asked = rows[first : first + n_rows]
        block = space[asked] @ pool.T
        block[np.arange(len(asked)), np.searchsorted(among, asked)] = -np.inf
        nearest = np.argpartition(block, len(among) - k, axis=1)[:, len(among) - k :]
        values = np.take_along_axis(block, nearest, axis=1)
        order = np.lexsort((nearest, -values), axis=1)
        found.rows[asked] = among[np.take_along_axis(nearest, order, axis=1)]
        found.similarity[asked] = np.take_along_axis(values, order, axis=1)


def gather_rows(space: NDArray[np.float32], n_groups: int, rounds: int = 4) -> NDArray[np.intp]:
    """Put rows that lie close together into small groups, by a few rounds of spherical k-means from a fixed start.

    Returns:
        Group of each row from 0, shape (n,); at most `n_groups` of them, none empty.

    Source:
        Dhillon & Modha (2001), Machine Learning 42, 143-175 (spherical k-means).
    """
    sample = space[np.linspace(0, len(space) - 1, min(len(space), _LEARNT_FROM)).astype(np.intp)]
    centers = sample[np.sort(np.random.default_rng(0).permutation(len(sample))[:n_groups])]
    for _ in range(rounds):
        nearest = nearest_center(sample, centers)
        used = np.unique(nearest)
        centers = unit_rows(sum_by(nearest, sample, len(centers))[used])
    return np.unique(nearest_center(space, centers), return_inverse=True)[1].astype(np.intp)


def nearest_center(space: NDArray[np.float32], centers: NDArray[np.float32]) -> NDArray[np.intp]:
    """Number of the center that each row is most like, shape (n,)."""
    n_rows = max(1, _BLOCK_CELLS // len(centers))
    parts = [np.argmax(space[first : first + n_rows] @ centers.T, axis=1) for first in range(0, len(space), n_rows)]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.intp)


def sum_by(labels: NDArray[np.intp], values: NDArray[np.float32], n_labels: int) -> NDArray[np.float32]:
    """Sum of the rows of each label, shape (n_labels, d)."""
    n = len(labels)
    # Small index types: scipy looks through larger ones to see whether they could be small, which takes longer than the sum.
    member = sparse.csc_matrix(
        (np.ones(n, dtype=np.float32), labels.astype(np.int32), np.arange(n + 1, dtype=np.int32)), shape=(n_labels, n), copy=False
    )
    return np.asarray(member @ values, dtype=np.float32)
