"""Words that comments and sections share, weighed as BM25 does.

Source:
    Robertson & Zaragoza (2009), Foundations and Trends in Information Retrieval 3(4), 333-389.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

K1 = 1.2  # how soon a word that is repeated counts no more
B = 0.75  # how far long sections are held against themselves
LETTERS = 5  # of each word: "handcuffs" and "handcuffing" are one
_WORD = re.compile(r"[^\W_]+")


def cut_words(text: str, letters: int | None = LETTERS) -> list[str]:
    """Words in lower case, cut to their first letters, so that forms of one word are the same.

    >>> cut_words("Handcuffing, then cuffs.")
    ['handc', 'then', 'cuffs']
    """
    return [word[:letters] for word in _WORD.findall(text.lower().replace("’", "'").replace("'", ""))]


def score_words(texts: Sequence[str], candidates: Sequence[str], *, letters: int | None = LETTERS) -> NDArray[np.float64]:
    """Score what texts share with candidates.

    Args:
        texts: What is searched with.
        candidates: What is searched.
        letters: Of each word that count; None for all of them.

    Returns:
        BM25, 0 or more, shape (n_texts, n_candidates).
    """
    scores = np.zeros((len(texts), len(candidates)))
    counts = [Counter(cut_words(candidate, letters)) for candidate in candidates]
    lengths = np.array([sum(count.values()) for count in counts], dtype=np.float64)
    if not lengths.sum():
        return scores
    postings: dict[str, list[tuple[int, int]]] = {}
    for place, count in enumerate(counts):
        for word, n in count.items():
            postings.setdefault(word, []).append((place, n))
    damp = K1 * (1 - B + B * lengths / lengths.mean())
    weighed = {}
    for word, found in postings.items():
        at = np.array([place for place, _ in found])
        times = np.array([n for _, n in found], dtype=np.float64)
        rarity = np.log(1 + (len(candidates) - len(found) + 0.5) / (len(found) + 0.5))
        weighed[word] = at, rarity * times * (K1 + 1) / (times + damp[at])
    for row, text in enumerate(texts):
        for word in cut_words(text, letters):
            if word in weighed:
                at, weight = weighed[word]
                scores[row, at] += weight
    return scores
