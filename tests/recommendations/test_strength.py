"""How strongly people's words carry a recommendation: from released numbers alone, with masked ones unknown."""

from __future__ import annotations

import pandas as pd
import pytest

from peace_analysis.recommendations import Strength, lead_theme, measure_strength, rank_recommendations

NONE = float("nan")


def groups(*cells: tuple[float, str | None]) -> pd.DataFrame:
    return pd.DataFrame({"share": [share for share, _ in cells], "shown": [shown for _, shown in cells]})


def strength(theme: str, broad: int, share: float | None, stability: float | None) -> Strength:
    return Strength(theme, share, 3, stability, broad, broad, 9)


@pytest.mark.parametrize(
    ("cells", "least", "most"),
    [
        ([(0.5, ""), (0.1, ""), (0.09, "")], 2, 2),
        ([(NONE, "fewer than 3")], 0, 0),  # known to be few
        ([(NONE, "all but fewer than 3")], 1, 1),  # known to be most
        ([(NONE, "not shown")], 0, 1),  # unknown
        ([(0.3, None), (NONE, "not shown"), (NONE, "fewer than 3"), (NONE, "all but fewer than 3")], 2, 3),
        ([], 0, 0),
    ],
)
def test_groups_are_counted_between_what_is_known_and_what_is_possible(
    cells: list[tuple[float, str | None]], least: int, most: int
) -> None:
    found = measure_strength("T01", {"share": 0.2, "n_sessions": 4, "stability": 0.7}, groups(*cells))
    assert (found.n_broad, found.n_broad_most, found.n_groups) == (least, most, len(cells))


def test_a_masked_theme_is_unknown_and_not_supported() -> None:
    found = measure_strength("T01", {"share": NONE, "n_sessions": pd.NA, "stability": NONE}, groups())
    assert (found.share, found.n_sessions, found.stability, found.is_supported) == (None, None, None, False)
    assert measure_strength("T01", None, groups()).share is None


@pytest.mark.parametrize(("n_sessions", "supported"), [(1, False), (2, True)])
def test_two_sessions_support_a_recommendation(n_sessions: int, supported: bool) -> None:
    assert measure_strength("T01", {"share": 0.2, "n_sessions": n_sessions, "stability": 0.7}, groups()).is_supported is supported


def test_the_order_is_groups_then_share_then_stability_with_the_unknown_last() -> None:
    order = rank_recommendations(
        {
            "nothing": [],
            "unknown share": [strength("T1", 5, None, 0.9)],
            "few groups": [strength("T2", 2, 0.9, 0.9)],
            "unsteady": [strength("T3", 5, 0.4, 0.3)],
            "stability unknown": [strength("T4", 5, 0.4, None)],
            "steady": [strength("T5", 5, 0.4, 0.8)],
            "large": [strength("T6", 5, 0.5, 0.1)],
        }
    )
    assert order == ["large", "steady", "unsteady", "stability unknown", "unknown share", "few groups", "nothing"]


def test_equals_stay_in_the_order_of_the_file() -> None:
    same = strength("T1", 5, 0.4, 0.8)
    assert rank_recommendations({"b": [same], "a": [same]}) == ["b", "a"]


def test_of_several_themes_the_one_that_ranks_first_counts() -> None:
    weak, strong = strength("T1", 2, 0.9, 0.9), strength("T2", 3, 0.1, 0.1)
    assert lead_theme([weak, strong]) == strong
    assert lead_theme([]) is None
