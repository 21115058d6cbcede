"""One set of themes for several cities: found in equally many statements of each, and the measure that all their statements are put to.

1. As many statements of each city as the city with the fewest has, so that no city decides by its size. Themes are found in them together,
   as in one city; how well a theme holds is measured on bootstraps of all cities' sessions.
2. Every statement of every city goes to the part of a theme that it is most like: one measure for all. What fits no theme in its own city
   fits none here.
3. A theme is one only where it means one thing: where the middles of its cities' parts are not alike it is taken apart by city; where it
   cannot be told it stays together, and is said to be unclear.

What a city's people decided about its own themes is not undone: its own themes and their names stand beside the joint ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.across.beside import borrow_names, count_shared, list_beside
from peace_analysis.across.voices import Voices, find_mismatches
from peace_analysis.errors import InputError
from peace_analysis.settings import Themes
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.themes.find import find_themes
from peace_analysis.themes.neighbors import sum_by
from peace_analysis.themes.space import unit_rows

# Least cosine between the middles of two cities' parts of one theme, for it to mean one thing; and below which it means several. On
# CLINC150 and NHS comments that were dealt to two "cities", parts on one subject lie above the first, and half of those on different
# subjects below the second (benchmarks/across.py); no sample city was looked at.
ALIKE, UNLIKE = 0.7, 0.45
FEWEST_FITTED = 250  # statements of a city that are fitted, where it has them: themes of fewer hold badly
LEAST_PART = 4  # statements of a city in a theme, below which their middle means nothing

JOINT_THEMES = Table(
    "joint_themes",
    "one theme of all cities together",
    (
        Column("theme_id", "text", "J01, J02, ...: as many people raised it, over cities as the unit"),
        Column("name", "text", "short name in people's own words"),
        Column("key_phrases", "text", "phrases that set the theme apart, strongest first, separated by '; '"),
        Column("stability", "share", "mean best-match Jaccard over bootstraps of the sessions; below .5 it is tentative", nullable=True),
        Column("likeness", "number", "least cosine between the middles of two cities' parts of it; empty with one city", nullable=True),
    ),
    key=("theme_id",),
)


@dataclass(frozen=True)
class JointThemes:
    """Themes of several cities, and where each of their statements belongs."""

    themes: pd.DataFrame  # JOINT_THEMES
    placed: dict[str, pd.DataFrame] = field(repr=False)  # by city: tables.ASSIGNMENTS with joint themes
    beside: pd.DataFrame = field(repr=False)  # OWN_THEMES
    n_fitted: dict[str, int]  # by city: statements that the themes were found in
    split: frozenset[str] = frozenset()  # themes that are parts of one that was taken apart by city

    def tables_of(self, city: Voices) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Statements, joint assignments, participants and sessions of a city, as `groups` counts them."""
        return city.statements, self.placed[city.key], city.participants, city.sessions


def find_joint_themes(cities: Sequence[Voices], *, seed: int = 0, settings: Themes | None = None) -> JointThemes:
    """Find the themes of several cities in one space.

    Args:
        cities: Two or more, embedded by one model in one way.
        seed: Of the bootstraps that stability is measured on.
        settings: Range for the number of themes.

    Returns:
        The joint themes; every statement that fits a theme in its own city has one.

    Raises:
        InputError: If the cities cannot be put into one space; names every problem.

    Source:
        METHODS section 4. Dhillon & Modha (2001), Machine Learning 42, 143-175 (nearest middle by cosine).

    Examples:
        >>> from peace_analysis import across
        >>> from peace_analysis.example.tables import invented_cities
        >>> from peace_analysis.settings import Themes
        >>> FEW = Themes(min_themes=2, max_themes=4)
        >>> found = across.find_joint_themes(invented_cities(), settings=FEW)
        >>> found.themes["theme_id"].tolist()
        ['J01', 'J02', 'J03', 'J04']
    """
    problems = find_mismatches(cities)
    if problems:
        raise InputError(problems)
    cities = sorted(cities, key=lambda city: city.key)
    sample = _draw_equally(cities)
    found = find_themes(_pool(cities, sample), np.vstack([city.vectors[rows] for city, rows in zip(cities, sample, strict=True)]),
                        settings or Themes(), seed)  # fmt: skip
    middle = np.mean([city.vectors[city.read].mean(axis=0) for city in cities], axis=0)
    spaces = [np.where(city.read[:, None], unit_rows(city.vectors - middle), 0).astype(np.float32) for city in cities]
    leaves, theme_of = _leaves(found.assignments, np.vstack([space[rows] for space, rows in zip(spaces, sample, strict=True)]))
    labels = [_place(city, space, leaves, theme_of) for city, space in zip(cities, spaces, strict=True)]
    labels, parents = _take_apart(labels, spaces, int(theme_of.max(initial=-1)) + 1)
    order = sorted(range(len(parents)), key=lambda theme: (-_mean_share(cities, labels, theme), theme))
    number = {theme: f"J{place:02d}" for place, theme in enumerate(order, 1)}
    top = found.themes[found.themes["parent_id"].isna()].reset_index(drop=True)
    themes = top.loc[[parents[theme] for theme in order], ["name", "key_phrases", "stability"]].reset_index(drop=True)
    themes.insert(0, "theme_id", [number[theme] for theme in order])
    themes["likeness"] = [_likeness([_middles(label, space, len(parents))[theme] for label, space in zip(labels, spaces, strict=True)])
                          for theme in order]  # fmt: skip
    placed = {city.key: _assign(city, label, number) for city, label in zip(cities, labels, strict=True)}
    shared = count_shared(cities, placed)
    names = borrow_names(themes, shared)
    themes = themes.assign(name=names, likeness=themes["likeness"].astype("float64"))
    return JointThemes(
        check_table(themes.astype({"stability": "float64"}), JOINT_THEMES),
        placed,
        list_beside(shared),
        {city.key: len(rows) for city, rows in zip(cities, sample, strict=True)},
        frozenset(number[theme] for theme, parent in enumerate(parents) if parents.count(parent) > 1),
    )


