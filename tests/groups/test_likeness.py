"""How alike people in one session are: strangers, sessions of one mind, and what is taken out first."""

from __future__ import annotations

import pytest
from invented_programme import programme

from peace_analysis.groups.likeness import estimate_likeness


def test_sessions_alike_show_no_likeness_and_sessions_of_one_mind_do() -> None:
    heard = programme([("a", 10, (5, 9 if number % 2 else 1)) for number in range(8)])
    found = estimate_likeness(heard, "stakeholder_group", ["T01", "T02"]).set_index("theme_id")
    assert found.loc["T01", "design_effect"] == 1.0
    assert found.loc["T01", "icc"] == 0.0
    # 8 / 7 * sum of (9 - 5)^2 over 8 sessions / (.25 + 1 / 80) / 80 people
    assert found.loc["T02", "design_effect"] == pytest.approx(8 / 7 * 8 * 16 / (0.25 + 1 / 80) / 80)
    assert found.loc["T02", "icc"] == pytest.approx((found.loc["T02", "design_effect"] - 1) / 9)


def test_what_sets_groups_apart_is_no_likeness_within_sessions() -> None:
    apart = [("a", 10, (9,)), ("a", 10, (9,)), ("b", 10, (1,)), ("b", 10, (1,))]
    assert estimate_likeness(programme(apart), "stakeholder_group", ["T01"])["design_effect"].tolist() == [1.0]
    mixed = [(group, 10, (9 if number < 2 else 1,)) for number, group in enumerate("abab")]
    assert estimate_likeness(programme(mixed), "stakeholder_group", ["T01"])["design_effect"].iloc[0] > 4


def test_as_many_groups_as_sessions_tell_nothing() -> None:
    found = estimate_likeness(programme([("a", 10, (3,)), ("b", 10, (4,))]), "stakeholder_group", ["T01"])
    assert found["design_effect"].isna().all()
