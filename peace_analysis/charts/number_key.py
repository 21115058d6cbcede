"""The list that says what numbers on a map stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peace_analysis.charts.figure import INK
from peace_analysis.charts.labels import shorten
from peace_analysis.charts.layout import POINTS, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = 7.5  # points
LINE, BETWEEN, MOST_COLUMNS = 0.165, 0.2, 4  # inches, inches
NARROWEST = 0.25  # width of a letter in its size: nothing in the font is narrower but what has no width


@dataclass(frozen=True)
class Numbers:
    """Entries in columns, read downwards."""

    entries: list[str]
    n_rows: int
    column: float  # width in inches

    @property
    def height(self) -> float:
        """In inches; 0 where there is no entry."""
        return self.n_rows * LINE + (0.08 if self.entries else 0)


def layout_numbers(words: Sequence[str], width: float) -> Numbers:
    """Set numbered entries in as many columns as fit into a width, in inches."""
    entries = [f"{number}  {text}" for number, text in enumerate(words, start=1)]
    if not entries:
        return Numbers([], 0, width)
    widest = text_width(entries, SIZE) + BETWEEN
    n_columns = max(1, min(MOST_COLUMNS, int((width + BETWEEN) / widest), len(entries)))
    if n_columns == 1 and widest > width:
        entries = [_fit(entry, width) for entry in entries]
    return Numbers(entries, -(-len(entries) // n_columns), (width + BETWEEN) / n_columns)


def _fit(entry: str, width: float) -> str:
    length = min(len(entry), int(width * POINTS / SIZE / NARROWEST))
    while length > 10 and text_width([shorten(entry, length)], SIZE) > width:
        length -= 4
    return shorten(entry, length)


def draw_numbers(axes: Axes, numbers: Numbers) -> None:
    """Write the entries; the data of the axes are inches."""
    for position, entry in enumerate(numbers.entries):
        column, row = divmod(position, numbers.n_rows)
        axes.text(column * numbers.column, numbers.height - 0.04 - row * LINE, entry, fontsize=SIZE, color=INK, va="top")
