"""Finding themes: layers of groups that statements settle into, whichever of them are left out.

1. Statements get a place by meaning, known subjects and shared words (`subjects`, `space`), each near its nearest neighbors (`neighbors`).
2. Groups are made again and again with a tenth of the statements left out; those that most of these refits agree on are the subthemes, and
   subthemes that refits put together are joined into themes (`refits`, `layers`).
3. How many: subthemes where statements are nearest to what *other* sessions made of their group, themes where groups hold best.
4. A statement that fits its theme no better than statements fit themes that are not theirs is residual.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from peace_analysis.notebook_view import say_count, view_table
from peace_analysis.tables import TENTATIVE
from peace_analysis.themes import small
from peace_analysis.themes.carry_over import carry_over, draw_part
from peace_analysis.themes.layers import Layers, find_layers
from peace_analysis.themes.residual import measure_fit
from peace_analysis.themes.space import learn_space, unit_rows

if TYPE_CHECKING:
    from bertopic import BERTopic

FEWEST = 30  # distinct statements below which groups mean nothing
MOST_FITTED = 100_000  # different statements that themes are found in; the rest is carried over
_AT_ONCE = 50_000  # statements that are placed at a time
ALSO_SHARE = 0.3  # of a statement's neighborhood, for a theme to be one that it has as well
SMALLEST_SUBTHEME = 4  # statements that a subtheme needs without the residual ones


@dataclass(frozen=True)
class ThemeModel:
    """What was found: all arrays but the stabilities have one row per statement, in the order given.

    Themes are numbered from 0, largest first; subthemes from 0 within their theme.
    """

    theme: NDArray[np.intp]  # its theme; -1 where it fits none
    subtheme: NDArray[np.intp]  # its subtheme within the theme; -1 where the theme has none, or the statement fits no theme
    membership: NDArray[np.float32]  # (n, n_themes): share of its neighborhood that belongs to each theme, 0 to 1
    fit: NDArray[np.float32]  # likeness to the others of its subtheme (theme, where it has none), -1 to 1; low for what fits none
    residual: NDArray[np.bool_]  # fits no theme
    space: NDArray[np.float32]  # (n, d): the space that neighbors were looked for in, rows of length 1
    layers: tuple[NDArray[np.intp], ...]  # at most 8, coarse to fine, each within the one before; residual statements have a group too
    theme_layer: int  # which of the layers the themes are
    subtheme_layer: int  # and the subthemes; the same where nothing is to be split
    stability: NDArray[np.float64]  # (n_themes,): mean best-match Jaccard over bootstraps of the sessions; nan where too few statements
    subtheme_stability: tuple[NDArray[np.float64], ...]  # the same for the subthemes of each theme

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        sizes = [int((self.theme == theme).sum()) for theme in range(self.n_themes)]
        rows = [
            (theme, say_count(size), self.n_subthemes(theme), held)
            for theme, size, held in zip(range(self.n_themes), sizes, self.stability, strict=True)
        ]
        remark = f"{int(self.residual.sum()):,} of {len(self.theme):,} statements fit no theme."
        return view_table("Themes", ["theme", "statements", "subthemes", "stability"], rows, remark=remark)

    @property
    def tentative(self) -> NDArray[np.bool_]:
        """Whether each theme is to be marked tentative wherever it is shown, shape (n_themes,)."""
        return ~(self.stability >= TENTATIVE)

    @property
    def themes(self) -> NDArray[np.bool_]:
        """All themes that each statement has, shape (n, n_themes): its own, and those that hold `ALSO_SHARE` of its neighborhood."""
        has = self.membership >= ALSO_SHARE
        placed = np.flatnonzero(self.theme >= 0)
        has[placed, self.theme[placed]] = True
        has[self.theme < 0] = False
        return has

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
        stability = []
        for place, old in enumerate(themes):
            theme[self.theme == old] = place
            order = parts(old)
            stability.append(self.subtheme_stability[old][order])
            for part_place, old_part in enumerate(order):
                subtheme[(self.theme == old) & (self.subtheme == old_part)] = part_place
        return replace(
            self,
            theme=theme,
            subtheme=subtheme,
            membership=self.membership[:, themes],
            stability=self.stability[themes],
            subtheme_stability=tuple(stability),
        )

    def to_bertopic(
        self,
        texts: list[str],
        embeddings: ArrayLike,
        *,
        names: list[str] | None = None,
        speakers: list[str] | None = None,
        embedding_model: object | None = None,
    ) -> BERTopic:
        """Make a fitted `BERTopic` whose topics are these themes; see `bertopic_view`."""
        from peace_analysis.themes.bertopic_view import make_bertopic

        vectors = np.asarray(embeddings, dtype=np.float32)
        return make_bertopic(self.theme, texts, vectors, names, speakers=speakers, embedding_model=embedding_model)


def discover_themes(
    embeddings: ArrayLike,
    *,
    texts: list[str] | None = None,
    session_ids: list[str] | None = None,
    turns: list[str] | None = None,
    subjects: NDArray[np.float32] | None = None,
    min_themes: int = 8,
    max_themes: int = 25,
    seed: int,
    most_fitted: int = MOST_FITTED,
) -> ThemeModel:
    """Find themes and subthemes; every statement gets a theme or is marked residual.

    Args:
        embeddings: Vectors of the statements, shape (n, d).
        texts: The n statements; without them only the embeddings count.
        session_ids: Their sessions, over which themes have to hold; without them statements take their place.
        turns: Their turns within the sessions, where statements of one turn were embedded with each other in view.
        subjects: What is known of the subjects of the statements, as `tell_subjects` gives it for vectors of the default model.
        min_themes: Fewest themes to settle for; a small corpus may end below.
        max_themes: Most themes; there may be more subthemes.
        seed: Decides the bootstraps that stability is measured on; the themes are the same for every seed.
        most_fitted: Different statements above which themes are found in so many of them and carried over to the rest (`carry_over`).

    Raises:
        ValueError: If the lengths differ, a vector is not finite, or the range of themes is not one.

    Examples:
        >>> import numpy as np
        >>> from peace_analysis import themes
        >>> draw = np.random.default_rng(1)
        >>> vectors = np.repeat(np.eye(8), 30, axis=0) + draw.normal(scale=0.05, size=(240, 8))
        >>> found = themes.discover_themes(vectors, session_ids=[f"L{n % 10}" for n in range(240)], seed=1)
        >>> found.n_themes, int(found.residual.sum())
        (8, 0)
    """
    vectors = np.asarray(embeddings, dtype=np.float32)
    n = len(vectors)
    for name, given in (("texts", texts), ("session_ids", session_ids), ("turns", turns), ("subjects", subjects)):
        if vectors.ndim != 2 or (given is not None and len(given) != n):
            length = "none" if given is None else len(given)
            raise ValueError(f"embeddings {vectors.shape} and {name} ({length}) must have one row per statement.")
    if not np.isfinite(vectors).all():
        raise ValueError(f"{int((~np.isfinite(vectors)).any(axis=1).sum())} embeddings hold numbers that are not finite.")
    if not 1 <= min_themes <= max_themes:
        raise ValueError(f"min_themes ({min_themes}) and max_themes ({max_themes}) are not a range of 1 or more.")
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    # One thread: in small products threads wait for each other more than they work; and sums come out the same.
    with threadpool_limits(limits=1, user_api="blas"):
        first, inverse = _distinct(texts if texts is not None else [row.tobytes() for row in vectors])
        distinct = vectors if len(first) == n else vectors[first]
        if len(first) < FEWEST:
            return _model(_few(distinct), unit_rows(distinct), inverse)
        sessions = _number([session_ids[row] for row in first]) if session_ids is not None else np.zeros(len(first), dtype=np.intp)
        spoken = _number([turns[row] for row in first]) if turns is not None else np.arange(len(first))
        spoken = np.unique(sessions * (int(spoken.max()) + 1) + spoken, return_inverse=True)[1]
        words = [texts[row] for row in first] if texts is not None else None
        known = subjects[first] if subjects is not None else None
        part = draw_part(len(first), most_fitted)
        space, learnt = learn_space(*_pick(part, distinct, words, known))
        units = (np.unique(numbers[part], return_inverse=True)[1] for numbers in (sessions, spoken))
        found = find_layers(space, *units, min_themes=min_themes, max_themes=max_themes, seed=seed)
        if len(part) < len(first):
            others = np.setdiff1d(np.arange(len(first)), part, assume_unique=True)
            blocks = np.array_split(others, -(-len(others) // _AT_ONCE))
            rest = np.concatenate([learnt.place(*_pick(block, distinct, words, known)) for block in blocks])
            found, space = carry_over(found, space, part, rest)
        return _model(found, space, inverse)


def _pick(
    rows: NDArray[np.intp], vectors: NDArray[np.float32], texts: list[str] | None, subjects: NDArray[np.float32] | None
) -> tuple[NDArray[np.float32], list[str] | None, NDArray[np.float32] | None]:
    if len(rows) == len(vectors):
        return vectors, texts, subjects
    said = None if texts is None else [texts[row] for row in rows]
    return vectors[rows], said, None if subjects is None else subjects[rows]


def _distinct(texts: Sequence[str | bytes]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows that hold a text for the first time, and for each row its place among them. Repeats would be each other's neighbors."""
    place: dict[str | bytes, int] = {}
    first: list[int] = []
    inverse = np.empty(len(texts), dtype=np.intp)
    for row, text in enumerate(texts):
        key = " ".join(text.casefold().split()) if isinstance(text, str) else text
        if key not in place:
            place[key] = len(first)
            first.append(row)
        inverse[row] = place[key]
    return np.array(first, dtype=np.intp), inverse


