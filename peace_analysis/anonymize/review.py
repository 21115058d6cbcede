"""How far the review of a city has come: what a person has read, whether it still stands, and the bound on what was missed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peace_analysis.anonymize.review_sample import Stratum, bound_clean, draw_sample, order_statements

if TYPE_CHECKING:
    import pandas as pd

_TOKEN = re.compile(r"\[([A-Z]+(?: [A-Z]+)*) \d{1,4}\]")
_WORD = re.compile(r"\[[A-Z]+(?: [A-Z]+)*\]|[^\W_]+(?:['’-][^\W_]+)*")
_LENGTH = 32  # hexadecimal digits of a fingerprint


@dataclass(frozen=True)
class Signed:
    """One import of a reviewed workbook."""

    reviewer: str  # initials
    day: str  # YYYY-MM-DD
    n_statements: int  # read
    n_missed: int  # of these, statements in which something had been missed
    n_removed: int  # unsure words that were identifiers
    n_kept: int  # unsure words that were none


@dataclass(frozen=True)
class Read:
    """One statement that a person has read."""

    fingerprint: str  # of its words as they stand after the review
    missed: bool  # something in it had been missed


@dataclass(frozen=True)
class Frame:
    """The statements of a session that a sample was drawn from."""

    drawn: str  # digest of the session's statements when its order was drawn
    stands: str  # the same after the review's own changes


@dataclass(frozen=True)
class Record:
    """What review.yml holds; no words."""

    signed: tuple[Signed, ...] = ()
    frames: Mapping[str, Frame] = field(default_factory=dict)  # by session
    read: Mapping[str, Read] = field(default_factory=dict)  # by statement


@dataclass(frozen=True)
class Review:
    """The review of a city's statements as they stand."""

    n_statements: int
    n_read: int  # of the random sample
    n_missed: int  # statements among these in which something had been missed; it has been replaced
    bound: float  # share of statements without a missed identifier, one-sided 95%
    asked: float  # bound that city.yml asks for
    unread: tuple[str, ...]  # statements of the sample that are still to be read, in the order of the sessions
    n_doubts: int  # words that the software was unsure of and nobody has decided
    signed: tuple[Signed, ...]

    @property
    def complete(self) -> bool:
        """Whether a person has read and decided all there is to, and the bound is reached."""
        return self.n_read > 0 and not self.unread and not self.n_doubts and self.bound >= self.asked

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Initials, each once."""
        return tuple(dict.fromkeys(signed.reviewer for signed in self.signed))


def assess_review(statements: pd.DataFrame, record: Record, *, n_doubts: int, bound: float, seed: int) -> Review:
    """Hold what was reviewed against the statements as they stand.

    A statement counts as read if its words are the ones that were read. A session of which any statement is new or changed gets a
    new random order, so that its sample is one of what it holds now; a statement in it that was read before is not read again.

    Args:
        statements: Rows of `tables.STATEMENTS`.
        record: What was reviewed.
        n_doubts: Words that the software was unsure of and nobody has decided.
        bound: Share of statements without a missed identifier that is asked for.
        seed: The city's.
    """
    prints = fingerprint_statements(statements)
    ordered: dict[str, list[str]] = {}
    for key, digest in digest_sessions(statements).items():
        ids = list(statements.loc[statements["session_id"] == key, "statement_id"])
        frame = record.frames.get(key)
        ordered[key] = order_statements(ids, seed=seed, frame=frame.drawn if frame is not None and frame.stands == digest else digest)
    current = {key: read for key, read in record.read.items() if prints.get(key) == read.fingerprint}
    missed = {key for key, read in current.items() if read.missed}
    drawn = set(draw_sample(ordered, missed, bound))
    strata = []
    for ids in ordered.values():
        read = [key for key in ids if key in drawn and key in current]
        strata.append(Stratum(len(ids), len(read), sum(key in missed for key in read)))
    return Review(
        n_statements=len(statements),
        n_read=sum(stratum.n_read for stratum in strata),
        n_missed=sum(stratum.n_missed for stratum in strata),
        bound=bound_clean(strata),
        asked=bound,
        unread=tuple(key for key in statements["statement_id"] if key in drawn and key not in current),
        n_doubts=n_doubts,
        signed=record.signed,
    )


def bind_review(
    record: Record,
    signed: Signed,
    missed: Mapping[str, bool],
    *,
    before: pd.DataFrame,
    after: pd.DataFrame,
    kept: Iterable[Sequence[str]] = (),
) -> tuple[Record, int]:
    """Add a review to the record, bound to the statements as its decisions leave them.

    Args:
        record: What was reviewed before.
        signed: Who reviewed, when and how much.
        missed: Statement that was read -> something in it had been missed.
        before: Statements as they were read, rows of `tables.STATEMENTS`.
        after: Statements with the decisions applied.
        kept: Words, folded, that decisions give back.

    Returns:
        The record, and how many statements were read whose new text shows what was not in the one that was read: decisions moved where
        a turn is cut. These do not count.
    """
    kept = list(kept)
    drawn, stands = digest_sessions(before), digest_sessions(after)
    frames = {}
    for key, digest in stands.items():
        old = record.frames.get(key)
        frames[key] = Frame(old.drawn if old is not None and old.stands == drawn.get(key) else drawn.get(key, digest), digest)
    prints_before, prints = fingerprint_statements(before), fingerprint_statements(after)
    texts_before, texts = (dict(zip(frame["statement_id"], frame["text"], strict=True)) for frame in (before, after))
    known = {key: read.missed for key, read in record.read.items() if prints_before.get(key) == read.fingerprint} | dict(missed)
    read = {
        key: Read(prints[key], had_missed)
        for key, had_missed in known.items()
        if key in texts and shows_no_more(str(texts_before[key]), str(texts[key]), kept)
    }
    return Record((*record.signed, signed), frames, read), len(known) - len(read)


def fingerprint_statements(statements: pd.DataFrame) -> dict[str, str]:
    """Hash the words of each statement; numbers of tokens do not count, since they shift when a name is found before them."""
    return {
        str(key): hashlib.sha256(f"{key}\n{_bare(str(text))}".encode()).hexdigest()[:_LENGTH]
        for key, text in zip(statements["statement_id"], statements["text"], strict=True)
    }


def digest_sessions(statements: pd.DataFrame) -> dict[str, str]:
    """Hash all statements of each session, in the order of the sessions."""
    prints = fingerprint_statements(statements)
    return {
        str(key): hashlib.sha256("\n".join(sorted(prints[str(name)] for name in ids)).encode()).hexdigest()[:_LENGTH]
        for key, ids in statements.groupby("session_id", sort=False)["statement_id"]
    }


def digest_statements(statements: pd.DataFrame) -> str:
    """Hash a whole table of statements: the one that a workbook was made from."""
    parts = "\n".join(f"{key} {digest}" for key, digest in sorted(digest_sessions(statements).items()))
    return hashlib.sha256(parts.encode()).hexdigest()[:_LENGTH]


def shows_no_more(before: str, after: str, kept: Iterable[Sequence[str]] = ()) -> bool:
    """Whether a statement shows nothing that its reviewer has not seen.

    Args:
        before: Its text when it was read.
        after: Its text now.
        kept: Words, folded, that were given back by a decision.

    Returns:
        True if the words of `after`, tokens aside, stand in `before` in the same order, or are words given back.
    """
    from peace_analysis.anonymize.decisions import fold_words

    given_back = {word for phrase in kept for word in phrase}
    seen = iter([fold_words(word) for word in _WORD.findall(_bare(before)) if not word.startswith("[")])
    for word in (fold_words(word) for word in _WORD.findall(_bare(after)) if not word.startswith("[")):
        if set(word) <= given_back:
            continue
        if not any(word == other for other in seen):
            return False
    return True


def _bare(text: str) -> str:
    return _TOKEN.sub(r"[\1]", " ".join(text.split()))
