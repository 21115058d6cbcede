"""Where an identifier stands, and what happens when several claim the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

TYPES = (
    "NAME",
    "ADDRESS",
    "PLACE",
    "ORGANIZATION",
    "PHONE",
    "EMAIL",
    "URL",
    "HANDLE",
    "ID",
    "DATE",
    "AGE",
    "ZIP",
    "INCIDENT",
    "KIN",
)  # fmt: skip
SUBTYPES = ("SSN", "MRN", "PLAN", "ACCOUNT", "CARD", "LICENSE", "PLATE", "VIN", "DEVICE", "IP", "BADGE", "UNIT", "CASE")

# Marks that a transcriber or an earlier pass has set; whatever else stands in brackets is read as speech.
_TOKEN = re.compile(
    r"\[(?:[A-Z]+(?: [A-Z]+)* \d{1,4}"
    "|(?:(?:crosstalk|cross talk|overlapping|inaudible|unintelligible|indiscernible|laughter|laughs?|laughing"
    "|chuckles?|applause|music|silence|"
    r"pause|pauses|coughs?|coughing|sighs?|crying|cries|background noise|noise|foreign language|speaking spanish|speaks spanish|spanish|"
    r"phonetic|sic|redacted|name|bleep|beep|door closes|end of recording|recording stops|recording starts|no audio|blank_audio|"
    r"risas|aplausos|inaudible|música|llanto)[ ,;/]*)+(?:\d{1,2}:\d{2}(?::\d{2})?)?)\]",
    re.IGNORECASE,
)
_MASK = "\ufffc"  # neither a letter nor a space: no rule reaches into it or across it


@dataclass(frozen=True)
class Span:
    """One identifier found in one text."""

    start: int  # Unicode code points, 0-based
    end: int  # exclusive
    type: str  # one of TYPES
    subtype: str  # for an ID one of SUBTYPES, or empty; for other types a finer kind, or empty
    score: float  # 0 to 1
    rule: str  # what found it


def normalize(text: str) -> str:
    """Straighten quotes, dashes and spaces and hide marks like `[crosstalk]`, one character for one, so that offsets hold."""
    text = text.translate(_STRAIGHT)
    if "[" in text:
        text = _TOKEN.sub(lambda match: _MASK * (match.end() - match.start()), text)
    return text


_STRAIGHT = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "‑": "-",
        "‐": "-",
        "−": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "＠": "@",
    }
)


def resolve(spans: Iterable[Span], text: str) -> list[Span]:
    """Leave no two spans on the same words.

    Args:
        spans: What all rules found in one text, in any order.
        text: The text, to drop white space and commas at the edges.

    Returns:
        Spans in order of their start. Where two overlap, the longer one stays, widened to all that either covered, so that no word that
        any rule wanted hidden is left; of two alike the higher score stays.
    """
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, -s.score, s.type, s.rule)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            stays = max(last, span, key=_strength)
            merged[-1] = Span(last.start, max(last.end, span.end), stays.type, stays.subtype, stays.score, stays.rule)
        else:
            merged.append(span)
    return [trimmed for span in merged if (trimmed := _trim(span, text)).start < trimmed.end]


def _strength(span: Span) -> tuple[float, float, str]:
    return (span.end - span.start) * (0.5 + span.score / 2), span.score, span.rule


def _trim(span: Span, text: str) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in " \t\n,;:":
        start += 1
    while end > start and text[end - 1] in " \t\n,;:":
        end -= 1
    if span.type != "NAME" and text[end - 1 : end] == "." and text[max(start, end - 4) : end - 1].isalpha() and end - start > 4:
        end -= 1  # the end of the sentence, not of an abbreviation
    return span if (start, end) == (span.start, span.end) else Span(start, end, span.type, span.subtype, span.score, span.rule)
