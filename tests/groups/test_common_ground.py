"""Common ground over groups of any number, and themes that divide."""

from __future__ import annotations

import numpy as np
import pytest
from invented_programme import programme
from test_shares import SESSIONS, world

from peace_analysis.groups.common_ground import COMMON_GROUND, find_common_ground, geometric_mean_share
from peace_analysis.groups.heard import count_heard


@pytest.mark.parametrize("n_groups", [2, 6, 30])
def test_the_geometric_mean_does_not_shrink_with_the_number_of_groups(n_groups: int) -> None:
    """METHODS section 3: .93 in each of six groups has a product of .65; the geometric mean stays .93."""
    found = geometric_mean_share(np.full(n_groups, 92.5), np.full(n_groups, 99))
    assert found == pytest.approx(0.93)
    assert n_groups != 6 or found**n_groups == pytest.approx(0.65, abs=0.005)


def test_one_group_without_it_weighs_heavily() -> None:
    # Smoothed shares 10.5 / 11, 10.5 / 11 and .5 / 11; their mean would be .65.
    assert geometric_mean_share([10, 10, 0], [10, 10, 10]) == pytest.approx((10.5 * 10.5 * 0.5) ** (1 / 3) / 11)


@pytest.mark.parametrize(("raised", "heard"), [([3], [2]), ([-1], [2]), ([], [])], ids=["more than heard", "below 0", "no group"])
def test_impossible_counts_are_refused(raised: list[int], heard: list[int]) -> None:
    with pytest.raises(ValueError, match="raised <= heard"):
        geometric_mean_share(raised, heard)


HEARD = programme(
    [
        *[("a", 12, (8, 11, 1)), ("a", 12, (9, 10, 2)), ("a", 12, (8, 11, 1))],
        *[("b", 12, (9, 2, 1)), ("b", 12, (8, 1, 2)), ("b", 12, (9, 2, 0))],
        *[("c", 12, (8, 3, 1)), ("c", 12, (8, 2, 1)), ("c", 12, (7, 3, 1))],
        ("seen once", 12, (0, 12, 12)),
    ]
)


def test_what_all_raise_what_divides_and_what_is_neither_are_told_apart() -> None:
    found = find_common_ground(HEARD, "stakeholder_group", ["T01", "T02", "T03"], seed=1).set_index("theme_id")
    assert found["kind"].to_dict() == {"T01": "common ground", "T02": "divides", "T03": "neither"}
    assert found.loc["T02", ["lowest_group", "highest_group"]].tolist() == ["b", "a"]
    assert found.loc["T02", "lowest_share"] == pytest.approx(5 / 36)
    assert found.loc["T01", "geometric_mean"] == pytest.approx((25.5 * 26.5 * 23.5) ** (1 / 3) / 37)


def test_a_group_heard_once_does_not_count() -> None:
    found = find_common_ground(HEARD, "stakeholder_group", ["T03"])
    assert found["n_groups"].tolist() == [3]
    assert found["highest_group"].tolist() != ["seen once"]


def test_a_majority_cannot_hide_one_group() -> None:
    heard = programme([("large", 40, (38,))] * 4 + [("small", 12, (1,))] * 2)
    found = find_common_ground(heard, "stakeholder_group", ["T01"]).iloc[0]
    assert heard.raised.mean() > 0.8
    assert found["kind"] != "common ground"
    assert (found["lowest_group"], found["lowest_share"]) == ("small", pytest.approx(2 / 24))


def test_with_fewer_than_two_groups_there_is_nothing_to_share() -> None:
    found = find_common_ground(programme([("a", 12, (5,))] * 3), "stakeholder_group", ["T01"])
    assert found.empty
    assert list(found.columns) == list(COMMON_GROUND.by_name)


def test_requests_are_themes_raised_on_the_second_question() -> None:
    statements, assignments, participants = world([("S1", "A", "T01"), ("S1", "B", "T01"), ("S2", "C", "T02")])
    statements["question"] = ["a", "b", "ab"]
    heard = count_heard(statements, assignments, participants, SESSIONS, question="b")
    assert heard.raised[:, 0].tolist() == [False, True, False]
    assert len(heard.people) == 3  # who asked for nothing is still in the number heard
