"""Finding sought words in any text, however they are spelled: one pass over normalised tokens with a dictionary of all spellings."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

# Scripts that are written without spaces, or with endings joined on: each character is a word of its own.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(rf"([{_UNSPACED}]|[^\W_{_UNSPACED}]+)([\W_]*)")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_ACCENT = re.compile("[\u0300-\u036f]")
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "Ł": "l", "Ø": "o", "Đ": "d", "Æ": "ae", "Œ": "oe"})
_QUOTES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u02bb\u00b4\u2032\uff07", "'"))
_POSSESSIVE = re.compile(r"(?<=\w)'s(?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)(?<!\b[bfru])'(?=\w)")  # that of O'Neil; not the one that opens a string after a prefix (u'...')
_ESCAPE = re.compile(r"\\u\{?([0-9a-fA-F]{4})\}?|\\x([0-9a-fA-F]{2})")
_LINE_ESCAPE = re.compile(r"\\[nrt](?=\W|[A-Z])")
_CAMEL = re.compile(r"(?<![^\W_])[A-Z]?[a-z]+(?:[A-Z][a-z]+)+")
_HUMP = re.compile(r"[A-Z]?[a-z]+")
_NUMBERED = re.compile(r"\d{0,4}([^\W\d_]{5,})\d{0,4}")
_TIGHT = re.compile(r"[ \-./()+·\u2010-\u2015]{0,3}")
_LONGEST_GAP = 3  # marks between two words of a name, white space not counted
_LONG_NUMBER = 8  # from here on digits in one piece may be a phone with its prefixes
_PHONE_LENGTHS = (7, 10)
_AROUND = 60  # characters that are told before and after a hit


def normalize(text: str) -> str:
    """Write a text in lower case without accents, invisible characters, possessives and apostrophes; line ends stay."""
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text).translate(_QUOTES)).casefold()
        text = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFKD", text))).translate(_PLAIN)
    return _APOSTROPHE.sub("", _POSSESSIVE.sub("", text)) if "'" in text else text


def split_words(text: str) -> tuple[str, ...]:
    """Normalised words of a text."""
    return tuple(word for word, _ in _TOKEN.findall(normalize(text)))


def decode_escapes(text: str) -> str:
    """Undo HTML entities, percent signs and backslash escapes, also where one hides another."""
    for _ in range(3):
        before = text
        if "&" in text:
            text = html.unescape(text)
        if "%" in text:
            text = unquote(text, errors="replace")
        if "\\" in text:
            text = _ESCAPE.sub(lambda match: chr(int(match.group(1) or match.group(2), 16)), text)
        if text == before:
            break
    return _LINE_ESCAPE.sub(" ", text) if "\\" in text else text


class Hit(NamedTuple):
    """What was found in a text. Holds the words: for the team's own eyes, in `restricted/`."""

    line: int  # from 1
    words: str  # as normalised
    around: str  # the text around them, as normalised


@dataclass
class Spellings:
    """All spellings of what is sought.

    `phrases` are found word by word, those of `listed` with a comma between ("Price, Will", but not "the price will"), `joined` however
    they are parted or written in one, `codes` so too but with little between the pieces.
    """

    phrases: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)  # without spaces -> as words
    listed: set[tuple[str, ...]] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    _beginnings: set[str] = field(default_factory=set, repr=False)

    def add_phrase(self, words: Sequence[str]) -> None:
        """Seek these normalised words, one after the other."""
        self._add("".join(words))
        self.phrases.setdefault("".join(words), set()).add(tuple(words))

    def add_listed(self, last: Sequence[str], first: Sequence[str]) -> None:
        """Seek a name as lists have it, "Last, First"."""
        self._add("".join((*last, *first)))
        self.listed.add((*last, ",", *first))

    def add_joined(self, words: Sequence[str]) -> None:
        """Seek these words also written in one or parted elsewhere."""
        self._add("".join(words))
        self.joined.add("".join(words))

    def add_code(self, code: str) -> None:
        """Seek a number or a code, in one piece or in several."""
        self._add(code)
        self.codes.add(code)

    def _add(self, key: str) -> None:
        self._beginnings.update(key[:end] for end in range(1, len(key) + 1))

    def __contains__(self, text: str) -> bool:
        return next(self.find(text), None) is not None

    def find(self, text: str) -> Iterator[Hit]:
        """Give every hit in a text."""
        text = decode_escapes(text)
        plain = normalize(text)
        tokens: list[tuple[str, str]] = _TOKEN.findall(plain)
        beginnings = self._beginnings
        hits = [(at, n) for at, (word, _) in enumerate(tokens) if word in beginnings and (n := self._count_words(tokens, at))]
        hits += [(at, 1) for at, (word, _) in enumerate(tokens) if len(word) > 4 and not word.isalpha() and self._is_hidden(word)]
        if hits:
            starts = [match.start() for match in _TOKEN.finditer(plain)]
            for at, n in hits:
                words = " ".join(word for word, _ in tokens[at : at + n])
                line = plain.count("\n", 0, starts[at]) + 1
                yield Hit(line, words, " ".join(plain[max(0, starts[at] - _AROUND) : starts[at] + len(words) + _AROUND].split()))
        for compound in set(_CAMEL.findall(text)):
            pieces = [(word.lower(), "") for word in _HUMP.findall(compound)]
            if any(self._count_words(pieces, at) for at in range(len(pieces))):
                yield Hit(text.count("\n", 0, text.find(compound)) + 1, compound, compound)

    def _count_words(self, tokens: list[tuple[str, str]], at: int) -> int:
        """Say how many words what is sought has that begins with the token at this place; 0 where nothing does."""
        key, tight, pieces, listed = "", True, [], []
        for word, gap in tokens[at : at + 40]:
            key += word
            pieces.append(word)
            listed.append(word)
            if key not in self._beginnings:
                return 0
            if key in self.joined or tuple(pieces) in self.phrases.get(key, ()) or tuple(listed) in self.listed:
                return len(pieces)
            if key in self.codes and tight and not _is_decimal(tokens, at, pieces):
                return len(pieces)
            if len(gap.strip()) > _LONGEST_GAP and len("".join(gap.split())) > _LONGEST_GAP:
                return 0
            if "," in gap:
                listed.append(",")
            tight = tight and _TIGHT.fullmatch(gap) is not None
        return 0

    def _is_hidden(self, word: str) -> bool:
        """Whether a name has a number at its end ("lopez22"), or a phone its prefixes in one piece."""
        if word.isdigit():
            return len(word) >= _LONG_NUMBER and any(word[-length:] in self.codes for length in _PHONE_LENGTHS)
        match = _NUMBERED.fullmatch(word)
        return match is not None and (match[1] in self.joined or (match[1],) in self.phrases.get(match[1], ()))


def _is_decimal(tokens: list[tuple[str, str]], at: int, pieces: list[str]) -> bool:
    """Whether digits that look like a code are a part of a decimal number, such as a coordinate in a figure."""
    if not all(piece.isdigit() for piece in pieces):
        return False
    if len(pieces) == 1:
        before = at > 0 and tokens[at - 1][1] == "." and tokens[at - 1][0].isdigit()
        after = tokens[at][1] == "." and at + 1 < len(tokens) and tokens[at + 1][0].isdigit()
        return before or after
    return len(pieces) == 2 and tokens[at][1] == "." and [len(piece) for piece in pieces] != [3, 4]
