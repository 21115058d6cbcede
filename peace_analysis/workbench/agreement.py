"""How far coders agree, in words for a terminal and in tables for researchers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.coding.agreement import consensus_codes
from peace_analysis.coding.framework import find_cases
from peace_analysis.coding.intrusion import score_intrusion
from peace_analysis.coding.machine import EVERYONE, score_machine
from peace_analysis.errors import CityError, InputError, Problem
from peace_analysis.exchange.coded import CodedCity, read_coded
from peace_analysis.exchange.coding_files import read_choices
from peace_analysis.exchange.coding_rounds import INTRUSION, private_folder, read_rounds
from peace_analysis.exchange.coding_workbook import safe_cells
from peace_analysis.files import write_whole
from peace_analysis.tables import ASSIGNMENTS, PARTICIPANTS, STATEMENTS, THEMES
from peace_analysis.workbench.exports import export_discussion
from peace_analysis.workbench.gold import GoldScores, say_gold, score_gold

if TYPE_CHECKING:
    from peace_analysis.city import City


@dataclass(frozen=True)
class Coding:
    """What coding by hand says of a city's themes."""

    coded: CodedCity
    machine: pd.DataFrame  # as `coding.score_machine`
    intrusion: pd.DataFrame  # as `coding.score_intrusion`
    names: Mapping[str, str]  # theme_id -> name
    gold: GoldScores | None = None  # the machine against codes that came from elsewhere

    @property
    def themes(self) -> pd.DataFrame:
        """One row per theme: how far coders agree, and how far the machine agrees with them."""
        everyone = self.machine[self.machine["attribute"] == EVERYONE].drop(columns=["attribute", "group"])
        table = self.coded.agreement.themes.merge(everyone, on="theme_id", how="left")
        table.insert(1, "name", table["theme_id"].map(dict(self.names)))
        return table

    def _repr_html_(self) -> str:
        """Show as a table in a notebook."""
        return self.themes.to_html(escape=True, index=False, na_rep="", float_format=lambda x: f"{x:.2f}", border=0)


def load_coding(city: City) -> Coding:
    """Measure how far people who coded statements of a city agree with each other and with the machine.

    Raises:
        CityError: If the themes have not been made, or a file of coders is not what it should be.

    Example:
        >>> load_coding(City.open("riverton")).themes  # doctest: +SKIP
    """
    statements, themes = city.load_table(STATEMENTS), city.load_table(THEMES)
    coded = read_coded(city, statements, themes)
    placed = city.load_table(ASSIGNMENTS)
    machine = {
        str(key): str(theme) if isinstance(theme, str) else None
        for key, theme in zip(placed["statement_id"], placed["theme_id"], strict=True)
    }
    sessions = dict(zip(map(str, statements["statement_id"]), map(str, statements["session_id"]), strict=True))
    participants = city.load_table(PARTICIPANTS)
    groups = {name: find_cases(statements, city.sessions, participants, name) for name in city.config.compare_by}
    ids = [str(theme) for theme in coded.agreement.themes["theme_id"]]
    scored = score_machine(consensus_codes(coded.codes, coded.settled), machine, ids, sessions, groups)
    names = dict(zip(map(str, themes["theme_id"]), map(str, themes["name"]), strict=True))
    return Coding(coded, scored, _score_intrusion(city), names, score_gold(city, themes, machine, sessions, groups))


def _score_intrusion(city: City) -> pd.DataFrame:
    answers: dict[str, dict[str, str]] = {}
    for row in read_choices(city):
        answers.setdefault(row.task_id, {})[row.coder] = row.choice
    rounds = [one for one in read_rounds(city).values() if one.kind == INTRUSION and any(task.task_id in answers for task in one.tasks)]
    return score_intrusion(rounds[-1].tasks if rounds else (), answers)


