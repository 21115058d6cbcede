"""Counts of what was said, session by session, for eyes outside the team."""

from __future__ import annotations

import pandas as pd

ALL = "all sessions"


def sum_small_sessions(counts: pd.DataFrame, of: str, *, least: int) -> pd.DataFrame:
    """Give counts session by session only where each session holds enough; else their sums.

    Nobody is heard without a statement, so that a session of four statements is one of four people at most, and whoever knows which
    one it is knows them too closely. One such session hides all: a single missing row would follow from the sums.

    Args:
        counts: One row per session: `session_id` and counts.
        of: Column that bounds the number of people, such as `n_statements`.
        least: Fewest of them in a session that is told by itself; a session without any is one without people.

    Returns:
        `counts` as they are, or one row of sums; columns without counts are left out there.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis.anonymize import sum_small_sessions
        >>> small = pd.DataFrame({"session_id": ["S01", "S02"], "n_statements": [40, 4]})
        >>> sum_small_sessions(small, "n_statements", least=11).to_dict("records")
        [{'session_id': 'all sessions', 'n_statements': 44}]
    """
    if ((counts[of] == 0) | (counts[of] >= least)).all():
        return counts
    sums = counts.select_dtypes("number").sum().to_frame().T
    sums.insert(0, "session_id", ALL)
    return sums
