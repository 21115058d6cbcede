"""Names of themes that read as phrases: things that people spoke of, in their words, two to five of them.

A name is one phrase ("Rec center"), or two or three joined ("Needles, tents and doorways"). Every part ends in a thing, begins with no
deed and holds no pronoun; what is joined is what most of the theme's statements speak of that the parts before it do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peace_analysis.themes.grammar import Usage, words_in
from peace_analysis.themes.words import is_telling

LINKS = frozenset(("of", "for", "in", "on", "at", "the", "a", "and"))  # function words that a part may hold inside
MOST_WORDS = 5
CONSIDERED = 12  # parts, strongest first
WORTH_A_THIRD = 0.45  # of the first part's worth, for a third part
WORTH_A_SECOND = 0.25
MOSTLY_MINE = 0.4  # share of its uses in the theme from which something that was done ("waited") may name it
SPOKEN_FOR = 0.15  # share of a theme's statements that its three strongest parts must stand in to name it
MINE = 0.25  # share of its uses in the theme from which a vague word is the theme's
# Hours, days and places in general: true of any theme. They may stand inside a longer part.
VAGUE = words_in("vague")


@dataclass(frozen=True)
class Part:
    """One phrase that may be part of a name."""

    words: tuple[str, ...]  # as most people say them, in lower case
    shown: str  # with their capitals
    worth: float  # how much it sets the theme apart
    rows: frozenset[int]  # statements of the theme that hold it


def reads_as_part(words: Sequence[str], usage: Usage, *, own: float = 0.0) -> bool:
    """Tell whether words as said may stand in a name.

    Args:
        words: In lower case.
        usage: How the corpus uses its words.
        own: Share of their uses that lies in the theme: "minutes" says something of a theme that has most of them.
    """
    first, last = words[0], words[-1]
    if len(words) == 1 and ((own >= MINE and usage.gerund(first)) or (own >= MOSTLY_MINE and usage.past_gerund(first))):
        return True
    if not is_telling(first) or not usage.is_thing(last) or all(word in VAGUE for word in words if is_telling(word)):
        return False
    for place, word in enumerate(words[:-1]):
        if not is_telling(word):
            # "bottom of the hill", never "center till the night": only links, and what stands before one is a thing.
            before = words[place - 1]
            if word not in LINKS or not (before in LINKS or usage.is_thing(before)):
                return False
        elif ("'" in word and not word.endswith("'s")) or (
            usage.is_deed(word) and not word.endswith(("ed", "ing")) and (word, words[place + 1]) not in usage.compounds
        ):
            return False
    return True


def compose_name(parts: Sequence[Part], usage: Usage, used: set[str], *, n_statements: int = 0) -> str:
    """Join the strongest parts into a name.

    Args:
        parts: Those that read as parts, strongest first.
        usage: How the corpus uses its words; a part gets its plural from it.
        used: Names that are given already.
        n_statements: Of the theme: a name that stands for too few of them is none; 0 for any name.

    Returns:
        A name that is not in `used`; "" where the parts give none.
    """
    parts = parts[:CONSIDERED]
    if len(frozenset().union(*(part.rows for part in parts[:3]))) < SPOKEN_FOR * n_statements:
        return ""
    short = []
    for first in range(len(parts)):
        chosen = _choose(parts[first:])
        for n in range(len(chosen), 0, -1):
            name = join_words([_show(part, usage) for part in chosen[:n]])
            name = name[:1].upper() + name[1:]
            if name not in used and " " in name:
                return name
            short.append(name)
    return next((name for name in short if name not in used), "")


def join_words(words: Sequence[str]) -> str:
    """Join with commas and "and"."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _choose(parts: Sequence[Part]) -> list[Part]:
    """The first part, then those that add most statements, as long as the name stays short."""
    chosen = [parts[0]]
    for place in (1, 2):
        covered = frozenset().union(*(part.rows for part in chosen))
        room = MOST_WORDS - 1 - sum(len(part.words) for part in chosen)
        # One word alone is no phrase: anything that can stand beside it does.
        least = parts[0].worth * (WORTH_A_THIRD if place == 2 else WORTH_A_SECOND if len(parts[0].words) > 1 else 0)
        stems = {word.rstrip("s") for part in chosen for word in part.words}
        fitting = [
            part
            for part in parts[1:]
            if part not in chosen
            and len(part.words) <= room
            and part.worth >= least
            and not stems & {word.rstrip("s") for word in part.words}
        ]
        if place == 2 and (len(chosen) < 2 or sum(len(part.words) for part in chosen) > 2):
            break
        if not fitting:
            break
        chosen.append(max(fitting, key=lambda part: (part.worth * len(part.rows - covered) / len(part.rows), part.words)))
    return chosen


def _show(part: Part, usage: Usage) -> str:
    head, _, last = part.shown.rpartition(" ")
    if not head and (gerund := usage.gerund(part.words[0]) or usage.past_gerund(part.words[0])):
        return gerund
    return part.shown if last[:1].isupper() else f"{head} {usage.plural(last)}".strip()
