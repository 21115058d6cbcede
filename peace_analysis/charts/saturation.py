"""How much new each run of sessions brings, over random orders of the sessions."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.figure import BLUE, MUTED, SKY, VERMILION, Figure, drawing_style, empty_figure
from peace_analysis.charts.labels import counted, percent
from peace_analysis.charts.layout import WIDTH, add_axes, add_caption, open_drawing

HEIGHT, LEFT, RIGHT, FOOT = 2.3, 0.65, 0.9, 0.62  # inches


def saturation(table: pd.DataFrame, *, reached: int | None, base: int, run: int, cut: float) -> Figure:
    """Draw the share of new themes per run, its median and band over orders, and the line below which hardly anything is new.

    Args:
        table: Columns n_sessions, new_share, low, high, themes_share (0 to 1), as `themes.saturation.measure_saturation` gives them.
        reached: Sessions after which the median stays below the cut; none if it does not.
        base: Sessions in the base.
        run: Sessions in a run.
        cut: Share of new themes up to which a run brings hardly anything.

    Returns:
        The figure; where there are too few sessions, one that says so.

    Examples:
        >>> import numpy as np
        >>> from peace_analysis import charts
        >>> from peace_analysis import themes
        >>> found = themes.measure_saturation(np.ones((10, 5), dtype=bool), orders=20, seed=1)
        >>> charts.saturation(found.table, reached=found.reached, base=found.base, run=found.run, cut=found.cut).title
        'With 6 sessions, in any order, the last 2 brought hardly a new theme'
    """
    if table.empty:
        return empty_figure(f"Too few sessions to tell: {base + run} are needed", table)
    title = (
        f"With {reached} sessions, in any order, the last {run} brought hardly a new theme"
        if reached is not None
        else "New themes still came up in the last sessions"
    )
    x = table["n_sessions"].to_numpy()
    with drawing_style():
        drawing = open_drawing(title, HEIGHT + FOOT)
        axes = add_axes(drawing, LEFT, FOOT, WIDTH - LEFT - RIGHT, HEIGHT)
        axes.fill_between(x, table["low"], table["high"], color=SKY, alpha=0.45, linewidth=0)
        axes.plot(x, table["new_share"], color=BLUE, linewidth=1.8, marker="o", markersize=4, clip_on=False)
        axes.axhline(cut, color=VERMILION, linewidth=1.2, linestyle="--")
        axes.annotate(
            f"{percent(cut)} new", (1, cut), xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points", va="center"
        )
        top = max(float(table["high"].max()), 2 * cut)
        axes.set_ylim(0, top * 1.05)
        steps = [step for step in (0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 1.5, 2.0) if step <= top * 1.05]
        ticks = [step for place, step in enumerate(steps) if len(steps) <= 6 or place % 2 == 0]
        axes.set_yticks(ticks, [percent(tick) for tick in ticks])
        axes.set_xticks(*_session_ticks([int(number) for number in x]))
        axes.set_xlim(int(x[0]) - 0.4, int(x[-1]) + 0.4)
        axes.yaxis.grid(True)
        axes.set_xlabel("Sessions held", fontsize=9)
        words = f"New themes in the last {run} sessions, of the themes of the first {base}; band: four in five random orders"
        add_caption(drawing, words, 0.1, MUTED)
    return Figure(drawing, title, _alt(table, reached, cut), table.copy())


def _session_ticks(numbers: list[int]) -> tuple[list[int], list[str]]:
    step = max(1, -(-len(numbers) // 12))
    shown = numbers[::step]
    return shown, [str(number) for number in shown]


def _alt(table: pd.DataFrame, reached: int | None, cut: float) -> str:
    first, last = table.iloc[0], table.iloc[-1]
    parts = [
        f"Line chart over {counted(int(last['n_sessions']), 'session')}.",
        f"The share of new themes goes from {percent(float(first['new_share']))} after {int(first['n_sessions'])} sessions "
        f"to {percent(float(last['new_share']))} after {int(last['n_sessions'])}.",
        f"It stays at or below {percent(cut)} from {reached} sessions on."
        if reached is not None
        else f"It does not stay at or below {percent(cut)}.",
    ]
    return " ".join([*parts, "The table holds all numbers."])
