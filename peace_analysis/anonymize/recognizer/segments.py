"""Texts cut into words, and long texts into windows that the sentence model can read.

A word is a run of letters and digits or one mark of punctuation, as in BERT's own first step, so that every piece of the model's
vocabulary lies in one word and every word keeps its place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from peace_analysis.anonymize.wordlist import word_set
from peace_analysis.anonymize.words import fold, name_ratios

_WORD = re.compile(r"[^\W_]+|\ufffc+|[^\w\s]|_")
_ENDS = frozenset(".!?")
PIECES_PER_WORD = 12  # what a longer word (a link, a row of letters) goes on with says nothing more
_SHORTENED = word_set("mr mrs ms mx dr prof rev st sgt lt capt cpl det ofc sen gov hon jr sr vs")
CORE = 80  # pieces of a long text that one window decides on
CONTEXT = 22  # pieces on either side that it reads besides

FEATURES = (
    "initial_capital",
    "all_capitals",
    "inner_capital",
    "digit",
    "mark",
    "opens",
    "cased_text",
    "english",
    "pieces",
    "listed",
    "given",
)


@dataclass(frozen=True)
class Word:
    """One word of one text."""

    start: int  # Unicode code points
    end: int  # exclusive
    pieces: tuple[int, ...]  # ids in the sentence model's vocabulary


@dataclass(frozen=True)
class Window:
    """A stretch of one text: what the model reads at once, and the words in it that it decides on."""

    text: int  # place of the text in the list
    first: int  # first word of the stretch within the text
    words: tuple[Word, ...]
    core: tuple[int, int]  # words decided on, counted from `first`; end-exclusive

    @property
    def n_pieces(self) -> int:
        """Pieces in all, without the two marks that the model wants at the ends; a word of none (a lone accent) takes the room of one."""
        return sum(len(word.pieces) or 1 for word in self.words)


def split_words(text: str) -> list[tuple[int, int]]:
    """Find the words of a text; start and end of each in Unicode code points."""
    return [match.span() for match in _WORD.finditer(text)]


def give_pieces(text: str, places: Sequence[tuple[int, int]], pieces: Mapping[str, Sequence[int]]) -> list[Word]:
    """Give each word its pieces.

    Args:
        text: One text.
        places: Start and end of each of its words.
        pieces: What the vocabulary cuts each word into.
    """
    return [Word(start, end, tuple(pieces[text[start:end]][:PIECES_PER_WORD])) for start, end in places]


def cut_windows(text: str, number: int, found: Sequence[Word]) -> list[Window]:
    """Cut a text into windows; a text of ordinary length is one.

    Args:
        text: One text.
        number: Its place in the list of texts.
        found: Its words.

    Returns:
        Windows whose cores hold every word once, in order.
    """
    sizes = [len(word.pieces) or 1 for word in found]
    if not found:
        return []
    if sum(sizes) <= CORE + 2 * CONTEXT:
        return [Window(number, 0, tuple(found), (0, len(found)))]
    windows = []
    start = 0
    while start < len(found):
        end, held, sentence = start, 0, 0
        while end < len(found) and (end == start or held + sizes[end] <= CORE):
            held += sizes[end]
            end += 1
            if text[found[end - 1].start] in _ENDS and held > CORE // 2:
                sentence = end
        if sentence and end < len(found):
            end = sentence
        first, last = _reach(sizes, start, -1), _reach(sizes, end - 1, 1)
        windows.append(Window(number, first, tuple(found[first : last + 1]), (start - first, end - first)))
        start = end
    return windows


def _reach(sizes: Sequence[int], place: int, step: int) -> int:
    """Go from a word outward as far as `CONTEXT` pieces allow."""
    held = 0
    while 0 <= place + step < len(sizes) and held + sizes[place + step] <= CONTEXT:
        place += step
        held += sizes[place]
    return place


def describe_words(text: str, found: Sequence[Word]) -> list[tuple[float, ...]]:
    """Say for each word what the sentence model, which reads everything in lower case, cannot see.

    Args:
        text: The text.
        found: Its words.

    Returns:
        One row a word, `FEATURES` wide, all between 0 and 1.
    """
    said = [text[word.start : word.end] for word in found]
    looks = [_look_at(word) for word in said]
    # A text whose only capitals open it, or stand in "I", has them from a machine: they say nothing about names.
    letters = [word for word in said if word[0].isalpha()]
    cased = float(any(word[0].isupper() and word != "I" for word in letters[1:]))
    rows = []
    opens, before = True, ""
    for word, look, place in zip(said, looks, found, strict=True):
        rows.append((*look[:5], float(opens), cased, look[5], min(len(place.pieces), 6) / 6, look[6], look[7]))
        # The point of "Mr." or of an initial ends no sentence.
        ends = word[0] in '!?:\n"' or (word == "." and before.lower() not in _SHORTENED and not (len(before) == 1 and before.isupper()))
        opens = ends or (opens and not word[0].isalpha())
        before = word
    return rows


@lru_cache(maxsize=100_000)
def _look_at(word: str) -> tuple[float, ...]:
    """Work out what a word is in any text: the first five features, whether it is English, and the two of the list of names."""
    letter = word[0].isalpha()
    return (
        float(word[0].isupper()),
        float(len(word) > 1 and word.isupper()),
        float(not word.isupper() and any(c.isupper() for c in word[1:])),
        float(any(c.isdigit() for c in word)),
        float(not (letter or word[0].isdigit())),
        float(letter and is_english(word.lower())),
        *(_listed(word) if letter else (0.0, 0.0)),
    )


def _listed(word: str) -> tuple[float, float]:
    """Whether a list of names has a word, and the share of its bearers who bear it as a given name."""
    share = name_ratios().get(fold(word).upper())
    return (0.0, 0.0) if share is None else (1.0, float(share))


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    text = files("peace_analysis.anonymize").joinpath("words_en.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=100_000)
def is_english(word: str) -> bool:
    """Whether a word in lower case, or what it is the plural of, is in the list of English words."""
    english = _english()
    return word in english or (len(word) > 3 and word.endswith("s") and word[:-1] in english)
