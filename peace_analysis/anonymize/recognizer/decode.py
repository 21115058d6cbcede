"""From what the head thinks of single words to names whole: where each begins and ends, and how sure it is."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from peace_analysis.anonymize.recognizer.segments import is_english
from peace_analysis.anonymize.recognizer.titles import with_titles
from peace_analysis.anonymize.spans import Span

KINDS = ("NAME", "PLACE", "ORGANIZATION")  # as the columns of `chances`
RULE = "learned"
PLAIN = 0.6  # an English word without a capital, in a text that writes names with one, is a name from this chance on
REACH = 0.4  # a word beside a sure one belongs to the name from this share of the threshold on
_SPLIT = 0.6  # from here on a word begins another name though nothing stands between
_LINKS = frozenset("-'’.&")
_NO_NAME = re.compile(r"(?<=\w['’])(?:s|re|ll|d|ve|m|t)\b|\bma['’]am\b|\bo['’]clock\b", re.IGNORECASE)  # what stands behind an apostrophe


@dataclass(frozen=True)
class Calibration:
    """How scores follow from chances: scaled so that of the names scored .8, say, 80% are names."""

    slope: float = 1.0
    shift: float = 0.0

    def score(self, chance: float) -> float:
        """Turn the head's chance into a score, 0 to 1."""
        chance = min(max(chance, 1e-6), 1 - 1e-6)
        return 1 / (1 + math.exp(-(self.slope * math.log(chance / (1 - chance)) + self.shift)))

    def chance(self, score: float) -> float:
        """Turn a score back into the head's chance."""
        score = min(max(score, 1e-6), 1 - 1e-6)
        return 1 / (1 + math.exp(-(math.log(score / (1 - score)) - self.shift) / self.slope))


def find_spans(
    text: str,
    found: Sequence[tuple[int, int]],
    chances: NDArray[np.float32],
    *,
    least: float,
    calibration: Calibration | None = None,
    titles: bool = True,
) -> list[Span]:
    """Make spans of the words of one text.

    Args:
        text: The text.
        found: Start and end of each of its words.
        chances: For each word the chance that it begins a name of each kind, and that it goes on with one: shape (n_words, 3, 2).
        least: Chance from which a word counts.
        calibration: How scores follow from chances.
        titles: Let a name begin with its titles ("Ms. Lopez").

    Returns:
        Spans in order of their start, at most one of each kind on any word.
    """
    calibration = calibration or Calibration()
    spans = []
    inside = chances.sum(axis=2)
    likely = [column for column in range(len(KINDS)) if len(found) and inside[:, column].max() >= least]
    if not likely:  # as in most texts
        return []
    looked = _look_at(text, found, least)
    for column in likely:
        kind = KINDS[column]
        for first, last in _groups(text, found, inside[:, column], chances[:, column, 0], least=least, looked=looked):
            start, end = found[first][0], found[last][1]
            if kind == "NAME" and titles:
                start = with_titles(text, start)
            score = calibration.score(float(inside[first : last + 1, column].max()))
            spans.append(Span(start, end, kind, "", round(score, 4), RULE))
    return sorted(spans, key=lambda span: (span.start, span.end, span.type))


def _look_at(text: str, found: Sequence[tuple[int, int]], least: float) -> tuple[list[bool], list[float]]:
    """Say which words may be part of a name at all, and the chance from which each is one."""
    no_names = [match.span() for match in _NO_NAME.finditer(text)]
    wordlike = [text[start].isalnum() and not any(s <= start and end <= e for s, e in no_names) for start, end in found]
    # In a text that writes names with a capital, a word without one is no part of a name unless it is sure by itself.
    cased = any(text[start].isupper() and text[start:end] != "I" for start, end in found[1:])
    needed = [
        least * REACH if not cased or text[start].isupper() else max(least, PLAIN if is_english(text[start:end].lower()) else 0.0)
        for start, end in found
    ]
    return wordlike, needed


def _groups(
    text: str,
    found: Sequence[tuple[int, int]],
    inside: NDArray[np.float32],
    begins: NDArray[np.float32],
    *,
    least: float,
    looked: tuple[Sequence[bool], Sequence[float]],
) -> list[tuple[int, int]]:
    """Find first and last word of every name of one kind; `looked` is what `_look_at` says of the words."""
    wordlike, needed = looked
    enough = [chance >= most for chance, most in zip(inside.tolist(), needed, strict=True)]
    groups: list[tuple[int, int]] = []
    place = 0
    while place < len(found):
        if not wordlike[place] or not enough[place]:
            place += 1
            continue
        first = last = place
        while (following := _next(text, found, wordlike, last)) is not None:
            apart = text[found[last][1] : found[following][0]].isspace() and begins[following] >= max(_SPLIT, inside[following] / 2)
            if not enough[following] or apart:
                break
            last = following
        place = last + 1
        if inside[first : last + 1].max() >= least:
            groups.append((first, last + 1 if _is_initial(text, found, last) else last))
    return groups


def _next(text: str, found: Sequence[tuple[int, int]], wordlike: Sequence[bool], place: int) -> int | None:
    """Find the word that may go on with a name: the next one, behind a hyphen, an apostrophe or the point of an initial too."""
    following = place + 1
    if following < len(found) and not wordlike[following]:
        mark = text[found[following][0]]
        close = found[following][0] == found[place][1]
        if not close or mark not in _LINKS or (mark == "." and found[place][1] - found[place][0] > 3):
            return None
        following += 1
    if following >= len(found) or not wordlike[following] or "\n" in text[found[place][1] : found[following][0]]:
        return None
    return following


def _is_initial(text: str, found: Sequence[tuple[int, int]], last: int) -> bool:
    """Whether the point behind the last word belongs to it: "J.T."."""
    start, end = found[last]
    return (
        end - start == 1
        and last + 1 < len(found)
        and text[found[last + 1][0]] == "."
        and found[last + 1][0] == end
        and text[end - 2 : end - 1] == "."
    )
