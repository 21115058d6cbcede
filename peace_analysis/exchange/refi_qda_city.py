"""A city as a REFI-QDA project: anonymised transcripts, themes coded on statements, sessions and participants as cases, memos."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peace_analysis.exchange.memos_file import MEMOS_NAME, Memos
from peace_analysis.exchange.refi_qda_cases import describe_cases, name_left_out
from peace_analysis.exchange.refi_qda_codes import ORIGIN, CityCodes, guid_of, list_codes, themes_only
from peace_analysis.exchange.refi_qda_model import Coding, Link, Note, Project, Selection, TextSource, User
from peace_analysis.exchange.refi_qda_texts import SessionText, first_words, lay_out_session, split_by_session
from peace_analysis.themes.codebook_entries import Codebook

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.settings import Config

MACHINE = "machine"
UNDATED = "2000-01-01T00:00:00Z"  # some programs cannot read a source without a date
RESTRICTED = (
    "Restricted: anonymised words of everybody, also of people who did not consent to be quoted, with what participants said of "
    "themselves. For the team only. Quote nothing that is not coded `May be quoted`."
)


@dataclass(frozen=True)
class CityTables:
    """What a run made of a city, and what people wrote about it."""

    key: str
    config: Config
    sessions: pd.DataFrame
    turns: pd.DataFrame
    statements: pd.DataFrame
    participants: pd.DataFrame
    themes: pd.DataFrame
    marks: pd.DataFrame
    assignments: pd.DataFrame
    exemplars: pd.DataFrame
    codebook: Codebook = field(default_factory=Codebook)
    memos: Memos = field(default_factory=Memos)


@dataclass(frozen=True)
class Described:
    """A project made of a city."""

    project: Project
    left: tuple[str, ...]  # what it does not carry, one sentence each


def codes_of_city(tables: CityTables) -> CityCodes:
    """Make the city's codes, with what is known of statements besides themes."""
    return list_codes(
        tables.key, tables.themes, tables.marks, tables.codebook.codes, {str(key): text for key, text in tables.config.questions.items()}
    )


def lay_out_city(tables: CityTables, *, line_end: str = "\n") -> dict[str, SessionText]:
    """Set every session as a text: session_id -> text and spans."""
    ids = [str(one) for one in tables.sessions["session_id"]]
    turns, statements = split_by_session(tables.turns, ids), split_by_session(tables.statements, ids)
    return {one: lay_out_session(turns[one], statements[one], line_end=line_end) for one in ids}


def describe_project(tables: CityTables, *, blind: bool = False, line_end: str = "\n") -> Described:
    """Describe a city as a project.

    Args:
        tables: The city.
        blind: Leave out what the software coded, for people who code without having seen it.
        line_end: As `lay_out_session`.

    Returns:
        The project, with GUIDs that are the same in every export, and what it does not carry.
    """
    key = tables.key
    found = themes_only(codes_of_city(tables)) if blind else codes_of_city(tables)
    laid_out = lay_out_city(tables, line_end=line_end)
    machine = guid_of(key, "user", MACHINE)
    days = {str(one): _stamp(day) for one, day in zip(tables.sessions["session_id"], tables.sessions["date"], strict=True)}
    given = {} if blind else _given_codes(tables, found)
    told = _told_statements(tables, blind=blind)
    sources = []
    for session, laid in laid_out.items():
        if not laid.text:
            continue
        day = days[session]
        selections = tuple(
            Selection(
                guid_of(key, "statement", one),
                *span,
                first_words(laid.text[span[0] : span[1]]),
                told[one],
                tuple(Coding(guid_of(key, "coding", f"{one}/{code}"), code, machine, day) for code in given.get(one, ())),
                user=machine,
                created=day,
            )
            for one, span in laid.spans.items()
        )
        sources.append(TextSource(guid_of(key, "source", session), session, laid.text, "", selections, user=machine, created=day))
    people = _list_authors(tables)
    users = (User(machine, ORIGIN), *(User(guid_of(key, "user", name), name, name) for name in people))
    variables, cases = describe_cases(tables, {one.name for one in sources}, {one for laid in laid_out.values() for one in laid.spans})
    notes, links, lost = _describe_memos(tables, found, {one.name for one in sources})
    about = tuple(note.guid for note, memo in zip(notes, tables.memos.memos, strict=True) if not memo.about)
    created = max(days.values(), default=UNDATED)
    parts = (users, found.codes, variables, cases, tuple(sources), (), notes, links, found.sets, about)
    project = Project(tables.config.name, ORIGIN, machine, created, RESTRICTED, *parts)
    missing = tuple(one for laid in laid_out.values() for one in laid.missing)
    return Described(project, (*_list_left(tables, missing, blind=blind), *lost))


