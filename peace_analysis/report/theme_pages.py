"""What people said: a page per theme, and the two standing questions."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from peace_analysis.charts.labels import counted, listed, percent, quoted, unit_words
from peace_analysis.charts.rows import Row, rows_of, say_masked
from peace_analysis.charts.theme_colors import theme_color
from peace_analysis.disclosure.masking import NOT_SHOWN, PERCENTS
from peace_analysis.groups.shares import EVERYONE, theme_shares
from peace_analysis.report.coded_by_hand import say_withheld
from peace_analysis.report.described import say_description
from peace_analysis.report.html import Fragment, bullets, heading, join, note, paragraph, section
from peace_analysis.report.material import Material
from peace_analysis.report.quotes import quote_list
from peace_analysis.report.tabular import is_missing, share_text, share_words, table
from peace_analysis.report.theme_groups import groups_of_theme
from peace_analysis.tables import TENTATIVE
from peace_analysis.wording import _, marked

QUESTIONS: tuple[Literal["a", "b"], ...] = ("a", "b")
SHARE = ("share", "low", "high")
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
    told = pd.Series([material.masked.is_shown("sessions", str(key)) for key in merged["theme_id"]], index=merged.index)
    merged["n_sessions"] = merged["n_sessions"].astype("Int64").mask(hidden | ~told)
    merged["stability"] = merged["stability"].astype("float64").round(2)
    columns = ["stability", "unit", "n_raised", "n_heard", "share", "low", "high", "n_sessions", "shown"]
    return merged[["theme_id", "parent_id", "name", "description", "key_phrases", *columns]]


def theme_pages(material: Material) -> Fragment:
    """Set one page per theme, most raised first: what it is, who raised it, its parts, and quotes.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import report
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> report.theme_pages(material)  # doctest: +SKIP
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


def standing_questions(material: Material) -> Fragment:
    """Set what people raised on each of the two standing questions.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import report
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> report.standing_questions(material)  # doctest: +SKIP
    """
    counts = question_counts(material)
    if counts.empty:
        return note(_("The sources do not tell which question a statement answers."))
    questions = material.questions
    shown, hidden, people = pd.DataFrame({_("Theme"): counts["name"]}), _("not shown"), material.unit == "participant"
    for key in ("a", "b"):
        shown[questions.get(key, key)] = [question_text(row, key) or hidden for row in rows_of(counts)]
    caption = _("People who raised each theme, by question") if people else _("Sessions who raised each theme, by question")
    remark = _("One person may raise a theme on both questions.")
    if people:
        remark = " ".join([remark, _("In brackets: the share of all people heard, and its 95% interval.")])
    if shown.isin([hidden]).any(axis=None):
        why = _("A number is not shown where it is small enough to point to someone, or would give such a number away.")
        remark = f"{remark} {why}"
    remark = f"{remark} {say_withheld(material)}".strip()
    leads = []
    for key in ("a", "b"):
        first = leading_themes(material, key, 1)
        if first:
            asked = f"\N{LEFT DOUBLE QUOTATION MARK}{questions.get(key, key)}\N{RIGHT DOUBLE QUOTATION MARK}"
            lead = marked("On {question}, people spoke most often of {themes}.")
            if not people:
                lead = marked("On {question}, most sessions spoke of {themes}.")
            leads.append(_(lead, question=asked, themes=listed(first)))
    return join([bullets(leads), table(shown, caption=caption, numbers=tuple(shown.columns[1:]), remark=remark)])


def leading_themes(material: Material, key: str, n: int) -> list[str]:
    """Name the themes that most people (or sessions) raised on a question, of those whose number may be shown, equals of the last included.

    Args:
        material: The city.
        key: "a" or "b".
        n: How many.

    Returns:
        Each theme's name with its number and share: "Street lights (23 people, about 14%, range 9% to 21%)".
    """
    column = f"n_{key}"
    shown = question_counts(material).dropna(subset=[column])
    shown = shown[shown[column] > 0].sort_values([column, "theme_id"], ascending=[False, True])
    if shown.empty:
        return []
    chosen = shown[shown[column] >= shown[column].iloc[min(n, len(shown)) - 1]].head(n + 2)
    words = unit_words(material.unit, 1), unit_words(material.unit, 2)
    said = [
        (counted(int(row[column]), *words), share_words(row[f"share_{key}"], row[f"low_{key}"], row[f"high_{key}"]))
        for row in rows_of(chosen)
    ]
    return [
        f"{quoted(name)} ({count}, {share})" if share else f"{quoted(name)} ({count})"
        for name, (count, share) in zip(chosen["name"], said, strict=True)
    ]


def question_counts(material: Material) -> pd.DataFrame:
    """Public table: people (or sessions) who raised each theme on question a and on question b.

    A count below the opinion threshold is masked, and so is what would give it away: everybody who raised the theme raised it on one
    question or the other.

    Returns:
        theme_id, name, unit, and for each question, n_a, share_a, low_a, high_a and n_b, share_b, low_b, high_b: shares are of all people
        heard, whichever question they spoke on, and missing where sessions are counted; most raised theme first.
    """
    known: pd.DataFrame | None = material.worked_out.get("questions")
    if known is not None:
        return known.copy()
    counts = _count_questions(material)
    for key in QUESTIONS:
        shares = _question_shares(material, counts, key)
        if material.unit == "participant" and len(counts):
            told = [material.masked.is_shown("questions", str(theme), key) for theme in counts["theme_id"]]
            hidden = ~np.array(told, dtype=bool) | counts["masked"].to_numpy(dtype=bool)
            counts[f"n_{key}"] = counts[f"n_{key}"].mask(hidden)
            shares.loc[hidden] = np.nan
        counts[[f"{name}_{key}" for name in SHARE]] = shares
    material.worked_out["questions"] = counts.drop(columns="masked")
    return counts.drop(columns="masked")


def question_text(row: Row, key: str) -> str:
    """Say how many people (or sessions) raised a theme on a question, and their share: "23 (14%, 9% to 21%)"; "" where it is masked."""
    n, share, low, high = (row[f"{name}_{key}"] for name in ("n", *SHARE))
    if is_missing(n):
        return ""
    if is_missing(share) or is_missing(low):
        return f"{int(n):,}"
    return _("{n:,} ({share}, {low} to {high})", n=int(n), share=percent(share), low=percent(low), high=percent(high))


def _question_shares(material: Material, counts: pd.DataFrame, key: Literal["a", "b"]) -> pd.DataFrame:
    """Shares of all people heard who raised each theme on a question, with their interval, one row per row of `counts`."""
    empty = pd.DataFrame(np.nan, index=counts.index, columns=list(SHARE))
    if material.unit != "participant" or counts.empty:
        return empty
    tables = (material.statements, material.assignments, material.participants, material.sessions)
    rows = theme_shares(*tables, by=(), privacy=material.config.privacy, question=key)
    rows = rows[(rows["attribute"] == EVERYONE) & (rows["unit"] == "participant")].set_index("theme_id")[["n_raised", *SHARE]]
    found = rows.reindex(counts["theme_id"]).set_index(counts.index)
    other = ~found["n_raised"].eq(counts[f"n_{key}"].astype("float64"))  # those whose words the model does not read have no share
    found.loc[other, list(SHARE)] = np.nan
    return found[list(SHARE)].round(PERCENTS)


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
