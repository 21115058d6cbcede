"""Words and phrases of statements, counted for themes: a tokeniser and a stop list for English as it is spoken."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

# What the anonymiser puts in place of an identifier, "[NAME 3]": says that somebody was named, not what a statement is about.
TOKEN = re.compile(r"\[[A-Z][A-Z_ ]* ?\d*\]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BREAK = re.compile(r"[.!?,;:()\"“”—–…\[\]]+|\s-+\s|\n")
_ENDINGS_KEPT = ("ss", "us", "is", "'s", "ous", "news")


@cache
def stop_words() -> frozenset[str]:
    """Words that tell no theme apart: English function words, and what speech fills its gaps with (know, like, gonna)."""
    text = (files("peace_analysis.themes") / "stop_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def fold(word: str) -> str:
    """Reduce a lower-case word to the form it is counted under: officers -> officer, stories -> story.

    Only plurals are folded: any stemmer that does more joins words of different meaning (policy and police).
    """
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(_ENDINGS_KEPT):
        return word[:-1]
    return word


def plain_text(text: str) -> str:
    """A statement with "someone" or "something" for the anonymiser's tokens, so that their numbers change no vector.

    >>> plain_text("[NAME 3] gave me case number [CASE 1].")
    'someone gave me case number something.'
    """
    return TOKEN.sub(lambda token: "someone" if token.group().startswith("[NAME") else "something", text)


def split_words(text: str) -> list[list[str]]:
    """Split a statement at its punctuation into runs of lower-case words, without the anonymiser's tokens.

    >>> split_words("They yelled at [NAME 1], and I wasn't even driving.")
    [['they', 'yelled', 'at'], ['and', 'i', "wasn't", 'even', 'driving']]
    """
    plain = TOKEN.sub(".", text).replace("’", "'")
    return [words for part in _BREAK.split(plain) if (words := [word.lower() for word in _WORD.findall(part)])]


@cache
def is_telling(word: str) -> bool:
    """Tell whether a lower-case word can tell themes apart: neither a function word nor a filler of speech, in no form."""
    stop = stop_words()
    return len(word) > 2 and word not in stop and fold(word) not in stop


def content_words(text: str) -> list[str]:
    """Words of a statement that can tell themes apart, folded, in order: what `count_words` counts."""
    return [fold(word) for run in split_words(text) for word in run if is_telling(word)]


def count_words(texts: list[str], vocabulary: list[str] | None = None) -> sparse.csr_matrix:
    """Count content words, shape (n_texts, n_words), columns in alphabetical order or as in `vocabulary`."""
    return count_terms([content_words(text) for text in texts], vocabulary)


def count_terms(terms: list[list[str]], vocabulary: list[str] | None = None) -> sparse.csr_matrix:
    """Count terms in lists of terms, shape (n_lists, n_terms); see `vocabulary_of` for the order of the columns."""
    columns = vocabulary if vocabulary is not None else vocabulary_of(terms)
    place = {term: column for column, term in enumerate(columns)}
    rows: list[int] = []
    found: list[int] = []
    for row, present in enumerate(terms):
        for term in present:
            if (column := place.get(term)) is not None:
                rows.append(row)
                found.append(column)
    counts = sparse.csr_matrix((np.ones(len(rows), dtype=np.int64), (rows, found)), shape=(len(terms), len(columns)))
    counts.sum_duplicates()
    return counts


def vocabulary_of(terms: list[list[str]]) -> list[str]:
    """Every term once, in alphabetical order."""
    return sorted({term for present in terms for term in present})


def class_tf_idf(counts: sparse.csr_matrix, labels: NDArray[np.intp]) -> sparse.csr_matrix:
    """Weigh terms by how much they set a class apart, as BERTopic's c-TF-IDF does with its defaults.

    Args:
        counts: Terms of each statement, shape (n_statements, n_terms).
        labels: Class of each statement, 0 .. n_classes - 1; statements with a negative one are left out.

    Returns:
        Shape (n_classes, n_terms): share of the term in the class's terms x log(1 + mean terms per class / frequency of the term).

    Source:
        Grootendorst (2022), BERTopic, arXiv 2203.05794, and `bertopic.vectorizers.ClassTfidfTransformer`.
    """
    used = labels >= 0
    n_classes = int(labels.max(initial=-1)) + 1
    member = sparse.csr_matrix((np.ones(int(used.sum())), (labels[used], np.flatnonzero(used))), shape=(n_classes, len(labels)))
    by_class = (member @ counts).tocsr()
    frequency = np.asarray(by_class.sum(axis=0)).ravel()
    per_class = int(by_class.sum(axis=1).mean()) if n_classes else 0
    weight = np.log(per_class / np.where(frequency > 0, frequency, 1) + 1)
    total = np.asarray(by_class.sum(axis=1)).ravel()
    share = sparse.diags(1.0 / np.where(total > 0, total, 1)) @ by_class
    return (share @ sparse.diags(weight)).tocsr()