def _number(names: list[str]) -> NDArray[np.intp]:
    return np.unique(np.asarray(names, dtype=str), return_inverse=True)[1].astype(np.intp)


def _few(vectors: NDArray[np.float32]) -> Layers:
    """One layer of a handful of statements; those that are like no other are in group -1."""
    labels = small.group_few(vectors)
    unknown = np.full(int(labels.max(initial=-1)) + 1, np.nan)
    return Layers((labels,), 0, 0, unknown, unknown, small.share_of_members(vectors, labels))


def _model(found: Layers, space: NDArray[np.float32], inverse: NDArray[np.intp]) -> ThemeModel:
    """Settle which statements are residual, number themes and subthemes by size, and give repeated statements what the first one has."""
    themes, groups = found.layers[found.theme_layer], found.layers[found.subtheme_layer]
    fit, residual = measure_fit(space, themes, groups)
    weight = np.bincount(inverse, minlength=len(themes))
    labels, order = _by_size(np.where(residual, -1, themes), weight)
    parts = np.full(len(labels), -1, dtype=np.intp)
    stability = []
    for theme in range(len(order)):
        rows = np.flatnonzero(labels == theme)
        parts[rows], kept = _by_size(_without_small(groups[rows]), weight[rows])
        stability.append(found.subtheme_stability[kept])
    return ThemeModel(
        theme=labels[inverse],
        subtheme=parts[inverse],
        membership=found.membership[:, order][inverse],
        fit=fit[inverse],
        residual=(labels < 0)[inverse],
        space=space[inverse],
        layers=tuple(layer[inverse] for layer in found.layers),
        theme_layer=found.theme_layer,
        subtheme_layer=found.subtheme_layer,
        stability=found.theme_stability[order],
        subtheme_stability=tuple(stability),
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
    sizes = np.bincount(parts, minlength=1)
    large = sizes >= SMALLEST_SUBTHEME
    return np.where(large[parts] & (large.sum() > 1), parts, -1)
