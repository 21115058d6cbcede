"""What people coded elsewhere, as gold for double coding: statement, code, coder. No words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.errors import CityError, Problem
from peace_analysis.exchange.refi_qda_align import align_statements, match_session, overlap_spans
from peace_analysis.exchange.refi_qda_model import Coding, Project, Selection, TextSource
from peace_analysis.files import write_whole
from peace_analysis.recommendations.links import find_theme
from peace_analysis.themes.codebook_entries import Code as Entry

if TYPE_CHECKING:
    import pandas as pd

GOLD_FOLDER, GOLD_NAME = "coding", "gold.csv"
COLUMNS = ("statement_id", "code", "coder")
NONE = "none"  # the code of a statement that somebody read and gave nothing
COPIED = 0.9  # of the software's codings that stand again under a person's name: the file was not coded, it was passed on
_FEWEST_COPIED = 10


@dataclass(frozen=True, order=True)
class Given:
    """One code that somebody gave to one statement."""

    statement_id: str
    code: str  # code of codebook.yml or theme_id; "none" for a statement that was read and given nothing
    coder: str


@dataclass(frozen=True)
class Gold:
    """What was coded by people, as far as it can be tied to statements."""

    given: tuple[Given, ...]
    sessions: tuple[str, ...]  # whose texts were found in the project
    left: tuple[str, ...]  # what is not carried, one sentence each


def collect_gold(
    project: Project,
    codes: Mapping[str, str],
    statements: Mapping[str, Sequence[tuple[str, str]]],
    *,
    machine: str = "",
    exported: Iterable[str] = (),
    machine_codes: Mapping[str, frozenset[str]] | None = None,
) -> Gold:
    """Tie what people coded to a city's statements.

    Args:
        project: The project.
        codes: GUID of a code -> code of codebook.yml or theme_id; "" for codes that are not carried.
        statements: session_id -> statement_id and words, in the order in which they were said.
        machine: GUID of the user under whose name the software codes.
        exported: GUIDs of codings that the software made.
        machine_codes: statement_id -> codes that the software gave.

    Returns:
        A row for every statement and code of a coder; `none` where somebody who coded in a session gave a statement nothing. A coder's rows
        are left out where they repeat what the software had coded: some programs put its codings under the name of whoever opens the file.
    """
    made = frozenset(exported)
    coders = name_coders(project)
    rows: set[Given] = set()
    sessions: list[str] = []
    left: dict[str, int] = {}
    for source in project.sources:
        by_people = [
            (one, coding) for one in source.selections for coding in one.codings if coding.user != machine and coding.guid not in made
        ]
        if source.codings:
            left["codings of a whole text"] = left.get("codings of a whole text", 0) + len(source.codings)
        if not by_people:
            continue
        session = None if source.text is None else match_session(source.text, statements, source.name)
        if session is None or source.text is None:
            left["codings in texts that are of no session here"] = left.get("codings in texts that are of no session here", 0) + len(
                by_people
            )
            continue
        sessions.append(session)
        rows |= _collect_source(source, by_people, codes, coders, statements=statements[session], left=left)
    notes = [f"not carried: {n} x {what}." for what, n in sorted(left.items())]
    rows, copied = _drop_copied(rows, machine_codes or {})
    notes += [
        f"not carried: what {coder} coded is what the software had coded. Export with --blind for people who code, and code under a name."
        for coder in copied
    ]
    return Gold(tuple(sorted(rows)), tuple(dict.fromkeys(sessions)), tuple(notes))


def name_coders(project: Project) -> dict[str, str]:
    """Give every user two or three capital letters: initials, told apart where two people share them. No names."""
    names: dict[str, str] = {}
    for user in project.users:
        words = re.findall(r"[^\W\d_]+", user.name) or ["X", "X"]
        letters = (words[0][0] if len(words) > 1 else "") + words[-1]
        plain = re.sub("[^A-Z]", "X", letters.upper() + "XX")
        choices = [plain[:2], plain[:3], *(plain[:2] + letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
        names[user.guid] = next((choice for choice in choices if choice not in names.values()), plain[:3])
    return names


def read_gold(path: Path) -> list[Given]:
    """Read gold.csv; nothing where there is none.

    Raises:
        CityError: If it is not what an import wrote.
    """
    given, problems = inspect_gold(path)
    if problems:
        raise CityError(problems)
    return given


def inspect_gold(path: Path) -> tuple[list[Given], list[Problem]]:
    """Read gold.csv as far as it can be read, and list every problem."""
    remedy = "Put it back from a copy; or delete it, and import the project again."
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    except FileNotFoundError:
        return [], []
    except (OSError, UnicodeDecodeError):
        return [], [Problem(str(path), "cannot be read as UTF-8 text.", remedy)]
    if list(reader.fieldnames or []) != list(COLUMNS):
        return [], [Problem(str(path), f"its columns are not {', '.join(COLUMNS)}.", remedy, 1)]
    given, problems = [], []
    for row in reader:
        if None in row or None in row.values() or not all(value.strip() for value in row.values()):
            message = "is not a row of statement_id, code and coder, none of them blank."
            problems.append(Problem(str(path), message, "Correct or delete the row.", reader.line_num))
        else:
            given.append(Given(row["statement_id"], row["code"], row["coder"]))
    return given, problems


def merge_gold(earlier: Iterable[Given], given: Iterable[Given]) -> list[Given]:
    """Put what coders gave in place of what the same coders gave earlier."""
    new = set(given)
    coders = {row.coder for row in new}
    return sorted({row for row in earlier if row.coder not in coders} | new)


def write_gold(path: Path, given: Iterable[Given]) -> int:
    """Write gold.csv, whole or not at all. Rows of the same coders take the place of their earlier ones; other coders' stay.

    Raises:
        CityError: If there is one that is not what an import wrote: what others coded would be lost.

    Returns:
        How many rows the file has now.
    """
    rows = merge_gold(read_gold(path), given)
    with write_whole(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((row.statement_id, row.code, row.coder) for row in rows)
    return len(rows)


def group_gold(given: Iterable[Given], themes: pd.DataFrame, entries: Sequence[Entry] = ()) -> dict[str, dict[str, frozenset[str]]]:
    """Put gold into the form in which coders are compared with each other and with the software.

    Args:
        given: Rows of gold.csv.
        themes: As tables.THEMES.
        entries: Codes of codebook.yml.

    Returns:
        statement_id -> coder -> ids of top-level themes, or {"none"}. Codes that no theme of this run has are left out; so is a coder of
        a statement who gave it nothing else, because what they meant is not known here.
    """
    above = dict(zip(themes["theme_id"], themes["parent_id"], strict=True))
    grouped: dict[str, dict[str, set[str]]] = {}
    for row in given:
        theme = NONE if row.code == NONE else find_theme(row.code, themes, entries)
        if theme is not None:
            top = above.get(theme)
            grouped.setdefault(row.statement_id, {}).setdefault(row.coder, set()).add(top if isinstance(top, str) else theme)
    return {one: {coder: frozenset(codes) for coder, codes in by.items()} for one, by in grouped.items()}


def _collect_source(
    source: TextSource,
    by_people: Sequence[tuple[Selection, Coding]],
    codes: Mapping[str, str],
    coders: Mapping[str, str],
    *,
    statements: Sequence[tuple[str, str]],
    left: dict[str, int],
) -> set[Given]:
    spans = align_statements(source.text or "", statements)
    rows: set[Given] = set()
    for selection, coding in by_people:
        code = codes.get(coding.code, "")
        about = overlap_spans((selection.start, selection.end), spans)
        why = "codings with a code that says something else of statements than their theme" if not code else ""
        why = why or ("codings of words that are in no statement" if not about else "")
        if why:
            left[why] = left.get(why, 0) + 1
            continue
        rows |= {Given(one, code, coders.get(coding.user, "XX")) for one in about}
    given = {(row.statement_id, row.coder) for row in rows}
    return rows | {Given(one, NONE, coder) for coder in {row.coder for row in rows} for one in spans if (one, coder) not in given}


def _drop_copied(rows: set[Given], machine_codes: Mapping[str, frozenset[str]]) -> tuple[set[Given], list[str]]:
    copied = []
    for coder in sorted({row.coder for row in rows}):
        theirs = {(row.statement_id, row.code) for row in rows if row.coder == coder and row.code != NONE}
        read = {row.statement_id for row in rows if row.coder == coder}
        ours = {(one, code) for one in read for code in machine_codes.get(one, ())}
        if len(ours) >= _FEWEST_COPIED and len(theirs & ours) >= COPIED * len(ours):
            copied.append(coder)
    return {row for row in rows if row.coder not in copied}, copied
