"""Numbers about a programme that stand in the report's sentences and in no other table, as a public table of their own."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from peace_analysis.charts.rows import rows_of
from peace_analysis.groups.coverage import NOT_STATED, SMALL_SESSION, count_coverage
from peace_analysis.groups.indicators import programme_indicators
from peace_analysis.recommendations.entries import first_answered
from peace_analysis.report.coded_by_hand import coding_facts
from peace_analysis.report.comparisons import compare
from peace_analysis.report.material import Material, count_unplaced
from peace_analysis.report.statements import count_statements
from peace_analysis.report.withheld import count_cells
from peace_analysis.surveys.entries import people_answering
from peace_analysis.tables import TENTATIVE, Column, Table
from peace_analysis.themes.saturation import measure_saturation, shows_saturation, themes_by_session

FACTS = Table(
    "facts",
    "one number about the programme, the run or the review",
    (
        Column("fact", "text", "what is counted"),
        Column("value", "number", "the number; a day counts as year, month and day, 20260401", nullable=True),
        Column("of", "number", "out of how many, where that says something", nullable=True),
    ),
    key=("fact",),
)
STATEMENT_COUNTS = Table(
    "statements_shown",
    "one theme: how many of its statements the report shows",
    (
        Column("theme_id", "text", "theme"),
        Column("n_shown", "integer", "statements shown"),
        Column("n_left_out", "integer", "statements that may be quoted and are left out for length"),
        Column("n_not_quoted", "integer", "statements that may not be quoted; empty where fewer than 3", nullable=True),
    ),
    key=("theme_id",),
)
PEOPLE_ATTENDED = "people who attended"  # empty where their number beside the others would tell of a few people
YES = ("yes", "y", "true", "1")
Fact = tuple[str, float | None, float | None]


def known_facts(material: Material) -> pd.DataFrame:
    """Public table: `FACTS`."""
    from peace_analysis.report.checklist import count_answered, fill_checklist

    rows = [
        ("points of the checklist for reports of group talks that are answered", *count_answered(fill_checklist(material))),
        *_sessions(material),
        *_plan(material),
        *_residents(material),
        *_comparisons(material),
        *_statements(material),
        *_review(material),
        *_held_back(material),
        *coding_facts(material),
        *_survey(material),
        *_steps(material),
    ]
    indicators = programme_indicators(
        material.sessions,
        count_coverage(material.sessions, material.config.plan),
        material.population,
        answered=first_answered(material.recommendations, after=max(material.sessions["date"].dropna().astype("str"), default="")),
        recommendations={entry.id: entry.is_answered for entry in material.recommendations} or None,
        hours=material.n_attended is not None,
    )
    told = {name for name, _, _ in rows}
    rows += [(row["indicator"], row["value"], row["of"]) for row in rows_of(indicators) if row["indicator"] not in told]
    return pd.DataFrame(rows, columns=list(FACTS.by_name)).astype({"value": "float64", "of": "float64"})


def statement_counts(material: Material) -> pd.DataFrame:
    """Public table: `STATEMENT_COUNTS`."""
    rows = [(shown.theme_id, shown.n_shown, shown.n_left_out, shown.n_not_quoted) for shown in count_statements(material)]
    return pd.DataFrame(rows, columns=list(STATEMENT_COUNTS.by_name)).astype({"n_not_quoted": "Int64"})


def count_yes(sessions: pd.DataFrame, column: str) -> int | None:
    """Count the sessions whose column says yes; None where there is no such column, or nothing in it."""
    if column not in sessions.columns:
        return None
    told = sessions[column].fillna("").astype(str).str.strip().str.lower()
    return int(told.isin(YES).sum()) if (told != "").any() else None


def count_named(sessions: pd.DataFrame, column: str) -> int | None:
    """Count the different people or organisations named in a column; None where nobody is."""
    if column not in sessions.columns:
        return None
    named = {name.strip() for cell in sessions[column].dropna().astype(str) for name in re.split(r"[;&]", cell) if name.strip()}
    return len(named) or None


def minutes_of(sessions: pd.DataFrame) -> tuple[int, int] | None:
    """Shortest and longest session in minutes; None where no session has times."""
    if not {"start_time", "end_time"} <= set(sessions.columns):
        return None
    start, end = (pd.to_timedelta(sessions[name].astype("str") + ":00", errors="coerce") for name in ("start_time", "end_time"))
    length = (end - start).dt.total_seconds().dropna() / 60
    length = length.where(length >= 0, length + 24 * 60)
    return (round(float(length.min())), round(float(length.max()))) if len(length) else None


def sessions_until_saturation(material: Material) -> int | None:
    """Sessions after which, over random orders of them, hardly a new subtheme came up; None where new ones did, or it is not asked."""
    if not shows_saturation(material.config.school_of_analysis):
        return None
    if "saturation" not in material.worked_out:
        raised = themes_by_session(material.statements, material.assignments, "subtheme_id")
        material.worked_out["saturation"] = measure_saturation(raised, seed=material.config.seed).reached
    reached: int | None = material.worked_out["saturation"]
    return reached


def _sessions(material: Material) -> list[Fact]:
    sessions = material.sessions
    days = sorted(date.fromisoformat(day) for day in sessions["date"].dropna())
    n = len(sessions)
    rows: list[Fact] = [
        ("sessions held", n, None),
        (PEOPLE_ATTENDED, material.n_attended, None),
        ("people heard one by one", material.n_people, None),
        ("sessions with a statement", material.n_sessions, n),
        (f"sessions of {SMALL_SESSION} people or fewer", int((sessions["n_attended"] <= SMALL_SESSION).sum()), n),
    ]
    rows += [
        (f"{name} session, day", int(f"{day:%Y%m%d}"), None) for name, day in zip(("first", "last"), days[:1] + days[-1:], strict=False)
    ]
    for column in ("mode", "form", "language"):
        rows += [(f"sessions by {column}: {kind}", int(n_of), n) for kind, n_of in sessions[column].value_counts().sort_index().items()]
    rows.append(("sessions with officials present", count_yes(sessions, "officials_present"), n))
    rows.append(("sessions recorded", count_yes(sessions, "recorded"), n))
    rows += [
        (f"different {column.replace('_', ' ')}s", count_named(sessions, column), None) for column in ("facilitator", "note_taker", "host")
    ]
    if "n_invited" in sessions.columns:
        invited = pd.to_numeric(sessions["n_invited"], errors="coerce")
        rows.append(("people invited", None if invited.isna().any() else int(invited.sum()), None))
    lengths = minutes_of(sessions)
    rows += [("shortest session, minutes", lengths[0], None), ("longest session, minutes", lengths[1], None)] if lengths else []
    return rows


def _plan(material: Material) -> list[Fact]:
    cells = count_coverage(material.sessions, material.config.plan)
    planned = cells[cells["planned"]]
    gaps = int((planned["n_sessions"] == 0).sum())
    heard = [str(name) for name in material.sessions["neighborhood"].fillna(NOT_STATED).unique()]
    rows: list[Fact] = [("planned pairs of a neighborhood and a group without a session", gaps, len(planned))]
    rows.append(("neighborhoods with a session", len(heard), len(material.config.plan.neighborhoods) or None))
    for attribute in material.config.compare_by:
        groups = material.groups(attribute)
        if len(groups):
            rows.append((f"groups shown: {attribute}", int(groups["adequate"].astype(bool).sum()), len(groups)))
    return rows


def _residents(material: Material) -> list[Fact]:
    """Who lives in the city, as population.csv says: it is public."""
    if material.population is None:
        return []
    known = material.population
    rows = known[known["attribute"] == "everyone"]
    total = float(rows["population"].sum())
    facts: list[Fact] = []
    for row in rows_of(rows):
        facts += [
            (f"residents: {row['neighborhood']}", float(row["population"]), total),
            (f"share of residents: {row['neighborhood']}", float(row["population"]) / total, None),
        ]
    groups = known[known["attribute"] != "everyone"].groupby(["attribute", "group"], sort=True)["population"].sum()
    whole = groups.groupby(level="attribute").transform("sum")
    return facts + [
        (f"share of residents by {attribute}: {group}", float(n) / float(of), None)
        for (attribute, group), n, of in zip(groups.index, groups, whole, strict=True)
    ]


def _comparisons(material: Material) -> list[Fact]:
    """How many comparisons the test of each attribute allows for."""
    made = compare(material)
    return [(f"comparisons made by {name}", int(rows["adequate"].sum()), None) for name, rows in made.groupby("attribute", sort=False)]


def _statements(material: Material) -> list[Fact]:
    top = material.themes[material.themes["parent_id"].isna()]
    n = len(material.statements)
    rows: list[Fact] = [
        ("statements", n, None),
        ("statements that fit no theme", count_unplaced(material)[0], n),
        ("statements of themes that people set aside", count_unplaced(material)[1], n),
        ("statements tied to no person", int(material.statements["speaker_id"].isna().sum()), n),
        ("themes", len(top), None),
        ("subthemes", len(material.themes) - len(top), None),
        ("sessions until hardly a new subtheme came up", sessions_until_saturation(material), material.n_sessions),
        ("tentative themes", int((top["stability"] < TENTATIVE).sum()), int(top["stability"].notna().sum())),
        ("themes that were not looked for again", int(top["stability"].isna().sum()), len(top)),
    ]
    counts = material.accounting.select_dtypes("number").sum()
    return rows + [(f"utterances: {name}", int(total), None) for name, total in counts.items()]


def _steps(material: Material) -> list[Fact]:
    """Days of the steps on the way to each policy, which the titles of their figures say."""
    return [
        (f"policy {policy.key}: step {n}, day", int(str(day).replace("-", "")), None)
        for policy in material.policies
        for n, day in enumerate(policy["timeline"]["date"], start=1)
    ]


def _held_back(material: Material) -> list[Fact]:
    cells = count_cells(material)
    return [("counts on sessions that are not shown", int(cells["Not shown"].sum()), int(cells["Cells"].sum()))] if len(cells) else []


def _review(material: Material) -> list[Fact]:
    review = material.review
    if review is None or not review.signed:
        return []
    return [
        ("statements read in the review", review.n_read, review.n_statements),
        ("missed names in them", review.n_missed, review.n_read),
        ("bound on statements without a missed name", review.bound, 1.0),
    ]


def _survey(material: Material) -> list[Fact]:
    if material.survey is None:
        return []
    return [(f"people who answered the survey in wave {wave}", n, None) for wave, n in people_answering(material.survey).items()]
