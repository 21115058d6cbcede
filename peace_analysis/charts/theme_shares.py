"""How many people raised each theme, of all who were heard."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from peace_analysis.charts.figure import MUTED, Figure, drawing_style, empty_figure
from peace_analysis.charts.labels import counted, counted_units, listed, percent, quoted, unit_words, wrap
from peace_analysis.charts.layout import WIDTH, add_axes, add_caption, open_drawing, text_width
from peace_analysis.charts.rows import (
    Row,
    draw_interval,
    has_intervals,
    label_rows,
    percent_axis,
    rows_of,
    say_masked,
    select_rows,
    value_text,
)
from peace_analysis.disclosure.masking import NOT_SHOWN
from peace_analysis.wording import _, ngettext

ROW = 0.31  # inches
COLUMNS = ["theme_id", "name", "unit", "n_raised", "n_heard", "n_sessions", "share", "low", "high"]


def theme_shares(shares: pd.DataFrame, themes: pd.DataFrame) -> Figure:
    """Draw each theme's share among everyone as a dot with its 95% interval, most raised first.

    Args:
        shares: Columns of `tables.THEME_SHARES`, masked for the public where it is public; rows of "everyone" are drawn, of
            participants where the sources name speakers and of sessions otherwise.
        themes: Columns of `tables.THEMES`; top-level themes are drawn.

    Returns:
        The figure with its title, alt text and table; where there is no such row, one that says so.

    Examples:
        >>> from peace_analysis import charts
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> shares = groups.theme_shares(made.statements, made.assignments, made.participants, made.sessions)
        >>> charts.theme_shares(shares, made.themes).title
        '“Waiting for help” and “Dark streets” came up most often, equally: 32 of 96 people raised it'
    """
    rows = select_rows(shares, themes, "everyone")
    columns = [*COLUMNS, *(["shown"] if "shown" in rows else [])]
    if rows.empty:
        return empty_figure(_("No theme was found"), rows[columns])
    title, names, values = _title(rows), [wrap(name, 34) for name in rows["name"]], [_value(row) for row in rows_of(rows)]
    with drawing_style():
        left, right = text_width(names, 9) + 0.2, text_width(values, 8.5) + 0.2
        body = ROW * len(rows)
        drawing = open_drawing(title, body + 0.5)
        axes = add_axes(drawing, left, 0.45, WIDTH - left - right, body)
        for y, row in enumerate(rows_of(rows)):
            if not _is_withheld(row):
                draw_interval(axes, row, y)
            axes.annotate(values[y], (1, y), xytext=(9, 0), textcoords="offset points", va="center", fontsize=8.5)
        label_rows(axes, names)
        percent_axis(axes)
        unit = rows["unit"].iloc[0]
        what = _("Share of people who raised it") if unit == "participant" else _("Share of sessions in which it was raised")
        line = _("; line: 95% interval") if has_intervals(rows) else ""
        add_caption(drawing, f"{what}{line}", left, MUTED)
    return Figure(drawing, title, _alt(rows), rows[columns])


def _is_withheld(row: Row) -> bool:
    """Whether a theme has no number though it is not small: people who coded it by hand differ."""
    return row.get("shown") == NOT_SHOWN


def _value(row: Row) -> str:
    return say_masked(NOT_SHOWN) if _is_withheld(row) else value_text(row)


def _title(rows: pd.DataFrame) -> str:
    """Say which theme came up most; of those that have numbers, where some have none though they are not small."""
    title = _say_first(rows)
    withheld = any(_is_withheld(row) for row in rows_of(rows))
    return _("Among themes with numbers: {title}", title=title) if withheld and not rows["masked"].all() else title


def _say_first(rows: pd.DataFrame) -> str:
    """Say which theme most of those heard raised; ties are named together, and nothing is said of anybody who was not heard."""
    known = rows[~rows["masked"]]
    if known.empty:
        return _("No theme was raised by enough people to show a number")
    first = known[known["n_raised"] == known["n_raised"].max()]
    row = rows_of(first)[0]
    n_raised, n_heard, unit = int(row["n_raised"]), int(row["n_heard"]), str(row["unit"])
    numbers = {"n_raised": n_raised, "heard": counted_units(n_heard, unit)}
    if len(first) > 3:
        return _("{n_themes} themes came up equally often: each in {n_raised:,} of {heard}", n_themes=len(first), **numbers)
    names = listed([quoted(name) for name in first["name"]])
    if unit == "session":
        if len(first) == 1:
            return _("{theme} came up most often: in {n_raised:,} of {heard}", theme=names, **numbers)
        return _("{themes} came up most often, equally: in {n_raised:,} of {heard}", themes=names, **numbers)
    if len(first) == 1:
        return _("{theme} came up most often: {n_raised:,} of {heard} raised it", theme=names, **numbers)
    return _("{themes} came up most often, equally: {n_raised:,} of {heard} raised it", themes=names, **numbers)


def _alt(rows: pd.DataFrame) -> str:
    known = rows[~rows["masked"]]
    unit = str(rows["unit"].iloc[0])
    parts = [_("Dot chart of {themes}, one row each, most raised first.", themes=counted(len(rows), "theme", "themes"))]
    if not known.empty:
        of_known = rows_of(known)
        first, last = of_known[0], of_known[-1]
        parts.append(
            _(
                "Shares of {unit} run from {high} for {high_theme} to {low} for {low_theme}.",
                unit=unit_words(unit),
                high=percent(first["share"]),
                high_theme=quoted(first["name"]),
                low=percent(last["share"]),
                low_theme=quoted(last["name"]),
            )
        )
        if has_intervals(rows) and _overlap(known):
            parts.append(_("Each dot has a line for its 95% interval; neighboring lines often overlap."))
        elif has_intervals(rows):
            parts.append(_("Each dot has a line for its 95% interval."))
    n_withheld = sum(_is_withheld(row) for row in rows_of(rows))
    if n_withheld:
        parts.append(ngettext("{n:,} theme has no number.", "{n:,} themes have no number.", n_withheld))
    if n_masked := int(rows["masked"].sum()) - n_withheld:
        parts.append(
            ngettext(
                "{n:,} theme raised by too few to give a number is shown hollow.",
                "{n:,} themes raised by too few to give a number are shown hollow.",
                n_masked,
            )
        )
    parts.append(_("The table holds all numbers."))
    return " ".join(parts)


def _overlap(known: pd.DataFrame) -> bool:
    """Tell whether at least half of the neighboring rows have overlapping intervals."""
    pairs = list(pairwise(rows_of(known)))
    touching = sum(bool(upper["low"] <= lower["high"] and lower["low"] <= upper["high"]) for upper, lower in pairs)
    return bool(pairs) and touching * 2 >= len(pairs)
