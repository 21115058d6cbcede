"""A short sentence that somebody said, to stand for a theme whose people share too few words for a name of things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from peace_analysis.themes.words import TOKEN, content_words

FEWEST_PEOPLE = 5  # a theme of fewer is not named by one person's sentence: it would be said of them
WORDS = (3, 8)
LONGEST = 52  # characters
SHARED = 0.6  # share of its telling words that several people of the theme must use: it is no one's own story then
SEVERAL = 3  # people, or this share of the theme's people where that is more:
SEVERAL_SHARE = 0.08
_SENTENCE = re.compile(r"(?:^|(?<=[.!?…]\s)|(?<=\n))[A-Z][^.!?…;:\n]*(?=[.!?…](?:\s|$)|\n|$)")
# A theme holds more than one view: what says how things should be, or denies something, would take sides in its name.
_SIDES = re.compile(r"\b(?:should|must|ought|needs?|have to|not|no|never|nobody|nothing|none|cannot|too|\w+n't)\b", re.IGNORECASE)
_MARKS = re.compile(r"[()\"“”\[\]\0/&]")
_EDGE = re.compile(
    r"^(?:and|but|so|well|also|okay|ok|yes|yeah|no|oh|um|uh|because|like|then|or|look|listen|see|now|please)\b[,\s]+", re.IGNORECASE
)


def short_sentences(text: str) -> list[str]:
    """Whole sentences of a statement that are short enough for a name, take no side and hold no token of the anonymiser's.

    >>> short_sentences("So, they came by car. I waited with [NAME 2]. They never came. Ask at the gas station on the corner about it.")
    ['They came by car']
    """
    found = []
    for match in _SENTENCE.finditer(TOKEN.sub("\0", text.replace("’", "'"))):
        plain = _EDGE.sub("", " ".join(match[0].split()).strip(" ,"))
        n_words = len(plain.split())
        if (
            not _MARKS.search(plain)
            and not _SIDES.search(plain)
            and WORDS[0] <= n_words <= WORDS[1]
            and len(plain) <= LONGEST
            and plain[:1].isalpha()
        ):
            found.append(plain[:1].upper() + plain[1:])
    return found


def typical_sentence(
    texts: Sequence[str], speakers: Sequence[str], quotable: Sequence[bool], likeness: NDArray[np.float64], used: set[str]
) -> str:
    """The short sentence that says most of what the others of a theme say, in quotation marks; "" where none may be shown.

    Args:
        texts: Statements of the theme.
        speakers: Who said each.
        quotable: Whether each may be quoted.
        likeness: How near each is to the theme's middle.
        used: Names that are given already.
    """
    if len(set(speakers)) < FEWEST_PEOPLE:
        return ""
    people: Counter[str] = Counter()
    for word, _ in {(word, who) for text, who in zip(texts, speakers, strict=True) for word in content_words(text)}:
        people[word] += 1
    several = max(SEVERAL, SEVERAL_SHARE * len(set(speakers)))
    best, name = 0.0, ""
    for text, shown, near in zip(texts, quotable, likeness, strict=True):
        if not shown:
            continue
        for sentence in short_sentences(text):
            words = set(content_words(sentence))
            if len(words) < 2 or sum(people[word] >= several for word in words) < SHARED * len(words):
                continue
            # Words that others of the theme say too, for each word that it takes to say them.
            shared = sum(people[word] - 1 for word in words) / (len(sentence.split()) + 2)
            worth = round(shared * max(float(near), 0.0), 9)
            quoted = f"\N{LEFT DOUBLE QUOTATION MARK}{sentence}\N{RIGHT DOUBLE QUOTATION MARK}"
            if quoted not in used and (worth > best or (worth == best > 0 and quoted < name)):
                best, name = worth, quoted
    return name


def is_sentence(name: str) -> bool:
    """Tell whether a name is a sentence of somebody's, in quotation marks."""
    return name.startswith("\N{LEFT DOUBLE QUOTATION MARK}") and name.endswith("\N{RIGHT DOUBLE QUOTATION MARK}")


def still_said(name: str, texts: Iterable[str]) -> bool:
    """Tell whether the sentence that a name quotes is in one of the texts: of statements that may be quoted, or it may not stay."""
    return any(name[1:-1].casefold() in " ".join(text.replace("’", "'").split()).casefold() for text in texts)
