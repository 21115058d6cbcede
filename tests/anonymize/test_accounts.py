"""Counts by session are told only where each session is large enough."""

from __future__ import annotations

import pandas as pd
import pytest

from peace_analysis.anonymize.accounts import ALL, sum_small_sessions


def counted(*n_statements: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "session_id": [f"S{number:02}" for number in range(1, len(n_statements) + 1)],
            "form": "meeting",
            "n_read": [3 * n for n in n_statements],
            "n_statements": n_statements,
        }
    )


@pytest.mark.parametrize("n_statements", [(11,), (11, 60), (40, 0, 11)])
def test_sessions_that_are_large_or_hold_nobody_are_told_one_by_one(n_statements: tuple[int, ...]) -> None:
    counts = counted(*n_statements)
    assert sum_small_sessions(counts, "n_statements", least=11) is counts


@pytest.mark.parametrize("n_statements", [(10,), (60, 10), (1, 0, 300)])
def test_one_small_session_hides_all_but_their_sums(n_statements: tuple[int, ...]) -> None:
    summed = sum_small_sessions(counted(*n_statements), "n_statements", least=11)
    assert summed.to_dict("records") == [{"session_id": ALL, "n_read": 3 * sum(n_statements), "n_statements": sum(n_statements)}]
