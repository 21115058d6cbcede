"""Intervals beside masked counts: whoever works them out again for every count that is possible does not learn which one is true."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from counted_people import make_tables
from numpy.typing import NDArray

from peace_analysis import groups
from peace_analysis.groups.heard import find_small_counts
from peace_analysis.settings import Privacy

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


def ends(counts: Counts, *, coarse: bool) -> NDArray[np.float64]:
    """Ends of the intervals of every theme as printed, of everyone and of the Terraces; shape (16, 4)."""
    found = []
    for group, mine in ((np.zeros(4, dtype=int), np.ones(4, dtype=bool)), (PLACE, PLACE == 2)):
        effect = groups.design_effect(counts, HEARD, group)
        effect = groups.coarsen_effect(effect, np.ones(16, dtype=bool)) if coarse else effect
        found.append(groups.cluster_interval(counts[mine].sum(axis=0), HEARD[mine].sum(), effect, 4 - len(set(group.tolist()))).round(2))
    return np.hstack(found)


def count_fitting(raised: Counts, *, coarse: bool) -> list[tuple[int, int]]:
    """For each theme: tables that fit the printed counts, and those that also give all the printed intervals, the other themes known."""
    printed, found = ends(raised, coarse=coarse), []
    for theme in range(raised.shape[1]):
        possible, fits = list_possible(raised[:, theme]), 0
        for counts in possible:
            trial = raised.copy()
            trial[:, theme] = counts
            fits += bool(np.allclose(ends(trial, coarse=coarse), printed, equal_nan=True))
        found.append((len(possible), fits))
    return found


@pytest.mark.parametrize("seed", [7, 9])
def test_a_coarse_design_effect_leaves_possible_what_a_theme_s_own_would_rule_out(seed: int) -> None:
    raised = draw(seed)
    own, coarse = (np.array(count_fitting(raised, coarse=which)) for which in (False, True))
    assert own[:, 1].sum() <= 0.2 * own[:, 0].sum()
    assert coarse[:, 1].sum() >= 0.7 * coarse[:, 0].sum()
    assert (coarse[:, 1] > coarse[:, 0] / 4).all()  # by an attacker who knows every other theme, session by session
    assert (coarse[:, 1] >= 2).all()


def test_shares_of_a_city_with_hidden_groups_are_printed_with_coarse_design_effects() -> None:
    raised = draw(7)
    said = {f"T{theme:02d}": dict(zip(FOUR, map(int, row), strict=True)) for theme, row in enumerate(raised.T, 1)}
    tables = make_tables(FOUR, said)
    tables.pop("themes")
    shares = groups.theme_shares(**tables, by=["neighborhood"])
    of = shares[shares["unit"] == "participant"]
    mine = of[of["group"].isin(["everyone", "Terraces"])].sort_values(["theme_id", "attribute"])
    assert mine[["low", "high"]].to_numpy().round(2).reshape(-1, 4).tolist() == ends(raised, coarse=True).tolist()


def test_guarded_themes_share_the_third_quartile_rounded_up_and_the_others_keep_their_own() -> None:
    own = np.array([1.0, 1.0, 1.3, 1.6, 9.0, np.nan])
    found = groups.coarsen_effect(own, [True, False, False, True, True, True])
    assert found.tolist() == [2.0, 1.0, 1.3, 2.0, 2.0, 2.0]
    assert groups.coarsen_effect([1.0, 1.0], [True, True]).tolist() == [1.0, 1.0]
    assert groups.coarsen_effect([1.01, 1.01], [True, True]).tolist() == [2.0, 2.0]
    assert np.isnan(groups.coarsen_effect([np.nan, np.nan], [True, False])).all()


def test_guarded_are_themes_with_a_small_count_and_all_where_a_group_is_not_shown() -> None:
    halves = {f"S{n}": ("Hill" if n < 4 else "Dale", "East", "residents", 10) for n in range(8)}
    said = {
        "T01": dict.fromkeys(halves, 5),
        "T02": {"S1": 2, "S5": 5, "S6": 5},
        "T03": dict.fromkeys(("S1", "S2", "S3", "S0"), 10) | {"S5": 9},
    }
    tables = make_tables(halves, said)
    tables.pop("themes")
    heard = groups.count_heard(**tables, by=["neighborhood"])
    assert find_small_counts(heard, ["neighborhood"], Privacy()) == {"T02", "T03"}
    assert find_small_counts(heard, ["neighborhood"], Privacy(group_min_sessions=5)) == {"T01", "T02", "T03"}
    assert find_small_counts(heard, [], Privacy()) == set()
