"""How often the intervals of a survey hold the truth, where scores are means of whole answers from 1 to 5 and lean to one end."""

from __future__ import annotations

import numpy as np
import pytest

from peace_analysis.surveys.summary import bound_mean


def draw(rng: np.random.Generator, leaning: float, shape: tuple[int, ...]) -> np.ndarray:
    """Scores of five items each, which people of one leaning answer alike but for slips."""
    person = leaning + 0.7 * rng.normal(size=(*shape, 1))
    return np.clip(np.round(person + 0.75 * rng.normal(size=(*shape, 5))), 1, 5).mean(axis=-1)


@pytest.mark.parametrize(("leaning", "n"), [(3.0, 11), (4.6, 11), (4.6, 40)])
def test_students_interval_holds_a_mean_about_as_often_as_it_says(leaning: float, n: int) -> None:
    rng = np.random.default_rng(7)
    truth = draw(rng, leaning, (400_000,)).mean()
    held = 0
    for scores in draw(rng, leaning, (1_500, n)):
        _, low, high = bound_mean(scores, 0.95)
        held += low <= truth <= high
    assert 0.92 <= held / 1_500 <= 0.97
