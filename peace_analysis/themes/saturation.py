"""Saturation: after how many sessions hardly a new theme comes up, whatever their order.

For a research team that works with a codebook or for coding reliability. Reflexive thematic analysis rejects the idea that themes lie there
to be used up, so a city that declares that school is shown nothing.

Source:
    Guest, Namey & Chen (2020), PLoS ONE 15(5), e0232076: new information = new themes in a run / themes in the base; here the runs slide by
    one session, and random orders take the place of the one in which sessions happened to be held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SCHOOLS = ("codebook", "coding_reliability")
BASE, RUN, CUT = 4, 2, 0.05
ORDERS = 500
BAND = (0.1, 0.9)


@dataclass(frozen=True)
class Saturation:
    """What came up when."""

    table: pd.DataFrame  # n_sessions, new_share (median over orders), low, high (10th and 90th percentile), themes_share (of all themes)
    reached: int | None  # sessions after which the median run brings no more than the cut; none if it never does
    base: int
    run: int
    cut: float
    n_themes: int


def shows_saturation(school: str) -> bool:
    """Tell whether a school of analysis asks for saturation at all.

    Examples:
        >>> from peace_analysis import themes
        >>> themes.shows_saturation("codebook"), themes.shows_saturation("reflexive")
        (True, False)
    """
    return school in SCHOOLS


def measure_saturation(
    raised: NDArray[np.bool_], *, base: int = BASE, run: int = RUN, cut: float = CUT, orders: int = ORDERS, seed: int
) -> Saturation:
    """Measure how much is new in each run of sessions, over random orders.

    Args:
        raised: Whether each theme was raised in each session, shape (n_sessions, n_themes).
        base: Sessions at the start, whose themes the new ones are compared with; 4 to 6.
        run: Sessions in a run; 2 or 3.
        cut: Share of new themes up to which a run brings hardly anything.
        orders: Random orders of the sessions.
        seed: The same seed gives the same table.

    Returns:
        One row for each number of sessions from base + run on; none where there are fewer sessions.

    Raises:
        ValueError: If base is not 4 to 6, or run not 2 or 3.

    Examples:
        >>> import numpy as np
        >>> from peace_analysis import themes
        >>> raised = np.tril(np.ones((10, 10), dtype=bool))  # each session brings one theme more
        >>> found = themes.measure_saturation(raised, orders=50, seed=1)
        >>> found.n_themes, found.table["n_sessions"].tolist()
        (10, [6, 7, 8, 9, 10])
    """
    if base not in (4, 5, 6) or run not in (2, 3):
        raise ValueError(f"a base of 4 to 6 sessions and a run of 2 or 3 are expected, not {base} and {run}.")
    ever = (
        np.asarray(raised, dtype=bool)[:, np.asarray(raised, dtype=bool).any(axis=0)] if np.size(raised) else np.zeros((0, 0), dtype=bool)
    )
    n, n_themes = ever.shape
    ends = np.arange(base + run, n + 1)
    if not len(ends) or not n_themes:
        return Saturation(_tabulate(ends[:0], np.zeros((1, 0)), np.zeros((1, 0))), None, base, run, cut, n_themes)
    draw = np.random.default_rng(seed)
    new, so_far = np.empty((orders, len(ends))), np.empty((orders, len(ends)))
    for number in range(orders):
        # First session, from 1, that raises each theme in this order.
        first = np.argmax(ever[draw.permutation(n)], axis=0) + 1
        known = max(int((first <= base).sum()), 1)
        new[number] = [((first > end - run) & (first <= end)).sum() / known for end in ends]
        so_far[number] = [(first <= end).mean() for end in ends]
    table = _tabulate(ends, new, so_far)
    done = table.loc[(table["new_share"] <= cut)[::-1].cummin()[::-1].astype(bool), "n_sessions"]
    return Saturation(table, int(done.iloc[0]) if len(done) else None, base, run, cut, n_themes)


def _tabulate(ends: NDArray[np.int_], new: NDArray[np.float64], so_far: NDArray[np.float64]) -> pd.DataFrame:
    low, high = np.quantile(new, BAND, axis=0)
    return pd.DataFrame(
        {
            "n_sessions": ends.astype("int64"),
            "new_share": np.median(new, axis=0),
            "low": low,
            "high": high,
            "themes_share": np.median(so_far, axis=0),
        }
    )


def themes_by_session(
    statements: pd.DataFrame, assignments: pd.DataFrame, level: Literal["theme_id", "subtheme_id"] = "theme_id"
) -> NDArray[np.bool_]:
    """Tell which theme was raised in which session, shape (n_sessions, n_themes), both in alphabetical order of ids.

    Themes that were looked for over all sessions at once, and kept because they hold across sessions, are bound to come up in nearly all
    of them: subthemes, or codes that people gave, say more.

    Args:
        statements: As tables.STATEMENTS.
        assignments: As tables.ASSIGNMENTS.
        level: Themes or subthemes.

    Examples:
        >>> from peace_analysis import themes
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> themes.themes_by_session(made.statements, made.assignments).shape
        (8, 3)
    """
    placed = statements[["statement_id", "session_id"]].merge(assignments[["statement_id", level]], on="statement_id")
    sessions = sorted(statements["session_id"].unique())
    counts = pd.crosstab(placed["session_id"], placed[level]).reindex(sessions, fill_value=0)
    return np.asarray(counts.sort_index(axis=1).to_numpy() > 0, dtype=bool)
