"""Workbooks of coders that come back: all checked together, then taken over, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.errors import InputError, Problem
from peace_analysis.exchange.coding_answers import Filled, check_answers, read_answers, read_filled
from peace_analysis.exchange.coding_files import (
    Agreed,
    Choice,
    Coded,
    Noted,
    join_codes,
    read_agreed,
    read_choices,
    read_codes,
    read_notes,
    write_coded,
)
from peace_analysis.exchange.coding_rounds import CODES, DISCUSSION, FRAMEWORK, INTRUSION, read_rounds
from peace_analysis.exchange.coding_workbook import CODE
from peace_analysis.workbench.books import say_day
from peace_analysis.workbench.framework import read_summaries, take_summaries

if TYPE_CHECKING:
    from peace_analysis.city import City


@dataclass
class Taken:
    """What an import took over."""

    codes: dict[str, int] = field(default_factory=dict)  # coder -> statements
    n_settled: int = 0
    n_left_open: int = 0
    choices: dict[str, int] = field(default_factory=dict)  # coder -> tasks
    n_summaries: int = 0


def import_books(city: City, paths: Sequence[Path], *, replace: bool = False, author: str = "", today: date | None = None) -> Taken:
    """Take over what coders filled in, whatever kind of workbook it is.

    Args:
        city: The city that the workbooks were exported for.
        paths: The workbooks.
        replace: What a coder fills in takes the place of what the same coder gave before.
        author: Initials of who wrote summaries of a framework matrix.
        today: The day of the import; today in UTC by default.

    Raises:
        InputError: Lists every problem of every file, by sheet and row, never the words. Nothing is written then.
    """
    rounds = read_rounds(city)
    problems: list[Problem] = []
    filled: list[Filled] = []
    for path in paths:
        try:
            one = read_filled(path, city.key, rounds)
            problems += check_answers(one)
            filled.append(one)
        except InputError as error:
            problems += error.problems
    problems += _same_coder_twice(filled)
    before = {(row.statement_id, row.coder): row for row in read_codes(city)}
    chosen = {(row.task_id, row.coder): row for row in read_choices(city)}
    settled = {row.statement_id: row for row in read_agreed(city)}
    day = say_day(today)
    if problems:
        raise InputError(problems)
    new_codes = {key: row for one in filled if one.asked.kind == CODES for key, row in _codes_of(one).items()}
    new_choices = {key: row for one in filled if one.asked.kind == INTRUSION for key, row in _choices_of(one).items()}
    if not replace:
        problems += _given_before(filled, CODES, before, new_codes) + _given_before(filled, INTRUSION, chosen, new_choices)
    summaries = [read_summaries(city, one, author) for one in filled if one.asked.kind == FRAMEWORK]
    problems += [problem for _, found in summaries for problem in found]
    if problems:
        raise InputError(problems)
    taken = Taken(codes=dict(Counter(coder for _, coder in new_codes)), choices=dict(Counter(coder for _, coder in new_choices)))
    if new_codes:
        _write_notes(city, filled, new_codes)
        write_coded(city, "codes.csv", [row for _, row in sorted((before | new_codes).items())])
    if new_choices:
        write_coded(city, "intrusion.csv", [row for _, row in sorted((chosen | new_choices).items())])
    for one in filled:
        if one.asked.kind == DISCUSSION:
            new = {key: Agreed(key, join_codes(codes), day) for key, codes in read_answers(one).items()}
            taken.n_settled += len(new)
            taken.n_left_open += sum(map(len, one.asked.sheets.values())) - len(new)
            settled |= new
    if taken.n_settled:
        write_coded(city, "agreed.csv", [row for _, row in sorted(settled.items())])
    for found, _ in summaries:
        taken.n_summaries += take_summaries(city, found, author, day)
    return taken


def _write_notes(city: City, filled: Sequence[Filled], new: Collection[tuple[str, str]]) -> None:
    """Keep what made coders doubt; what they write of a statement takes the place of what they wrote of it before."""
    notes = {(row.statement_id, row.coder): row for row in read_notes(city) if (row.statement_id, row.coder) not in new}
    for one in filled:
        if one.asked.kind == CODES:
            notes |= _notes_of(one)
    if notes:
        write_coded(city, "notes.csv", [row for _, row in sorted(notes.items())])


def _codes_of(one: Filled) -> dict[tuple[str, str], Coded]:
    return {(key, one.coder): Coded(key, one.coder, join_codes(codes)) for key, codes in read_answers(one).items()}


def _notes_of(one: Filled) -> dict[tuple[str, str], Noted]:
    asked = one.asked.sheets[CODE]
    said = {asked[item].about: " ".join(cells["note"].split()) for item, (_, cells) in one.answers[CODE].items()}
    return {(key, one.coder): Noted(key, one.coder, note) for key, note in said.items() if note}


def _choices_of(one: Filled) -> dict[tuple[str, str], Choice]:
    return {(key, one.coder): Choice(key, one.coder, str(choice)) for key, choice in read_answers(one).items()}


def _same_coder_twice(filled: Sequence[Filled]) -> list[Problem]:
    first: dict[tuple[str, str], Path] = {}
    problems = []
    for one in filled:
        key = (one.asked.export, one.coder)
        if first.setdefault(key, one.path) is not one.path:
            whose = f"of {one.coder} " if one.coder else ""
            remedy = "Import one of the two; which one holds, only the coder knows."
            problems.append(Problem(str(one.path), f"is a second file {whose}of the same export, beside {first[key]}.", remedy))
    return problems


def _given_before(
    filled: Sequence[Filled], kind: str, before: Mapping[tuple[str, str], object], new: Mapping[tuple[str, str], object]
) -> list[Problem]:
    """Refuse a coder's second file that differs from the first: which one holds, only they know."""
    problems = []
    for one in filled:
        if one.asked.kind != kind:
            continue
        n = sum(key in before and before[key] != row for key, row in new.items() if key[1] == one.coder)
        if n:
            message = f"{one.coder} gave other answers to {n} of its rows in a file that was imported before."
            problems.append(Problem(str(one.path), message, "Import it with --replace if this one holds."))
    return problems
