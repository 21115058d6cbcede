"""Arguments and key points of ArgKP, beside the project in `../shared/data/themes/argkp`, and how matching is measured on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "themes" / "argkp"
FOLDS = 6


@dataclass(frozen=True)
class Arguments:
    """One part of the data."""

    texts: list[str]
    points: list[str]
    topic: NDArray[np.str_]  # (n_texts,)
    point_topic: NDArray[np.str_]  # (n_points,)
    labels: NDArray[np.int8]  # (n_texts, n_points): 1 matches, 0 does not, -1 was not asked (another topic or stance) or not agreed on
    unsure: NDArray[np.bool_]  # the same shape: of one topic and stance, but without a label

    def part(self, topics: list[str]) -> Arguments:
        """Only these topics."""
        rows, columns = np.flatnonzero(np.isin(self.topic, topics)), np.flatnonzero(np.isin(self.point_topic, topics))
        at = np.ix_(rows, columns)
        return Arguments(
            [self.texts[row] for row in rows],
            [self.points[column] for column in columns],
            self.topic[rows],
            self.point_topic[columns],
            self.labels[at],
            self.unsure[at],
        )

    @property
    def matching(self) -> NDArray[np.bool_]:
        """Which texts match at least one point, shape (n_texts,)."""
        return np.asarray((self.labels == 1).any(axis=1))


def read_arguments(part: str) -> Arguments:
    """Read "train" or "dev"."""
    texts, points, labels = (pd.read_csv(FOLDER / f"{name}_{part}.csv", dtype=str) for name in ("arguments", "key_points", "labels"))
    table = np.full((len(texts), len(points)), -1, dtype=np.int8)
    rows = {key: row for row, key in enumerate(texts["arg_id"])}
    columns = {key: column for column, key in enumerate(points["key_point_id"])}
    for text, point, label in labels.itertuples(index=False):
        table[rows[text], columns[point]] = int(label)
    side, point_side = (frame["topic"].to_numpy(str) + frame["stance"].to_numpy(str).astype(object) for frame in (texts, points))
    asked = side[:, None] == point_side[None, :]
    return Arguments(
        texts["argument"].tolist(),
        points["key_point"].tolist(),
        texts["topic"].to_numpy(str),
        points["topic"].to_numpy(str),
        table,
        np.asarray(asked & (table < 0)),
    )


def cut_folds(topics: NDArray[np.str_]) -> list[list[str]]:
    """Put topics into folds, by a fixed draw."""
    names = sorted(set(topics.tolist()))
    order = np.random.default_rng(1).permutation(len(names))
    return [[names[place] for place in order[first::FOLDS]] for first in range(FOLDS)]


def measure_match(scores: NDArray[np.float64], arguments: Arguments, k: int = 3) -> tuple[float, float]:
    """Hit@k and average precision, over the arguments that match a point and all points as candidates.

    Average precision is over all pairs at once, so that scores must be comparable between arguments.

    Args:
        scores: Shape (n_texts, n_points).
        arguments: What they belong to.
        k: Points that may be looked at.
    """
    rows = arguments.matching
    true, said = arguments.labels[rows] == 1, scores[rows]
    first = np.argsort(-said, axis=1, kind="stable")[:, :k]
    return float(np.take_along_axis(true, first, axis=1).any(axis=1).mean()), float(average_precision_score(true.ravel(), said.ravel()))
