"""Ten words that show a theme: its own, said by several people, and standing together in what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from peace_analysis.themes.words import class_tf_idf

AS_STRONG = 0.4  # a word of less weight than this share of what it has in another theme is that theme's word
REPEATED = 1 / 3  # what a word counts that another theme lists already, however many do
TOGETHER = 30.0  # two words of a theme stand together in a tenth of their statements or less: this makes it count as much as weight does
CHANCE = 3  # statements added to those of a pair: two words said by two people in one breath are no company yet
LOOKED_AT = 50  # words of a theme that are compared with each other


def choose_words(
    counts: sparse.csr_matrix,
    labels: NDArray[np.intp],
    *,
    weights: sparse.csr_matrix | None = None,
    speakers: Sequence[str] | NDArray[np.intp] | None = None,
    n_words: int = 10,
) -> list[list[int]]:
    """Choose words for classes, so that they hang together and classes share few.

    The strongest words of c-TF-IDF are often a rare word, a word that half the classes have, and words of one long statement. Here a class
    takes, one word after the other, what has the most weight and stands most often in the statements of the words it has already (at
    first, of all its own). It takes its own words first: those that are at least `AS_STRONG` as strong here as where they are strongest,
    with one of the people who say them left out of account, so that no word of one person is a class's own, and in small classes it takes
    more to be one. Classes take turns, and a word that is listed counts less for others. A class of few words takes any to fill its list,
    those first that stand with its own and are least another's: lists that were left short would look better than they are.

    Args:
        counts: Words of each statement, shape (n_statements, n_terms).
        labels: Class of each statement, 0 .. n_classes - 1; negative for none. At equal weight the first class takes a word first.
        weights: Weight of each word in each class, shape (n_classes, n_terms); c-TF-IDF where left out.
        speakers: Who said each statement; where left out, each is somebody else's.
        n_words: Words of a class.

    Returns:
        Columns of each class's words by falling weight; fewer than `n_words` only where a class has no more.

    Source:
        Greedy choice as in Carbonell & Goldstein (1998), SIGIR, 335-336, with company sought where they avoid likeness: cosine of two words
        over the statements of the class. Own words after Bischof & Airoldi (2012), ICML (words frequent in a topic and exclusive to it).
        c-TF-IDF: Grootendorst (2022), arXiv 2203.05794.

    Examples:
        >>> import numpy as np
        >>> from peace_analysis.themes.theme_words import choose_words
        >>> from peace_analysis.themes.words import content_words, count_terms, vocabulary_of
        >>> said = ["street lamp broken", "lamp on our street", "lamp, gazebo", "slow call", "call dispatcher", "slow dispatcher, lamp"]
        >>> terms = [content_words(text) for text in said]
        >>> vocabulary = vocabulary_of(terms)
        >>> chosen = choose_words(count_terms(terms, vocabulary), np.array([0, 0, 0, 1, 1, 1]), n_words=3)
        >>> [[vocabulary[word] for word in words] for words in chosen]
        [['lamp', 'street', 'broken'], ['call', 'dispatcher', 'slow']]
    """
    held = (counts > 0).astype(np.float64).tocsr()
    weight = (class_tf_idf(counts, labels) if weights is None else weights).tocsr()
    strongest = np.asarray(weight.max(axis=0).todense()).ravel() if weight.shape[0] else np.empty(0)
    people = _count_people(held, labels, speakers, weight.shape[0])
    lists = [
        _look_at(held[np.flatnonzero(labels == theme)], weight[[theme]].toarray()[0], strongest, people[[theme]].toarray()[0])
        for theme in range(weight.shape[0])
    ]
    listed = np.zeros(held.shape[1])
    for _ in range(n_words):
        for words in lists:
            words.take(listed)
    return [words.by_weight() for words in lists]


@dataclass
class _Words:
    """What a class may list, and what it has taken."""

    columns: NDArray[np.intp]
    weight: NDArray[np.float64]
    belongs: NDArray[np.float64]  # 1 for own words, else the share of its largest weight that a word has here
    own: NDArray[np.bool_]
    company: NDArray[np.float64]  # cosine of two words over the statements of the class, less for rare ones, shape (n, n)
    taken: list[int] = field(default_factory=list)

    def take(self, listed: NDArray[np.float64]) -> None:
        """Take one more word, if there is one, and count it as listed."""
        free = np.ones(len(self.columns), dtype=bool)
        free[self.taken] = False
        if not free.any():
            return
        free &= self.own | ~(free & self.own).any()
        # Only company of own words counts: else one long statement could fill a list by itself.
        with_own = [place for place in self.taken if self.own[place]] or np.flatnonzero(self.own)
        together = self.company[:, with_own].mean(axis=1) if len(with_own) else np.zeros(len(free))
        repeated = np.where(listed[self.columns] > 0, REPEATED, 1.0)
        worth = self.weight * self.belongs * (1 + TOGETHER * together) * repeated
        best = int(np.argmax(np.where(free, np.round(worth, 12), -1.0)))
        self.taken.append(best)
        listed[self.columns[best]] += 1

    def by_weight(self) -> list[int]:
        """Columns of the words taken, the heaviest first."""
        return [int(self.columns[place]) for place in sorted(self.taken, key=lambda place: (-self.weight[place], self.columns[place]))]


def _look_at(held: sparse.csr_matrix, weight: NDArray[np.float64], strongest: NDArray[np.float64], people: NDArray[np.float64]) -> _Words:
    """Set the heaviest words of a class side by side, its own and the others."""
    share = weight / np.where(strongest > 0, strongest, 1)
    own = share * (1 - 1 / np.maximum(people, 1)) >= AS_STRONG
    order = np.lexsort((np.arange(len(weight)), -np.round(weight, 12)))
    order = order[people[order] > 0]
    columns = np.concatenate([order[own[order]][:LOOKED_AT], order[~own[order]][:LOOKED_AT]])
    looked_at = held[:, columns]
    together = (looked_at.T @ looked_at).toarray()
    size = np.sqrt(np.maximum(together.diagonal(), 1))
    belongs = np.where(own, 1.0, share)
    return _Words(columns, weight[columns], belongs[columns], own[columns], together / (np.outer(size, size) + CHANCE))


def _count_people(
    held: sparse.csr_matrix, labels: NDArray[np.intp], speakers: Sequence[str] | NDArray[np.intp] | None, n_classes: int
) -> sparse.csr_matrix:
    """Different people of each class who say each word, shape (n_classes, n_terms)."""
    who = np.arange(len(labels)) if speakers is None else np.unique(np.asarray(speakers), return_inverse=True)[1]
    used = np.flatnonzero(labels >= 0)
    pairs, place = np.unique(np.stack([labels[used], who[used]]), axis=1, return_inverse=True)
    n_pairs = pairs.shape[1]
    of_pair = sparse.csr_matrix((np.ones(len(used)), (place.ravel(), used)), shape=(n_pairs, len(labels)))
    of_class = sparse.csr_matrix((np.ones(n_pairs), (pairs[0], np.arange(n_pairs))), shape=(n_classes, n_pairs))
    return (of_class @ ((of_pair @ held) > 0).astype(np.float64)).tocsr()
