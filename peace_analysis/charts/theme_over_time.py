"""How widely each theme was raised from period to period: one small panel a theme."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.figure import BLUE, INK, MUTED, RULE, Figure, drawing_style, empty_figure
from peace_analysis.charts.labels import counted, percent, quoted, wrap
from peace_analysis.charts.layout import WIDTH, add_axes, add_caption, open_drawing

ACROSS, PANEL, NAME, GAP, FOOT = 3, 0.8, 0.42, 0.2, 0.5  # panels in a row; inches
MOST = 12  # themes drawn; the table holds all


def theme_over_time(table: pd.DataFrame, themes: pd.DataFrame) -> Figure:
    """Draw each theme's share of the people heard, period by period; a count that is not given is a hollow diamond at zero.

    Args:
        table: As `themes.over_time.themes_over_time` gives it.
        themes: Columns of `tables.THEMES`, in the order in which they are drawn.

    Returns:
        The figure, of the first twelve themes; where there are fewer than two periods, one that says so.

    Examples:
        >>> from peace_analysis import charts
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import themes
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> table = themes.themes_over_time(made.statements, made.assignments, made.sessions, Privacy())
        >>> charts.theme_over_time(table, made.themes).title
        '“Waiting for help” changed most from first to last period: 33%, then 33%'
    """
    if table.empty:
        return empty_figure("Too few sessions to show themes over time", table)
    rows = table.merge(themes[["theme_id", "name"]], on="theme_id")
    order = [theme for theme in themes["theme_id"] if theme in set(rows["theme_id"])][:MOST]
    periods = sorted(rows["period"].unique())
    title = _title(rows, order, periods)
    n_rows = -(-len(order) // ACROSS)
    top = max(float(rows["share"].max(skipna=True)) if rows["share"].notna().any() else 0.0, 0.1)
    with drawing_style():
        drawing = open_drawing(title, n_rows * (PANEL + NAME + GAP) + FOOT)
        width = (WIDTH - 0.5 - GAP * ACROSS) / ACROSS
        for number, theme in enumerate(order):
            row, column = divmod(number, ACROSS)
            left = 0.45 + column * (width + GAP)
            bottom = FOOT + (n_rows - 1 - row) * (PANEL + NAME + GAP) + GAP / 2
            axes = add_axes(drawing, left, bottom, width, PANEL)
            here = rows[rows["theme_id"] == theme].set_index("period").reindex(periods)
            x = range(len(periods))
            axes.plot(x, here["share"], color=BLUE, linewidth=1.6, marker="o", markersize=4, clip_on=False)
            hidden = [place for place, share in zip(x, here["share"], strict=True) if pd.isna(share)]
            axes.plot(
                hidden,
                [0] * len(hidden),
                linestyle="",
                marker="D",
                markersize=5,
                markerfacecolor="none",
                markeredgecolor=MUTED,
                clip_on=False,
            )
            axes.set_ylim(0, top * 1.1)
            axes.set_xlim(-0.3, len(periods) - 0.7)
            ticks = [0.0, round(top, 1) if top >= 0.1 else top]
            axes.set_yticks(ticks, [percent(tick) for tick in ticks] if column == 0 else ["", ""], fontsize=8)
            axes.yaxis.grid(True, color=RULE)
            axes.set_xticks(
                [0, len(periods) - 1],
                [_short(periods[0], 0), _short(periods[-1], -1)] if row == n_rows - 1 or number + ACROSS >= len(order) else ["", ""],
                fontsize=8,
            )
            first, last = axes.get_xticklabels()
            first.set_horizontalalignment("left")
            last.set_horizontalalignment("right")
            axes.set_title(wrap(str(here["name"].dropna().iloc[0]), 27), fontsize=8.5, fontweight="normal", color=INK, loc="left")
        caption = "Share of the people heard who raised it"
        if rows.loc[rows["theme_id"].isin(order), "share"].isna().any():
            caption += "; hollow: too few to give a number, or held back to protect one"
        add_caption(drawing, caption, 0.1, MUTED)
    return Figure(drawing, title, _alt(rows, order, periods), rows[["theme_id", "name", *[c for c in table.columns if c != "theme_id"]]])


def _short(period: str, part: int) -> str:
    return period.split(" to ")[part]


def _title(rows: pd.DataFrame, order: list[str], periods: list[str]) -> str:
    """Name the theme that changed most between the first and the last period, without saying that it could not be chance."""
    change = _changes(rows, order, periods)
    if change.empty:
        return f"{counted(len(order), 'theme')} over {counted(len(periods), 'period')}"
    theme = str(change.abs().sort_values(ascending=False, kind="stable").index[0])
    ends = rows[rows["theme_id"] == theme].set_index("period")["share"]
    name = quoted(rows.loc[rows["theme_id"] == theme, "name"].iloc[0])
    return f"{name} changed most from first to last period: {percent(float(ends[periods[0]]))}, then {percent(float(ends[periods[-1]]))}"


def _changes(rows: pd.DataFrame, order: list[str], periods: list[str]) -> pd.Series:
    wide = rows[rows["theme_id"].isin(order)].pivot_table(index="theme_id", columns="period", values="share", sort=False)
    ends = wide.reindex(index=order, columns=[periods[0], periods[-1]])
    return (ends[periods[-1]] - ends[periods[0]]).dropna()


def _alt(rows: pd.DataFrame, order: list[str], periods: list[str]) -> str:
    change = _changes(rows, order, periods)
    more, less = int((change > 0).sum()), int((change < 0).sum())
    themes, times = counted(len(order), "theme", "themes"), counted(len(periods), "period", "periods")
    parts = [
        f"Small line charts of {themes}, {times} each, from {periods[0]} to {periods[-1]}.",
        f"From the first to the last period {more} went up and {less} went down." if len(change) else "",
        "Periods are of different sessions and people, so a change may be one of who was heard.",
        "The table holds all numbers.",
    ]
    return " ".join(part for part in parts if part)
