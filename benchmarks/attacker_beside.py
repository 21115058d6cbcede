"""Whether what is added to a release that is out gives a masked count away: the attacker of `attacker.py`, told of everything.

Programmes are drawn as there, masked and printed. Then two waves are counted beside them, each joint group's people in either.
`disclosure.hide_added` decides what may be shown of the waves; the attacker has the tables that were out, and those of the waves. Beside
it: waves masked by themselves, as if no report were out.

    python benchmarks/attacker_beside.py [--sets N] [--check]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))

import attacker
from attacker import ATTRIBUTES, PRIVACY, Attacker, Printed, Programme, as_tables, draw_programme, fails

from peace_analysis.disclosure import Masked, ReleaseError, hide_added, mask_release
from peace_analysis.disclosure.model import model_release
from peace_analysis.disclosure.release import Form, Release

WAVES = ("one", "two")
BY = (*ATTRIBUTES, "wave")


class Beside(Attacker):
    """The attacker, who knows of waves as well: people by joint group and wave are what he does not know."""

    def _mine(self, cell: Printed) -> list[int]:
        if cell.table == "people":
            return [g for g, label in enumerate(self.programme.joint) if f"{label[0]}|{label[1]}" == cell.group]
        return attacker.members(self.programme, -1 if cell.table == "everyone" else BY.index(cell.table), cell.group)


def split(programme: Programme) -> Programme:
    """The same people with their wave: every second one of a joint group, as `as_tables` seats them."""
    joint, people, raised = [], [], []
    for label, n, counts in zip(programme.joint, programme.people, programme.raised, strict=True):
        for wave, name in enumerate(WAVES):
            joint.append((*label, name))
            people.append((n + 1 - wave) // 2)
            raised.append((counts + 1 - wave) // 2)
    return Programme(joint, np.array(people), np.array(raised), 1)  # type: ignore[arg-type]


def decide(programme: Programme) -> tuple[Masked, Release, list[Form] | None, list[Form]]:
    """The release that is out; it with waves, and the forms chosen beside it (None where nothing may be added) and without regard to it."""
    tables = as_tables(programme)
    out = mask_release(**tables, by=ATTRIBUTES, privacy=PRIVACY)
    tables["sessions"] = tables["sessions"].assign(wave=[WAVES[int(key[-1])] for key in tables["sessions"]["session_id"]])
    release = model_release(**tables, by=BY, privacy=PRIVACY, withdrawn=out.withdrawn)
    printed = out.form
    try:
        chosen = hide_added(release, {cell.key: printed[cell.key] for cell in release.cells if cell.key in printed})
    except ReleaseError:
        chosen = None
    return out, release, chosen, [printed.get(cell.key, cell.primary) for cell in release.cells]


def print_cells(programme: Programme, out: Masked, release: Release, forms: list[Form]) -> list[Printed]:
    """Print every cell of the release that is out, and of the waves."""
    form = {cell.key: each for cell, each in zip(release.cells, forms, strict=True)}
    masked = Masked(release, forms, PRIVACY, out.withdrawn)

    def text(key: tuple[str, ...], value: int) -> str:
        if form.get(key, Form.NUMBER) is Form.NUMBER:
            return str(value)
        return (
            f"{attacker.WHO - 1} or fewer" if form[key] is Form.FEWER and key[0] in ("people", "sizes") else masked.opinion_text(form[key])
        )

    cells = attacker.print_groups(programme, out.withdrawn, BY, text)
    for place, kind in sorted({label[:2] for label in programme.joint}):
        value = int(sum(n for label, n in zip(programme.joint, programme.people, strict=True) if label[:2] == (place, kind)))
        cells.append(Printed("people", f"{place}|{kind}", -1, text(("people", place, kind), value), None, None))
    return cells


def judge(programme: Programme, cells: list[Printed]) -> tuple[int, int]:
    """Masked cells, and those that the attacker knows too well."""
    found = Beside(programme, cells)
    masked = [cell for cell in cells if not cell.text.isdigit()]
    return len(masked), sum(fails(*found.bounds(cell), found.needs(cell)) for cell in masked)


def attack_set(number: int) -> dict[str, int]:
    """Draw a programme, add its waves, and attack both ways of masking them."""
    programme = draw_programme(np.random.default_rng([20260402, number]), small=number % 4 == 0)
    out, release, chosen, alone = decide(programme)
    whole = split(programme)
    before, attacker.ATTRIBUTES = attacker.ATTRIBUTES, BY
    try:
        masked, exposed = (0, 0) if chosen is None else judge(whole, print_cells(whole, out, release, chosen))
        _, naive = judge(whole, print_cells(whole, out, release, alone))
    finally:
        attacker.ATTRIBUTES = before
    waves = [] if chosen is None else [form for cell, form in zip(release.cells, chosen, strict=True) if cell.key[1:2] == ("wave",)]
    return {"refused": int(chosen is None), "masked": masked, "exposed": exposed, "exposed, waves masked alone": naive, "waves": len(waves),
            "waves shown": sum(form is Form.NUMBER for form in waves)}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=60, help="programmes to draw")
    parser.add_argument("--check", action="store_true", help="exit 1 where a masked count of ours can be worked out")
    arguments = parser.parse_args()
    started = time.perf_counter()
    total = pd.DataFrame([attack_set(number) for number in range(arguments.sets)])
    print(f"{arguments.sets} releases with two waves beside them ({time.perf_counter() - started:.0f} s)")
    print(total.sum().to_string())
    print(f"sets exposed: {int((total['exposed'] > 0).sum())}; waves masked alone: {int((total['exposed, waves masked alone'] > 0).sum())}")
    return int(arguments.check and bool(total["exposed"].sum()))


if __name__ == "__main__":
    sys.exit(main())
