"""The statements behind every theme: those that may be quoted, word for word, and how many more there are.

A statement is shown only if its speaker agreed to be quoted, the theme's own count of people may be shown, and the words fit the theme. Who
said it is told as coarsely as in any other quote. No id, session or speaker is given, so that nobody's words can be put together.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from peace_analysis.charts.labels import counted
from peace_analysis.charts.rows import rows_of
from peace_analysis.report.html import Fragment, bdi, bullets, escape, join, link, paragraph, quote
from peace_analysis.report.material import Material
from peace_analysis.report.quotes import attribute_quote
from peace_analysis.wording import _, marked, ngettext

MOST_OF_THEME = 24  # statements set under one theme, so that a large city's report stays light
MOST_OF_PART = 12  # and under one of its subthemes
COLUMNS = ["statement_id", "text", "language", "request", "subtheme_id", "session_id", "stakeholder_group", "neighborhood"]
HOW = marked(
    "Each theme opens to the statements behind it, word for word. Only people who agreed to be quoted are quoted. "
    "At most {n} statements are set under a theme, those that fit it best first. "
    "On paper only their number is shown; the statements are in the HTML report."
)


@dataclass(frozen=True)
class Shown:
    """How many statements of a theme are shown, and how many are not."""

    theme_id: str
    n_shown: int
    n_left_out: int  # may be quoted, and are left out for length
    n_not_quoted: int | None  # may not be quoted; None where there are too few to say how many


def anchor_of(theme_id: str) -> str:
    """Place on the page where the statements of a theme stand."""
    return f"statements-{theme_id.replace('.', '-')}"


def recommendation_anchor(identifier: str) -> str:
    """Place on the page where a recommendation stands."""
    return f"recommendation-{identifier}"


def quotable_statements(material: Material, theme_id: str) -> pd.DataFrame:
    """List the statements of a theme or subtheme that may be quoted, those that fit it best first.

    Returns:
        statement_id, text, language, request, subtheme_id, and what `attribute` needs; each text once. Nothing where the number of people
        who raised the theme may not be shown.
    """
    numbers = material.everyone[material.everyone["theme_id"] == theme_id]
    if numbers.empty or bool(numbers["masked"].iloc[0]):
        return pd.DataFrame(columns=COLUMNS)
    spoken = material.spoken
    of_theme = (spoken["theme_id"] == theme_id) | (spoken["subtheme_id"] == theme_id)
    found = spoken[of_theme & spoken["quotable"].astype(bool) & ~spoken["residual"].fillna(value=True).astype(bool)]
    found = found.assign(strength=found["membership"].fillna(0.0).round(6))
    found = found.sort_values(["strength", "statement_id"], ascending=[False, True], kind="stable").drop_duplicates("text")
    return found[COLUMNS].reset_index(drop=True)


def quote_statements(material: Material, theme_id: str, rows: pd.DataFrame) -> list[Fragment]:
    """Set statements of a theme as quotes, each attributed as coarsely as quotes are.

    Args:
        material: The city.
        theme_id: The theme whose statements they are; of a subtheme, the theme that it belongs to.
        rows: As `quotable_statements` gives them.
    """
    return [quote(row["text"], attribute_quote(material, theme_id, row), language=str(row["language"])) for row in rows_of(rows)]


def count_statements(material: Material) -> list[Shown]:
    """Count what is shown and what is not for each theme whose numbers may be shown, most raised first."""
    found = []
    for row in rows_of(material.top_themes):
        if row["masked"]:
            continue
        theme = str(row["theme_id"])
        n_quotable, n_shown = len(quotable_statements(material, theme)), sum(len(part) for _, part in _parts(material, theme))
        texts = material.spoken.loc[material.spoken["theme_id"] == theme, ["text", "quotable"]]
        n_not = int((~texts["quotable"].astype(bool)).sum())
        few = material.config.privacy.opinion_threshold
        found.append(Shown(theme, n_shown, n_quotable - n_shown, n_not if n_not >= few else None))
    return found


def what_people_said(material: Material) -> Fragment:
    """Set the statements behind each theme, folded, where links from names, shares and recommendations lead.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "We waited an hour for an officer to come." in report.what_people_said(material).markup
        True
    """
    counts = {shown.theme_id: shown for shown in count_statements(material)}
    pieces = [paragraph(_(HOW, n=MOST_OF_THEME)) if len(material.top_themes) else paragraph(_("No theme was found."))]
    for row in rows_of(material.top_themes):
        theme = str(row["theme_id"])
        body = [paragraph(_("No statement may be shown for this theme: too few people raised it."))]
        if theme in counts:
            body = [
                *(_part(material, theme, part, rows) for part, rows in _parts(material, theme)),
                paragraph(_rest(material, counts[theme])),
                _resting(material, theme),
            ]
        title = str(row["name"])
        # The anchor stands inside: a browser that is sent to it opens what is folded around it.
        inside = Fragment(f'<div id="{anchor_of(theme)}" class="statements-of" tabindex="-1">\n{join(body).markup}\n</div>')
        n = counted(counts[theme].n_shown, "statement", "statements") if theme in counts else ""
        pieces.append(
            Fragment(
                f'<details class="statements"><summary>{bdi(title)}{escape(f": {n}" if n else "")}</summary>\n{inside.markup}\n</details>'
            )
        )
    return join(pieces)


def shown_anchors(material: Material) -> dict[str, str]:
    """Give the place of the statements of every theme and subtheme; those of a subtheme without a part of its own are its theme's."""
    anchors: dict[str, str] = {}
    for theme in map(str, material.top_themes["theme_id"]):
        anchors[theme] = anchor_of(theme)
        own = {part for part, _ in _parts(material, theme) if part}
        of_it = material.shown_themes.loc[material.shown_themes["parent_id"] == theme, "theme_id"]
        anchors |= {str(part): anchor_of(str(part) if part in own else theme) for part in of_it}
    return anchors


