"""Statements on a plane, by theme: for exploration in a notebook, and in nothing that is published."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from peace_analysis.charts.figure import INK, MUTED, Figure, drawing_style, empty_figure
from peace_analysis.charts.labels import counted, listed, quoted, shorten, wrap
from peace_analysis.charts.layout import WIDTH, add_axes, add_caption, open_drawing
from peace_analysis.charts.theme_colors import theme_color, theme_marker

SIDE, LEGEND, FOOT = 4.2, 2.1, 0.3  # inches
FEW = 3  # a theme of fewer statements has no middle to speak of


def statement_map(table: pd.DataFrame, themes: pd.DataFrame, colors: Mapping[str, int] | None = None) -> Figure:
    """Draw every statement in the color and the marker of its theme; what fits no theme is a small grey cross.

    Args:
        table: As `themes.map_statements` gives it.
        themes: Columns of tables.THEMES, in the order in which they are listed.
        colors: Number of each theme's color, as `Settled.colors` has it; by order where it is left out.

    Returns:
        The figure. Its table is what was drawn; it holds ids of statements, so that it is for those who may read them.

    Examples:
        >>> import numpy as np
        >>> from peace_analysis import charts
        >>> from peace_analysis import themes
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> vectors = np.random.default_rng(1).normal(size=(len(made.statements), 5))
        >>> charts.statement_map(themes.map_statements(made.statements, made.assignments, vectors), made.themes).title
        '140 statements in 3 themes: those that are alike stand near each other'
    """
    if table.empty:
        return empty_figure("Too few statements for a map", table)
    top = themes[themes["parent_id"].isna() & themes["theme_id"].isin(set(table["theme_id"].dropna()))]
    numbers = {str(theme): (colors or {}).get(str(theme), place) for place, theme in enumerate(top["theme_id"])}
    names = {str(theme): str(name) for theme, name in zip(top["theme_id"], top["name"], strict=True)}
    title = f"{counted(len(table), 'statement')} in {counted(len(names), 'theme')}: those that are alike stand near each other"
    outside = table[~table["theme_id"].isin(list(names))]
    with drawing_style():
        drawing = open_drawing(title, SIDE + FOOT)
        axes = add_axes(drawing, 0.06, FOOT, SIDE, SIDE)
        axes.plot(outside["x"], outside["y"], linestyle="", marker="x", markersize=3, color=MUTED, alpha=0.6, label="fits no theme")
        for theme, name in names.items():
            here = table[table["theme_id"] == theme]
            number = numbers[theme]
            axes.plot(
                here["x"],
                here["y"],
                linestyle="",
                marker=theme_marker(number),
                markersize=4,
                markerfacecolor=theme_color(number),
                markeredgecolor="white",
                markeredgewidth=0.3,
                label=wrap(name, 30),
            )
        for place, theme in enumerate(names, start=1):
            here = table[table["theme_id"] == theme]
            if len(here) >= FEW:
                spot = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": INK, "linewidth": 0.5}
                middle = (float(here["x"].median()), float(here["y"].median()))
                axes.text(*middle, str(place), fontsize=8, fontweight="bold", ha="center", va="center", bbox=spot)
        axes.set_xlim(-1.05, 1.05)
        axes.set_ylim(-1.05, 1.05)
        axes.set_xticks([])
        axes.set_yticks([])
        handles, labels = axes.get_legend_handles_labels()
        numbered = [label if place == 0 else f"{place}  {label}" for place, label in enumerate(labels)]
        drawing.legend(
            [*handles[1:], handles[0]],
            [*numbered[1:], numbered[0]],
            loc="upper left",
            bbox_to_anchor=((SIDE + 0.15) / WIDTH, SIDE / (SIDE + FOOT)),
            fontsize=7,
            frameon=False,
            labelspacing=0.5,
            handletextpad=0.3,
        )
        add_caption(drawing, "Numbers stand at the middles of themes. Distances are no measurement.", 0.1, MUTED)
    return Figure(drawing, title, _alt(table, names, len(outside)), table.copy())


def _alt(table: pd.DataFrame, names: Mapping[str, str], n_outside: int) -> str:
    counts = table["theme_id"].value_counts()
    largest = [f"{quoted(shorten(names[theme], 40))} ({counts[theme]})" for theme in sorted(names, key=lambda one: (-counts[one], one))[:3]]
    middles = table[table["theme_id"].isin(list(names))].groupby("theme_id")[["x", "y"]].median()
    parts = [f"Scatter plot of {counted(len(table), 'statement')}, each in the color and with the marker of its theme."]
    if largest:
        parts.append(f"Most are in {listed(largest)}.")
    if len(middles) > 1:
        apart = ((middles - middles.mean()) ** 2).sum(axis=1)
        parts.append(f"{quoted(names[str(apart.idxmax())])} stands farthest from the others.")
    parts.append(f"{n_outside:,} fit no theme.")
    return " ".join(parts)
