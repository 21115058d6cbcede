"""Rolling captions (YouTube and live captioning): each line is shown again while the next one grows. Keep each spoken word once."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from peace_analysis.transcripts.cues import Cue, plain

_WORD_TIME = re.compile(r"<(?:\d+:)?\d{2}:\d{2}\.\d{3}>")
_TAGGED_SHARE, _PLAIN_SHARE = 0.3, 0.5  # pairs of neighbours that repeat, with and without word-by-word times
_GAP_SECONDS = 0.5  # what stays on the screen follows without a pause


def is_rolling(cues: list[Cue]) -> bool:
    """Tell rolling captions by how many cues begin with what the one before still showed.

    Repeats alone do not prove it: people do say "yes" twice, so without word-by-word times most neighbours must repeat.
    """
    shown = [cue for cue in cues if cue.start is not None and _lines(cue)]
    pairs = list(pairwise(shown))
    repeats = sum(
        1
        for before, after in pairs
        if _repeated(_lines(before), _lines(after)) and (after.start or 0.0) - (before.end or 0.0) <= _GAP_SECONDS
    )
    tagged = any(_WORD_TIME.search(raw) for cue in cues for _, raw in cue.lines)
    return len(pairs) >= (2 if tagged else 3) and repeats >= (_TAGGED_SHARE if tagged else _PLAIN_SHARE) * len(pairs)


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
