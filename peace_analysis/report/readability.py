"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by rule.

Source:
    Kincaid, Fishburne, Rogers & Chissom (1975), Research Branch Report 8-75: .39 words per sentence + 11.8 syllables per word - 15.59.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]+)*|\d[\d,.]*\d|\d")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'\N{RIGHT DOUBLE QUOTATION MARK})]*\s+(?=[\"'\N{LEFT DOUBLE QUOTATION MARK}(]?[A-Z\d])|\n+")
VOWELS = re.compile(r"[aeiouyáéíóúü]+")
# Vowels side by side that are spoken apart, and those that are spoken as one after certain consonants.
APART = re.compile(r"i[ao]|i(?=ou)|(?<=[aeiouy])ing|ea(?=t(?:e|or|ion))|(?<=[eiou][dr])ea(?=s?$)|ua(?=l)|ie(?=nc|t)|eu(?=m)|oe(?=[mt])")
AS_ONE = re.compile(r"(?<=[cstgx])i(?=on|an|al|ous|en[ct]|a)|(?<=g)u(?=ag)")
# An e that is silent at the end of a word, or inside one that is put together of two.
SILENT_INSIDE = re.compile(r"(?<=[aeiouy][^aeiouy])e(?=(?:ly|ty|ful|less|ness|ments?|thing|one|times?|where|holders?)$)")
SILENT_END = re.compile(r"(?<=[^aeiou])e$|(?<=[^aeiouytd])ed$|(?<=[^aeioucgsxz])es$")
SPOKEN_END = re.compile(r"[^aeiouyl]l(?:e|es|ed)$|[cs]hes$")
BY_HEART = {"area": 3, "areas": 3, "business": 2, "businesses": 3, "league": 1, "leagues": 1, "people": 2, "science": 2, "video": 3}


@dataclass(frozen=True)
class Readability:
    """How hard a text is to read."""

    n_sentences: int
    n_words: int
    n_syllables: int

    @property
    def words_per_sentence(self) -> float:
        """Mean length of a sentence."""
        return self.n_words / max(1, self.n_sentences)

    @property
    def grade(self) -> float:
        """Flesch-Kincaid grade: years of school in the United States that it takes."""
        if not self.n_words:
            return 0.0
        return 0.39 * self.words_per_sentence + 11.8 * self.n_syllables / self.n_words - 15.59


def measure_readability(text: str) -> Readability:
    """Measure an English text.

    Args:
        text: Sentences end with . ! or ?; so does each line.
    """
    sentences = [words for part in SENTENCE_END.split(text) if (words := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    return Readability(len(sentences), len(words), sum(map(count_syllables, words)))


def count_syllables(word: str) -> int:
    """Count the syllables of an English word by rule; a number in figures counts as one, as is the custom."""
    plain = word.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    negated = plain.endswith("n't") and plain not in ("don't", "can't", "won't", "aren't", "weren't")
    plain = re.sub(r"(?:n't|'\w*)$", "", plain)
    if plain in BY_HEART:
        return BY_HEART[plain]
    plain = AS_ONE.sub("", SILENT_INSIDE.sub("", plain))
    n = len(VOWELS.findall(plain)) + len(APART.findall(plain)) + negated
    if SILENT_END.search(plain) and not SPOKEN_END.search(plain):
        n -= 1
    return max(1, n)
