"""How often the machine's themes are the ones that people agreed on, theme by theme and group by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from peace_analysis.coding.agreement import NONE, Consensus
from peace_analysis.groups.intervals import cluster_interval, design_effect

EVERYONE = "everyone"
COLUMNS = (
    "attribute",
    "group",
    "theme_id",
    "n_machine",
    "n_people",
    "n_both",
    "precision",
    "precision_low",
    "precision_high",
    "recall",
    "recall_low",
    "recall_high",
)


def score_machine(
    consensus: Consensus,
    machine: Mapping[str, str | None],
    themes: Sequence[str],
    sessions: Mapping[str, str],
    groups: Mapping[str, Mapping[str, str]] | None = None,
) -> pd.DataFrame:
    """Hold the machine's themes against what people agreed on.

    Precision: of the statements that the machine gave a theme, the share that people gave it too. Recall: of those that people gave it, the
    share that the machine did. The machine gives one theme where people give up to three, so recall has a ceiling below 1 where they did.

    Args:
        consensus: statement_id -> themes that people agreed on, or {"none"}.
        machine: statement_id -> the machine's theme; None for none.
        themes: Ids of themes.
        sessions: statement_id -> session_id.
        groups: attribute -> statement_id -> group; statements without one are left out of that attribute.

    Returns:
        One row per group and theme, everyone first, and within each a row "all" over all themes: n_machine (statements that the machine
        gave it), n_people (that people gave it), n_both, precision and recall in [0, 1] with 95% intervals (score intervals with the
        design effect of sessions); missing where there is nothing to divide by, intervals also where there is one session only.

    Examples:
        >>> from peace_analysis import coding
        >>> people = {"S1": frozenset({"T01"}), "S2": frozenset({"T01"}), "S3": frozenset({"none"})}
        >>> found = coding.score_machine(people, {"S1": "T01", "S2": None, "S3": "T01"}, ["T01"], {"S1": "L01", "S2": "L02", "S3": "L03"})
        >>> found[["precision", "recall"]].iloc[-1].tolist()
        [0.5, 0.5]
    """
    by = {EVERYONE: dict.fromkeys(consensus, EVERYONE), **(groups or {})}
    rows = []
    for attribute, group_of in by.items():
        names = sorted({group_of[key] for key in consensus if key in group_of})
        for name in names:
            mine = [key for key in consensus if group_of.get(key) == name]
            where = np.unique([sessions.get(key, key) for key in mine], return_inverse=True)[1]
            rows += [(attribute, name, theme, *_score(theme, mine, consensus, machine, where)) for theme in ("all", *themes)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _score(
    theme: str, mine: Sequence[str], consensus: Consensus, machine: Mapping[str, str | None], where: np.ndarray
) -> tuple[int, int, int, float, float, float, float, float, float]:
    given, said, both = (np.zeros(len(mine)) for _ in range(3))
    for place, key in enumerate(mine):
        people, own = consensus[key] - {NONE}, machine.get(key)
        if theme == "all":
            given[place], said[place], both[place] = own is not None, len(people), own in people
        else:
            given[place], said[place], both[place] = own == theme, theme in people, own == theme and theme in people
    return (
        int(given.sum()),
        int(said.sum()),
        int(both.sum()),
        *_share(both, given, where),
        *_share(both, said, where),
    )


def _share(part: np.ndarray, whole: np.ndarray, where: np.ndarray) -> tuple[float, float, float]:
    total = float(whole.sum())
    if not total:
        return float("nan"), float("nan"), float("nan")
    x, m = (np.bincount(where, weights=values) for values in (part, whole))
    x, m = x[m > 0], m[m > 0]
    effect = np.asarray(design_effect(x, m, np.zeros(len(m), dtype=np.int64)), dtype=np.float64)
    low, high = cluster_interval(float(part.sum()), total, effect, len(m) - 1)
    return float(part.sum()) / total, float(low), float(high)
