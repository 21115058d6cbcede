"""Permutation tests: would a difference between groups be as large if the labels had been dealt at random?

Where a whole session belongs to a group, labels are dealt over *sessions*, because people in one session influence each other. Where one
session holds people of several groups, they are dealt among the people *within* each session, so that what sets sessions apart cancels.

Two-sided everywhere: an arrangement counts when its difference is at least as far from no difference as the one observed, in either
direction, because nobody says beforehand which group will raise a theme more. In an unbalanced design the far side is hard to reach
and costs nothing; in a balanced one every arrangement has its mirror, so that the smallest p doubles.

Source:
    METHODS section 3. Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1), 39, for (b + 1) / (m + 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from math import comb, exp

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]
MAX_ENUMERATED = 100_000  # arrangements; above, they are drawn
N_DRAWS = 9_999
TOLERANCE = 1e-9  # relative; two ways of adding up one share differ in their last bits


@dataclass(frozen=True)
class Tested:
    """What a permutation test found, per group and theme."""

    p: Floats  # two-sided, never 0, shape (n_groups, n_themes)
    attainable: Floats  # smallest p that any labelling of these sessions could give on the theme, same shape
    smallest: Floats  # smallest p that the numbers of sessions alone allow, shape (n_groups,)
    exact: NDArray[np.bool_]  # every arrangement was counted, shape (n_groups,)

    def of(self, group: int) -> Tested:
        """Take one group's part."""
        return Tested(self.p[[group]], self.attainable[[group]], self.smallest[[group]], self.exact[[group]])


def arrange_sessions(
    n_sessions: int, n_group: int, *, n_draws: int = N_DRAWS, seed: int = 0, most: int = MAX_ENUMERATED
) -> tuple[NDArray[np.bool_], bool]:
    """List the ways in which a group's label could have been dealt over sessions.

    Args:
        n_sessions: Sessions of the group and of those that it is compared with.
        n_group: Sessions of the group, 1 to n_sessions - 1.
        n_draws: How many to draw where there are too many to list.
        seed: Of the draws.
        most: Up to how many are listed.

    Returns:
        Arrangements, shape (n_arrangements, n_sessions), true where the session has the label; and whether they are all there are.

    Raises:
        ValueError: If one side has no session.
    """
    if not 0 < n_group < n_sessions:
        raise ValueError(f"both sides need a session; got {n_group} of {n_sessions}")
    few = min(n_group, n_sessions - n_group)
    n_ways = comb(n_sessions, few)
    exact = n_ways <= most
    if exact:
        chosen = np.fromiter(chain.from_iterable(combinations(range(n_sessions), few)), dtype=np.intp, count=n_ways * few).reshape(
            n_ways, few
        )
    else:
        order = np.random.default_rng([seed, n_sessions, few]).random((n_draws, n_sessions))
        chosen = np.argpartition(order, few, axis=1)[:, :few]
    labelled = np.zeros((len(chosen), n_sessions), dtype=bool)
    np.put_along_axis(labelled, chosen, values=True, axis=1)
    return (labelled if few == n_group else ~labelled), exact


def smallest_p(n_group: int, n_rest: int, *, two_sided: bool = True, n_draws: int = N_DRAWS) -> float:
    """Say how small a p a design can reach at best: 1 / C(n_group + n_rest, n_group), twice that where it is balanced and two-sided.

    Args:
        n_group: Sessions of one side.
        n_rest: Sessions of the other.
        two_sided: Differences of both directions count.
        n_draws: Arrangements drawn where there are too many to list.

    Returns:
        The smallest p in (0, 1]; 1 where a side has no session.

    Examples:
        >>> from peace_analysis import groups
        >>> groups.smallest_p(2, 3)  # two sessions against three: no finding can reach .05
        0.1
    """
    if min(n_group, n_rest) < 1:
        return 1.0
    n_ways = comb(n_group + n_rest, n_group)
    mirrored = two_sided and n_group == n_rest
    return (1 + mirrored) / n_ways if n_ways <= MAX_ENUMERATED else 1 / (n_draws + 1)


