"""Which phrases of a theme may be part of its name, strongest first."""

from __future__ import annotations

from collections import Counter

from scipy import sparse

from peace_analysis.themes.grammar import Usage
from peace_analysis.themes.names import CONSIDERED, Part, reads_as_part
from peace_analysis.themes.phrases import capitalize_as_written, repeats, usual_form

WHOLE = 0.5  # share of a word's statements from which a longer phrase is what they speak of
TOLD_OFTEN = 8  # statements of a theme from which something that was done ("waited") may name it
Phrase = tuple[str, float, float, frozenset[int]]  # folded words, worth, share of its uses in the theme, statements of the theme


def rows_with(by_phrase: sparse.csc_matrix, column: int) -> frozenset[int]:
    """Statements of the theme that hold a phrase."""
    return frozenset(int(row) for row in by_phrase.indices[by_phrase.indptr[column] : by_phrase.indptr[column + 1]])


def find_parts(
    phrases: list[Phrase],
    surfaces: dict[str, Counter[str]],
    usage: Usage,
    here: list[str],
) -> list[Part]:
    """Phrases that may be part of a name, strongest first; a phrase that says no more than a stronger one is left out.

    Args:
        phrases: Folded words, worth, share of its uses in the theme, and statements of each.
        surfaces: How each is said.
        usage: How the corpus uses its words.
        here: Statements of the theme.
    """
    parts: list[Part] = []
    keys: list[str] = []
    longer: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if " " in phrase[0]:
            for word in set(phrase[0].split()):
                longer.setdefault(word, []).append(phrase)
    for phrase in phrases:
        key, worth, own, rows = phrase if " " in phrase[0] else _whole_term(phrase, longer.get(phrase[0], []), surfaces, usage)
        words = tuple(usual_form(surfaces[key]).split(" "))
        told_only = len(words) == 1 and not usage.is_thing(words[0]) and bool(usage.past_gerund(words[0]))
        if told_only and len(rows) < TOLD_OFTEN:
            continue
        if len(parts) == CONSIDERED or not reads_as_part(words, usage, own=own) or repeats(key, keys):
            continue
        parts.append(Part(words, capitalize_as_written(" ".join(words), here), float(worth), rows))
        keys.append(key)
    return parts


def _whole_term(
    word: Phrase,
    longer: list[Phrase],
    surfaces: dict[str, Counter[str]],
    usage: Usage,
) -> Phrase:
    """The term that a word is mostly said in, such as "minimum wage" for "wage", of those that hold it; the word where there is none."""
    _, worth, _, rows = word
    fitting = [
        (len(held), other, own, held)
        for other, _, own, held in longer
        if len(held) >= WHOLE * len(rows) and reads_as_part(_said(surfaces[other]), usage, own=own)
    ]
    if not fitting:
        return word
    _, term, own, held = max(fitting, key=lambda one: (one[0], one[1]))
    return term, worth, own, held


def _said(surfaces: Counter[str]) -> tuple[str, ...]:
    return tuple(usual_form(surfaces).split(" "))
