"""Whether a masked count can be worked out from all that is released, asked by an attacker written apart from the masking.

Table sets are drawn at random: two to five groups of people by one attribute, a coarser one that contains it, one that crosses it, totals,
and shares rounded to whole percents. They are masked together by `disclosure`, and attacked here from the printed tables alone, in another
way: every person group x raised or not is an unknown of its own, the linear program is scipy's `linprog` with its own matrices, and where a
set is small every whole table that agrees with what is printed is listed. Beside it: plain masking, which hides the next smallest count of
each row and column with exactly one hidden.

    exposed       table sets (and cells) in which a masked count is exact, or closer than its threshold allows
    exact         masked counts with one possible value only
    numbers       cells of the tables of groups that show a number; "or words": a number, "fewer than 3" or "all but fewer than 3"
    people        cells of people by neighborhood and stakeholder group that show a number

    python benchmarks/attacker.py [--sets N] [--check]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog

from peace_analysis.disclosure.masking import mask_release
from peace_analysis.settings import Privacy

PRIVACY = Privacy()
FEW, WHO = PRIVACY.opinion_threshold, PRIVACY.who_threshold
SMALL_ENOUGH = 60_000  # tables that are listed one by one at most
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Programme:
    """People of each joint group (place, kind, side of town), and how many of them raised each theme."""

    joint: list[tuple[str, str, str]]
    people: Ints  # (n_joint,)
    raised: Ints  # (n_joint, n_themes)
    splits: int  # sessions a joint group


ATTRIBUTES = ("neighborhood", "stakeholder_group", "precinct")


def draw_programme(rng: np.random.Generator, *, small: bool) -> Programme:
    """Draw people and opinions: neighborhoods lie in precincts (nested), stakeholder groups cross both."""
    n_places, n_kinds = (2, 2) if small else (int(rng.integers(3, 6)), int(rng.integers(2, 5)))
    side = ["east", *rng.choice(["east", "west"], size=n_places - 1).tolist()]
    joint = [
        (f"place {p}", f"kind {k}", side[p]) for p in range(n_places) for k in range(n_kinds) if rng.random() < 0.75 or p % n_kinds == k
    ]
    people = rng.integers(11, 14, size=len(joint)) if small else rng.integers(3, 19, size=len(joint))
    n_themes = 2 if small else int(rng.integers(3, 7))
    share = rng.beta(0.9, 3.0, size=(len(joint), n_themes)) * rng.choice([0.3, 1.0, 1.0, 1.6], size=n_themes)
    raised = rng.binomial(people[:, None], np.clip(share, 0, 1))
    raised[0] = np.maximum(raised[0], 1)  # a theme that nobody raised is none
    return Programme(joint, people, raised, 2)


def as_tables(programme: Programme) -> dict[str, pd.DataFrame]:
    """The tables of a run that a programme would leave, two sessions per joint group, half the statements on each question."""
    sessions, participants, statements, assignments = [], [], [], []
    for g, (place, kind, side) in enumerate(programme.joint):
        for part in range(programme.splits):
            session = {"session_id": f"S{g}-{part}", "date": "2026-01-10", "mode": "in_person", "language": "en", "n_attended": 20}
            where = {"neighborhood": place, "stakeholder_group": kind, "precinct": side}
            sessions.append({**session, **where, "form": "verbatim", "transcript": f"S{g}-{part}.vtt"})
        for person in range(programme.people[g]):
            session = f"S{g}-{person % programme.splits}"
            speaker = f"{session}-P{person:02d}"
            participants.append(
                {"speaker_id": speaker, "session_id": session, "neighborhood": place, "stakeholder_group": kind, "quote_consent": False}
            )
            mine = [t for t in range(programme.raised.shape[1]) if person < programme.raised[g, t]] or [None]
            for turn, theme in enumerate(mine):
                key = f"{speaker}-{turn}"
                statements.append(
                    {
                        "statement_id": key, "session_id": session, "turn": turn, "speaker_id": speaker, "question": "none",
                        "request": False, "language": "en", "text": "It is dark.", "quotable": False,
                    }
                )  # fmt: skip
                assignments.append(
                    {
                        "statement_id": key, "theme_id": None if theme is None else f"T{theme + 1:02d}", "subtheme_id": None,
                        "membership": None if theme is None else 0.5, "residual": theme is None,
                    }
                )  # fmt: skip
    names = [f"T{t + 1:02d}" for t in range(programme.raised.shape[1])]
    themes = pd.DataFrame({"theme_id": names, "parent_id": None, "name": names})
    return {
        "statements": pd.DataFrame(statements), "assignments": pd.DataFrame(assignments).astype({"residual": "bool"}),
        "participants": pd.DataFrame(participants), "sessions": pd.DataFrame(sessions), "themes": themes,
    }  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """One cell as a reader sees it."""

    table: str
    group: str
    theme: int  # -1: people
    text: str  # a number, words, or "" where the cell is not printed at all
    share: int | None  # whole percent, where one is printed
    heard: int | None


def members(programme: Programme, attribute: int, name: str) -> list[int]:
    return [g for g, label in enumerate(programme.joint) if attribute < 0 or label[attribute] == name]


def shown_groups(programme: Programme, withdrawn: Collection[tuple[str, str]] = ()) -> list[tuple[int, str, list[int], int, bool]]:
    """Everyone and each group: attribute, name, joint groups, people, whether it may be shown on its own."""
    found = [(-1, "everyone", members(programme, -1, ""), int(programme.people.sum()), True)]
    for a in range(len(ATTRIBUTES)):
        for name in sorted({label[a] for label in programme.joint}):
            mine = members(programme, a, name)
            n = int(programme.people[mine].sum())
            found.append((a, name, mine, n, n >= PRIVACY.group_min_people and (ATTRIBUTES[a], name) not in withdrawn))
    return found


def print_groups(
    programme: Programme, withdrawn: frozenset[tuple[str, str]], by: Sequence[str], text: Callable[[tuple[str, ...], int], str]
) -> list[Printed]:
    """Print sizes and themes of every group that is shown, each count as `text` gives it."""
    cells = []
    for a, name, mine, n, adequate in shown_groups(programme, withdrawn):
        table = "everyone" if a < 0 else by[a]
        if not adequate:
            cells.append(Printed(table, name, -1, text(("sizes", table, name), n), None, None))
        for t in range(programme.raised.shape[1]):
            value = int(programme.raised[mine, t].sum())
            key = ("themes", f"T{t + 1:02d}") if a < 0 else ("group_shares", table, name, f"T{t + 1:02d}")
            words = text(key, value) if adequate else ""
            cells.append(Printed(table, name, t, words, round(100 * value / n) if words.isdigit() else None, n if adequate else None))
    return cells


def print_ours(programme: Programme) -> list[Printed]:
    """Mask with `disclosure` and print every cell."""
    masked = mask_release(**as_tables(programme), by=ATTRIBUTES, privacy=PRIVACY)
    form = masked.form

    def text(key: tuple[str, ...], value: int) -> str:
        if masked.is_shown(*key):
            return str(value)
        return f"{WHO - 1} or fewer" if form[key] == "fewer" and key[0] in ("people", "sizes") else masked.opinion_text(form[key])

    cells = print_groups(programme, masked.withdrawn, ATTRIBUTES, text)
    for g, (place, kind, _) in enumerate(programme.joint):
        value = int(programme.people[g])
        cells.append(Printed("people", f"{place}|{kind}", -1, text(("people", place, kind), value), None, None))
    return cells


def print_plain(programme: Programme) -> list[Printed]:
    """Mask table by table: small counts, and the next smallest in each theme's row where just one group is hidden."""
    cells: list[Printed] = []
    for a in (-1, *range(len(ATTRIBUTES))):
        groups = [row for row in shown_groups(programme) if row[0] == a]
        table = "everyone" if a < 0 else ATTRIBUTES[a]
        counts = np.array([[programme.raised[mine, t].sum() for t in range(programme.raised.shape[1])] for _, _, mine, _, _ in groups])
        heard = np.array([row[3] for row in groups])
        low = counts < FEW
        high = (heard[:, None] - counts < FEW) & ~low
        unfit = np.array([not row[4] for row in groups])
        hidden = low | high | unfit[:, None]
        for t in range(counts.shape[1]):
            if len(groups) > 1 and hidden[:, t].sum() == 1 and (~hidden[:, t]).any():
                open_rows = np.flatnonzero(~hidden[:, t])
                hidden[open_rows[np.argmin(counts[open_rows, t])], t] = True
        for i, (_, name, _, n, adequate) in enumerate(groups):
            if not adequate:
                cells.append(Printed(table, name, -1, f"{WHO - 1} or fewer" if n < WHO else str(n), None, None))
            for t in range(counts.shape[1]):
                value = int(counts[i, t])
                words = f"fewer than {FEW}" if low[i, t] else f"all but fewer than {FEW}" if high[i, t] else "not shown"
                words = "" if not adequate else words if hidden[i, t] else str(value)
                cells.append(Printed(table, name, t, words, round(100 * value / n) if words.isdigit() else None, n if adequate else None))
    return cells + _plain_people(programme)


