"""People confirm or move a city's links between what was asked and a policy's sections: a workbook goes out, and comes back."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.errors import CityError, InputError, Problem
from peace_analysis.exchange.links_workbook import LinksBook, label_sections, write_links_book
from peace_analysis.exchange.policy_files import LINKS_NAME, POLICIES_NAME, list_policy_folders
from peace_analysis.policy.decided import COLUMNS, Item, LinkDecision, join_decisions
from peace_analysis.tables import STATEMENTS
from peace_analysis.tables_policy import POLICY_COMMENTS, POLICY_LINKS, POLICY_SECTIONS

if TYPE_CHECKING:
    from peace_analysis.city import City

_FOLDER = "review"  # in the city's folder; git ignores it


@dataclass(frozen=True)
class Taken:
    """What an import did."""

    policy: str
    n_answered: int  # items decided on in this workbook
    n_moved: int  # of these, items whose section is another than the one proposed
    n_none: int  # of these, items that bear on no section


def export_links(city: City, policy: str | None = None, path: Path | None = None) -> tuple[LinksBook, Path]:
    """Write the workbook in which people confirm or move links.

    Args:
        city: The city; its policy stage is up to date.
        policy: Folder of the policy; may be left out where there is one.
        path: Where to; by default `review/` in the city's folder, which git ignores.

    Raises:
        CityError: If there is no such policy, or the city has to be run first.
        InputError: If there is a file of that name.
    """
    book = _ask(city, _choose_policy(city, policy))
    target = path or city.folder / _FOLDER / f"{city.key}-links-{book.policy}-{book.export[:8]}.xlsx"
    try:
        return book, write_links_book(book, target)
    except FileExistsError as error:
        remedy = "It may hold answers: import it, or delete it, or name another file with --to."
        raise InputError(Problem(str(target), "is there already.", remedy)) from error
    except OSError as error:
        raise InputError(Problem(str(target), f"cannot be written: {error.strerror}.", "Name another file with --to.")) from error


def import_links(city: City, path: Path, policy: str | None = None, reviewer: str = "", today: date | None = None) -> Taken:
    """Take over the answers of a workbook into `links.csv` of the policy; the next run follows them.

    Args:
        city: The city that it was exported for.
        path: The workbook, filled in.
        policy: Folder of the policy; may be left out where there is one.
        reviewer: Initials of who decided; may be empty.
        today: Day of the decision; today in UTC by default.

    Raises:
        InputError: If the workbook, the initials or links.csv are not what they should be: lists every problem. Nothing is written then.
    """
    from peace_analysis.exchange.links_answers import read_links_book
    from peace_analysis.review import INITIALS

    if reviewer and not INITIALS.fullmatch(reviewer):
        raise InputError(Problem("--reviewer", "two or three capital letters are expected: initials, no name.", "Write --reviewer AB."))
    asked = _ask(city, _choose_policy(city, policy))
    day = (today or datetime.now(UTC).date()).isoformat()
    new = read_links_book(path, asked, reviewer, day)
    if not new:
        raise InputError(Problem(str(path), "nothing is answered.", "Fill in the yellow cells, save the file and import it again."))
    write_decisions(city, asked.policy, join_decisions(read_decisions(city, asked.policy), new))
    answered: dict[Item, list[str | None]] = {}
    for decision in new:
        answered.setdefault(decision.item, []).append(decision.section_id)
    proposed = {(str(row["kind"]), str(row["item"])): (*row["sections"], None)[0] for row in asked.rows.to_dict("records")}
    n_moved = sum(sections[0] != proposed[item] for item, sections in answered.items())
    return Taken(asked.policy, len(answered), n_moved, sum(sections == [None] for sections in answered.values()))


def read_decisions(city: City, policy: str) -> list[LinkDecision]:
    """Read `links.csv` of a policy as it stands; none where there is no such file.

    Raises:
        InputError: If it is no such table.
    """
    from peace_analysis.sessions import read_rows

    path = links_path(city, policy)
    if not path.is_file():
        return []
    rows, problems = read_rows(path, COLUMNS[:3], "add the column", may_be_empty=True)
    if problems:
        raise InputError(problems)
    return [
        LinkDecision(row["kind"], row["item_id"], row["section_id"] or None, row.get("decided_by", ""), row.get("date", ""))
        for _, row in rows
    ]


def write_decisions(city: City, policy: str, decisions: Sequence[LinkDecision]) -> None:
    """Write `links.csv` of a policy, whole or not at all."""
    from peace_analysis.files import write_whole

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((one.kind, one.item_id, one.section_id or "", one.decided_by, one.date) for one in decisions)
    with write_whole(links_path(city, policy)) as file:
        file.write(stream.getvalue())


def links_path(city: City, policy: str) -> Path:
    """Where decisions on a policy's links are kept: ids only, no words."""
    return city.folder / POLICIES_NAME / policy / LINKS_NAME


