"""Where words fit on a map: inside their area where there is room, else outside everything, tied to it by a line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from peace_analysis.charts.ground import Ground, Ring, signed_area

STEP = 0.025  # inches between the points at which room is looked for
NEAREST = 400  # places outside that are looked at
EDGE = 2  # steps that words keep clear of borders, both sides together
TO_MIDDLE = 0.05  # how much a step from the middle costs, in steps of room
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Spot:
    """Where a label stands: its middle, in inches; and where a line to it starts, if it stands outside."""

    x: float
    y: float
    anchor: tuple[float, float] | None = None


class Floor:
    """The points of a map: which are in an area, which are taken by words."""

    def __init__(self, ground: Ground, margin: float) -> None:
        self.margin = margin
        self.ground = ground
        self.columns = int((ground.width + 2 * margin) / STEP) + 1
        self.rows = int((ground.height + 2 * margin) / STEP) + 1
        self.areas = {name: self._inside(polygons) for name, polygons in ground.places.items()}
        self.frames = {name: _frame(flags) for name, flags in self.areas.items()}
        self.taken: Flags = np.zeros((self.rows, self.columns), dtype=bool)
        self.land: Flags = np.any(list(self.areas.values()), axis=0) if self.areas else self.taken.copy()
        self.boxes: list[tuple[float, float, float, float]] = []

    def _inside(self, polygons: list[list[Ring]]) -> Flags:
        from matplotlib.path import Path

        flags = np.zeros((self.rows, self.columns), dtype=bool)
        for polygon in polygons:
            for ring in polygon:
                low, high = ring.min(axis=0), ring.max(axis=0)
                left, bottom = (np.maximum(0, np.floor((low + self.margin) / STEP))).astype(int)
                right, top = (np.ceil((high + self.margin) / STEP)).astype(int) + 1
                x = np.arange(left, min(right, self.columns)) * STEP - self.margin
                y = np.arange(bottom, min(top, self.rows)) * STEP - self.margin
                points = np.column_stack([grid.ravel() for grid in np.meshgrid(x, y)])
                within = Path(ring, closed=True).contains_points(points).reshape(len(y), len(x))
                flags[bottom : bottom + len(y), left : left + len(x)] ^= within
        return flags

    def find_inside(self, name: str, width: float, height: float) -> Spot | None:
        """Find the roomiest spot for words of that size within an area; None where they do not fit."""
        from scipy.ndimage import distance_transform_edt

        rows, columns = self.frames[name]
        free = self.areas[name][rows, columns] & ~self.taken[rows, columns]
        fits = _whole_boxes(free, round(width / STEP) + EDGE, round(height / STEP) + EDGE)
        if not fits.any():
            return None
        reach = max(1, round(width / STEP / 2))
        room = distance_transform_edt(np.pad(free, reach))
        score = room + np.minimum(np.roll(room, reach, axis=1), np.roll(room, -reach, axis=1))
        down, across = np.mgrid[: fits.shape[0], : fits.shape[1]]
        away = np.hypot(down - down[fits].mean(), across - across[fits].mean())
        best = np.where(fits, score[reach:-reach, reach:-reach] - TO_MIDDLE * away, -np.inf)
        row, column = np.unravel_index(int(np.argmax(best)), fits.shape)
        return self._take(int(column) + columns.start, int(row) + rows.start, width, height)

    def find_outside(self, name: str, width: float, height: float) -> Spot:
        """Find the nearest spot outside all areas; of the near ones the one whose line crosses the fewest words."""
        x, y = self.middle_of(name)
        open_ = ~(self.land | self.taken)
        fits = _whole_boxes(open_, round(width / STEP) + EDGE, round(height / STEP) + EDGE)
        places: NDArray[np.int64] = np.argwhere(fits)
        if len(places) == 0:
            return Spot(x, y)
        spots = places[:, ::-1] * STEP - self.margin
        order = np.argsort(np.hypot(spots[:, 0] - x, spots[:, 1] - y), kind="stable")[:NEAREST]
        crossings = [self._crossings(x, y, *spots[index]) for index in order]
        best = int(order[int(np.argmin(crossings))])
        row, column = (int(step) for step in places[best])
        spot = self._take(int(column), int(row), width, height)
        return Spot(spot.x, spot.y, (x, y))

    def middle_of(self, name: str) -> tuple[float, float]:
        """Give the point of an area that is furthest from its border."""
        from scipy.ndimage import distance_transform_edt

        flags = self.areas[name]
        if not flags.any():  # smaller than what can be drawn
            ring = max((polygon[0] for polygon in self.ground.places[name]), key=lambda points: abs(signed_area(points)))
            x, y = ring[:-1].mean(axis=0)
            return float(x), float(y)
        room = distance_transform_edt(np.pad(flags, 1))[1:-1, 1:-1]
        row, column = np.unravel_index(int(np.argmax(room)), room.shape)
        return float(column) * STEP - self.margin, float(row) * STEP - self.margin

    def _take(self, column: int, row: int, width: float, height: float) -> Spot:
        across, up = round(width / STEP / 2) + 1, round(height / STEP / 2) + 1
        self.taken[max(0, row - up) : row + up + 1, max(0, column - across) : column + across + 1] = True
        x, y = column * STEP - self.margin, row * STEP - self.margin
        self.boxes.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
        return Spot(x, y)

    def _crossings(self, x: float, y: float, to_x: float, to_y: float) -> int:
        along = np.linspace(0, 1, 40)[:, None]
        line = np.array([[x, y]]) * (1 - along) + np.array([[to_x, to_y]]) * along
        return sum(
            bool(np.any((line[:, 0] > left) & (line[:, 0] < right) & (line[:, 1] > low) & (line[:, 1] < high)))
            for left, low, right, high in self.boxes
        )


def _frame(flags: Flags) -> tuple[slice, slice]:
    """Rows and columns that an area takes up."""
    rows, columns = np.flatnonzero(flags.any(axis=1)), np.flatnonzero(flags.any(axis=0))
    return (slice(0, 0), slice(0, 0)) if len(rows) == 0 else (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))


def _whole_boxes(free: Flags, columns: int, rows: int) -> Flags:
    """Points around which a box of so many points is free."""
    result = np.zeros_like(free)
    if rows > free.shape[0] or columns > free.shape[1]:
        return result
    sums = np.pad(free.astype(np.int64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    inside = sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns]
    up, across = rows // 2, columns // 2
    result[up : up + inside.shape[0], across : across + inside.shape[1]] = inside == rows * columns
    return result
