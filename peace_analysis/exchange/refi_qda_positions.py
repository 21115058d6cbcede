"""What a program means by a position: the standard counts code points, and not every program does.

A selection often carries its first words as its name. Where these stand at the positions as the standard reads them, nothing is done. Where
they stand there only if a line end counts otherwise, or a character beyond the first 65,536 counts twice, all positions are read that way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

SHORTEST_NAME = 4  # letters of a name that can tell anything
_WHOLE, _BEGINNING = 2, 1  # what a name says that is all of the words, or their beginning


@dataclass(frozen=True)
class Reading:
    """One way to count."""

    name: str  # "" for the standard's own
    crlf: int = 2  # width of CR LF
    newline: int = 1  # width of a line feed alone
    astral: int = 1  # width of a character beyond the first 65,536
    first: int = 0  # positions before the first character


STANDARD = Reading("")
READINGS = (
    STANDARD,
    Reading("a line end of two characters counts once", crlf=1),
    Reading("a line end counts twice", newline=2),
    Reading("emoji and the like count twice", astral=2),
    Reading("emoji and the like count twice, and a line end of two characters once", crlf=1, astral=2),
    Reading("emoji and the like count twice, and so does a line end", newline=2, astral=2),
    Reading("a byte-order mark counts", first=1),
)


@dataclass(frozen=True)
class Span:
    """A selection as the file has it."""

    start: int
    end: int
    name: str


def choose_reading(texts: Sequence[tuple[str, Sequence[Span]]], origin: str = "") -> Reading:
    """Find how a project counts, by the names of its selections.

    Args:
        texts: Each text with its selections.
        origin: The program that wrote the project, as it says.

    Returns:
        The standard's reading unless another one puts more names where they belong. Where no name tells anything, texts with CR LF that
        come from ATLAS.ti are read as it counts: each line end once.
    """
    telling = [(text, [span for span in spans if len(_core(span.name)) >= SHORTEST_NAME]) for text, spans in texts]
    best = sum(_WHOLE if _core(span.name) == _plain(span.name) else _BEGINNING for _, spans in telling for span in spans)
    scores = []
    for reading in READINGS:
        scores.append(sum(_score(text, spans, reading) for text, spans in telling))
        if best and scores[0] == best:
            return STANDARD
    if not max(scores) and "atlas.ti" in origin.lower() and any("\r\n" in text for text, _ in texts):
        return READINGS[1]
    return READINGS[scores.index(max(scores))]


def place_spans(text: str, spans: Sequence[Span], reading: Reading) -> list[tuple[int, int] | None]:
    """Where selections stand in a text, in code points from 0, end-exclusive; None for one that does not lie within the text."""
    ends = list(range(len(text) + 1)) if reading is STANDARD else _widths(text, reading)
    return [_place(ends, span) for span in spans]


def _place(ends: list[int], span: Span) -> tuple[int, int] | None:
    """Translate positions by those at which each character begins; the last is the text's end."""
    if not ends[0] <= span.start <= span.end <= ends[-1]:
        return None
    return bisect_left(ends, span.start), bisect_left(ends, span.end)


def _widths(text: str, reading: Reading) -> list[int]:
    widths = []
    for place, character in enumerate(text):
        if character == "\r" and text[place + 1 : place + 2] == "\n":
            widths.append(reading.crlf - 1)
        elif character == "\n" and (not place or text[place - 1] != "\r"):
            widths.append(reading.newline)
        else:
            widths.append(reading.astral if character > "\uffff" else 1)
    return list(accumulate(widths, initial=reading.first))


def _score(text: str, spans: Sequence[Span], reading: Reading) -> int:
    if not spans:
        return 0
    ends = list(range(len(text) + 1)) if reading is STANDARD else _widths(text, reading)
    score = 0
    for span in spans:
        placed = _place(ends, span)
        if placed is None:
            continue
        words, core = _plain(text[placed[0] : placed[1]]), _core(span.name)
        score += _WHOLE if words == core else _BEGINNING if words.startswith(core) else 0
    return score


def _core(name: str) -> str:
    """A name without the dots that show where it was cut."""
    return _plain(name.rstrip().removesuffix("…").removesuffix("..."))


def _plain(text: str) -> str:
    return " ".join(text.split())