def _choose_policy(city: City, policy: str | None) -> str:
    there = [path.name for path in list_policy_folders(city)]
    if not there:
        raise CityError(Problem(str(city.folder), "has no policy.", "Add policies/use_of_force/ with its versions and comments."))
    if policy is None and len(there) > 1:
        raise CityError(Problem("--policy", f"{city.key} has several: {', '.join(there)}.", "Name one with --policy."))
    if policy is not None and policy not in there:
        raise CityError(Problem("--policy", f"{city.key} has no such policy.", f"It has {', '.join(there)}."))
    return policy or there[0]


def _ask(city: City, policy: str) -> LinksBook:
    """Put together what is asked, of the tables that the last run made."""
    from peace_analysis.pipeline import read_state
    from peace_analysis.pipeline.stages import POLICY_STAGE, fingerprint_stage, is_current

    if not is_current(POLICY_STAGE, city, read_state(city), fingerprint_stage(POLICY_STAGE, city)):
        message = "its policy tables have not been made, or are not what its input gives now."
        raise CityError(Problem(str(city.folder), message, f"Run `peace-analysis run {city.key}` first."))
    sections, comments, links, statements = (
        city.load_table(table) for table in (POLICY_SECTIONS, POLICY_COMMENTS, POLICY_LINKS, STATEMENTS)
    )
    sections = sections[sections["policy"] == policy]
    sections = sections[sections["version"] == sections["version"].max()].sort_values("place")
    asked, linked = (frame[frame["policy"] == policy] for frame in (comments, links))
    return make_book(city.key, policy, sections=sections, comments=asked, links=linked, statements=statements)


def make_book(
    city: str, policy: str, *, sections: pd.DataFrame, comments: pd.DataFrame, links: pd.DataFrame, statements: pd.DataFrame
) -> LinksBook:
    """Put together what a workbook asks.

    Args:
        city: Key of the city.
        policy: Folder of the policy.
        sections: Of its latest version, in order: section_id, name.
        comments: `POLICY_COMMENTS` of the policy.
        links: `POLICY_LINKS` of the policy.
        statements: `STATEMENTS`; those that are linked are asked about.

    Returns:
        Comments first, by number, then requests as they were said.
    """
    labels = label_sections(list(zip(sections["section_id"].astype(str), sections["name"].astype(str), strict=True)))
    proposed: dict[Item, list[str]] = {}
    for row in links.sort_values(["kind", "item", "rank"]).to_dict("records"):
        found = proposed.setdefault((str(row["kind"]), str(row["item"])), [])
        if not pd.isna(row["section_id"]):
            found.append(str(row["section_id"]))
    rows: list[tuple[str, str, str, str, tuple[str, ...]]] = []
    for row in comments.sort_values("comment").to_dict("records"):
        item = "comment", str(row["comment"])
        words = " ".join(part for part in (str(row["text"]), str(row["rationale"])) if part)
        rows.append((*item, str(row["group"]), words, tuple(proposed.get(item, ()))))
    for row in statements.to_dict("records"):
        item = "request", str(row["statement_id"])
        if item in proposed:
            rows.append((*item, str(row["session_id"]), str(row["text"]), tuple(proposed[item])))
    frame = pd.DataFrame(rows, columns=["kind", "item", "group", "words", "sections"])
    parts = [f"{key}\t{label}" for key, label in labels.items()] + ["\t".join([*row[:4], *row[4]]) for row in rows]
    return LinksBook(city, policy, hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24], labels, frame)
