"""Means of survey scales by wave, for everyone or group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from peace_analysis.charts.figure import BLUE, MUTED, PAPER, Figure, drawing_style, empty_figure
from peace_analysis.charts.labels import counted, listed, quoted, shorten, wrap
from peace_analysis.charts.layout import MARGIN, WIDTH, add_axes, add_caption, open_drawing, text_height, text_width, wrap_to
from peace_analysis.charts.rows import Row, label_rows, rows_of
from peace_analysis.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

ROW, HEAD, FOOT, GAP = 0.27, 0.3, 0.24, 0.35  # inches: a row, a panel's title, its axis, between panels
APART = 0.34  # of a row, between the marks of its first and its last wave
MOST_TICKS = 7
COLUMNS = ["scale", "wave", "group", "n_scored", "mean", "low", "high"]


def scale_means(means: pd.DataFrame) -> Figure:
    """Draw the mean of each scale as a dot with its 95% interval: a row per wave for one group, a row per group for several.

    Args:
        means: scale, wave, group (as people read them), n_scored, mean, low, high (of its interval), least, greatest (answer of the scale);
            only what may be shown, in the order in which it is drawn. Where there is a column steady, the title chooses among its scales
            (whose items hold together), if there are any.

    Returns:
        The figure; where there is no row, one that says so.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis import charts
        >>> row = {"scale": "Trust", "wave": "2026", "group": "everyone", "n_scored": 80, "mean": 3.2, "low": 3.0, "high": 3.4}
        >>> charts.scale_means(pd.DataFrame([row | {"least": 1, "greatest": 5}])).title
        'Means in 2026: “Trust” 3.20'
    """
    if means.empty:
        return empty_figure(_("No group answered the survey in numbers that may be shown"), means[COLUMNS])
    groups, waves = (list(dict.fromkeys(means[name])) for name in ("group", "wave"))
    title = _title(means, groups, waves)
    with drawing_style():
        drawing = _draw_waves(means, waves, title) if len(groups) == 1 else _draw_groups(means, groups, waves, title)
    return Figure(drawing, title, _alt(means, groups, waves), means[COLUMNS])


def _draw_waves(means: pd.DataFrame, waves: list[str], title: str) -> Drawing:
    """One panel per scale under the other, one row per wave, the numbers beside it."""
    scales = list(dict.fromkeys(means["scale"]))
    labels = [wrap(wave, 26) for wave in waves]
    values = [_value(row) for row in rows_of(means)]
    left, right = text_width(labels, 8.5) + 0.2, text_width(values, 8.5) + 0.2
    row = max(ROW, text_height(max(labels, key=lambda label: label.count("\n")), 8.5) + 0.05)
    body, width = row * len(waves), WIDTH - left - right
    heads = [wrap_to(scale, 9, width + right, 2, bold=True) for scale in scales]
    tall = [HEAD + text_height("\n".join(head), 9) - text_height("", 9) + body + FOOT for head in heads]
    drawing = open_drawing(title, sum(tall) + 0.2)
    bottom = sum(tall) + 0.2
    for scale, head, height in zip(scales, heads, tall, strict=True):
        bottom -= height
        axes = add_axes(drawing, left, bottom + FOOT, width, body)
        for mark in rows_of(means[means["scale"] == scale]):
            y = waves.index(mark["wave"])
            _draw_mark(axes, mark, y, last=y == len(waves) - 1)
            number = _value(mark)
            axes.annotate(
                number, (1, y), xycoords=("axes fraction", "data"), xytext=(9, 0), textcoords="offset points", va="center", fontsize=8.5
            )
        label_rows(axes, labels, size=8.5)
        _scale_axis(axes, means[means["scale"] == scale])
        axes.set_title("\n".join(head), fontsize=9, pad=4)
    add_caption(drawing, _("Mean of the scale; line: 95% interval"), left, MUTED)
    return drawing


def _draw_groups(means: pd.DataFrame, groups: list[str], waves: list[str], title: str) -> Drawing:
    """Two panels a row, one per scale; a row per group, and in it a mark per wave."""
    scales = list(dict.fromkeys(means["scale"]))
    labels = [shorten(group, 24) for group in groups]
    n_columns = min(2, len(scales))
    n_rows = -(-len(scales) // n_columns)
    row = ROW if len(waves) < 3 else ROW * len(waves) / 2
    left, body = text_width(labels, 8) + 0.2, row * len(groups)
    width = (WIDTH - left - 3 * MARGIN - GAP * (n_columns - 1)) / n_columns
    heads = [wrap_to(scale, 8.5, width, 2, bold=True) for scale in scales]
    head = HEAD + (text_height(" \n ", 8.5) - text_height(" ", 8.5) if any(len(lines) > 1 for lines in heads) else 0)
    key = wrap(_key(waves), 100, 3)
    below = text_height(key, 8) + 0.1
    drawing = open_drawing(title, n_rows * (head + body + FOOT) + below)
    for position, scale in enumerate(scales):
        column, row_of_panels = position % n_columns, position // n_columns
        bottom = below + FOOT + (n_rows - 1 - row_of_panels) * (head + body + FOOT)
        axes = add_axes(drawing, left + column * (width + GAP), bottom, width, body)
        here = means[means["scale"] == scale]
        offsets = np.linspace(-APART / 2, APART / 2, len(waves)) if len(waves) > 1 else [0.0]
        for mark in rows_of(here):
            place = waves.index(mark["wave"])
            _draw_mark(axes, mark, groups.index(mark["group"]) + float(offsets[place]), last=place == len(waves) - 1, size=5)
        label_rows(axes, labels if column == 0 else [""] * len(groups), size=8)
        _scale_axis(axes, here)
        axes.set_title("\n".join(heads[position]), fontsize=8.5, pad=4)
    add_caption(drawing, key, MARGIN, MUTED)
    return drawing


def _draw_mark(axes: Axes, row: Row, y: float, *, last: bool, size: float = 6.5) -> None:
    """Draw a mean with its interval: filled in the last wave, hollow before, so that no color is needed to tell them apart."""
    axes.plot([row["low"], row["high"]], [y, y], color=BLUE, linewidth=1.8 if last else 1.1, solid_capstyle="butt", clip_on=False)
    fill = BLUE if last else PAPER
    axes.plot([row["mean"]], [y], marker="o", markersize=size, markerfacecolor=fill, markeredgecolor=BLUE, linestyle="", clip_on=False)


def _scale_axis(axes: Axes, rows: pd.DataFrame) -> None:
    """Show a scale from its least to its greatest answer."""
    least, greatest = int(rows["least"].iloc[0]), int(rows["greatest"].iloc[0])
    axes.set_xlim(least, greatest)
    step = -(-(greatest - least) // (MOST_TICKS - 1))
    axes.set_xticks([*range(least, greatest, step), greatest])
    axes.xaxis.grid(True)


def _key(waves: list[str]) -> str:
    if len(waves) == 1:
        return _("Mean of the scale in {wave}; line: 95% interval", wave=waves[0])
    return _("Filled: {last}. Hollow, above it: {earlier}. Line: 95% interval", last=waves[-1], earlier=listed(waves[:-1]))


def _value(row: Row) -> str:
    return _("{mean:.2f} ({people})", mean=row["mean"], people=counted(int(row["n_scored"]), "person", "people"))


def _title(means: pd.DataFrame, groups: list[str], waves: list[str]) -> str:
    """Say what stands out, as a part of each scale's length; never that anything changed or differs, which is not tested here."""
    last, length = means[means["wave"] == waves[-1]], means["greatest"] - means["least"]
    if len(groups) == 1 and len(waves) == 1:
        told = [_("{scale} {mean:.2f}", scale=quoted(row["scale"], 40), mean=row["mean"]) for row in rows_of(means)]
        return _("Means in {wave}: {means}", wave=shorten(waves[0], 60), means=listed(told[:3]))
    if "steady" in means and last["steady"].any():
        means = means[means["steady"]]
        last, length = means[means["wave"] == waves[-1]], means["greatest"] - means["least"]
    within = means.assign(part=means["mean"] / length)
    if len(groups) == 1:
        ends = within[within["wave"].isin((waves[0], waves[-1]))]
        scale = ends.groupby("scale", sort=False)["part"].agg(lambda part: part.max() - part.min()).idxmax()
        first, second = (row["mean"] for row in rows_of(ends[ends["scale"] == scale]))
        where = {"first_wave": shorten(waves[0], 40), "second_wave": shorten(waves[-1], 40)}
        return _(
            "{scale} stands furthest apart: {first:.2f} in {first_wave}, {second:.2f} in {second_wave}",
            scale=quoted(scale),
            first=first,
            second=second,
            **where,
        )
    spread = within.loc[last.index].groupby("scale", sort=False)["part"].agg(lambda part: part.max() - part.min())
    here = rows_of(last[last["scale"] == spread.idxmax()])
    high, low = max(here, key=lambda row: row["mean"]), min(here, key=lambda row: row["mean"])
    return _(
        "{scale} in {wave}: from {low:.2f} ({low_group}) to {high:.2f} ({high_group})",
        scale=quoted(high["scale"]),
        wave=shorten(waves[-1], 60),
        low=low["mean"],
        low_group=shorten(low["group"], 40),
        high=high["mean"],
        high_group=shorten(high["group"], 40),
    )


