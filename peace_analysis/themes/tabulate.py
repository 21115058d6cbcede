"""Themes counted and put in order again after decisions changed which statements they hold."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from peace_analysis.notebook_view import view_table
from peace_analysis.tables import THEMES, empty_table, mark_tentative
from peace_analysis.themes.codebook_entries import Code
from peace_analysis.themes.describe import describe_theme, word_themes

_NOWHERE = np.empty(0, dtype=np.intp)
FEW = 3  # people fewer than this are not counted out in an overview


def overview_themes(themes: pd.DataFrame) -> pd.DataFrame:
    """List themes with their subthemes under them: id, name, how many raised them (fewer than three in words), key phrases.

    Args:
        themes: As tables.THEMES; a tentative one is marked so in its name.
    """
    shown = mark_themes(themes)
    few = shown["n_participants"].between(1, FEW - 1)
    shown["n_participants"] = shown["n_participants"].astype("str").mask(few, f"fewer than {FEW}")
    shown["n_statements"] = shown["n_statements"].astype("str").mask(few, "")
    shown["n_sessions"] = shown["n_sessions"].astype("str").mask(few, "")
    return shown[["theme_id", "name", "n_participants", "n_sessions", "n_statements", "key_phrases"]]


def view_themes(title: str, themes: pd.DataFrame, remark: str = "") -> str:
    """Set themes as a table for a notebook, fewer than three people in words.

    Args:
        title: What they are.
        themes: As tables.THEMES.
        remark: A sentence below.
    """
    table = overview_themes(themes)
    return view_table(title, list(table.columns), table.to_numpy(dtype="object").tolist(), remark=remark)


def mark_themes(themes: pd.DataFrame) -> pd.DataFrame:
    """Give tentative themes, of tables.THEMES, the name that says so."""
    names = [mark_tentative(name, held) for name, held in zip(themes["name"], themes["stability"], strict=True)]
    return themes.assign(name=pd.Series(names, index=themes.index, dtype="str"))


def count_unplaced(assignments: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Count the statements outside every theme, by reason: reason, language, n_statements.

    Args:
        assignments: As tables.ASSIGNMENTS.
        statements: As tables.STATEMENTS.

    Examples:
        >>> from peace_analysis import themes
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> print(themes.count_unplaced(made.assignments, made.statements).to_string(index=False))
               reason language  n_statements
        fits no theme       en            48
    """
    outside = assignments[assignments["theme_id"].isna()].merge(statements[["statement_id", "language"]], on="statement_id")
    reason = outside["residual"].map({True: "fits no theme", False: "in a language that the model does not read"})
    counts = outside.assign(reason=reason).groupby(["reason", "language"]).size()
    return counts.rename("n_statements").reset_index()


def tabulate_themes(
    before: pd.DataFrame,
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    *,
    names: Mapping[str, str],
    codes: Mapping[str, Code],
    reworded: frozenset[str],
    find_words: bool = True,
) -> pd.DataFrame:
    """Make tables.THEMES.

    A theme whose statements a person chose, or chose among, has no stability: what was measured was another one.

    Args:
        before: Themes as they were, with key phrases, descriptions and stability.
        assignments: Where each statement is now.
        statements: The statements, in the same order.
        names: Name of each theme and subtheme that is there.
        codes: Codes of themes; a code's brief is the theme's description.
        reworded: Themes whose key phrases and description are worked out anew.
        find_words: Whether they are; without it they have no key phrases, which is faster where there are many statements.
    """
    if not names:
        return empty_table(THEMES)
    old = before.set_index("theme_id")
    held = dict(zip(before["theme_id"], before["stability"].astype("float64"), strict=True))
    said = statements.reset_index(drop=True)
    changed = sorted(reworded & set(names))
    phrases = _phrases(changed, assignments, said) if find_words else dict.fromkeys(changed, ())
    known_words, known_told = old["key_phrases"].to_dict(), old["description"].to_dict()
    held_by = {level: assignments.groupby(level, sort=False).indices for level in ("theme_id", "subtheme_id")}
    speaker, session = pd.factorize(said["speaker_id"])[0], pd.factorize(said["session_id"])[0]
    rows = []
    for theme, name in names.items():
        inside = held_by["subtheme_id" if "." in theme else "theme_id"].get(theme, _NOWHERE)
        known = theme in known_words and theme not in phrases
        words = str(known_words[theme]) if known else "; ".join(phrases.get(theme, ()))
        told = str(known_told[theme]) if known else describe_theme(phrases.get(theme, ()), said["question"].iloc[inside])
        speakers = speaker[inside]
        rows.append(
            {
                "theme_id": theme,
                "parent_id": theme.partition(".")[0] if "." in theme else None,
                "name": name,
                "description": codes[theme].brief if theme in codes else told,
                "key_phrases": words,
                "n_statements": len(inside),
                "n_participants": len(np.unique(speakers[speakers >= 0])),
                "n_sessions": len(np.unique(session[inside])),
                "stability": held[theme] if known else np.nan,
            }
        )
    table = pd.DataFrame(rows)
    return _order(table).astype({"parent_id": "str", "theme_id": "str", "key_phrases": "str", "stability": "float64"})


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
    people, statements = (dict(zip(table["theme_id"], table[name], strict=True)) for name in ("n_participants", "n_statements"))
    keys = [
        (
            -int(people[parent]),
            -int(statements[parent]),
            parent,
            int(theme.rpartition(".")[2]) if "." in theme else 0,
        )
        for parent, theme in zip(above, table["theme_id"], strict=True)
    ]
    return table.iloc[sorted(range(len(table)), key=lambda row: keys[row])].reset_index(drop=True)
