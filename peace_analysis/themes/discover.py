"""Finding themes: communities of statements that stay together when sessions come and go.

1. Each statement is joined to its nearest neighbors in a space of meaning and shared words (`neighbors`).
2. Communities are found again and again on bootstraps of the sessions, at several resolutions. An edge then counts as often as its two
   ends stayed together: what only one session or one resolution holds together comes apart (ensemble clustering for graphs).
3. The resolution whose communities agree best with those of the bootstraps is kept. Too many for a reader are merged into themes and
   become subthemes; otherwise subthemes are communities within a theme.
4. A statement that fits its theme no better than statements fit themes that are not theirs is residual: it fits no theme.

Sources:
    Poulin & Theberge (2018), Ensemble clustering for graphs, arXiv 1809.05578; Traag, Waltman & van Eck (2019), Scientific Reports 9, 5233;
    Ward (1963), JASA 58, 236-244.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from peace_analysis.themes import small
from peace_analysis.themes.neighbors import Neighbors, find_communities, find_neighbors, joint_space, unit_rows

if TYPE_CHECKING:
    from bertopic import BERTopic

NEIGHBORS = 15
LISTED = 40  # neighbors kept, so that 15 are left when a bootstrap leaves sessions out
BOOTSTRAPS = 30
RUN_RESOLUTIONS = (1.5, 4.0)  # bootstraps draw from this range: coarser joins subjects, finer splits single stories off
RESOLUTIONS = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
FINER = (5.6, 8.0, 11.0)  # tried only where the others give fewer themes than asked for
FLOOR = 0.05  # weight left to an edge whose ends never stayed together
FEWEST = 30  # distinct statements below which communities mean nothing
FEWEST_IN_SUBTHEME = 8
FEWEST_SESSIONS = 8  # below, statements are drawn instead of sessions: too few sessions would be left
# A statement is residual if its fit is below this share of the fits of statements to the best theme that is not theirs.
RESIDUAL_QUANTILE = 0.5


@dataclass(frozen=True)
class ThemeModel:
    """What was found: all arrays have one row per statement, in the order given.

    Themes are numbered from 0, largest first; subthemes from 0 within their theme.
    """

    theme: NDArray[np.intp]  # its theme; -1 where it fits none
    subtheme: NDArray[np.intp]  # its subtheme within the theme; -1 where the theme has none, or the statement fits no theme
    membership: NDArray[np.float32]  # (n, n_themes): share of its neighborhood that belongs to each theme, 0 to 1
    fit: NDArray[np.float32]  # likeness to the nearest theme, -1 to 1; low for what fits none
    residual: NDArray[np.bool_]  # fits no theme
    space: NDArray[np.float32]  # (n, d): the space that neighbors were looked for in, rows of length 1

    @property
    def n_themes(self) -> int:
        """Number of themes."""
        return int(self.membership.shape[1])

    def n_subthemes(self, theme: int) -> int:
        """Number of subthemes of a theme; 0 where it has none."""
        return int(self.subtheme[self.theme == theme].max(initial=-1)) + 1

    def reorder(self, themes: list[int], parts: Callable[[int], list[int]]) -> ThemeModel:
        """Number themes, and subthemes within them, in another order.

        Args:
            themes: Every theme once, in the new order.
            parts: Gives every subtheme of a theme (by its old number) once, in the new order.
        """
        theme, subtheme = np.full_like(self.theme, -1), np.full_like(self.subtheme, -1)
        for place, old in enumerate(themes):
            theme[self.theme == old] = place
            for part_place, old_part in enumerate(parts(old)):
                subtheme[(self.theme == old) & (self.subtheme == old_part)] = part_place
        return replace(self, theme=theme, subtheme=subtheme, membership=self.membership[:, themes])

    def to_bertopic(self, texts: list[str], embeddings: ArrayLike, *, names: list[str] | None = None) -> BERTopic:
        """Make a fitted `BERTopic` whose topics are these themes; see `bertopic_view`."""
        from peace_analysis.themes.bertopic_view import make_bertopic

        return make_bertopic(self.theme, texts, np.asarray(embeddings, dtype=np.float32), names)


def discover_themes(
    embeddings: ArrayLike,
    *,
    texts: list[str],
    session_ids: list[str],
    min_themes: int = 8,
    max_themes: int = 25,
    seed: int,
) -> ThemeModel:
    """Find themes and subthemes; every statement gets a theme or is marked residual.

    Args:
        embeddings: Vectors of the statements, shape (n, d).
        texts: The n statements.
        session_ids: Their sessions, over which themes have to hold.
        min_themes: Fewest themes to settle for; a small corpus may end below.
        max_themes: Most themes; there may be more subthemes.
        seed: The same seed and input give the same themes.

    Raises:
        ValueError: If the lengths differ, a vector is not finite, or the range of themes is not one.
    """
    vectors = np.asarray(embeddings, dtype=np.float32)
    if vectors.ndim != 2 or not len(vectors) == len(texts) == len(session_ids):
        raise ValueError(f"embeddings {vectors.shape}, {len(texts)} texts and {len(session_ids)} session_ids must have one row per statement.")
    if not np.isfinite(vectors).all():
        raise ValueError(f"{int((~np.isfinite(vectors)).any(axis=1).sum())} embeddings hold numbers that are not finite.")
    if not 1 <= min_themes <= max_themes:
        raise ValueError(f"min_themes ({min_themes}) and max_themes ({max_themes}) are not a range of 1 or more.")
    first, inverse = _distinct(texts)
    distinct_texts = [texts[row] for row in first]
    space = joint_space(vectors[first], distinct_texts)
    if len(first) < FEWEST:
        labels = small.group_few(vectors[first])
        return _model(labels, np.full(len(first), -1), small.share_of_members(vectors[first], labels), unit_rows(vectors[first]), inverse)
    sessions = np.unique(np.asarray(session_ids, dtype=str)[first], return_inverse=True)[1]
    return _model(*_discover_many(space, sessions, min_themes, max_themes, seed), inverse)


def _distinct(texts: list[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows that hold a text for the first time, and for each row its place among them. Repeats would be each other's neighbors."""
    place: dict[str, int] = {}
    first: list[int] = []
    inverse = np.empty(len(texts), dtype=np.intp)
    for row, text in enumerate(texts):
        key = " ".join(text.casefold().split())
        if key not in place:
            place[key] = len(first)
            first.append(row)
        inverse[row] = place[key]
    return np.array(first, dtype=np.intp), inverse


