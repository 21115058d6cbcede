"""What a report of a small invented city is written from, for examples in docstrings and for trying a part of a report out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from peace_analysis.example.tables import invented_tables

if TYPE_CHECKING:
    from peace_analysis.report import Material


@cache
def invented_material() -> Material:
    """Put together what a report of the invented city is written from, as `report.gather` does for a city that has been run.

    Examples:
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> material.config.name, len(material.themes), len(material.participants)
        ('Sandford', 3, 96)
    """
    import pandas as pd

    from peace_analysis import groups, tables
    from peace_analysis.report import Material
    from peace_analysis.settings import Config, Plan

    made = invented_tables()
    plan = Plan(neighborhoods=("Harbor", "Hill", "Cove"), stakeholder_groups=("residents", "business"))
    people = (made.statements, made.assignments, made.participants, made.sessions)
    counts = {column.name: 0 for column in tables.ACCOUNTING.columns if column.kind == "integer"}
    said = made.statements.groupby("session_id").size()
    accounting = [{**counts, "session_id": key, "n_read": n, "n_participant": n, "n_statements": n} for key, n in said.items()]
    return Material(
        config=Config(name="Sandford", plan=plan, compare_by=("neighborhood",)),
        sessions=made.sessions,
        participants=made.participants,
        statements=made.statements,
        assignments=made.assignments,
        themes=made.themes,
        shares=groups.theme_shares(*people, by=["neighborhood"]),
        accounting=pd.DataFrame(accounting)[list(tables.ACCOUNTING.by_name)],
        population=made.population,
        turns=made.turns,
    )
