"""Where a city's statements stand in a text that comes from elsewhere: as it was exported, or as it was received."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

_ONE = r"\[[A-Z][A-Z ]*(?: \d+)?\]"
_TOKENS = re.compile(rf"{_ONE}(?:\W*{_ONE})*")  # with nothing between them but blanks and marks
_LONGEST_NAME = 80  # characters that stand where a token stands now
_ANCHOR = 25  # letters of a statement that is unlike any other
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u00a0", "''\"\"-- ")


def align_statements(text: str, statements: Sequence[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """Find statements in a text, in their order.

    Case, line ends, blanks and curly quotation marks do not matter; a token such as `[NAME 1]` stands for any few words. Long statements
    that stand in the text just once are found first; the others are sought between them.

    Args:
        text: The text.
        statements: statement_id and words, in the order in which they were said.

    Returns:
        statement_id -> place in the text, in code points, end-exclusive; those that were not found are left out.
    """
    plain, places = _flatten(text)
    sought = [(one, _pieces(words), len(_TOKENS.sub("", words))) for one, words in statements]
    anchors: dict[int, tuple[int, int]] = {}
    for number, (_, pieces, length) in enumerate(sought):
        found = _find(pieces, plain, 0, len(plain)) if length >= _ANCHOR else None
        if found is not None and _find(pieces, plain, found[0] + 1, len(plain)) is None:
            anchors[number] = found
    kept = _in_order(anchors)
    spans: dict[str, tuple[int, int]] = {}
    reached = 0
    later = sorted(kept)
    for number, (one, pieces, _) in enumerate(sought):
        after = bisect_right(later, number)
        bound = kept[later[after]][0] if after < len(later) else len(plain)
        span = kept[number] if number in kept else _find(pieces, plain, reached, bound)
        if span is None:
            continue
        reached = span[1]
        spans[one] = (places[span[0]], places[span[1] - 1] + 1)
    return spans


def match_session(text: str, statements: Mapping[str, Sequence[tuple[str, str]]], name: str = "") -> str | None:
    """Tell which session a text is of: the one that its name says, if half of its statements stand in it, or the one with most found.

    Args:
        text: The text.
        statements: session_id -> its statements, as `align_statements`.
        name: Name of the text, perhaps with the ending of a file.
    """
    called = [one for one in statements if one == name or name.startswith(f"{one}.")]
    for one in called:
        if 2 * len(align_statements(text, statements[one])) >= len(statements[one]) > 0:
            return one
    shares = {one: len(align_statements(text, said)) / len(said) for one, said in statements.items() if said}
    best = max(shares, key=lambda one: shares[one], default=None)
    return best if best is not None and shares[best] >= 0.5 else None


def overlap_spans(span: tuple[int, int], spans: Mapping[str, tuple[int, int]]) -> list[str]:
    """Statements that a coded span is about: the two share at least half of the shorter one."""
    found = []
    for one, (start, end) in spans.items():
        shared = min(end, span[1]) - max(start, span[0])
        if shared > 0 and 2 * shared >= min(end - start, span[1] - span[0]):
            found.append(one)
    return found


def _flatten(text: str) -> tuple[str, list[int]]:
    """A text with single blanks and plain marks, in lower case; and where each of its characters stood."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text.translate(_QUOTES)):
        if character.isspace():
            if characters and characters[-1] == " ":
                continue
            character = " "  # noqa: PLW2901
        lower = character.lower()
        characters.append(lower if len(lower) == 1 else character)
        places.append(place)
    return "".join(characters), places


def _pieces(words: str) -> tuple[str, list[str]]:
    """How a statement may stand in a text: as it is ("" if it has no word of its own), or in pieces with other words for its tokens."""
    pieces = [_flatten(piece)[0] for piece in _TOKENS.split(words.strip())]
    if not any(re.search(r"\w", piece) for piece in pieces):
        return "", []
    # A token at either end is left out: nothing would say where the words for it begin.
    return _flatten(words.strip())[0], pieces[not pieces[0].strip() : len(pieces) - (not pieces[-1].strip())]


def _find(sought: tuple[str, list[str]], text: str, start: int, end: int) -> tuple[int, int] | None:
    """First place of a statement in a part of a text. Each piece is taken where it comes first: no place is tried twice."""
    exact, pieces = sought
    if not exact:
        return None
    if (at := text.find(exact, start, end)) >= 0:
        return at, at + len(exact)
    if len(pieces) == 1 and pieces[0] == exact:
        return None
    at = text.find(pieces[0], start, end)
    while at >= 0:
        reached = at + len(pieces[0])
        for piece in pieces[1:]:
            found = text.find(piece, reached + 1, min(end, reached + _LONGEST_NAME + len(piece)))
            if found < 0:
                break
            reached = found + len(piece)
        else:
            return at, reached
        at = text.find(pieces[0], at + 1, end)
    return None


def _in_order(anchors: Mapping[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Keep the longest run of anchors that follow each other in the text as they do in the talk."""
    tails: list[tuple[int, int]] = []  # where the last anchor of a run of each length begins, and its number
    before: dict[int, int | None] = {}
    for number in sorted(anchors):
        start = anchors[number][0]
        place = bisect_right(tails, (start, number))
        before[number] = tails[place - 1][1] if place else None
        tails[place : place + 1] = [(start, number)]
    kept = {}
    number_now: int | None = tails[-1][1] if tails else None
    while number_now is not None:
        kept[number_now] = anchors[number_now]
        number_now = before[number_now]
    return kept
