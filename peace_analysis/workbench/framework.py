"""The framework matrix of a city: made of its tables and of what people wrote, out as a workbook and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.coding.framework import Cell, Framework, Summary, find_cases, make_framework
from peace_analysis.errors import InputError, Problem
from peace_analysis.exchange.coding_answers import Filled
from peace_analysis.exchange.coding_files import CODER, Written, read_written, restore_start, write_coded
from peace_analysis.exchange.coding_rounds import FRAMEWORK, Round, read_rounds, seal_cells
from peace_analysis.exchange.coding_workbook import CELLS, ITEM, CodingBook, seal_rows
from peace_analysis.tables import ASSIGNMENTS, PARTICIPANTS, STATEMENTS, THEMES
from peace_analysis.workbench.books import LOCKED_LINE, PRIVATE_LINE, digest_parts, require_current, say_day, write_books

if TYPE_CHECKING:
    from peace_analysis.city import City


def load_framework(city: City, by: str = "session") -> Framework:
    """Make the framework matrix of a city, with the summaries that people wrote.

    Args:
        city: The city; its themes have been made.
        by: What a case is: "session", or an attribute such as "stakeholder_group".

    Raises:
        InputError: If there is no such attribute, or framework.csv is not what was written.

    Example:
        >>> load_framework(City.open("riverton"), by="stakeholder_group").table  # doctest: +SKIP
    """
    statements = city.load_table(STATEMENTS)
    try:
        cases = find_cases(statements, city.sessions, city.load_table(PARTICIPANTS), by)
    except ValueError as error:
        remedy = "Name `session`, or a column of sessions.csv or participants.csv."
        raise InputError(Problem("--by", "there is no attribute of that name.", remedy)) from error
    written = {(row.case, row.theme_id): Summary(row.summary, row.basis) for row in read_written(city) if row.by == by}
    return make_framework(statements, city.load_table(ASSIGNMENTS), city.load_table(THEMES), cases, by=by, summaries=written)


def export_framework(city: City, by: str = "session", folder: Path | None = None, today: date | None = None) -> Path:
    """Write the matrix as a workbook: a row per cell to write a summary of, and the whole as cases by themes to read.

    Raises:
        CityError: If the city has to be run first.
        InputError: If there is no such attribute, or a file of that name is there.
    """
    require_current(city)
    made = load_framework(city, by)
    cells = made.cells
    keys = [_key(str(case), str(theme)) for case, theme in zip(cells["case"], cells["theme_id"], strict=True)]
    labels = [f"{theme} {name}" for theme, name in zip(cells["theme_id"], cells["name"], strict=True)]
    rows = pd.DataFrame(
        {
            ITEM: [f"i{digest_parts(by, key)[:8]}" for key in keys],
            "case": cells["case"],
            "theme": labels,
            "statements": [str(n) for n in cells["n_statements"]],
            "said": cells["verbatim"],
            "changed": ["changed" if changed else "" for changed in cells["changed"]],
            "summary": cells["summary"],
            "checked": "",
        }
    )
    was = [f"{basis} {seal_cells([text]) if text else ''}".strip() for basis, text in zip(cells["basis"], cells["summary"], strict=True)]
    items = seal_rows(FRAMEWORK, CELLS, rows, keys, was)
    export = digest_parts(city.key, FRAMEWORK, by, *(f"{item.seal} {item.was}" for item in items.values()))
    lines = [
        PRIVATE_LINE,
        "For researchers only: never publish it. It shows what single sessions or groups said, however few they are.",
        f"Sheet Framework: {len(rows)} cells, one per {by} and theme, with all that was said. Write under `summary` what it comes to. A "
        "summary is kept from run to run; delete it here, and it goes.",
        "`changed`: what was said is no longer what the summary was written of. Write it anew, or choose `yes` under `checked` if it "
        "holds.",
        "Sheet Matrix: the same as cases by themes, to read; [n] counts statements.",
        LOCKED_LINE,
        f"Then: peace-analysis coding {city.key} framework import FILE --coders XY (your initials)",
    ]
    table = made.table
    table.columns = pd.Index([f"{theme} {name}" for theme, name in made.names.items() if theme in set(cells["theme_id"])])
    matrix = {"Matrix": table.reset_index()}
    book = CodingBook(city.key, FRAMEWORK, export, "", {CELLS: rows}, "How to read and fill in", lines, None, matrix)
    day = say_day(today)
    return write_books(city, [book], Round(export, FRAMEWORK, day, sheets={CELLS: items}, by=by), read_rounds(city), folder)[0]


def read_summaries(city: City, one: Filled, author: str) -> tuple[dict[tuple[str, Cell], tuple[str, str]], list[Problem]]:
    """Read what a person wrote into a workbook.

    Returns:
        (by, cell) -> summary and basis, of cells that were written anew, confirmed or emptied; and every problem.
    """
    problems = []
    if not CODER.fullmatch(author):
        problems.append(Problem("--coders", "summaries need the initials of who wrote them.", "Write --coders AB."))
    standing = {(row.case, row.theme_id): row.summary for row in read_written(city) if row.by == one.asked.by}
    found: dict[tuple[str, Cell], tuple[str, str]] = {}
    for item, (number, cells) in one.answers[CELLS].items():
        asked = one.asked.sheets[CELLS][item]
        case, _, theme = asked.about.rpartition("\t")
        basis, _, was = asked.was.partition(" ")
        text = restore_start(cells["summary"].strip())
        now = seal_cells([text]) if text else ""
        confirmed = cells["checked"].casefold() == "yes"
        if cells["checked"] and not confirmed:
            problems.append(Problem(one.place(CELLS, number), "`checked` is not an answer.", "Choose yes, or leave it empty."))
        if now == was and not (confirmed and now):
            continue
        stands = standing.get((case, theme), "")
        if (seal_cells([stands]) if stands else "") not in (was, now):
            message = "somebody else has written another summary since the export."
            problems.append(Problem(one.place(CELLS, number), message, "Export again and carry yours over."))
        found[one.asked.by, (case, theme)] = (text, basis)
    return found, problems


def take_summaries(city: City, found: Mapping[tuple[str, Cell], tuple[str, str]], author: str, day: str) -> int:
    """Write summaries to framework.csv, beside those that are there; an emptied one goes. Returns how many."""
    rows = {(row.by, (row.case, row.theme_id)): row for row in read_written(city)}
    for (by, cell), (text, basis) in found.items():
        if text:
            rows[by, cell] = Written(by, *cell, basis, author, day, text)
        else:
            rows.pop((by, cell), None)
    if found:
        write_coded(city, "framework.csv", [row for _, row in sorted(rows.items())])
    return len(found)


def _key(case: str, theme: str) -> str:
    return f"{case}\t{theme}"
