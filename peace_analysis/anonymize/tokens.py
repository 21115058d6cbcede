"""The words of one text, with what the search for names needs to know about each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peace_analysis.anonymize import words
from peace_analysis.anonymize.wordlist import word_set

_LETTERS = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"(?<!\w)(?:(?:[A-Z]\.){{2,}}|(?:[a-z]\.){{2,3}}(?!\w)|[A-Z]\.(?=\s[A-Z])|(?:Mrs?|Ms|Drs?|Sgt|Lt|Capt|Det|Ofc|Cpl"
    r"|Rev|Fr|Prof|St|Jr|Sr|Hon|Gov|Sen|Rep|Cmdr|Mx|Sra?|Srta|Dra?)\."
    rf"|{_LETTERS}(?:[\w\u0300-\u036f]|['-](?={_LETTERS}))*)",
)
_BEGINS = re.compile(r"(?:^|[.!?:;…>|\n]|--+| - |[\"«»()¿¡\u2014]|\ufffc)[\s\"'«»¿¡()\u2014>*-]*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mrs?|Ms|Drs?|Sgt|Lt|Capt|Det|Ofc|Cpl|Rev|Fr|Prof|St|Jr|Sr|Hon|Gov|Sen|Rep|Cmdr|Mx|Sra?|Srta|Dra?))\.\s*$"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word."""

    text: str
    start: int
    end: int
    capital: bool  # begins with a capital
    shouted: bool  # two or more letters, all capitals
    opens: bool  # first word of a sentence or of quoted speech
    folded: str  # lower case, without accents, apostrophes and possessive
    lower: str  # lower case as it stands
    gap: str  # what stands between the word before and this one


@dataclass(frozen=True)
class Text:
    """One text, read."""

    text: str
    tokens: list[Token]
    cased: bool  # capitals mean something in it
    english: bool


Mark = tuple[str, float] | None  # which rule takes a word for (part of) a name, and how surely
Marks = list[Mark]  # one for each word of a text
PRONOUN = word_set("i i'm i'll i'd i've im ive")


def tokenize(text: str) -> list[Token]:
    """Cut a text (as `spans.normalize` gives it) into words."""
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        word, gap = match.group(), text[end : match.start()]
        opens = not tokens or (gap != " " and gap.strip() != "" and _begins(text[max(0, match.start() - 12) : match.start()]))
        tokens.append(
            Token(
                word,
                match.start(),
                match.end(),
                word[0].isupper(),
                _is_shouted(word),
                opens,
                words.fold(word),
                word.casefold(),
                gap,
            )
        )
        end = match.end()
    return tokens


def _is_shouted(word: str) -> bool:
    plain = word.removesuffix("'s")
    return len(plain) > 1 and plain.isupper() and sum(map(str.isalpha, plain)) > 1


def _begins(before: str) -> bool:
    return _BEGINS.search(before) is not None and _ABBREVIATION.search(before) is None


def is_cased(tokens: Sequence[Token]) -> bool:
    """Whether capitals in a text mean something: it has some besides "I", and is not all capitals."""
    if not tokens:
        return False
    capitals = [token for token in tokens if token.capital and token.lower not in ("i", "i'm", "i'll", "i'd", "i've")]
    shouted = sum(token.shouted for token in tokens)
    if len(tokens) > 3 and shouted > len(tokens) * 0.7:
        return False
    return bool(capitals) or (len(tokens) <= 2 and tokens[0].capital)


def english_share(tokens: Sequence[Token]) -> float | None:
    """Share of the words that are ordinary English ones, names left aside, 0 to 1; None where there are too few to tell."""
    cased = is_cased(tokens)
    plain = [token for token in tokens if len(token.text) > 1 and not (token.capital and cased)]
    if not cased:
        plain = [
            token
            for token in plain
            if words.is_ordinary(token.text) or words.is_spanish(token.text) or not words.is_listed_name(token.text)
        ]
    if len(plain) < _FEWEST:
        return None
    return sum(words.is_ordinary(token.text) for token in plain) / len(plain)


_FEWEST = 4  # words
