"""Themes counted and put in order again after decisions changed which statements they hold."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from peace_analysis.tables import THEMES, empty_table
from peace_analysis.themes.codebook_entries import Code
from peace_analysis.themes.describe import describe_theme, word_themes


def tabulate_themes(
    before: pd.DataFrame,
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    *,
    names: Mapping[str, str],
    codes: Mapping[str, Code],
    reworded: frozenset[str],
) -> pd.DataFrame:
    """Make tables.THEMES.

    Args:
        before: Themes as they were, with key phrases and descriptions.
        assignments: Where each statement is now.
        statements: The statements, in the same order.
        names: Name of each theme and subtheme that is there.
        codes: Codes of themes; a code's brief is the theme's description.
        reworded: Themes whose key phrases and description are worked out anew.
    """
    if not names:
        return empty_table(THEMES)
    old = before.set_index("theme_id")
    said = statements.reset_index(drop=True)
    phrases = _phrases(sorted(reworded & set(names)), assignments, said)
    rows = []
    for theme, name in names.items():
        inside = (assignments["subtheme_id" if "." in theme else "theme_id"] == theme).to_numpy()
        here = said[inside]
        known = theme in old.index and theme not in phrases
        words = str(old.loc[theme, "key_phrases"]) if known else "; ".join(phrases.get(theme, ()))
        told = str(old.loc[theme, "description"]) if known else describe_theme(phrases.get(theme, ()), here["question"])
        rows.append(
            {
                "theme_id": theme,
                "parent_id": theme.partition(".")[0] if "." in theme else None,
                "name": name,
                "description": codes[theme].brief if theme in codes else told,
                "key_phrases": words,
                "n_statements": len(here),
                "n_participants": int(here["speaker_id"].nunique()),
                "n_sessions": int(here["session_id"].nunique()),
            }
        )
    table = pd.DataFrame(rows)
    return _order(table).astype({"parent_id": "str", "theme_id": "str", "key_phrases": "str"})


def _phrases(reworded: list[str], assignments: pd.DataFrame, statements: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Key phrases of themes, set apart from all that was said."""
    top = sorted({str(theme) for theme in assignments["theme_id"].dropna()})
    place = {theme: number for number, theme in enumerate(top)}
    labels = np.array([place.get(str(theme), -1) for theme in assignments["theme_id"]], dtype=np.intp)
    speakers = [str(one) for one in statements["speaker_id"].fillna(statements["session_id"])]
    wanted = [theme for theme in reworded if theme in place]
    if not wanted:
        return {}
    wordings = word_themes([str(text) for text in statements["text"]], labels, speakers)
    return {theme: wordings[place[theme]].phrases for theme in wanted}


def _order(table: pd.DataFrame) -> pd.DataFrame:
    """Themes by participants, statements and id, each followed by its subthemes in the order of their numbers."""
    above = table["parent_id"].fillna(table["theme_id"])
    size = table.set_index("theme_id")
    keys = [
        (
            -int(size.loc[parent, "n_participants"]),
            -int(size.loc[parent, "n_statements"]),
            parent,
            int(theme.rpartition(".")[2]) if "." in theme else 0,
        )
        for parent, theme in zip(above, table["theme_id"], strict=True)
    ]
    return table.iloc[sorted(range(len(table)), key=lambda row: keys[row])].reset_index(drop=True)