def _model(
    labels: NDArray[np.intp], parts: NDArray[np.intp], membership: NDArray[np.float32], space: NDArray[np.float32], inverse: NDArray[np.intp]
) -> ThemeModel:
    """Settle which statements are residual, number themes and subthemes by size, and give repeated statements what the first one has."""
    fit, residual = _fit(space, labels)
    labels = np.where(residual, -1, labels)
    weight = np.bincount(inverse, minlength=len(labels))
    labels, order = _by_size(labels, weight)
    parts = np.where(labels < 0, -1, parts)
    for theme in range(len(order)):
        rows = np.flatnonzero(labels == theme)
        parts[rows] = _by_size(parts[rows], weight[rows])[0]
    return ThemeModel(
        theme=labels[inverse],
        subtheme=parts[inverse],
        membership=membership[:, order][inverse],
        fit=fit[inverse],
        residual=(labels < 0)[inverse],
        space=space[inverse],
    )


def _by_size(labels: NDArray[np.intp], weight: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Number labels again, heaviest first; returns the new labels and the old number of each. Negative labels stay."""
    used = labels >= 0
    total = np.bincount(labels[used], weights=weight[used])
    order = np.array([old for old in np.argsort(-total, kind="stable") if total[old] > 0], dtype=np.intp)
    new = np.full(len(total) + 1, -1, dtype=np.intp)
    new[order] = np.arange(len(order))
    return np.where(used, new[labels], -1), order


def _fit(space: NDArray[np.float32], labels: NDArray[np.intp]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Likeness of each statement to its theme without itself, and whether that is no better than a theme that is not its own gives.

    The scale is set by the data: how well do statements fit the best of the themes that they were *not* put in? What lies below the
    `RESIDUAL_QUANTILE` of that belongs to its theme no more than a stranger does.
    """
    n_themes = int(labels.max(initial=-1)) + 1
    if n_themes == 0:
        return np.full(len(labels), -1, dtype=np.float32), np.ones(len(labels), dtype=bool)
    used = labels >= 0
    sums = np.zeros((n_themes, space.shape[1]), dtype=np.float32)
    np.add.at(sums, labels[used], space[used])
    likeness = space @ unit_rows(sums).T
    own = np.where(used, labels, 0)
    fit = np.where(used, (unit_rows(sums[own] - space) * space).sum(axis=1), likeness.max(axis=1)).astype(np.float32)
    if n_themes < 3:
        return fit, ~used
    likeness[np.flatnonzero(used), labels[used]] = -np.inf
    strangers = likeness.max(axis=1)[used]
    return fit, ~used | (fit < np.quantile(strangers, RESIDUAL_QUANTILE))


def _discover_many(
    space: NDArray[np.float32], sessions: NDArray[np.intp], min_themes: int, max_themes: int, seed: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32], NDArray[np.float32]]:
    n = len(space)
    neighbors = find_neighbors(space, min(LISTED, n - 1))
    k = min(NEIGHBORS, max(4, n // 12))
    graph = neighbors.graph(np.ones(n, dtype=bool), k)
    runs = _bootstrap_communities(neighbors, sessions, k, seed)
    held = _weigh_by_agreement(graph, runs)
    communities = _most_agreed(held, runs, min_themes, seed)
    fewest = max(3, round(0.005 * n)) if n < 2000 else 10
    communities = _merge_small(communities, space, fewest)
    themes = communities if communities.max() < max_themes else _merge_to(max_themes, communities, space)
    parts = _parts(themes, communities, held, space, seed)
    member = sparse.csr_matrix((np.ones(n), (np.arange(n), themes)), shape=(n, int(themes.max()) + 1))
    shares = (graph @ member).toarray()
    membership = (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
    return themes, parts, membership, space


def _bootstrap_communities(neighbors: Neighbors, sessions: NDArray[np.intp], k: int, seed: int) -> NDArray[np.intp]:
    """Communities on bootstraps of the sessions, shape (BOOTSTRAPS, n); -1 where a statement's session was not drawn."""
    draw = np.random.default_rng(seed)
    n, n_sessions = len(sessions), int(sessions.max()) + 1
    runs = np.full((BOOTSTRAPS, n), -1, dtype=np.intp)
    for run in runs:
        if n_sessions >= FEWEST_SESSIONS:
            kept = np.isin(sessions, draw.choice(n_sessions, n_sessions))
        else:
            kept = draw.random(n) < 1 - 1 / np.e  # the share that a bootstrap leaves in
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
    """Join communities into `n_themes` themes by Ward's tree of their centers: no more is joined than the range of themes demands."""
    from scipy.cluster.hierarchy import fcluster, linkage

    joined = fcluster(linkage(_centers(space, labels), "ward"), n_themes, "maxclust")
    return np.unique(joined[labels], return_inverse=True)[1].astype(np.intp)


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
