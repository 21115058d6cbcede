"""How well the words of themes hang together, and how little themes share them.

Sources:
    Bouma (2009), GSCL (normalised pointwise mutual information); Lau, Newman & Baldwin (2014), EACL (as a measure of topics);
    Dieng, Ruiz & Blei (2020), TACL 8, 439-453 (diversity).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from peace_analysis.themes.words import content_words


def npmi_coherence(word_lists: list[list[str]], texts: list[str]) -> float:
    """Mean normalised pointwise mutual information of the pairs of words within each list, over whole statements.

    Args:
        word_lists: Words of each theme, folded as `content_words` gives them.
        texts: Statements in which they may stand together.

    Returns:
        Mean over themes of the mean over pairs, -1 (never together) to 1 (only together); nan where no theme has two words.
    """
    n = len(texts)
    wanted = {word for words in word_lists for word in words}
    rows: dict[str, set[int]] = {word: set() for word in wanted}
    for row, text in enumerate(texts):
        for word in wanted.intersection(content_words(text)):
            rows[word].add(row)
    means = []
    for words in word_lists:
        scores = []
        for left, right in combinations(dict.fromkeys(words), 2):
            together = len(rows[left] & rows[right])
            if not together:
                scores.append(-1.0)
            elif together == n:
                scores.append(1.0)
            else:
                scores.append(np.log(together * n / (len(rows[left]) * len(rows[right]))) / -np.log(together / n))
        if scores:
            means.append(float(np.mean(scores)))
    return float(np.mean(means)) if means else float("nan")


def word_diversity(word_lists: list[list[str]]) -> float:
    """Share of distinct words among all words of all themes, 0 to 1; nan where there are none."""
    words = [word for words in word_lists for word in dict.fromkeys(words)]
    return len(set(words)) / len(words) if words else float("nan")
