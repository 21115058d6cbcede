"""Shares: which part of the people heard raised a theme, in everyone and in each group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from peace_analysis.groups.heard import Heard, count_heard, find_small_counts
from peace_analysis.groups.intervals import cluster_interval, coarsen_effect, design_effect, wilson_interval
from peace_analysis.settings import Privacy
from peace_analysis.tables import THEME_SHARES, check_table

EVERYONE = "everyone"


def theme_shares(
    statements: pd.DataFrame,
    assignments: pd.DataFrame,
    participants: pd.DataFrame,
    sessions: pd.DataFrame,
    *,
    by: Sequence[str] = ("neighborhood", "stakeholder_group"),
    privacy: Privacy | None = None,
    question: Literal["a", "b"] | None = None,
) -> pd.DataFrame:
    """Work out the share of people who raised each theme and subtheme.

    The denominator is the people who were heard: participants with at least one statement in a language that the model reads. Somebody
    raised a theme who made at least one statement on it, however many. Sources that name no speakers have no people to count; they
    count in the rows whose unit is the session.

    Args:
        statements: `tables.STATEMENTS`.
        assignments: `tables.ASSIGNMENTS`.
        participants: `tables.PARTICIPANTS`, with whatever else is asked for in `by`.
        sessions: `tables.SESSIONS`, whose columns hold for participants who have none of that name.
        by: Attributes to group by; each a column of participants or sessions.
        privacy: What a group needs to be shown on its own.
        question: Count a theme only where it was raised on this standing question (b: requests); everybody stays in the number heard.

    Returns:
        `tables.THEME_SHARES`: everyone, then each attribute's groups in alphabetical order; themes in order within each.

    Raises:
        TableError: If a table is not what it should be.
        ValueError: If an attribute is a column of neither table.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> shares = groups.theme_shares(made.statements, made.assignments, made.participants, made.sessions, by=["neighborhood"])
        >>> waiting = shares[(shares["theme_id"] == "T01") & (shares["unit"] == "participant")]
        >>> print(waiting[["group", "n_raised", "n_heard", "share", "low", "high"]].round(2).to_string(index=False))
           group  n_raised  n_heard  share  low  high
        everyone        32       96   0.33 0.21  0.49
          Harbor        24       48   0.50 0.33  0.67
            Hill         8       48   0.17 0.07  0.33
    """
    privacy = privacy or Privacy()
    heard = count_heard(statements, assignments, participants, sessions, by=by, question=question)
    people, raised, themes = heard.people, heard.raised, heard.themes
    guarded = np.isin(themes, list(find_small_counts(heard, by, privacy)))
    parts = [_shares_by(EVERYONE, people.assign(**{EVERYONE: EVERYONE}), raised, themes, guarded=guarded, privacy=privacy)]
    parts += [_shares_by(attribute, people, raised, themes, guarded=guarded, privacy=privacy) for attribute in by]
    parts.append(_session_shares(heard, privacy))
    shares = pd.concat([part for part in parts if len(part)], ignore_index=True) if any(map(len, parts)) else pd.DataFrame(columns=_COLUMNS)
    return check_table(shares.astype({"design_effect": "float64", "adequate": "bool"}), THEME_SHARES)


_COLUMNS = [column.name for column in THEME_SHARES.columns]


def _shares_by(
    attribute: str, people: pd.DataFrame, raised: np.ndarray, themes: list[str], *, guarded: np.ndarray, privacy: Privacy
) -> pd.DataFrame:
    """Shares in each group of one attribute, with one design effect per theme pooled over the groups."""
    known = people[attribute].notna().to_numpy()
    if not known.any() or not themes:
        return pd.DataFrame(columns=_COLUMNS)
    groups = sorted(people.loc[known, attribute].astype("str").unique())
    # A session that holds people of several groups is one cluster in each.
    cells = people.loc[known, ["session_id"]].assign(group=people.loc[known, attribute].astype("str"))
    clusters = cells.groupby(["session_id", "group"], sort=True).ngroup().to_numpy()
    n_clusters = int(clusters.max()) + 1
    group_of = np.zeros(n_clusters, dtype=np.int64)
    group_of[clusters] = cells["group"].map({name: i for i, name in enumerate(groups)}).to_numpy()
    members = np.bincount(clusters, minlength=n_clusters)
    x = np.zeros((n_clusters, len(themes)))
    np.add.at(x, clusters, raised[known])
    effect = coarsen_effect(design_effect(x, members, group_of), guarded)
    degrees = n_clusters - len(groups)
    parts = []
    for index, group in enumerate(groups):
        mine = group_of == index
        n_heard, n_sessions, n_raised = int(members[mine].sum()), int(mine.sum()), x[mine].sum(axis=0)
        bounds = cluster_interval(n_raised, n_heard, effect, degrees)
        parts.append(
            pd.DataFrame(
                {
                    "attribute": attribute,
                    "group": group,
                    "theme_id": themes,
                    "unit": "participant",
                    "n_raised": n_raised.astype(np.int64),
                    "n_heard": n_heard,
                    "n_sessions": n_sessions,
                    "share": n_raised / n_heard,
                    "low": bounds[:, 0],
                    "high": bounds[:, 1],
                    "design_effect": effect,
                    "adequate": n_heard >= privacy.group_min_people and (attribute == EVERYONE or n_sessions >= privacy.group_min_sessions),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _session_shares(heard: Heard, privacy: Privacy) -> pd.DataFrame:
    """Sessions that raised each theme, of all sessions heard: the count that sources without speakers can be part of."""
    sessions, themes = heard.sessions_heard, heard.themes
    if not sessions or not themes:
        return pd.DataFrame(columns=_COLUMNS)
    n_raised = heard.raised_in_session.sum(axis=0)
    bounds = wilson_interval(n_raised, np.full(len(themes), len(sessions)))
    return pd.DataFrame(
        {
            "attribute": EVERYONE,
            "group": EVERYONE,
            "theme_id": themes,
            "unit": "session",
            "n_raised": n_raised,
            "n_heard": len(sessions),
            "n_sessions": len(sessions),
            "share": n_raised / len(sessions),
            "low": bounds[:, 0],
            "high": bounds[:, 1],
            "design_effect": np.nan,
            "adequate": len(sessions) >= privacy.group_min_sessions,
        }
    )


def count_groups(shares: pd.DataFrame) -> pd.DataFrame:
    """List the groups of a table of shares with how many people and sessions were heard in each.

    Args:
        shares: `tables.THEME_SHARES`.

    Returns:
        attribute, group, n_heard, n_sessions, adequate; one row per group of people.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> shares = groups.theme_shares(made.statements, made.assignments, made.participants, made.sessions, by=["neighborhood"])
        >>> print(groups.count_groups(shares).to_string(index=False))
           attribute    group  n_heard  n_sessions  adequate
            everyone everyone       96           8      True
        neighborhood   Harbor       48           4      True
        neighborhood     Hill       48           4      True
    """
    people = shares[shares["unit"] == "participant"]
    return people[["attribute", "group", "n_heard", "n_sessions", "adequate"]].drop_duplicates().reset_index(drop=True)
