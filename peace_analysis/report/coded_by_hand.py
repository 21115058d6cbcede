"""What a report says of people who coded statements by hand, and of participants who were asked about the findings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from peace_analysis.charts.labels import counted
from peace_analysis.wording import _, ngettext

if TYPE_CHECKING:
    from peace_analysis.coding.agreement import Agreement
    from peace_analysis.report.material import Material

DECIMALS = 2


def say_agreement(agreement: Agreement) -> str:
    """Say who coded by hand, how far they agree, and how many themes are held back for it."""
    overall = agreement.overall
    said = _(
        "{coders} coded {statements} by hand, each on their own.",
        coders=counted(len(agreement.coders), "person", "people"),
        statements=counted(agreement.n_statements, "statement", "statements"),
    )
    if not math.isnan(overall.value):
        alpha, low, high = (round(value, DECIMALS) for value in (overall.value, overall.low, overall.high))
        bounds = "." if math.isnan(low) else _(" ({low:g} to {high:g}).", low=low, high=high)
        said += " " + _("Krippendorff's alpha is {alpha:g}", alpha=alpha) + bounds
    n = int((agreement.themes["verdict"] == "withheld").sum())
    if n:
        said += " " + ngettext("{n:,} theme has no numbers for that.", "{n:,} themes have no numbers for that.", n)
    return said


def say_withheld(material: Material) -> str:
    """Say how many themes have no numbers because people who coded them by hand differ; nothing where none."""
    n = len(material.withheld)
    if not n:
        return ""
    return ngettext(
        "{n:,} theme has no numbers for another reason: the people who coded a sample by hand have not settled what belongs to it.",
        "{n:,} themes have no numbers for another reason: the people who coded a sample by hand have not settled what belongs to them.",
        n,
    )


def say_checks(material: Material) -> str:
    """Say what came back on the summary sheets that participants were given; nothing where nothing did."""
    n = material.checks.n_remarks
    if not n:
        return ""
    sessions = counted(material.checks.n_sessions, "session", "sessions")
    return ngettext(
        "Summary sheets were taken back to participants: {n:,} remark from {sessions} was recorded.",
        "Summary sheets were taken back to participants: {n:,} remarks from {sessions} were recorded.",
        n,
        sessions=sessions,
    )


def coding_facts(material: Material) -> list[tuple[str, float | None, float | None]]:
    """Numbers of these sentences, for the public table of facts."""
    rows: list[tuple[str, float | None, float | None]] = []
    agreement = material.agreement
    if agreement is not None:
        known = [None if math.isnan(value) else value for value in (agreement.overall.value, agreement.overall.low, agreement.overall.high)]
        rounded = [None if value is None else round(value, DECIMALS) for value in known]
        rows += [
            ("people who coded by hand", len(agreement.coders), None),
            ("statements coded by hand by several", agreement.n_statements, len(material.statements)),
            ("alpha", rounded[0], None),
            ("alpha, lower end", rounded[1], None),
            ("alpha, upper end", rounded[2], None),
            ("themes without numbers because coders differ", int((agreement.themes["verdict"] == "withheld").sum()), len(agreement.themes)),
        ]
    if material.checks.n_remarks:
        rows += [
            ("remarks on summary sheets", material.checks.n_remarks, None),
            ("sessions that these came from", material.checks.n_sessions, len(material.sessions)),
        ]
    return rows
