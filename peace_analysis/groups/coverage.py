"""Who was to be heard and who was: sessions held in the cells of the plan, the people who live where they were held, and how it went.

A cell is one planned pair of a neighborhood and a stakeholder group. One session makes it heard; two make it possible to tell the group
from the evening, and are what a group needs to be reported on its own.

Source:
    METHODS section 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from peace_analysis.settings import Plan
from peace_analysis.tables import Column, Table, check_table

NOT_STATED = "not stated"
EVERYONE = "everyone"
SMALL_SESSION = 15  # people; the usual cap of a listening session
TIMES = ("start_time", "end_time")

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
INDICATORS = Table(
    "indicators",
    "one indicator of how the programme went",
    (
        Column("indicator", "text", "what is measured"),
        Column("value", "number", "its value; empty where what it needs is not recorded", nullable=True),
        Column("of", "number", "what it is part of, where it is a part", nullable=True),
        Column("words", "text", "the same as a sentence"),
    ),
    key=("indicator",),
)


def count_coverage(sessions: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Count sessions per neighborhood and stakeholder group: the cells of the plan, and those held outside it.

    Args:
        sessions: `tables.SESSIONS`.
        plan: Neighborhoods and stakeholder groups that were meant to be heard; where it names none, those of the sessions.

    Returns:
        `COVERAGE`, in the order of the plan, then what it does not name.
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
    """Count sessions of each mode in each stratum: a column per mode, because people reached online are not those reached in a hall."""
    counts = pd.crosstab(sessions[by].fillna(NOT_STATED), sessions["mode"])
    return counts.rename_axis(columns=None).reset_index()


def programme_indicators(
    sessions: pd.DataFrame,
    cells: pd.DataFrame,
    population: pd.DataFrame | None = None,
    *,
    reported: date | None = None,
    answered: date | None = None,
    recommendations: Mapping[str, bool] | None = None,
) -> pd.DataFrame:
    """Work out how a programme went.

    Args:
        sessions: `tables.SESSIONS`, with start_time and end_time (HH:MM) where they are known.
        cells: `COVERAGE`.
        population: `POPULATION`, where there is one.
        reported: Day of the report.
        answered: Day on which the department answered.
        recommendations: Whether each recommendation has an answer with a reason, by its id.

    Returns:
        `INDICATORS`; what cannot be worked out stays in the table, empty, with the reason in words.

    Raises:
        ValueError: If a time is not HH:MM, or a report or answer is dated before the last session.
    """
    rows = [*_reach(cells, population), *_sizes(sessions), *_days(sessions, reported, answered)]
    languages = sorted(sessions["language"].dropna().unique())
    rows.append(
        ("languages", len(languages), None, f"Sessions were held in {len(languages)} {'language' if len(languages) == 1 else 'languages'}.")
    )
    for mode, n in sessions["mode"].value_counts().sort_index().items():
        rows.append(
            (
                f"sessions {str(mode).replace('_', ' ')}",
                int(n),
                len(sessions),
                f"{n} of {len(sessions)} were {str(mode).replace('_', ' ')}.",
            )
        )
    if recommendations is not None:
        n = sum(recommendations.values())
        words = f"{n} of {len(recommendations)} recommendations have an answer with a reason."
        rows.append(("recommendations answered with a reason", n, len(recommendations), words))
    frame = pd.DataFrame(rows, columns=list(INDICATORS.by_name)).astype({"value": "float64", "of": "float64"})
    return check_table(frame, INDICATORS)


Row = tuple[str, float | None, float | None, str]


def _reach(cells: pd.DataFrame, population: pd.DataFrame | None) -> list[Row]:
    planned = cells[cells["planned"]]
    n = len(planned)
    rows: list[Row] = []
    for least, words in ((1, "at least one session"), (2, "at least two")):
        reached = int((planned["n_sessions"] >= least).sum())
        text = f"{reached} of {n} planned pairs of a neighborhood and a group had {words}." if n else "No plan names who was to be heard."
        rows.append((f"cells with {words}", reached if n else None, n or None, text))
    if population is None:
        return [*rows, ("population reached", None, None, "No population.csv says how many people live where.")]
    places = reach_of_population(cells, population)
    known = places.dropna(subset="population")
    for least, words in ((1, "at least one session"), (2, "at least two")):
        value = float(known.loc[known["n_sessions"] >= least, "population_share"].sum())
        name = "population reached" if least == 1 else "population reached twice"
        rows.append((name, value, 1.0, f"{value:.0%} of residents live in a neighborhood with {words}."))
    return rows


def _sizes(sessions: pd.DataFrame) -> list[Row]:
    small = int((sessions["n_attended"] <= SMALL_SESSION).sum())
    rows: list[Row] = [
        (
            "sessions of 15 people or fewer",
            small,
            len(sessions),
            f"{small} of {len(sessions)} sessions had {SMALL_SESSION} people or fewer.",
        )
    ]
    if not set(TIMES) <= set(sessions.columns):
        return [*rows, ("person-hours", None, None, "Start and end of sessions are not recorded.")]
    hours = (sessions["end_time"].map(_minutes) - sessions["start_time"].map(_minutes)) / 60
    hours = hours.where(hours >= 0, hours + 24)  # past midnight
    timed = hours.notna()
    value = float((hours * sessions["n_attended"])[timed].sum())
    n_untimed = int((~timed).sum())
    beside = (
        f" {n_untimed} {'session has' if n_untimed == 1 else 'sessions have'} no times and {'is' if n_untimed == 1 else 'are'} left out."
    )
    words = (
        f"People gave {value:,.0f} hours of their time.{beside if n_untimed else ''}"
        if timed.any()
        else "Start and end of sessions are not recorded."
    )
    return [*rows, ("person-hours", value if timed.any() else None, None, words)]


def _minutes(text: object) -> float:
    if text is None or pd.isna(text) or not str(text).strip():  # type: ignore[call-overload]
        return float("nan")
    hours, colon, minutes = str(text).strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise ValueError("sessions.csv: start_time and end_time must be HH:MM, from 00:00 to 23:59. Correct them, or leave them empty.")
    return int(hours) * 60 + int(minutes)


def _days(sessions: pd.DataFrame, reported: date | None, answered: date | None) -> list[Row]:
    days = sorted(date.fromisoformat(day) for day in sessions["date"].dropna())
    if not days:
        return [("days from first to last session", None, None, "The dates of sessions are not recorded.")]
    first, last = days[0], days[-1]
    rows: list[Row] = [
        ("days from first to last session", (last - first).days, None, f"Sessions were held over {(last - first).days} days.")
    ]
    for name, day, words in (("report", reported, "was reported"), ("answer", answered, "was answered")):
        if day is not None and day < last:
            raise ValueError(f"the {name} is dated {day.isoformat()}, before the last session ({last.isoformat()}). Correct one of them.")
        n = None if day is None else (day - last).days
        text = f"No date of the {name} is recorded." if n is None else f"What people said {words} {n} days after the last session."
        rows.append((f"days from last session to {name}", n, None, text))
    return rows
