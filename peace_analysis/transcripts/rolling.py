"""Rolling captions (YouTube and live captioning): each line is shown again while the next one grows. Keep each spoken word once."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from peace_analysis.transcripts.cues import Cue, plain

_WORD_TIME = re.compile(r"<(?:\d+:)?\d{2}:\d{2}\.\d{3}>")
_TAGGED_SHARE = 0.3  # of neighbours repeat, where words have times
_GROWING_SHARE = 0.4  # of neighbours repeat and grow, where they have none
_GAP_SECONDS = 0.5  # what stays on the screen follows without a pause


def is_rolling(cues: list[Cue]) -> bool:
    """Tell rolling captions by how many cues begin with what the one before still showed.

    Repeats alone do not prove it: people do say "yes" twice. So without word-by-word times only cues that repeat and go on count.
    """
    shown = [cue for cue in cues if cue.start is not None and _lines(cue)]
    pairs = [(a, b) for a, b in pairwise(shown) if (b.start or 0.0) - (a.end or 0.0) <= _GAP_SECONDS]
    repeats = [(_repeated(_lines(a), _lines(b)), len(" ".join(_lines(b)).split())) for a, b in pairs]
    if any(_WORD_TIME.search(raw) for cue in cues for _, raw in cue.lines):
        return len(shown) > 2 and sum(old > 0 for old, _ in repeats) >= _TAGGED_SHARE * (len(shown) - 1)
    return len(shown) > 3 and sum(0 < old < words for old, words in repeats) >= _GROWING_SHARE * (len(shown) - 1)


def once(cues: list[Cue]) -> list[Cue]:
    """Leave in each cue only the words that the one before did not show yet.

    Args:
        cues: Rolling captions in the order of the file.

    Returns:
        Cues with plain words; those with nothing new have no lines.
    """
    fresh: list[Cue] = []
    before: list[str] = []
    for cue in cues:
        skip = _repeated(before, _lines(cue))
        lines: list[tuple[int, str]] = []
        for number, raw in cue.lines:
            words = plain(raw).split()
            new = words[skip:]
            skip = max(0, skip - len(words))
            if new:
                lines.append((number, " ".join(new).replace("<", "&lt;")))
        fresh.append(replace(cue, lines=lines))
        before = _lines(cue) or before
    return fresh


def _lines(cue: Cue) -> list[str]:
    return [text for text in (plain(raw) for _, raw in cue.lines) if text]


def _repeated(before: list[str], after: list[str]) -> int:
    """Count the words at the beginning of `after` that `before` already showed: its last lines, whole, the longest run of them."""
    words = " ".join(after).split()
    for first in range(len(before)):
        old = " ".join(before[first:]).split()
        if words[: len(old)] == old:
            return len(old)
    return 0
