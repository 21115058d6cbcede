"""What people said: a page per theme."""

from __future__ import annotations

from typing import Any

import pandas as pd

from peace_analysis.charts.labels import counted, unit_words
from peace_analysis.charts.rows import Row, rows_of, say_masked
from peace_analysis.charts.theme_colors import theme_color
from peace_analysis.disclosure.masking import NOT_SHOWN
from peace_analysis.report.described import say_description
from peace_analysis.report.html import Fragment, bullets, heading, join, paragraph, section
from peace_analysis.report.material import Material
from peace_analysis.report.quotes import quote_list
from peace_analysis.report.tabular import share_text, share_words
from peace_analysis.report.theme_groups import groups_of_theme
from peace_analysis.tables import TENTATIVE
from peace_analysis.wording import _, marked

NEW_THEME = marked("This theme is new: it was not found before the latest sessions.")
TENTATIVE_THEME = marked("This theme is tentative: with other sessions it might not have been found, or not in this form.")

WITHHELD_THEME = marked(
    "Several people coded a sample of statements by hand, and did not agree well enough on this theme. "
    "Until they have settled where they differ, it has no numbers and no quotes."
)


def theme_numbers(material: Material) -> pd.DataFrame:
    """Public table: one row per theme and subtheme with its released numbers among everyone.

    Returns:
        theme_id, parent_id, name, description, key_phrases, stability, unit, n_raised, n_heard, share, low, high, n_sessions, shown;
        numbers missing where masked. Sessions are masked with their counts.
    """
    numbers = material.everyone[["theme_id", "unit", "n_raised", "n_heard", "share", "low", "high", "masked", "shown"]]
    words = material.themes[["theme_id", "parent_id", "name", "description", "key_phrases", "stability", "n_sessions"]]
    merged = words.merge(numbers, on="theme_id", how="left")
    hidden = merged["masked"].fillna(value=True).astype(bool)
    # Of a part as of its theme: where all sessions but a few raised a part, they raised the theme as well.
    whole = merged["parent_id"].fillna(merged["theme_id"])
    told = pd.Series([material.masked.is_shown("sessions", str(key)) for key in whole], index=merged.index)
    merged["n_sessions"] = merged["n_sessions"].astype("Int64").mask(hidden | ~told)
    merged["stability"] = merged["stability"].astype("float64").round(2)
    columns = ["stability", "unit", "n_raised", "n_heard", "share", "low", "high", "n_sessions", "shown"]
    return merged[["theme_id", "parent_id", "name", "description", "key_phrases", *columns]]


def theme_pages(material: Material) -> Fragment:
    """Set one page per theme, most raised first: what it is, who raised it, its parts, and quotes.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "32 of 96 people raised it" in report.theme_pages(material).markup
        True
    """
    return join(theme_page(material, str(row["theme_id"])) for row in rows_of(material.top_themes))


def theme_page(material: Material, theme_id: str) -> Fragment:
    """Set one theme's page."""
    position, row = next((n, row) for n, row in enumerate(rows_of(material.top_themes), start=1) if row["theme_id"] == theme_id)
    quotes = quote_list(material, theme_id)
    pieces = [
        heading(3, row["name"], f"theme-{position}"),
        swatch(material, theme_id),
        paragraph(say_description(row["description"])),
        paragraph(raised_sentence(material, row)),
        paragraph(_(TENTATIVE_THEME)) if row["stability"] < TENTATIVE else Fragment(""),
        paragraph(_(NEW_THEME)) if theme_id in emergent_themes(material) else Fragment(""),
        _parts(material, theme_id),
        Fragment("") if theme_id in material.withheld else groups_of_theme(material, theme_id),
        quotes if quotes.markup else paragraph(_("No quote may be shown for this theme.")),
    ]
    return section(*pieces, kind="theme")


def emergent_themes(material: Material) -> frozenset[str]:
    """Ids of themes and subthemes that no earlier run had; none in a first run."""
    return frozenset(material.marks.loc[material.marks["emergent"].astype(bool), "theme_id"])


def swatch(material: Material, theme_id: str) -> Fragment:
    """Set a bar in the color that a theme keeps from run to run: decoration, for those who read one report after another."""
    color = material.marks.loc[material.marks["theme_id"] == theme_id, "color"]
    if color.empty:
        return Fragment("")
    fill = theme_color(int(color.iloc[0]))
    bar = f'<rect width="56" height="6" rx="3" fill="{fill}"/>'
    return Fragment(f'<svg width="56" height="6" viewBox="0 0 56 6" aria-hidden="true" focusable="false">{bar}</svg>')


def raised_sentence(material: Material, row: Row) -> str:
    """Say how many people raised a theme, in how many sessions, and its share with its interval; or why it has no numbers."""
    if row["theme_id"] in material.withheld:
        return _(WITHHELD_THEME)
    if row["masked"]:
        number = say_masked(str(row["shown"]))
        said = _("{number} of the people heard raised it, so no number is given.", number=number)
        if material.unit == "session":
            said = _("{number} of the sessions heard raised it, so no number is given.", number=number)
        return said[:1].upper() + said[1:]
    if material.unit == "session":
        sessions = counted(int(row["n_heard"]), "session", "sessions")
        return _("It came up in {n_raised} of {sessions}.", n_raised=int(row["n_raised"]), sessions=sessions)
    counts: dict[str, Any] = {
        "n_raised": int(row["n_raised"]),
        "n_heard": int(row["n_heard"]),
        "share": share_text(row["share"], row["low"], row["high"]),
    }
    if not material.masked.is_shown("sessions", str(row["theme_id"])):
        return _("{n_raised:,} of {n_heard:,} people raised it. That is {share}.", **counts)
    part = say_sessions(material, row)
    return _("{n_raised:,} of {n_heard:,} people raised it, in {part} sessions. That is {share}.", part=part, **counts)


def say_sessions(material: Material, row: Row) -> str:
    """Say in how many sessions a theme was raised, where that does not tell too much of the people in them."""
    hidden = row["masked"] or not material.masked.is_shown("sessions", str(row["theme_id"]))
    return "\N{EN DASH}" if hidden else _("{n} of {total}", n=int(row["n_sessions"]), total=material.n_sessions)


def _parts(material: Material, theme_id: str) -> Fragment:
    """List a theme's subthemes with their numbers."""
    parts = theme_numbers(material)
    parts = parts[parts["parent_id"] == theme_id].sort_values(["n_raised", "theme_id"], ascending=[False, True], na_position="last")
    if len(parts) < 2:
        return Fragment("")
    names = material.shown_themes.set_index("theme_id")["name"]
    lines = []
    for row in rows_of(parts):
        known = pd.notna(row["n_raised"])
        number: str = f"{int(row['n_raised']):,}" if known else say_masked(str(row["shown"]))
        unit = unit_words(material.unit, int(row["n_raised"]) if known else 2)
        count = number if not known and row["shown"] == NOT_SHOWN else f"{number} {unit}"
        said = share_words(row["share"], row["low"], row["high"]) if material.unit == "participant" else ""
        count = f"{count}, {said}" if said else count
        count = _("{count}, new", count=count) if row["theme_id"] in emergent_themes(material) else count
        lines.append(f"{names[row['theme_id']]} ({count})")
    return join([paragraph(_("Within it, people spoke of:")), bullets(lines)])
