"""Finds names with the learned head: texts in, spans out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from peace_analysis.anonymize.recognizer.decode import KINDS
from peace_analysis.anonymize.recognizer.reading import Reading
from peace_analysis.anonymize.recognizer.segments import FEATURES, describe_words
from peace_analysis.anonymize.recognizer.weights import load_head
from peace_analysis.anonymize.spans import Span


class NameRecognizer:
    """Finds people, places and organizations in English text, however it is written.

    Args:
        threshold: Score from which a span counts, 0 to 1; by default the one that was tuned.
        cautious: Take the lower of the two tuned thresholds: fewer names missed, more other words lost.
        kinds: Types that are looked for.
        titles: Let a name begin with its titles ("Ms. Lopez" whole, not "Lopez").
        folder: Other weights than the package's own.

    Raises:
        ModelError: If weights or sentence model are missing or are not the ones that were expected.
    """

    def __init__(
        self,
        *,
        threshold: float | None = None,
        cautious: bool = False,
        kinds: Sequence[str] = KINDS,
        titles: bool = False,
        folder: Path | None = None,
    ) -> None:
        from peace_analysis.anonymize.recognizer.layers import default_reader

        self._head, self._calibration, about = load_head(folder)
        self._reader = default_reader()
        self.threshold = threshold if threshold is not None else about.cautious if cautious else about.threshold
        self.kinds = tuple(kinds)
        self.titles = titles

    def find(self, texts: Sequence[str], threshold: float | None = None) -> list[list[Span]]:
        """Find names in texts, each read by itself; all in one go, which is several times faster than one by one.

        Args:
            texts: Any number, of any length.
            threshold: In place of the recogniser's own.

        Returns:
            For each text its spans, in order; spans of different types may overlap, `spans.resolve` decides between them.
        """
        least = self.threshold if threshold is None else threshold
        return [reading.spans(least, self.kinds, titles=self.titles) for reading in self.read(texts)]

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Say for every word of every text what it may be; all texts go through the model together.

        Args:
            texts: Any number, of any length.
        """
        import torch

        distinct = list(dict.fromkeys(texts))
        windows = self._reader.cut(distinct)

        def judge(places: list[int], layers: torch.Tensor) -> list[tuple[int, NDArray[np.float32]]]:
            features = np.zeros((*layers.shape[:2], len(FEATURES)), np.float32)
            lengths = np.ones(len(layers), np.int64)
            for row, place in enumerate(places):
                window = windows[place]
                lengths[row] = len(window.words)
                features[row, : lengths[row]] = describe_words(distinct[window.text], window.words)
            likely = self._head(layers, torch.from_numpy(features), torch.from_numpy(lengths)).softmax(dim=-1)[:, :, 1:].numpy()
            return [(place, likely[row, slice(*windows[place].core)].reshape(-1, len(KINDS), 2)) for row, place in enumerate(places)]

        found = dict(pair for pairs in self._reader.read(windows, judge) for pair in pairs)
        words: dict[str, list[tuple[int, int]]] = {text: [] for text in distinct}
        chances: dict[str, list[NDArray[np.float32]]] = {text: [np.empty((0, len(KINDS), 2), np.float32)] for text in distinct}
        for place, window in enumerate(windows):
            text = distinct[window.text]
            words[text].extend((word.start, word.end) for word in window.words[slice(*window.core)])
            chances[text].append(found[place])
        readings = {text: Reading(text, words[text], np.concatenate(chances[text]), self._calibration) for text in distinct}
        return [readings[text] for text in texts]


@cache
def default_recognizer() -> NameRecognizer:
    """Load the recogniser with its tuned threshold, once per process."""
    return NameRecognizer()
