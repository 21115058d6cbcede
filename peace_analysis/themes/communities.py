"""Communities of statements that stay together when sessions come and go, and their sizes made fit for a reader.

Sources:
    Poulin & Theberge (2018), Ensemble clustering for graphs, arXiv 1809.05578; Blondel et al. (2008), J. Statistical Mechanics,
    P10008 (Louvain); Ward (1963), JASA 58, 236-244.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from peace_analysis.themes.neighbors import Neighbors, find_neighbors, unit_rows

NEIGHBORS = 15
LISTED = 40  # neighbors kept, so that 15 are left when a bootstrap leaves sessions out
BOOTSTRAPS = 30
RUN_RESOLUTIONS = (1.0, 3.0)  # bootstraps draw from this range: coarser joins subjects, finer splits single stories off
RESOLUTIONS = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
FINER = (5.6, 8.0, 11.0)  # tried only where the others give fewer themes than asked for
FLOOR = 0.05  # weight left to an edge whose ends never stayed together
FEWEST_IN_SUBTHEME = 8
SMALLEST_SHARE = 0.01  # of up to 1,500 statements, for a community to stay
FEWEST_SESSIONS = 8  # below, statements are drawn instead of sessions: too few sessions would be left


@dataclass(frozen=True)
class Grouping:
    """Themes of many statements: all arrays have one row per statement."""

    themes: NDArray[np.intp]  # from 0
    parts: NDArray[np.intp]  # subtheme within the theme, from 0; -1 where the theme has none
    membership: NDArray[np.float32]  # (n, n_themes): share of the similarity to its neighbors that lies in each theme


def group_many(space: NDArray[np.float32], sessions: NDArray[np.intp], min_themes: int, max_themes: int, seed: int) -> Grouping:
    """Group 30 or more distinct statements into themes and subthemes.

    Args:
        space: Rows of length 1, shape (n, d).
        sessions: Number of the session of each, shape (n,), from 0.
        min_themes: Fewest themes to look for; there may be fewer where statements do not come apart.
        max_themes: Most themes.
        seed: The same seed and input give the same groups.
    """
    n = len(space)
    neighbors = find_neighbors(space, min(LISTED, n - 1))
    k = min(NEIGHBORS, max(4, n // 12))
    graph = neighbors.graph(np.ones(n, dtype=bool), k)
    runs = _bootstrap_communities(neighbors, sessions, k, seed)
    held = _weigh_by_agreement(graph, runs)
    communities = _most_agreed(held, runs, min_themes, seed)
    communities = _merge_small(communities, space, _fewest(n))
    themes = communities if communities.max() < max_themes else _merge_to(max_themes, communities, space)
    parts = _parts(themes, communities, held, space, seed)
    member = sparse.csr_matrix((np.ones(n), (np.arange(n), themes)), shape=(n, int(themes.max()) + 1))
    shares = (graph @ member).toarray()
    return Grouping(themes, parts, (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32))


def find_communities(graph: sparse.csr_matrix, resolution: float, seed: int) -> NDArray[np.intp]:
    """Split a graph into communities by modularity, with the Louvain algorithm.

    Not scikit-network's Leiden: that draws from the C library's `rand()` whatever its `random_state`, so that a result depends on what
    ran before it. Here the seed decides in which order nodes are visited, and nothing else is random.

    Args:
        graph: Symmetric weights, shape (n, n).
        resolution: Higher gives more and smaller communities.
        seed: Makes the result repeatable.

    Returns:
        Community of each node, largest first, shape (n,).

    Source:
        Blondel et al. (2008), J. Statistical Mechanics, P10008, as in scikit-network.
    """
    from sknetwork.clustering import Louvain

    louvain = Louvain(resolution=resolution, shuffle_nodes=True, random_state=seed)
    return np.asarray(louvain.fit_predict(graph)).astype(np.intp)


def _fewest(n: int) -> int:
    """Statements that a community needs to stay: 1% of a few hundred, hardly more of many thousand."""
    return max(3, round(SMALLEST_SHARE * min(n, 1500)))


def _bootstrap_communities(neighbors: Neighbors, sessions: NDArray[np.intp], k: int, seed: int) -> NDArray[np.intp]:
    """Communities on bootstraps of the sessions, shape (BOOTSTRAPS, n); -1 where a statement's session was not drawn."""
    draw = np.random.default_rng(seed)
    n, n_sessions = len(sessions), int(sessions.max()) + 1
    runs = np.full((BOOTSTRAPS, n), -1, dtype=np.intp)
    for run in runs:
        drawn = draw.choice(n_sessions, n_sessions)
        # Too few sessions: statements are drawn, as many as a bootstrap leaves in.
        kept = np.isin(sessions, drawn) if n_sessions >= FEWEST_SESSIONS else draw.random(n) < 1 - 1 / np.e
        resolution, run_seed = float(draw.uniform(*RUN_RESOLUTIONS)), int(draw.integers(2**31))
        if kept.sum() > k:
            run[kept] = find_communities(neighbors.graph(kept, k), resolution, run_seed)
    return runs


