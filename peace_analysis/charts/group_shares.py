"""Who raised each theme: one small panel per theme, one row per group."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.figure import MUTED, Figure, drawing_style, empty_figure
from peace_analysis.charts.labels import clean_text, counted, percent, quoted, shorten, unit_words
from peace_analysis.charts.layout import MARGIN, WIDTH, add_axes, add_caption, open_drawing, text_width, wrap_to
from peace_analysis.charts.rows import draw_interval, has_intervals, label_rows, percent_axis, rows_of, say_masked, select_rows, shown_text
from peace_analysis.charts.shades import short_text
from peace_analysis.wording import _, ngettext

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

COLUMNS = ["theme_id", "name", "attribute", "group", "unit", "n_raised", "n_heard", "n_sessions", "share", "low", "high"]
PANELS_A_ROW = 3
ROW, HEAD, FOOT, GAP = 0.2, 0.36, 0.22, 0.16  # inches: a group's row, a panel's title, its axis, between panels


def group_shares(shares: pd.DataFrame, themes: pd.DataFrame, attribute: str, *, n_themes: int = 9) -> Figure:
    """Draw each group's share of each theme as a dot with its 95% interval, in one panel per theme.

    Groups too small to be shown on their own are left out and named in the alt text; masked counts are drawn hollow with their words.

    Args:
        shares: Columns of `tables.THEME_SHARES`, masked for the public where it is public.
        themes: Columns of `tables.THEMES`; top-level themes are drawn.
        attribute: What the groups are made by.
        n_themes: How many themes, most raised first; the table of the figure holds all.

    Returns:
        The figure; where no group may be shown, one that says so.

    Examples:
        >>> from peace_analysis import charts
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> shares = groups.theme_shares(made.statements, made.assignments, made.participants, made.sessions)
        >>> charts.group_shares(shares, made.themes, "neighborhood").title
        'In 1 of 3 themes, the intervals of at least two of the 2 neighborhoods shown lie apart'
    """
    rows = select_rows(shares, themes, attribute)
    small = sorted(set(rows.loc[~rows["adequate"].astype(bool), "group"]))
    rows = rows[rows["adequate"].astype(bool)].reset_index(drop=True)
    columns = [*COLUMNS, *(["shown"] if "shown" in rows else [])]
    if rows.empty:
        return empty_figure(
            _(
                "No {singular} was heard in enough sessions, by enough people, to be shown on its own",
                singular=attribute_names(attribute)[0],
            ),
            rows[columns],
        )
    groups = sorted(rows["group"].unique())
    drawn = list(dict.fromkeys(rows["theme_id"]))[:n_themes]
    title = _title(rows, attribute)
    with drawing_style():
        drawing = _draw(rows[rows["theme_id"].isin(drawn)], groups, drawn, title)
    return Figure(drawing, title, _alt(rows, groups, drawn, small, attribute), rows[columns])


def _draw(rows: pd.DataFrame, groups: list[str], drawn: list[str], title: str) -> Drawing:
    labels = [shorten(group, 22) for group in groups]
    n_columns = min(PANELS_A_ROW, len(drawn))
    n_rows = -(-len(drawn) // n_columns)
    left, body = text_width(labels, 7.5) + 0.15, ROW * len(groups)
    width = (WIDTH - left - 2 * MARGIN - GAP * (n_columns - 1)) / n_columns
    drawing = open_drawing(title, n_rows * (HEAD + body + FOOT) + 0.25)
    for position, theme in enumerate(drawn):
        here = {row["group"]: row for row in rows_of(rows[rows["theme_id"] == theme])}
        column, row_of_panels = position % n_columns, position // n_columns
        bottom = 0.25 + FOOT + (n_rows - 1 - row_of_panels) * (HEAD + body + FOOT)
        axes = add_axes(drawing, left + column * (width + GAP), bottom, width, body)
        for y, group in enumerate(groups):
            if group not in here:
                continue
            row = here[group]
            draw_interval(axes, row, y, size=4.6)
            if row["masked"]:
                words = say_masked(shown_text(row))
                if text_width([words], 6.5) > width - 0.1:  # it would run into the next panel
                    words = short_text(row)
                axes.annotate(words, (0, y), xytext=(6, 0), textcoords="offset points", va="center", fontsize=6.5, color=MUTED)
        label_rows(axes, labels if column == 0 else [""] * len(groups), size=7.5)
        percent_axis(axes, (0, 0.5, 1))
        axes.tick_params(axis="x", labelsize=7)
        axes.set_title("\n".join(wrap_to(next(iter(here.values()))["name"], 8, width, 2, bold=True)), fontsize=8, pad=4)
    if has_intervals(rows):
        add_caption(drawing, _("Share of those heard in the group who raised it; line: 95% interval"), left, MUTED)
    return drawing


def _title(rows: pd.DataFrame, attribute: str) -> str:
    """Say what holds in every group, or how far the intervals lie apart; never that groups differ, which is not tested here."""
    singular, plural = attribute_names(attribute)
    n_groups = rows["group"].nunique()
    if n_groups == 1:
        only = shorten(rows["group"].iloc[0], 40)
        return _("Only one {singular} was heard by enough people to be shown: {group}", singular=singular, group=only)
    known = rows[~rows["masked"]]
    for __, theme in rows.groupby("theme_id", sort=False):
        if not theme["masked"].any() and len(theme) == n_groups and (theme["share"] >= 0.5).all():
            unit = unit_words(str(theme["unit"].iloc[0]))
            name = quoted(theme["name"].iloc[0])
            return _("Half or more of the {unit} heard in every {singular} shown raised {theme}", unit=unit, singular=singular, theme=name)
    apart = sum(_lie_apart(theme) for __, theme in known.groupby("theme_id", sort=False))
    n_themes = rows["theme_id"].nunique()
    n_two = sum(len(theme[["low", "high"]].dropna()) > 1 for __, theme in known.groupby("theme_id", sort=False))
    if apart == 0:
        return _say_overlap(n_themes, n_two, n_groups, plural)
    themes = counted(n_themes, "theme", "themes")
    return _(
        "In {apart} of {themes}, the intervals of at least two of the {n_groups} {plural} shown lie apart",
        apart=apart,
        themes=themes,
        n_groups=n_groups,
        plural=plural,
    )


def _say_overlap(n_themes: int, n_two: int, n_groups: int, plural: str) -> str:
    """Say that intervals overlap, of no more themes than have two: `n_two` of `n_themes`."""
    if n_two == 0:
        return _("No theme has intervals of two {plural} or more to set side by side", plural=plural)
    if n_two < n_themes:
        return ngettext(
            "In the {n} theme that has intervals of two {plural} or more, they overlap",
            "In all {n} themes that have intervals of two {plural} or more, they overlap",
            n_two,
            plural=plural,
        )
    if n_themes > 1:
        return _(
            "In all {n_themes} themes the intervals of the {n_groups} {plural} shown overlap",
            n_themes=n_themes,
            n_groups=n_groups,
            plural=plural,
        )
    return _("In the one theme the intervals of the {n_groups} {plural} shown overlap", n_groups=n_groups, plural=plural)


def attribute_names(attribute: str) -> tuple[str, str]:
    """Name one group of an attribute, and several, in the language of the report: "age group", "age groups"."""
    return _attribute_name(attribute, 1), _attribute_name(attribute, 2)


def _attribute_name(attribute: str, n: int) -> str:
    known = {
        "neighborhood": ngettext("neighborhood", "neighborhoods", n),
        "city": ngettext("city", "cities", n),
        "wave": ngettext("wave", "waves", n),
        "stakeholder_group": ngettext("stakeholder group", "stakeholder groups", n),
        "precinct": ngettext("precinct", "precincts", n),
        "mode": ngettext("way of meeting", "ways of meeting", n),
        "language": ngettext("language", "languages", n),
        "age_group": ngettext("age group", "age groups", n),
        "gender": ngettext("gender group", "gender groups", n),
        "race_ethnicity": ngettext("race ethnicity group", "race ethnicity groups", n),
    }
    if attribute in known:
        return known[attribute]
    name = clean_text(attribute).replace("_", " ")
    if name.endswith("group"):
        return name if n == 1 else f"{name}s"
    return ngettext("{name} group", "{name} groups", n, name=name)


def _lie_apart(theme: pd.DataFrame) -> bool:
    """Tell whether two groups' intervals do not overlap."""
    bounds = theme[["low", "high"]].dropna().to_numpy()
    return any(one[0] > other[1] or other[0] > one[1] for one, other in combinations(bounds, 2))


