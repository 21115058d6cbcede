"""Words that belong to the name of a place at issue ("Lincoln Avenue", "Third and Canal"), which stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from peace_analysis.anonymize import speech, streets, words
from peace_analysis.anonymize.tokens import Text, Token
from peace_analysis.anonymize.wordlist import word_set

_SIDES = word_set("side end area neighborhood corner bridge light block tower towers projects line bus exit intersection store lot")

_CROSS = word_set("and & at")

_ORDINALS = word_set("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth")

_PLAIN_ROADS = word_set("street avenue ave road boulevard blvd lane alley park square parkway highway drive side")


def learn_streets(read: Iterable[Text]) -> set[str]:
    """Words that the session uses as names of streets and parks: who has said "Delmont Avenue" may say "Delmont" later."""
    found: set[str] = set()
    for text in read:
        for here, after in zip(text.tokens, text.tokens[1:], strict=False):
            if (
                here.capital
                and after.capital
                and after.lower in streets.ROADS
                and after.gap == " "
                and not here.opens
                and not words.is_kept(here.text)
            ):
                found.add(here.folded)
        found.update(
            token.folded
            for token, road, after in zip(text.tokens, mark_roads(text), (*text.tokens[1:], None), strict=False)
            if road and not (after is not None and after.lower in streets.ROADS) and token.lower not in streets.ROADS
        )
    return found


def mark_roads(text: Text) -> list[bool]:
    """Mark words that belong to the name of a place at issue: "Lincoln Avenue", "Garfield Park", "Third and Canal"."""
    return _roads_with_capitals(text.tokens, text.text) if text.cased else _roads_without_capitals(text.tokens)


def _roads_without_capitals(tokens: Sequence[Token]) -> list[bool]:
    roads = [False] * len(tokens)
    for i, token in enumerate(tokens):
        if (
            i
            and token.lower in _PLAIN_ROADS
            and token.gap == " "
            and not tokens[i - 1].text.endswith("'s")
            and tokens[i - 1].lower not in speech.STOPS
        ):
            roads[i - 1] = roads[i] = True
    return roads


def _roads_with_capitals(tokens: Sequence[Token], text: str) -> list[bool]:
    roads = [False] * len(tokens)
    for i, token in enumerate(tokens):
        if (
            i
            and token.lower in streets.ROADS
            and token.gap == " "
            and (
                token.capital or token.lower in ("street", "avenue", "park", "road", "boulevard", "neighborhood", "projects", "apartments")
            )
        ):
            j = i - 1
            while (
                j >= 0
                and i - j <= 3
                and tokens[j].capital
                and tokens[j].lower not in speech.TITLES
                and (j + 1 == i or tokens[j + 1].gap == " ")
            ):
                if tokens[j].opens and i - j > 1 and words.is_ordinary(tokens[j].text):
                    break
                roads[j] = True
                j -= 1
                if tokens[j + 1].opens:
                    break
            if roads[i - 1]:
                roads[i] = True
        elif (
            i >= 2
            and token.lower in _SIDES
            and tokens[i - 1].capital
            and token.gap == " "
            and tokens[i - 2].lower == "the"
            and not tokens[i - 1].text.endswith("'s")
        ):
            roads[i - 1] = True
        elif token.lower in _CROSS and 0 < i < len(tokens) - 1:
            left, right = tokens[i - 1], tokens[i + 1]
            numbered = {left.lower, right.lower} & _ORDINALS or re.search(
                r"\d(?:st|nd|rd|th)\s+and\s+$", text[max(0, right.start - 12) : right.start]
            )
            spoken_of = (
                i >= 2
                and tokens[i - 2].lower in ("at", "on", "by", "near", "corner", "of", "from", "between", "around", "to", "light")
                and words.is_ordinary(left.text)
                and words.is_ordinary(right.text)
            )
            if (
                left.capital
                and right.capital
                and right.gap == " "
                and (numbered or spoken_of)
                and not (words.given_share(left.text) > 0.5 and words.given_share(right.text) > 0.5)
            ):
                roads[i - 1] = roads[i + 1] = True
        elif (
            token.capital
            and i
            and tokens[i - 1].lower
            in (
                "calle",
                "avenida",
                "barrio",
                "parque",
                "plaza",
                "colonia",
                "route",
                "highway",
                "lake",
                "mount",
                "fort",
                "camp",
                "port",
                "cape",
            )
        ):
            roads[i] = True
    return roads
