"""Tokens in place of identifiers: `[NAME 1]`, `[PHONE 2]`, `[BADGE 1]`, the same one for the same person or number within a session."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from peace_analysis.anonymize import spoken, words
from peace_analysis.anonymize.people import People
from peace_analysis.anonymize.recognizer.titles import skip_titles
from peace_analysis.anonymize.spans import Span

_TAKEN = re.compile(r"\[([A-Z]+(?: [A-Z]+)*) (\d{1,4})\]")


@dataclass(frozen=True)
class LogRow:
    """One replacement; restricted, because `original` holds the words as received."""

    session_id: str
    turn: int  # place in the list of texts, from 0
    start: int  # Unicode code points in the original text
    end: int  # exclusive
    type: str
    subtype: str
    token: str
    original: str
    score: float
    rule: str


@dataclass(frozen=True)
class Replaced:
    """Texts with tokens, and what stood in their place."""

    texts: list[str]
    log: list[LogRow]


def replace_session(texts: Sequence[str], spans: Sequence[Sequence[Span]], roster: Sequence[str] = (), session_id: str = "") -> Replaced:
    """Replace identifiers in all texts of one session.

    Tokens are numbered by first appearance; numbers that the texts already hold (`[NAME 3]`) are not given again. Titles before a name
    stay: "Officer [NAME 2]" says more than "[NAME 2]" and names nobody.

    Args:
        texts: Texts of one session, in order.
        spans: For each its spans, in order of their start, none overlapping.
        roster: Names of those who were there: two people of one first name stay apart.
        session_id: For the log.

    Returns:
        Texts with tokens and the log, in order of appearance.

    Raises:
        ValueError: If there are not as many lists of spans as texts, or spans overlap or leave their text.
    """
    if len(texts) != len(spans):
        raise ValueError(f"spans are for {len(spans)} texts, but there are {len(texts)}")
    spans = [[_bare(text, span) for span in some] for text, some in zip(texts, spans, strict=True)]
    people = People((text[s.start : s.end] for text, some in zip(texts, spans, strict=True) for s in some if s.type == "NAME"), roster)
    numbers: dict[tuple[str, str], int] = {}
    used: dict[str, int] = {}
    for text in texts:
        for match in _TAKEN.finditer(text):
            used[match.group(1)] = max(used.get(match.group(1), 0), int(match.group(2)))
    replaced: list[str] = []
    log: list[LogRow] = []
    for turn, (text, some) in enumerate(zip(texts, spans, strict=True)):
        pieces: list[str] = []
        at = 0
        for span in some:
            if not at <= span.start < span.end <= len(text):
                raise ValueError(f"text {turn}: span {span.start}-{span.end} overlaps another or leaves the text ({len(text)} characters)")
            original = text[span.start : span.end]
            label = span.subtype if span.type == "ID" and span.subtype else span.type
            key = (label, people.key(original) if span.type == "NAME" else _value(original, span))
            if key not in numbers:
                used[label] = numbers[key] = used.get(label, 0) + 1
            token = f"[{label} {numbers[key]}]"
            pieces += [text[at : span.start], token]
            log.append(LogRow(session_id, turn, span.start, span.end, span.type, span.subtype, token, original, span.score, span.rule))
            at = span.end
        replaced.append("".join(pieces) + text[at:])
    return Replaced(replaced, log)


def _bare(text: str, span: Span) -> Span:
    """Let a name begin behind its titles; one that is nothing but titles stays whole."""
    if span.type != "NAME" or not 0 <= span.start < span.end <= len(text):
        return span
    start = skip_titles(text, span.start, span.end)
    return replace(span, start=start) if start < span.end else span


def _value(original: str, span: Span) -> str:
    """What an identifier comes down to however it is said: "555-0123" and "five five five, oh one two three" are one phone."""
    if span.type in ("PHONE", "ZIP", "AGE") or (span.type == "ID" and span.subtype in ("SSN", "CARD", "ACCOUNT", "BADGE")):
        digits = spoken.digits_of(original)
        if digits:
            return digits[-10:] if span.type == "PHONE" else digits
    if span.type == "EMAIL":
        return re.sub(r"\s+", "", re.sub(r"\s+(?:dot|punto)\s+", ".", re.sub(r"\s+(?:at|arroba)\s+", "@", original.casefold())))
    plain = re.sub(r"^(?:the|la|el)\s+", "", original.casefold())
    return " ".join(words.fold(word) for word in re.findall(r"[\w']+", plain))
