"""What changed between two texts, word by word, in runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

Kind = Literal["same", "inserted", "deleted", "moved_to", "moved_from"]

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\s+|.", re.DOTALL)
_FEWEST_BETWEEN = 2  # words; fewer unchanged ones between two changes are taken into the change
_FEWEST_MOVED = 8  # words; fewer are not called moved ...
_FEWEST_OF_KIN = 4  # ... but this many are, where the whole section moved


@dataclass(frozen=True)
class Run:
    """Words that share a fate."""

    kind: Kind
    text: str
    move: int = 0  # the same number for the words where they were and where they are; 0 for words that did not move


def cut_tokens(text: str) -> list[str]:
    """Cut a text into words, white space and single signs; joined they are the text."""
    return _TOKEN.findall(text)


def compare_words(old: str, new: str) -> list[Run]:
    """Compare two paragraphs.

    Returns:
        Runs; those that are "same" or "deleted" make up the old text, those that are "same" or "inserted" the new. A single unchanged word
        between two changes is taken into them, so that a changed phrase reads as one.
    """
    before, after = cut_tokens(old), cut_tokens(new)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pieces = [(tag == "equal", before[i1:i2], after[j1:j2]) for tag, i1, i2, j1, j2 in steps]
    runs: list[Run] = []
    gone: list[str] = []
    come: list[str] = []
    for place, (equal, left, right) in enumerate(pieces):
        if equal and not (0 < place < len(pieces) - 1 and _n_words(left) < _FEWEST_BETWEEN):
            _flush(runs, gone, come)
            runs.append(Run("same", "".join(left)))
        else:
            gone += left
            come += right
    _flush(runs, gone, come)
    return runs


def count_words(text: str) -> int:
    """Count the words of a text; numbers count, signs do not."""
    return _n_words(cut_tokens(text))


def _n_words(tokens: Sequence[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)


def _flush(runs: list[Run], gone: list[str], come: list[str]) -> None:
    """Close a change; what both sides begin or end with stays out of it."""
    head = 0
    while head < min(len(gone), len(come)) and gone[head] == come[head]:
        head += 1
    tail = 0
    while tail < min(len(gone), len(come)) - head and gone[-1 - tail] == come[-1 - tail]:
        tail += 1
    for kind, tokens in (
        ("same", gone[:head]),
        ("deleted", gone[head : len(gone) - tail]),
        ("inserted", come[head : len(come) - tail]),
        ("same", gone[len(gone) - tail :] if tail else []),
    ):
        if tokens:
            runs.append(Run(kind, "".join(tokens)))  # type: ignore[arg-type]
    gone.clear()
    come.clear()


def likeness(old: str, new: str, least: float = 0.0) -> float:
    """Share of words that two paragraphs have in common, in order, 0 to 1; 0 where it is certainly less than `least`."""
    before, after = ([token.casefold() for token in cut_tokens(text) if token[0].isalnum()] for text in (old, new))
    if not before or not after:
        return float(before == after)
    if 2 * (Counter(before) & Counter(after)).total() < least * (len(before) + len(after)):
        return 0.0
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def find_moves(paragraphs: Sequence[Sequence[Run]], kin: Sequence[int]) -> list[list[Run]]:
    """Find words that were deleted in one place and inserted in another, at least eight in a row.

    Args:
        paragraphs: The runs of each paragraph of a redline.
        kin: The same number for paragraphs of a section that moved, where it was and where it is: four words are enough there. 0 for
            others.

    Returns:
        The same runs, cut where moved words begin and end; each move has a number from 1, in reading order of where it is now.
    """
    pieces = [list(runs) for runs in paragraphs]
    next_move = 1
    for at in range(len(pieces)):
        place = 0
        while place < len(pieces[at]):
            run = pieces[at][place]
            found = _longest(run.text, pieces, [kin[at] > 0 and other == kin[at] for other in kin]) if run.kind == "inserted" else None
            if found is None:
                place += 1
                continue
            (other_at, other_place), (start, end), (other_start, other_end) = found
            other = pieces[other_at][other_place]
            cut = _cut(other, other_start, other_end, Run("moved_from", other.text[other_start:other_end], next_move))
            pieces[other_at][other_place : other_place + 1] = cut
            if other_at == at and other_place < place:
                place += len(cut) - 1
            pieces[at][place : place + 1] = _cut(run, start, end, Run("moved_to", run.text[start:end], next_move))
            next_move += 1
    return _number_in_order(pieces)


def _cut(run: Run, start: int, end: int, middle: Run) -> list[Run]:
    parts = [replace(run, text=run.text[:start]), middle, replace(run, text=run.text[end:])]
    return [part for part in parts if part.text]


def _longest(
    text: str, pieces: Sequence[Sequence[Run]], is_kin: Sequence[bool]
) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]] | None:
    """Find the longest row of words of a text that stands in a deleted run: where that is, and the characters in both."""
    best, found = 0, None
    for at, runs in enumerate(pieces):
        fewest = _FEWEST_OF_KIN if is_kin[at] else _FEWEST_MOVED
        for place, run in enumerate(runs):
            if run.kind != "deleted" or _rows_of_words(text, fewest).isdisjoint(_rows_of_words(run.text, fewest)):
                continue
            mine, theirs = cut_tokens(text), cut_tokens(run.text)
            match = SequenceMatcher(None, mine, theirs, autojunk=False).find_longest_match()
            first, size = match.a, match.size
            while size and not mine[first][0].isalnum():  # a move begins with a word
                first, size = first + 1, size - 1
            n_words = _n_words(mine[first : first + size])
            if n_words >= fewest and n_words > best:
                start, other = len("".join(mine[:first])), len("".join(theirs[: match.b + first - match.a]))
                length = len("".join(mine[first : first + size]))
                best, found = n_words, ((at, place), (start, start + length), (other, other + length))
    return found


@lru_cache(maxsize=20_000)
def _rows_of_words(text: str, n: int) -> frozenset[tuple[str, ...]]:
    """All rows of n words: two texts without a common one need no closer look."""
    words = [token for token in cut_tokens(text) if token[0].isalnum()]
    return frozenset(zip(*(words[start:] for start in range(n)), strict=False))


def _number_in_order(pieces: Sequence[Sequence[Run]]) -> list[list[Run]]:
    numbers: dict[int, int] = {0: 0}
    for run in (run for runs in pieces for run in runs if run.kind == "moved_to"):
        numbers.setdefault(run.move, len(numbers))
    return [[replace(run, move=numbers[run.move]) for run in runs] for runs in pieces]
