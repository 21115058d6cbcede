"""Words beside a name that belong to it: "Brendan Moss", "Darlene Two Bulls", "Maria de la Cruz", "J. Booker", "Big Ray"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from peace_analysis.anonymize import speech, streets, words
from peace_analysis.anonymize.tokens import PRONOUN, Marks, Text, Token
from peace_analysis.anonymize.wordlist import word_set

# Small words inside a name: "Maria de la Cruz", "Abu al Hassan", "Vincent van Dyke".
_PARTICLES = word_set("de del la los las van von der den bin binti ibn al el da dos di y ap ou")


def extend(text: Text, marks: Marks, kept: Sequence[bool], roads: Sequence[bool]) -> None:
    """Take the words beside a name that belong to it: "Brendan Moss", "Darlene Two Bulls", "Maria de la Cruz", "J. Booker", "Big Ray"."""
    tokens = text.tokens
    _extend_right(text, marks, kept, roads)
    _join_initials(tokens, marks)
    _extend_left(text, marks, kept, roads)


def _extend_right(text: Text, marks: Marks, kept: Sequence[bool], roads: Sequence[bool]) -> None:
    tokens = text.tokens
    for i in range(1, len(tokens)):
        left = marks[i - 1]
        token = tokens[i]
        if (
            left is None
            or marks[i] is not None
            or kept[i]
            or token.opens
            or token.gap not in (" ", "  ")
            or tokens[i - 1].text.endswith("'s")
        ):
            continue
        lower = token.lower
        if lower in ("junior", "senior", "jr", "jr.", "sr", "sr.", "iii") and tokens[i - 1].folded not in ("mi", "la", "el"):
            marks[i] = ("beside_name", min(left[1], 0.8))
        elif text.cased and token.capital:
            if (
                lower in PRONOUN
                or (tokens[i - 1].text.endswith(".") and lower in speech.OPENERS)
                or words.is_kept(token.text)
                or roads[i]
                or (lower in streets.ROADS and words.given_share(token.text) < 0.3 and not words.is_listed_name(token.text))
                or (token.shouted and len(token.text) < 5 and lower not in ("ii", "iii", "iv"))
            ):
                continue
            marks[i] = ("beside_name", min(left[1], 0.8))
        elif lower in _PARTICLES and text.cased:
            j = i + 1
            while j < len(tokens) and j - i < 3 and tokens[j].lower in ("la", "los", "las", "der", "den", "el"):
                j += 1
            if (
                j < len(tokens)
                and tokens[j].capital
                and not tokens[j].opens
                and tokens[j].gap == " "
                and not words.is_kept(tokens[j].text)
                and not (lower in ("y", "el", "al") and words.is_ordinary(tokens[j].text))
            ):
                if lower == "y" and len(tokens) > j and marks[j] is not None and words.given_share(tokens[j].text) > 0.5:
                    continue
                for k in range(i, j + 1):
                    marks[k] = ("beside_name", min(left[1], 0.8))


def _join_initials(tokens: Sequence[Token], marks: Marks) -> None:
    for i in range(1, len(tokens) - 1):
        if (
            marks[i] is None
            and marks[i - 1] is not None
            and marks[i + 1] is not None
            and len(tokens[i].folded) == 1
            and tokens[i].gap == " "
            and tokens[i + 1].gap in (" ", ". ")
            and tokens[i].lower not in ("y", "e")
        ):
            marks[i] = ("beside_name", 0.6)


def _extend_left(text: Text, marks: Marks, kept: Sequence[bool], roads: Sequence[bool]) -> None:
    tokens = text.tokens
    for i in range(len(tokens) - 2, -1, -1):
        right, token = marks[i + 1], tokens[i]
        if right is None or marks[i] is not None or kept[i] or tokens[i + 1].gap not in (" ", "  ") or tokens[i + 1].opens:
            continue
        if not text.cased:
            if (
                text.english
                and token.lower not in speech.OPENERS
                and token.lower not in speech.TITLES
                and words.given_share(token.text) > 0.6
                and not words.is_kept(token.text)
                and len(token.text) > 2
            ):
                marks[i] = ("beside_name", min(right[1], 0.6))
            continue
        if not token.capital:
            continue
        if _leads(token, roads[i]) or (
            len(tokens[i + 1].folded) == 1
            and not token.opens
            and not words.is_kept(token.text)
            and token.lower not in speech.TITLES | PRONOUN
        ):
            marks[i] = ("beside_name", min(right[1], 0.7))


def _leads(token: Token, road: bool) -> bool:
    """Whether a word with a capital right before a name belongs to it: an initial, a first name, "Big" in "Big Lou"."""
    if (
        token.lower in PRONOUN
        or (token.shouted and len(token.text) < 4 and "." not in token.text)
        or words.is_kept(token.text)
        or token.lower in speech.TITLES
        or road
        or token.lower in streets.ROADS
    ):
        return False
    if re.fullmatch(r"[A-Z]\.?", token.text):
        return token.text not in ("I", "A")
    if token.opens:
        return token.lower not in speech.OPENERS and words.given_share(token.text) > 0.3
    return re.fullmatch(r"(?:[A-Z]\.){2,3}", token.text) is not None or words.is_listed_name(token.text)


def release_officials(tokens: Sequence[Token], marks: Marks) -> None:
    """Leave names that follow a rank or an office."""
    for i, token in enumerate(tokens[:-1]):
        if token.lower in speech.OFFICIAL:
            j = i + 1
            while j < len(tokens) and marks[j] is not None and (j == i + 1 or tokens[j].gap in (" ", "  ")):
                marks[j] = None
                j += 1
