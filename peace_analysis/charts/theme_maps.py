"""What was raised where: a small map per theme, each neighborhood shaded by the share of its people who raised it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.areas import Area, draw_areas, place_names, place_values, room_around, write_placed
from peace_analysis.charts.figure import INK, MUTED, Figure, drawing_style, empty_figure
from peace_analysis.charts.ground import lay_out
from peace_analysis.charts.labels import counted, percent, quoted, shorten, unit_words
from peace_analysis.charts.layout import MARGIN, WIDTH, add_axes, add_caption, inches, open_drawing, wrap_to
from peace_analysis.charts.number_key import draw_numbers, layout_numbers
from peace_analysis.charts.rows import rows_of, select_rows, shown_text
from peace_analysis.charts.shades import KEY_HEIGHT, draw_key, explain_masked, key_rows, shade_of, shares_key, short_text
from peace_analysis.wording import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from peace_analysis.boundaries import Boundaries

COLUMNS = ["theme_id", "name", "group", "unit", "n_raised", "n_heard", "n_sessions", "share", "masked", "shown"]
PANELS_A_ROW = 3
GAP, HEAD = 0.14, 0.4  # inches between panels, above one
NAMED_WIDTH = 5.2  # inches
NAME_SIZES, SMALL_SIZES, VALUE_SIZES = (7.5, 7.0, 6.5), (7.0, 6.5, 6.0), (7.5, 6.5)  # points


def theme_maps(shares: pd.DataFrame, themes: pd.DataFrame, boundaries: Boundaries, *, n_themes: int = 5) -> Figure:
    """Draw a map that names the neighborhoods, then one per theme; a neighborhood without a number is hatched.

    Args:
        shares: Columns of `tables.THEME_SHARES`, masked for the public where it is public; rows of the attribute neighborhood are drawn.
        themes: Columns of `tables.THEMES`; top-level themes are drawn.
        boundaries: Neighborhoods as polygons, by the same names.
        n_themes: How many themes, most raised first; the table of the figure holds all.

    Returns:
        The figure; where no neighborhood on the map may be shown, one that says so.

    Examples:
        >>> import numpy as np
        >>> from peace_analysis import charts
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> from peace_analysis.boundaries import Boundaries
        >>> square = np.array([(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01), (0.0, 0.0)])
        >>> drawn = Boundaries({"Harbor": [[square]], "Hill": [[square + [0.01, 0.0]]]})
        >>> shares = groups.theme_shares(made.statements, made.assignments, made.participants, made.sessions)
        >>> charts.theme_maps(shares, made.themes, drawn).title
        '“Waiting for help” was raised by 17% to 50% of the people heard in the 2 neighborhoods shown'
    """
    rows = select_rows(shares, themes, "neighborhood")
    rows = rows[rows["adequate"].astype(bool) & rows["group"].isin(list(boundaries.places))].reset_index(drop=True)
    if "shown" not in rows:
        rows["shown"] = [shown_text({}) if masked else "" for masked in rows["masked"]]
    if rows.empty:
        title = _("No neighborhood on the map was heard in enough sessions, by enough people, to be shown")
        return empty_figure(title, rows[COLUMNS])
    drawn = list(dict.fromkeys(rows["theme_id"]))[:n_themes]
    title = _title(rows)
    with drawing_style():
        drawing = _draw(rows, drawn, boundaries, title)
    return Figure(drawing, title, _alt(rows, drawn, boundaries), rows[COLUMNS])


def _draw(rows: pd.DataFrame, drawn: list[str], boundaries: Boundaries, title: str) -> Drawing:
    n_columns = min(PANELS_A_ROW, len(drawn) + 1)
    width = min((WIDTH - 2 * MARGIN - GAP * (n_columns - 1)) / n_columns, 2.6)
    ground = named = lay_out(boundaries, width)
    nameless = {name: Area(None, False, ()) for name in ground.places}
    placed, numbered = place_names(named, nameless, SMALL_SIZES)
    above = 0.0  # room for a map of the names on its own, where they do not fit into a small one
    if numbered:
        named = lay_out(boundaries, NAMED_WIDTH, tallest=0.8)
        placed, numbered = place_names(named, nameless, NAME_SIZES)
        above = named.height + 2 * room_around(named, placed) + 0.1
    panels = [*([] if above else [""]), *drawn]
    numbers = layout_numbers(numbered, WIDTH - 2 * MARGIN)
    here = rows[rows["theme_id"].isin(drawn)]
    hatched = bool(here["masked"].any()) or set(boundaries.places) - set(rows["group"]) != set()
    no_number = _("no number: too few people heard, or held back") if hatched else ""
    key = key_rows(shares_key(here, no_number=no_number), WIDTH - 2 * MARGIN)
    unit = unit_words(str(rows["unit"].iloc[0]))
    caption = "; ".join([_("Share of the {unit} heard in the neighborhood who raised it", unit=unit), *explain_masked(here)])
    lines = wrap_to(caption, 8, WIDTH - 2 * MARGIN)
    low = 0.12 + 0.16 * len(lines)
    foot = low + KEY_HEIGHT * len(key)
    n_rows = -(-len(panels) // n_columns)
    body = n_rows * (ground.height + HEAD) + 0.05
    drawing = open_drawing(title, foot + body + numbers.height + above)
    for position, theme in enumerate(panels):
        row, column = divmod(position, n_columns)
        bottom = foot + (n_rows - 1 - row) * (ground.height + HEAD) + 0.05 + (0 if above else numbers.height)
        axes = inches(add_axes(drawing, MARGIN + column * (width + GAP), bottom, ground.width, ground.height))
        cells = rows[rows["theme_id"] == theme]
        areas = _areas(cells, boundaries) if theme else nameless
        draw_areas(axes, ground, areas)
        write_placed(axes, place_values(ground, areas, VALUE_SIZES) if theme else placed, areas)
        name = "\n".join(wrap_to(cells["name"].iloc[0], 8, ground.width, 2, bold=True)) if theme else _("The neighborhoods")
        axes.text(0, ground.height + 0.07, name, fontsize=8, fontweight="bold" if theme else "normal", color=INK, va="bottom")
    if above:
        bottom = foot + body + numbers.height + room_around(named, placed)
        axes = inches(add_axes(drawing, (WIDTH - NAMED_WIDTH) / 2, bottom, named.width, named.height))
        draw_areas(axes, named, nameless)
        write_placed(axes, placed, nameless)
    draw_key(inches(add_axes(drawing, MARGIN, low, WIDTH - 2 * MARGIN, KEY_HEIGHT * len(key))), key)
    under = foot + (body if above else 0)
    draw_numbers(inches(add_axes(drawing, MARGIN, under, WIDTH - 2 * MARGIN, max(numbers.height, 0.01))), numbers)
    for number, line in enumerate(reversed(lines)):
        add_caption(drawing, line, MARGIN, MUTED, above=0.16 * number)
    return drawing


def _areas(cells: pd.DataFrame, boundaries: Boundaries) -> dict[str, Area]:
    found = {
        str(row["group"]): Area(None if row["masked"] else shade_of(float(row["share"])), bool(row["masked"]), (short_text(row),))
        for row in rows_of(cells)
    }
    return {name: found.get(name, Area(None, True, ())) for name in boundaries.places}


def _title(rows: pd.DataFrame) -> str:
    """Say how far the theme raised most goes from one neighborhood to the next; never that they differ, which is not tested here."""
    first = rows[rows["theme_id"] == rows["theme_id"].iloc[0]]
    known = first[~first["masked"]]
    name, unit = quoted(first["name"].iloc[0]), unit_words(str(first["unit"].iloc[0]))
    n = len(known)
    if n == 0:
        places = counted(first["group"].nunique(), "neighborhood", "neighborhoods")
        themes = counted(rows["theme_id"].nunique(), "theme", "themes")
        return _("What was raised where: {neighborhoods}, {themes}", neighborhoods=places, themes=themes)
    low, high = percent(float(known["share"].min())), percent(float(known["share"].max()))
    if n == 1:
        only = shorten(known["group"].iloc[0], 40)
        return _(
            "{theme} was raised by {share} of the {unit} heard in {group}, the only number that may be given",
            theme=name,
            share=low,
            unit=unit,
            group=only,
        )
    share = low if low == high else _("{low} to {high}", low=low, high=high)
    if n == len(first):
        return _(
            "{theme} was raised by {share} of the {unit} heard in the {n} neighborhoods shown", theme=name, share=share, unit=unit, n=n
        )
    return _(
        "{theme} was raised by {share} of the {unit} heard in the {n} neighborhoods whose number may be given",
        theme=name,
        share=share,
        unit=unit,
        n=n,
    )


def _alt(rows: pd.DataFrame, drawn: list[str], boundaries: Boundaries) -> str:
    parts = [
        _(
            "{maps} of {neighborhoods}: one with their names, then one for each of {themes}, shaded by share.",
            maps=counted(len(drawn) + 1, "map", "maps"),
            neighborhoods=counted(len(boundaries.places), "neighborhood", "neighborhoods"),
            themes=counted(len(drawn), "theme", "themes"),
        )
    ]
    for identifier in drawn[:3]:
        known = rows[(rows["theme_id"] == identifier) & ~rows["masked"]]
        if len(known) > 1:
            low, *__, high = sorted(rows_of(known), key=lambda row: (row["share"], row["group"]))
            parts.append(
                _(
                    "{theme}: from {low} in {low_group} to {high} in {high_group}.",
                    theme=quoted(known["name"].iloc[0]),
                    low=percent(low["share"]),
                    low_group=shorten(low["group"], 40),
                    high=percent(high["share"]),
                    high_group=shorten(high["group"], 40),
                )
            )
    hidden = sorted(set(boundaries.places) - set(rows["group"]))
    if hidden:
        names = ", ".join(shorten(name, 40) for name in hidden[:12])
        parts.append(_("Without numbers, because too few people were heard: {names}.", names=names))
    parts.append(_("The figure tests no difference; the text beside it does. The table holds all numbers."))
    return " ".join(parts)
