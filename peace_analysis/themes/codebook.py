"""Applying a codebook to what was found: what people decided about themes, in the order in which they decided it, on every run.

A decision names a theme by the id that it keeps from run to run (`identity`), or by the code that it was given. One that no longer applies,
because a theme or a statement is gone, changes nothing and is reported: it is never dropped silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.tables import ASSIGNMENTS, THEMES, check_table
from peace_analysis.themes.codebook_entries import Code, Codebook
from peace_analysis.themes.decisions import State, apply_decision, apply_seed, drop_empty, touched_theme
from peace_analysis.themes.tabulate import tabulate_themes


@dataclass(frozen=True)
class Notice:
    """One decision that does not apply, wholly or in part."""

    place: int  # of the decision in the codebook, from 1
    line: int | None  # of codebook.yml
    message: str  # what is gone; ids only, never words of a participant

    def __str__(self) -> str:
        where = f"codebook.yml: line {self.line}" if self.line else "codebook.yml"
        return f"{where}: decision {self.place}: {self.message}"


@dataclass(frozen=True)
class Applied:
    """Themes and assignments with all decisions applied."""

    themes: pd.DataFrame  # tables.THEMES
    assignments: pd.DataFrame  # tables.ASSIGNMENTS
    codes: dict[str, Code]  # theme_id -> its code, for themes that have one
    notices: tuple[Notice, ...]
    decided: dict[str, tuple[int, ...]] = field(default_factory=dict)  # theme_id -> decisions that made it what it is, from 1
    n_set_aside: int = 0  # statements of themes that people set aside, and that no later decision took up again


def apply_codebook(
    codebook: Codebook,
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    *,
    vectors: NDArray[np.float32] | None = None,
    seeds: Mapping[str, NDArray[np.float32]] | None = None,
    find_words: bool = True,
) -> Applied:
    """Apply every decision of a codebook, in order.

    Args:
        codebook: Codes and decisions.
        themes: As tables.THEMES, with ids that themes keep.
        assignments: As tables.ASSIGNMENTS, one row per statement.
        statements: As tables.STATEMENTS, in the same order.
        vectors: Of the statements, shape (n, d), rows of length 1; needed where a code is seeded.
        seeds: Vectors of the definition and sentences of each seeded code, shape (n_sentences, d).
        find_words: Whether themes whose statements a person chose get new key phrases, which takes most of the time.

    Returns:
        New tables; themes that decisions made have their code as id. Rows: themes by participants, each followed by its subthemes.

    Raises:
        TableError: If a table is not what it should be.
        ValueError: If assignments and statements are not of the same statements, or a seed's vectors are missing.
    """
    found = check_table(themes, THEMES)
    placed = check_table(assignments, ASSIGNMENTS).reset_index(drop=True)
    if list(placed["statement_id"]) != list(statements["statement_id"]):
        raise ValueError("assignments and statements must have the same statements in the same order.")
    if not codebook.decisions:
        return Applied(found, placed, {}, ())
    before = _column(placed, "theme_id")
    state = State(
        theme=dict(before),
        part=_column(placed, "subtheme_id"),
        sure=set(),
        seeded={},
        names=dict(zip(found["theme_id"], found["name"], strict=True)),
        codes={},
        reworded=set(),
        decided={},
    )
    readable = set(placed.loc[placed["theme_id"].notna() | placed["residual"].astype(bool), "statement_id"])
    notices: list[Notice] = []
    for place, decision in enumerate(codebook.decisions, start=1):
        line = codebook.lines[place - 1] if place <= len(codebook.lines) else None
        if decision.seed is not None:
            messages = apply_seed(state, decision.seed, codebook, readable, vectors=vectors, seeds=seeds)
        else:
            messages = apply_decision(state, decision, codebook)
        notices += [Notice(place, line, message) for message in messages]
        if touched := touched_theme(state, decision):
            state.decided.setdefault(touched, []).append(place)
        if decision.rename is None and decision.define is None:  # these leave every statement where it is
            meant = set(decision.merge.themes) if decision.merge is not None else set()
            notices += [
                Notice(place, line, f"the theme {theme} has no statement left and is not shown any more.")
                for theme in drop_empty(state)
                if theme not in meant
            ]
    after = _assignments(placed, state, before)
    reworded = frozenset(state.reworded)
    table = tabulate_themes(found, after, statements, names=state.names, codes=state.codes, reworded=reworded, find_words=find_words)
    return Applied(
        themes=check_table(table, THEMES),
        assignments=check_table(after, ASSIGNMENTS),
        codes={theme: code for theme, code in state.codes.items() if theme in state.names},
        notices=tuple(notices),
        decided={theme: tuple(places) for theme, places in state.decided.items() if theme in state.names},
        n_set_aside=sum(state.theme[one] is None for one in state.aside),
    )


def _column(placed: pd.DataFrame, name: str) -> dict[str, str | None]:
    values = placed[name].tolist()
    return {
        statement: value if isinstance(value, str) else None
        for statement, value in zip(placed["statement_id"].tolist(), values, strict=True)
    }


def _assignments(placed: pd.DataFrame, state: State, before: Mapping[str, str | None]) -> pd.DataFrame:
    """Assignments as they are now: what a decision placed belongs wholly, what a person took out of every theme is residual."""
    after = placed.copy()
    ids = placed["statement_id"].tolist()
    after["theme_id"] = pd.Series([state.theme[one] for one in ids], index=after.index, dtype="str")
    after["subtheme_id"] = pd.Series([state.part[one] for one in ids], index=after.index, dtype="str")
    changed = np.array([one in state.sure or state.theme[one] != before[one] for one in ids], dtype=bool)
    inside = after["theme_id"].notna().to_numpy()
    after.loc[changed & inside, "membership"] = 1.0
    after.loc[changed & ~inside, "membership"] = np.nan
    after["residual"] = np.where(changed, ~inside, after["residual"].astype(bool))
    return after
