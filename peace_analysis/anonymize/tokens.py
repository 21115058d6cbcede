"""The words of one text, with what the search for names needs to know about each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peace_analysis.anonymize import words

_LETTERS = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"(?:[A-Z]\.){{2,}}|[A-Z]\.(?=\s[A-Z])|(?:Mrs?|Ms|Drs?|Sgt|Lt|Capt|Det|Ofc|Cpl|Rev|Fr|Prof|St|Jr|Sr|Hon|Gov|Sen|Rep|Cmdr|Mx|Sra?|Srta|Dra?)\."
    rf"|{_LETTERS}(?:[\w\u0300-\u036f]|['-](?={_LETTERS}))*",
)
_BEGINS = re.compile(r"(?:^|[.!?:;…>|\n]|--+| - |[\"«»()¿¡\u2014]|\ufffc)[\s\"'«»¿¡()\u2014>*-]*$")
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]|Mrs?|Ms|Drs?|Sgt|Lt|Capt|Det|Ofc|Cpl|Rev|Fr|Prof|St|Jr|Sr|Hon|Gov|Sen|Rep|Cmdr|Mx|Sra?|Srta|Dra?))\.\s*$")


@dataclass(frozen=True)
class Token:
    """One word."""

    text: str
    start: int
    end: int
    capital: bool  # begins with a capital
    shouted: bool  # two or more letters, all capitals
    opens: bool  # first word of a sentence or of quoted speech
    folded: str  # lower case, without accents, apostrophes and possessive
    gap: str  # what stands between the word before and this one

    @property
    def lower(self) -> str:
        """The word in lower case as it stands."""
        return self.text.casefold()


def tokenize(text: str) -> list[Token]:
    """Cut a text (as `spans.normalize` gives it) into words."""
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        word, gap = match.group(), text[end : match.start()]
        before = text[max(0, match.start() - 12) : match.start()]
        opens = not tokens or (gap.strip() != "" and _BEGINS.search(before) is not None and _ABBREVIATION.search(before) is None)
        letters = [c for c in word if c.isalpha()]
        tokens.append(
            Token(
                word,
                match.start(),
                match.end(),
                word[0].isupper(),
                len(letters) > 1 and all(c.isupper() for c in letters),
                opens,
                words.fold(word),
                gap,
            )
        )
        end = match.end()
    return tokens


def is_cased(tokens: Sequence[Token]) -> bool:
    """Whether capitals in a text mean something: it has some besides "I", and is not all capitals."""
    if not tokens:
        return False
    capitals = [token for token in tokens if token.capital and token.lower not in ("i", "i'm", "i'll", "i'd", "i've")]
    shouted = sum(token.shouted for token in tokens)
    if len(tokens) > 3 and shouted > len(tokens) * 0.7:
        return False
    return bool(capitals) or len(tokens) <= 2 and tokens[0].capital


def english_share(tokens: Sequence[Token]) -> float:
    """Share of the words that are ordinary English ones, 0 to 1."""
    longer = [token for token in tokens if len(token.text) > 1]
    return sum(words.is_ordinary(token.text) for token in longer) / len(longer) if longer else 1.0
