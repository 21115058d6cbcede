"""Finds names with the learned head: texts in, spans out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from peace_analysis.anonymize.recognizer.decode import KINDS
from peace_analysis.anonymize.recognizer.reading import Reading
from peace_analysis.anonymize.recognizer.segments import describe_words
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

        windows = self._reader.cut(texts)
        described = [describe_words(texts[window.text], window.words) for window in windows]
        found: list[NDArray[np.float32]] = [np.empty((0, len(KINDS), 2), np.float32)] * len(windows)
        for places, layers in self._reader.read(windows):
            lengths = [len(windows[place].words) for place in places]
            features = torch.zeros((len(places), layers.shape[1], len(described[places[0]][0])))
            for row, (place, n) in enumerate(zip(places, lengths, strict=True)):
                features[row, :n] = torch.tensor(described[place])
            with torch.inference_mode():
                likely = self._head(layers, features, torch.tensor(lengths)).softmax(dim=-1)[:, :, 1:].numpy()
            for row, place in enumerate(places):
                first, last = windows[place].core
                found[place] = likely[row, first:last].reshape(last - first, len(KINDS), 2)
        joined: list[tuple[list[tuple[int, int]], list[NDArray[np.float32]]]] = [([], []) for _ in texts]
        for window, some in zip(windows, found, strict=True):
            joined[window.text][0].extend((word.start, word.end) for word in window.words[window.core[0] : window.core[1]])
            joined[window.text][1].append(some)
        none = [np.empty((0, len(KINDS), 2), np.float32)]
        return [
            Reading(text, places, np.concatenate(some or none), self._calibration)
            for text, (places, some) in zip(texts, joined, strict=True)
        ]


@cache
def default_recognizer() -> NameRecognizer:
    """Load the recogniser with its tuned threshold, once per process."""
    return NameRecognizer()
