"""Where sessions were held, on a map: sessions and people heard in each neighborhood, and where nobody was heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.areas import MARGIN as AROUND
from peace_analysis.charts.areas import Area, draw_areas, place_names, room_around, write_placed
from peace_analysis.charts.figure import MUTED, Figure, drawing_style, empty_figure
from peace_analysis.charts.ground import lay_out
from peace_analysis.charts.labels import OR, counted, listed, shorten
from peace_analysis.charts.layout import MARGIN, WIDTH, add_axes, add_caption, inches, open_drawing
from peace_analysis.charts.number_key import draw_numbers, layout_numbers
from peace_analysis.charts.rows import rows_of, say_masked
from peace_analysis.charts.shades import KEY_HEIGHT, draw_key, key_rows
from peace_analysis.wording import _, ngettext

if TYPE_CHECKING:
    from peace_analysis.boundaries import Boundaries
    from peace_analysis.charts.rows import Row

COLUMNS = ["neighborhood", "planned", "n_sessions", "n_heard", "shown"]
ONCE, OFTEN = 1, 3  # shades
SIZES = (8.0, 7.0, 6.5)  # points
TALLEST = 0.72  # the height of the map by its width


def coverage_map(held: pd.DataFrame, boundaries: Boundaries) -> Figure:
    """Draw each neighborhood with its sessions and people heard; one without a session hatched.

    Args:
        held: One row per neighborhood: neighborhood, planned (flag), n_sessions, n_heard (people; missing where masked or nobody can be
            counted), shown (how the count of people reads; "" where there is none). Masked for the public where it is public.
        boundaries: Neighborhoods as polygons, by the same names.

    Returns:
        The figure; its table is `held` with whether each neighborhood is on the map.

    Examples:
        >>> import numpy as np
        >>> import pandas as pd
        >>> from peace_analysis import charts
        >>> from peace_analysis.boundaries import Boundaries
        >>> square = np.array([(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01), (0.0, 0.0)])
        >>> drawn = Boundaries({"Harbor": [[square]], "Hill": [[square + [0.01, 0.0]]]})
        >>> held = pd.DataFrame({"neighborhood": ["Harbor", "Hill"], "n_sessions": [3, 0], "n_heard": [31, 0]})
        >>> charts.coverage_map(held.assign(planned=True, shown=""), drawn).title
        'Sessions were held in 1 of 2 planned neighborhoods; none in Hill'
    """
    table = held[COLUMNS].assign(on_map=held["neighborhood"].isin(list(boundaries.places)))
    if not boundaries.places or not table["on_map"].any():
        return empty_figure(_("No neighborhood that was planned or heard is on the map"), table)
    title = _title(table)
    areas = {str(row["neighborhood"]): _area(row) for row in rows_of(table[table["on_map"]])}
    with drawing_style():
        ground = lay_out(boundaries, WIDTH - 2 * (MARGIN + AROUND), tallest=TALLEST)
        placed, numbered = place_names(ground, areas, SIZES)
        entries = [f"{name}: {', '.join(areas[name].value)}" if name in areas else name for name in numbered]
        numbers = layout_numbers(entries, WIDTH - 2 * MARGIN)
        key = key_rows(_key(areas), WIDTH - 2 * MARGIN)
        around = room_around(ground, placed)
        caption = _caption(table)
        foot = 0.28 + KEY_HEIGHT * len(key) + numbers.height
        drawing = open_drawing(title, foot + ground.height + 2 * around)
        axes = inches(add_axes(drawing, MARGIN + AROUND, foot + around, ground.width, ground.height))
        draw_areas(axes, ground, areas)
        write_placed(axes, placed, areas)
        draw_numbers(
            inches(add_axes(drawing, MARGIN, 0.28 + KEY_HEIGHT * len(key), WIDTH - 2 * MARGIN, max(numbers.height, 0.01))), numbers
        )
        draw_key(inches(add_axes(drawing, MARGIN, 0.26, WIDTH - 2 * MARGIN, KEY_HEIGHT * len(key))), key)
        add_caption(drawing, caption, MARGIN, MUTED)
    return Figure(drawing, title, _alt(table), table)


def _area(row: Row) -> Area:
    n = int(row["n_sessions"])
    if n == 0:
        return Area(None, bool(row["planned"]), (_("no session") if row["planned"] else _("not in the plan"),))
    shown = str(row["shown"] or "")
    if shown == "not shown":
        people = _("people not shown")
    else:
        people = counted(1, "person", "people") if shown == "1" else _("{shown} people", shown=say_masked(shown))
    return Area(ONCE if n == 1 else OFTEN, False, (counted(n, "session", "sessions"), *([people] if shown else [])))


def _key(areas: dict[str, Area]) -> list[tuple[int | None, str]]:
    steps = {area.step for area in areas.values()}
    entries: list[tuple[int | None, str]] = []
    if ONCE in steps:
        entries.append((ONCE, _("one session")))
    if OFTEN in steps:
        entries.append((OFTEN, _("two sessions or more")))
    if any(area.hatched for area in areas.values()):
        entries.append((None, _("planned, no session")))
    return entries


def _caption(table: pd.DataFrame) -> str:
    off = table[~table["on_map"] & (table["n_sessions"] > 0)]
    if off.empty:
        return _("Sessions held, and people heard one by one where a source names its speakers")
    names = listed([f"{shorten(row['neighborhood'], 30)} ({row['n_sessions']})" for row in rows_of(off)])
    return shorten(_("Sessions held, and people heard one by one. Sessions not on the map: {names}", names=names), 105)


def _title(table: pd.DataFrame) -> str:
    planned = table[table["planned"]]
    reached = table[table["n_sessions"] > 0]
    missed = planned.loc[planned["n_sessions"] == 0, "neighborhood"].tolist()
    if planned.empty:
        return _("Sessions were held in {neighborhoods}", neighborhoods=counted(len(reached), "neighborhood", "neighborhoods"))
    if not missed and len(planned) > 1:
        return _("Sessions were held in all {planned} planned neighborhoods", planned=len(planned))
    if not missed:
        return _("Sessions were held in the one planned neighborhood")
    where = listed([shorten(name, 30) for name in missed], OR) if len(missed) <= 3 else str(len(missed))
    return _(
        "Sessions were held in {held} of {planned} planned neighborhoods; none in {missed}",
        held=len(planned) - len(missed),
        planned=len(planned),
        missed=where,
    )


def _alt(table: pd.DataFrame) -> str:
    shown = table[table["on_map"]]
    once, often = int((shown["n_sessions"] == 1).sum()), int((shown["n_sessions"] >= 2).sum())
    missed = shown.loc[shown["planned"] & (shown["n_sessions"] == 0), "neighborhood"]
    parts = [
        _(
            "Map of {neighborhoods}: {often} had two sessions or more, {once} had one.",
            neighborhoods=counted(len(shown), "neighborhood", "neighborhoods"),
            often=often,
            once=once,
        ),
        ngettext("{n:,} neighborhood of the plan had none.", "{n:,} neighborhoods of the plan had none.", len(missed)),
    ]
    if len(missed):
        parts.append(_("No session in {names}.", names=listed([shorten(name, 40) for name in missed])))
    off = table[~table["on_map"]]
    if len(off):
        parts.append(_("Not on the map: {names}.", names=listed([shorten(name, 40) for name in off["neighborhood"]])))
    return " ".join([*parts, _("The table holds all numbers.")])
