"""Programmes made up for tests: who was heard in which session, of which group, and who raised what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from peace_analysis.groups.heard import Heard


def programme(sessions: Sequence[tuple[str, int, Sequence[int]]], attribute: str = "stakeholder_group") -> Heard:
    """One session after the other: its group, the people heard, and how many of them raised each theme (the first ones do)."""
    rows = [
        {"speaker_id": f"S{s:02d}-P{p:02d}", "session_id": f"S{s:02d}", attribute: group}
        for s, (group, n, _) in enumerate(sessions)
        for p in range(n)
    ]
    raised = np.array([[p < k for k in counts] for _, n, counts in sessions for p in range(n)])
    themes = [f"T{theme + 1:02d}" for theme in range(raised.shape[1])]
    return Heard(pd.DataFrame(rows).set_index("speaker_id"), raised, themes, [], np.zeros((0, len(themes)), dtype=bool))
