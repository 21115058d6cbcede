"""Words of our groups beside those of stock BERTopic's topics, at the same number of both.

A number is compared where our model has a layer of it: that of the themes, that of the subthemes, and the one nearest to the number that
stock finds by itself. Stock is brought to the number by its own means: its topics are merged (`nr_topics`), and where it has too few, its
`min_topic_size` is lowered from 10 until it has enough, then merged. Its outliers stay out, as they do in BERTopic; all our statements are
in a group. Both systems' words come from one tokeniser, which is kinder to stock than its own (it leaves out fillers), and NPMI is counted
over the same statements, all of them. Stock lists the ten words of most c-TF-IDF; ours are those of `themes.theme_words`. Only lists of ten
words are scored: of short ones NPMI says nothing comparable. How many that are is printed.

*Held out*: words chosen on a random half of the statements, NPMI over the other half, so that words are not chosen by what they are then
measured on. A word that the other half does not have counts as one that never stands with the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from systems import Labels, fit_stock_at

from peace_analysis.themes.coherence import npmi_coherence, word_diversity
from peace_analysis.themes.theme_words import choose_words
from peace_analysis.themes.words import class_tf_idf, content_words, count_terms, vocabulary_of

if TYPE_CHECKING:
    from corpora import Coded

    from peace_analysis.themes import ThemeModel

N_WORDS = 10
Lists = list[list[int]]


@dataclass(frozen=True)
class Words:
    """How good the words of one set of groups are."""

    n_groups: int
    n_scored: int  # lists of ten words
    coherence: float
    diversity: float
    held_coherence: float
    held_diversity: float

    def __str__(self) -> str:
        held = f"{self.held_coherence:.3f} {self.held_diversity:.2f}"
        return f"{self.coherence:6.3f} {self.diversity:.2f} ({self.n_scored:3} of {self.n_groups:3}; held out {held})"


@dataclass(frozen=True)
class Comparison:
    """Our words at one layer, and stock's at the same number of topics."""

    layer: str
    ours: Words
    stock: Words
    how: str  # how stock came to the number

    @property
    def no_worse(self) -> bool:
        """Whether neither NPMI nor diversity is below stock's."""
        return self.ours.coherence >= self.stock.coherence and self.ours.diversity >= self.stock.diversity

    @property
    def no_worse_held_out(self) -> bool:
        """The same on statements that the words were not chosen on."""
        return self.ours.held_coherence >= self.stock.held_coherence and self.ours.held_diversity >= self.stock.held_diversity


def heaviest_words(counts: sparse.csr_matrix, labels: NDArray[np.intp]) -> Lists:
    """Ten words of most c-TF-IDF of each topic, as stock lists them."""
    weights = class_tf_idf(counts, labels)
    rows = (weights[[topic]].toarray()[0] for topic in range(weights.shape[0]))
    return [[int(word) for word in np.argsort(-row, kind="stable")[:N_WORDS] if row[word] > 0] for row in rows]


def compare_words(coded: Coded, model: ThemeModel, stock: Labels, seed: int) -> Iterator[Comparison]:
    """Compare at our themes', our subthemes' and the layer nearest to stock's own number; then stock as it comes beside that layer."""
    terms = [content_words(text) for text in coded.texts]
    vocabulary = vocabulary_of(terms)
    counts = count_terms(terms, vocabulary)
    half = np.random.default_rng(seed).permutation(len(terms)) < len(terms) // 2
    texts, others = list(coded.texts), [text for text, chosen in zip(coded.texts, half, strict=True) if not chosen]

    def measure(labels: NDArray[np.intp], ours: bool) -> Words:
        scores: list[float] = []
        n_scored = 0
        for where, said in ((labels, texts), (np.where(half, labels, -1), others)):
            chosen = choose_words(counts, where, n_words=N_WORDS) if ours else heaviest_words(counts, where)
            lists = [[vocabulary[word] for word in words] for words in chosen if len(words) == N_WORDS]
            n_scored = n_scored or len(lists)
            scores += [npmi_coherence(lists, said), word_diversity(lists)]
        return Words(int(labels.max()) + 1, n_scored, *scores)

    own = int(stock.max()) + 1
    nearest = min(range(len(model.layers)), key=lambda place: abs(int(model.layers[place].max()) + 1 - own))
    named = {model.theme_layer: "themes", model.subtheme_layer: "subthemes"}
    for place in sorted({*named, nearest}):
        ours = measure(model.layers[place], True)
        topics, how = fit_stock_at(stock, coded, ours.n_groups, seed)
        yield Comparison(named.get(place, "nearest"), ours, measure(topics, False), how)
    yield Comparison("", measure(model.layers[nearest], True), measure(stock, False), "as it comes")
