"""Entries -> tables: everything about a policy as `tables_policy` declares it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from peace_analysis.policy.answers import carry_forward, count_answers, latest_answers, verify_answer
from peace_analysis.policy.document import Block, Policy, Section
from peace_analysis.policy.entries import Codevelopment, Disposition, Signoff
from peace_analysis.policy.identity import list_changes
from peace_analysis.policy.questions import NOT_FOUND, answer_questions
from peace_analysis.table_checks import Table
from peace_analysis.tables_policy import (
    POLICY_CHANGES,
    POLICY_COMMENTS,
    POLICY_CONSENSUS,
    POLICY_DISPOSITIONS,
    POLICY_LINKS,
    POLICY_QUESTIONS,
    POLICY_SECTIONS,
    POLICY_SIGNOFFS,
    POLICY_TIMELINE,
    POLICY_VERSIONS,
)

Row = tuple[Any, ...]


def tabulate_policies(entries: Sequence[Codevelopment], links: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Set all policies of a city as tables.

    Args:
        entries: One per policy; their words are anonymised already.
        links: `POLICY_LINKS` of all of them.

    Returns:
        Every table of `POLICY_TABLES`, by its name.
    """
    rows: dict[str, list[Row]] = {}
    for entry in entries:
        of_it = links[links["policy"] == entry.name]
        for name, made in _tabulate(entry, of_it).items():
            rows.setdefault(name, []).extend((entry.name, *row) for row in made)
    tables = (
        POLICY_VERSIONS,
        POLICY_SECTIONS,
        POLICY_CHANGES,
        POLICY_QUESTIONS,
        POLICY_COMMENTS,
        POLICY_DISPOSITIONS,
        POLICY_SIGNOFFS,
        POLICY_CONSENSUS,
        POLICY_TIMELINE,
    )
    return {table.name: make_frame(rows.get(table.name, []), table) for table in tables} | {
        POLICY_LINKS.name: make_frame(links[list(POLICY_LINKS.by_name)].itertuples(index=False, name=None), POLICY_LINKS)
    }


def make_frame(rows: Iterable[Row], table: Table) -> pd.DataFrame:
    """Make a table of rows that hold its columns in order."""
    frame = pd.DataFrame(list(rows), columns=list(table.by_name))
    kinds = {"text": "object", "integer": "int64", "number": "float64", "flag": "bool", "share": "float64"}
    made = frame.astype({column.name: kinds[column.kind] for column in table.columns})
    for column in table.columns:
        if column.kind == "text":
            made[column.name] = made[column.name].where(made[column.name].notna(), None)
    return made


def rebuild_versions(sections: pd.DataFrame, versions: pd.DataFrame) -> list[Policy]:
    """Make the versions of one policy of their tables, oldest first: enough to set redlines and ask questions.

    Args:
        sections: Rows of `POLICY_SECTIONS` of one policy.
        versions: Rows of `POLICY_VERSIONS` of the same.
    """
    made = []
    for version in _records(versions.sort_values("version")):
        of_it = _records(sections[sections["version"] == version["version"]].sort_values("place"))
        parts = tuple(
            Section(
                row["section_id"], row["number"], row["heading"], row["text"], tuple(Block(line, "") for line in row["text"].split("\n"))
            )
            for row in of_it
        )
        made.append(Policy(version["file"], version["digest"], parts, datetime.date.fromisoformat(version["version"])))
    return made


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def latest_signoffs(entry: Codevelopment) -> dict[str, Signoff]:
    """Give each representative's last sign-off; who has none yet is left out."""
    return {signoff.representative: signoff for signoff in entry.signoffs}


def _tabulate(entry: Codevelopment, links: pd.DataFrame) -> dict[str, list[Row]]:
    dated = [(version, _day(version.date)) for version in entry.versions]
    return {
        POLICY_VERSIONS.name: [
            (day, version.name, version.digest, len(version.sections), len(version.removed), len(version.notices)) for version, day in dated
        ],
        POLICY_SECTIONS.name: [
            (day, place, s.section_id, s.number, s.heading, s.name, "\n".join(s.paragraphs))
            for version, day in dated
            for place, s in enumerate(version.sections, start=1)
        ],
        POLICY_CHANGES.name: [
            (_day(old.date), _day(new.date), c.section_id, c.kind, c.old_number, c.new_number, c.other_id or None)
            for old, new in pairwise(entry.versions)
            for c in list_changes(old, new)
        ],
        POLICY_QUESTIONS.name: [
            (day, a.question, a.answer, a.section_id or None, a.number, a.quote)
            for version, day in dated
            for a in answer_questions(version)
            if any(other.answer != NOT_FOUND for other in answer_questions(version))
        ],
        POLICY_COMMENTS.name: _comments(entry, links),
        POLICY_DISPOSITIONS.name: _dispositions(entry),
        POLICY_SIGNOFFS.name: _signoffs(entry),
        POLICY_CONSENSUS.name: [(one.section_id, one.group, one.level) for one in entry.consensus],
        POLICY_TIMELINE.name: [(_day(one.date), _day(one.end), one.kind, one.what) for one in entry.events],
    }


def _comments(entry: Codevelopment, links: pd.DataFrame) -> list[Row]:
    answers, counts = latest_answers(entry), count_answers(entry)
    first = {row["item"]: row for row in _records(links[(links["kind"] == "comment") & (links["rank"] == 1)])}
    rows: list[Row] = []
    for comment in entry.comments:
        answer = answers.get(comment.number)
        section, placed_by = _place(carry_forward(entry, comment.section_id), first.get(str(comment.number)), answer, entry)
        rows.append(
            (
                comment.number,
                _day(comment.date),
                comment.group,
                _day(entry.version_on(comment.date).date),
                section,
                placed_by,
                comment.text if comment.is_shown else "",
                comment.rationale if comment.is_shown else "",
                comment.source,
                answer.disposition if answer else None,
                answer.reason if answer else "",
                _day(answer.date) if answer else None,
                answer.section_id if answer else None,
                verify_answer(entry, comment, answer),
                counts[comment.number],
            )
        )
    return rows


def _place(
    named: str | None, linked: dict[str, Any] | None, answer: Disposition | None, entry: Codevelopment
) -> tuple[str | None, str | None]:
    """Choose the section of a comment and say who did: `PLACED_BY` in its order.

    Whoever answers a comment cites a section, or says that it is no matter of this policy: they have read it, and the software only
    compares words.
    """
    decided = linked is not None and linked["placed_by"] == "a person"
    if named is not None and not decided:
        return named, "its author"
    if answer is not None and not decided:
        cited = carry_forward(entry, answer.section_id)
        if cited is not None or answer.disposition == "out_of_scope":
            return cited, "its answer"
    if linked is None:
        return None, None
    return (None if pd.isna(linked["section_id"]) else str(linked["section_id"])), str(linked["placed_by"])


def _dispositions(entry: Codevelopment) -> list[Row]:
    latest = latest_answers(entry)
    return [
        (one.comment, _day(one.date), one.disposition, one.section_id, one.reason, one.already, latest[one.comment] is one)
        for one in sorted(entry.dispositions, key=lambda one: (one.comment, one.date))
    ]


def _signoffs(entry: Codevelopment) -> list[Row]:
    latest = latest_signoffs(entry)
    rows: list[Row] = []
    for representative, group in entry.representatives.items():
        last = latest.get(representative)
        rows.append((representative, group, *((_day(last.date), last.signoff, last.dissent) if last else (None, None, ""))))
    return rows


def _day(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