def permute_sessions(raised: ArrayLike, heard: ArrayLike, member: ArrayLike, *, n_draws: int = N_DRAWS, seed: int = 0) -> Tested:
    """Test each group against the rest, on every theme, by dealing labels over sessions.

    Groups of one size share their arrangements, and the difference of every arrangement is worked out for all themes at once.

    Args:
        raised: People of each session who raised each theme, shape (n_sessions, n_themes).
        heard: People heard in each session, each above 0, shape (n_sessions,).
        member: Whether a session belongs to each group, shape (n_groups, n_sessions).
        n_draws: Arrangements drawn where there are more than 100,000.
        seed: Of the draws.

    Returns:
        p and what limits it. A group without a session, or without a rest, has p 1.

    Raises:
        ValueError: If shapes do not fit or a session heard nobody.
    """
    x, m, labels = np.asarray(raised, dtype=np.float64), np.asarray(heard, dtype=np.float64), np.atleast_2d(np.asarray(member, dtype=bool))
    if x.ndim != 2 or x.shape[0] != len(m) or labels.shape[1] != len(m):
        raise ValueError(f"sessions do not match: raised {x.shape}, heard {m.shape}, member {labels.shape}")
    if np.any(m <= 0) or np.any(x < 0) or np.any(x > m[:, None]):
        raise ValueError("0 <= raised <= heard and heard > 0 must hold in every session")
    n_groups, n_sessions = labels.shape
    sizes = labels.sum(axis=1)
    p, attainable = np.ones((n_groups, x.shape[1])), np.ones((n_groups, x.shape[1]))
    smallest, exact = np.ones(n_groups), np.ones(n_groups, dtype=bool)
    for size in np.unique(sizes[(sizes > 0) & (sizes < n_sessions)]):
        ways, all_of_them = arrange_sessions(n_sessions, int(size), n_draws=n_draws, seed=seed)
        gaps = np.abs(_differences(ways.astype(np.float64), x, m))
        extra = 0 if all_of_them else 1  # the observed arrangement joins the drawn ones
        reached = (gaps >= _just_below(gaps.max(axis=0))).sum(axis=0) / (len(ways) + extra)
        for group in np.flatnonzero(sizes == size):
            observed = np.abs(_differences(labels[[group]].astype(np.float64), x, m))
            as_extreme = (gaps >= _just_below(observed)).sum(axis=0)
            p[group] = (as_extreme + extra) / (len(ways) + extra)
            attainable[group] = reached
            smallest[group] = smallest_p(int(size), n_sessions - int(size), n_draws=n_draws)
            exact[group] = all_of_them
    return Tested(p, attainable, smallest, exact)


def permute_within_sessions(raised: ArrayLike, heard: ArrayLike, in_group: ArrayLike, in_group_raised: ArrayLike) -> Tested:
    """Test each group against the rest, on every theme, by dealing labels among the people within each session.

    Given how many of a session raised a theme and how many belong to the group, the number who do both is hypergeometric; over sessions
    these add up. So p is exact however many arrangements there are. Sessions in which everybody or nobody belongs to the group
    tell nothing and drop out of themselves.

    Args:
        raised: People of each session who raised each theme, shape (n_sessions, n_themes).
        heard: People heard in each session, shape (n_sessions,).
        in_group: People of each group heard in each session, shape (n_groups, n_sessions).
        in_group_raised: Those of them who raised each theme, shape (n_groups, n_sessions, n_themes).

    Returns:
        p and what limits it, from the distance between the number in the group who raised a theme and what chance leads one to expect.

    Source:
        The stratified form of Fisher's exact test: Gart (1970), Biometrika 57, 471-475.
    """
    x, m = np.asarray(raised, dtype=np.int64), np.asarray(heard, dtype=np.int64)
    k, both = np.atleast_2d(np.asarray(in_group, dtype=np.int64)), np.asarray(in_group_raised, dtype=np.int64)
    both = both.reshape(len(k), len(m), x.shape[1])
    p, attainable, smallest = np.ones((len(k), x.shape[1])), np.ones((len(k), x.shape[1])), np.ones(len(k))
    for group in range(len(k)):
        mixed = (k[group] > 0) & (k[group] < m)
        ways = np.prod([float(comb(int(n), int(of))) for n, of in zip(m[mixed], k[group][mixed], strict=True)])
        mirrored = bool(mixed.any()) and bool((2 * k[group][mixed] == m[mixed]).all())
        smallest[group] = min(1.0, (1 + mirrored) / float(ways))
        for theme in range(x.shape[1]):
            chances, lowest = _count_chances(m[mixed], k[group][mixed], x[mixed, theme])
            away = np.abs(lowest + np.arange(len(chances)) - (k[group][mixed] * x[mixed, theme] / m[mixed]).sum())
            observed = away[int(both[group, mixed, theme].sum()) - lowest]
            p[group, theme] = min(1.0, chances[away >= _just_below(observed)].sum())
            attainable[group, theme] = min(1.0, chances[away >= _just_below(away.max())].sum())
    return Tested(p, attainable, smallest, np.ones(len(k), dtype=bool))


