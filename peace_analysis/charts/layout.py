"""Where things stand on a figure, in inches.

Every figure here is a list of rows with names of known width, so its layout is worked out once from measured text. matplotlib's own
layout engines draw a figure several times to find it, take longer than the drawing, and settle differently each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from peace_analysis.charts.labels import wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

WIDTH = 6.6  # a figure fills the text column of the report and half a projector
MARGIN = 0.06  # around everything
TITLE_SIZE = 10.5  # points
TITLE_CHARACTERS = 68  # in a line of the title
BOLD = 1.15  # how much wider bold letters are, at most
LINE = 1.3  # height of a line of text, in its size
POINTS = 72  # in an inch
TITLE_ID = "figure-heading"


def text_width(texts: Iterable[str], size: float) -> float:
    """Measure the widest line of some texts, in inches.

    Args:
        texts: Each of one or more lines.
        size: In points.
    """
    lines = [line for text in texts for line in text.split("\n")]
    return max((_line_width(line, size) for line in lines), default=0.0)


@lru_cache(maxsize=4096)
def _line_width(line: str, size: float) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(line, FontProperties(family="DejaVu Sans", size=size), ismath=False)
    return float(width) / POINTS


def text_height(text: str, size: float) -> float:
    """Height of a text of one or more lines, in inches."""
    return (text.count("\n") + 1) * size * LINE / POINTS


def wrap_to(text: str, size: float, width: float, max_lines: int = 3, *, bold: bool = False) -> list[str]:
    """Break a text into lines that are at most `width` inches wide, as measured."""
    width = width / BOLD if bold else width
    characters = int(width * POINTS / size / 0.45)
    while characters > 12 and text_width([wrap(text, characters, max_lines)], size) > width:
        characters -= 2
    return wrap(text, characters, max_lines).split("\n")


def title_height(title: str) -> float:
    """Height of the strip above a figure that its title takes, in inches."""
    return text_height(wrap(title, TITLE_CHARACTERS, max_lines=4), TITLE_SIZE) + 2 * MARGIN


def open_drawing(title: str, height: float) -> Drawing:
    """Open a drawing with its title in a strip above `height` inches; outside pyplot, so that nothing is kept alive or shown twice."""
    from matplotlib.figure import Figure as Drawing

    strip = title_height(title)
    drawing = Drawing(figsize=(WIDTH, height + strip))
    top = 1 - MARGIN / (height + strip)
    text = drawing.text(MARGIN / WIDTH, top, wrap(title, TITLE_CHARACTERS, max_lines=4), va="top", fontsize=TITLE_SIZE, fontweight="bold")
    text.set_gid(TITLE_ID)
    return drawing


def add_axes(drawing: Drawing, left: float, bottom: float, width: float, height: float) -> Axes:
    """Add axes whose frame stands at the given place, in inches from the lower left corner of the drawing."""
    total_width, total_height = drawing.get_size_inches()
    return drawing.add_axes((left / total_width, bottom / total_height, width / total_width, height / total_height))


def inches(axes: Axes) -> Axes:
    """Make the data of axes inches from their lower left corner, without frame or ticks."""
    drawing = axes.get_figure(root=True)
    width, height = drawing.get_size_inches() if drawing else (WIDTH, WIDTH)
    axes.set_axis_off()
    axes.set_xlim(0, axes.get_position().width * width)
    axes.set_ylim(0, axes.get_position().height * height)
    return axes


def add_caption(drawing: Drawing, text: str, left: float, color: str, *, above: float = 0.0) -> None:
    """Write a line at the foot of a drawing, from `left` inches on, `above` inches higher."""
    total_width, total_height = drawing.get_size_inches()
    drawing.text(left / total_width, (MARGIN + above) / total_height, text, fontsize=8, color=color, va="bottom")
