"""Finding themes: communities of statements that stay together when sessions come and go.

1. Each statement is joined to its nearest neighbors in a space of meaning and shared words (`neighbors`).
2. Communities are found again and again on bootstraps of the sessions, at several resolutions. An edge then counts as often as its two
   ends stayed together: what only one session or one resolution holds together comes apart (ensemble clustering for graphs).
3. The resolution whose communities agree best with those of the bootstraps is kept. Too many for a reader are merged into themes and
   become subthemes; otherwise subthemes are communities within a theme.
4. A statement that fits its theme no better than statements fit themes that are not theirs is residual: it fits no theme.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from peace_analysis.themes import small
from peace_analysis.themes.communities import FEWEST_IN_SUBTHEME, group_many
from peace_analysis.themes.neighbors import joint_space, unit_rows

if TYPE_CHECKING:
    from bertopic import BERTopic

FEWEST = 30  # distinct statements below which communities mean nothing
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
        raise ValueError(
            f"embeddings {vectors.shape}, {len(texts)} texts and {len(session_ids)} session_ids must have one row per statement."
        )
    if not np.isfinite(vectors).all():
        raise ValueError(f"{int((~np.isfinite(vectors)).any(axis=1).sum())} embeddings hold numbers that are not finite.")
    if not 1 <= min_themes <= max_themes:
        raise ValueError(f"min_themes ({min_themes}) and max_themes ({max_themes}) are not a range of 1 or more.")
    first, inverse = _distinct(texts)
    distinct_texts = [texts[row] for row in first]
    if len(first) < FEWEST:
        labels = small.group_few(vectors[first])
        return _model(labels, np.full(len(first), -1), small.share_of_members(vectors[first], labels), unit_rows(vectors[first]), inverse)
    space = joint_space(vectors[first], distinct_texts)
    sessions = np.unique(np.asarray(session_ids, dtype=str)[first], return_inverse=True)[1]
    found = group_many(space, sessions, min_themes, max_themes, seed)
    return _model(found.themes, found.parts, found.membership, space, inverse)


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
    labels: NDArray[np.intp],
    parts: NDArray[np.intp],
    membership: NDArray[np.float32],
    space: NDArray[np.float32],
    inverse: NDArray[np.intp],
) -> ThemeModel:
    """Settle which statements are residual, number themes and subthemes by size, and give repeated statements what the first one has."""
    fit, residual = _fit(space, labels)
    labels = np.where(residual, -1, labels)
    weight = np.bincount(inverse, minlength=len(labels))
    labels, order = _by_size(labels, weight)
    parts = np.where(labels < 0, -1, parts)
    for theme in range(len(order)):
        rows = np.flatnonzero(labels == theme)
        parts[rows] = _by_size(_without_small(parts[rows]), weight[rows])[0]
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


def _without_small(parts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Take out subthemes that have hardly a statement left without the residual ones, and a subtheme that is alone."""
    sizes = np.bincount(parts[parts >= 0], minlength=1)
    large = sizes >= FEWEST_IN_SUBTHEME // 2
    return np.where((parts >= 0) & large[parts] & (large.sum() > 1), parts, -1)


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