def _parts(material: Material, theme: str) -> list[tuple[str, pd.DataFrame]]:
    """Choose the statements that are set under a theme: by subtheme where its numbers may be shown, the others without one ("")."""
    known: dict[str, list[tuple[str, pd.DataFrame]]] = material.worked_out.setdefault("statements", {})
    if theme not in known:
        found = quotable_statements(material, theme)
        shown = material.everyone.loc[~material.everyone["masked"].astype(bool), "theme_id"]
        own = found["subtheme_id"].where(found["subtheme_id"].isin(list(shown)), "").fillna("")
        several = own.nunique() > 1
        chosen = found.assign(part=own)
        chosen = (chosen.groupby("part", sort=False).head(MOST_OF_PART) if several else chosen.assign(part="")).head(MOST_OF_THEME)
        order = sorted(chosen["part"].unique(), key=lambda part: (part == "", part))
        known[theme] = [(part, chosen[chosen["part"] == part]) for part in order]
    return known[theme]


def _part(material: Material, theme: str, part: str, rows: pd.DataFrame) -> Fragment:
    quotes = quote_statements(material, theme, rows)
    if not part:
        return join(quotes)
    name = str(material.shown_themes.set_index("theme_id").loc[part, "name"])
    # The id stands inside: the contents list the headings that have one, and subthemes would drown the chapters.
    title = Fragment(f'<h3 class="part"><span id="{anchor_of(part)}">{bdi(name)}</span></h3>')
    return join([title, *quotes])


def _resting(material: Material, theme: str) -> Fragment:
    """Name the recommendations that rest on a theme."""
    from peace_analysis.report.recommended import rest_recommendations

    entries = [one.recommendation for one in rest_recommendations(material) if theme in one.links.themes]
    if not entries:
        return Fragment("")
    lines = [link(entry.title, recommendation_anchor(entry.id)) for entry in entries]
    return join([paragraph(_("These recommendations rest on it:")), bullets(lines)])


def _rest(material: Material, shown: Shown) -> str:
    """Say how many more statements there are, without telling a small number of those that may not be quoted."""
    few = material.config.privacy.opinion_threshold
    left = ngettext(
        "{n:,} more statement may be quoted and is left out for length.",
        "{n:,} more statements may be quoted and are left out for length.",
        shown.n_left_out,
    )
    if shown.n_not_quoted is None:
        kept = _("Fewer than {few} more may not be quoted.", few=few)
    else:
        kept = ngettext("{n:,} more statement may not be quoted.", "{n:,} more statements may not be quoted.", shown.n_not_quoted)
    return f"{left} {kept}" if shown.n_left_out else kept