def _alt(means: pd.DataFrame, groups: list[str], waves: list[str]) -> str:
    panels = counted(means["scale"].nunique(), "panel", "panels")
    start = _("{panels}, one per scale; in each, a dot with a 95% interval for {waves}.", panels=panels, waves=listed(waves))
    if len(groups) > 1:
        what = {"panels": panels, "groups": counted(len(groups), "group", "groups"), "waves": listed(waves)}
        start = _("{panels}, one per scale; in each, {groups} with a dot and a 95% interval for {waves}.", **what)
    parts = [start]
    for scale in list(dict.fromkeys(means["scale"]))[:4]:
        here = rows_of(means[(means["scale"] == scale) & (means["wave"] == waves[-1])])
        if len(groups) == 1:
            told = rows_of(means[means["scale"] == scale])
            parts.append(_("{scale}: {means}.", scale=quoted(scale), means=listed([f"{row['mean']:.2f}" for row in told])))
        elif here:
            high, low = max(here, key=lambda row: row["mean"]), min(here, key=lambda row: row["mean"])
            parts.append(
                _(
                    "{scale}: from {low:.2f} in {low_group} to {high:.2f} in {high_group}.",
                    scale=quoted(scale),
                    low=low["mean"],
                    low_group=low["group"],
                    high=high["mean"],
                    high_group=high["group"],
                )
            )
    return " ".join([*parts, _("The table holds all numbers.")])
