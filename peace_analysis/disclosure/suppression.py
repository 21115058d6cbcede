"""Which further numbers to hide, so that no masked count can be worked out: the least information lost that passes the attack.

For exposed cells an integer program looks for other whole tables that agree with all that would still be released and in which those cells
are far enough from what they are; what must be hidden for that is chosen with the least cost. Then every number hidden is tried again,
dearest first, and shown where the attack still passes.

Source:
    Fischetti & Salazar-Gonzalez (2001), Management Science 47(7), 1008-1027, for choosing what to hide as an integer program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import Any

import numpy as np

from peace_analysis.disclosure.attack import Finding, attack_release, solve
from peace_analysis.disclosure.release import WIDTH, Cell, Form, Release
from peace_analysis.disclosure.system import System, block_of

AT_ONCE = 4  # exposed cells that one program protects together ...
LARGE = 80  # ... or half of them, where there are more unknowns than these
NODES = 300  # of the search for what to hide; numbers hidden in vain are shown again later
ROUNDS = 40
FAR = 100.0  # beyond what a cell really is: stands for no bound


def hide_cells(release: Release) -> list[Form]:
    """Decide how each cell is printed: small counts masked, and what would give them away hidden.

    Args:
        release: All cells and what is known of them.

    Returns:
        One form per cell, in the order of the cells. Where no choice protects a cell, it stays exposed: `attack_release` finds it, and
        `check_release` refuses the release.
    """
    forms = release.primary_forms()
    labels = sorted(set(release.block))
    for label in labels:
        forms = protect_cells(release, forms, frozenset({label}))
        forms = _show_again(release, forms, frozenset({label}))
    return protect_cells(release, forms, None)  # what blocks say of each other through the counts that they share


def protect_cells(release: Release, forms: list[Form], blocks: frozenset[str] | None) -> list[Form]:
    """Hide numbers until no cell of the blocks is exposed, or nothing more can be done."""
    hopeless: set[int] = set()
    place = {id(cell): i for i, cell in enumerate(release.cells)}
    for _ in range(ROUNDS):
        found = [finding for finding in attack_release(release, forms, blocks=blocks) if finding.exposed]
        exposed = [finding for finding in found if place[id(finding.cell)] not in hopeless]
        if not exposed:
            break
        at_once = AT_ONCE if sum(blocks is None or label in (*blocks, "") for label in release.block) <= LARGE else AT_ONCE // 2
        for start in range(0, len(exposed), at_once):
            targets = exposed[start : start + at_once]
            chosen = _choose(release, forms, targets, blocks)
            if chosen is None and len(targets) > 1:
                chosen = list(forms)
                for target in targets:
                    chosen = _choose(release, chosen, [target], blocks) or chosen
            if chosen is None or chosen == forms:
                hopeless |= {place[id(target.cell)] for target in targets}
            else:
                forms = chosen
    return forms


def _show_again(release: Release, forms: list[Form], blocks: frozenset[str]) -> list[Form]:
    """Show hidden numbers again where the attack still passes, the dearest first."""
    mine = (i for i in range(len(forms)) if block_of(release, i) in blocks)
    hidden = [i for i in mine if forms[i] in (Form.HIDDEN, Form.BLURRED)]
    if not hidden or any(finding.exposed for finding in attack_release(release, forms, blocks=blocks, first=True)):
        return forms
    for i in sorted(hidden, key=lambda i: (-release.cells[i].cost, release.cells[i].key)):
        trial = list(forms)
        trial[i] = release.cells[i].primary
        if not any(finding.exposed for finding in attack_release(release, trial, blocks=blocks, first=True)):
            forms = trial
    return forms


def _choose(release: Release, forms: list[Form], targets: Sequence[Finding], blocks: frozenset[str] | None) -> list[Form] | None:
    """Choose what to hide, with the least cost, so that each target could be far enough from what it is; None where nothing helps."""
    system = System(release, blocks)
    chosen = _Program(system, forms, targets, whole=False).run()
    return _Program(system, forms, targets, whole=True).run() if chosen == forms else chosen  # broken counts need less hidden


class _Program:
    """The integer program: one other table per target, and for each cell a switch that hides (or blurs) it in all of them.

    Unknowns, in order: those of the other tables; a switch per cell that can be hidden; one per scope for "something here is blurred"; per
    cell one for both.
    """

    def __init__(self, system: System, forms: list[Form], targets: Sequence[Finding], *, whole: bool) -> None:
        self.system, self.forms, self.targets, self.whole = system, forms, targets, whole
        release = system.release
        self.cells = [release.cells[i] for i in system.cells]
        self.now = [forms[i] for i in system.cells]
        self.switch = {
            position: n
            for n, position in enumerate(
                position for position, cell in enumerate(self.cells) if _hidden_form(cell, self.now[position]) is not None
            )
        }
        self.scopes = {scope: n for n, scope in enumerate(dict.fromkeys(cell.scope for cell in self.cells))}

    def run(self) -> list[Form] | None:
        from scipy.sparse import csr_array

        width, n_switches, n_scopes = len(self.system.columns), len(self.switch), len(self.scopes)
        n_tables = sum(len(_goals(target)) for target in self.targets)
        self.first_switch = n_tables * width
        self.first_scope = self.first_switch + n_switches
        self.first_both = self.first_scope + n_scopes
        total = self.first_both + len(self.cells)
        entries: list[tuple[int, int, float]] = []
        low: list[float] = []
        high: list[float] = []

        def add(terms: Iterable[tuple[int, float]], least: float, greatest: float) -> None:
            entries.extend((len(low), column, factor) for column, factor in terms)
            low.append(least)
            high.append(greatest)

        table = 0
        for target in self.targets:
            first = table
            for least, greatest in _goals(target):
                self._add_table(add, table * width, target.cell, least, greatest)
                table += 1
            if not _ends(target):  # no range is asked for: the two tables must lie far enough apart
                apart = [
                    (start * width + self.system.columns[index], sign * factor)
                    for start, sign in ((first, -1.0), (first + 1, 1.0))
                    for index, factor in target.cell.terms.items()
                ]
                add(apart, target.cell.width, inf)
        self._add_switches(add)
        row, column, factor = zip(*entries, strict=True)
        matrix = csr_array((factor, (row, column)), shape=(len(low), total))
        bounds = np.zeros(total), np.ones(total)
        for n in range(n_tables):
            for bound, known in zip(bounds, self.system.unknown_bounds, strict=True):
                bound[n * width : (n + 1) * width] = known
        cost = np.zeros(total)
        for position, n in self.switch.items():
            cost[self.first_switch + n] = self.cells[position].cost
        whole = np.zeros(total, dtype=bool)
        whole[self.first_switch : self.first_both] = True
        whole[: self.first_switch] = self.whole
        found = solve(cost, matrix, (np.array(low), np.array(high)), bounds, whole=whole, nodes=NODES, gap=0.02)
        if found is None:
            return None
        chosen = list(self.forms)
        for position, n in self.switch.items():
            if found[self.first_switch + n] > 0.5:
                changed = _hidden_form(self.cells[position], self.now[position])
                chosen[self.system.cells[position]] = changed or self.now[position]
        return chosen

    def _add_table(self, add: Any, start: int, target: Cell, least: float, greatest: float) -> None:
        """Another table that agrees with what is released, in which the target lies from `least` to `greatest`."""
        columns = self.system.columns
        for known, low, high in self.system.rows:
            add([(start + columns[index], factor) for index, factor in known.items()], low, high)
        for position, cell in enumerate(self.cells):
            terms = [(start + columns[index], factor) for index, factor in cell.terms.items()]
            if cell is target:
                add(terms, least, greatest)
            form = self.now[position]
            both = (self.first_both + position, 1.0)
            if position not in self.switch:
                (low, high), (wide_low, wide_high) = (_bounds(cell, form, apart=apart) for apart in (True, False))
                add([*terms, (both[0], low - wide_low)], low, inf)
                add([*terms, (both[0], high - wide_high)], -inf, high)
                continue
            switch = self.first_switch + self.switch[position]
            low, high = _bounds(cell, form, apart=True)
            hidden = _hidden_form(cell, form) or form
            (off_low, off_high), (wide_low, wide_high) = (_bounds(cell, hidden, apart=apart) for apart in (True, False))
            add([*terms, (switch, low - off_low), (both[0], off_low - wide_low)], low, inf)
            add([*terms, (switch, high - off_high), (both[0], off_high - wide_high)], -inf, high)

    def _add_switches(self, add: Any) -> None:
        """A cell's "both" needs its own switch (where it has one) and its scope's; a scope's needs one blurred cell."""
        for position, cell in enumerate(self.cells):
            scope = self.first_scope + self.scopes[cell.scope]
            add([(self.first_both + position, 1.0), (scope, -1.0)], -inf, 0.0)
            if position in self.switch:
                add([(self.first_both + position, 1.0), (self.first_switch + self.switch[position], -1.0)], -inf, 0.0)
        blurred = {cell.scope for cell, form in zip(self.cells, self.now, strict=True) if form is Form.BLURRED}
        for name, n in self.scopes.items():
            if name in blurred:
                continue
            makers = [
                (self.first_switch + self.switch[position], -1.0)
                for position, cell in enumerate(self.cells)
                if cell.scope == name and position in self.switch and _hidden_form(cell, self.now[position]) is Form.BLURRED
            ]
            add([(self.first_scope + n, 1.0), *makers], -inf, 0.0)


