"""Permutation tests against counting by hand, against scipy and against dealing labels one by one."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest
from scipy import stats

from peace_analysis.groups.permutation import arrange_sessions, permute_labels, permute_sessions, permute_within_sessions, smallest_p


def difference(raised: np.ndarray, heard: np.ndarray, mine: np.ndarray) -> float:
    return raised[mine].sum() / heard[mine].sum() - raised[~mine].sum() / heard[~mine].sum()


def by_hand(raised: np.ndarray, heard: np.ndarray, mine: np.ndarray) -> float:
    """Two-sided p, one arrangement after the other, in whole numbers so that ties are ties."""
    total, people = int(raised.sum()), int(heard.sum())

    def distance(chosen: tuple[int, ...]) -> tuple[int, int]:
        x, m = int(raised[list(chosen)].sum()), int(heard[list(chosen)].sum())
        return abs(x * (people - m) - (total - x) * m), m * (people - m)

    observed = distance(tuple(np.flatnonzero(mine)))
    ways = [distance(chosen) for chosen in combinations(range(len(heard)), int(mine.sum()))]
    return sum(gap * observed[1] >= observed[0] * base for gap, base in ways) / len(ways)


def random_case(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    n_sessions = int(rng.integers(4, 12))
    heard = rng.integers(3, 16, n_sessions)
    raised = rng.binomial(heard, rng.uniform(0.1, 0.9))
    mine = np.zeros(n_sessions, dtype=bool)
    mine[rng.choice(n_sessions, int(rng.integers(1, n_sessions)), replace=False)] = True
    return raised, heard, mine


@pytest.mark.parametrize("seed", range(50))
def test_p_is_that_of_counting_every_arrangement_in_whole_numbers(seed: int) -> None:
    raised, heard, mine = random_case(seed)
    assert permute_sessions(raised[:, None], heard, mine).p[0, 0] == pytest.approx(by_hand(raised, heard, mine))


@pytest.mark.parametrize("seed", range(50))
def test_p_is_that_of_scipy_where_sessions_are_of_one_size(seed: int) -> None:
    """scipy deals single values, so sessions must weigh the same; its two-sided p doubles a tail, so it is given |difference|."""
    rng = np.random.default_rng(1000 + seed)
    n_first, n_second = int(rng.integers(2, 6)), int(rng.integers(2, 7))
    raised = rng.binomial(12, rng.uniform(0.1, 0.9), n_first + n_second)
    found = permute_sessions(raised[:, None], np.full(len(raised), 12), np.arange(len(raised)) < n_first).p[0, 0]
    scipys = stats.permutation_test(
        (raised[:n_first], raised[n_first:]),
        lambda a, b, axis: np.abs(a.mean(axis=axis) - b.mean(axis=axis)),
        n_resamples=np.inf,
        alternative="greater",
        vectorized=True,
    ).pvalue
    assert found == pytest.approx(scipys)


@pytest.mark.parametrize(
    ("n_group", "n_rest", "one_sided", "two_sided"),
    [(2, 2, 1 / 6, 1 / 3), (3, 3, 0.05, 0.10), (2, 13, 0.0095, 0.0095), (3, 12, 0.0022, 0.0022)],
    ids=["2v2", "3v3", "2v13", "3v12"],
)
def test_the_smallest_p_of_a_design_is_as_published(n_group: int, n_rest: int, one_sided: float, two_sided: float) -> None:
    assert smallest_p(n_group, n_rest, two_sided=False) == pytest.approx(one_sided, abs=5e-5)
    assert smallest_p(n_group, n_rest) == pytest.approx(two_sided, abs=5e-5)


@pytest.mark.parametrize(("n_group", "n_rest"), [(2, 2), (3, 3), (2, 13), (3, 12), (1, 4)])
def test_the_most_extreme_programme_reaches_the_smallest_p_and_none_goes_below(n_group: int, n_rest: int) -> None:
    mine = np.arange(n_group + n_rest) < n_group
    tested = permute_sessions(np.where(mine, 12, 0)[:, None], np.full(len(mine), 12), mine)
    assert tested.p[0, 0] == pytest.approx(tested.smallest[0]) == pytest.approx(smallest_p(n_group, n_rest))


def test_a_side_without_sessions_can_reach_nothing() -> None:
    assert smallest_p(0, 5) == 1.0
    tested = permute_sessions([[3], [4]], [10, 10], [[True, True], [False, False]])
    assert tested.p.tolist() == [[1.0], [1.0]]


def test_ties_in_the_last_bits_count_as_ties() -> None:
    # Shares of .1 + .2 and of .3 differ in the last bit as floats; every arrangement here has the same difference.
    raised, heard = np.array([1, 2, 1, 2]), np.array([10, 10, 10, 10])
    mine = np.array([True, True, False, False])
    assert permute_sessions(raised[:, None], heard, mine).p[0, 0] == 1.0


def test_listing_gives_every_arrangement_once() -> None:
    ways, exact = arrange_sessions(7, 5)
    assert exact
    assert len({tuple(row) for row in ways.tolist()}) == len(ways) == comb(7, 5)
    assert (ways.sum(axis=1) == 5).all()


def test_above_a_hundred_thousand_arrangements_are_drawn_and_p_is_never_0() -> None:
    mine = np.arange(40) < 20
    raised = np.where(mine, 12, 0)[:, None]
    tested = permute_sessions(raised, np.full(40, 12), mine, n_draws=999, seed=1)
    assert not tested.exact[0]
    assert tested.p[0, 0] == pytest.approx(1 / 1000) == pytest.approx(tested.smallest[0])


def test_drawn_p_comes_close_to_the_exact_one() -> None:
    rng = np.random.default_rng(3)
    raised, mine = rng.binomial(12, 0.4, (15, 10)), np.arange(15) < 5
    exact = permute_sessions(raised, np.full(15, 12), mine).p[0]
    drawn, _ = arrange_sessions(15, 5, n_draws=9_999, seed=2, most=0)
    gaps = np.abs([[difference(raised[:, theme], np.full(15, 12), way) for theme in range(10)] for way in drawn[:2_000]])
    observed = np.abs([difference(raised[:, theme], np.full(15, 12), mine) for theme in range(10)])
    assert (gaps >= observed - 1e-9).mean(axis=0) == pytest.approx(exact, abs=0.04)


def test_the_same_seed_gives_the_same_p_and_another_seed_another() -> None:
    rng = np.random.default_rng(4)
    raised, mine = rng.binomial(12, 0.4, (40, 30)), np.arange(40) < 15

    def p(seed: int) -> list[float]:
        return permute_sessions(raised, np.full(40, 12), mine, n_draws=499, seed=seed).p[0].tolist()

    assert p(1) == p(1)
    assert p(1) != p(2)


def test_groups_tested_together_are_tested_as_each_alone() -> None:
    rng = np.random.default_rng(5)
    raised, heard = rng.binomial(10, 0.3, (9, 4)), np.full(9, 10)
    member = np.arange(3)[:, None] == np.repeat(np.arange(3), (2, 3, 4))
    together = permute_sessions(raised, heard, member)
    for group in range(3):
        alone = permute_sessions(raised, heard, member[group])
        assert together.p[group] == pytest.approx(alone.p[0])
        assert together.attainable[group] == pytest.approx(alone.attainable[0])


@pytest.mark.parametrize(
    ("raised", "heard"),
    [([[11], [1]], [10, 10]), ([[-1], [1]], [10, 10]), ([[0], [1]], [0, 10])],
    ids=["more than heard", "below 0", "nobody"],
)
def test_impossible_sessions_are_refused(raised: list[list[int]], heard: list[int]) -> None:
    with pytest.raises(ValueError, match="raised <= heard"):
        permute_sessions(raised, heard, [True, False])


def test_sessions_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="sessions do not match"):
        permute_sessions([[1], [1], [1]], [10, 10], [True, False])


def test_within_one_session_p_is_fisher_s_where_both_sides_are_as_large() -> None:
    # With equal margins the hypergeometric is symmetric, so distance and probability order tables alike.
    for both in range(11):
        expected = stats.fisher_exact([[both, 10 - both], [10 - both, both]]).pvalue
        found = permute_within_sessions([[10]], [20], [10], [[[both]]]).p[0, 0]
        assert found == pytest.approx(expected)


def test_within_sessions_p_is_that_of_dealing_labels_among_their_people() -> None:
    rng = np.random.default_rng(6)
    session = np.repeat(np.arange(5), (8, 6, 10, 7, 9))
    mine, raised = rng.random(40) < 0.4, rng.random(40) < 0.5
    heard, in_group = np.bincount(session), np.bincount(session, weights=mine)
    tested = permute_within_sessions(
        np.bincount(session, weights=raised)[:, None], heard, in_group, np.bincount(session, weights=mine & raised)[None, :, None]
    )
    expected = (in_group * np.bincount(session, weights=raised) / heard).sum()
    away = []
    for _ in range(8_000):
        dealt = np.concatenate([rng.permutation(mine[session == one]) for one in range(5)])
        away.append(abs((dealt & raised).sum() - expected))
    assert tested.p[0, 0] == pytest.approx(np.mean(np.array(away) >= abs((mine & raised).sum() - expected) - 1e-9), abs=0.02)


def test_what_sets_sessions_apart_is_no_difference_within_them() -> None:
    # The group sits mostly in the session where everybody raises the theme: shares differ, nobody within a session does.
    tested = permute_within_sessions([[10], [0]], [10, 10], [8, 2], [[[8], [0]]])
    assert tested.p[0, 0] == 1.0


def test_a_session_of_one_group_only_tells_nothing() -> None:
    mixed = permute_within_sessions([[5]], [10], [5], [[[4]]])
    beside = permute_within_sessions([[5], [9]], [10, 10], [5, 10], [[[4], [9]]])
    assert beside.p[0, 0] == pytest.approx(mixed.p[0, 0])
    assert beside.smallest[0] == pytest.approx(mixed.smallest[0]) == pytest.approx(2 / comb(10, 5))


def test_groups_as_a_whole_differ_where_they_were_made_to_and_not_where_they_were_not() -> None:
    group = np.repeat(np.arange(4), 3)
    raised = np.column_stack([np.repeat([11, 2, 6, 9], 3), [5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 6]])
    p, least = permute_labels(raised, np.full(12, 12), group, n_draws=999, seed=1)
    assert p[0] < 0.01
    assert p[1] > 0.5
    assert (least <= p).all()


def test_labels_of_two_groups_are_dealt_as_those_of_one_against_the_rest() -> None:
    raised, mine = np.array([9, 7, 8, 2, 3, 4, 3, 5, 1])[:, None], np.arange(9) < 3
    p, _ = permute_labels(raised, np.full(9, 12), (~mine).astype(int), n_draws=20_000, seed=1)
    assert p[0] == pytest.approx(permute_sessions(raised, np.full(9, 12), mine).p[0, 0], abs=0.01)
