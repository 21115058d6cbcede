"""Intervals beside masked counts: whoever works them out again for every count that is possible does not learn which one is true."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from counted_people import make_tables
from numpy.typing import NDArray

from peace_analysis import groups

# Four sessions of ten, as a small city holds: Wharf and Uptown once each, the Terraces twice; only the Terraces are shown.
FOUR = {
    "S1": ("Wharf", "East", "business", 10),
    "S2": ("Uptown", "East", "youth", 10),
    "S3": ("Terraces", "West", "residents", 10),
    "S4": ("Terraces", "West", "youth", 10),
}
PLACE = np.array([0, 1, 2, 2])
HEARD = np.full(4, 10)
Counts = NDArray[np.int64]


def draw(seed: int) -> Counts:
    """Draw people of each session who raised each of sixteen themes, shape (4, 16): themes differ in how alike sessions are."""
    rng = np.random.default_rng(seed)
    return np.array([rng.binomial(10, np.clip(rng.beta(2, 4) + rng.normal(0, 0.15, 4), 0.05, 0.9)) for _ in range(16)]).T


def list_possible(counts: Counts) -> Counts:
    """List whole counts of the four sessions that give the same total and the same count in the Terraces; shape (n, 4)."""
    tables = np.array(list(product(range(11), repeat=4)))
    return tables[(tables.sum(axis=1) == counts.sum()) & (tables[:, 2:].sum(axis=1) == counts[2:].sum())]


def ends(counts: Counts, *, pooled: bool) -> NDArray[np.float64]:
    """Ends of the intervals of every theme as printed, of everyone and of the Terraces; shape (16, 4)."""
    found = []
    for group, mine in ((np.zeros(4, dtype=int), np.ones(4, dtype=bool)), (PLACE, PLACE == 2)):
        effect = groups.design_effect(counts, HEARD, group)
        effect = groups.pool_effect(effect) if pooled else effect
        found.append(groups.cluster_interval(counts[mine].sum(axis=0), HEARD[mine].sum(), effect, 4 - len(set(group.tolist()))).round(2))
    return np.hstack(found)


def count_fitting(raised: Counts, *, pooled: bool) -> list[tuple[int, int]]:
    """For each theme: tables that fit the printed counts, and those that also give all the printed intervals, the other themes known."""
    printed, found = ends(raised, pooled=pooled), []
    for theme in range(raised.shape[1]):
        possible, fits = list_possible(raised[:, theme]), 0
        for counts in possible:
            trial = raised.copy()
            trial[:, theme] = counts
            fits += bool(np.allclose(ends(trial, pooled=pooled), printed, equal_nan=True))
        found.append((len(possible), fits))
    return found


@pytest.mark.parametrize("seed", [7, 9])
def test_one_coarse_design_effect_for_all_themes_leaves_possible_what_each_theme_s_own_would_rule_out(seed: int) -> None:
    raised = draw(seed)
    own, pooled = (np.array(count_fitting(raised, pooled=which)) for which in (False, True))
    assert own[:, 1].sum() <= 0.2 * own[:, 0].sum()
    assert pooled[:, 1].sum() >= 0.7 * pooled[:, 0].sum()
    assert (pooled[:, 1] > pooled[:, 0] / 4).all()  # by an attacker who knows every other theme, session by session
    assert (pooled[:, 1] >= 2).all()


def test_shares_are_printed_with_the_design_effect_of_all_themes() -> None:
    raised = draw(7)
    said = {f"T{theme:02d}": dict(zip(FOUR, map(int, row), strict=True)) for theme, row in enumerate(raised.T, 1)}
    tables = make_tables(FOUR, said)
    tables.pop("themes")
    shares = groups.theme_shares(**tables, by=["neighborhood"])
    of = shares[shares["unit"] == "participant"]
    assert of.groupby("attribute")["design_effect"].nunique().tolist() == [1, 1]
    mine = of[of["group"].isin(["everyone", "Terraces"])].sort_values(["theme_id", "attribute"])
    assert mine[["low", "high"]].to_numpy().round(2).reshape(-1, 4).tolist() == ends(raised, pooled=True).tolist()


@pytest.mark.parametrize(("effects", "one"), [([1.0, 1.0], 1.0), ([1.01, 1.01], 2.0), ([1, 1, 1, 9], 4.0), ([np.nan, 2.0], 2.0)])
def test_the_third_quartile_is_rounded_up_to_a_power_of_two(effects: list[float], one: float) -> None:
    assert groups.pool_effect(effects).tolist() == [one] * len(effects)


def test_without_any_design_effect_there_is_none() -> None:
    assert np.isnan(groups.pool_effect([np.nan, np.nan])).all()
