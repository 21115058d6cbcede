"""Captions of either format: blocks with times -> rows with speakers."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from peace_analysis.errors import Problem, TranscriptError
from peace_analysis.transcripts.clock import TIME, seconds
from peace_analysis.transcripts.labels import accepted, colon_label, label_key, split_label, tidy
from peace_analysis.transcripts.rows import Row, clean

Known = Callable[[str], bool]
TIMING = re.compile(rf"\s*({TIME})\s*-->\s*({TIME})(?:\s.*)?")
ALMOST_TIMING = re.compile(r"\s*\d{1,3}:\d{1,2}[\d:.,]*\s*(?:->|—>|–>|→|--\s?>|-->|=>).*")
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|ruby|rt|lang|font|span|em|strong|br|p)(?=[\s.>/])[^<>]*>|<(?:\d+:)?\d{1,2}:\d{2}\.\d{1,3}>", re.IGNORECASE
)
_VOICE = re.compile(r"<(?P<close>/?)v(?:\.[^\s<>]*)?(?:\s+(?P<name>[^<>]*))?>", re.IGNORECASE)
_STYLE_OVERRIDE = re.compile(r"\{\\[^{}]*\}")
_DASH = re.compile(r"\s*[-–]\s?(?=[\w¿¡\"“'(\[♪])(?!-)")
_CHANGE = re.compile(r">>+")


@dataclass
class Cue:
    """One caption as it stands in the file."""

    line: int  # of its times, from 1
    start: float | None  # seconds; None for words that stand without times
    end: float | None
    lines: list[tuple[int, str]] = field(default_factory=list)  # (line of the file, raw words)
    named: str | None = None  # speaker in the cue's identifier, as Webex writes it
    stray: bool = False  # words before the first cue: not of any speaker


@dataclass(frozen=True)
class _Piece:
    """Words of one cue that one speaker says."""

    line: int
    text: str
    cue: Cue
    voice: str | None = None  # from a <v> tag or the cue's identifier
    change: bool = False  # a dash or >> marks a change of speaker
    first: bool = False  # begins a line, so that a label may stand here


def read_timing(line: str) -> tuple[float, float] | str:
    """Read a line of times; where it is broken, say what is wrong with it."""
    match = TIMING.fullmatch(line)
    start, end = (seconds(match[1]), seconds(match[2])) if match else (None, None)
    if start is None or end is None:
        return "the times of a cue are broken (expected 00:00:01.000 --> 00:00:04.000)."
    if end < start:
        return "a cue ends before it starts."
    return start, end


def broken(path: Path, lines: list[tuple[int, str]]) -> TranscriptError:
    """Make one error for all broken lines of a file."""
    remedy = "Correct the line, or list the file under `skip:` in city.yml."
    return TranscriptError([Problem(str(path), message, remedy, line) for line, message in lines])


def to_rows(cues: list[Cue], known: Known) -> list[Row]:
    """Find who says what in captions.

    A name carries on to later cues until another comes, except where a change of speaker is marked without a name, and in files that
    name the voice in most cues: there a cue without one is nobody's.

    Args:
        cues: Captions in the order of the file.
        known: Says whether the session knows a label.

    Returns:
        Rows, one per cue and speaker; cues without words are left out.
    """
    pieces = [piece for cue in cues for piece in _pieces(cue)]
    voiced = sum(any(p.voice for p in pieces_of) for pieces_of in _by_cue(pieces))
    carries = voiced * 2 < len(_by_cue(pieces))
    splits = [_split(piece, known) for piece in pieces]
    labels = accepted([split[0] if split else None for piece, split in zip(pieces, splits, strict=True) if piece.first], known)
    rows: list[Row] = []
    speaker: str | None = None
    cue: Cue | None = None
    for piece, split in zip(pieces, splits, strict=True):
        text, new = piece.text, piece.change
        if piece.voice:
            speaker = piece.voice
            if split and label_key(split[0]) == label_key(speaker):  # Teams and Zoom side by side: <v Maria>Maria: words
                text = split[1]
        elif split and label_key(split[0]) in labels:
            speaker, text = split
        elif piece.change or piece.cue.stray or (piece.cue is not cue and not carries and piece.cue.start is not None):
            speaker = None
        last = rows[-1] if rows else None
        if last and cue is piece.cue and last.speaker == speaker and not new and text:
            rows[-1] = replace(last, text=f"{last.text} {text}")
        elif text:
            role = "unknown" if piece.cue.stray else None
            rows.append(Row(text, piece.line, speaker, piece.cue.start, piece.cue.end, new, role))
        cue = piece.cue
    return rows


def plain(text: str) -> str:
    """Take tags out of caption words and read their entities; angle brackets that are no tag stay."""
    return clean(html.unescape(_STYLE_OVERRIDE.sub("", _TAG.sub("", text))))


def _by_cue(pieces: list[_Piece]) -> list[list[_Piece]]:
    groups: dict[int, list[_Piece]] = {}
    for piece in pieces:
        groups.setdefault(id(piece.cue), []).append(piece)
    return list(groups.values())


def _split(piece: _Piece, known: Known) -> tuple[str, str] | None:
    if not piece.first:
        return None
    sure = colon_label(piece.text)
    return sure if sure and known(sure[0]) else split_label(piece.text)


def _pieces(cue: Cue) -> list[_Piece]:
    """Cut a cue at its voice tags, then at its lines, dashes and >> marks."""
    pieces: list[_Piece] = []
    voice = cue.named
    for number, raw in cue.lines:
        at, first = 0, True
        for tag in [*_VOICE.finditer(raw), None]:
            words = raw[at : tag.start() if tag else len(raw)]
            for text, change in _changes(plain(words), first):
                pieces.append(_Piece(number, text, cue, voice, change, first or change))
                first = False
            if tag:
                at = tag.end()
                voice = (tidy(html.unescape(tag["name"] or "")) or None) if not tag["close"] else cue.named
    return pieces


def _changes(text: str, first: bool) -> list[tuple[str, bool]]:
    """Cut words at marks of a change of speaker -> (words, a change is marked before them)."""
    parts: list[tuple[str, bool]] = []
    for index, part in enumerate(_CHANGE.split(text)):
        words, change = part.strip(), index > 0
        if index == 0 and first and (dash := _DASH.match(part)):
            words, change = part[dash.end() :].strip(), True
        if words:
            parts.append((words, change))
    return parts
