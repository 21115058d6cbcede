"""One space of what statements mean and of the words that they share."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from peace_analysis.themes.words import content_words, count_terms, vocabulary_of

WORD_WEIGHT = 0.7  # how much shared words count beside meaning, for a long statement
HALF_LENGTH = 8  # different content words at which they count half as much: the few words of a short one are mostly chance
WORD_DIMENSIONS = 200
SPACE_DIMENSIONS = 100  # principal dimensions kept: the rest is noise to neighbors, and time


@dataclass(frozen=True)
class Space:
    """What statements were given a place by, so that further ones can be given theirs in the same space."""

    mean: NDArray[np.floating]  # of the embeddings, (1, d)
    subjects: NDArray[np.floating] | None  # their mean, (1, n_subjects)
    words: Words | None
    directions: NDArray[np.float32] | None  # (joined dimensions, SPACE_DIMENSIONS); None where all are kept

    def place(self, embeddings: NDArray[np.floating], texts: list[str] | None, subjects: NDArray[np.float32] | None) -> NDArray[np.float32]:
        """Place of statements that the space was not learnt from: rows of length 1; arguments as for `learn_space`."""
        space = unit_rows(embeddings - self.mean)
        if self.subjects is not None and subjects is not None:
            space = unit_rows(np.hstack([space, subjects - self.subjects]))
        if self.words is not None and texts is not None:
            terms = [content_words(text) for text in texts]
            space = unit_rows(np.hstack([space, _weigh_words(terms) * self.words.place(terms)]))
        return space if self.directions is None else unit_rows(space @ self.directions)


@dataclass(frozen=True)
class Words:
    """The words that count, and the directions that they are seen in."""

    vocabulary: list[str]
    rarity: NDArray[np.float64]  # weight of each
    directions: NDArray[np.float64]  # (n_words, dimensions)

    def weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Weights of the words of each statement, rows of length 1 (0 where none counts)."""
        counts = counts.astype(np.float64)
        counts.data = 1.0 + np.log(counts.data)
        weights = counts.multiply(self.rarity).tocsr()
        length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
        return sparse.diags(1.0 / np.where(length > 0, length, 1.0)) @ weights

    def place(self, terms: list[list[str]]) -> NDArray[np.float32]:
        """Coordinates of statements by their words, rows of length 1 (0 where none counts), shape (n, dimensions)."""
        return unit_rows(np.asarray(self.weigh(count_terms(terms, self.vocabulary)) @ self.directions))


def joint_space(
    embeddings: NDArray[np.floating], texts: list[str] | None = None, subjects: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Put what statements mean and the words that they share into one space: `learn_space` without what it learns."""
    return learn_space(embeddings, texts, subjects)[0]


def learn_space(
    embeddings: NDArray[np.floating], texts: list[str] | None = None, subjects: NDArray[np.float32] | None = None
) -> tuple[NDArray[np.float32], Space]:
    """Put what statements mean and the words that they share into one space.

    Embeddings of spoken stories are drawn to the scene (a shop, a church) as much as to the subject; shared words pull
    statements on one subject together again. The mean is taken out first: what all statements have in common says nothing about themes.

    Args:
        embeddings: Shape (n, d).
        texts: The n statements; without them, their words do not count.
        subjects: What is known of their subjects, weighted, shape (n, n_subjects): see `tell_subjects`.

    Returns:
        Shape (n, at most `SPACE_DIMENSIONS`), rows of length 1; and what gives further statements their place in it.
    """
    mean = embeddings.mean(axis=0, keepdims=True)
    space = unit_rows(embeddings - mean)
    subject_mean, words, directions = None, None, None
    if subjects is not None:
        subject_mean = subjects.mean(axis=0, keepdims=True)
        space = unit_rows(np.hstack([space, subjects - subject_mean]))
    if texts is not None:
        terms = [content_words(text) for text in texts]
        coordinates, words = _learn_words(terms)
        space = unit_rows(np.hstack([space, _weigh_words(terms) * coordinates]))
    if min(space.shape) > SPACE_DIMENSIONS:
        _, vectors = np.linalg.eigh((space.T @ space).astype(np.float64))
        directions = vectors[:, -SPACE_DIMENSIONS:].astype(np.float32)
        space = unit_rows(space @ directions)
    return space, Space(mean, subject_mean, words, directions)


def _weigh_words(terms: list[list[str]]) -> NDArray[np.float32]:
    """How much the words of each statement count beside its meaning, shape (n, 1)."""
    lengths = np.array([len(set(said)) for said in terms], dtype=np.float32)
    return np.asarray(WORD_WEIGHT * lengths**2 / (lengths**2 + HALF_LENGTH**2), dtype=np.float32)[:, None]


def unit_rows(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Scale every row to length 1; rows of zeros stay zeros."""
    length = np.linalg.norm(values, axis=1, keepdims=True)
    return (values / np.where(length > 0, length, 1.0)).astype(np.float32)


def _learn_words(terms: list[list[str]]) -> tuple[NDArray[np.float32], Words | None]:
    """Latent semantic analysis of the statements' words: shape (n, dimensions), rows of length 1 (0 where no word is shared)."""
    n = len(terms)
    vocabulary = vocabulary_of(terms)
    counts = count_terms(terms, vocabulary)
    frequency = np.asarray((counts > 0).sum(axis=0)).ravel()
    useful = (frequency >= (3 if n < 3000 else 5)) & (frequency <= max(3, 0.15 * n))
    counts = counts[:, useful]
    if counts.shape[1] < 2:
        return np.zeros((n, 0), dtype=np.float32), None
    rarity = 1.0 + np.log((1.0 + n) / (1.0 + frequency[useful]))
    words = Words([word for word, counted in zip(vocabulary, useful, strict=True) if counted], rarity, np.empty((0, 0)))
    weights = words.weigh(counts)
    coordinates, directions = _left_singular(weights, min(WORD_DIMENSIONS, min(weights.shape) - 1))
    return unit_rows(coordinates), replace(words, directions=directions)


def _left_singular(matrix: sparse.csr_matrix, dimensions: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Left singular vectors times singular values, by randomised range finding with a fixed start; and the right singular vectors.

    Source: Halko, Martinsson & Tropp (2011), SIAM Review 53(2), algorithm 4.4.
    """
    start = np.random.default_rng(0).standard_normal((matrix.shape[1], min(dimensions + 10, *matrix.shape)))
    basis = _orthonormal(matrix @ start)
    for _ in range(2):
        basis = _orthonormal(matrix @ _orthonormal(matrix.T @ basis))
    small = matrix.T @ basis
    values, vectors = np.linalg.eigh(small.T @ small)
    largest = slice(None, -dimensions - 1, -1)
    singular = np.sqrt(np.maximum(values[largest], 0))
    right = small @ vectors[:, largest] / np.where(singular > 0, singular, 1)
    return np.asarray(basis @ vectors[:, largest] * singular), np.asarray(right)


def _orthonormal(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Orthonormal columns that span the same, through the small matrix of inner products: much faster than QR for tall matrices."""
    values, vectors = np.linalg.eigh(columns.T @ columns)
    sound = values > values[-1] * 1e-12
    return np.asarray(columns @ (vectors[:, sound] / np.sqrt(values[sound])))
