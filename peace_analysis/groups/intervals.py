"""Intervals for shares of people who were heard in sessions: people in one session influence each other, and the interval knows it.

A design effect is estimated over the groups compared and turns the people of each group into fewer, independent ones; score intervals on
those, with the t quantile of the degrees of freedom that the sessions leave, hold the truth as often as they say also with two to eight
sessions a group (a bootstrap over so few sessions does not). Where counts are
hidden it is made coarse, so that no interval tells of them.

Source:
    METHODS section 2. Wilson (1927), JASA 22(158), 209-212; Newcombe (1998), Statistics in Medicine 17, 873-890, method 10;
    Rao & Scott (1992), Biometrics 48, 577-585, for the effective sample size.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]
QUARTILE = 0.75  # of the themes' design effects: three of four themes are clustered no more than that


def wilson_interval(raised: ArrayLike, heard: ArrayLike, z: ArrayLike = 1.959963984540054) -> Floats:
    """Bound the share of people in each group who raised a theme.

    Args:
        raised: People who raised the theme, shape (n_groups,); effective counts need not be whole.
        heard: People heard in the group, shape (n_groups,).
        z: Quantile; 1.96 gives a 95% interval for independent people. One value, or one per group.

    Returns:
        Lower and upper share, shape (n_groups, 2), each in [0, 1].

    Raises:
        ValueError: If a row breaks 0 <= raised <= heard, or heard is 0.

    Source:
        Wilson (1927), JASA 22(158), 209-212.

    Examples:
        >>> from peace_analysis import groups
        >>> groups.wilson_interval(12, 40).round(3).tolist()
        [0.181, 0.454]
    """
    x, n, z = (np.asarray(values, dtype=np.float64) for values in (raised, heard, z))
    if np.any(n <= 0) or np.any(x < 0) or np.any(x > n + 1e-9):
        raise ValueError(f"0 <= raised <= heard and heard > 0 must hold; got raised {x.tolist()} of heard {n.tolist()}")
    share = np.clip(x / n, 0, 1)
    square = z**2
    center = (share + square / (2 * n)) / (1 + square / n)
    half = z * np.sqrt(share * (1 - share) / n + square / (4 * n**2)) / (1 + square / n)
    return np.stack([np.clip(center - half, 0, share), np.clip(center + half, share, 1)], axis=-1)


def design_effect(raised: ArrayLike, heard: ArrayLike, group: ArrayLike) -> Floats:
    """Estimate how much sessions inflate the variance of shares, pooled over the groups compared.

    Args:
        raised: People of each session who raised each theme, shape (n_sessions, n_themes) or (n_sessions,).
        heard: People heard in each session, shape (n_sessions,).
        group: Group of each session, numbered from 0, shape (n_sessions,).

    Returns:
        One design effect per theme, at least 1, shape (n_themes,) or (); missing where there are no more sessions than groups, because
        then nothing tells how sessions of one group differ.

    Source:
        METHODS section 2: max(1, S / (S - G) * sum_s (x_s - p_g m_s)^2 / (p_g (1 - p_g) + 1 / m_g) / sum_s m_s).

    Examples:
        >>> from peace_analysis import groups
        >>> groups.design_effect([9, 8, 1, 0], [10, 10, 10, 10], [0, 0, 0, 0]).round(1).tolist()  # nearly all, or hardly any
        8.0
    """
    given = np.asarray(raised, dtype=np.float64)
    x = given.reshape(len(given), -1)
    m, labels = np.asarray(heard, dtype=np.float64), np.asarray(group, dtype=np.int64)
    n_sessions, n_groups = len(m), len(np.unique(labels))
    if n_sessions <= n_groups:
        return np.full(given.shape[1:], np.nan)
    member = (labels[:, None] == np.unique(labels)[None, :]).astype(np.float64)  # (n_sessions, n_groups)
    people = member.T @ m  # (n_groups,)
    share = (member.T @ x) / people[:, None]  # (n_groups, n_themes)
    variance = share * (1 - share) + 1 / people[:, None]
    squares = (x - (member @ share) * m[:, None]) ** 2 / (member @ variance)
    effect = np.maximum(1.0, n_sessions / (n_sessions - n_groups) * squares.sum(axis=0) / m.sum())
    return np.asarray(effect.reshape(given.shape[1:]), dtype=np.float64)


def coarsen_effect(effects: ArrayLike, guarded: ArrayLike) -> Floats:
    """Give all themes with hidden counts one design effect: the third quartile of all themes', rounded up to the next power of two.

    A theme's own design effect depends on its count in every session. In a city of few sessions hardly any two ways of filling in hidden
    counts give the same, so that an interval would tell which one is true. One coarse number for all of them tells of none, and most of
    their intervals are wider than they need be. Themes of which nothing is hidden keep their own.

    Args:
        effects: Design effect of each theme, shape (n_themes,); missing ones are left aside.
        guarded: Which themes have a count that is hidden, shape (n_themes,).

    Returns:
        Shape (n_themes,).

    Examples:
        >>> from peace_analysis import groups
        >>> groups.coarsen_effect([1.0, 1.2, 1.6, 4.5], [True, True, False, True]).tolist()
        [4.0, 4.0, 1.6, 4.0]
    """
    own = np.asarray(effects, dtype=np.float64)
    known = own[np.isfinite(own)]
    if not known.size:
        return own
    return np.where(np.asarray(guarded, dtype=np.bool_), 2.0 ** np.ceil(np.log2(np.quantile(known, QUARTILE)) - 1e-9), own)


def cluster_interval(raised: ArrayLike, heard: ArrayLike, effect: ArrayLike, degrees: ArrayLike) -> Floats:
    """Bound shares of people who were heard in sessions.

    Args:
        raised: People who raised the theme, shape (n,).
        heard: People heard, shape (n,).
        effect: Design effect, one or shape (n,).
        degrees: Sessions minus groups, one or shape (n,).

    Returns:
        Lower and upper share, shape (n, 2); missing where the design effect is or no degrees of freedom are left.

    Examples:
        >>> from peace_analysis import groups
        >>> groups.cluster_interval(12, 40, 1.5, 3).round(2).tolist()
        [0.11, 0.6]
    """
    x, m, deff, df = np.broadcast_arrays(*(np.asarray(values, dtype=np.float64) for values in (raised, heard, effect, degrees)))
    known = np.isfinite(deff) & (df > 0)
    bounds = np.full((*x.shape, 2), np.nan)
    if known.any():
        quantile = stats.t.ppf(0.975, df[known])
        bounds[known] = wilson_interval(x[known] / deff[known], m[known] / deff[known], quantile)
    return bounds


def difference_interval(
    first: tuple[ArrayLike, ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike, ArrayLike]
) -> tuple[Floats, Floats, Floats]:
    """Bound the difference of two shares by Newcombe's hybrid of their score intervals.

    Args:
        first: Share, lower and upper end of one group; one value each, or one per theme.
        second: The same of the other.

    Returns:
        Difference (first - second), lower and upper end, each in [-1, 1], of the shape given; missing where an end is.

    Source:
        Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples:
        >>> from peace_analysis import groups
        >>> low_high = groups.cluster_interval([24, 8], 48, 1.2, 6)
        >>> first, second = ((share, *ends) for share, ends in zip((0.5, 8 / 48), low_high, strict=True))
        >>> [round(float(value), 2) for value in groups.difference_interval(first, second)]
        [0.33, 0.08, 0.54]
    """
    p1, l1, u1 = (np.asarray(values, dtype=np.float64) for values in first)
    p2, l2, u2 = (np.asarray(values, dtype=np.float64) for values in second)
    gap = p1 - p2
    return gap, np.asarray(gap - np.hypot(p1 - l1, u2 - p2)), np.asarray(gap + np.hypot(u1 - p1, p2 - l2))


def ratio_interval(
    first: tuple[ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike], effect: ArrayLike, degrees: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Bound the ratio of two shares on the log scale with the groups' design effect.

    Args:
        first: People who raised the theme and people heard in one group; one value each, or one per theme.
        second: The same in the other.
        effect: Design effect of the two groups.
        degrees: Sessions of both minus 2.

    Returns:
        Ratio, lower and upper end, of the shape given; half a person is added to every count so that a group where nobody raised it
        keeps a ratio. Missing where the design effect is.

    Source:
        Katz et al. (1978), Biometrics 34, 469-474, with Walter's (1975) correction.

    Examples:
        >>> from peace_analysis import groups
        >>> [round(float(value), 2) for value in groups.ratio_interval((24, 48), (8, 48), 1.2, 6)]
        [2.86, 1.15, 7.12]
    """
    deff = np.asarray(effect, dtype=np.float64)
    (x1, n1), (x2, n2) = ((np.asarray(x, dtype=np.float64) / deff, np.asarray(n, dtype=np.float64) / deff) for x, n in (first, second))
    log_ratio = np.log((x1 + 0.5) / (n1 + 0.5)) - np.log((x2 + 0.5) / (n2 + 0.5))
    spread = np.sqrt(1 / (x1 + 0.5) - 1 / (n1 + 0.5) + 1 / (x2 + 0.5) - 1 / (n2 + 0.5))
    half = stats.t.ppf(0.975, np.asarray(degrees, dtype=np.float64)) * spread
    return np.asarray(np.exp(log_ratio)), np.asarray(np.exp(log_ratio - half)), np.asarray(np.exp(log_ratio + half))