def _given_codes(tables: CityTables, found: CityCodes) -> dict[str, list[str]]:
    """Codes of each statement: its theme, its subtheme, and what else is known of it."""
    given: dict[str, list[str]] = {}
    columns = ("statement_id", "theme_id", "subtheme_id", "residual")
    for one, theme, part, residual in zip(*(tables.assignments[name] for name in columns), strict=True):
        codes = [found.themes[name] for name in (theme, part) if isinstance(name, str) and name in found.themes]
        given[str(one)] = [*codes, *([found.properties["residual"]] if residual else [])]
    columns = ("statement_id", "question", "request", "quotable")
    for one, question, request, quotable in zip(*(tables.statements[name] for name in columns), strict=True):
        keys = [name for name in ("a", "b") if name in question and question != "none"]
        keys += ["request"] if request else []
        keys += ["quotable"] if quotable else []
        given.setdefault(str(one), []).extend(found.properties[name] for name in keys)
    for one, kind in zip(tables.exemplars["statement_id"], tables.exemplars["kind"], strict=True):
        if found.properties[kind] not in (codes := given.setdefault(str(one), [])):
            codes.append(found.properties[kind])
    for one in tables.memos.quotes:
        given.setdefault(one, []).append(found.properties["quote"])
    return given


def _told_statements(tables: CityTables, *, blind: bool) -> dict[str, str]:
    """What each selection's description says: the statement's id, its language, how strongly it belongs to its theme."""
    told = {str(a): f"{a}, language {b}" for a, b in zip(tables.statements["statement_id"], tables.statements["language"], strict=True)}
    if blind:
        return told
    for one, held in zip(tables.assignments["statement_id"], tables.assignments["membership"], strict=True):
        if str(one) in told and held == held and held is not None:  # noqa: PLR0124  (neither empty nor not a number)
            told[str(one)] += f", membership {held:.2f}"
    return told


def _describe_memos(tables: CityTables, found: CityCodes, sessions: set[str]) -> tuple[tuple[Note, ...], tuple[Link, ...], list[str]]:
    """Memos as notes. Each is linked to what it is about: some programs lose a code that names its memo by itself."""
    key = tables.key
    statements = {str(one) for one in tables.statements["statement_id"]}
    notes, links, lost = [], [], []
    for place, memo in enumerate(tables.memos.memos, 1):
        guid = guid_of(key, "memo", f"{place}/{memo.about}/{memo.text}")
        user = guid_of(key, "user", memo.author) if memo.author else ""
        name = f"{memo.about}: {first_words(memo.text, 40)}" if memo.about else first_words(memo.text, 40)
        notes.append(Note(guid, name, memo.text, "", user, _stamp(memo.date)))
        if not memo.about:
            continue
        target = found.themes.get(memo.about) or found.entries.get(memo.about)
        if memo.about in sessions:
            target = guid_of(key, "source", memo.about)
        elif memo.about in statements:
            target = guid_of(key, "statement", memo.about)
        if target:
            links.append(Link(guid_of(key, "link", guid), guid, target, "memo", "OneWay"))
        else:
            lost.append(
                f"memo {place} of {MEMOS_NAME} is about `{memo.about}`, which this run does not have: it is carried without its link."
            )
    return tuple(notes), tuple(links), lost


def _list_authors(tables: CityTables) -> list[str]:
    """Initials of those who decided or wrote something, in alphabetical order."""
    return sorted({decision.author for decision in tables.codebook.decisions} | {memo.author for memo in tables.memos.memos if memo.author})


def _list_left(tables: CityTables, missing: Sequence[str], *, blind: bool) -> list[str]:
    """Say what of a city a project has no place for."""
    left = [f"{name}." for name in name_left_out(tables)]
    if decisions := tables.codebook.decisions:
        left.append(f"decisions of codebook.yml ({len(decisions)}): what came of them is carried, they are not.")
    if missing:
        left.append(f"{len(missing)} statements whose words do not stand in their turn: {', '.join(missing)}.")
    if tables.memos.n_left:
        left.append(f"{tables.memos.n_left} entries of {MEMOS_NAME} that could not be understood.")
    if lost := [one for one in tables.memos.quotes if one not in set(tables.statements["statement_id"])]:
        left.append(f"{len(lost)} statements marked as quotes that this run does not have: {', '.join(lost)}.")
    if blind:
        left.append("what the software coded (--blind).")
    return left


def _stamp(day: object) -> str:
    """A day as the schema writes moments; a fixed one where there is none."""
    return f"{day}T00:00:00Z" if isinstance(day, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else UNDATED


def known_guids(tables: CityTables) -> Mapping[str, str]:
    """What the codes of an export stand for: GUID -> code in codebook.yml, theme_id, or "" for what is known besides themes."""
    found = codes_of_city(tables)
    codes = dict.fromkeys((*found.properties.values(), guid_of(tables.key, "property", "")), "")
    return codes | {guid: theme for theme, guid in found.themes.items()} | {guid: code for code, guid in found.entries.items()}
