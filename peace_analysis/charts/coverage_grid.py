"""Who was to be heard, and who was: sessions held for each neighborhood and stakeholder group of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.figure import BLUE, INK, MUTED, ON_DARK, ON_LIGHT, SKY, Figure, drawing_style, empty_figure
from peace_analysis.charts.labels import counted, wrap
from peace_analysis.charts.layout import MARGIN, WIDTH, add_axes, add_caption, open_drawing, text_height, text_width
from peace_analysis.charts.rows import label_rows, rows_of
from peace_analysis.groups.coverage import NOT_STATED, count_coverage
from peace_analysis.wording import _, marked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from peace_analysis.city import Plan

ROW = 0.36  # inches
CHARACTER = 0.075  # width of a usual letter of a column name, inches
SAID = {NOT_STATED: marked("not stated")}  # what stands in tables in place of a name


def coverage_grid(sessions: pd.DataFrame, plan: Plan) -> Figure:
    """Draw the number of sessions held in each cell of the plan: numbers, shade and, where none was held, a dashed empty cell.

    Args:
        sessions: Columns of `tables.SESSIONS`.
        plan: Neighborhoods and stakeholder groups that were meant to be heard; where it names none, those of the sessions.

    Returns:
        The figure; its table has one row per cell: neighborhood, stakeholder_group, planned, n_sessions.
        Where neither the plan nor the sessions name a neighborhood or a group, it says so.

    Examples:
        >>> from peace_analysis import charts
        >>> from peace_analysis.settings import Plan
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> charts.coverage_grid(made.sessions, Plan()).title
        '8 sessions reached 4 combinations of neighborhood and stakeholder group'
    """
    cells = count_coverage(sessions, plan)
    if set(cells["neighborhood"]) | set(cells["stakeholder_group"]) <= {NOT_STATED}:
        return empty_figure(_("Neither the plan nor the sessions name a neighborhood or a stakeholder group"), cells)
    places, groups = list(dict.fromkeys(cells["neighborhood"])), list(dict.fromkeys(cells["stakeholder_group"]))
    row_names = [wrap(_name(name), 24) for name in places]
    title = _title(cells)
    with drawing_style():
        left = text_width(row_names, 8.5) + 0.15
        width = WIDTH - left - MARGIN
        columns = [wrap(_name(name), max(6, int(width / len(groups) / CHARACTER)), max_lines=4) for name in groups]
        head = max(text_height(name, 8) for name in columns) + 0.1
        body = ROW * len(places)
        drawing = open_drawing(title, head + body + 0.3)
        axes = add_axes(drawing, left, 0.25, width, body)
        for cell in rows_of(cells):
            _draw_cell(
                axes,
                groups.index(cell["stakeholder_group"]),
                places.index(cell["neighborhood"]),
                int(cell["n_sessions"]),
                bool(cell["planned"]),
            )
        axes.set_xlim(-0.5, len(groups) - 0.5)
        label_rows(axes, row_names, size=8.5)
        axes.set_xticks(range(len(groups)), columns, fontsize=8, color=INK)
        axes.xaxis.tick_top()
        add_caption(drawing, _("Sessions held; a dashed cell was planned and not reached"), left, MUTED)
    return Figure(drawing, title, _alt(cells), cells)


def _name(name: str) -> str:
    return _(SAID[name]) if name in SAID else name


def _draw_cell(axes: Axes, x: int, y: int, n: int, planned: bool) -> None:
    from matplotlib.patches import Rectangle

    fill, ink = ("none", MUTED) if n == 0 else (SKY, ON_LIGHT) if n == 1 else (BLUE, ON_DARK)
    dashed = n == 0 and planned
    if n or planned:
        axes.add_patch(
            Rectangle(
                (x - 0.46, y - 0.42),
                0.92,
                0.84,
                facecolor=fill,
                edgecolor=MUTED if dashed else BLUE,  # sky blue alone stands out from the page too little (2.3:1)
                linestyle=(0, (3, 2)) if dashed else "solid",
                linewidth=0.9 if dashed else 1.1,
            )
        )
    text = str(n) if n else _("none") if planned else "\N{EN DASH}"
    axes.text(x, y, text, ha="center", va="center", color=ink, fontsize=9 if n else 7.5, fontweight="bold" if n else "normal")


def _title(cells: pd.DataFrame) -> str:
    planned = cells[cells["planned"]]
    n_sessions = int(cells["n_sessions"].sum())
    if planned.empty:
        n_held = int((cells["n_sessions"] > 0).sum())
        return _(
            "{sessions} reached {combinations} of neighborhood and stakeholder group",
            sessions=counted(n_sessions, "session", "sessions"),
            combinations=counted(n_held, "combination", "combinations"),
        )
    return _(
        "Sessions reached {reached} of the {planned} planned combinations of neighborhood and stakeholder group",
        reached=int((planned["n_sessions"] > 0).sum()),
        planned=len(planned),
    )


def _alt(cells: pd.DataFrame) -> str:
    planned = cells[cells["planned"]]
    twice = int((planned["n_sessions"] >= 2).sum())
    grid = _(
        "Grid of {n_neighborhoods} neighborhoods by {n_groups} stakeholder groups.",
        n_neighborhoods=cells["neighborhood"].nunique(),
        n_groups=cells["stakeholder_group"].nunique(),
    )
    if planned.empty:
        return " ".join([grid, _("Each cell holds the number of sessions."), _("The table holds all numbers.")])
    missing = planned[planned["n_sessions"] == 0]
    never = [name for name, place in planned.groupby("neighborhood", sort=False) if (place["n_sessions"] == 0).all()]
    absent = [name for name, group in planned.groupby("stakeholder_group", sort=False) if (group["n_sessions"] == 0).all()]
    held = len(planned) - len(missing)
    found = _("{held} cells had a session, {twice} of them two or more; {missing} had none.", held=held, twice=twice, missing=len(missing))
    parts = [grid, found]
    if never:
        parts.append(_("No session at all in: {names}.", names=", ".join(_name(str(name)) for name in never)))
    if absent:
        parts.append(_("No session at all with: {names}.", names=", ".join(_name(str(name)) for name in absent)))
    return " ".join([*parts, _("The table holds all numbers.")])
