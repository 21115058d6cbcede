"""Who raised what, all at once: a row per theme, a column per group, a number in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.figure import GUIDE, INK, MUTED, PAPER, Figure, drawing_style, empty_figure
from peace_analysis.charts.group_shares import attribute_names
from peace_analysis.charts.heat_map_words import heat_map_alt, heat_map_title
from peace_analysis.charts.labels import clean_text, natural_order, shorten, unit_words, wrap
from peace_analysis.charts.layout import (
    MARGIN,
    POINTS,
    WIDTH,
    add_axes,
    add_caption,
    inches,
    open_drawing,
    text_height,
    text_width,
    wrap_to,
)
from peace_analysis.charts.rows import label_rows, rows_of, select_rows, shown_text
from peace_analysis.charts.shades import (
    HATCH,
    KEY_HEIGHT,
    SHADES,
    draw_key,
    explain_masked,
    ink_on,
    key_rows,
    shade_of,
    shares_key,
    short_text,
)
from peace_analysis.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing
    from matplotlib.path import Path

COLUMNS = ["theme_id", "name", "attribute", "group", "unit", "n_raised", "n_heard", "n_sessions", "share", "masked", "shown"]
ROW, GAP, FOOT = 0.27, 0.035, 0.08  # inches: a theme's row at least, between cells, under the cells
APART = 0.06  # inches between the names of two rows
LABEL_SIZE = 8.5
NARROW = 0.42  # a column below this has no percent signs
HEAD_SIZE = 8
LEAST = 0.145  # a column that holds two digits; where groups are more, they are drawn in bands one below the other


def theme_heat_map(shares: pd.DataFrame, themes: pd.DataFrame, attribute: str) -> Figure:
    """Draw every theme's share in every group that may be shown: number and shade, and hatched with few words where it is masked.

    Args:
        shares: Columns of `tables.THEME_SHARES`, masked for the public where it is public.
        themes: Columns of `tables.THEMES`; top-level themes are drawn.
        attribute: What the groups are made by.

    Returns:
        The figure with its title, alt text and table (one row per cell); where no group may be shown, one that says so.

    Examples:
        >>> from peace_analysis import charts
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> shares = groups.theme_shares(made.statements, made.assignments, made.participants, made.sessions)
        >>> charts.theme_heat_map(shares, made.themes, "neighborhood").title
        'No theme comes first in most of the 2 neighborhoods shown'
    """
    rows = select_rows(shares, themes, attribute)
    rows = rows[rows["adequate"].astype(bool)].reset_index(drop=True)
    if "shown" not in rows:
        rows["shown"] = [shown_text({}) if masked else "" for masked in rows["masked"]]
    if rows.empty:
        singular = attribute_names(attribute)[0]
        title = _("No {singular} was heard in enough sessions, by enough people, to be shown on its own", singular=singular)
        return empty_figure(title, rows[COLUMNS])
    title = heat_map_title(rows, attribute)
    with drawing_style():
        drawing = _draw(rows, title)
    return Figure(drawing, title, heat_map_alt(rows, attribute), rows[COLUMNS])


def _draw(rows: pd.DataFrame, title: str) -> Drawing:
    order = list(dict.fromkeys(rows["theme_id"]))
    groups = sorted(rows["group"].unique(), key=natural_order)
    names = rows.drop_duplicates("theme_id")["name"].tolist()
    labels = [wrap(name, 30) for name in names]
    left = text_width(labels, LABEL_SIZE) + 0.15
    high = max(ROW, *(text_height(name, LABEL_SIZE) + APART for name in labels))
    room = WIDTH - left - MARGIN
    n_bands = -(-len(groups) // max(1, int(room / LEAST)))
    a_band = -(-len(groups) // n_bands)
    column = min(room / a_band, 1.1)
    narrow = column < NARROW
    heads, upright = _heads(groups, column)
    head = 0.1 + (text_width(heads, HEAD_SIZE) if upright else max(text_height(text, HEAD_SIZE) for text in heads))
    body = high * len(order)
    key = key_rows(shares_key(rows, no_number=_("no number") if rows["masked"].any() else ""), WIDTH - left)
    caption = _caption(rows, narrow=narrow, left=left)
    foot = 0.1 + 0.16 * len(caption) + KEY_HEIGHT * len(key)
    drawing = open_drawing(title, foot + n_bands * (head + body + FOOT))
    for line, text in enumerate(reversed(caption)):
        add_caption(drawing, text, left, MUTED, above=0.16 * line)
    keys = add_axes(drawing, left, 0.1 + 0.16 * len(caption), WIDTH - left - MARGIN, KEY_HEIGHT * len(key))
    draw_key(inches(keys), key)
    for band in range(n_bands):
        here = groups[band * a_band : (band + 1) * a_band]
        axes = add_axes(drawing, left, foot + FOOT + (n_bands - 1 - band) * (head + body + FOOT), column * len(here), body)
        _draw_cells(axes, rows[rows["group"].isin(here)], order, here, (column, high), narrow=narrow)
        axes.set_xlim(-0.5, len(here) - 0.5)
        label_rows(axes, labels, size=LABEL_SIZE)
        words = heads[band * a_band : (band + 1) * a_band]
        axes.set_xticks(range(len(here)), words, fontsize=HEAD_SIZE, color=INK, rotation=90 if upright else 0)
        axes.xaxis.tick_top()
    return drawing


def _heads(groups: list[str], column: float) -> tuple[list[str], bool]:
    """Break the names of groups at blanks so that they fit above their column; where one does not, all stand upright."""
    for width in range(26, 3, -1):
        heads = [wrap(group, width, max_lines=3) for group in groups]
        if text_width(heads, HEAD_SIZE) <= column - 0.06:
            whole = all(clean_text(group).split() == head.split() for group, head in zip(groups, heads, strict=True))
            return (heads, False) if whole else ([shorten(group, 26) for group in groups], True)
    return [shorten(group, 26) for group in groups], True


def _draw_cells(axes: Axes, rows: pd.DataFrame, order: list[str], groups: list[str], cell: tuple[float, float], *, narrow: bool) -> None:
    """Draw one compound path per shade, to keep a figure of many cells small, and the words of cells of this width and height."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    column, high = cell
    paths: dict[int | None, list[Path]] = {}
    plates: list[Path] = []  # under words on hatching
    x_gap, y_gap = GAP / column / 2, GAP / high / 2
    size = 6.0 if column < 0.2 else 7.0 if narrow else 8.0
    for row in rows_of(rows):
        x, y = groups.index(row["group"]), order.index(row["theme_id"])
        step = None if row["masked"] else shade_of(float(row["share"]))
        half = 0.5 - x_gap, 0.5 - y_gap
        paths.setdefault(step, []).append(_box(x, y, *half))
        text = short_text(row, narrow=narrow)
        if text_width([text], size) > column:
            text = short_text(row, narrow=True)
        if step is None:
            plates.append(_box(x, y, min(half[0], (text_width([text], size) / 2 + 0.02) / column), 0.65 * size / POINTS / high))
        axes.text(x, y, text, ha="center", va="center_baseline", fontsize=size, color=INK if step is None else ink_on(step))
    for step, cells in sorted(paths.items(), key=lambda item: (item[0] is None, item[0] or 0)):
        look = {"facecolor": "none", "hatch": HATCH, "edgecolor": GUIDE} if step is None else {"facecolor": SHADES[step]}
        axes.add_patch(PathPatch(Path.make_compound_path(*cells), linewidth=0, clip_on=False, **look))
    if plates:
        axes.add_patch(PathPatch(Path.make_compound_path(*plates), linewidth=0, clip_on=False, facecolor=PAPER))


def _box(x: float, y: float, half_width: float, half_height: float) -> Path:
    from matplotlib.path import Path

    across, down = (x - half_width, x + half_width), (y - half_height, y + half_height)
    corners = [(across[0], down[0]), (across[1], down[0]), (across[1], down[1]), (across[0], down[1]), (across[0], down[0])]
    return Path(corners, closed=True)


def _caption(rows: pd.DataFrame, *, narrow: bool, left: float) -> list[str]:
    unit = unit_words(str(rows["unit"].iloc[0]))
    words = (
        _("Percent of the {unit} heard in the group who raised it", unit=unit)
        if narrow
        else _("Share of the {unit} heard in the group who raised it", unit=unit)
    )
    masked = explain_masked(rows, narrow=narrow)
    text = "; ".join([words, *masked])
    return wrap_to(text, 8, WIDTH - left - MARGIN, max_lines=4)
