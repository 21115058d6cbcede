"""Themes from a deductive codebook: statements that are enough like a code's definition and sentences are pulled into it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LIKE_THE_SEED = 0.4  # least cosine, with the default model; of statements as alike as this about three in four belong (docs/methods.md)


def likeness_to_seed(vectors: NDArray[np.float32], seed: NDArray[np.float32]) -> NDArray[np.float64]:
    """Cosine of each statement to the nearest of a code's definition and sentences, shape (n,), -1 to 1.

    Args:
        vectors: Statements, shape (n, d).
        seed: The code's definition and sentences, shape (n_sentences, d).
    """
    rows = _unit(np.asarray(vectors, dtype=np.float64))
    return np.asarray(np.round((rows @ _unit(np.asarray(seed, dtype=np.float64)).T).max(axis=1, initial=-1.0), 9))


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))
