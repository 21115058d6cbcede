"""Raking: margins are met, its cost is Kish's, and what nobody can stand for is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from peace_analysis.groups.raking import rake, weigh_shares


def population(places: dict[str, int], **attributes: dict[str, int]) -> pd.DataFrame:
    rows = [(place, "everyone", "everyone", n) for place, n in places.items()]
    first = next(iter(places))
    rows += [(first, attribute, group, n) for attribute, of in attributes.items() for group, n in of.items()]
    return pd.DataFrame(rows, columns=["neighborhood", "attribute", "group", "population"])


def people(*cells: tuple[str, str | None, int]) -> pd.DataFrame:
    rows = [(place, age) for place, age, n in cells for _ in range(n)]
    return pd.DataFrame(rows, columns=["neighborhood", "age_group"])


def test_one_margin_gives_the_ratio_of_parts() -> None:
    found = rake(people(("East", None, 30), ("West", None, 10)), population({"East": 500, "West": 500}), least=5)
    assert found is not None
    np.testing.assert_allclose(found.weights, [2 / 3] * 30 + [2.0] * 10)
    assert (found.lowest, found.highest) == (pytest.approx(2 / 3), pytest.approx(2.0))
    assert found.effect == pytest.approx(1 + (30 * (1 / 3) ** 2 + 10) / 40)  # 1 + mean of (w - 1)^2


def test_two_margins_are_met_together() -> None:
    heard = people(("East", "young", 12), ("East", "old", 30), ("West", "young", 20), ("West", "old", 11))
    found = rake(heard, population({"East": 300, "West": 700}, age_group={"young": 400, "old": 600}), least=5)
    assert found is not None
    assert found.settled
    shares = weigh_shares(pd.get_dummies(heard.astype("str").stack()).groupby(level=0).max().to_numpy(dtype=bool), found.weights)
    np.testing.assert_allclose(shares, [0.3, 0.7, 0.6, 0.4], atol=1e-6)  # East, West, old, young


def test_somebody_who_did_not_say_keeps_the_weight_of_the_other_attribute() -> None:
    found = rake(people(("East", "young", 10), ("East", None, 10)), population({"East": 9}, age_group={"young": 5, "old": 4}), least=5)
    assert found is None  # one neighborhood and one age were heard: nothing to weight by


def test_small_groups_are_joined_and_unheard_ones_are_named() -> None:
    heard = people(("East", None, 40), ("West", None, 3), ("North", None, 2))
    found = rake(heard, population({"East": 100, "West": 100, "North": 100, "South": 100}))
    assert found is None  # West and North are five people together: they go with East
    found = rake(
        people(("East", None, 40), ("West", None, 8), ("North", None, 4)), population({"East": 1, "West": 1, "North": 2, "South": 3})
    )
    assert found is not None
    assert found.missing == (("neighborhood", "South"),)
    assert len(set(found.weights.round(9))) == 2  # West and North have one weight
    assert found.weights[0] == pytest.approx(52 / 40 * 1 / 4)


def test_people_like_the_city_need_no_weights() -> None:
    found = rake(people(("East", None, 30), ("West", None, 15)), population({"East": 2000, "West": 1000}))
    assert found is not None
    assert found.effect == pytest.approx(1.0)
    raised = np.array([[True, False]] * 30 + [[False, False]] * 15)
    np.testing.assert_allclose(weigh_shares(raised, found.weights), [2 / 3, 0])