def _alt(rows: pd.DataFrame, groups: list[str], drawn: list[str], small: list[str], attribute: str) -> str:
    plural = attribute_names(attribute)[1]
    panels = counted(len(drawn), "panel", "panels")
    parts = [
        _(
            "{panels}, one per theme; in each, a dot with a 95% interval for {n_groups} {plural}.",
            panels=panels,
            n_groups=len(groups),
            plural=plural,
        )
    ]
    for identifier in drawn[:3]:
        theme = rows[(rows["theme_id"] == identifier) & ~rows["masked"]]
        if len(theme) > 1:
            low, *__, high = sorted(rows_of(theme), key=lambda row: (row["share"], row["group"]))
            parts.append(
                _(
                    "{theme}: from {low} ({low_group}) to {high} ({high_group}).",
                    theme=quoted(theme["name"].iloc[0]),
                    low=percent(low["share"]),
                    low_group=shorten(low["group"], 40),
                    high=percent(high["share"]),
                    high_group=shorten(high["group"], 40),
                )
            )
    if rows["masked"].any():
        parts.append(_("Counts too small to give are shown hollow, with words."))
    if small:
        names = ", ".join(shorten(name, 40) for name in small)
        parts.append(_("Too small to show: {names}.", names=names))
    parts.append(_("The figure tests no difference; the text beside it does. The table holds all numbers."))
    return " ".join(parts)