def report_coding(city: City, folder: Path | None = None) -> str:
    """Write the tables of coding by hand, and the workbook of what is to be discussed; say what they show.

    Args:
        city: The city.
        folder: Where to; by default `coding/private/` in the city's folder.

    Raises:
        CityError: If nothing has been imported yet, or a file is not what it should be.
        InputError: If a file cannot be written.
    """
    found = load_coding(city)
    if not found.coded.agreement.n_statements and found.intrusion.empty and found.gold is None:
        remedy = f"Write workbooks with `peace-analysis coding {city.key} export --coders AB,CD`, and import them."
        raise CityError(Problem(str(city.folder / "coding"), "no statement has been coded by two people yet.", remedy))
    target = folder or private_folder(city)
    lines = _say_agreement(city, found) if found.coded.agreement.n_statements else []
    tables = {"agreement": found.themes, "machine": found.machine, "intrusion": found.intrusion}
    if not found.coded.agreement.n_statements:
        tables = {"intrusion": found.intrusion}
    if found.gold is not None:
        tables["machine_gold"] = found.gold.machine
        lines += say_gold(found.gold)
    try:
        for name, frame in tables.items():
            if len(frame):
                with write_whole(target / f"{name}.csv", private=True) as file:
                    file.write(safe_cells(frame.round(4)).to_csv(index=False, lineterminator="\n"))
        discussion = export_discussion(city, found.coded, folder)
    except OSError as error:
        raise InputError(Problem(str(target), f"cannot be written: {error.strerror}.", "Name another folder with --to.")) from error
    lines += [_say_intrusion(row) for row in rows_of(found.intrusion) if row["about"] == "all"]
    lines.append(f"Tables: {target}")
    if discussion:
        lines.append(f"To settle: {discussion}\nTalk it over, fill in `agreed`, then: peace-analysis coding {city.key} import {discussion}")
    return "\n".join(lines)


def _say_agreement(city: City, found: Coding) -> list[str]:
    agreement = found.coded.agreement
    overall = agreement.overall
    lines = [
        f"{city.key}: {', '.join(agreement.coders)} coded {agreement.n_statements} statements in common; they differ on "
        f"{agreement.n_differ}, of which {agreement.n_open} are not settled.",
        f"Over all: alpha {_number(overall.value)} ({_number(overall.low)} to {_number(overall.high)}).",
    ]
    if found.coded.n_changed or found.coded.n_gone:
        lines.append(
            f"Set apart: {found.coded.n_changed} codes of statements whose words have changed or that are gone, {found.coded.n_gone} codes "
            "that name a theme that is gone."
        )
    header = ("theme", "coded", "given", "open", "alpha", "95% interval", "precision", "recall", "verdict", "name")
    rows = [
        (
            str(row["theme_id"]),
            str(row["n_coded"]),
            str(row["n_used"]),
            str(row["n_open"]),
            _number(row["alpha"]),
            f"{_number(row['low'])} to {_number(row['high'])}",
            _number(row["precision"]),
            _number(row["recall"]),
            str(row["verdict"]),
            str(row["name"]),
        )
        for row in found.themes.to_dict("records")
    ]
    widths = [max(len(row[place]) for row in (header, *rows)) for place in range(len(header))]
    lines += ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (header, *rows)]
    total = found.machine[(found.machine["attribute"] == EVERYONE) & (found.machine["theme_id"] == "all")]
    for row in total.to_dict("records"):
        lines.append(
            f"The machine against what people agree on: precision {_number(row['precision'])} ({_number(row['precision_low'])} to "
            f"{_number(row['precision_high'])}), recall {_number(row['recall'])} ({_number(row['recall_low'])} to "
            f"{_number(row['recall_high'])}). By group: machine.csv."
        )
    if city.config.school_of_analysis == "reflexive":
        lines.append(
            "This city's school of analysis is reflexive: it does not hold that coders should agree. Read this as a prompt to talk."
        )
    if agreement.n_open:
        lines.append(f"So far these are of the statements on which coders agree, the easier ones: {agreement.n_open} are still open.")
    n_withheld = int((agreement.themes["verdict"] == "withheld").sum())
    if n_withheld:
        which = "theme is" if n_withheld == 1 else "themes are"
        lines.append(f"{n_withheld} {which} withheld from the report until what coders differ on is settled (alpha below .667).")
    return lines


def _say_intrusion(row: Row) -> str:
    what = "phrases" if row["kind"] == "words" else "themes of a person's talk"
    share, low, high, chance = (_number(row[name]) for name in ("share", "low", "high", "chance"))
    return f"Intruders among {what} found: {share} ({low} to {high}) over {row['n_tasks']} tasks; guessing gives {chance}."


def _number(value: object) -> str:
    number = float(str(value))
    return "-" if math.isnan(number) else f"{number:.2f}"
