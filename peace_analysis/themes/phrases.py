"""Phrases of statements: runs of one to four words as said, counted under folded words, and who said them."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from peace_analysis.themes.words import fold, is_telling, split_words

MOST_READ = 400  # statements of a theme that phrases are taken from: more change nothing but the time it takes
LONGEST = 4  # words of a phrase
MANY_SPEAKERS = 12  # in a theme with fewer, a phrase needs two of its speakers, the third may be anywhere in the corpus
HALF_WAY = 8  # speakers at whose number a phrase counts half: what one or two happen to say alike does not name a theme


def spread_evenly(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """At most `MOST_READ` of the rows, evenly spread over them."""
    if len(rows) <= MOST_READ:
        return rows
    return rows[np.linspace(0, len(rows) - 1, MOST_READ).astype(np.intp)]


def find_phrases(text: str) -> list[tuple[str, str]]:
    """Phrases of a statement: (folded words that tell something, words as said). They begin and end with such a word."""
    found = []
    for run in split_words(text):
        folded = [fold(word) for word in run]
        telling = [is_telling(word) for word in run]
        for first in range(len(run)):
            if not telling[first]:
                continue
            for last in range(first, min(first + LONGEST, len(run))):
                if telling[last]:
                    inside = [folded[place] for place in range(first, last + 1) if telling[place]]
                    found.append((" ".join(inside), " ".join(run[first : last + 1])))
    return found


def repeats(phrase: str, others: list[str]) -> bool:
    """Whether a phrase says nothing beyond another, or all that another says."""
    words = set(phrase.split())
    return any(len(words & set(other.split())) >= min(len(words), len(other.split())) / 2 for other in others)


def usual_form(surfaces: Counter[str]) -> str:
    """The form in which a phrase is said most often; of equals the shortest, then the first in the alphabet."""
    return min(surfaces, key=lambda surface: (-surfaces[surface], len(surface), surface))


def capitalize_as_written(phrase: str, texts: list[str]) -> str:
    """Give the words of a phrase the capitals that people's transcripts give them within a sentence ("Lincoln Avenue", "Somali")."""
    words = []
    together = "\n".join(texts)  # a word at the beginning of a text still follows no space
    for word in phrase.split(" "):
        within = re.compile(rf"(?<=[\w,;] ){re.escape(word)}\b", re.IGNORECASE)
        written = within.findall(together)
        capitals = sum(form[:1].isupper() for form in written)
        words.append(word[:1].upper() + word[1:] if capitals > len(written) / 2 else word)
    return " ".join(words)


def shown_vocabulary(keys: list[list[str]], said_by: NDArray[np.intp], fewest: int) -> list[str]:
    """Phrases that enough different people said, in alphabetical order."""
    by_whom: dict[str, set[int]] = {}
    for phrases, speaker in zip(keys, said_by, strict=True):
        for key in phrases:
            by_whom.setdefault(key, set()).add(int(speaker))
    return sorted(key for key, people in by_whom.items() if len(people) >= fewest)


def measure_centrality(
    space: NDArray[np.floating] | None, counts: sparse.csr_matrix, rows: NDArray[np.intp], labels: NDArray[np.intp], n_themes: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How near to each theme's middle a phrase is said, and each statement stands, 0 to 1.

    A phrase stands where the statements that hold it stand in the mean, wherever they are: one that many themes use is near none.

    Args:
        space: Where all statements stand, shape (n, d); without it everything is at the middle.
        counts: Phrases of the statements that are looked at, shape (n_rows, n_phrases).
        rows: Which statements these are.
        labels: Theme of each statement, -1 for none.
        n_themes: How many themes there are.

    Returns:
        Nearness of phrases, shape (n_themes, n_phrases); of the statements to their own theme, shape (n_rows,).
    """
    if space is None or not len(rows):
        return np.ones((n_themes, counts.shape[1])), np.ones(len(rows))
    here = np.asarray(space[rows], dtype=np.float64)
    here = here - here.mean(axis=0)
    middles = _unit(np.array([here[labels[rows] == theme].sum(axis=0) for theme in range(n_themes)]).reshape(n_themes, here.shape[1]))
    spoken = _unit(np.asarray((counts > 0).astype(np.float64).T @ _unit(here)))
    own = np.where(labels[rows] >= 0, labels[rows], 0)
    likeness = np.einsum("ij,ij->i", _unit(here), middles[own]) if n_themes else np.zeros(len(rows))
    near = np.asarray(np.round(np.clip(middles @ spoken.T, 0, 1), 6), dtype=np.float64)
    return near, np.asarray(np.round(np.clip(likeness, 0, 1), 6), dtype=np.float64)


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def weigh_by_speakers(by_phrase: sparse.csc_matrix, said_by: NDArray[np.intp], fewest: int) -> NDArray[np.float64]:
    """Weight of each phrase for the number of the theme's people who said it; 0 for too few."""
    needed = fewest if len(set(said_by)) >= MANY_SPEAKERS else min(fewest, 2)
    columns = np.repeat(np.arange(by_phrase.shape[1]), np.diff(by_phrase.indptr))
    pairs = np.unique(np.stack([columns, said_by[by_phrase.indices]]), axis=1)
    n_speakers = np.bincount(pairs[0], minlength=by_phrase.shape[1]).astype(np.float64)
    return np.where(n_speakers >= needed, n_speakers / (n_speakers + HALF_WAY), 0.0)
