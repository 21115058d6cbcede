"""Who is who in a session: which mentions mean the same person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from doublemetaphone import doublemetaphone

from peace_analysis.anonymize import speech, words
from peace_analysis.anonymize.lexicon import Lexicon
from peace_analysis.anonymize.tokens import tokenize

_SHORTEST_MISSPELLED = 4  # letters


class People:
    """Gives every mention of a person in one session the same key.

    Full names make people; a first name, a last name, initials or a misspelling alone then means the one person that it fits. Where it
    fits two (two Marias on the roster), it stays its own: nobody is merged with somebody else by guess.
    """

    def __init__(self, mentions: Iterable[str], roster: Sequence[str] = ()) -> None:
        """Learn the people of a session from its roster and from every mention of a name in it."""
        lexicon = Lexicon()
        lexicon.add_all(roster, "roster")
        self._people: list[tuple[str, ...]] = []
        for person in lexicon.people:
            if person not in self._people:
                self._people.append(person)
        self._n_listed = len(self._people)
        parts = [self._parts(mention) for mention in dict.fromkeys(mentions)]
        for mention in sorted((p for p in parts if len(p) > 1), key=len, reverse=True):
            if not self._fits(mention, exact=True) and not self._fits(mention, exact=False):
                self._people.append(mention)
        singles = dict.fromkeys(p for p in parts if len(p) == 1)
        for single in singles:
            if not self._fits(single, exact=True) and not self._fits(single, exact=False):
                self._people.append(single)

    def key(self, mention: str) -> str:
        """Name the person that a mention means; the same key for the same person."""
        parts = self._parts(mention)
        for exact in (True, False):
            fitting = self._fits(parts, exact=exact)
            if len(fitting) == 1:
                return f"person {fitting[0]}"
            if fitting:
                whole = [i for i in fitting if self._people[i] == parts]
                return f"person {whole[0]}" if len(whole) == 1 else "word " + " ".join(parts)
        return "word " + " ".join(parts)

    def _parts(self, mention: str) -> tuple[str, ...]:
        parts = tuple(token.folded for token in tokenize(mention) if token.lower not in speech.TITLES and token.folded)
        return parts or tuple(token.folded for token in tokenize(mention))

    def _fits(self, parts: tuple[str, ...], *, exact: bool) -> list[int]:
        if not parts:
            return []
        found = [i for i, person in enumerate(self._people) if _means(parts, person, exact=exact)]
        return found


def _means(parts: tuple[str, ...], person: tuple[str, ...], *, exact: bool) -> bool:
    if len(parts) > len(person):
        # "Maria Elena Lopez" means the Maria Lopez of the list.
        return len(person) > 1 and all(_same(a, parts, exact=exact) for a in person)
    if (
        len(parts) == 1
        and len(person) > 1
        and parts[0] in ("".join(p[0] for p in person), person[0][0] + person[-1][0])
        and len(parts[0]) > 1
    ):
        return True
    return all(_same(a, person, exact=exact) for a in parts)


def _same(word: str, among: tuple[str, ...], *, exact: bool) -> bool:
    if word in among:
        return True
    if len(word) == 1:
        return any(other.startswith(word) for other in among) and not exact
    return not exact and any(len(other) >= _SHORTEST_MISSPELLED and _misspells(word, other) for other in among)


def _misspells(word: str, name: str) -> bool:
    """Whether a word is a misspelling of a name, and not the name of somebody else.

    "Wallter" is nobody's name but Walter's. Two words that both are names mean one person only where they sound alike: Lopez and Lopes,
    but not Maria and Mario, or Bill and Will.
    """
    if not words.is_misspelling(word, name):
        return False
    if not (words.is_listed_name(word) and words.is_listed_name(name)):
        return True
    return word[0] == name[0] and _ending(word) == _ending(name) and doublemetaphone(word)[0] == doublemetaphone(name)[0]


def _ending(name: str) -> str:
    """The last vowel that is heard."""
    return next((letter for letter in reversed(name) if letter in "aeiou"), "")
