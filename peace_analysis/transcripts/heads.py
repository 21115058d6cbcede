"""Cutting a line at the label and the time that may stand at its beginning."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from peace_analysis.transcripts.clock import TIME, seconds
from peace_analysis.transcripts.labels import colon_label, rank, split_label, tidy

Known = Callable[[str], bool]

_SPAN = rf"{TIME}(?:\s*(?:-->|-|–|to)\s*{TIME})?"
_TIME_FIRST = re.compile(rf"\s*(?P<open>[\[(]?)(?P<time>{_SPAN})(?P<close>[\])]?)\s*[-–|]?:?(?:\s+(?P<rest>.*))?", re.DOTALL)
_NAME_TIME = re.compile(
    rf"(?P<label>\S[^:]{{0,60}}?)(?:\s?[,|–-])?\s(?P<open>[\[(]?)(?P<time>{_SPAN})(?P<close>[\])]?)(?P<colon>\s*:)?(?:\s+(?P<rest>.*))?"
)
_ALONE = 60  # characters of a name that stands alone on its line


@dataclass(frozen=True)
class Line:
    """One line or paragraph on its way through the grammar."""

    text: str
    number: int  # line or paragraph of the source, from 1
    gap: bool = False  # stands apart from what is above: an empty line, or a paragraph of its own
    heading: bool = False  # the source's styles say so
    bullet: bool = False
    speaker: str | None = None  # where the source itself marks the speaker
    start: float | None = None


@dataclass(frozen=True)
class Head:
    """A line cut into what may be a label, a time and words."""

    label: str | None
    time: float | None
    words: str
    sure: bool = False  # the label stands with a time: a header line
    bare: tuple[float | None, str] | None = None  # time and words if the label turns out to be none; else the whole line


def cut_line(line: Line, known: Known, timed: bool) -> Head:
    """Cut one line.

    Args:
        line: The line, without bullet.
        known: Says whether the session knows a label.
        timed: Most lines of the source begin with a time.

    Returns:
        What may be a label (`labels.accepted` decides), the time in seconds, the words.
    """
    if line.speaker or line.heading:
        return Head(None, None, line.text)
    for cut in (_time_first(line, known, timed), _name_time(line.text, known), _name_first(line.text, known)):
        if cut is not None:
            return cut
    alone = tidy(line.text)
    if len(alone) <= _ALONE and line.gap and not line.bullet and (known(alone) or re.fullmatch(r"(?i)speaker \d{1,3}", alone)):
        return Head(alone, None, "")
    return Head(None, None, line.text)


def begins_with_time(text: str) -> bool:
    """The line begins with a clock time, in brackets or not."""
    return _TIME_FIRST.fullmatch(text) is not None


def _time_first(line: Line, known: Known, timed: bool) -> Head | None:
    """`[00:12:31] Maria: words`, `00:12:31 Maria Lopez`, a time alone, a time in brackets before words."""
    match = _TIME_FIRST.fullmatch(line.text)
    time = seconds(_first(match["time"])) if match and _closed(match) else None
    if match is None or time is None:
        return None
    rest = (match["rest"] or "").strip()
    # "7:30 is too late for me" begins with a time that was said; where most lines begin with one, it was not.
    bare = (time, rest) if not rest or match["open"] or timed else None
    if inner := _label_of(rest, known):
        return Head(inner[0], time, inner[1], True, bare)
    if rest and (known(tidy(rest)) or rank(tidy(rest)) == "name") and not line.bullet:
        return Head(tidy(rest), time, "", True, bare)
    return Head(None, time, rest) if bare else None


def _name_time(text: str, known: Known) -> Head | None:
    """`Speaker 2  00:12:31`, `Maria Lopez 7:02 PM`, `Speaker 1 (00:03): words`."""
    match = _NAME_TIME.fullmatch(text)
    time = seconds(_first(match["time"])) if match and _closed(match) else None
    if match is None or time is None:
        return None
    label, rest = tidy(match["label"]), (match["rest"] or "").strip()
    form = "name" if known(label) else rank(label)
    bound = not rest or match["colon"] or match["open"]
    return Head(label, time, rest, sure=True) if bound and (form == "name" or (form == "weak" and not rest)) else None


def _name_first(text: str, known: Known) -> Head | None:
    """`Maria: words`, `Maria: [00:12:31] words`."""
    inner = _label_of(text, known)
    if inner is None:
        return None
    after = _TIME_FIRST.fullmatch(inner[1])
    if after and after["open"] and _closed(after):
        return Head(inner[0], seconds(_first(after["time"])), (after["rest"] or "").strip(), sure=True)
    return Head(inner[0], None, inner[1])


def _label_of(text: str, known: Known) -> tuple[str, str] | None:
    sure = colon_label(text)
    return sure if sure and known(sure[0]) else split_label(text)


def _first(span: str) -> str:
    found = re.match(TIME, span)
    return found[0] if found else span


def _closed(match: re.Match[str]) -> bool:
    """Brackets around a time come in pairs or not at all."""
    return (match["open"], match["close"]) in {("", ""), ("[", "]"), ("(", ")")}
