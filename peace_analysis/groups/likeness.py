"""How alike people in one session are on each theme: the design effect and the intraclass correlation, estimated from the data.

Source:
    METHODS section 2; Kish (1965), Survey Sampling, 5.4, for design effect = 1 + (people a session - 1) * ICC.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from peace_analysis.groups.cells import count_cells
from peace_analysis.groups.heard import Heard
from peace_analysis.groups.intervals import design_effect
from peace_analysis.tables import Column, Table, check_table

LIKENESS = Table(
    "likeness",
    "one theme: how alike people in one session are, groups of one attribute set aside",
    (
        Column("attribute", "text", "what the groups are made by, whose differences are taken out first"),
        Column("theme_id", "text", "theme"),
        Column("n_sessions", "integer", "sessions that it is estimated from"),
        Column("design_effect", "number", "people in one session are worth so many times fewer; empty where nothing tells", nullable=True),
        Column("icc", "share", "(design effect - 1) / (people a session - 1), 0: no more alike than strangers", nullable=True),
    ),
    key=("attribute", "theme_id"),
)


def estimate_likeness(heard: Heard, attribute: str, themes: Sequence[str]) -> pd.DataFrame:
    """Estimate how alike people in one session are on each theme.

    Args:
        heard: Who was heard.
        attribute: A column of `heard.people`; how its groups differ is not counted as likeness.
        themes: Themes to look at.

    Returns:
        `LIKENESS`, themes in the order given; no rows where groups meet within sessions, because then sessions are no clusters of a group.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> heard = groups.count_heard(made.statements, made.assignments, made.participants, made.sessions, by=["neighborhood"])
        >>> print(groups.estimate_likeness(heard, "neighborhood", heard.themes).round(2).to_string(index=False))
           attribute theme_id  n_sessions  design_effect  icc
        neighborhood      T01           8            1.0  0.0
        neighborhood      T02           8            1.0  0.0
        neighborhood      T03           8            1.0  0.0
    """
    cells = count_cells(heard, attribute, themes)
    if cells.design != "session" or not len(cells.groups) or not themes:
        return pd.DataFrame(columns=list(LIKENESS.by_name))
    people = cells.heard.sum(axis=0)
    effect = np.asarray(design_effect(cells.raised.sum(axis=0), people, cells.heard.argmax(axis=0)), dtype=np.float64)
    usual = float((people**2).sum() / people.sum())  # people a session, as somebody in it sees it
    icc = np.clip((effect - 1) / (usual - 1), 0, 1) if usual > 1 else np.full(len(themes), np.nan)
    frame = {"attribute": attribute, "theme_id": list(themes), "n_sessions": len(people), "design_effect": effect, "icc": icc}
    return check_table(pd.DataFrame(frame), LIKENESS)
