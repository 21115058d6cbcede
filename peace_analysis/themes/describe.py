"""Naming themes in people's own words: key phrases by c-TF-IDF, names built from them, one sentence of what the tables say.

Phrases are runs of one to four words as people said them. Their weight is BERTopic's c-TF-IDF; longer phrases that say more are moved up,
and phrases that repeat what a stronger one says are left out (after KeyBERT's maximal marginal relevance).

Source:
    Grootendorst (2022), BERTopic, arXiv 2203.05794; Carbonell & Goldstein (1998), SIGIR, 335-336 (maximal marginal relevance).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.themes.words import class_tf_idf, count_terms, fold, split_words, stop_words, vocabulary_of

MOST_READ = 400  # statements of a theme that phrases are taken from: more change nothing but the time it takes
MOSTLY = 2 / 3  # share of a theme's statements from which one says "mostly"
LONGEST = 4  # words of a phrase
FEWEST_SPEAKERS = 3  # a phrase that one person says, or two, is theirs and not the theme's; one less in small themes
MANY_SPEAKERS = 12
LENGTH_WORTH = {1: 1.0, 2: 2.0, 3: 2.2, 4: 2.2}  # a pair of words is rarer than a word, and tells more
COMMON = 0.25  # a phrase with less than this share of its uses in the theme belongs to the whole corpus (officer, neighborhood)
HALF_WAY = 3  # speakers at whose number a phrase counts half: what one or two happen to say alike does not name a theme


@dataclass(frozen=True)
class Wording:
    """How one theme is put into words."""

    name: str
    phrases: tuple[str, ...]  # strongest first, as most people say them


def word_themes(
    texts: list[str], labels: NDArray[np.intp], speakers: list[str], *, n_phrases: int = 8, taken: tuple[str, ...] = ()
) -> list[Wording]:
    """Name themes and list their key phrases.

    Args:
        texts: The n statements.
        labels: Theme of each, 0 .. n_themes - 1; -1 for none.
        speakers: Who said each (session where nobody is named): a phrase needs several of them.
        n_phrases: Most phrases of a theme.
        taken: Names that are given already, which none of these may have.

    Returns:
        One wording for each theme, in order; names differ from each other and from `taken`.
    """
    n_themes = int(labels.max(initial=-1)) + 1
    rows = np.concatenate([_spread(np.flatnonzero(labels == theme)) for theme in range(n_themes)] or [np.empty(0, dtype=np.intp)])
    spoken = [_phrases(texts[row]) for row in rows]
    surfaces: dict[str, Counter[str]] = {}
    for phrases in spoken:
        for key, surface in phrases:
            surfaces.setdefault(key, Counter())[surface] += 1
    # Once per statement: who repeats a word does not make it the theme's.
    keys = [sorted({key for key, _ in phrases}) for phrases in spoken]
    vocabulary = [key for key in vocabulary_of(keys) if sum(surfaces[key].values()) > 1] or vocabulary_of(keys)
    counts = count_terms(keys, vocabulary)
    weights = class_tf_idf(counts, labels[rows])
    everywhere = np.asarray((counts > 0).sum(axis=0)).ravel()
    used = set(taken)
    wordings = []
    for theme in range(n_themes):
        inside = np.flatnonzero(labels[rows] == theme)
        by_phrase = counts[inside].tocsc()
        said_by = np.array([speakers[rows[row]] for row in inside], dtype=object)
        fewest = FEWEST_SPEAKERS if len(set(said_by)) >= MANY_SPEAKERS else FEWEST_SPEAKERS - 1
        row = weights[[theme]].toarray()[0]
        # c-TF-IDF hardly tells a common word (officer) from one that this theme has for itself; the share of its uses does.
        own = np.asarray((by_phrase > 0).sum(axis=0)).ravel() / np.maximum(everywhere, 1)
        worth = np.array([LENGTH_WORTH[key.count(" ") + 1] for key in vocabulary]) * row * own
        worth[own < COMMON] /= 4
        for column in np.flatnonzero(worth):
            members = by_phrase.indices[by_phrase.indptr[column] : by_phrase.indptr[column + 1]]
            n_speakers = len(set(said_by[members]))
            # In a small theme a single word may be one person's; a run of words never is, for that would quote somebody.
            enough = n_speakers >= (fewest if len(set(said_by)) >= MANY_SPEAKERS or " " in vocabulary[column] else 1)
            worth[column] *= n_speakers / (n_speakers + HALF_WAY) if enough else 0
        chosen: list[int] = []
        for column in np.lexsort((vocabulary, -worth)):
            if len(chosen) == n_phrases or worth[column] <= 0:
                break
            if not _repeats(vocabulary[column], [vocabulary[other] for other in chosen]):
                chosen.append(int(column))
        here = [texts[rows[row]] for row in inside]
        usual = tuple(_capitalize(_usual(surfaces[vocabulary[column]]), here) for column in chosen)
        name = _name(usual, used, theme)
        used.add(name)
        wordings.append(Wording(name, usual))
    return wordings


def describe_theme(phrases: tuple[str, ...], questions: pd.Series) -> str:
    """Say in one sentence which words a theme turns on and which question they mostly answer.

    No counts: a sentence cannot be masked where a group is small. Nothing that the tables do not say.

    Args:
        phrases: Key phrases of the theme.
        questions: Which standing question each of its statements answers (a, b, ab, none).
    """
    words = [f"“{phrase}”" for phrase in phrases[:4]]
    said = f"Statements that speak of {_and(words)}" if words else "Statements that have few words in common"
    return f"{said}, {_leaning(questions)}."


def _leaning(questions: pd.Series) -> str:
    share_a, share_b = questions.isin(["a", "ab"]).mean(), questions.isin(["b", "ab"]).mean()
    if share_a >= MOSTLY and share_a > share_b:
        return "mostly about how safe people feel"
    if share_b >= MOSTLY and share_b > share_a:
        return "mostly about how people want to be served by police"
    if share_a + share_b == 0:
        return "in answer to neither of the two standing questions"
    return "about both how safe people feel and how they want to be served by police" if share_a and share_b else "among other things"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _spread(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """At most `MOST_READ` of the rows, evenly spread over them."""
    if len(rows) <= MOST_READ:
        return rows
    return rows[np.linspace(0, len(rows) - 1, MOST_READ).astype(np.intp)]


def _phrases(text: str) -> list[tuple[str, str]]:
    """Phrases of a statement: (folded words that tell something, words as said). They begin and end with such a word."""
    stop = stop_words()
    found = []
    for run in split_words(text):
        folded = [fold(word) for word in run]
        telling = [len(word) > 2 and word not in stop and root not in stop for word, root in zip(run, folded, strict=True)]
        for first in range(len(run)):
            if not telling[first]:
                continue
            for last in range(first, min(first + LONGEST, len(run))):
                if telling[last]:
                    inside = [folded[place] for place in range(first, last + 1) if telling[place]]
                    found.append((" ".join(inside), " ".join(run[first : last + 1])))
    return found


def _repeats(phrase: str, others: list[str]) -> bool:
    """Whether a phrase says nothing beyond another, or all that another says."""
    words = set(phrase.split())
    return any(len(words & set(other.split())) >= min(len(words), len(other.split())) / 2 for other in others)


def _usual(surfaces: Counter[str]) -> str:
    """The form in which a phrase is said most often; of equals the shortest, then the first in the alphabet."""
    return min(surfaces, key=lambda surface: (-surfaces[surface], len(surface), surface))


def _capitalize(phrase: str, texts: list[str]) -> str:
    """Give the words of a phrase the capitals that people's transcripts give them within a sentence ("Lincoln Avenue", "Somali")."""
    words = []
    for word in phrase.split(" "):
        within = re.compile(rf"(?<=[\w,;] ){re.escape(word)}\b", re.IGNORECASE)
        written = [match[0] for text in texts for match in within.finditer(text)]
        capitals = sum(form[:1].isupper() for form in written)
        words.append(word[:1].upper() + word[1:] if capitals > len(written) / 2 else word)
    return " ".join(words)


def _name(phrases: tuple[str, ...], used: set[str], theme: int) -> str:
    """Join the strongest phrases into a name that no other theme has."""
    if not phrases:
        return next(name for n in range(theme + 1, theme + len(used) + 2) if (name := f"Other statements {n}") not in used)
    for first in range(len(phrases)):
        for second in range(first + 1, len(phrases) + 1):
            parts = [phrases[first], *phrases[second : second + 1]]
            if len(parts) == 2 and all(" " not in part for part in parts) and second + 1 < len(phrases):
                parts.append(phrases[second + 1])
            joined = _and(parts)
            name = joined[0].upper() + joined[1:]
            if name not in used:
                return name
    return next(name for n in range(2, len(used) + 3) if (name := f"{phrases[0].capitalize()} ({n})") not in used)
