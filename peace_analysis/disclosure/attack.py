"""The attacker check: the least and the greatest count that each masked cell can have, given all that a run releases, taken together.

The attacker knows every printed number, share and bound, how the tables hang together, and the rules of masking. What is found is exact: a
cell passes only by whole counts that agree with all released numbers, and fails by the bounds of a linear or integer program.

Source:
    METHODS section 5; sdcTable's `attack()` asks the same of one table.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peace_analysis.disclosure.release import Cell, Floats, Form, Release
from peace_analysis.disclosure.system import System, block_of

WHOLE = 1e-6
NODES = 20_000  # of the search for whole counts; a limit on time would make results depend on the machine


@dataclass(frozen=True)
class Finding:
    """What an attacker can say of one masked cell."""

    cell: Cell
    form: Form
    low: float  # where the cell is not exposed, it is at least so low ...
    high: float  # ... and so high that it is uncertain enough
    exposed: bool


def attack_release(
    release: Release, forms: Sequence[Form], *, blocks: frozenset[str] | None = None, exact: bool = False, first: bool = False
) -> list[Finding]:
    """Bound every masked cell by everything that is released.

    Args:
        release: All cells and what is known of them.
        forms: How each cell is printed.
        blocks: Only the cells of these blocks, by what is known of them and of what all share; None for everything together.
        exact: Also find the ends of cells that are uncertain enough; slower, and says nothing more about whether the release passes.
        first: Stop at the first exposed cell.

    Returns:
        One finding per masked cell, in the order of the cells.

    Examples:
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import disclosure
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> masked = disclosure.mask_release(
        ...     made.statements, made.assignments, made.participants, made.sessions, made.themes, by=["neighborhood"], privacy=Privacy()
        ... )
        >>> [finding.cell.key for finding in disclosure.attack_release(masked.release, masked.forms) if finding.exposed]
        []
    """
    system = System(release, blocks)
    masked = [i for i in system.cells if forms[i] is not Form.NUMBER and (blocks is None or block_of(release, i) in blocks)]
    if not masked:
        return []
    attack = _Attack(system, forms, masked)
    attack.look_around()
    found = []
    for row in range(len(masked)):
        found.append(attack.find(row, exact=exact))
        if first and found[-1].exposed:
            break
    return found


class _Attack:
    """One attack under way: what has been seen of each masked cell so far."""

    def __init__(self, system: System, forms: Sequence[Form], masked: list[int]) -> None:
        self.system, self.forms, self.masked = system, forms, masked
        self.bounds = system.row_bounds(forms)
        place = {cell: position for position, cell in enumerate(system.cells)}
        self.counts = system.counts[[place[i] for i in masked]]
        self.low = self.high = self.counts @ system.truth  # the truth is possible, whatever else is
        self.asked: set[tuple[int, float]] = set()

    def look_around(self) -> None:
        """See how far cells can lie apart, one of each block at a time: nearly all are seen to be wide here."""
        for _ in range(2 * len(self.masked)):
            goals = list(self._next_goals())
            if not goals:
                break
            objective = np.zeros(self.counts.shape[1])
            for row, sign in goals:
                objective -= sign * self.counts[[row]].toarray()[0]
            self._see(self._solve(objective, whole=False))

    def _next_goals(self) -> Iterator[tuple[int, float]]:
        """One end of one cell of each block that is not known to be wide and has not been asked for."""
        busy: set[str] = set()
        for row, i in enumerate(self.masked):
            cell = self.system.release.cells[i]
            label = block_of(self.system.release, i)
            if label in busy or cell.is_wide(self.forms[i], self.low[row], self.high[row]):
                continue
            for sign in (1.0, -1.0):
                if (row, sign) not in self.asked:
                    self.asked.add((row, sign))
                    busy.add(label)
                    yield row, sign
                    break

    def _see(self, solution: Floats | None) -> None:
        """Take whole counts that agree with everything released into account."""
        if solution is None or np.abs(solution - np.round(solution)).max(initial=0.0) > WHOLE:
            return
        seen = np.round(self.counts @ np.round(solution))
        self.low, self.high = np.minimum(self.low, seen), np.maximum(self.high, seen)

    def find(self, row: int, *, exact: bool) -> Finding:
        """Say what can be known of one masked cell."""
        i = self.masked[row]
        cell, form = self.system.release.cells[i], self.forms[i]
        low, high = float(self.low[row]), float(self.high[row])
        if not exact and cell.is_wide(form, low, high):
            return Finding(cell, form, low, high, exposed=False)
        ends = {sign: self._reach(row, sign) for sign in (-1.0, 1.0)}
        if cell.is_wide(form, *(ends[sign][0] for sign in (-1.0, 1.0))) or exact:  # whole counts may reach less far than broken ones
            low, high = (value if reached else self._reach_whole(row, sign) for sign, (value, reached) in ends.items())
        else:
            low, high = ends[-1.0][0], ends[1.0][0]
        return Finding(cell, form, low, high, exposed=not cell.is_wide(form, low, high))

    def _reach(self, row: int, sign: float) -> tuple[float, bool]:
        """Bound the least (sign -1) or greatest (sign 1) count that a cell can have, and tell whether whole counts reach it."""
        counts = self.counts[[row]].toarray()[0]
        solution = self._solve(-sign * counts, whole=False)
        if solution is None:
            return self._bound(row, sign), False
        self._see(solution)
        seen = float(self.high[row] if sign > 0 else self.low[row])
        reached = float(np.floor(counts @ solution + WHOLE)) if sign > 0 else float(np.ceil(counts @ solution - WHOLE))
        return reached, reached == seen

    def _reach_whole(self, row: int, sign: float) -> float:
        """Find the least or greatest whole count that a cell can have; where that is not decided, what was seen so far.

        Other blocks are left as they are at first: a table that agrees with everything is one whatever part of it was changed.
        """
        i, objective = self.masked[row], -sign * self.counts[[row]].toarray()[0]
        self._see(self._solve(objective, whole=True, block=block_of(self.system.release, i)))
        if not self.system.release.cells[i].is_wide(self.forms[i], self.low[row], self.high[row]):
            self._see(self._solve(objective, whole=True))
        return float(self.high[row] if sign > 0 else self.low[row])

    def _bound(self, row: int, sign: float) -> float:
        """Bound of a cell by its own form."""
        position = len(self.system.rows) + self.system.cells.index(self.masked[row])
        return float(self.bounds[1][position] if sign > 0 else self.bounds[0][position])

    def _solve(self, objective: Floats, *, whole: bool, block: str | None = None) -> Floats | None:
        low, high = self.system.unknown_bounds
        if block is not None:
            fixed = np.array([self.system.release.block[index] not in ("", block) for index in self.system.columns], dtype=bool)
            low, high = np.where(fixed, self.system.truth, low), np.where(fixed, self.system.truth, high)
        return solve(objective, self.system.matrix, self.bounds, (low, high), whole=whole)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what HiGHS prints past Python, and no option turns off, out of terminals and notebooks."""
    standard = ctypes.CDLL(None)
    standard.fflush(None)
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        standard.fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def solve(
    objective: Floats,
    matrix: Any,
    rows: tuple[Floats, Floats],
    unknowns: tuple[Floats, Floats],
    *,
    whole: bool | NDArray[np.bool_],
    nodes: int = NODES,
    gap: float = 0.0,
) -> Floats | None:
    """Minimise a linear objective over unknowns within bounds, by HiGHS; None where there is no (or no bounded) solution.

    Args:
        objective: Weight of each unknown, shape (n,).
        matrix: Rows by unknowns, shape (m, n).
        rows: Least and greatest of each row.
        unknowns: Least and greatest of each unknown.
        whole: Whether unknowns are whole numbers; one value, or one per unknown.
        nodes: How long to look for whole numbers.
        gap: How far from the best one a solution may be, as a part of it.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    with _silence():
        found = milp(
            objective,
            constraints=LinearConstraint(matrix, *rows) if matrix.shape[0] else None,
            bounds=Bounds(*unknowns),
            integrality=np.broadcast_to(np.asarray(whole, dtype=np.int64), objective.shape),
            options={"node_limit": nodes, "mip_rel_gap": gap},
        )
    return None if found.x is None else np.asarray(found.x, dtype=np.float64)
