"""The random sample and its bound, held against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from peace_analysis.anonymize.review_sample import Stratum, bound_clean, count_needed, draw_sample, order_statements


@pytest.mark.parametrize(("bound", "n"), [(0.95, 59), (0.98, 149), (0.99, 299)])
def test_sample_sizes_are_the_published_ones(bound: float, n: int) -> None:
    assert count_needed(bound) == n
    assert bound_clean([Stratum(10**6, n)]) == pytest.approx(bound, abs=7e-4)
    assert bound_clean([Stratum(10**6, n)]) >= bound
    assert bound**n <= 0.05 < bound ** (n - 1)


def test_a_bound_is_a_share() -> None:
    for bound in (0, 1, 1.2):
        with pytest.raises(ValueError, match="above 0 and below 1"):
            count_needed(bound)


def test_without_a_miss_the_bound_is_hypergeometric() -> None:
    # 10 of 20 read: no miss is met with chance 10*9*8/(20*19*18) = .105 if 3 are missed, .043 if 4 are.
    assert math.comb(17, 10) / math.comb(20, 10) > 0.05 > math.comb(16, 10) / math.comb(20, 10)
    assert bound_clean([Stratum(20, 10)]) == pytest.approx(1 - 3 / 20)


def test_over_sessions_misses_are_thought_where_they_are_met_least() -> None:
    # .5, then .5 in the other session, then 1 - 5/9 in each: .25, .111, .049.
    assert bound_clean([Stratum(10, 5), Stratum(10, 5)]) == pytest.approx(1 - 3 / 20)
    # A session of which nothing was read may be missed whole.
    assert bound_clean([Stratum(50, 50), Stratum(10, 0)]) == pytest.approx(1 - 10 / 60)


@pytest.mark.parametrize("n_missed", [1, 2, 5])
def test_with_misses_the_bound_is_that_of_clopper_and_pearson(n_missed: int) -> None:
    # Their upper limit is the share at which so few misses or fewer have a chance of .05.
    upper = 1 - bound_clean([Stratum(10**7, 59, n_missed)])
    chance = sum(math.comb(59, k) * upper**k * (1 - upper) ** (59 - k) for k in range(n_missed + 1))
    assert chance == pytest.approx(0.05, abs=1e-5)


def test_what_was_found_is_mended_and_what_was_all_read_is_sure() -> None:
    assert bound_clean([Stratum(40, 40)]) == 1
    assert bound_clean([Stratum(40, 40, 7)]) == 1
    assert bound_clean([Stratum(40, 39, 39)]) == pytest.approx(39 / 40)
    assert bound_clean([]) == bound_clean([Stratum(40, 0)]) == 0


def test_a_stratum_must_add_up() -> None:
    for stratum in (Stratum(5, 6), Stratum(5, 3, 4), Stratum(5, 3, -1)):
        with pytest.raises(ValueError, match="no more misses"):
            bound_clean([stratum])


@pytest.mark.parametrize("gathered", [False, True], ids=["anywhere", "in one session"])
@pytest.mark.parametrize("share", [0.06, 0.12])
def test_the_bound_holds_at_least_as_often_as_it_says(share: float, gathered: bool) -> None:
    rng = np.random.default_rng(20260401)
    sizes, n_read = np.array([35, 56, 20, 60, 21, 19] * 3), np.array([3, 5, 2, 6, 2, 2] * 3)
    n_bad, broken = int(share * sizes.sum()), 0
    for _ in range(400):
        bad = np.arange(n_bad) if gathered else rng.choice(sizes.sum(), n_bad, replace=False)
        counts = np.bincount(np.searchsorted(np.cumsum(sizes), bad, side="right"), minlength=len(sizes))
        missed = rng.hypergeometric(counts, sizes - counts, n_read)
        bound = bound_clean([Stratum(*map(int, row)) for row in zip(sizes, n_read, missed, strict=True)])
        broken += bound > 1 - (n_bad - missed.sum()) / sizes.sum() + 1e-12
    assert broken / 400 <= 0.07  # .05 and what 400 draws blur


def order(sizes: dict[str, int]) -> dict[str, list[str]]:
    return {key: [f"{key}-{place}" for place in range(n)] for key, n in sizes.items()}


def test_every_session_gives_in_proportion_and_none_is_left_out() -> None:
    drawn = draw_sample(order({"A": 600, "B": 300, "C": 100, "D": 4}), (), 0.95)
    counts = {key: sum(name.startswith(key) for name in drawn) for key in "ABCD"}
    assert sum(counts.values()) >= 59
    assert counts["A"] == pytest.approx(2 * counts["B"], abs=2)
    assert counts["A"] == pytest.approx(6 * counts["C"], abs=6)
    assert counts["D"] >= 1


def test_a_miss_makes_the_sample_longer_and_keeps_what_was_drawn() -> None:
    ordered = order({"A": 2000})
    first = draw_sample(ordered, (), 0.95)
    longer = draw_sample(ordered, {first[3]}, 0.95)
    assert len(first) == 59
    assert longer[: len(first)] == first
    assert bound_clean([Stratum(2000, len(longer), 1)]) >= 0.95 > bound_clean([Stratum(2000, len(longer) - 1, 1)])


def test_a_small_city_is_read_whole() -> None:
    assert sorted(draw_sample(order({"A": 12, "B": 5}), (), 0.95)) == sorted(
        name for ids in order({"A": 12, "B": 5}).values() for name in ids
    )
    assert draw_sample({}, (), 0.95) == []


def test_the_order_follows_seed_and_frame_and_nothing_else() -> None:
    ids = [f"S1-{place:04d}" for place in range(50)]
    first = order_statements(ids, seed=1, frame="a")
    assert order_statements(ids[::-1], seed=1, frame="a") == first
    assert sorted(first) == ids != first
    assert len({tuple(order_statements(ids, seed=seed, frame=frame)) for seed, frame in ((1, "a"), (2, "a"), (1, "b"))}) == 3