def _hidden_form(cell: Cell, form: Form) -> Form | None:
    """How a cell is printed once its number, or the words for it, are hidden; None where that cannot be."""
    if cell.fixed:
        return None
    if form is Form.NUMBER:
        return Form.HIDDEN
    return Form.BLURRED if form in (Form.FEWER, Form.ALL_BUT) else None


def _bounds(cell: Cell, form: Form, *, apart: bool) -> tuple[float, float]:
    """What a form says, with an end in place of no bound."""
    low, high = cell.known_range(form, apart=apart)
    return low, min(high, cell.value + FAR)


def _ends(target: Finding) -> tuple[float, float] | None:
    """Counts that a cell whose words name a range must be able to fall to and rise to; None where only the width counts."""
    cell = target.cell
    if cell.few > WIDTH or target.form not in (Form.FEWER, Form.ALL_BUT):
        return None
    if target.form is Form.FEWER:
        return 1, cell.few - 1
    return (cell.heard or 0) - cell.few + 1, (cell.heard or 0) - 1


def _goals(target: Finding) -> list[tuple[float, float]]:
    """Ranges in which a cell must be able to lie, in one other table each, to be uncertain enough; the real table may give an end."""
    ends = _ends(target)
    if ends is None:
        return [(-inf, inf), (-inf, inf)]
    low, high = ends
    return [*([(-inf, low)] if target.cell.value > low else []), *([(high, inf)] if target.cell.value < high else [])]
