"""Themes over time: shares of people who raised each theme, by periods that are wide enough to show nobody."""

from __future__ import annotations

import numpy as np
import pandas as pd

from peace_analysis.settings import Privacy

COLUMNS = ("theme_id", "period", "first_day", "last_day", "n_sessions", "n_heard", "n_raised", "share", "shown")


def themes_over_time(statements: pd.DataFrame, assignments: pd.DataFrame, sessions: pd.DataFrame, privacy: Privacy) -> pd.DataFrame:
    """Count the people who raised each theme, period by period.

    Months are joined until a period has the sessions and the people that a group needs to be shown. Masked as every table of opinions is:
    fewer than the threshold, and all but fewer than the threshold, are not given; nor is a second period of a theme where a total would
    give a single one away. Sessions without a date or without named speakers are left out.

    Args:
        statements: As tables.STATEMENTS.
        assignments: As tables.ASSIGNMENTS.
        sessions: As tables.SESSIONS.
        privacy: Thresholds.

    Returns:
        One row per top-level theme and period: n_raised and share are empty where they are masked, and `shown` says how the count
        reads. No rows where there are fewer than two periods.

    Examples:
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import themes
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> found = themes.themes_over_time(made.statements, made.assignments, made.sessions, Privacy())
        >>> print(found.loc[found["theme_id"] == "T01", ["period", "n_heard", "n_raised"]].to_string(index=False))
                    period  n_heard  n_raised
        2026-01 to 2026-02       24       8.0
        2026-03 to 2026-04       24       8.0
        2026-05 to 2026-06       24       8.0
        2026-07 to 2026-08       24       8.0
    """
    dated = sessions.loc[sessions["date"].notna(), ["session_id", "date"]]
    said = statements[statements["speaker_id"].notna()].merge(dated, on="session_id")
    said = said.merge(assignments[["statement_id", "theme_id"]], on="statement_id")
    if said.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    said["month"] = said["date"].str[:7]
    periods = _join_months(said, privacy)
    said["period"] = said["month"].map(periods)
    if said["period"].nunique() < 2:
        return pd.DataFrame(columns=list(COLUMNS))
    heard = said.groupby("period").agg(
        n_heard=("speaker_id", "nunique"), n_sessions=("session_id", "nunique"), first_day=("date", "min"), last_day=("date", "max")
    )
    raised = said.dropna(subset=["theme_id"]).groupby(["theme_id", "period"])["speaker_id"].nunique()
    themes = sorted(said["theme_id"].dropna().unique())
    grid = pd.MultiIndex.from_product([themes, sorted(heard.index)], names=["theme_id", "period"])
    table = raised.reindex(grid, fill_value=0).rename("n_raised").reset_index().merge(heard.reset_index(), on="period")
    table = table.sort_values(["theme_id", "period"], ignore_index=True)
    masked = _mask(table, privacy.opinion_threshold)
    table["shown"] = np.where(
        masked, f"fewer than {privacy.opinion_threshold}, or not given to protect one", table["n_raised"].astype("str")
    )
    table["share"] = (table["n_raised"] / table["n_heard"]).mask(masked)
    table["n_raised"] = table["n_raised"].astype("float64").mask(masked)
    return table[list(COLUMNS)]


def _join_months(said: pd.DataFrame, privacy: Privacy) -> dict[str, str]:
    """Period of each month, named by its first and last month; what is left at the end joins the period before."""
    months = sorted(said["month"].unique())
    groups: list[list[str]] = []
    current: list[str] = []
    for month in months:
        current.append(month)
        here = said[said["month"].isin(current)]
        if here["session_id"].nunique() >= privacy.group_min_sessions and here["speaker_id"].nunique() >= privacy.group_min_people:
            groups.append(current)
            current = []
    if current and groups:
        groups[-1] += current
    elif current:
        groups.append(current)
    return {month: group[0] if len(group) == 1 else f"{group[0]} to {group[-1]}" for group in groups for month in group}


def _mask(table: pd.DataFrame, threshold: int) -> pd.Series:
    """Tell which counts are not given, of a table sorted by theme."""
    n, rest = table["n_raised"], table["n_heard"] - table["n_raised"]
    masked = n.between(1, threshold - 1) | (rest.between(1, threshold - 1) & (n > 0))
    for _, rows in table.groupby("theme_id"):
        if masked[rows.index].sum() == 1:
            open_rows = rows[~masked[rows.index] & (rows["n_raised"] > 0)]
            # Nothing but zeros beside it: one of them goes too, so that the total does not give the count away.
            others = open_rows if len(open_rows) else rows[~masked[rows.index]]
            masked[others.sort_values(["n_raised", "period"]).index[0]] = True
    return masked
