"""A person's review of a city: a workbook goes out, and comes back with decisions."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.anonymize.decisions import KEEPABLE, fold_words
from peace_analysis.anonymize.review import Review, Signed, assess_review, bind_review, digest_statements
from peace_analysis.anonymize.review_queue import list_doubts
from peace_analysis.errors import CityError, InputError, Problem
from peace_analysis.exchange.review_answers import Answers, read_answers
from peace_analysis.exchange.review_files import (
    FOLDER,
    Decided,
    as_decisions,
    decisions_path,
    read_decided,
    read_doubts,
    read_record,
    read_review,
)
from peace_analysis.exchange.review_import import keep_import
from peace_analysis.exchange.review_workbook import SAMPLE, UNSURE, Workbook, write_workbook
from peace_analysis.files import hash_file
from peace_analysis.tables import STATEMENTS

if TYPE_CHECKING:
    from peace_analysis.anonymize import Anonymised
    from peace_analysis.city import City

INITIALS = re.compile(r"[A-Z]{2,3}")


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    review: Review  # as it will stand after the next run
    n_read: int  # statements read in this workbook
    n_missed: int  # of these, statements in which something had been missed
    n_kept: int  # unsure words that stay
    n_removed: int  # unsure words that go
    n_moved: int  # statements read that the decisions cut anew: they come again


def export_review(city: City, path: Path | None = None) -> tuple[Workbook, Path] | None:
    """Write the workbook that asks for whatever is still to be reviewed.

    Args:
        city: The city; its first stage is up to date.
        path: Where to; by default `review/` in the city's folder, which git ignores.

    Returns:
        What it asks, and where it is; None where nothing is left to review.

    Raises:
        CityError: If the city has to be run first.
        InputError: If there is a file of that name.
    """
    workbook = _ask(city)
    if not len(workbook.sample) and not workbook.doubts:
        return None
    if path is None:
        path = city.folder / FOLDER / f"{city.key}-{workbook.export[:8]}.xlsx"
    try:
        if path.parent == city.folder / FOLDER:
            path.parent.mkdir(mode=0o700, exist_ok=True)
        return workbook, write_workbook(workbook, path)
    except FileExistsError as error:
        remedy = "It may hold answers: import it, or delete it, or name another file with --to."
        raise InputError(Problem(str(path), "is there already.", remedy)) from error


def import_review(city: City, path: Path, reviewer: str, today: date | None = None) -> Imported:
    """Take over the answers of a workbook: decisions for the next run, and the record of what was read.

    The sessions that decisions touch are anonymised again, to see what the statements will be; the next run takes them over.

    Args:
        city: The city that it was exported for.
        path: The workbook, filled in.
        reviewer: Initials.
        today: The day of the review; today in UTC by default.

    Raises:
        InputError: If the workbook, the initials or the city's state are not what they should be; lists every problem by sheet and
            row, never the words. Nothing is written then.
    """
    if not INITIALS.fullmatch(reviewer):
        raise InputError(Problem("--reviewer", "two or three capital letters are expected: initials, no name.", "Write --reviewer AB."))
    asked = _ask(city)
    answers = read_answers(path, asked)
    day = (today or datetime.now(UTC).date()).isoformat()
    earlier, record = read_decided(city), read_record(city)
    decided = _join(earlier, _decide(asked, answers, reviewer, day))
    result, store = _anonymize(city, decided)
    if problems := _conflicts(city, path, asked, answers, result):
        raise InputError(problems)
    choices = list(answers.decisions.values())
    n_missed = sum(map(bool, answers.missed.values()))
    record, n_moved = bind_review(
        record,
        Signed(reviewer, day, len(asked.sample), n_missed, choices.count("remove"), choices.count("keep")),
        {key: bool(words) for key, words in answers.missed.items()},
        before=city.load_table(STATEMENTS),
        after=result.statements,
        kept=[fold_words(row.words) for row in decided if row.decision == "keep"],
    )
    privacy = city.config.privacy
    n_doubts = len(list_doubts(result.replacements, result.doubtful, result.turns, {row.key for row in decided}))
    review = assess_review(result.statements, record, n_doubts=n_doubts, bound=privacy.review_bound, seed=city.config.seed)
    _keep_sessions(city, store)
    keep_import(city, decided, record)
    signed = record.signed[-1]
    return Imported(review, signed.n_statements, signed.n_missed, signed.n_kept, signed.n_removed, n_moved)


def _ask(city: City) -> Workbook:
    """Put together what is still to be reviewed, once the city's statements are the ones that its input gives now."""
    from peace_analysis.pipeline import read_state
    from peace_analysis.pipeline.stages import STAGES, fingerprint_stage, is_current

    if not is_current(STAGES[0], city, read_state(city), fingerprint_stage(STAGES[0], city)):
        message = "its statements have not been made, or are not what its input gives now."
        raise CityError(Problem(str(city.folder), message, f"Run `peace-analysis run {city.key}` first."))
    statements = city.load_table(STATEMENTS)
    unread = set(read_review(city).unread)
    sample = statements[statements["statement_id"].isin(unread)].reset_index(drop=True)
    doubts = read_doubts(city)
    parts = [digest_statements(statements), hash_file(decisions_path(city)), *sample["statement_id"], *(doubt.row_id for doubt in doubts)]
    made_from = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
    return Workbook(city.key, made_from, doubts, sample, city.config.privacy.review_bound)


