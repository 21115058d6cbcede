"""A statement is read with what the same person said just before and after it in the same turn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from peace_analysis.themes.embedded import CONTEXT, read_in_context

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
