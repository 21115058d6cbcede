"""What a run releases, written down so that it can be attacked: whole unknown counts, what is known of them, and the cells of all tables.

Every cell of every table, figure and sentence is a sum of the same unknown counts (people of one combination of all attributes who raised
one theme, say). Tables by attributes that contain each other, totals and subtotals are therefore tied together without being compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Key = tuple[str, ...]
WIDTH = 5  # a masked count with a threshold above this stays uncertain by so much at least


class Form(StrEnum):
    """How a cell is printed. What a reader learns from it is `known_range`."""

    NUMBER = "number"
    FEWER = "fewer"  # "fewer than 3", or "10 or fewer" in a count of people by attributes
    ALL_BUT = "all but fewer"  # "all but fewer than 3"
    HIDDEN = "hidden"  # "not shown", only because it would give another number away
    BLURRED = "blurred"  # "not shown" as well, and small itself: its usual words would say too much
    TOO_SMALL = "too small"  # of a group that is not shown on its own


@dataclass(frozen=True)
class Cell:
    """One count of people that a run prints, or must not let anybody work out.

    Attributes:
        key: The table first, then what finds the cell in it.
        terms: Unknowns that it is a sum of, by number, with their factor.
        value: The count.
        few: Its threshold: counts below it are masked.
        heard: People in whom it is counted; counts of all but fewer than `few` of them are masked too. None for a count of people itself.
        shown_alone: False in a group too small for its opinions to be shown.
        fixed: Its number is never hidden to protect another.
        scope: Cells that "not shown" is read together with: one table's, of one theme.
        cost: What is lost where its number is hidden.
        need: How uncertain it must stay where no threshold says so; None for the rule of its threshold.
    """

    key: Key
    terms: Mapping[int, float]
    value: int
    few: int
    heard: int | None = None
    shown_alone: bool = True
    fixed: bool = False
    scope: str = ""
    cost: float = 1.0
    need: int | None = None

    @property
    def lowest(self) -> int:
        """Least count that could be meant where nothing is said: a listed group of people has at least one."""
        return 0 if self.heard is not None else 1

    @property
    def primary(self) -> Form:
        """How the cell is printed for its own sake, all other cells aside."""
        if not self.shown_alone:
            return Form.TOO_SMALL
        if self.lowest <= self.value < self.few:
            return Form.FEWER
        if self.heard is not None and self.heard - self.few < self.value:
            return Form.ALL_BUT
        return Form.NUMBER

    def known_range(self, form: Form, *, apart: bool = True) -> tuple[float, float]:
        """Least and greatest count that a form says by itself to a reader who knows the rules of masking.

        Args:
            form: How the cell is printed.
            apart: "not shown" is known to stand for a count that is not small itself.
        """
        if form is Form.NUMBER:
            return self.value, self.value
        most = inf if self.heard is None else self.heard
        if form is Form.FEWER:
            return self.lowest, min(self.few - 1, most)
        if form is Form.ALL_BUT:
            return max(0.0, most - self.few + 1), most
        if form is Form.HIDDEN and apart:
            return self.few, most - (self.few if self.heard is not None else 0)
        return self.lowest, most

    def is_wide(self, form: Form, low: float, high: float) -> bool:
        """Tell whether a count known to lie from `low` to `high` is uncertain enough (METHODS section 5)."""
        if self.few <= WIDTH and form is Form.FEWER:
            return low <= 1 and high >= self.few - 1
        if self.few <= WIDTH and form is Form.ALL_BUT and self.heard is not None:
            return low <= self.heard - self.few + 1 and high >= self.heard - 1
        return high - low >= self.width

    @property
    def width(self) -> int:
        """How far the least and the greatest possible count must lie apart."""
        if self.need is not None:
            return self.need
        return self.few - 1 if self.few <= WIDTH else WIDTH


@dataclass
class Release:
    """Unknown counts, what anybody knows of them, and the cells.

    Attributes:
        truth: The count that each unknown really has; read by masking, never by the attack's bounds.
        lowest, highest: Bounds of each unknown that anybody knows.
        block: Label of each unknown; blocks share nothing but the unknowns labelled "".
        rows: (terms, low, high): low <= sum of terms <= high is known.
        cells: All cells.
    """

    truth: list[int] = field(default_factory=list)
    lowest: list[float] = field(default_factory=list)
    highest: list[float] = field(default_factory=list)
    block: list[str] = field(default_factory=list)
    rows: list[tuple[Mapping[int, float], float, float]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    def add_unknown(self, truth: int, *, low: float = 0, high: float = inf, block: str = "") -> int:
        """Add a whole unknown count and give its number."""
        if not low <= truth <= high:
            raise ValueError(f"an unknown count of {truth} cannot lie between {low} and {high}")
        self.truth.append(truth)
        self.lowest.append(low)
        self.highest.append(high)
        self.block.append(block)
        return len(self.truth) - 1

    def know(self, terms: Mapping[int, float], low: float = -inf, high: float = inf) -> None:
        """Note that a sum of unknowns is known to lie from `low` to `high`.

        Raises:
            ValueError: If it does not: nobody can know what is not so.
        """
        value = self.value_of(terms)
        if not low - 1e-6 <= value <= high + 1e-6:
            raise ValueError(f"a released fact does not hold: {value:g} is not between {low:g} and {high:g}")
        self.rows.append((dict(terms), low, high))

    def know_if_true(self, terms: Mapping[int, float], low: float = -inf, high: float = inf) -> None:
        """Note a bound that readers may take for granted, where it holds; where it does not, it would only mislead them."""
        if low - 1e-6 <= self.value_of(terms) <= high + 1e-6:
            self.rows.append((dict(terms), low, high))

    def know_share(self, part: Mapping[int, float], whole: Mapping[int, float], share: float, decimals: int) -> None:
        """Note a share (0 to 1) printed with so many decimals: part / whole lies within half a unit of the last one."""
        half = 0.5 * 10.0**-decimals
        for bound, sign in ((share - half, 1.0), (share + half, -1.0)):
            terms = {index: sign * factor for index, factor in part.items()}
            for index, factor in whole.items():
                terms[index] = terms.get(index, 0.0) - sign * bound * factor
            self.know(terms, low=-1e-9)

    def value_of(self, terms: Mapping[int, float]) -> float:
        """What a sum of unknowns really is."""
        return float(sum(factor * self.truth[index] for index, factor in terms.items()))

    def add_cell(self, key: Key, terms: Mapping[int, float] | Iterable[int], **what: Any) -> Cell:
        """Add a cell; its count is worked out from the truth."""
        sums = dict(terms) if isinstance(terms, Mapping) else dict.fromkeys(terms, 1.0)
        cell = Cell(key, sums, round(self.value_of(sums)), **what)
        self.cells.append(cell)
        return cell

    def primary_forms(self) -> list[Form]:
        """How each cell is printed for its own sake, in the order of the cells."""
        return [cell.primary for cell in self.cells]
