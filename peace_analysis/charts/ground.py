"""A city's neighborhoods laid flat in inches: projected, fitted into a frame and thinned out to what can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.path import Path

    from peace_analysis.boundaries import Boundaries

Ring = NDArray[np.float64]
SEEN = 0.005  # inches: what a simplified border may lie off, less than half its line
TALLEST, FLATTEST = 1.25, 0.35  # height of a frame by its width


@dataclass(frozen=True)
class Ground:
    """Neighborhoods in inches, from the lower left corner of their frame.

    Attributes:
        places: By neighborhood, its polygons; each a list of closed rings, shape (n_positions, 2). Rings that go around turn to the left,
            holes to the right, so that a fill leaves holes open.
        width: Of the frame.
        height: Of the frame.
    """

    places: Mapping[str, list[list[Ring]]] = field(repr=False)
    width: float
    height: float


def lay_out(boundaries: Boundaries, width: float, *, tallest: float = TALLEST) -> Ground:
    """Project neighborhoods and fit them into a frame.

    Degrees of longitude are shortened by the cosine of the middle latitude: over a city, areas and angles stay true to a thousandth.

    Args:
        boundaries: At least one neighborhood, in degrees.
        width: Of the frame, inches.
        tallest: Height of the frame at most, by its width; a narrower city stands in the middle.
    """
    rings = [ring for polygons in boundaries.places.values() for polygon in polygons for ring in polygon]
    every = np.vstack(rings)
    # A city on both sides of the 180th meridian is brought onto one.
    shift = 360.0 if np.ptp(every[:, 0]) > 180 else 0.0
    longitude = np.where(every[:, 0] < 0, every[:, 0] + shift, every[:, 0])
    squeeze = float(np.cos(np.radians((every[:, 1].min() + every[:, 1].max()) / 2)))
    low = np.array([longitude.min() * squeeze, every[:, 1].min()])
    span = np.maximum(np.array([longitude.max() * squeeze, every[:, 1].max()]) - low, 1e-12)
    height = width * float(np.clip(span[1] / span[0], FLATTEST, tallest))
    scale = float(min(width / span[0], height / span[1]))
    start = (np.array([width, height]) - span * scale) / 2

    def flat(ring: Ring, *, hole: bool) -> Ring:
        x = np.where(ring[:, 0] < 0, ring[:, 0] + shift, ring[:, 0]) * squeeze
        points = thin_out((np.column_stack([x, ring[:, 1]]) - low) * scale + start)
        return points[::-1] if (signed_area(points) < 0) != hole else points

    places = {
        name: [[flat(ring, hole=position > 0) for position, ring in enumerate(polygon)] for polygon in polygons]
        for name, polygons in boundaries.places.items()
    }
    return Ground(places, width, height)


def signed_area(points: Ring) -> float:
    """Area of a closed ring, positive where it turns to the left."""
    x, y = (points - points[0]).T
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def thin_out(points: Ring, tolerance: float = SEEN) -> Ring:
    """Leave out positions of a closed ring that lie less than `tolerance` off what is left; at least a triangle stays.

    Source:
        Douglas & Peucker (1973), Cartographica 10, 112-122.
    """
    if len(points) <= 4:
        return points
    far = int(np.argmax(np.hypot(*(points - points[0]).T)))
    kept = np.zeros(len(points), dtype=bool)
    kept[[0, far, -1]] = True
    spans = [(0, far), (far, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        ends = points[last] - points[first]
        inner = points[first + 1 : last] - points[first]
        length = float(np.hypot(*ends))
        off = np.abs(inner[:, 0] * ends[1] - inner[:, 1] * ends[0]) / length if length else np.hypot(*inner.T)
        furthest = int(np.argmax(off))
        if off[furthest] > tolerance:
            middle = first + 1 + furthest
            kept[middle] = True
            spans += [(first, middle), (middle, last)]
    if kept.sum() < 4:  # a sliver
        chord = points[far] - points[0]
        off = np.abs((points[:, 0] - points[0, 0]) * chord[1] - (points[:, 1] - points[0, 1]) * chord[0])
        kept[int(np.argmax(np.where(kept, -1.0, off)))] = True
    return points[kept]


def path_of(polygons: list[list[Ring]]) -> Path:
    """Make one path of polygons, holes left open."""
    from matplotlib.path import Path

    return Path.make_compound_path(*(Path(ring, closed=True) for polygon in polygons for ring in polygon))
