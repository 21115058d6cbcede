"""Common ground and fault lines: what every group raises, and what divides them.

A theme that most people raise may still be missing from one neighborhood. So common ground is measured over groups and not over people:
by the geometric mean of the groups' shares, and by the lowest of them.

Source:
    METHODS section 3: the geometric mean of (k + .5) / (n + 1), and not the product, which shrinks with the number of groups.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from peace_analysis.groups.cells import count_cells
from peace_analysis.groups.heard import Heard
from peace_analysis.groups.permutation import N_DRAWS, permute_labels
from peace_analysis.settings import Privacy
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.wording import marked

COMMON, DIVIDES, NEITHER = marked("common ground"), marked("divides"), marked("neither")
LEAST = 0.25  # "at least a quarter of those heard in every group"
ALPHA = 0.05

COMMON_GROUND = Table(
    "find_common_ground",
    "one theme over all groups of one attribute that are large enough to be shown",
    (
        Column("attribute", "text", "what the groups are made by"),
        Column("theme_id", "text", "theme"),
        Column("n_groups", "integer", "groups compared"),
        Column("geometric_mean", "share", "geometric mean over groups of (raised + .5) / (heard + 1)"),
        Column("lowest_share", "share", "share in the group that raised it least"),
        Column("lowest_group", "text", "that group"),
        Column("highest_share", "share", "share in the group that raised it most"),
        Column("highest_group", "text", "that group"),
        Column(
            "p_divides", "share", "p that the groups differ at all, labels dealt over sessions; empty where they vary within", nullable=True
        ),
        Column("q_divides", "share", "the same corrected for the number of themes (Benjamini-Hochberg)", nullable=True),
        Column("kind", "text", "what may be said", among=(COMMON, DIVIDES, NEITHER)),
    ),
    key=("attribute", "theme_id"),
)


def geometric_mean_share(raised: ArrayLike, heard: ArrayLike) -> NDArray[np.float64]:
    """Average shares over groups so that one group without it weighs as much as one that is full of it.

    Args:
        raised: People of each group who raised it (or agreed), shape (n_groups, ...).
        heard: People heard (or who voted) in each group, same shape or one that broadcasts.

    Returns:
        Geometric mean of (raised + .5) / (heard + 1), in (0, 1), shape (...).

    Raises:
        ValueError: If a count breaks 0 <= raised <= heard, or there is no group.

    Examples:
        >>> from peace_analysis import groups
        >>> groups.geometric_mean_share([9, 1], [10, 10]).round(2).tolist()  # the mean share would be .5
        0.34
    """
    k, n = np.broadcast_arrays(np.asarray(raised, dtype=np.float64), np.asarray(heard, dtype=np.float64))
    if k.shape[0] == 0 or np.any(k < 0) or np.any(k > n):
        raise ValueError("0 <= raised <= heard must hold in at least one group")
    return np.asarray(np.exp(np.log((k + 0.5) / (n + 1)).mean(axis=0)), dtype=np.float64)


def find_common_ground(
    heard: Heard,
    attribute: str,
    themes: Sequence[str],
    *,
    privacy: Privacy | None = None,
    least: float = LEAST,
    seed: int = 0,
    n_draws: int = N_DRAWS,
) -> pd.DataFrame:
    """Find themes that every group of an attribute raises, and those on which the groups differ.

    Args:
        heard: Who was heard; `count_heard(..., question="b")` makes it requests.
        attribute: A column of `heard.people`.
        themes: Themes to look at.
        privacy: What a group needs to be shown on its own; others are left out.
        least: Share that the lowest group must reach for common ground.
        seed: Of the draws.
        n_draws: Arrangements drawn.

    Returns:
        `COMMON_GROUND`, highest geometric mean first; no rows where fewer than two groups are large enough. A theme that every group
        raises and that divides them all the same (one by 30%, one by 90%) is said to divide.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> heard = groups.count_heard(made.statements, made.assignments, made.participants, made.sessions, by=["neighborhood"])
        >>> found = groups.find_common_ground(heard, "neighborhood", heard.themes, n_draws=99)
        >>> print(found.iloc[:, :5].round(2).to_string(index=False))
           attribute theme_id  n_groups  geometric_mean  lowest_share
        neighborhood      T02         2            0.34          0.33
        neighborhood      T01         2            0.29          0.17
        neighborhood      T03         2            0.29          0.25
    """
    privacy = privacy or Privacy()
    cells = count_cells(heard, attribute, themes)
    people, n_sessions = cells.heard.sum(axis=1), (cells.heard > 0).sum(axis=1)
    kept = (people >= privacy.group_min_people) & (n_sessions >= privacy.group_min_sessions)
    if kept.sum() < 2 or not themes:
        return pd.DataFrame(columns=list(COMMON_GROUND.by_name))
    names = [name for name, keep in zip(cells.groups, kept, strict=True) if keep]
    raised, n = cells.raised[kept].sum(axis=1), people[kept][:, None]
    shares = raised / n
    p, q = np.full(len(themes), np.nan), np.full(len(themes), np.nan)
    if cells.design == "session":
        used = cells.heard[kept].sum(axis=0) > 0
        counts = cells.heard[kept][:, used]
        p, _ = permute_labels(
            cells.raised[kept][:, used].sum(axis=0), counts.sum(axis=0), counts.argmax(axis=0), n_draws=n_draws, seed=seed
        )
        q = stats.false_discovery_control(p)
    lowest, highest = shares.argmin(axis=0), shares.argmax(axis=0)
    divides = np.nan_to_num(q, nan=1.0) <= ALPHA
    frame = pd.DataFrame(
        {
            "attribute": attribute,
            "theme_id": list(themes),
            "n_groups": len(names),
            "geometric_mean": geometric_mean_share(raised, n),
            "lowest_share": shares.min(axis=0),
            "lowest_group": [names[index] for index in lowest],
            "highest_share": shares.max(axis=0),
            "highest_group": [names[index] for index in highest],
            "p_divides": p,
            "q_divides": q,
            "kind": np.where(divides, DIVIDES, np.where(shares.min(axis=0) >= least, COMMON, NEITHER)),
        }
    )
    ordered = frame.sort_values(["geometric_mean", "theme_id"], ascending=[False, True], ignore_index=True)
    return check_table(ordered, COMMON_GROUND)
