"""People heard and people who raised each theme, by group and session: what contrasts are worked out from, and their intervals.

Source:
    METHODS section 2. Mantel & Haenszel (1959), JNCI 22, 719-748, for the weights of sessions where labels vary within them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from peace_analysis.groups.heard import Heard
from peace_analysis.groups.intervals import cluster_interval, coarsen_effect, design_effect, difference_interval, ratio_interval

Floats = NDArray[np.float64]
Bounds = tuple[Floats, Floats, Floats]
# From this share of people on who belong to the group that most in their session belong to, the attribute is the session's: the few others
# are set apart. Dealing labels within sessions would otherwise rest on these few alone, and say nothing of the groups.
SESSION_ATTRIBUTE = 0.9


@dataclass(frozen=True)
class Cells:
    """People by group and session."""

    groups: list[str]
    heard: NDArray[np.int64]  # shape (n_groups, n_sessions)
    raised: NDArray[np.int64]  # shape (n_groups, n_sessions, n_themes)
    design: Literal["session", "within_session"]


@dataclass(frozen=True)
class Interval:
    """Difference and ratio of two shares on every theme, each (value, low, high) of shape (n_themes,)."""

    difference: Bounds
    ratio: Bounds
    effect: Floats
    icc: Floats
    worth: tuple[float, float]  # people that either side is worth, before the design effect


def count_cells(heard: Heard, attribute: str, themes: Sequence[str]) -> Cells:
    """Count people by group and session, and settle over what labels may be dealt.

    Args:
        heard: Who was heard.
        attribute: A column of `heard.people`; people without a value are left out.
        themes: Themes to count.

    Returns:
        Groups in alphabetical order. Where at least nine of ten people belong to the group that most in their session belong to, the
        design is "session" and the others are left out; otherwise it is "within_session".
    """
    known = heard.people[attribute].notna().to_numpy()
    labels = heard.people.loc[known, attribute].astype("str")
    groups, group = np.unique(labels.to_numpy(dtype="str"), return_inverse=True)
    _, session = np.unique(heard.people.loc[known, "session_id"].to_numpy(dtype="str"), return_inverse=True)
    columns = np.array([heard.themes.index(name) for name in themes], dtype=np.intp)
    shape = (len(groups), int(session.max()) + 1 if len(session) else 0)
    counts = np.zeros(shape, dtype=np.int64)
    raised = np.zeros((*shape, len(columns)), dtype=np.int64)
    np.add.at(counts, (group, session), 1)
    np.add.at(raised, (group, session), heard.raised[np.ix_(np.flatnonzero(known), columns)])
    if not len(session) or counts.max(axis=0).sum() < SESSION_ATTRIBUTE * counts.sum():
        return Cells([str(name) for name in groups], counts, raised, "within_session")
    most = np.arange(len(groups))[:, None] == counts.argmax(axis=0)[None, :]
    kept = (counts * most).sum(axis=1) > 0  # a group that is nowhere the largest has no session of its own
    return Cells([str(name) for name in groups[kept]], (counts * most)[kept], (raised * most[:, :, None])[kept], "session")


def cut_cells(cells: Cells, pair: tuple[int, int]) -> Cells:
    """Keep two groups and the sessions in which either was heard."""
    heard, raised = cells.heard[list(pair)], cells.raised[list(pair)]
    used = heard.sum(axis=0) > 0
    return Cells([cells.groups[index] for index in pair], heard[:, used], raised[:, used], cells.design)


def session_bounds(cells: Cells, mine: NDArray[np.bool_], guarded: NDArray[np.bool_] | None = None) -> Interval:
    """Bound difference and ratio where whole sessions belong to a group: score intervals on one design effect of the two sides.

    Args:
        cells: People by group and session.
        mine: Which groups are the first side; the others are the second, shape (n_groups,).
        guarded: Which themes have a count that is hidden, shape (n_themes,); none by default.
    """
    x, m = cells.raised.sum(axis=0), cells.heard.sum(axis=0)
    first = cells.heard[mine].sum(axis=0) > 0
    n_themes = x.shape[1]
    if not first.any() or first.all():
        raise ValueError("both sides need a session")
    effect = np.broadcast_to(np.asarray(design_effect(x, m, first.astype(np.int64)), dtype=np.float64), (n_themes,))
    effect = coarsen_effect(effect, np.zeros(n_themes, dtype=np.bool_) if guarded is None else guarded)
    degrees = len(m) - 2
    (x1, m1), (x0, m0) = ((x[side].sum(axis=0), m[side].sum()) for side in (first, ~first))
    b1, b0 = cluster_interval(x1, m1, effect, degrees), cluster_interval(x0, m0, effect, degrees)
    usual = float((m**2).sum() / m.sum())  # people a session, as somebody in it sees it
    icc = np.clip((effect - 1) / (usual - 1), 0, 1) if usual > 1 else np.full(n_themes, np.nan)
    return Interval(
        difference_interval((x1 / m1, b1[:, 0], b1[:, 1]), (x0 / m0, b0[:, 0], b0[:, 1])),
        ratio_interval((x1, m1), (x0, m0), effect, max(degrees, 1)),
        effect,
        icc,
        (float(m1), float(m0)),
    )


def stratum_bounds(cells: Cells, mine: NDArray[np.bool_]) -> Interval:
    """Bound difference and ratio where groups meet within sessions: shares averaged over sessions, so that what sets these apart cancels.

    Both sides are averaged with the same weights (Mantel-Haenszel), and each counts as many people as that average is worth; score
    intervals on these and Newcombe's hybrid give the ends. Sessions that hold one side only have no weight.
    """
    m1, m0 = cells.heard[mine].sum(axis=0).astype(np.float64), cells.heard[~mine].sum(axis=0).astype(np.float64)
    x1, x0 = cells.raised[mine].sum(axis=0), cells.raised[~mine].sum(axis=0)
    mixed = (m1 > 0) & (m0 > 0)
    n_themes = x1.shape[1]
    unknown = np.full(n_themes, np.nan)
    if not mixed.any():
        return Interval((unknown, unknown, unknown), (unknown, unknown, unknown), unknown, unknown, (0.0, 0.0))
    m1, m0, x1, x0 = m1[mixed], m0[mixed], x1[mixed], x0[mixed]
    weight = m1 * m0 / (m1 + m0)
    weight /= weight.sum()
    p1, p0 = weight @ (x1 / m1[:, None]), weight @ (x0 / m0[:, None])
    n1, n0 = 1 / float((weight**2 / m1).sum()), 1 / float((weight**2 / m0).sum())
    b1, b0 = cluster_interval(p1 * n1, n1, 1.0, np.inf), cluster_interval(p0 * n0, n0, 1.0, np.inf)
    return Interval(
        difference_interval((p1, b1[:, 0], b1[:, 1]), (p0, b0[:, 0], b0[:, 1])),
        ratio_interval((p1 * n1, n1), (p0 * n0, n0), np.ones(n_themes), np.inf),
        unknown,
        unknown,
        (n1, n0),
    )
