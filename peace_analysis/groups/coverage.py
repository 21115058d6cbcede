"""Who was to be heard and who was: sessions held in the cells of the plan, and the people who live where they were held.

A cell is one planned pair of a neighborhood and a stakeholder group. One session makes it heard; two make it possible to tell the group
from the evening, and are what a group needs to be reported on its own.

Source:
    METHODS section 1.
"""

from __future__ import annotations

import pandas as pd

from peace_analysis.settings import Plan
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.wording import marked

NOT_STATED = marked("not stated")
EVERYONE = "everyone"
SMALL_SESSION = 15  # people; the usual cap of a listening session

COVERAGE = Table(
    "coverage",
    "one pair of a neighborhood and a stakeholder group",
    (
        Column("neighborhood", "text", "neighborhood"),
        Column("stakeholder_group", "text", "stakeholder group"),
        Column("planned", "flag", "the plan names both"),
        Column("n_sessions", "integer", "sessions held"),
    ),
    key=("neighborhood", "stakeholder_group"),
)
POPULATION = Table(
    "population",
    "one group of residents of one neighborhood (population.csv)",
    (
        Column("neighborhood", "text", "neighborhood, as in the plan"),
        Column("attribute", "text", "`everyone`, or the column of participants.csv that the group belongs to"),
        Column("group", "text", "`everyone`, or the group"),
        Column("population", "integer", "residents"),
    ),
    key=("neighborhood", "attribute", "group"),
)


def count_coverage(sessions: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Count sessions per neighborhood and stakeholder group: the cells of the plan, and those held outside it.

    Args:
        sessions: `tables.SESSIONS`.
        plan: Neighborhoods and stakeholder groups that were meant to be heard; where it names none, those of the sessions.

    Returns:
        `COVERAGE`, in the order of the plan, then what it does not name.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.settings import Plan
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> plan = Plan(neighborhoods=("Harbor", "Hill", "Cove"), stakeholder_groups=("residents", "business"))
        >>> print(groups.count_coverage(made.sessions, plan).to_string(index=False))
        neighborhood stakeholder_group  planned  n_sessions
              Harbor         residents     True           2
              Harbor          business     True           2
                Hill         residents     True           2
                Hill          business     True           2
                Cove         residents     True           0
                Cove          business     True           0
    """
    held = sessions[["neighborhood", "stakeholder_group"]].fillna(NOT_STATED)
    places = list(dict.fromkeys([*plan.neighborhoods, *sorted(held["neighborhood"].unique())]))
    groups = list(dict.fromkeys([*plan.stakeholder_groups, *sorted(held["stakeholder_group"].unique())]))
    counts = held.value_counts()
    rows = [
        {
            "neighborhood": place,
            "stakeholder_group": group,
            "planned": place in plan.neighborhoods and group in plan.stakeholder_groups,
            "n_sessions": int(counts.get((place, group), 0)),
        }
        for place in places
        for group in groups
    ]
    return (
        check_table(pd.DataFrame(rows, columns=list(COVERAGE.by_name)), COVERAGE) if rows else pd.DataFrame(columns=list(COVERAGE.by_name))
    )


def reach_of_population(cells: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Say how many residents live where sessions were held.

    Args:
        cells: `COVERAGE`.
        population: `POPULATION`; its rows for everyone are used.

    Returns:
        neighborhood, n_sessions, population, population_share (of all neighborhoods of the table); one row per neighborhood of the
        population table, and for those of the plan that it lacks, with the population missing.

    Raises:
        TableError: If the population table is not what it should be.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.settings import Plan
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> cells = groups.count_coverage(made.sessions, Plan())
        >>> print(groups.reach_of_population(cells, made.population).to_string(index=False))
        neighborhood  n_sessions  population  population_share
              Harbor           4      6000.0               0.6
                Hill           4      3000.0               0.3
                Cove           0      1000.0               0.1
    """
    residents = residents_of(population).rename("population")
    held = cells.groupby("neighborhood", sort=False)["n_sessions"].sum()
    planned = cells.loc[cells["planned"], "neighborhood"]
    places = list(dict.fromkeys([*residents.index, *planned]))
    frame = pd.DataFrame({"neighborhood": places, "n_sessions": held.reindex(places).fillna(0).astype("int64").to_numpy()})
    frame["population"] = residents.reindex(places).to_numpy(dtype="float64")
    frame["population_share"] = frame["population"] / frame["population"].sum()
    return frame


def residents_of(population: pd.DataFrame, attribute: str = EVERYONE) -> pd.Series:
    """Residents by neighborhood; or by group of an attribute, over all neighborhoods."""
    table = check_table(population, POPULATION)
    rows = table[table["attribute"] == attribute]
    return rows.groupby("neighborhood" if attribute == EVERYONE else "group", sort=False)["population"].sum()


def count_modes(sessions: pd.DataFrame, by: str = "stakeholder_group") -> pd.DataFrame:
    """Count sessions of each mode in each stratum: a column per mode, because people reached online are not those reached in a hall.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> print(groups.count_modes(made.sessions, "neighborhood").to_string(index=False))
        neighborhood  in_person  virtual
              Harbor          4        0
                Hill          0        4
    """
    counts = pd.crosstab(sessions[by].fillna(NOT_STATED), sessions["mode"])
    return counts.rename_axis(columns=None).reset_index()
