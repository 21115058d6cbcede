"""When hardly a new theme comes up any more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from peace_analysis.themes.saturation import measure_saturation, shows_saturation, themes_by_session


def test_themes_that_every_session_raises_are_there_from_the_start() -> None:
    found = measure_saturation(np.ones((8, 5), dtype=bool), seed=1)
    assert found.reached == 6
    assert list(found.table["n_sessions"]) == [6, 7, 8]
    assert found.table["new_share"].eq(0).all()
    assert found.table["themes_share"].eq(1).all()


def test_where_every_session_brings_a_theme_of_its_own_it_is_never_reached() -> None:
    found = measure_saturation(np.eye(12, dtype=bool), seed=1)
    assert found.reached is None
    # Two new ones in each run of two, over the four of the base, in whatever order.
    assert found.table["new_share"].eq(0.5).all()
    assert found.table["themes_share"].tolist() == pytest.approx([end / 12 for end in range(6, 13)])


def test_a_run_of_three_over_a_base_of_six() -> None:
    found = measure_saturation(np.eye(12, dtype=bool), base=6, run=3, seed=1)
    assert found.table["new_share"].eq(0.5).all()
    assert list(found.table["n_sessions"]) == [9, 10, 11, 12]


def test_a_rare_theme_is_new_in_a_run_as_often_as_chance_says() -> None:
    raised = np.zeros((10, 2), dtype=bool)
    raised[:, 0] = True
    raised[0, 1] = True
    found = measure_saturation(raised, orders=4000, seed=1)
    # The one session stands in the last two of ten in a fifth of the orders, so the median is 0 and the 90th percentile 1 of 1.
    assert found.table["new_share"].eq(0).all()
    assert found.table["high"].iloc[-1] == 1.0
    assert found.table["low"].eq(0).all()


def test_it_counts_as_reached_only_if_it_stays() -> None:
    assert measure_saturation(np.vstack([np.ones((9, 3)), np.ones((1, 3))]).astype(bool), seed=1).reached == 6


def test_too_few_sessions_give_no_row() -> None:
    found = measure_saturation(np.ones((5, 3), dtype=bool), seed=1)
    assert found.table.empty
    assert found.reached is None
    assert measure_saturation(np.zeros((0, 0), dtype=bool), seed=1).table.empty


def test_the_same_seed_gives_the_same_table() -> None:
    raised = np.random.default_rng(2).random((15, 20)) < 0.3
    assert_frame_equal(measure_saturation(raised, seed=3).table, measure_saturation(raised, seed=3).table)


@pytest.mark.parametrize(("base", "run"), [(3, 2), (7, 2), (4, 1), (4, 4)])
def test_other_bases_and_runs_than_the_methods_are_refused(base: int, run: int) -> None:
    with pytest.raises(ValueError, match="base of 4 to 6"):
        measure_saturation(np.ones((20, 3), dtype=bool), base=base, run=run, seed=1)


@pytest.mark.parametrize(("school", "expected"), [("codebook", True), ("coding_reliability", True), ("reflexive", False)])
def test_only_the_schools_that_ask_for_it_see_it(school: str, expected: bool) -> None:
    assert shows_saturation(school) is expected


def test_themes_are_told_by_session() -> None:
    statements = pd.DataFrame({"statement_id": list("abcd"), "session_id": ["S2", "S1", "S1", "S3"]})
    assignments = pd.DataFrame(
        {"statement_id": list("abcd"), "theme_id": ["T02", "T01", "T02", None], "subtheme_id": [None, "T01.1", None, None]}
    )
    assert themes_by_session(statements, assignments).tolist() == [[True, True], [False, True], [False, False]]
    assert themes_by_session(statements, assignments, "subtheme_id").tolist() == [[True], [False], [False]]
