"""The names that one session knows: its roster, the city's list, and what speakers say of themselves and each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peace_analysis.anonymize import words
from peace_analysis.anonymize.wordlist import word_set

if TYPE_CHECKING:
    from peace_analysis.anonymize.tokens import Token

_LABEL = re.compile(
    "(?:participant|speaker|facilitator|moderator|interviewer|host|guest|resident|officer|unknown|note[- ]?taker"
    r"|interpreter|p|s|f|n|r)?[\s_#-]*\d*[a-z]?|"
    "(?:facilitator|moderator|interviewer|host|interpreter|note[- ]?taker|audience|everyone|unknown|speaker|staff"
    r"|panel|group|room|narrator|participant)s?(?: \w)?",
    re.IGNORECASE,
)
_NOT_NAMES = word_set(
    "iphone ipad android phone galaxy zoom user guest host speaker participant facilitator moderator she her he him "
    "they them jr sr ii iii iv md phd esq the de la del van von bin al el los las y di da"
)


@dataclass
class Lexicon:
    """Folded names of one session, by how sure they are."""

    people: list[tuple[str, ...]] = field(default_factory=list)  # full names, folded, in the order of their words
    parts: dict[str, str] = field(default_factory=dict)  # folded word -> rule that taught it
    initials: set[str] = field(default_factory=set)  # "jt"
    said_initials: set[str] = field(default_factory=set)  # those that somebody has used

    def add_person(self, name: str, rule: str) -> None:
        """Take a person from a list: "Lopez, Maria", "Maria Lopez (she/her)", "J. T. Booker", "Participant 3" (no name at all)."""
        name = re.sub(r"\([^)]*\)|\[[^\]]*\]|\"[^\"]*\"", lambda m: " " + m.group()[1:-1] + " " if '"' in m.group() else " ", name)
        name = re.sub(r"[_|/]+", " ", name).strip()
        if not name or _LABEL.fullmatch(name):
            return
        if re.fullmatch(r"[^,]+,\s*[^,]+", name):
            last, _, first = name.partition(",")
            name = f"{first.strip()} {last.strip()}"
        tokens = [token.strip(".,") for token in name.split()]
        folded = tuple(
            words.fold(token) for token in tokens if words.fold(token) and words.fold(token) not in _NOT_NAMES and not token.isdigit()
        )
        if not folded:
            return
        self.people.append(folded)
        if len(folded) > 1:
            self.initials.add("".join(part[0] for part in folded))
            self.initials.add(folded[0][0] + folded[-1][0])
        for token in tokens:
            for part in (token, *re.split(r"-", token)):
                self.add_word(part, rule)

    def add_word(self, word: str, rule: str) -> None:
        """Take one word for a name."""
        folded = words.fold(word)
        if len(folded) < 2 or folded in _NOT_NAMES or folded.isdigit():
            return
        self.parts.setdefault(folded, rule)

    def add_all(self, names: Iterable[str], rule: str) -> None:
        """Take a list of people."""
        for name in names:
            self.add_person(name, rule)

    def misspelled(self, folded: str, shortest: int = 5) -> str | None:
        """The name, of `shortest` letters at least, that a word may be a transcriber's misspelling of."""
        for name in self.parts:
            if len(name) >= shortest and len(folded) >= 4 and words.is_misspelling(folded, name):
                return name
        return None

    def copy(self) -> Lexicon:
        """Hold fast what is known now."""
        return Lexicon(list(self.people), dict(self.parts), set(self.initials), set(self.said_initials))

    def since(self, earlier: Lexicon) -> Learned:
        """What was learned since an earlier copy."""
        names = self.parts.keys() - earlier.parts.keys()
        initials = (self.initials - earlier.initials) | (self.said_initials - earlier.said_initials)
        people = self.people[len(earlier.people) :]
        return Learned(frozenset(names), frozenset(names | initials | {part for person in people for part in person}))


@dataclass(frozen=True)
class Learned:
    """Names and initials that a session taught between two readings of it."""

    names: frozenset[str]
    words: frozenset[str]  # names, initials and all parts of new people
    seen: dict[str, bool] = field(default_factory=dict)

    def concerns(self, token: Token) -> bool:
        """Whether a word may be read otherwise with what was learned: it is one of the words, or may be a misspelling of a name."""
        told = self.seen.get(token.text)
        if told is None:
            told = self.seen[token.text] = token.folded in self.words or token.lower in self.words or self._may_mean(token)
        return told

    def _may_mean(self, token: Token) -> bool:
        if len(token.folded) < 4 or (not token.capital and words.is_ordinary(token.text)):
            return False
        return any(len(name) >= 4 and words.is_misspelling(token.folded, name) for name in self.names)
