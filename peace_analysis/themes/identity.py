"""Themes keep who they are from run to run: id, name and color are those of the theme of the run before that holds the same statements.
A name is kept as long as it fits what the theme has become.

Themes of this run are matched to remembered ones one to one, so that the statements they share are as many as can be (assignment problem on
Jaccard indices; where two matches are as good, the one whose middles are closer). Only statements that were there both times count: new
sessions do not make a theme a stranger.

What is remembered depends on earlier runs, so it is an input like any other: `themes_history.json` in the city's folder. The same
statements, settings and history give the same tables, and give that same history again: an unchanged run changes nothing. Without
history ids follow the order of themes, as in a first run.

Source:
    Kuhn (1955), Naval Research Logistics 2, 83-97 (assignment); Greene, Doyle & Cunningham (2010), ASONAM, 176-183
    (communities over time).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.themes.clauses import is_sentence, still_said
from peace_analysis.themes.history import History, Remembered, number_of
from peace_analysis.themes.words import content_words

SAME = 1 / 3  # least Jaccard index: two themes of one size that share half of their statements
CLOSENESS = 1e-4  # weight of the middles' cosine: decides between matches that share as many statements, and nothing else


@dataclass(frozen=True)
class Identified:
    """Themes with the ids, names and colors that they keep."""

    themes: pd.DataFrame  # as given, with ids and names that are kept; rows in the order given
    assignments: pd.DataFrame  # as given, with those ids
    colors: dict[str, int]  # of each top-level theme, from 0
    emergent: tuple[str, ...]  # ids of themes and subthemes that no earlier statements had; none in a first run
    vanished: tuple[Remembered, ...]  # themes and subthemes that were there in the run before and are not any more
    history: History  # for the next run


def keep_identity(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    history: History,
    vectors: Mapping[str, NDArray[np.float32]] | None = None,
    quotable: Mapping[str, str] | None = None,
) -> Identified:
    """Give themes the ids, names and colors of the remembered themes that they continue.

    Args:
        themes: As tables.THEMES, ids by order.
        assignments: As tables.ASSIGNMENTS.
        history: What earlier runs remember; an empty one in a first run.
        vectors: Of each statement by id, for ties; without it the order decides.
        quotable: Text of each statement that may be quoted, by id: a name that quotes one is kept only if it is there still.
    """
    said = set(assignments["statement_id"])
    data = hashlib.sha256("\n".join(sorted(said)).encode()).hexdigest()
    runs = history.runs if history.runs[-1:] == (data,) else (*history.runs, data)
    top = [str(theme) for theme in themes.loc[themes["parent_id"].isna(), "theme_id"]]
    held = {theme: frozenset(assignments.loc[assignments["theme_id"] == theme, "statement_id"]) for theme in top}
    known = frozenset(history.statements)
    above = [theme for theme in history.themes if theme.parent_id is None]
    new_ids = _continue(held, above, known & said, vectors)
    free = max([number_of(theme.theme_id) for theme in above], default=0)
    for theme in top:
        if theme not in new_ids:
            free += 1
            new_ids[theme] = f"T{free:02d}"
    for theme in top:
        below = [str(part) for part in themes.loc[themes["parent_id"] == theme, "theme_id"]]
        parts = {part: frozenset(assignments.loc[assignments["subtheme_id"] == part, "statement_id"]) for part in below}
        before = [part for part in history.themes if part.parent_id == new_ids[theme]]
        kept = _continue(parts, before, known & said, vectors)
        last = max([number_of(part.theme_id) for part in before], default=0)
        for part in below:
            if part not in kept:
                last += 1
                kept[part] = f"{new_ids[theme]}.{last}"
        new_ids |= kept
        held |= parts
    return _settle(themes, assignments, history, runs=runs, new_ids=new_ids, held=held, quotable=quotable or {})


def _continue(
    held: Mapping[str, frozenset[str]],
    remembered: Sequence[Remembered],
    shared: frozenset[str],
    vectors: Mapping[str, NDArray[np.float32]] | None,
) -> dict[str, str]:
    """Remembered id of each theme that continues one."""
    from scipy.optimize import linear_sum_assignment

    if not held or not remembered:
        return {}
    ids = list(held)
    score = np.zeros((len(ids), len(remembered)))
    for row, theme in enumerate(ids):
        mine = held[theme] & shared
        for column, old in enumerate(remembered):
            theirs = frozenset(old.statements) & shared
            either = len(mine | theirs)
            score[row, column] = len(mine & theirs) / either if either else 0.0
    near = _closeness([held[theme] for theme in ids], [old.statements for old in remembered], vectors)
    # What is below the bar is worth nothing to the assignment either: it must not push a good match aside.
    rows, columns = linear_sum_assignment(np.where(score >= SAME, score + CLOSENESS * near, 0.0), maximize=True)
    return {ids[row]: remembered[column].theme_id for row, column in zip(rows, columns, strict=True) if score[row, column] >= SAME}


def _closeness(
    left: Sequence[frozenset[str]], right: Sequence[Sequence[str]], vectors: Mapping[str, NDArray[np.float32]] | None
) -> NDArray[np.float64]:
    """Cosine of the middles of sets of statements, shape (n_left, n_right); 0 without vectors."""
    if vectors is None:
        return np.zeros((len(left), len(right)))

    def middles(groups: Sequence[Sequence[str] | frozenset[str]]) -> NDArray[np.float64]:
        width = len(next(iter(vectors.values()), np.zeros(1)))
        means = [np.sum([vectors[one] for one in sorted(group) if one in vectors], axis=0, dtype=np.float64) for group in groups]
        rows = np.array([np.broadcast_to(mean, width) for mean in means])
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))

    return np.asarray(np.round(middles(left) @ middles(right).T, 6))


def _settle(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    history: History,
    *,
    runs: tuple[str, ...],
    new_ids: Mapping[str, str],
    held: Mapping[str, frozenset[str]],
    quotable: Mapping[str, str],
) -> Identified:
    """Put ids and names into the tables, and remember them."""
    now = len(runs) - 1
    before = {theme.theme_id: theme for theme in history.themes}
    table = themes.copy()
    given = [str(theme) for theme in themes["theme_id"]]
    table["theme_id"] = [new_ids[theme] for theme in given]
    table["parent_id"] = pd.Series([new_ids.get(str(parent)) for parent in themes["parent_id"]], index=table.index, dtype="str")
    fits = [
        _fits(before.get(new_ids[one]), str(phrases), held[one], quotable)
        for one, phrases in zip(given, themes["key_phrases"], strict=True)
    ]
    table["name"] = _names(table, before, fits)
    next_color = max([theme.color for theme in history.themes], default=-1) + 1
    remembered: dict[str, Remembered] = {}
    for theme, old_id, name, parent in zip(table["theme_id"], given, table["name"], table["parent_id"], strict=True):
        old = before.get(theme)
        color = old.color if old else remembered[parent].color if isinstance(parent, str) else next_color
        next_color += old is None and not isinstance(parent, str)
        since = old.since if old else now
        above = parent if isinstance(parent, str) else None
        came_with = (old.named_by, old.description) if old and old.name == name else (None, None)
        remembered[theme] = Remembered(theme, above, str(name), color, since, None, tuple(sorted(held[old_id])), *came_with)
    gone = [_gone(theme, now) for theme in history.themes if theme.theme_id not in remembered]
    placed = assignments.copy()
    for column in ("theme_id", "subtheme_id"):
        placed[column] = pd.Series([new_ids.get(str(theme)) for theme in assignments[column]], index=placed.index, dtype="str")
    ordered = sorted(
        [*remembered.values(), *gone], key=lambda theme: (number_of(theme.parent_id or theme.theme_id), number_of(theme.theme_id))
    )
    return Identified(
        themes=table,
        assignments=placed,
        colors={theme.theme_id: theme.color for theme in remembered.values() if theme.parent_id is None},
        emergent=tuple(theme for theme in table["theme_id"] if now > 0 and remembered[theme].since == now),
        vanished=tuple(theme for theme in ordered if theme.until == now),
        history=History(runs, tuple(ordered), tuple(sorted(assignments["statement_id"]))),
    )


def _gone(theme: Remembered, now: int) -> Remembered:
    """Note when a theme was last not found; one that comes back later is known again."""
    until = now if theme.until is None else theme.until
    return replace(theme, until=until)


def _fits(old: Remembered | None, phrases: str, statements: frozenset[str], quotable: Mapping[str, str]) -> bool:
    """Whether a remembered theme's name may be kept."""
    if old is None:
        return False
    if is_sentence(old.name):
        return still_said(old.name, (quotable[one] for one in statements if one in quotable))
    return still_fits(old.name, phrases)


def _names(table: pd.DataFrame, before: Mapping[str, Remembered], fits: Sequence[bool]) -> list[str]:
    """Names that are kept as long as they fit, and new ones that differ from them."""
    kept = {theme: before[theme].name for theme, fit in zip(table["theme_id"], fits, strict=True) if fit}
    used = set(kept.values())
    names = []
    for theme, name in zip(table["theme_id"], table["name"], strict=True):
        fresh, n = kept.get(theme, str(name)), 1
        while theme not in kept and fresh in used:
            n += 1
            fresh = f"{name} ({n})"
        used.add(fresh)
        names.append(fresh)
    return names


def still_fits(name: str, phrases: str) -> bool:
    """Tell whether a name still says what a theme is: at least half of its words are among those of the theme's key phrases.

    Args:
        name: Given in an earlier run.
        phrases: Key phrases now, separated by "; "; where there are none, any name fits.
    """
    words, now = set(content_words(name)), set(content_words(phrases))
    return not words or not now or 2 * len(words & now) >= len(words)
