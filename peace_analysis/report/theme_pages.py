"""What people said: all themes at a glance, a page per theme, and the two standing questions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from peace_analysis.charts.labels import counted, listed, quoted, unit_words
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.charts.theme_colors import theme_color
from peace_analysis.disclosure.masking import NOT_SHOWN
from peace_analysis.report.figures import themes_figure
from peace_analysis.report.html import Fragment, bullets, heading, join, note, paragraph, section
from peace_analysis.report.material import Material
from peace_analysis.report.quotes import quote_list
from peace_analysis.report.released import count_text
from peace_analysis.report.tabular import figure_with_table, share_text, table
from peace_analysis.report.theme_groups import groups_of_theme
from peace_analysis.tables import TENTATIVE

DOT = "The dot is the share of the people we heard. "
HOW_TO_READ = f"{DOT}The line is the 95% interval. It shows how far chance alone could move the share if other people like these had come."
NO_INTERVAL = f"{DOT}There was one session, so nothing tells how much sessions differ, and no interval can be given."
NEW_THEME = "This theme is new: it was not found before the latest sessions."
TENTATIVE_THEME = "This theme is tentative: with other sessions it might not have been found, or not in this form."
SESSIONS_COUNTED = "No source tells its speakers apart, so sessions are counted and not people."


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
    told = pd.Series([material.masked.is_shown("sessions", str(key)) for key in merged["theme_id"]], index=merged.index)
    merged["n_sessions"] = merged["n_sessions"].astype("Int64").mask(hidden | ~told)
    merged["stability"] = merged["stability"].astype("float64").round(2)
    columns = ["stability", "unit", "n_raised", "n_heard", "share", "low", "high", "n_sessions", "shown"]
    return merged[["theme_id", "parent_id", "name", "description", "key_phrases", *columns]]


def themes_at_a_glance(material: Material) -> Fragment:
    """Set the figure of all themes with its table, and say how many statements fit none."""
    top = material.top_themes
    figure = themes_figure(material)
    if figure is None:
        return note("No theme was found.")
    shown = pd.DataFrame(
        {
            "Theme": top["name"],
            "Raised by" if material.unit == "participant" else "Raised in": [count_text(row) for row in rows_of(top)],
            "Share": [share_text(row["share"], row["low"], row["high"]) for row in rows_of(top)],
            "Sessions": [_sessions(material, row) for row in rows_of(top)],
        }
    )
    remark = SESSIONS_COUNTED if material.unit != "participant" else HOW_TO_READ if top["low"].notna().any() else NO_INTERVAL
    numbers = tuple(shown.columns[1:])
    pieces = [figure_with_table(figure, frame=shown, numbers=numbers, remark=remark), paragraph(residual_sentence(material))]
    return join([*pieces, paragraph(naming_sentence(material))])


def naming_sentence(material: Material) -> str:
    """Say that a language model proposed names, where one did."""
    naming = material.model.get("naming")
    if not naming or not naming.get("n_named"):
        return ""
    return (
        f"A language model ({naming['model']}) proposed {counted(int(naming['n_named']), 'name')} of themes and their parts. "
        "Each was checked against people's own words."
    )


def residual_sentence(material: Material) -> str:
    """Say how many statements fit no theme, and that none was dropped."""
    n = int(material.assignments["residual"].astype(bool).sum())
    total = len(material.statements)
    if n == 0:
        return f"Each of the {total:,} statements that could be read fits a theme."
    return f"{n:,} of {counted(total, 'statement')} {'fits' if n == 1 else 'fit'} no theme. They are counted here, and none was dropped."


def theme_pages(material: Material) -> Fragment:
    """Set one page per theme, most raised first: what it is, who raised it, its parts, and quotes."""
    return join(theme_page(material, str(row["theme_id"])) for row in rows_of(material.top_themes))


def theme_page(material: Material, theme_id: str) -> Fragment:
    """Set one theme's page."""
    position, row = next((n, row) for n, row in enumerate(rows_of(material.top_themes), start=1) if row["theme_id"] == theme_id)
    quotes = quote_list(material, theme_id)
    pieces = [
        heading(3, row["name"], f"theme-{position}"),
        swatch(material, theme_id),
        paragraph(str(row["description"])),
        paragraph(raised_sentence(material, row)),
        paragraph(TENTATIVE_THEME) if row["stability"] < TENTATIVE else Fragment(""),
        paragraph(NEW_THEME) if theme_id in emergent_themes(material) else Fragment(""),
        _parts(material, theme_id),
        groups_of_theme(material, theme_id),
        quotes if quotes.markup else paragraph("No quote may be shown for this theme."),
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
    """Say how many people raised a theme, in how many sessions, and its share with its interval."""
    if row["masked"]:
        unit = unit_words(material.unit)
        return f"{str(row['shown']).capitalize()} of the {unit} heard raised it, so no number is given."
    if material.unit == "session":
        return f"It came up in {int(row['n_raised'])} of {counted(int(row['n_heard']), 'session')}."
    n_raised, n_heard = int(row["n_raised"]), int(row["n_heard"])
    share = share_text(row["share"], row["low"], row["high"])
    where = f", in {_sessions(material, row)} sessions" if material.masked.is_shown("sessions", str(row["theme_id"])) else ""
    return f"{n_raised:,} of {n_heard:,} people raised it{where}. That is {share}."


def _sessions(material: Material, row: Row) -> str:
    """Say in how many sessions a theme was raised, where that does not tell too much of the people in them."""
    hidden = row["masked"] or not material.masked.is_shown("sessions", str(row["theme_id"]))
    return "\N{EN DASH}" if hidden else f"{int(row['n_sessions'])} of {material.n_sessions}"


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
        number: str = f"{int(row['n_raised']):,}" if known else row["shown"]
        counted_as = f" {unit_words(material.unit, int(row['n_raised']) if known else 2)}" if number != NOT_SHOWN else ""
        new = ", new" if row["theme_id"] in emergent_themes(material) else ""
        lines.append(f"{names[row['theme_id']]} ({number}{counted_as}{new})")
    return join([paragraph("Within it, people spoke of:"), bullets(lines)])


def standing_questions(material: Material) -> Fragment:
    """Set what people raised on each of the two standing questions."""
    counts = question_counts(material)
    if counts.empty:
        return note("The sources do not tell which question a statement answers.")
    questions = dict[str, str](material.config.questions.items())
    shown = pd.DataFrame({"Theme": counts["name"]})
    for key in ("a", "b"):
        shown[questions.get(key, key)] = [f"{int(n):,}" if pd.notna(n) else "not shown" for n in counts[f"n_{key}"]]
    unit = "People" if material.unit == "participant" else "Sessions"
    remark = (
        "One person may raise a theme on both questions. A number is not shown where it is small enough to point to someone, or would give "
        "such a number away."
        if shown.isin(["not shown"]).any(axis=None)
        else "One person may raise a theme on both questions."
    )
    leads = []
    for key in ("a", "b"):
        first = leading_themes(material, key, 1)
        if first:
            asked = f"\N{LEFT DOUBLE QUOTATION MARK}{questions.get(key, key)}\N{RIGHT DOUBLE QUOTATION MARK}"
            people = material.unit == "participant"
            leads.append(f"On {asked}, {'people spoke most often of' if people else 'most sessions spoke of'} {listed(first)}.")
    return join(
        [
            bullets(leads),
            table(shown, caption=f"{unit} who raised each theme, by question", numbers=tuple(shown.columns[1:]), remark=remark),
        ]
    )


def leading_themes(material: Material, key: str, n: int) -> list[str]:
    """Name the themes that most people (or sessions) raised on a question, of those whose number may be shown, equals of the last included.

    Args:
        material: The city.
        key: "a" or "b".
        n: How many.

    Returns:
        Each theme's name with its number: "Street lights (23 people)".
    """
    column = f"n_{key}"
    shown = question_counts(material).dropna(subset=[column])
    shown = shown[shown[column] > 0].sort_values([column, "theme_id"], ascending=[False, True])
    if shown.empty:
        return []
    chosen = shown[shown[column] >= shown[column].iloc[min(n, len(shown)) - 1]].head(n + 2)
    words = unit_words(material.unit, 1), unit_words(material.unit, 2)
    return [f"{quoted(row['name'])} ({counted(int(row[column]), *words)})" for row in rows_of(chosen)]


def question_counts(material: Material) -> pd.DataFrame:
    """Public table: people (or sessions) who raised each theme on question a and on question b.

    A count below the opinion threshold is masked, and so is what would give it away: everybody who raised the theme raised it on one
    question or the other.

    Returns:
        theme_id, name, unit, n_a, n_b; most raised theme first.
    """
    counts = _count_questions(material)
    if material.unit == "participant" and len(counts):
        for key in ("a", "b"):
            shown = [material.masked.is_shown("questions", str(theme), key) for theme in counts["theme_id"]]
            counts[f"n_{key}"] = counts[f"n_{key}"].mask(~np.array(shown, dtype=bool) | counts["masked"].to_numpy(dtype=bool))
    return counts.drop(columns="masked")


def _count_questions(material: Material) -> pd.DataFrame:
    """Count who raised each theme on each question; as counted, only `question_counts` may be shown."""
    spoken = material.spoken.dropna(subset=["theme_id"])
    by = "speaker_id" if material.unit == "participant" else "session_id"
    if not spoken["question"].isin(("a", "b", "ab")).any():
        return pd.DataFrame(columns=["theme_id", "name", "masked", "unit", "n_a", "n_b"])
    counts = material.top_themes[["theme_id", "name", "masked"]].assign(unit=material.unit)
    for key in ("a", "b"):
        n = spoken[spoken["question"].isin((key, "ab"))].dropna(subset=[by]).groupby("theme_id")[by].nunique()
        counts[f"n_{key}"] = counts["theme_id"].map(n).fillna(0).astype("Int64")
    return counts
