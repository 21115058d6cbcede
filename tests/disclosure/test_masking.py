"""Small cells: what is masked, and that a total does not give it away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from peace_analysis.disclosure import mask_counts, mask_opinions
from peace_analysis.settings import Privacy

PRIVACY = Privacy()


def shares(*rows: tuple[str, int, int, bool]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "attribute": "neighborhood",
                "group": group,
                "theme_id": "T01",
                "unit": "participant",
                "n_raised": raised,
                "n_heard": heard,
                "n_sessions": 2,
                "share": raised / heard,
                "low": 0.1,
                "high": 0.9,
                "design_effect": 1.0,
                "adequate": adequate,
            }
            for group, raised, heard, adequate in rows
        ]
    )


@pytest.mark.parametrize(
    ("raised", "heard", "adequate", "masked", "shown"),
    [
        (0, 24, True, True, "fewer than 3"),
        (2, 24, True, True, "fewer than 3"),
        (3, 24, True, False, ""),
        (21, 24, True, False, ""),
        (22, 24, True, True, "all but fewer than 3"),
        (24, 24, True, True, "all but fewer than 3"),
        (5, 9, False, True, "too few to show"),
    ],
)
def test_lone_voices_and_lone_exceptions_are_masked(raised: int, heard: int, adequate: bool, masked: bool, shown: str) -> None:
    found = mask_opinions(shares(("A", raised, heard, adequate)), PRIVACY).iloc[0]
    assert bool(found["masked"]) is masked
    assert found["shown"] == shown
    assert np.isnan(found["n_raised"]) == masked
    assert np.isnan(found["share"]) == masked
    assert np.isnan(found["n_heard"]) == (not adequate)


def test_a_single_masked_group_takes_the_next_smallest_with_it() -> None:
    masked = mask_opinions(shares(("A", 1, 24, True), ("B", 12, 24, True), ("C", 9, 24, True)), PRIVACY)
    assert masked["shown"].tolist() == ["fewer than 3", "", "not shown"]
    assert masked["masked"].tolist() == [True, False, True]


def test_two_masked_groups_need_no_third() -> None:
    masked = mask_opinions(shares(("A", 1, 24, True), ("B", 12, 24, True), ("C", 2, 24, True)), PRIVACY)
    assert masked["masked"].tolist() == [True, False, True]


def test_masking_keeps_the_rows_and_leaves_its_input_alone() -> None:
    frame = shares(("A", 1, 24, True), ("B", 12, 24, True), ("C", 8, 24, True))
    masked = mask_opinions(frame, PRIVACY)
    assert list(masked["group"]) == ["A", "B", "C"]
    assert frame["n_raised"].tolist() == [1, 12, 8]


def test_counts_of_one_to_ten_are_masked_and_zero_is_not() -> None:
    counts = pd.DataFrame({"neighborhood": ["A", "B", "C", "D"], "n_participants": [0, 4, 9, 30]})
    masked = mask_counts(counts, PRIVACY)
    assert masked["shown"].tolist() == ["0", "10 or fewer", "10 or fewer", "30"]


def test_a_single_masked_cell_of_a_line_takes_another_with_it() -> None:
    rows = [("A", "x", 4), ("A", "y", 30), ("A", "z", 40), ("B", "x", 50), ("B", "y", 20), ("B", "z", 60)]
    masked = mask_counts(pd.DataFrame(rows, columns=["neighborhood", "stakeholder_group", "n_participants"]), PRIVACY)
    hidden = masked[masked["n_participants"].isna()]
    for name in ("neighborhood", "stakeholder_group"):
        assert (hidden.groupby(name).size() >= 2).all()
    assert masked["shown"].tolist() == ["10 or fewer", "not shown", "40", "not shown", "not shown", "60"]
