"""The most typical statements of a theme."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.themes.discover import ThemeModel

N_TYPICAL = 8


def list_most_typical(statements: pd.DataFrame, model: ThemeModel, ids: list[tuple[str, str | None, NDArray[np.bool_]]]) -> pd.DataFrame:
    """List the statements nearest to the middle of each theme: first one from each session, those that may be quoted before others.

    Args:
        statements: As tables.STATEMENTS, those that were read.
        model: Themes of these statements.
        ids: Id, parent's id and rows of each theme and subtheme.

    Returns:
        theme_id, rank (from 1), statement_id.
    """
    rows = []
    for id_, _, inside in ids:
        places = np.flatnonzero(inside)
        center = model.space[places].mean(axis=0)
        said = statements.iloc[places].assign(likeness=model.space[places] @ center)
        said = said.sort_values(["quotable", "likeness", "statement_id"], ascending=[False, False, True])
        # Second statements of a session come after first ones of all sessions.
        said = said.assign(turn_of_session=said.groupby("session_id").cumcount())
        said = said.sort_values(["quotable", "turn_of_session", "likeness", "statement_id"], ascending=[False, True, False, True])
        rows += [
            {"theme_id": id_, "rank": rank, "statement_id": statement}
            for rank, statement in enumerate(said["statement_id"].head(N_TYPICAL), start=1)
        ]
    return pd.DataFrame(rows, columns=["theme_id", "rank", "statement_id"])
