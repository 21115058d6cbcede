"""Reading a workbook of links back: every problem with its sheet and row, never the words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from peace_analysis.errors import InputError, Problem
from peace_analysis.exchange.links_workbook import HOW_TO, LINKS, MARKS, NONE, RIGHT, WIDTHS, LinksBook
from peace_analysis.exchange.review_answers import read_sheets
from peace_analysis.policy.decided import Item, LinkDecision

_AGAIN = "Export a new workbook and carry the answers over."


def read_links_book(path: Path, asked: LinksBook, reviewer: str = "", day: str = "") -> list[LinkDecision]:
    """Read a workbook and hold it against what would be asked now.

    Args:
        path: The workbook.
        asked: What would be exported now.
        reviewer: Initials of who decided.
        day: YYYY-MM-DD.

    Returns:
        One decision per section, in the order of what is asked; rows without an answer decide nothing.

    Raises:
        InputError: Lists every problem with sheet and row.
    """
    sheets = read_sheets(path)
    problems: list[Problem] = []

    def report(sheet: str, row: int | None, message: str, remedy: str) -> None:
        problems.append(Problem(f"{path}: sheet {sheet}" + (f", row {row}" if row is not None else ""), message, remedy))

    for name in (LINKS, HOW_TO):
        if name not in sheets:
            report(name, None, "is missing.", "Import the workbook as it was exported, with all of its sheets.")
    if problems:
        raise InputError(problems)
    if problem := _check_origin(sheets[HOW_TO], asked):
        report(HOW_TO, None, *problem)
        raise InputError(problems)
    rows = sheets[LINKS]
    if not rows or rows[0][: len(WIDTHS)] != list(WIDTHS):
        report(LINKS, 1, f"its columns are not {', '.join(WIDTHS)}.", _AGAIN)
        raise InputError(problems)
    proposed: dict[Item, tuple[str, ...]] = {
        (str(row["kind"]), str(row["item"])): tuple(row["sections"]) for row in asked.rows.to_dict("records")
    }
    by_label = {label.casefold(): key for key, label in asked.labels.items()}
    seen: dict[Item, int] = {}
    chosen: dict[Item, tuple[str | None, ...]] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        cells = dict(zip(WIDTHS, [*row, *[""] * len(WIDTHS)], strict=False))
        item = cells["kind"], cells["item"]
        if item not in proposed:
            report(LINKS, number, "kind and item are none that were asked.", "Put them back as they were exported, or delete the row.")
            continue
        if item in seen:
            report(LINKS, number, f"its item stands in row {seen[item]} already.", "Delete one of the two.")
            continue
        seen[item] = number
        answers = [cells[name].lstrip("'").strip().casefold() for name in ("answer", "also")]
        found = _choose(answers, proposed[item], by_label)
        if isinstance(found, str):
            report(LINKS, number, found, "Choose from the list in the cell.")
        elif found:
            chosen[item] = found
    if problems:
        raise InputError(problems)
    return [LinkDecision(*item, section, reviewer, day) for item in proposed for section in chosen.get(item, ())]


def _choose(answers: Sequence[str], proposed: tuple[str, ...], by_label: dict[str, str]) -> tuple[str | None, ...] | str:
    """Sections that an answer means, (None,) for no section, () for no answer; what is wrong with it in words."""
    answer, also = answers
    if not answer:
        return "`also` is filled in, and `answer` is empty." if also else ()
    if answer == RIGHT:
        first: tuple[str | None, ...] = proposed[:1] or (None,)
    elif answer == NONE:
        first = (None,)
    elif answer in by_label:
        first = (by_label[answer],)
    else:
        return "`answer` is not an answer."
    if not also:
        return first
    if also not in by_label:
        return "`also` is no section."
    return f"`also` names a section, and `answer` says {NONE}." if first == (None,) else tuple(dict.fromkeys([*first, by_label[also]]))


def _check_origin(rows: Sequence[Sequence[str]], asked: LinksBook) -> tuple[str, str] | None:
    marks = {row[0]: row[1] for row in rows if len(row) > 1 and row[0] in MARKS}
    if set(marks) != set(MARKS):
        return "its last rows no longer say what the workbook was made from.", _AGAIN
    if marks["city"] != asked.city:
        return f"the workbook belongs to another city than `{asked.city}`.", "Name the city that it was exported for."
    if marks["policy"] != asked.policy:
        return f"the workbook belongs to another policy than `{asked.policy}`.", "Name its policy with --policy."
    if marks["export"] != asked.export:
        return "comments, requests, sections or links have changed since the workbook was exported.", _AGAIN
    return None
