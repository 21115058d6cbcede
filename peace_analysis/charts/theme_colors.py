"""Colors of themes: each keeps its own from run to run. A color never stands alone; a name or a marker stands beside it."""

from __future__ import annotations

# After Okabe & Ito (2008), without yellow and black, orange and sky blue darkened for white paper.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B8860B", "#3B9BD0")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def theme_color(number: int) -> str:
    """Color of a theme by the number that it keeps, from 0; numbers beyond the palette begin anew."""
    return COLORS[number % len(COLORS)]


def theme_marker(number: int) -> str:
    """Marker of a theme by the same number: six colors and seven markers make 42 pairs that differ."""
    return MARKERS[number % len(MARKERS)]
