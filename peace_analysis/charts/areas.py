"""Drawing neighborhoods: filled, hatched or empty, with words inside them or a number that a key explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peace_analysis.charts.figure import GUIDE, INK, MUTED, PAPER
from peace_analysis.charts.ground import Ground, path_of
from peace_analysis.charts.labels import natural_order, wrap
from peace_analysis.charts.layout import LINE, POINTS, text_height, text_width
from peace_analysis.charts.shades import HATCH, SHADES, ink_on
from peace_analysis.charts.spots import Floor, Spot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN = 0.45  # inches around the areas, for numbers that stand outside
NUMBER_SIZE = 7.0
WRAPS = (40, 18, 12, 9)  # characters in a line of a name, tried in turn


@dataclass(frozen=True)
class Area:
    """How one neighborhood is drawn.

    Attributes:
        step: Shade, or None for one without a number.
        hatched: Without a number, and a reader should know it; otherwise it is left empty.
        value: What is said of it, in lines.
    """

    step: int | None
    hatched: bool
    value: tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """Words and where they stand."""

    name: str
    text: str
    size: float
    spot: Spot


def draw_areas(axes: Axes, ground: Ground, areas: Mapping[str, Area]) -> None:
    """Fill or hatch each area; a line in the color of words, on one in the color of the page, parts any two of them.

    Args:
        axes: Whose data are inches from the lower left corner of the ground.
        ground: Neighborhoods, laid out.
        areas: By neighborhood; one that is missing is left empty.
    """
    from matplotlib.patches import PathPatch

    for name, polygons in ground.places.items():
        area = areas.get(name)
        fill = SHADES[area.step] if area and area.step is not None else "none"
        if area and area.hatched:
            axes.add_patch(PathPatch(path_of(polygons), facecolor="none", edgecolor=GUIDE, hatch=HATCH, linewidth=0, clip_on=False))
        axes.add_patch(PathPatch(path_of(polygons), facecolor=fill, edgecolor=PAPER, linewidth=1.8, clip_on=False))
    every = [polygon for polygons in ground.places.values() for polygon in polygons]
    axes.add_patch(PathPatch(path_of(every), facecolor="none", edgecolor=MUTED, linewidth=0.6, clip_on=False))


def place_names(ground: Ground, areas: Mapping[str, Area], sizes: Sequence[float]) -> tuple[list[Placed], list[str]]:
    """Find room for each neighborhood's name and value inside it, large before small, one line before several; else for a number.

    Args:
        ground: Neighborhoods, laid out.
        areas: By neighborhood, with what is said of it.
        sizes: Of the words, in points, largest first.

    Returns:
        What is written where, and the neighborhoods that only a number stands for: the first is number 1.
    """
    floor = Floor(ground, MARGIN)
    placed, numbered = [], []
    for name in ground.places:
        value = "\n".join(areas[name].value) if name in areas else ""
        found = _first_that_fits(floor, name, value, sizes)
        if found:
            placed.append(found)
        else:
            numbered.append(name)
    numbered.sort(key=natural_order)
    for number, name in enumerate(numbered, start=1):
        width, height = text_width([str(number)], NUMBER_SIZE) + 0.02, NUMBER_SIZE / POINTS
        spot = floor.find_inside(name, width, height) or floor.find_outside(name, width, height)
        placed.append(Placed(name, str(number), NUMBER_SIZE, spot))
    return placed, numbered


def place_values(ground: Ground, areas: Mapping[str, Area], sizes: Sequence[float]) -> list[Placed]:
    """Find room for each neighborhood's value inside it, large before small, without a percent sign last; else it stays in the table."""
    floor = Floor(ground, 0.05)
    placed = []
    for name in ground.places:
        text = "\n".join(areas[name].value) if name in areas else ""
        tries = [*((text, size) for size in sizes), (text.rstrip("%"), sizes[-1])] if text else []
        for words, size in tries:
            spot = floor.find_inside(name, text_width(words.split("\n"), size), block_height(words, size))
            if spot:
                placed.append(Placed(name, words, size, spot))
                break
    return placed


def block_height(text: str, size: float) -> float:
    """Height of lines without the room under the last, in inches."""
    return text_height(text, size) - (LINE - 1) * size / POINTS


def room_around(ground: Ground, placed: Sequence[Placed]) -> float:
    """How far words that stand outside reach beyond the frame, in inches, above or below; a little where none does."""
    reach = [max(one.spot.y + 0.1 - ground.height, 0.1 - one.spot.y, 0.0) for one in placed if one.spot.anchor]
    return max(reach, default=0.0) + 0.08


def _first_that_fits(floor: Floor, name: str, value: str, sizes: Sequence[float]) -> Placed | None:
    for size in sizes:
        tried = set()
        for width in WRAPS:
            words = wrap(name, width, max_lines=3)
            text = f"{words}\n{value}" if value else words
            if text in tried or "\N{HORIZONTAL ELLIPSIS}" in words or _breaks_a_word(name, words):
                continue
            tried.add(text)
            spot = floor.find_inside(name, text_width(text.split("\n"), size), block_height(text, size))
            if spot:
                return Placed(name, text, size, spot)
    return None


def _breaks_a_word(name: str, words: str) -> bool:
    return len(words.split()) != len(name.split())


def write_placed(axes: Axes, placed: Sequence[Placed], areas: Mapping[str, Area]) -> None:
    """Write words where they have been placed; on hatching over a plate in the color of the page."""
    from matplotlib.patches import Rectangle

    for one in placed:
        area = areas.get(one.name)
        spot = one.spot
        color = ink_on(area.step) if area and area.step is not None and spot.anchor is None else INK
        if spot.anchor:
            axes.plot([spot.anchor[0], spot.x], [spot.anchor[1], spot.y], color=INK, linewidth=0.6, clip_on=False)
            axes.plot(*spot.anchor, marker="o", markersize=3.2, color=INK, markeredgecolor=PAPER, markeredgewidth=0.7, clip_on=False)
        if spot.anchor or (area and area.hatched):
            width, height = text_width(one.text.split("\n"), one.size) + 0.03, text_height(one.text, one.size) + 0.01
            corner = spot.x - width / 2, spot.y - height / 2
            axes.add_patch(Rectangle(corner, width, height, facecolor=PAPER, linewidth=0, clip_on=False, zorder=2.5))
        lines = one.text.split("\n")
        for number, line in enumerate(lines):
            y = spot.y + (len(lines) / 2 - 0.5 - number) * text_height("", one.size)
            axes.text(spot.x, y, line, ha="center", va="center_baseline", fontsize=one.size, color=color)
