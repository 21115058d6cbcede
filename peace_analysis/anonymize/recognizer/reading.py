"""What the recogniser made of one text, kept so that rules can ask it about words of theirs without reading again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from peace_analysis.anonymize.recognizer.decode import KINDS, Calibration, find_spans
from peace_analysis.anonymize.recognizer.segments import is_english
from peace_analysis.anonymize.spans import Span

# Rules that go by the look of a word alone (a capital, a list of names, no word of English); the recogniser has read the sentence.
WEAK_RULES = frozenset(("unknown_capital", "listed_name", "listed_name_lower_case", "unknown_word", "nickname", "beside_name", "initials"))
_ENGLISH_SHARE = 0.5  # of the words, from which a text counts as one that the model reads
_FEW_WORDS = 5  # in fewer the share says nothing, and names are not doubted
_SOME_WORDS = 8  # from so many on a text without English words is in another language, and not a row of names
_SURE = 0.7  # scores from which a name counts in another language, which the model does not read


@dataclass(frozen=True)
class Reading:
    """One text as the recogniser read it."""

    text: str
    words: Sequence[tuple[int, int]]  # start and end of each
    chances: NDArray[np.float32]  # (n_words, 3, 2): that a word begins, or goes on with, a name of each of `decode.KINDS`
    calibration: Calibration

    def spans(self, threshold: float, kinds: Sequence[str] = KINDS, *, titles: bool = False) -> list[Span]:
        """Make spans of what scores at least `threshold`, in order; those of different types may overlap.

        In a text in another language only what is nearly sure counts: there the rules find more.
        """
        if not len(self.words) or self.chances.sum(axis=2).max() < self.calibration.chance(threshold):
            return []
        n_words, share = self._english_share
        if n_words >= _SOME_WORDS and share < _ENGLISH_SHARE:
            threshold = max(threshold, _SURE)
        least = self.calibration.chance(threshold)
        found = find_spans(self.text, self.words, self.chances, least=least, calibration=self.calibration, titles=titles)
        return [span for span in found if span.type in kinds]

    def score(self, start: int, end: int, kind: str = "NAME") -> float:
        """Say how likely the surest word between two places belongs to a name of one kind; 0 where there is no word."""
        inside = [place for place, (s, e) in enumerate(self.words) if s < end and start < e]
        if not inside:
            return 0.0
        return self.calibration.score(float(self.chances[inside, KINDS.index(kind)].sum(axis=1).max()))

    @cached_property
    def _english_share(self) -> tuple[int, float]:
        """Count the words made of letters, and work out which share of them is English."""
        said = [self.text[start:end].lower() for start, end in self.words if self.text[start].isalpha()]
        return len(said), sum(map(is_english, said)) / len(said) if said else 0.0

    def doubts(self, span: Span, floor: float) -> bool:
        """Whether a name that only a weak rule claims is none by what the sentence says.

        Args:
            span: What a rule found.
            floor: Score below which the recogniser is sure enough that no word of it belongs to a person's name.
        """
        if span.type != "NAME" or span.rule not in WEAK_RULES:
            return False
        n_words, share = self._english_share
        return n_words >= _FEW_WORDS and share >= _ENGLISH_SHARE and self.score(span.start, span.end) < floor