def _plain_people(programme: Programme) -> list[Printed]:
    """Row-wise and column-wise: while a row or a column has just one hidden cell, hide its next smallest."""
    hidden = programme.people < WHO
    primary = hidden.copy()
    lines = [members(programme, a, name) for a in (0, 1) for name in sorted({label[a] for label in programme.joint})]
    changed = True
    while changed:
        changed = False
        for line in lines:
            shown = [g for g in line if not hidden[g]]
            if sum(hidden[g] for g in line) == 1 and shown:
                hidden[min(shown, key=lambda g: programme.people[g])] = True
                changed = True
    words = [f"{WHO - 1} or fewer" if primary[g] else "not shown" if hidden[g] else str(n) for g, n in enumerate(programme.people)]
    return [Printed("people", f"{p}|{k}", -1, words[g], None, None) for g, (p, k, _) in enumerate(programme.joint)]


class Attacker:
    """Everything that the printed cells and the rules of masking say, as bounds on sums of unknowns.

    Unknowns: people of each joint group, then per theme those of each joint group who raised it and those who did not.
    """

    def __init__(self, programme: Programme, cells: list[Printed]) -> None:
        self.programme, self.cells = programme, cells
        self.n, self.n_themes = len(programme.joint), programme.raised.shape[1]
        self.sums = [self._sum(cell) for cell in cells]
        self.ranges = [self._range(cell) for cell in cells]

    def _mine(self, cell: Printed) -> list[int]:
        if cell.table == "people":
            return [g for g, (p, k, _) in enumerate(self.programme.joint) if f"{p}|{k}" == cell.group]
        return members(self.programme, -1 if cell.table == "everyone" else ATTRIBUTES.index(cell.table), cell.group)

    def _sum(self, cell: Printed) -> list[int]:
        """Unknowns of a cell: people where no theme is meant."""
        return [(g if cell.theme < 0 else self.n * (1 + 2 * cell.theme) + g) for g in self._mine(cell)]

    def _range(self, cell: Printed) -> tuple[float, float]:
        heard = np.inf if cell.heard is None else float(cell.heard)
        if cell.text.isdigit():
            return float(cell.text), float(cell.text)
        if cell.text == f"fewer than {FEW}":
            return 0, FEW - 1
        if cell.text == f"all but fewer than {FEW}":
            return heard - FEW + 1, heard
        if cell.text == f"{WHO - 1} or fewer":
            return 1, WHO - 1
        same = [c for c in self.cells if c.text == "not shown" and c.theme == cell.theme and (c.theme >= 0 or c.table == cell.table)]
        if cell.text == "" or any(self._is_small(c) for c in same):  # where "not shown" stands for small counts too, it tells nothing
            return (0.0 if cell.theme >= 0 else 1.0), heard
        return (FEW, heard - FEW) if cell.theme >= 0 else (WHO, np.inf)

    def _is_small(self, cell: Printed) -> bool:
        value = self.truth(cell)
        return value < WHO if cell.theme < 0 else value < FEW or (cell.heard is not None and cell.heard - value < FEW)

    def truth(self, cell: Printed) -> int:
        mine = self._mine(cell)
        return int(self.programme.people[mine].sum() if cell.theme < 0 else self.programme.raised[mine, cell.theme].sum())

    def needs(self, cell: Printed) -> tuple[float, float] | float:
        """Range that must be possible, or how wide the possible range must be."""
        if cell.theme >= 0 and cell.text == f"fewer than {FEW}":
            return 1.0, FEW - 1.0
        if cell.theme >= 0 and cell.text == f"all but fewer than {FEW}":
            return cell.heard - FEW + 1.0, cell.heard - 1.0
        if cell.theme < 0:
            return 5.0
        if cell.text:
            return FEW - 1.0
        total, n = int(self.programme.raised[:, cell.theme].sum()), int(self.programme.people.sum())
        return float(min(5, self.programme.people[self._mine(cell)].sum(), *(max(FEW - 1, left - FEW) for left in (total, n - total))))

    def bounds(self, cell: Printed) -> tuple[float, float]:
        """Least and greatest count of a cell by linear programs over everything printed, people and its own theme together."""
        themes = range(self.n_themes) if cell.theme < 0 else [cell.theme]
        width = self.n * (1 + 2 * self.n_themes)
        above: list[NDArray[np.float64]] = []
        most: list[float] = []
        equal: list[NDArray[np.float64]] = []
        for t in themes:
            for g in range(self.n):
                row = np.zeros(width)
                row[[self.n * (1 + 2 * t) + g, self.n * (2 + 2 * t) + g, g]] = 1, 1, -1
                equal.append(row)
        for other, unknowns, (low, high) in zip(self.cells, self.sums, self.ranges, strict=True):
            if other.theme >= 0 and other.theme not in themes:
                continue
            row = np.zeros(width)
            row[unknowns] = 1
            above += [row] * (high < np.inf) + [-row]
            most += [high] * (high < np.inf) + [-low]
            if other.share is not None and other.heard:
                above += [row, -row]
                most += [(other.share + 0.5) / 100 * other.heard + 1e-9, -(other.share - 0.5) / 100 * other.heard + 1e-9]
            if other.heard is not None:  # people heard stand beside every share
                row = np.zeros(width)
                row[self._mine(other)] = 1
                above += [row, -row]
                most += [other.heard, -other.heard]
        objective = np.zeros(width)
        objective[self.sums[self.cells.index(cell)]] = 1
        lower = [(1, None)] * self.n + [(0, None)] * (width - self.n)
        what = {"A_ub": np.array(above), "b_ub": most, "A_eq": np.array(equal), "b_eq": np.zeros(len(equal)), "bounds": lower}
        ends = [linprog(sign * objective, **what, method="highs-ds") for sign in (1, -1)]
        low, high = (sign * end.fun if end.status == 0 else -sign * np.inf for sign, end in zip((1, -1), ends, strict=True))
        return np.ceil(low - 1e-6), np.floor(high + 1e-6)

    def listed(self, theme: int) -> dict[int, set[int]] | None:
        """Every count that each masked cell of a theme has in some whole table that agrees with all printed; None where those are too many.

        Only where the people of every joint group are printed, so that nothing else is unknown.
        """
        if not all(cell.text.isdigit() for cell in self.cells if cell.table == "people"):
            return None
        spaces = [range(int(n) + 1) for n in self.programme.people]
        if np.prod([float(len(s)) for s in spaces]) > SMALL_ENOUGH:
            return None
        tables = np.array(list(product(*spaces)), dtype=np.int64)
        keep = np.ones(len(tables), dtype=bool)
        mine = [(i, cell) for i, cell in enumerate(self.cells) if cell.theme == theme]
        for i, cell in mine:
            counts = tables[:, self._mine(cell)].sum(axis=1)
            keep &= (counts >= self.ranges[i][0]) & (counts <= self.ranges[i][1])
        return {i: set(tables[keep][:, self._mine(cell)].sum(axis=1).tolist()) for i, cell in mine if not cell.text.isdigit()}