def permute_labels(
    raised: ArrayLike, heard: ArrayLike, group: ArrayLike, *, n_draws: int = N_DRAWS, seed: int = 0
) -> tuple[Floats, Floats]:
    """Test whether the groups of an attribute differ at all on each theme, by dealing all labels over sessions.

    Args:
        raised: People of each session who raised each theme, shape (n_sessions, n_themes).
        heard: People heard in each session, each above 0, shape (n_sessions,).
        group: Group of each session, numbered from 0, shape (n_sessions,).
        n_draws: Arrangements drawn.
        seed: Of the draws.

    Returns:
        p of the spread of the groups' shares around everybody's, weighted by people; and its smallest attainable value. Shape (n_themes,)
        each; 1 where there are fewer than two groups.
    """
    x, m, labels = np.asarray(raised, dtype=np.float64), np.asarray(heard, dtype=np.float64), np.asarray(group, dtype=np.int64)
    n_groups = int(labels.max(initial=-1)) + 1
    if n_groups < 2:
        return np.ones(x.shape[1]), np.ones(x.shape[1])
    order = np.random.default_rng([seed, len(m), n_groups]).random((n_draws, len(m))).argsort(axis=1)
    dealt = np.vstack([labels, labels[order]])  # the observed arrangement first
    spread = np.zeros((len(dealt), x.shape[1]))
    for one in range(n_groups):
        member = (dealt == one).astype(np.float64)
        people = np.maximum((member @ m)[:, None], 1e-9)
        spread += (member @ x - people * (x.sum(axis=0) / m.sum())) ** 2 / people
    p = (spread >= _just_below(spread[0])).mean(axis=0)
    return np.asarray(p), np.asarray((spread >= _just_below(spread.max(axis=0))).mean(axis=0))


def _differences(ways: Floats, x: Floats, m: Floats) -> Floats:
    """Difference of shares, labelled less the rest, in each arrangement, shape (n_arrangements, n_themes)."""
    raised, heard = ways @ x, (ways @ m)[:, None]
    return np.asarray(raised / heard - (x.sum(axis=0) - raised) / (m.sum() - heard), dtype=np.float64)


def _just_below(values: Floats) -> Floats:
    return np.asarray(values * (1 - TOLERANCE) - 1e-12, dtype=np.float64)


def _count_chances(m: NDArray[np.int64], k: NDArray[np.int64], x: NDArray[np.int64]) -> tuple[Floats, int]:
    """Chances of each number of people who are in the group and raised the theme, and the lowest such number."""
    total, lowest = np.ones(1), 0
    for session in zip(m.tolist(), k.tolist(), x.tolist(), strict=True):
        total = np.convolve(total, _hypergeometric(*session))
        lowest += max(0, session[1] + session[2] - session[0])
    return total, lowest


@lru_cache(maxsize=4096)
def _hypergeometric(m: int, k: int, x: int) -> Floats:
    """Chances of each possible overlap of k and x out of m, from the least possible on."""
    overlap = range(max(0, k + x - m), min(k, x) + 1)
    return np.array([exp(_log_comb(x, n) + _log_comb(m - x, k - n) - _log_comb(m, k)) for n in overlap])


def _log_comb(n: int, k: int) -> float:
    return float(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
