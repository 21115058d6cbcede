"""Names that are ordinary words (Grace, Will, May): a word alone says nothing, so the sentence around it is read.

The other spellings of such a person ("Grace Adeyemi", "Ms. Price") are sought as they are; this is about "Grace" standing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from peace_analysis.anonymize.wordlist import word_set

LEAST = 0.5  # score from which the recogniser takes a word for a person here; below it months and first words of sentences begin
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-Z“\"'(])")
_LONGEST = 600  # characters that are read around a word
_MARKUP = re.compile(r"[<>{}=\\]")
_CALENDAR = word_set(
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
)
Place = tuple[str, str]  # artefact, and where in it
Scores = Callable[[Sequence[tuple[str, int, int]]], list[float]]  # sentences, and where the word stands in each -> that it is a person


class Mentions:
    """Gathers sentences in which such a word stands with a capital, to be read all at once.

    Args:
        names: The words, in lower case.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._alone = frozenset(names)
        words = sorted((word[0].upper() + word[1:] for word in self._alone), key=len, reverse=True)
        either = "|".join(map(re.escape, words))
        self._pattern = re.compile(rf"(?<![\w'’.@/-])(?:{either})(?:['’]s)?(?![\w@/]|['’]\w|-\w)") if words else None
        self._read: dict[tuple[str, int, int], set[Place]] = {}
        self._certain: dict[str, set[Place]] = {}  # by word

    def add(self, artefact: str, part: str, text: str) -> None:
        """Look one text of a file through, line by line."""
        if self._pattern is None or self._pattern.search(text) is None:
            return
        for number, line in enumerate(text.split("\n"), 1):
            if self._pattern.search(line) is None:
                continue
            place = (artefact, f"{part}, line {number}" if part else f"line {number}")
            word = line.strip(" \t\r,;\"'").lower()
            if word in self._alone - _CALENDAR:
                self._certain.setdefault(word, set()).add(place)
            elif not _MARKUP.search(line):
                self._add_line(line, place)

    def _add_line(self, line: str, place: Place) -> None:
        assert self._pattern is not None
        at = 0
        for sentence in _SENTENCE.split(line):
            at = line.index(sentence, at)
            for match in self._pattern.finditer(sentence):
                start = max(0, match.start() - _LONGEST)
                shown = sentence[start : match.end() + _LONGEST]
                key = (shown, match.start() - start, match.end() - start)
                self._read.setdefault(key, set()).add(place)

    def find(self, score: Scores | None = None) -> list[tuple[str, str, set[Place]]]:
        """Find where a word stands alone in its cell or line, or the sentence shows that it is a person.

        Args:
            score: Reads sentences; by default the learned recogniser, loaded when there is anything to read.

        Returns:
            Each such word in lower case, the sentence, and where it stands.
        """
        asked = list(self._read)
        scores = (score or _score)(asked) if asked else []
        return [
            *((word, word, places) for word, places in self._certain.items()),
            *(
                (sentence[start:end].lower().removesuffix("'s").removesuffix("’s"), sentence, self._read[sentence, start, end])
                for (sentence, start, end), value in zip(asked, scores, strict=True)
                if value >= LEAST
            ),
        ]


def _score(asked: Sequence[tuple[str, int, int]]) -> list[float]:
    from peace_analysis.anonymize.recognizer.finder import default_recognizer

    readings = default_recognizer().read([sentence for sentence, _, _ in asked])
    return [reading.score(start, end) for reading, (_, start, end) in zip(readings, asked, strict=True)]
