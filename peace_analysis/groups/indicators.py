"""How a programme went: how far it reached, how large sessions were, how long it took, and what became of recommendations.

Source:
    METHODS section 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from peace_analysis.groups.coverage import SMALL_SESSION, reach_of_population
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.wording import _, marked, ngettext

TIMES = ("start_time", "end_time")
NO_TIMES = marked("Start and end of sessions are not recorded.")
MODES = {mode: mode for mode in (marked("in person"), marked("virtual"), marked("hybrid"))}
AT_LEAST = {1: marked("at least one session"), 2: marked("at least two")}

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


def programme_indicators(
    sessions: pd.DataFrame,
    cells: pd.DataFrame,
    population: pd.DataFrame | None = None,
    *,
    reported: date | None = None,
    answered: date | None = None,
    recommendations: Mapping[str, bool] | None = None,
    hours: bool = True,
) -> pd.DataFrame:
    """Work out how a programme went; indicators have English names, and their sentences are in the language of the report.

    Args:
        sessions: `tables.SESSIONS`, with start_time and end_time (HH:MM) where they are known.
        cells: `COVERAGE`.
        population: `POPULATION`, where there is one.
        reported: Day of the report.
        answered: Day on which the department answered.
        recommendations: Whether each recommendation has an answer with a reason, by its id.
        hours: The hours that people gave may be told; not where the number of people who attended may not be.

    Returns:
        `INDICATORS`; what cannot be worked out stays in the table, empty, with the reason in words.

    Raises:
        ValueError: If a time is not HH:MM, or a report or answer is dated before the last session.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.settings import Plan
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> cells = groups.count_coverage(made.sessions, Plan())
        >>> print(groups.programme_indicators(made.sessions, cells).iloc[:3, :2].to_string(index=False))
                              indicator  value
        cells with at least one session    NaN
                cells with at least two    NaN
                     population reached    NaN
    """
    rows = [*_reach(cells, population), *_sizes(sessions, hours=hours), *_days(sessions, reported, answered)]
    languages = sorted(sessions["language"].dropna().unique())
    spoken = ngettext("Sessions were held in {n} language.", "Sessions were held in {n} languages.", len(languages))
    rows.append(("languages", len(languages), None, spoken))
    for mode, n in sessions["mode"].value_counts().sort_index().items():
        name = str(mode).replace("_", " ")
        how = _("{n} of {total} were {mode}.", n=n, total=len(sessions), mode=_(MODES[name]) if name in MODES else name)
        rows.append((f"sessions {name}", int(n), len(sessions), how))
    if recommendations is not None:
        n = sum(recommendations.values())
        words = _("{n} of {total} recommendations have an answer with a reason.", n=n, total=len(recommendations))
        rows.append(("recommendations answered with a reason", n, len(recommendations), words))
    frame = pd.DataFrame(rows, columns=list(INDICATORS.by_name)).astype({"value": "float64", "of": "float64"})
    return check_table(frame, INDICATORS)


Row = tuple[str, float | None, float | None, str]


def _reach(cells: pd.DataFrame, population: pd.DataFrame | None) -> list[Row]:
    planned = cells[cells["planned"]]
    n = len(planned)
    rows: list[Row] = []
    for least, words in AT_LEAST.items():
        reached = int((planned["n_sessions"] >= least).sum())
        text = _("No plan names who was to be heard.")
        if n and not reached:
            text = _("None of the {total} planned pairs of a neighborhood and a group had {sessions}.", total=n, sessions=_(words))
        elif n:
            text = _(
                "{reached} of {total} planned pairs of a neighborhood and a group had {sessions}.",
                reached=reached,
                total=n,
                sessions=_(words),
            )
        rows.append((f"cells with {words}", reached if n else None, n or None, text))
    if population is None:
        return [*rows, ("population reached", None, None, _("No population.csv says how many people live where."))]
    places = reach_of_population(cells, population)
    known = places.dropna(subset="population")
    for least, words in AT_LEAST.items():
        value = float(known.loc[known["n_sessions"] >= least, "population_share"].sum())
        name = "population reached" if least == 1 else "population reached twice"
        text = _("{share:.0%} of residents live in a neighborhood with {sessions}.", share=value, sessions=_(words))
        rows.append((name, value, 1.0, text))
    return rows


def _sizes(sessions: pd.DataFrame, *, hours: bool) -> list[Row]:
    small = int((sessions["n_attended"] <= SMALL_SESSION).sum())
    rows: list[Row] = [
        (
            "sessions of 15 people or fewer",
            small,
            len(sessions),
            _("{small} of {total} sessions had {most} people or fewer.", small=small, total=len(sessions), most=SMALL_SESSION),
        )
    ]
    if not hours:
        return [*rows, ("person-hours", None, None, _("How many hours people gave is not told, to protect the few who did not speak."))]
    if not set(TIMES) <= set(sessions.columns):
        return [*rows, ("person-hours", None, None, _(NO_TIMES))]
    length = (sessions["end_time"].map(_minutes) - sessions["start_time"].map(_minutes)) / 60
    length = length.where(length >= 0, length + 24)  # past midnight
    timed = length.notna()
    # To tens: with the length of each session, which is no secret, exact hours would tell how many came to the longer ones.
    value = round(float((length * sessions["n_attended"])[timed].sum()), -1)
    n_untimed = int((~timed).sum())
    if not timed.any():
        return [*rows, ("person-hours", None, None, _(NO_TIMES))]
    words = _("People gave about {hours:,.0f} hours of their time.", hours=value)
    if n_untimed:
        without = ngettext("{n} session has no times and is left out.", "{n} sessions have no times and are left out.", n_untimed)
        words = f"{words} {without}"
    return [*rows, ("person-hours", value, None, words)]


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
        return [("days from first to last session", None, None, _("The dates of sessions are not recorded."))]
    first, last = days[0], days[-1]
    over = _("Sessions were held over {days} days.", days=(last - first).days)
    rows: list[Row] = [("days from first to last session", (last - first).days, None, over)]
    for name, day in (("report", reported), ("answer", answered)):
        if day is not None and day < last:
            raise ValueError(f"the {name} is dated {day.isoformat()}, before the last session ({last.isoformat()}). Correct one of them.")
        n = None if day is None else (day - last).days
        rows.append((f"days from last session to {name}", n, None, _after_last(name, n)))
    return rows


def _after_last(name: str, n: int | None) -> str:
    if name == "report":
        if n is None:
            return _("The report has no date yet.")
        return _("What people said was reported {days} days after the last session.", days=n)
    if n is None:
        return _("No answer has a date yet.")
    return _("What people said was answered {days} days after the last session.", days=n)
