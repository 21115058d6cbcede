"""Turns -> statements: passages of one to three sentences that stand on their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_SENTENCES = 3
FEWEST_WORDS = 4  # a shorter sentence leans on its neighbor
WORDS_WANTED = 40  # a passage near this length is about one thing and still stands on its own
MOST_WORDS = 70  # an unpunctuated caption is cut below this

_ABBREVIATIONS = re.compile(
    r"(?:mr|mrs|ms|dr|st|ave|blvd|rd|jr|sr|sgt|lt|capt|det|ofc|cpl|col|gen|rev|prof|vs|etc|inc|no|apt|dept|approx|sra|dra|uds?)\.|(?:[a-z]\.)+",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[¿¡]*[A-ZÀ-ÖØ-Þ0-9\[])")
_CLAUSE_START = re.compile(
    r"\s(?=(?:and then|and so|and|but|so|because|or|i mean|you know|then|when|they|we|i|he|she|y|pero|porque|entonces)\s)", re.IGNORECASE
)


def split_sentences(text: str) -> list[str]:
    """Split a turn into sentences; joined by single spaces they give the turn back.

    Titles, initials and street abbreviations ("Ms. Lopez", "J. T.", "St. Mary's") do not end a sentence. A stretch without
    punctuation, as in automatic captions, is cut where a clause begins.

    Args:
        text: Words of one turn.
    """
    text = " ".join(text.split())
    sentences: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        candidate = text[start : match.end()].strip()
        last = candidate.rsplit(" ", 1)[-1].strip("\"'“”‘’()[]")
        if _ABBREVIATIONS.fullmatch(last):
            continue
        sentences.append(candidate)
        start = match.end()
    if text[start:].strip():
        sentences.append(text[start:].strip())
    return [piece for sentence in sentences for piece in _cut_long(sentence)]


def split_statements(text: str) -> list[str]:
    """Cut a turn into statements of one to three sentences.

    Very short sentences lean on the one that follows ("I don't know. ..."). The cuts are the ones that leave passages most even
    in length, near 40 words, so that none is a scrap.

    Args:
        text: Words of one turn, anonymised.

    Returns:
        The statements in order; joined by single spaces they give the turn back. Empty for an empty turn.
    """
    units = _lean_on_neighbors(split_sentences(text))
    if not units:
        return []
    lengths = [len(" ".join(unit).split()) for unit in units]
    return [" ".join(sentence for unit in units[start:end] for sentence in unit) for start, end in _best_cuts(lengths, units)]


def _lean_on_neighbors(sentences: Sequence[str]) -> list[list[str]]:
    """Group each scrap of fewer than FEWEST_WORDS words with the sentence after it, or before it at the end."""
    units: list[list[str]] = []
    waiting: list[str] = []
    for sentence in sentences:
        waiting.append(sentence)
        if len(sentence.split()) >= FEWEST_WORDS or len(waiting) == MOST_SENTENCES:
            units.append(waiting)
            waiting = []
    if waiting:
        if units and len(units[-1]) + len(waiting) <= MOST_SENTENCES:
            units[-1] += waiting
        else:
            units.append(waiting)
    return units


def _best_cuts(lengths: Sequence[int], units: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Choose where to cut by dynamic programming over the squared distance of each passage from WORDS_WANTED."""
    count = len(lengths)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * count
    for end in range(1, count + 1):
        for start in range(max(0, end - MOST_SENTENCES), end):
            if end - start > 1 and sum(map(len, units[start:end])) > MOST_SENTENCES:
                continue
            words = sum(lengths[start:end])
            # A passage that is already long is left alone rather than made longer; one scrap costs more than one long passage.
            cost = best[start][0] + ((words - WORDS_WANTED) / WORDS_WANTED) ** 2 + (1.0 if words < 8 and count > 1 else 0.0)
            if cost < best[end][0] - 1e-12:
                best[end] = (cost, start)
    cuts: list[tuple[int, int]] = []
    end = count
    while end:
        start = best[end][1]
        cuts.append((start, end))
        end = start
    return cuts[::-1]


def _cut_long(sentence: str) -> list[str]:
    """Cut a sentence of more than MOST_WORDS words where a clause begins, or else at WORDS_WANTED words."""
    if len(sentence.split()) <= MOST_WORDS:
        return [sentence]
    pieces: list[str] = []
    rest = sentence
    while len(rest.split()) > MOST_WORDS:
        words = rest.split(" ")
        low, high = len(" ".join(words[: WORDS_WANTED // 2])), len(" ".join(words[: WORDS_WANTED + 10]))
        starts = [match.start() for match in _CLAUSE_START.finditer(rest) if low <= match.start() <= high]
        wanted = len(" ".join(words[:WORDS_WANTED]))
        cut = min(starts, key=lambda place: abs(place - wanted)) if starts else wanted
        pieces.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*pieces, rest]
