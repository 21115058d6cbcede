"""Codes that people gave elsewhere (gold.csv): how far they agree among themselves, and how far the machine agrees with them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.coding.agreement import agree_codes
from peace_analysis.coding.alpha import Alpha, measure_alpha_of_sets
from peace_analysis.coding.machine import EVERYONE, score_machine
from peace_analysis.exchange.recommendations_file import read_codes
from peace_analysis.exchange.refi_qda_gold import GOLD_FOLDER, GOLD_NAME, group_gold, read_gold

if TYPE_CHECKING:
    from peace_analysis.city import City


@dataclass(frozen=True)
class GoldScores:
    """The machine against codes that came from elsewhere."""

    coders: tuple[str, ...]
    n_statements: int  # that one coder coded, or several alike: what the machine is held against
    n_differ: int  # coded by several, and not alike: left out
    n_gone: int  # coded statements that are not there any more
    n_unknown: int  # rows whose code no theme of this run has
    alpha: Alpha | None  # where two or more coded the same statements
    machine: pd.DataFrame = field(repr=False)  # as `coding.score_machine`


def score_gold(
    city: City,
    themes: pd.DataFrame,
    machine: Mapping[str, str | None],
    sessions: Mapping[str, str],
    groups: Mapping[str, Mapping[str, str]],
) -> GoldScores | None:
    """Hold the machine's themes against codes that were imported from another program; None where there are none.

    What one person coded counts as it is; where several coded a statement, it counts if they gave the same codes. Codes of subthemes count
    for their theme.

    Args:
        city: The city.
        themes: As tables.THEMES.
        machine: statement_id -> the machine's theme; None for none.
        sessions: statement_id -> session_id, of all statements that are there.
        groups: attribute -> statement_id -> group.

    Raises:
        CityError: If gold.csv is not what an import wrote.
    """
    given = read_gold(city.folder / GOLD_FOLDER / GOLD_NAME)
    if not given:
        return None
    entries = read_codes(city.folder / "codebook.yml")
    present = [row for row in given if row.statement_id in sessions]
    grouped = {key: by for key, by in sorted(group_gold(present, themes, entries).items()) if by}
    known = {row.code for row in present if group_gold([row], themes, entries)}
    consensus = {key: next(iter(by.values())) for key, by in grouped.items() if agree_codes(by)}
    top = sorted(str(key) for key in themes.loc[themes["parent_id"].isna(), "theme_id"])
    coders = tuple(sorted({coder for by in grouped.values() for coder in by}))
    both = {key: by for key, by in grouped.items() if len(by) > 1}
    where = [sessions[key] for key in both]
    return GoldScores(
        coders,
        len(consensus),
        len(grouped) - len(consensus),
        len({row.statement_id for row in given} - set(sessions)),
        sum(row.code not in known for row in present),
        measure_alpha_of_sets([[by.get(coder) for by in both.values()] for coder in coders], clusters=where) if both else None,
        score_machine(consensus, machine, top, sessions, groups),
    )


def say_gold(gold: GoldScores) -> list[str]:
    """Say it in lines for a terminal: over all, then theme by theme."""
    everyone = gold.machine[gold.machine["attribute"] == EVERYONE]
    lines = [
        f"Codes from elsewhere (gold.csv): {gold.n_statements} statements coded by {', '.join(gold.coders)}; {gold.n_differ} on which they "
        "differ are left out."
    ]
    if gold.alpha is not None:
        lines.append(f"Among themselves: alpha {_number(gold.alpha.value)} ({_number(gold.alpha.low)} to {_number(gold.alpha.high)}).")
    if gold.n_gone or gold.n_unknown:
        lines.append(f"Set apart: {gold.n_gone} statements that are gone, {gold.n_unknown} codes that no theme of this run has.")
    rows: list[tuple[str, ...]] = [("theme", "people", "machine", "precision", "95% interval", "recall", "95% interval")]
    for row in everyone.to_dict("records"):
        shares = (cell for name in ("precision", "recall") for cell in (_number(row[name]), _interval(row, name)))
        rows.append((str(row["theme_id"]), str(row["n_people"]), str(row["n_machine"]), *shares))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines += ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [*lines, "By group: machine_gold.csv."]


def _interval(row: Mapping[object, object], name: str) -> str:
    return f"{_number(row[f'{name}_low'])} to {_number(row[f'{name}_high'])}"


def _number(value: object) -> str:
    number = float(str(value))
    return "-" if math.isnan(number) else f"{number:.2f}"
