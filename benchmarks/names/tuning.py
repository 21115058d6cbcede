"""Scores that mean what they say, and the thresholds that ship: both from text that was held out of training."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from corpora import Marked
from numpy.typing import NDArray
from scoring import score

from peace_analysis.anonymize.recognizer.decode import Calibration
from peace_analysis.anonymize.recognizer.reading import Reading

LEAST_CHANCE = 0.01  # names less likely than this are not calibrated with
GRID = tuple(round(0.02 * step, 2) for step in range(1, 40))


def calibrate(readings: Sequence[Reading], texts: Sequence[Marked]) -> Calibration:
    """Fit how scores follow from chances (Platt scaling) so that of the names scored .8, 80% are names.

    Args:
        readings: Uncalibrated, of the held-out texts.
        texts: The same texts, marked.

    Source:
        Platt (1999), in: Advances in Large Margin Classifiers, 61-74.
    """
    chances, right = [], []
    for reading, marked in zip(readings, texts, strict=True):
        names = [(start, end) for start, end, kind in marked.spans if kind == "NAME"]
        for span in reading.spans(LEAST_CHANCE, ("NAME",)):
            if any(start < span.end and span.start < end for start, end in marked.unsure):
                continue
            chances.append(min(max(span.score, 1e-4), 1 - 1e-4))
            right.append(any(start < span.end and span.start < end for start, end in names))
    return _fit(np.log(np.array(chances) / (1 - np.array(chances))), np.array(right, dtype=np.float64))


def _fit(logits: NDArray[np.float64], right: NDArray[np.float64]) -> Calibration:
    """Fit a logistic curve by Newton's method."""
    design = np.stack([logits, np.ones_like(logits)], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(50):
        expected = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (right - expected) - 1e-3 * (weights - [1.0, 0.0])
        curvature = (design * (expected * (1 - expected))[:, None]).T @ design + 1e-3 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-8:
            break
    return Calibration(round(float(weights[0]), 4), round(float(weights[1]), 4))


def choose_threshold(sources: Mapping[str, tuple[Sequence[Reading], Sequence[Marked]]], least_precision: float) -> float:
    """Choose the lowest threshold at which enough of what is covered are names.

    Args:
        sources: Calibrated readings and marked texts of every held-out source; each weighs alike.
        least_precision: Token precision that the sources reach on average.
    """
    for threshold in GRID:
        precisions = []
        for readings, texts in sources.values():
            covered = [[(span.start, span.end) for span in reading.spans(threshold, ("NAME",))] for reading in readings]
            precisions.append(score(texts, covered, ("NAME",)).precision)
        if math.fsum(precisions) / len(precisions) >= least_precision:
            return threshold
    return GRID[-1]