def fails(low: float, high: float, needs: tuple[float, float] | float) -> bool:
    return not (low <= needs[0] and high >= needs[1]) if isinstance(needs, tuple) else high - low < needs


def judge(programme: Programme, cells: list[Printed]) -> dict[str, float]:
    """Attack one printed set; count exposed cells and what is shown."""
    attacker = Attacker(programme, cells)
    masked = [cell for cell in cells if not cell.text.isdigit()]
    exposed = sum(fails(*attacker.bounds(cell), attacker.needs(cell)) for cell in masked)
    exact = sum(low == high for low, high in map(attacker.bounds, masked)) if exposed else 0
    table = [cell for cell in cells if cell.text and cell.theme >= 0 and cell.table != "everyone"]
    by_list, lists = 0, 0
    for theme in range(attacker.n_themes):
        found = attacker.listed(theme)
        lists += found is not None
        by_list += sum(len(counts) < 2 for counts in (found or {}).values())
    return {
        "cells": len(masked), "exposed": exposed, "exact": exact, "lists": lists, "alone in list": by_list, "table": len(table),
        "numbers": sum(cell.text.isdigit() for cell in table), "words": sum(cell.text.startswith(("fewer", "all but")) for cell in table),
        "people": sum(cell.table == "people" for cell in cells),
        "people shown": sum(cell.table == "people" and cell.text.isdigit() for cell in cells),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=500, help="table sets to draw")
    parser.add_argument("--check", action="store_true", help="exit 1 where a masked count of ours can be worked out")
    arguments = parser.parse_args()
    totals: dict[str, pd.Series] = {}
    n_sets = {"together (ours)": 0, "table by table": 0}
    seconds = 0.0
    for number in range(arguments.sets):
        programme = draw_programme(np.random.default_rng([20260401, number]), small=number % 4 == 0)
        started = time.perf_counter()
        ours = print_ours(programme)
        seconds += time.perf_counter() - started
        for name, cells in (("together (ours)", ours), ("table by table", print_plain(programme))):
            result = pd.Series(judge(programme, cells))
            n_sets[name] += bool(result["exposed"])
            totals[name] = totals.get(name, 0) + result
    print(f"{arguments.sets} table sets: neighborhoods within precincts, stakeholder groups across, totals, whole percents")
    print(f"{'masking':<18}{'sets exposed':>14}{'cells exposed':>17}{'exact':>7}{'numbers':>10}{'or words':>10}{'people':>9}")
    for name, total in totals.items():
        numbers, words = total["numbers"] / total["table"], (total["numbers"] + total["words"]) / total["table"]
        print(
            f"{name:<18}{n_sets[name]:>14}{int(total['exposed']):>9} /{int(total['cells']):>6}{int(total['exact']):>7}"
            f"{numbers:>10.1%}{words:>10.1%}{total['people shown'] / total['people']:>9.1%}"
        )
    ours = totals["together (ours)"]
    print(f"listed one by one: {int(ours['lists'])} themes; masked counts with one possible value in them: {int(ours['alone in list'])}")
    print(f"masking took {1000 * seconds / max(1, arguments.sets):.0f} ms a set")
    return int(arguments.check and (n_sets["together (ours)"] > 0 or ours["alone in list"] > 0))


if __name__ == "__main__":
    sys.exit(main())
