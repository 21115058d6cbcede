"""What changed between two waves of a survey: within the same people, or between two groups of people, and never the one for the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from peace_analysis.charts.labels import counted, quoted
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.report.html import Fragment, bullets, folded, join, off_paper, paragraph
from peace_analysis.report.material import name_of
from peace_analysis.report.policy_material import PolicyMaterial
from peace_analysis.report.tabular import table
from peace_analysis.surveys.measured import Measured
from peace_analysis.surveys.summary import EVERYONE
from peace_analysis.surveys.waves import LINKED
from peace_analysis.wording import _, marked
from peace_analysis.wording.days import say_day

OTHERS = marked(
    "All who answered in one wave and all who answered in another are two groups of people. A difference between them says that others "
    "came, or that people changed, and nobody can tell which."
)
SAME = marked(
    "Some people gave a code in both waves, so their two answers can be set side by side. Only this is change within people. Those who "
    "came back may differ from those who did not."
)
BETWEEN = marked("Those who came back are in both groups, so the intervals between groups are rather too wide.")
CAUSE = marked("A change between two waves of the survey does not tell what caused it.")


def changes_part(measured: Measured, policies: Sequence[PolicyMaterial] = ()) -> Fragment:
    """Say what changed, and in whom: everyone in sentences, groups in a table; and that this tells no cause."""
    rows = measured.changes
    if rows.empty:
        return paragraph(_("There is one wave so far, or too few answered in two, so nothing is said of change."))
    everyone = rows[rows["attribute"] == EVERYONE]
    any_linked = bool((rows["who"] == LINKED).any())
    pairs = everyone[["scale", "first", "second"]].drop_duplicates().itertuples(index=False, name=None)
    lines = []
    for pair in pairs:
        mine = everyone[(everyone[["scale", "first", "second"]] == list(pair)).all(axis=1)]
        name = next(scale.name for scale in measured.survey.scales if scale.key == pair[0])
        said = [say_change(measured, row) for row in rows_of(mine)]
        lines.append(_("{scale}: {sentences}", scale=quoted(name), sentences=" ".join(said)))
    frame = _change_table(measured, rows[rows["attribute"] != EVERYONE])
    inner = table(frame, caption=_("Later answers beside earlier ones, by group"), row_headers=3, numbers=frame.columns[4:])
    inner = off_paper(inner, _("The same by group is in the HTML report and in tables/survey_changes.csv."))
    grouped = folded(_("Show the same by group"), inner) if len(frame) else Fragment("")
    overlap = _(BETWEEN) if any_linked else ""
    return join(
        [paragraph(_(SAME) if any_linked else "", _(OTHERS), overlap), paragraph(*say_causes(measured, policies)), bullets(lines), grouped]
    )


def say_causes(measured: Measured, policies: Sequence[PolicyMaterial]) -> list[str]:
    """Say that a change tells no cause, and which policies came into force only after the last wave; nothing where no change is told.

    Args:
        measured: The survey.
        policies: That the city revises; one counts by the last day in its timeline on which a version came into force.
    """
    if measured.changes.empty:
        return []
    survey = measured.survey
    wave = list(survey.waves)[-1]
    days = survey.answers.loc[survey.answers["wave"] == wave, "date"]
    said = [_(CAUSE)]
    for policy in policies if days.notna().all() else ():  # an answer without a day may have come later
        steps = policy["timeline"]
        starts = steps.loc[steps["kind"] == "in_force", "date"].max()
        if isinstance(starts, str) and starts > days.max():
            told = {"policy": quoted(policy.name), "day": say_day(date.fromisoformat(starts)), "wave": survey.waves[wave]}
            said.append(
                _("The new policy {policy} is in force from {day} on: it was not in force yet when people answered in {wave}.", **told)
            )
    return said


def say_change(measured: Measured, row: Row) -> str:
    """Say one comparison of everyone in a sentence: never as change in a person where people are not the same."""
    waves = {"first": measured.survey.waves[row["first"]], "second": measured.survey.waves[row["second"]]}
    numbers = {"low": signed(row["low"]), "high": signed(row["high"]), "difference": f"{abs(row['difference']):.2f}"}
    if row["who"] == LINKED:
        said = _(
            "From {first} to {second}, the scores of the same {people} {moved} by {difference} points on average (95% interval {low} to "
            "{high}).",
            people=counted(int(row["n_second"]), "person", "people"),
            moved=_("fell") if row["difference"] < 0 else _("rose"),
            **numbers,
            **waves,
        )
    else:
        said = _(
            "Among all who answered, the mean of {n_second:,} people in {second} is {difference} points {where} than that of {n_first:,} "
            "in {first} ({low} to {high}).",
            n_first=int(row["n_first"]),
            n_second=int(row["n_second"]),
            where=_("lower") if row["difference"] < 0 else _("higher"),
            **numbers,
            **waves,
        )
    chance = _("This may be chance.")
    return f"{said} {chance}" if row["low"] <= 0 <= row["high"] else said


def signed(value: float) -> str:
    """Say a difference with its sign: "+0.21", "-0.05"."""
    return f"{value:+.2f}" if value else "0.00"


def _change_table(measured: Measured, rows: pd.DataFrame) -> pd.DataFrame:
    names = {scale.key: scale.name for scale in measured.survey.scales}
    waves = measured.survey.waves
    listed_rows = rows_of(rows)
    people = [
        f"{int(row['n_second']):,}"
        if row["who"] == LINKED
        else _("{first:,} and {second:,}", first=int(row["n_first"]), second=int(row["n_second"]))
        for row in listed_rows
    ]
    return pd.DataFrame(
        {
            _("Scale"): [names[row["scale"]] for row in listed_rows],
            _("Group"): [name_of(row["group"]) for row in listed_rows],
            _("Who"): [_("the same people") if row["who"] == LINKED else _("all who answered") for row in listed_rows],
            _("Waves"): [_("{first} and {second}", first=waves[row["first"]], second=waves[row["second"]]) for row in listed_rows],
            _("People"): people,
            _("Difference (95% interval)"): [
                _("{difference} ({low} to {high})", **{name: signed(row[name]) for name in ("difference", "low", "high")})
                for row in listed_rows
            ],
        }
    )
