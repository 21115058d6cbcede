"""Statements that show each theme, and names that were proposed, for researchers; as published notebooks may show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.report.html import Fragment, folded, join, paragraph, quote
from peace_analysis.report.quotes import ANYBODY
from peace_analysis.report.tabular import table

if TYPE_CHECKING:
    from peace_analysis.settings import Privacy
    from peace_analysis.themes.named import Named

KINDS = {"typical": "Typical", "different": "Different", "dissenting": "Sees it another way"}
MOST = 4  # of a kind


def exemplars(themes: pd.DataFrame, picked: pd.DataFrame, statements: pd.DataFrame, *, privacy: Privacy) -> Fragment:
    """Set what shows each top-level theme, folded away, theme by theme.

    Counts are masked in a later stage, so a theme shows its statements here only where it was raised by as many people as a group needs.

    Args:
        themes: As tables.THEMES.
        picked: As tables.EXEMPLARS.
        statements: As tables.STATEMENTS; only those that may be quoted are shown, and no session is named.
        privacy: The city's thresholds.
    """
    from peace_analysis.themes.tabulate import mark_themes

    top = mark_themes(themes)[themes["parent_id"].isna() & (themes["n_participants"] >= privacy.group_min_people)]
    said = picked.merge(statements[["statement_id", "session_id", "text", "language", "quotable"]], on="statement_id")
    said = said[said["quotable"].astype(bool)].sort_values(["theme_id", "rank"])
    pieces = []
    for theme, name in zip(top["theme_id"], top["name"], strict=True):
        here = said[said["theme_id"] == theme]
        parts: list[Fragment] = []
        for kind, title in KINDS.items():
            rows = here[here["kind"] == kind].drop_duplicates("session_id").head(MOST)
            if len(rows):
                parts.append(paragraph(f"{title}:"))
                parts += [quote(row.text, ANYBODY, language=str(row.language)) for row in rows.itertuples()]
        if parts:
            pieces.append(folded(f"{theme}: {name}", join(parts)))
    return join(pieces) if pieces else paragraph("No theme has statements that may be shown here.")


def proposed_names(named: Named) -> Fragment:
    """Set the names that a language model proposed beside ours, how many quotes were found word for word, and what failed."""
    if named.model is None:
        return paragraph("Names were made here, of people's own words.")
    shown = pd.DataFrame(
        {
            "theme_id": list(named.names),
            "name": list(named.names.values()),
            "instead of": [named.instead_of.get(theme, "named in an earlier run") for theme in named.names],
            "quotes found word for word": [len(named.quotes[theme]) if theme in named.quotes else None for theme in named.names],
        }
    ).astype({"quotes found word for word": "Int64"})
    said = f"{named.model} was asked for names. {len(named.names)} passed the checks; every other theme keeps the name that was made here."
    pieces = [paragraph(said)]
    if len(shown):
        pieces.append(table(shown, caption="Names that were proposed"))
    if named.notices:
        pieces.append(table(pd.DataFrame({"notice": list(named.notices)}), caption="What was not taken over"))
    return join(pieces)