def _decide(asked: Workbook, answers: Answers, reviewer: str, day: str) -> list[Decided]:
    doubts = [Decided(d.session_id, answers.decisions[d.row_id], d.type, d.words, reviewer, day) for d in asked.doubts]
    found = []
    for key, session_id in zip(asked.sample["statement_id"], asked.sample["session_id"], strict=True):
        where = "" if key in answers.everywhere else str(session_id)
        found += [Decided(where, "remove", "", words, reviewer, day) for words in answers.missed[key]]
    return [*doubts, *found]


def _join(earlier: list[Decided], new: list[Decided]) -> list[Decided]:
    """Add decisions; a newer one on the same words takes the place of the older."""
    return list({row.key: row for row in (*earlier, *new)}.values())


def _anonymize(city: City, decided: list[Decided]) -> tuple[Anonymised, dict[str, dict[str, object]]]:
    from peace_analysis.anonymize import anonymize_city
    from peace_analysis.restricted import SessionStore
    from peace_analysis.transcripts import read_city

    store = dict(SessionStore(city))  # a copy: nothing is written before all is known to be sound
    return anonymize_city(read_city(city), city, decisions=as_decisions(decided), earlier=store), store


def _keep_sessions(city: City, sessions: dict[str, dict[str, object]]) -> None:
    """Let the next run take over what was worked out here."""
    from peace_analysis.restricted import SessionStore

    with SessionStore(city) as store:
        store.data.clear()
        store.data.update(sessions)


def _conflicts(city: City, path: Path, asked: Workbook, answers: Answers, result: Anonymised) -> list[Problem]:
    """List decisions that cannot stand: words given back that the leak gate would stop, and missed words that are still there."""
    from peace_analysis.anonymize.decisions import SessionDecisions
    from peace_analysis.anonymize.spans import normalize
    from peace_analysis.disclosure.leaks_sought import gather

    problems = []
    log = result.replacements
    logged = set() if log.empty else set(zip(log["type"], log["subtype"], log["original"], strict=True))
    sought = gather(sorted(logged), keep=city.config.privacy.keep).spellings
    for doubt in asked.doubts:
        row = answers.rows[UNSURE, doubt.row_id]
        if answers.decisions[doubt.row_id] != "keep" or doubt.type not in KEEPABLE:
            continue
        place = f"{path}: sheet {UNSURE}, row {row}"
        there = city.roster.loc[city.roster["session_id"] == doubt.session_id, "speaker_label"].dropna()
        if {word for label in there for word in fold_words(str(label))} & set(fold_words(doubt.words)):
            problems.append(Problem(place, "`keep`: the words are in the name of somebody who was there.", "Choose remove."))
        elif doubt.words in sought:
            message = "`keep`: the words are replaced elsewhere in the city, and the leak gate would stop the report."
            remedy = "Choose remove; or name them under `privacy: {keep: [...]}` in city.yml, which holds in all sessions."
            problems.append(Problem(place, message, remedy))
    texts = dict(zip(result.statements["statement_id"], result.statements["text"], strict=True))
    for key in asked.sample["statement_id"]:
        row = answers.rows[SAMPLE, key]
        missed = SessionDecisions(answers.missed[key])
        if missed and missed.find(normalize(str(texts.get(key, "")))):
            message = "`missed`: the words would still be there after the next run."
            place = f"{path}: sheet {SAMPLE}, row {row}"
            problems.append(Problem(place, message, "Copy the whole name or number from the statement."))
    return problems
