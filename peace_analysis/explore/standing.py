"""What a researcher looks at: statements that stay as they are, and themes as they stand after every decision so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from peace_analysis.exchange.memos_file import Memos
from peace_analysis.themes.codebook import Applied, apply_codebook
from peace_analysis.themes.codebook_entries import Codebook
from peace_analysis.themes_found import Found


@dataclass(frozen=True)
class Standing:
    """Themes, codes, memos and quotes as they are now."""

    applied: Applied = field(repr=False)
    codebook: Codebook
    memos: Memos
    colors: Mapping[str, int]  # theme_id -> color, also of themes that decisions made

    @property
    def themes(self) -> pd.DataFrame:
        """tables.THEMES: themes by participants, each followed by its subthemes."""
        return self.applied.themes

    @property
    def assignments(self) -> pd.DataFrame:
        """tables.ASSIGNMENTS."""
        return self.applied.assignments

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of each theme and subtheme by its id."""
        return dict(zip(map(str, self.themes["theme_id"]), map(str, self.themes["name"]), strict=True))

    @cached_property
    def places(self) -> dict[str, tuple[str | None, str | None]]:
        """Theme and subtheme of each statement."""
        rows = zip(*(self.assignments[name].tolist() for name in ("statement_id", "theme_id", "subtheme_id")), strict=True)
        return {str(one): (theme if isinstance(theme, str) else None, part if isinstance(part, str) else None) for one, theme, part in rows}


def make_standing(found: Found, statements: pd.DataFrame, codebook: Codebook, memos: Memos, before: Sequence[Standing] = ()) -> Standing:
    """Apply a codebook to the themes as found; nothing is fitted again.

    Args:
        found: Themes before the codebook.
        statements: As tables.STATEMENTS, in the order of the assignments.
        codebook: Every decision so far.
        memos: What people wrote down, and the statements that they marked.
        before: As it was, where that is known. Themes with the same statements as in one of them have its key phrases; others whose
            statements a person chose have none until the next opening. Without any, all are worked out: seconds for many statements.
    """
    applied = apply_codebook(
        codebook, found.themes, found.assignments, statements, vectors=found.vectors, seeds=found.seeds, find_words=not before
    )
    for standing in before:
        applied = replace(applied, themes=_keep_words(applied, standing))
    free = max(found.colors.values(), default=-1) + 1
    made = [code.code for code in codebook.codes if code.code not in found.colors]
    return Standing(applied, codebook, memos, {**found.colors, **{code: free + place for place, code in enumerate(made)}})


def _keep_words(applied: Applied, before: Standing) -> pd.DataFrame:
    """Key phrases and descriptions of themes that hold what they held before."""
    themes = applied.themes.copy()
    old = before.themes.set_index("theme_id")
    for row in themes.index[themes["key_phrases"] == ""]:
        theme = str(themes.at[row, "theme_id"])
        if theme not in old.index or not _holds(applied.assignments, theme).equals(_holds(before.assignments, theme)):
            continue
        themes.at[row, "key_phrases"] = str(old.at[theme, "key_phrases"])
        if theme not in applied.codes and theme not in before.applied.codes:
            themes.at[row, "description"] = str(old.at[theme, "description"])
    return themes


def _holds(assignments: pd.DataFrame, theme: str) -> pd.Series[bool]:
    """Which statements a theme or subtheme holds."""
    held: pd.Series[bool] = assignments["subtheme_id" if "." in theme else "theme_id"] == theme
    return held


def missed_notices(before: Standing, after: Standing) -> list[str]:
    """What of the last decision would not apply; that a theme is gone because nothing is left in it is no such thing.

    Args:
        before: Without the decision.
        after: With it.
    """
    place = len(after.codebook.decisions)
    told = [notice.message for notice in after.applied.notices if notice.place == place]
    emptied = [theme for theme in before.names if theme not in after.names and "." not in theme]
    return [message for message in told if not any(message.startswith(f"the theme {theme} has no statement left") for theme in emptied)]
