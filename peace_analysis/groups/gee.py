"""A second view on contrasts where there are many sessions: logistic regression by generalised estimating equations.

Below about 40 sessions its standard errors are too small and it cries wolf; then it is not offered at all, and above it stands beside the
permutation test, never in its place.

Source:
    METHODS section 3. Liang & Zeger (1986), Biometrika 73, 13-22; Mancl & DeRouen (2001), Biometrics 57, 126-134, for the covariance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from peace_analysis.groups.heard import Heard
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.wording import marked

MORE_THAN = 40  # sessions
SEPARATED = marked("not fitted: on one side everybody or nobody raised it, so that no odds ratio exists")
NOT_SETTLED = marked("not fitted: the model did not settle on a value")

SECOND_VIEW = Table(
    "second_view",
    "one theme in one group against the rest, by generalised estimating equations",
    (
        Column("attribute", "text", "what the groups are made by"),
        Column("group", "text", "the group, against everybody else whose group is known"),
        Column("theme_id", "text", "theme"),
        Column("n_sessions", "integer", "sessions in the model"),
        Column("odds_ratio", "number", "odds of raising it in the group over those in the rest; empty where not fitted", nullable=True),
        Column("low", "number", "lower end of its 95% interval, with the t quantile of sessions - 2", nullable=True),
        Column("high", "number", "upper end", nullable=True),
        Column("p", "share", "two-sided, uncorrected", nullable=True),
        Column("note", "text", "why it was not fitted; empty where it was"),
    ),
    key=("attribute", "group", "theme_id"),
)


def second_view(heard: Heard, attribute: str, themes: Sequence[str]) -> pd.DataFrame:
    """Fit each theme in each group against the rest: participants within sessions, exchangeable, bias-reduced covariance.

    Args:
        heard: Who was heard.
        attribute: A column of `heard.people`; people without a value are left out.
        themes: Themes to fit.

    Returns:
        `SECOND_VIEW`; a theme that everybody or nobody of one side raised is not fitted, and the note says so (software would report a
        coefficient of 50 with p 0).

    Raises:
        ValueError: If no more than 40 sessions were held.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> heard = groups.count_heard(made.statements, made.assignments, made.participants, made.sessions, by=["neighborhood"])
        >>> try:
        ...     groups.second_view(heard, "neighborhood", heard.themes)
        ... except ValueError as error:
        ...     print(error)
        neighborhood: this model is offered above 40 sessions, and there are 8. Use the permutation test (contrasts).
    """
    known = heard.people[attribute].notna().to_numpy()
    sessions = heard.people.loc[known, "session_id"].to_numpy(dtype="str")
    n_sessions = len(np.unique(sessions))
    if n_sessions <= MORE_THAN:
        raise ValueError(
            f"{attribute}: this model is offered above {MORE_THAN} sessions, and there are {n_sessions}. "
            "Use the permutation test (contrasts)."
        )
    labels = heard.people.loc[known, attribute].astype("str").to_numpy(dtype="str")
    rows = []
    for group in np.unique(labels):
        mine = labels == group
        for theme in themes:
            raised = heard.raised[known, heard.themes.index(theme)]
            fitted = _fit(raised, mine, sessions, n_sessions - 2)
            rows.append({"attribute": attribute, "group": str(group), "theme_id": theme, "n_sessions": n_sessions, **fitted})
    frame = pd.DataFrame(rows, columns=list(SECOND_VIEW.by_name))
    return check_table(frame.astype(dict.fromkeys(("odds_ratio", "low", "high", "p"), "float64")), SECOND_VIEW)


def _fit(raised: NDArray[np.bool_], mine: NDArray[np.bool_], sessions: NDArray[np.str_], degrees: int) -> dict[str, Any]:
    if mine.all() or any(raised[side].all() or not raised[side].any() for side in (mine, ~mine)):
        return {"note": SEPARATED}
    import statsmodels.api as sm

    order = np.argsort(sessions, kind="stable")
    model = sm.GEE(
        raised[order].astype(np.float64),
        np.column_stack([np.ones(len(raised)), mine[order]]),
        groups=sessions[order],
        family=sm.families.Binomial(),
        cov_struct=sm.cov_struct.Exchangeable(),
    )
    result = model.fit(cov_type="bias_reduced", maxiter=100)
    value, error = float(result.params[1]), float(result.bse[1])
    if not (result.converged and np.isfinite(value) and np.isfinite(error) and error > 0):
        return {"note": NOT_SETTLED}
    half = float(stats.t.ppf(0.975, degrees)) * error
    p = float(2 * stats.t.sf(abs(value) / error, degrees))
    return {"odds_ratio": np.exp(value), "low": np.exp(value - half), "high": np.exp(value + half), "p": p, "note": ""}
