"""One space of what statements mean and of the words that they share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from peace_analysis.themes.words import content_words, count_terms

WORD_WEIGHT = 0.7  # how much shared words count beside meaning, for a long statement
HALF_LENGTH = 8  # different content words at which they count half as much: the few words of a short one are mostly chance
WORD_DIMENSIONS = 200
SPACE_DIMENSIONS = 100  # principal dimensions kept: the rest is noise to neighbors, and time


def joint_space(
    embeddings: NDArray[np.floating], texts: list[str] | None = None, subjects: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Put what statements mean and the words that they share into one space.

    Embeddings of spoken stories are drawn to the scene (a shop, a church) as much as to the subject; shared words pull
    statements on one subject together again. The mean is taken out first: what all statements have in common says nothing about themes.

    Args:
        embeddings: Shape (n, d).
        texts: The n statements; without them, their words do not count.
        subjects: What is known of their subjects, weighted, shape (n, n_subjects): see `tell_subjects`.

    Returns:
        Shape (n, at most `SPACE_DIMENSIONS`), rows of length 1.
    """
    space = unit_rows(embeddings - embeddings.mean(axis=0, keepdims=True))
    if subjects is not None:
        space = unit_rows(np.hstack([space, subjects - subjects.mean(axis=0, keepdims=True)]))
    if texts is not None:
        terms = [content_words(text) for text in texts]
        lengths = np.array([len(set(said)) for said in terms], dtype=np.float32)
        weight = WORD_WEIGHT * lengths**2 / (lengths**2 + HALF_LENGTH**2)
        space = unit_rows(np.hstack([space, weight[:, None] * _word_space(terms)]))
    if min(space.shape) <= SPACE_DIMENSIONS:
        return space
    _, vectors = np.linalg.eigh((space.T @ space).astype(np.float64))
    return unit_rows(space @ vectors[:, -SPACE_DIMENSIONS:].astype(np.float32))


def unit_rows(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Scale every row to length 1; rows of zeros stay zeros."""
    length = np.linalg.norm(values, axis=1, keepdims=True)
    return (values / np.where(length > 0, length, 1.0)).astype(np.float32)


def _word_space(terms: list[list[str]]) -> NDArray[np.float32]:
    """Latent semantic analysis of the statements' words: shape (n, dimensions), rows of length 1 (0 where no word is shared)."""
    n = len(terms)
    counts = count_terms(terms)
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