def _weigh_by_agreement(graph: sparse.csr_matrix, runs: NDArray[np.intp]) -> sparse.csr_matrix:
    """Multiply each edge by how often its ends were in one community, of the runs that both were in."""
    edges = graph.tocoo()
    both, together = np.zeros(edges.nnz), np.zeros(edges.nnz)
    for run in runs:
        source, target = run[edges.row], run[edges.col]
        seen = (source >= 0) & (target >= 0)
        both += seen
        together += seen & (source == target)
    weight = edges.data * (FLOOR + (1 - FLOOR) * together / np.maximum(both, 1))
    return sparse.csr_matrix((weight, (edges.row, edges.col)), shape=graph.shape)


def _most_agreed(held: sparse.csr_matrix, runs: NDArray[np.intp], min_themes: int, seed: int) -> NDArray[np.intp]:
    """Communities at the resolution that agrees best with the bootstraps, among those that give enough of them."""
    found = [find_communities(held, resolution, seed) for resolution in RESOLUTIONS]
    enough = [labels for labels in found if labels.max() + 1 >= min_themes]
    if not enough:
        finer = [find_communities(held, resolution, seed) for resolution in FINER]
        enough = [next((labels for labels in finer if labels.max() + 1 >= min_themes), finer[-1])]
    agreement = [np.mean([_adjusted_rand(labels[run >= 0], run[run >= 0]) for run in runs]) for labels in enough]
    return enough[int(np.argmax(agreement))]


def _adjusted_rand(left: NDArray[np.intp], right: NDArray[np.intp]) -> float:
    """Agreement of two partitions, 0 by chance and 1 when equal. Source: Hubert & Arabie (1985), J. Classification 2, 193-218."""
    if len(left) < 2:
        return 0.0
    table = sparse.csr_matrix((np.ones(len(left)), (left, right)))
    table.sum_duplicates()
    pairs = len(left) * (len(left) - 1) / 2
    together = float((table.data * (table.data - 1)).sum() / 2)
    in_left, in_right = (float((total * (total - 1)).sum() / 2) for total in (np.bincount(left), np.bincount(right)))
    expected, most = in_left * in_right / pairs, (in_left + in_right) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _centers(space: NDArray[np.float32], labels: NDArray[np.intp]) -> NDArray[np.float32]:
    sums = np.zeros((int(labels.max()) + 1, space.shape[1]), dtype=np.float32)
    np.add.at(sums, labels, space)
    return unit_rows(sums)


def _merge_small(labels: NDArray[np.intp], space: NDArray[np.float32], fewest: int) -> NDArray[np.intp]:
    """Move the statements of communities below `fewest` to the nearest of the others, each by itself; numbers stay dense."""
    sizes = np.bincount(labels)
    large = np.flatnonzero(sizes >= fewest)
    if len(large) in (0, len(sizes)):
        return labels
    centers = _centers(space, labels)[large]
    new = np.full(len(sizes), -1, dtype=np.intp)
    new[large] = np.arange(len(large))
    loose = new[labels] < 0
    merged = new[labels]
    merged[loose] = np.argmax(space[loose] @ centers.T, axis=1)
    return merged


def _merge_to(n_themes: int, labels: NDArray[np.intp], space: NDArray[np.float32]) -> NDArray[np.intp]:
    """Join communities into `n_themes` themes, the pair that loses least first; no more is joined than the range of themes demands.

    Ward's criterion with the communities' sizes: two large themes that are somewhat alike stay apart while small ones find a home.
    """
    sizes = np.bincount(labels).astype(np.float64)
    centers = _centers(space, labels).astype(np.float64)
    theme = np.arange(len(sizes))
    for _ in range(len(sizes) - n_themes):
        # Gone communities have size 0; they and the diagonal are never chosen.
        distance = np.maximum((centers**2).sum(1)[:, None] + (centers**2).sum(1)[None, :] - 2 * centers @ centers.T, 0)
        cost = distance * sizes[:, None] * sizes[None, :] / np.maximum(sizes[:, None] + sizes[None, :], 1)
        cost[(sizes[:, None] == 0) | (sizes[None, :] == 0) | np.eye(len(sizes), dtype=bool)] = np.inf
        kept, gone = sorted(np.unravel_index(int(np.argmin(cost)), cost.shape))
        total = sizes[kept] + sizes[gone]
        centers[kept] = (sizes[kept] * centers[kept] + sizes[gone] * centers[gone]) / total
        sizes[kept], sizes[gone] = total, 0
        theme[theme == gone] = kept
    return np.unique(theme[labels], return_inverse=True)[1].astype(np.intp)


def _parts(
    themes: NDArray[np.intp], communities: NDArray[np.intp], held: sparse.csr_matrix, space: NDArray[np.float32], seed: int
) -> NDArray[np.intp]:
    """Subthemes: the communities that were joined into a theme, or else communities within it; -1 where a theme does not come apart."""
    parts = np.full(len(themes), -1, dtype=np.intp)
    for theme in range(int(themes.max()) + 1):
        rows = np.flatnonzero(themes == theme)
        inside = np.unique(communities[rows], return_inverse=True)[1]
        fewest = max(FEWEST_IN_SUBTHEME, len(rows) // 6)
        if inside.max() == 0 and len(rows) >= 2 * fewest:
            inside = _merge_small(find_communities(held[rows][:, rows].tocsr(), 1.0, seed), space[rows], fewest)
        if inside.max() > 0:
            parts[rows] = inside
    return parts
