"""The way to a policy: meetings, drafts, time for comments, sign-off, training and the day from which it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.figure import BLUE, INK, MUTED, RULE, SKY, VERMILION, Figure, drawing_style, empty_figure
from peace_analysis.charts.labels import clean_text, counted
from peace_analysis.charts.layout import MARGIN, WIDTH, add_axes, inches, open_drawing, text_width, wrap_to
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.wording import _, marked
from peace_analysis.wording.days import say_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW, KEY = 0.35, 0.34  # height of a step and of the key, inches
WAY = 1.9  # width of the axis of time, inches
SIZE = 8.5
KINDS = {  # word, sign of a day, color
    "in_force": (marked("in force"), "^", VERMILION),
    "draft": (marked("version"), "s", BLUE),
    "meeting": (marked("meeting"), "o", BLUE),
    "comment_period": (marked("time for comments"), "D", SKY),
    "signoff": (marked("sign-off"), "*", VERMILION),
    "training": (marked("training"), "P", SKY),
}


def policy_timeline(steps: pd.DataFrame, name: str = "") -> Figure:
    """Draw the steps on the way to a policy, one row each: its day, its place in time, and what it was.

    Args:
        steps: Columns date, end (YYYY-MM-DD, or missing), kind (`tables_policy.EVENTS`), what; in any order.
        name: The policy's name as people read it, for the title.

    Returns:
        The figure; its table has date, end, kind, what in order of time. Without steps, one that says so.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis import charts
        >>> steps = [("2026-06-10", None, "meeting", "First meeting"), ("2027-01-04", None, "in_force", "The new policy in force")]
        >>> charts.policy_timeline(pd.DataFrame(steps, columns=["date", "end", "kind", "what"]), "Use of force").title
        'Use of force: 1 meeting, from June 10, 2026 to a policy in force on January 4, 2027'
    """
    table = steps[["date", "end", "kind", "what"]].sort_values(["date", "end"], na_position="first", kind="stable", ignore_index=True)
    if table.empty:
        return empty_figure(_("No step on the way to the policy is recorded"), table)
    title = _title(table, name)
    rows = rows_of(table)
    days = [_when(row) for row in rows]
    with drawing_style():
        left = text_width(days, SIZE) + 0.15
        right = WIDTH - left - WAY - 0.2
        words = ["\n".join(wrap_to(_what(row), SIZE, right, 2)) for row in rows]
        height = ROW * len(rows)
        drawing = open_drawing(title, height + KEY + 0.15)
        axes = add_axes(drawing, left, KEY + 0.1, WAY, height)
        _draw_way(axes, rows)
        for x, texts, color in ((MARGIN, days, MUTED), (left + WAY + 0.15, words, INK)):
            beside = inches(add_axes(drawing, x, KEY + 0.1, WIDTH - x, height))
            for place, text in enumerate(texts):
                beside.text(0, height - (place + 0.5) * ROW, text, va="center", fontsize=SIZE, color=color, linespacing=1.15)
        _draw_key(inches(add_axes(drawing, MARGIN, 0.05, WIDTH - 2 * MARGIN, KEY)), [kind for kind in KINDS if kind in set(table["kind"])])
    return Figure(drawing, title, _alt(rows), table)


def _draw_way(axes: Axes, rows: Sequence[Row]) -> None:
    first = min(date.fromisoformat(row["date"]) for row in rows).toordinal()
    last = max(date.fromisoformat(row["end"] if isinstance(row["end"], str) else row["date"]) for row in rows).toordinal()
    margin = max(5, (last - first) // 20)
    axes.set_xlim(first - margin, last + margin)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    for place, row in enumerate(rows):
        _word, sign, color = KINDS[row["kind"]]
        start = date.fromisoformat(row["date"]).toordinal()
        axes.axhline(place, color=RULE, linewidth=0.6, zorder=1)
        if isinstance(row["end"], str):
            end = date.fromisoformat(row["end"]).toordinal()
            axes.plot([start, end], [place, place], color=INK, linewidth=6.5, solid_capstyle="butt", zorder=2)
            axes.plot([start, end], [place, place], color=color, linewidth=4.5, solid_capstyle="butt", zorder=3)
        size = 10 if sign == "*" else 7.5
        axes.plot([start], [place], marker=sign, markersize=size, color=color, markeredgecolor=INK, markeredgewidth=0.7, zorder=4)
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 2)
    ticks = [date(year, 1, 1).toordinal() for year in years if first - margin <= date(year, 1, 1).toordinal() <= last + margin]
    for tick in ticks:
        axes.axvline(tick, color=MUTED, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
        axes.text(tick, len(rows) - 0.45, str(date.fromordinal(tick).year), fontsize=7.5, color=MUTED, ha="center", va="top")
    axes.set_axis_off()


def _draw_key(axes: Axes, kinds: list[str]) -> None:
    x, y = 0.08, 0.1
    for kind in kinds:
        word, sign, color = KINDS[kind]
        axes.plot([x], [y], marker=sign, markersize=6.5, color=color, markeredgecolor=INK, markeredgewidth=0.6, linestyle="", clip_on=False)
        axes.text(x + 0.12, y, _(word), fontsize=8, color=MUTED, va="center")
        x += text_width([_(word)], 8) + 0.35


def say_kind(kind: str) -> str:
    """Say what kind of step it was."""
    return _(KINDS[kind][0])


def _when(row: Row) -> str:
    return say_day(date.fromisoformat(row["date"]))


def _what(row: Row) -> str:
    until = row["end"]
    what = clean_text(row["what"])
    return _("{what} (until {day})", what=what, day=say_day(date.fromisoformat(until))) if isinstance(until, str) else what


def _title(table: pd.DataFrame, name: str) -> str:
    """Say how long it took from the first meeting to the last day on which a version came into force."""
    began = table.loc[table["kind"] == "meeting", "date"].min()
    holds = table.loc[table["kind"] == "in_force", "date"].max()
    if isinstance(began, str) and isinstance(holds, str) and holds > began:
        meetings = counted(int((table["kind"] == "meeting").sum()), "meeting", "meetings")
        days = say_day(date.fromisoformat(began)), say_day(date.fromisoformat(holds))
        return _(
            "{name}: {meetings}, from {first} to a policy in force on {last}", name=name, meetings=meetings, first=days[0], last=days[1]
        )
    steps = counted(len(table), "step", "steps")
    return _("{name}: {steps} so far, the last on {last}", name=name, steps=steps, last=say_day(date.fromisoformat(table["date"].max())))


def _alt(rows: Sequence[Row]) -> str:
    told = [f"{_when(row)}: {say_kind(str(row['kind']))}." for row in rows]
    return " ".join(
        [_("Timeline of {steps}, one row each.", steps=counted(len(rows), "step", "steps")), *told, _("The table says what each was.")]
    )
