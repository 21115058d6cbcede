"""Which statements are near which: one space of meanings and words, its nearest-neighbor graph, and communities in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from peace_analysis.themes.words import count_words

WORD_WEIGHT = 0.5  # how much shared words count beside meaning; .4-.8 do best on speech, above .5 short texts suffer
WORD_DIMENSIONS = 200
SEARCH_DIMENSIONS = 128  # above this many statements in `_MANY`, neighbors are looked for in so many principal dimensions
_MANY = 12_000
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


def joint_space(embeddings: NDArray[np.floating], texts: list[str]) -> NDArray[np.float32]:
    """Put what statements mean and the words that they share into one space.

    Embeddings of spoken stories are drawn to the scene (a shop, a church) as much as to the subject; shared words pull
    statements on one subject together again. The mean is taken out first: what all statements have in common says nothing about themes.

    Args:
        embeddings: Shape (n, d).
        texts: The n statements.

    Returns:
        Shape (n, d + at most `WORD_DIMENSIONS`), rows of length 1.
    """
    meaning = unit_rows(embeddings - embeddings.mean(axis=0, keepdims=True))
    words = _word_space(texts)
    return unit_rows(np.hstack([meaning, WORD_WEIGHT * words]))


def unit_rows(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Scale every row to length 1; rows of zeros stay zeros."""
    length = np.linalg.norm(values, axis=1, keepdims=True)
    return (values / np.where(length > 0, length, 1.0)).astype(np.float32)


def _word_space(texts: list[str]) -> NDArray[np.float32]:
    """Latent semantic analysis of the statements' words: shape (n, dimensions), rows of length 1 (0 where no word is shared)."""
    n = len(texts)
    counts = count_words(texts)
    frequency = np.asarray((counts > 0).sum(axis=0)).ravel()
    useful = (frequency >= (3 if n < 3000 else 5)) & (frequency <= max(3, 0.15 * n))
    counts = counts[:, useful].astype(np.float64)
    if counts.shape[1] < 2:
        return np.zeros((n, 0), dtype=np.float32)
    counts.data = 1.0 + np.log(counts.data)
    weights = counts.multiply(1.0 + np.log((1.0 + n) / (1.0 + frequency[useful]))).tocsr()
    length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    weights = sparse.diags(1.0 / np.where(length > 0, length, 1.0)) @ weights
    return unit_rows(_left_singular(weights, min(WORD_DIMENSIONS, min(weights.shape) - 1)))


def _left_singular(matrix: sparse.csr_matrix, dimensions: int) -> NDArray[np.float64]:
    """Left singular vectors times singular values, by randomised range finding with a fixed start.

    Source: Halko, Martinsson & Tropp (2011), SIAM Review 53(2), algorithm 4.4.
    """
    start = np.random.default_rng(0).standard_normal((matrix.shape[1], min(dimensions + 10, *matrix.shape)))
    basis = _orthonormal(matrix @ start)
    for _ in range(2):
        basis = _orthonormal(matrix @ _orthonormal(matrix.T @ basis))
    small = matrix.T @ basis
    values, vectors = np.linalg.eigh(small.T @ small)
    largest = slice(None, -dimensions - 1, -1)
    return np.asarray(basis @ vectors[:, largest] * np.sqrt(np.maximum(values[largest], 0)))


def _orthonormal(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Orthonormal columns that span the same, through the small matrix of inner products: much faster than QR for tall matrices."""
    values, vectors = np.linalg.eigh(columns.T @ columns)
    sound = values > values[-1] * 1e-12
    return np.asarray(columns @ (vectors[:, sound] / np.sqrt(values[sound])))


def find_neighbors(space: NDArray[np.float32], k: int) -> Neighbors:
    """Find the `k` nearest other rows of each row by cosine, exactly, in blocks.

    Args:
        space: Rows of length 1, shape (n, d).
        k: Neighbors of each row, below n.
    """
    n = len(space)
    if n > _MANY and space.shape[1] > SEARCH_DIMENSIONS:
        _, vectors = np.linalg.eigh(space.T @ space)
        space = unit_rows(space @ vectors[:, -SEARCH_DIMENSIONS:])
    rows = np.empty((n, k), dtype=np.intp)
    similarity = np.empty((n, k), dtype=np.float32)
    n_rows = max(1, _BLOCK_CELLS // n)
    for first in range(0, n, n_rows):
        block = space[first : first + n_rows] @ space.T
        inside = np.arange(len(block))
        block[inside, first + inside] = -np.inf
        nearest = np.argpartition(block, n - k, axis=1)[:, n - k :]
        values = np.take_along_axis(block, nearest, axis=1)
        order = np.lexsort((nearest, -values), axis=1)
        rows[first : first + n_rows] = np.take_along_axis(nearest, order, axis=1)
        similarity[first : first + n_rows] = np.take_along_axis(values, order, axis=1)
    return Neighbors(rows, similarity)
