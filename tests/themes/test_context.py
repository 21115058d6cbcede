"""A statement is read with what the same person said just before and after it in the same turn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from peace_analysis.themes.embedded import CONTEXT, CONTEXT_TURNS, read_in_context, talk_persists

STATEMENTS = pd.DataFrame({"session_id": ["S1", "S1", "S1", "S2"], "turn": [1, 1, 2, 2]})


def test_neighbors_in_a_turn_draw_together_and_others_stay() -> None:
    vectors = np.eye(4, dtype=np.float32)
    mixed = read_in_context(vectors, STATEMENTS)
    assert mixed[0] @ mixed[1] == pytest.approx(2 * CONTEXT / (1 + CONTEXT**2))
    assert np.array_equal(mixed[2:], vectors[2:])
    assert np.allclose(np.linalg.norm(mixed, axis=1), 1)
    assert np.array_equal(vectors, np.eye(4, dtype=np.float32))


@pytest.mark.parametrize("n", [0, 1])
def test_nothing_to_read_together(n: int) -> None:
    vectors = np.eye(4, dtype=np.float32)[:n]
    assert np.array_equal(read_in_context(vectors, STATEMENTS.head(n)), vectors)


def make_talk(persistence: float, n: int = 400) -> tuple[np.ndarray, pd.DataFrame]:
    """One statement a turn; the subject of a turn is that of the one before with a given probability."""
    draw = np.random.default_rng(9)
    subjects = [0]
    for _ in range(n - 1):
        subjects.append(subjects[-1] if draw.random() < persistence else int(draw.integers(8)))
    vectors = draw.standard_normal((8, 40))[subjects] + draw.standard_normal((n, 40))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return vectors, pd.DataFrame({"session_id": [f"S{row // 50}" for row in range(n)], "turn": np.arange(n)})


def test_turns_of_a_conversation_are_read_together() -> None:
    vectors, statements = make_talk(0.6)
    mixed = read_in_context(vectors, statements)
    expected = vectors[20] + CONTEXT_TURNS * (vectors[19] + vectors[21])
    np.testing.assert_allclose(mixed[20], expected / np.linalg.norm(expected), atol=1e-6)
    alone = vectors[49] + CONTEXT_TURNS * vectors[48]  # the last of its session
    np.testing.assert_allclose(mixed[49], alone / np.linalg.norm(alone), atol=1e-6)


def test_comments_that_have_nothing_to_do_with_each_other_stay_as_they_are() -> None:
    vectors, statements = make_talk(0)
    np.testing.assert_allclose(read_in_context(vectors, statements), vectors, atol=1e-6)


def test_too_few_turns_tell_nothing() -> None:
    vectors, _ = make_talk(0.9, 30)
    assert not talk_persists(vectors, np.zeros(30, dtype=np.intp))
