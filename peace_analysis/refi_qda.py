"""Taking a city out to another program and bringing back what people coded there."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis import tables
from peace_analysis.codebook_file import CODEBOOK_NAME, read_codebook, save_codebook, try_codebook
from peace_analysis.errors import CityError, InputError, Problem
from peace_analysis.exchange.codebook_tables import qualcoder_csv, taguette_csv
from peace_analysis.exchange.memos_file import MEMOS_NAME, read_memos
from peace_analysis.exchange.refi_qda_city import MACHINE, CityTables, codes_of_city, describe_project, known_guids
from peace_analysis.exchange.refi_qda_codes import as_codebook, guid_of, themes_only
from peace_analysis.exchange.refi_qda_deductive import Planned, add_codes, plan_codes
from peace_analysis.exchange.refi_qda_gold import GOLD_FOLDER, GOLD_NAME, Gold, collect_gold, read_gold, write_gold
from peace_analysis.exchange.refi_qda_guard import refuse_identifiers, withhold_turns
from peace_analysis.exchange.refi_qda_memos import add_memos, collect_memos, list_new_memos
from peace_analysis.exchange.refi_qda_model import Project, count_codings, count_project
from peace_analysis.exchange.refi_qda_origin import refuse_foreign, require_author
from peace_analysis.exchange.refi_qda_read import read_codebook_file, read_project
from peace_analysis.exchange.refi_qda_write import codebook_xml, list_losses, pack_project
from peace_analysis.files import write_whole
from peace_analysis.themes.codebook_entries import Codebook

if TYPE_CHECKING:
    from peace_analysis.city import City

FOLDER = "exchange"
FORMATS = (".qdpx", ".qdc", ".csv")
QUALCODER = "_qualcoder"
INITIALS = re.compile(r"\w[\w.-]{0,7}")


@dataclass(frozen=True)
class Exported:
    """What was written."""

    paths: tuple[Path, ...]
    restricted: bool  # it holds what participants said
    told: str  # what is in it, in numbers
    left: tuple[str, ...]  # what is not carried


@dataclass(frozen=True)
class Imported:
    """What was taken over."""

    n_codes: int  # in the file
    new_codes: tuple[str, ...]  # added to codebook.yml
    n_codings: int  # in the file, of text and of anything else
    n_memos: int  # added to memos.yml
    gold: Gold
    gold_path: Path | None
    n_gone: int  # rows of these coders that stood in gold.csv and do no longer
    left: tuple[str, ...]


def export_city(city: City, to: Path | None = None, *, blind: bool = False, crlf: bool = False) -> Exported:
    """Write a city as a project (.qdpx), or its codebook (.qdc, .csv).

    Args:
        city: A city that has been run.
        to: Where to; by default a project in `derived/exchange/` of the city.
        blind: Leave out what the software coded.
        crlf: End lines as Windows does, and count so.

    Raises:
        InputError: If the file is of another kind.
        CityError: If the city has not been run, or codes, memos or attributes name somebody. Turns that do are withheld, and told.
    """
    path = city.derived_folder / FOLDER / f"{city.key}.qdpx" if to is None else to
    kind = path.suffix.lower()
    if kind not in FORMATS:
        raise InputError(Problem(str(path), "is no kind of file that can be written.", f"Name one that ends with {', '.join(FORMATS)}."))
    made = gather_tables(city)
    left: tuple[str, ...] = ()
    if kind == ".qdpx":
        made, withheld = withhold_turns(made, city)
        described = describe_project(made, blind=blind, line_end="\r\n" if crlf else "\n")
        refuse_identifiers(described.project.codes, described.project, city)
        left = (*described.left, *list_losses(described.project), *withheld)
        files = {path: pack_project(described.project)}
        told = count_project(described.project)
    else:
        found = themes_only(codes_of_city(made))
        refuse_identifiers(found.codes, None, city)
        told = f"{len(found.themes)} themes and subthemes, {len(set(found.entries.values()) - set(found.themes.values()))} further codes"
        if kind == ".qdc":
            files = {path: codebook_xml(as_codebook(found))}
        else:
            other = path.with_name(f"{path.stem}{QUALCODER}{path.suffix}")
            files = {path: taguette_csv(found.codes).encode(), other: qualcoder_csv(found.codes).encode()}
            left = ("colors and sets of codes: CSV has no place for them.",)
    private = kind == ".qdpx"
    for one, content in files.items():
        # A folder that a person chose keeps its rights; ours is for its owner alone.
        with write_whole(one, "wb", private=private and to is None) as file:
            file.write(content)
        if private:
            one.chmod(0o600)
    return Exported(tuple(files), private, told, left)


def import_file(
    city: City, path: Path, *, author: str = "", codes_only: bool = False, today: datetime.date | None = None, dry_run: bool = False
) -> Imported:
    """Take over codes as a deductive codebook, codings of this city's statements as gold, and memos.

    Args:
        city: The city.
        path: A project (.qdpx) or a codebook (.qdc).
        author: Initials of who decides it, for codebook.yml; by default those of the one person who coded in the project.
        codes_only: Take codes alone, from a project of whatever texts.
        today: The day of the decision; today in UTC by default.
        dry_run: Look at everything and refuse what would be refused, but write nothing.

    Raises:
        InputError: If the file is not what it should be, is of other texts than this city's, or adds codes and nothing says who decides
            it; lists every problem. Nothing is written then.
        CityError: If codebook.yml is not what it should be.
    """
    kind = path.suffix.lower()
    if kind not in (".qdpx", ".qdc"):
        raise InputError(Problem(str(path), "is no kind of file that can be read.", "Name a project (.qdpx) or a codebook (.qdc)."))
    if author and not INITIALS.fullmatch(author):
        raise InputError(Problem("--author", "initials are expected: up to eight letters.", "Write --author AB."))
    if kind == ".qdpx":
        project, left = (found := read_project(path)).project, found.left
    else:
        book = read_codebook_file(path)
        project, left = Project(path.stem, book.codebook.origin, codes=book.codebook.codes, sets=book.codebook.sets), book.left
    made, codebook = _tables_if_run(city), read_codebook(city.folder / CODEBOOK_NAME)
    if not codes_only:
        refuse_foreign(city, path, project, None if made is None else _list_statements(made))
    planned = _plan(codebook, made, project)
    gold = Gold((), (), ()) if made is None or codes_only else _gold(made, project, planned)
    if codes_only and kind == ".qdpx":
        left = (*left, "not carried: codings and memos (--codes-only).")
    elif made is None and kind == ".qdpx":
        left = (*left, f"not carried: codings. `peace-analysis run {city.key}` first: they are tied to its statements.")
    if n := len(project.sets):
        left = (*left, f"not carried: {n} x set.")
    things, sent = _known_things(made) if made else ({}, ())
    memos = [] if codes_only else collect_memos(project, {**things, **planned.codes}, sent)
    # What is wrong with any of the three files is told before the first of them is written.
    known, n_memos = read_memos(city.folder / MEMOS_NAME).memos, len(list_new_memos(city.folder, memos))
    gold_path = city.folder / GOLD_FOLDER / GOLD_NAME if gold.given else None
    coders = {row.coder for row in gold.given}
    earlier = {row for row in read_gold(gold_path) if row.coder in coders} if gold_path is not None else set()
    if planned.new:
        target = city.folder / CODEBOOK_NAME
        before = target.read_bytes().decode("utf-8-sig") if target.is_file() else ""
        by, day = (
            author or require_author(city, project, known, codebook),
            today or datetime.datetime.now(datetime.UTC).date(),
        )
        text = add_codes(before, codebook, planned.new, author=by, day=day, reason=f"Imported from {path.name}.")
        (try_codebook if dry_run else save_codebook)(target, text)
    if not dry_run:
        if gold_path is not None:
            write_gold(gold_path, gold.given)
        add_memos(city.folder, memos)
    new = tuple(entry.code for entry in planned.new)
    if unsaid := [entry.code for entry in planned.new if not entry.definition]:
        told = f"new codes that say nothing of what they mean have no seed: {', '.join(unsaid)}."
        left = (*left, f"{told} Give them a definition and a seed to make themes of them.")
    n_gone, left = len(earlier - set(gold.given)), (*left, *planned.left, *gold.left)
    return Imported(len(planned.codes), new, count_codings(project), n_memos, gold, gold_path, n_gone, left)


def gather_tables(city: City) -> CityTables:
    """Read what an export needs: derived tables, sessions.csv, codebook.yml and memos.yml. Nothing raw is read.

    Raises:
        CityError: If the city has not been run, or a file that people wrote is not what it should be.
    """
    names = (tables.TURNS, tables.STATEMENTS, tables.PARTICIPANTS, tables.THEMES, tables.THEME_MARKS, tables.ASSIGNMENTS, tables.EXEMPLARS)
    turns, statements, participants, themes, marks, assignments, exemplars = (city.load_table(table) for table in names)
    codebook, memos = read_codebook(city.folder / CODEBOOK_NAME), read_memos(city.folder / MEMOS_NAME)
    derived = (turns, statements, participants, themes, marks, assignments, exemplars)
    return CityTables(city.key, city.config, city.sessions, *derived, codebook, memos)


def _tables_if_run(city: City) -> CityTables | None:
    try:
        return gather_tables(city)
    except CityError:
        if (city.derived_folder / "themes.parquet").is_file():
            raise
        return None


def _plan(codebook: Codebook, made: CityTables | None, project: Project) -> Planned:
    if made is None:
        return plan_codes(project.codes, codebook, {}, {})
    names = dict(zip(made.themes["theme_id"].astype(str), made.themes["name"].astype(str), strict=True))
    return plan_codes(project.codes, codebook, names, known_guids(made))


def _gold(made: CityTables, project: Project, planned: Planned) -> Gold:
    exported = describe_project(made).project
    machine_codes = _machine_codes(made)
    return collect_gold(
        project,
        planned.codes,
        _list_statements(made),
        machine=guid_of(made.key, "user", MACHINE),
        exported=[coding.guid for source in exported.sources for one in source.selections for coding in one.codings],
        machine_codes=machine_codes,
    )


def _list_statements(made: CityTables) -> dict[str, list[tuple[str, str]]]:
    """session_id -> statement_id and words, in the order in which they were said."""
    statements: dict[str, list[tuple[str, str]]] = {}
    rows = made.statements.sort_values("statement_id")
    for session, one, words in zip(rows["session_id"], rows["statement_id"], rows["text"], strict=True):
        statements.setdefault(str(session), []).append((str(one), str(words)))
    return statements


def _machine_codes(made: CityTables) -> Mapping[str, frozenset[str]]:
    """statement_id -> its theme and subtheme, by the names that gold has for them."""
    found = codes_of_city(made)
    known = known_guids(made)
    columns = (made.assignments[name] for name in ("statement_id", "theme_id", "subtheme_id"))
    return {
        str(one): frozenset(known[found.themes[name]] for name in (theme, part) if isinstance(name, str) and name in found.themes)
        for one, theme, part in zip(*columns, strict=True)
    }


def _known_things(made: CityTables) -> tuple[dict[str, str], tuple[str, ...]]:
    """What statements and sessions of an export stand for, by GUID; and the GUIDs of its memos."""
    project = describe_project(made, blind=True).project
    things = {source.guid: source.name for source in project.sources}
    things |= {one.guid: one.description.split(",")[0] for source in project.sources for one in source.selections}
    return things, tuple(note.guid for note in project.notes)