def _draw_equally(cities: Sequence[Voices]) -> list[NDArray[np.intp]]:
    """Rows of as many statements of each city: what the smallest has, or `FEWEST_FITTED` of those that have them."""
    most = max(min(int(city.read.sum()) for city in cities), FEWEST_FITTED)
    drawn = []
    for city in cities:
        rows = np.flatnonzero(city.read)
        # Drawn by the ids: which statements are taken does not change with other cities' being there.
        order = np.random.default_rng([len(rows), *city.key.encode()]).permutation(len(rows))
        drawn.append(np.sort(rows[order[:most]]))
    return drawn


def _pool(cities: Sequence[Voices], sample: Sequence[NDArray[np.intp]]) -> pd.DataFrame:
    """Statements of all cities as those of one, ids told apart by the city; all in a language that the model reads."""
    parts = []
    for city, rows in zip(cities, sample, strict=True):
        part = city.statements.iloc[rows].copy()
        for column in ("statement_id", "session_id", "speaker_id"):
            part[column] = (city.key + "." + part[column].astype("str")).where(part[column].notna(), None)
        parts.append(part.assign(language=Themes().model_languages[0]))
    return pd.concat(parts, ignore_index=True)


def _leaves(assignments: pd.DataFrame, space: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Middles of the smallest groups found, each theme's subthemes or the theme itself, and the theme of each."""
    inside = assignments["theme_id"].notna().to_numpy()
    theme = assignments.loc[inside, "theme_id"].astype("str")
    names = sorted(theme.unique())
    leaf = theme + "/" + assignments.loc[inside, "subtheme_id"].fillna("").astype("str")
    kinds, number = np.unique(leaf.to_numpy(dtype="str"), return_inverse=True)
    of = np.array([names.index(kind.split("/")[0]) for kind in kinds], dtype=np.intp)
    return unit_rows(sum_by(number.astype(np.intp), space[inside], len(kinds))), of


def _place(city: Voices, space: NDArray[np.float32], leaves: NDArray[np.float32], theme_of: NDArray[np.intp]) -> NDArray[np.intp]:
    """Theme of every statement of a city, -1 where it fits none there or is not read."""
    fits = city.assignments.set_index("statement_id")["theme_id"].reindex(city.statements["statement_id"]).notna().to_numpy()
    nearest = theme_of[(space @ leaves.T).argmax(axis=1)] if len(leaves) else np.full(len(space), -1, dtype=np.intp)
    return np.where(fits & city.read, nearest, -1)


def _middles(labels: NDArray[np.intp], space: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    """Middle of a city's part of each theme; zeros where it is too small to have one."""
    inside = labels >= 0
    sizes = np.bincount(labels[inside], minlength=n)
    return np.where((sizes >= LEAST_PART)[:, None], unit_rows(sum_by(labels[inside], space[inside], n)), 0).astype(np.float32)


def _likeness(middles: Sequence[NDArray[np.float32]]) -> float:
    known = np.array([row for row in middles if row.any()], dtype=np.float64)
    return float(round((known @ known.T).min(), 4)) if len(known) > 1 else float("nan")


def _take_apart(
    labels: Sequence[NDArray[np.intp]], spaces: Sequence[NDArray[np.float32]], n: int
) -> tuple[list[NDArray[np.intp]], list[int]]:
    """Part themes whose cities do not mean the same by it; returns new labels, and the theme that each new one was part of."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    middles = [_middles(label, space, n) for label, space in zip(labels, spaces, strict=True)]
    new = [np.full_like(label, -1) for label in labels]
    parents: list[int] = []
    for theme in range(n):
        rows = np.array([middle[theme] for middle in middles], dtype=np.float64)
        known = np.flatnonzero(rows.any(axis=1))
        group = np.zeros(len(rows), dtype=np.intp)
        if len(known) > 1:
            apart = np.clip(1 - rows[known] @ rows[known].T, 0, 2)
            np.fill_diagonal(apart, 0)
            group[known] = fcluster(linkage(squareform((apart + apart.T) / 2, checks=False), "complete"), 1 - UNLIKE, "distance") - 1
        for city in sorted(
            set(range(len(rows))) - set(known.tolist())
        ):  # too few to tell: with the cities that are most like what there is
            said = spaces[city][labels[city] == theme].sum(axis=0)
            group[city] = group[known[(rows[known] @ said).argmax()]] if len(known) else 0
        for part in np.unique(group):
            for there in np.flatnonzero(group == part).tolist():
                new[there][labels[there] == theme] = len(parents)
            parents.append(theme)
    return new, parents


def _mean_share(cities: Sequence[Voices], labels: Sequence[NDArray[np.intp]], theme: int) -> float:
    """Share of statements on a theme, each city counting alike: the order of themes says no more than that."""
    return float(np.mean([(label == theme).sum() / max(1, int(city.read.sum())) for city, label in zip(cities, labels, strict=True)]))


def _assign(city: Voices, labels: NDArray[np.intp], number: dict[int, str]) -> pd.DataFrame:
    """`tables.ASSIGNMENTS` with joint themes."""
    theme = pd.Series([number.get(int(label)) for label in labels], dtype="str")
    none = pd.Series([None] * len(labels), dtype="str")
    return pd.DataFrame(
        {
            "statement_id": city.statements["statement_id"].to_numpy(),
            "theme_id": theme,
            "subtheme_id": none,
            "membership": np.nan,
            "residual": city.read & theme.isna().to_numpy(),
        }
    )
