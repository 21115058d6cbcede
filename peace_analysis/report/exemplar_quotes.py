"""Statements that show each theme, and names that were proposed, for researchers; as published notebooks may show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peace_analysis.report.html import Fragment, folded, join, paragraph, quote
from peace_analysis.report.quotes import ANYBODY
from peace_analysis.wording import _, marked

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.settings import Privacy
    from peace_analysis.themes.named import Named

KINDS = {"typical": marked("Typical:"), "different": marked("Different:"), "dissenting": marked("Sees it another way:")}
MOST = 4  # of a kind


def exemplars(themes: pd.DataFrame, picked: pd.DataFrame, statements: pd.DataFrame, *, privacy: Privacy) -> Fragment:
    """Set what shows each top-level theme, folded away, theme by theme.

    Counts are masked in a later stage, so a theme shows its statements here only where it was raised by as many people as a group needs.

    Args:
        themes: As tables.THEMES.
        picked: As tables.EXEMPLARS.
        statements: As tables.STATEMENTS; only those that may be quoted are shown, and no session is named.
        privacy: The city's thresholds.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import report
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> first = made.statements.loc[0]
        >>> row = {"theme_id": "T01", "kind": "typical", "rank": 1, "statement_id": first["statement_id"]}
        >>> picked = pd.DataFrame([row])
        >>> first["text"] in report.exemplars(made.themes, picked, made.statements, privacy=Privacy()).markup
        True
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
                parts.append(paragraph(_(title)))
                parts += [quote(row.text, _(ANYBODY), language=str(row.language)) for row in rows.itertuples()]
        if parts:
            pieces.append(folded(f"{theme}: {name}", join(parts)))
    return join(pieces) if pieces else paragraph(_("No theme has statements that may be shown here."))


def proposed_names(named: Named) -> Fragment:
    """Say how many names a language model proposed.

    Not which: themes that fewer than three people raised are not sent, and must not be told from the others.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.themes.named import Named
        >>> report.proposed_names(Named()).markup[:3]
        '<p>'
    """
    if named.model is None:
        return paragraph(_("Names were made here, of people's own words."))
    said = _(
        "{model} was asked for names. {n} passed the checks; every other theme keeps the name that was made here.",
        model=named.model,
        n=len(named.names),
    )
    return paragraph(
        said, _("derived/naming_notes.json, which stays here, has the names, the quotes that were found word for word, and what failed.")
    )
