"""Grouping a handful of statements, too few for communities in a graph."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from peace_analysis.themes.space import unit_rows

ALIKE = 0.35  # mean cosine of the default model above which two groups of statements are taken to speak of one thing


def group_few(embeddings: NDArray[np.float32]) -> NDArray[np.intp]:
    """Group fewer than about 30 statements by likeness.

    Args:
        embeddings: One distinct statement a row, shape (n, d), n >= 0.

    Returns:
        Group of each statement from 0; -1 for one that is like no other, shape (n,).
    """
    n = len(embeddings)
    if n < 2:
        return np.full(n, -1, dtype=np.intp)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist

    distance = np.clip(pdist(unit_rows(embeddings).astype(np.float64), "cosine"), 0, 2)
    groups = np.asarray(fcluster(linkage(distance, "average"), 1 - ALIKE, "distance"), dtype=np.intp) - 1
    alone = np.bincount(groups)[groups] < 2
    dense = np.full(n, -1, dtype=np.intp)
    dense[~alone] = np.unique(groups[~alone], return_inverse=True)[1]
    return dense


def share_of_members(embeddings: NDArray[np.float32], groups: NDArray[np.intp]) -> NDArray[np.float32]:
    """Share of each statement's likeness that each group holds, shape (n, n_groups), rows adding up to 1 (or 0 where nothing is alike)."""
    n_groups = int(groups.max(initial=-1)) + 1
    vectors = unit_rows(embeddings)
    likeness = np.maximum(vectors @ vectors.T, 0)
    shares = np.stack([likeness[:, groups == group].mean(axis=1) for group in range(n_groups)], axis=1) if n_groups else likeness[:, :0]
    total = shares.sum(axis=1, keepdims=True)
    return np.asarray(shares / np.where(total > 0, total, 1), dtype=np.float32)
