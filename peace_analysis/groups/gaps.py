"""Who was missing, in words that a council can read, and where to go next while there is still time.

Counts of people by attributes expose: nothing here says how many of a group were heard where they are fewer than the public may see.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from peace_analysis.groups.coverage import NOT_STATED, reach_of_population
from peace_analysis.groups.representation import FAIR, NEIGHBORHOOD, UNDER
from peace_analysis.settings import Privacy
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.wording import _, ngettext

ENOUGH = 2  # sessions that a cell needs to be reported on its own

NEXT_SESSIONS = Table(
    "next_sessions",
    "one cell of the plan that needs another session, the most pressing first",
    (
        Column("rank", "integer", "1 is the most pressing"),
        Column("neighborhood", "text", "neighborhood"),
        Column("stakeholder_group", "text", "stakeholder group"),
        Column("n_sessions", "integer", "sessions held in the cell"),
        Column("n_sessions_place", "integer", "sessions held in the neighborhood"),
        Column("n_sessions_group", "integer", "sessions held with the group anywhere"),
        Column(
            "residents_unheard",
            "number",
            "residents for whom nobody of their neighborhood was heard, in the measure of the rest",
            nullable=True,
        ),
        Column("why", "text", "the reason, as a sentence"),
    ),
    key=("neighborhood", "stakeholder_group"),
)


def next_sessions(
    cells: pd.DataFrame, sessions: pd.DataFrame, population: pd.DataFrame | None = None, *, most: int | None = None
) -> pd.DataFrame:
    """List the planned cells that need another session, the largest under-represented population first.

    Had every neighborhood been heard in the measure of the city, each participant would stand for as many residents; a neighborhood's
    residents less those that its participants stand for are unheard. Cells of one neighborhood follow each other, those without a
    session before those with one, and groups that were heard least anywhere first. Without a population table, neighborhoods with the
    fewest sessions come first.

    Args:
        cells: `coverage.COVERAGE`.
        sessions: `tables.SESSIONS`.
        population: `coverage.POPULATION`, where there is one.
        most: How many rows at most.

    Returns:
        `NEXT_SESSIONS`; planned cells with two sessions or more are not in it.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.settings import Plan
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> plan = Plan(neighborhoods=("Harbor", "Cove"), stakeholder_groups=("residents", "business"))
        >>> cells = groups.count_coverage(made.sessions, plan)
        >>> found = groups.next_sessions(cells, made.sessions, made.population, most=2)
        >>> print(found[["rank", "neighborhood", "stakeholder_group"]].to_string(index=False))
         rank neighborhood stakeholder_group
            1         Cove          business
            2         Cove         residents
    """
    planned = cells[cells["planned"]].reset_index(drop=True)
    place, group = planned["neighborhood"], planned["stakeholder_group"]
    frame = planned.drop(columns="planned")
    frame["n_sessions_place"] = place.map(cells.groupby("neighborhood")["n_sessions"].sum()).astype("int64")
    frame["n_sessions_group"] = group.map(cells.groupby("stakeholder_group")["n_sessions"].sum()).astype("int64")
    frame["residents_unheard"] = float("nan")
    if population is not None:
        frame["residents_unheard"] = place.map(_residents_unheard(cells, sessions, population)).astype("float64")
    frame = frame[frame["n_sessions"] < ENOUGH]
    keys = ["residents_unheard", "n_sessions_place", "neighborhood", "n_sessions", "n_sessions_group", "stakeholder_group"]
    frame = frame.sort_values(keys, ascending=[False, True, True, True, True, True], na_position="last", kind="stable", ignore_index=True)
    frame["why"] = [_why(*row) for row in zip(frame["n_sessions"], frame["n_sessions_place"], frame["residents_unheard"], strict=True)]
    frame.insert(0, "rank", range(1, len(frame) + 1))
    listed = frame if most is None else frame.head(most)
    return (
        check_table(listed[list(NEXT_SESSIONS.by_name)], NEXT_SESSIONS)
        if len(listed)
        else pd.DataFrame(columns=list(NEXT_SESSIONS.by_name))
    )


def _residents_unheard(cells: pd.DataFrame, sessions: pd.DataFrame, population: pd.DataFrame) -> pd.Series:
    residents = reach_of_population(cells, population).set_index("neighborhood")["population"]
    attended = sessions.groupby("neighborhood")["n_attended"].sum().reindex(residents.index).fillna(0)
    total = float(attended[residents.notna()].sum())
    matched = attended / total * residents.sum() if total else attended
    return (residents - matched).clip(lower=0).round()


def _why(n_sessions: int, n_place: int, unheard: float) -> str:
    if n_place == 0:
        start = _("No session was held in this neighborhood.")
    else:
        none, one = _("No session was held with this group here."), _("One session was held; a second lets it be reported.")
        start = none if n_sessions == 0 else one
    if pd.notna(unheard) and unheard > 0 and n_place:
        return " ".join([start, _("Fewer people of this neighborhood were heard than its size would give.")])
    return start


def describe_missing(
    cells: pd.DataFrame, representation: pd.DataFrame, population: pd.DataFrame | None = None, privacy: Privacy | None = None
) -> list[str]:
    r"""Say who was missing, one sentence each, the largest first.

    Args:
        cells: `coverage.COVERAGE`.
        representation: `representation.REPRESENTATION` of one or several attributes.
        population: `coverage.POPULATION`, where there is one.
        privacy: Counts of people below its threshold are not told.

    Returns:
        Neighborhoods of the plan without a session, then groups without one, then under-represented groups. Empty where nothing is known
        to be missing.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.settings import Plan
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> cells = groups.count_coverage(made.sessions, Plan(neighborhoods=("Harbor", "Hill", "Cove"), stakeholder_groups=("residents",)))
        >>> beside = groups.compare_with_population(made.participants, made.population, "age_group")
        >>> print(*groups.describe_missing(cells, beside, made.population), sep="\n")
        No session was held in Cove. 1,000 people live there, 10% of the city.
        People of age group 25-64 are 60% of residents and 33% of those heard.
    """
    privacy = privacy or Privacy()
    planned = cells[cells["planned"]]
    by_place, by_group = (planned.groupby(name, sort=False)["n_sessions"].sum() for name in ("neighborhood", "stakeholder_group"))
    places = by_place[by_place == 0].index.to_frame(index=False)
    lines = []
    if population is not None:
        known = reach_of_population(cells, population).set_index("neighborhood")
        places = places.assign(
            population=places["neighborhood"].map(known["population"]), share=places["neighborhood"].map(known["population_share"])
        )
        places = places.sort_values("population", ascending=False, na_position="last", kind="stable")
    for row in places.to_dict("records"):
        size = row.get("population")
        line = _("No session was held in {neighborhood}.", neighborhood=_in_words(row["neighborhood"]))
        if size is not None and not pd.isna(size):
            live = _("{people:,} people live there, {share:.0%} of the city.", people=int(size), share=row["share"])
            line = f"{line} {live}"
        lines.append(line)
    lines += [_("No session was held with {group} in any neighborhood.", group=_in_words(group)) for group in by_group[by_group == 0].index]
    short = representation[representation["flag"] != FAIR]
    unheard = set(places["neighborhood"])
    held = cells.groupby("neighborhood")["n_sessions"].sum()
    for row in short.sort_values("population", ascending=False, kind="stable").to_dict("records"):
        if row["attribute"] == NEIGHBORHOOD and row["group"] in unheard:
            continue
        if row["attribute"] == NEIGHBORHOOD and row["n_heard"] == 0 and held.get(row["group"], 0) > 0:
            lines.append(
                _(
                    "A session was held in {neighborhood}; nobody from there can be counted, because its source names no speakers.",
                    neighborhood=_in_words(row["group"]),
                )
            )
            continue
        lines.append(_short_of(row, privacy))
    return lines


def _short_of(row: Mapping[Hashable, Any], privacy: Privacy) -> str:
    group = _in_words(row["group"])
    who = (
        _("People from {neighborhood}", neighborhood=group)
        if row["attribute"] == NEIGHBORHOOD
        else _("People of {attribute} {group}", attribute=_attribute_in_words(row["attribute"]), group=group)
    )
    share = row["population_share"]
    if row["n_heard"] == 0 and row["n_unknown"] == 0:
        return _("{who} are {share:.0%} of residents, and nobody of them was heard.", who=who, share=share)
    if row["n_heard"] < privacy.who_threshold or pd.isna(row["participant_share"]):
        line = _("{who} are {share:.0%} of residents and a smaller part of those heard.", who=who, share=share)
    else:
        heard = row["participant_share"]
        line = _("{who} are {share:.0%} of residents and {heard:.0%} of those heard.", who=who, share=share, heard=heard)
    if row["flag"] == UNDER:
        return line
    return " ".join([line, _("How many exactly is not known, because some did not say.")])


def _in_words(name: object) -> str:
    return _(NOT_STATED) if name == NOT_STATED else str(name).replace("_", " ")


def _attribute_in_words(attribute: object) -> str:
    words = {
        "age_group": ngettext("age group", "age groups", 1),
        "gender": _("gender"),
        "race_ethnicity": _("race ethnicity"),
        "stakeholder_group": ngettext("stakeholder group", "stakeholder groups", 1),
    }
    return words.get(str(attribute), _in_words(attribute))
