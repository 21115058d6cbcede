"""Reading the workbooks of coders back: every problem with its sheet and row, never the words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peace_analysis.coding.agreement import NONE
from peace_analysis.errors import InputError, Problem
from peace_analysis.exchange.coding_rounds import Item, Round, seal_cells
from peace_analysis.exchange.coding_workbook import FORMS, ITEM, MARKS, Form
from peace_analysis.exchange.workbook_reading import open_workbook
from peace_analysis.exchange.workbook_sheets import HOW_TO

_AGAIN = "Put it back as it was exported; only the yellow cells can be changed."
_MOST_NAMED = 20
Report = Callable[[str, int | None, str, str], None]


@dataclass(frozen=True)
class Filled:
    """A workbook that came back: the rows that were asked, with what people wrote in them."""

    path: Path
    asked: Round
    coder: str
    answers: Mapping[str, Mapping[str, tuple[int, Mapping[str, str]]]] = field(repr=False)  # sheet -> item -> row, answers

    def place(self, sheet: str, row: int) -> str:
        """Where a problem is."""
        return f"{self.path}: sheet {sheet}, row {row}"


def read_filled(path: Path, city: str, rounds: Mapping[str, Round]) -> Filled:
    """Read a workbook and hold its locked cells against what was asked.

    Raises:
        InputError: Lists every problem with sheet and row; nothing of the workbook's words.
    """
    sheets = open_workbook(path)
    asked, coder = _find_round(path, sheets, city, rounds)
    problems: list[Problem] = []

    def report(sheet: str, row: int | None, message: str, remedy: str) -> None:
        problems.append(Problem(f"{path}: sheet {sheet}" + (f", row {row}" if row else ""), message, remedy))

    found: dict[str, Mapping[str, tuple[int, Mapping[str, str]]]] = {}
    for name, form in FORMS[asked.kind].items():
        if name not in sheets:
            report(name, None, "is missing.", "Import the workbook as it was exported, with all of its sheets.")
        else:
            found[name] = _match(name, sheets[name], form, asked.sheets[name], report)
    if problems:
        # What is wrong with answers can be told as well, for the rows that are there.
        raise InputError([*problems, *check_answers(Filled(path, asked, coder, found))])
    return Filled(path, asked, coder, found)


def _find_round(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]], city: str, rounds: Mapping[str, Round]) -> tuple[Round, str]:
    rows = sheets.get(HOW_TO, [])
    marks = {row[0]: row[1] for row in rows if len(row) > 1 and row[0] in MARKS}
    place = f"{path}: sheet {HOW_TO}"
    if set(marks) != set(MARKS):
        message = "is missing, or its last rows no longer say what the workbook was made from."
        raise InputError(Problem(place, message, "Import the workbook as it was exported, with all of its sheets."))
    if marks["city"] != city:
        raise InputError(Problem(place, f"the workbook belongs to another city than `{city}`.", "Name the city that it was exported for."))
    asked = rounds.get(marks["export"])
    if asked is None or asked.kind != marks["kind"]:
        remedy = "Put coding/rounds.json back from a copy, or export again and carry the answers over."
        raise InputError(Problem(place, "the city has no record of this export.", remedy))
    if marks["coder"] and marks["coder"] not in asked.coders:
        remedy = f"Write one of {', '.join(asked.coders)} beside `coder`, as it was exported."
        raise InputError(Problem(place, "its coder is not one of those that it was exported for.", remedy))
    return asked, marks["coder"]


def _match(
    name: str, rows: Sequence[Sequence[str]], form: Form, asked: Mapping[str, Item], report: Report
) -> dict[str, tuple[int, Mapping[str, str]]]:
    columns = list(form.widths)
    header = list(rows[0]) if rows else []
    if [cell for cell in header if cell] != columns or header[: len(columns)] != columns:
        report(name, 1, f"its columns are not {', '.join(columns)}.", _AGAIN)
        return {}
    found: dict[str, tuple[int, Mapping[str, str]]] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        cells = dict(zip(columns, row, strict=False))
        key = cells[ITEM]
        if key not in asked:
            report(name, number, "its item is not one that was asked.", "Put the item back as it was exported, or delete the row.")
        elif key in found:
            report(name, number, f"its item stands in row {found[key][0]} already.", "Delete one of the two.")
        else:
            found[key] = (number, {column: cells[column] for column in form.answers})
            if seal_cells(cells[column] for column in form.fixed[1:]) != asked[key].seal:
                what = f"`{form.fixed[1]}` was changed." if len(form.fixed) == 2 else "a locked cell was changed."
                report(name, number, what, _AGAIN)
    if missing := [key for key in asked if key not in found]:
        shown = ", ".join(missing[:_MOST_NAMED]) + (" ..." if len(missing) > _MOST_NAMED else "")
        remedy = "Copy the rows back from the workbook as it was exported."
        report(name, None, f"{len(missing)} of the {len(asked)} rows that were asked are missing (items {shown}).", remedy)
    return found


def check_answers(filled: Filled) -> list[Problem]:
    """List what is wrong with the answers of codes, discussions and intrusion tests."""
    return [*_read(filled)[1]]


def read_answers(filled: Filled) -> dict[str, str | frozenset[str]]:
    """Read answers by what they are about: codes of a statement, or the option taken for the intruder of a task.

    Raises:
        InputError: Lists every problem with its row.
    """
    answers, problems = _read(filled)
    if problems:
        raise InputError(problems)
    return answers


def _read(filled: Filled) -> tuple[dict[str, str | frozenset[str]], list[Problem]]:
    answers: dict[str, str | frozenset[str]] = {}
    problems: list[Problem] = []
    tasks = {task.task_id: task for task in filled.asked.tasks}
    for name, form in FORMS[filled.asked.kind].items():
        unfinished = []
        for item, (row, cells) in filled.answers.get(name, {}).items():
            about = filled.asked.sheets[name][item].about
            given: str | frozenset[str]
            if form.codes:
                given, wrong = _read_codes([(column, cells[column]) for column in form.codes], filled.asked.labels)
            elif "intruder" in form.answers:
                given, wrong = _read_choice(cells["intruder"], tasks[about].options)
            else:
                continue
            problems += [Problem(filled.place(name, row), message, remedy) for message, remedy in wrong]
            if given:
                answers[about] = given
            elif not wrong:
                unfinished.append(row)
        if unfinished and filled.coder:  # coders may leave open in a discussion what they cannot settle
            problems.append(_tell_unfinished(filled, name, form, unfinished))
    return answers, problems


def _tell_unfinished(filled: Filled, name: str, form: Form, rows: Sequence[int]) -> Problem:
    shown = ", ".join(map(str, sorted(rows)[:_MOST_NAMED])) + (" ..." if len(rows) > _MOST_NAMED else "")
    what = "row has" if len(rows) == 1 else "rows have"
    remedy = f"Choose a code, or `{NONE}` where none fits." if form.codes else "Choose one of the options: guess where you cannot tell."
    return Problem(f"{filled.path}: sheet {name}", f"{len(rows)} {what} no answer (rows {shown}): it is not finished.", remedy)


def _read_codes(cells: Sequence[tuple[str, str]], labels: Mapping[str, str]) -> tuple[frozenset[str], list[tuple[str, str]]]:
    """Read the codes of one row: as the codebook sheet names them, or by their ids alone."""
    names = {_fold(label): key for key, label in labels.items()} | {_fold(key): key for key in labels}
    wrong, codes = [], set()
    for column, cell in cells:
        if not cell.strip():
            continue
        if _fold(cell) in names:
            codes.add(names[_fold(cell)])
        else:
            wrong.append((f"`{column}` is not a code of the codebook.", "Choose one of the list."))
    if NONE in codes and len(codes) > 1:
        wrong.append((f"`{NONE}` stands beside codes.", "Delete one or the other."))
    return frozenset(codes), wrong


def _read_choice(cell: str, options: Sequence[str]) -> tuple[str, list[tuple[str, str]]]:
    if not cell.strip():
        return "", []
    for place, option in enumerate(options, 1):
        if _fold(cell) in (_fold(option), str(place)) or _fold(cell).lstrip("'") == _fold(option).lstrip("'"):
            return option, []
    return "", [("`intruder` is not one of the row's options.", "Choose one of the list.")]


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()
