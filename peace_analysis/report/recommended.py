"""What recommendations rest on, in released numbers: links, strength, order and status, also as a public table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.recommendations import (
    FEWEST_SESSIONS,
    STATUSES,
    Links,
    Recommendation,
    Strength,
    lead_theme,
    measure_strength,
    rank_recommendations,
    resolve_links,
)
from peace_analysis.report.figures import ATTRIBUTES
from peace_analysis.report.material import Material
from peace_analysis.report.statements import COLUMNS, quotable_statements
from peace_analysis.report.theme_pages import theme_numbers
from peace_analysis.tables import Column, Table

RECOMMENDATION_NUMBERS = Table(
    "recommendations",
    "one recommendation that people wrote, with what it rests on and where it stands",
    (
        Column("place", "integer", "place in the order of strength, from 1"),
        Column("id", "text", "its id in recommendations.yml"),
        Column("title", "text", "what is recommended"),
        Column("horizon", "text", "act now or later", among=("now", "later")),
        Column("owner", "text", "who can do it"),
        Column("due", "text", "day by which, YYYY-MM-DD", nullable=True),
        Column("status", "text", "where it stands", among=STATUSES),
        Column("since", "text", "day from which it has stood there, YYYY-MM-DD"),
        Column("reason", "text", "the last reason given", nullable=True),
        Column("answered", "flag", "has an answer with a reason"),
        Column("themes", "text", "ids of the themes that it rests on, separated by '; '"),
        Column("lead_theme_id", "text", "the theme that says most for it, and that it is ranked by", nullable=True),
        Column("share", "share", "people who raised that theme / people heard; empty where masked", nullable=True),
        Column("stability", "share", "of that theme", nullable=True),
        Column("n_sessions", "integer", "sessions in which that theme was raised; empty where masked", nullable=True),
        Column("n_groups_broad", "integer", "groups shown in which at least a tenth raised that theme, as far as is known"),
        Column("n_groups_broad_most", "integer", "the same, if all groups whose count is not shown had"),
        Column("n_groups", "integer", "groups shown"),
        Column("supported", "flag", "released numbers, or the statements cited, show two sessions or more"),
        Column("lost_links", "integer", "themes and statements that it names and this run did not find"),
    ),
    key=("id",),
)
EVIDENCE_NUMBERS = Table(
    "evidence",
    "one theme, with how broadly groups raised it",
    (
        Column("theme_id", "text", "theme"),
        Column("name", "text", "short name of the theme"),
        Column("n_groups_broad", "integer", "groups shown in which at least a tenth raised it, as far as is known"),
        Column("n_groups_broad_most", "integer", "the same, if all groups whose count is not shown had"),
        Column("n_groups", "integer", "groups shown"),
    ),
    key=("theme_id",),
)


@dataclass(frozen=True)
class Rested:
    """One recommendation with what it rests on."""

    recommendation: Recommendation
    links: Links
    strengths: tuple[Strength, ...]  # of its themes, in the order of its links
    quoted_sessions: int  # from which it, or a theme that it rests on, is quoted

    @property
    def lead(self) -> Strength | None:
        """The theme that says most for it."""
        return lead_theme(self.strengths)

    @property
    def is_supported(self) -> bool:
        """Whether what may be shown says that it came up in two sessions or more."""
        return any(strength.is_supported for strength in self.strengths) or self.quoted_sessions >= FEWEST_SESSIONS


def rest_recommendations(material: Material) -> list[Rested]:
    """Say what each recommendation rests on, the strongest first."""
    known: list[Rested] | None = material.worked_out.get("recommendations")
    if known is None:
        found = {}
        for entry in material.recommendations:
            links = resolve_links(entry, material.themes, material.assignments, material.codes)
            strengths = tuple(theme_strength(material, theme) for theme in links.themes)
            quotes = [cited_statements(material, links), *(quotable_statements(material, theme) for theme in links.themes)]
            found[entry.id] = Rested(entry, links, strengths, max(rows["session_id"].nunique() for rows in quotes))
        order = rank_recommendations({identifier: rested.strengths for identifier, rested in found.items()})
        known = material.worked_out["recommendations"] = [found[identifier] for identifier in order]
    return known


def theme_strength(material: Material, theme_id: str) -> Strength:
    """Measure what released numbers say for a theme; groups are neighborhoods and stakeholder groups, where a city compares by them."""
    attributes = [name for name in material.config.compare_by if name in ATTRIBUTES] or list(material.config.compare_by)
    rows = material.released
    of_theme = (rows["theme_id"] == theme_id) & rows["attribute"].isin(attributes)
    groups = rows[of_theme & (rows["unit"] == "participant") & rows["adequate"].astype(bool)]
    return measure_strength(theme_id, number_row(material, theme_id), groups)


def number_row(material: Material, theme_id: str) -> Row | None:
    """Give a theme's released numbers among everyone; None where there is no such theme."""
    known: dict[str, Row] | None = material.worked_out.get("numbers")
    if known is None:
        known = material.worked_out["numbers"] = {str(row["theme_id"]): row for row in rows_of(theme_numbers(material))}
    return known.get(theme_id)


def cited_statements(material: Material, links: Links) -> pd.DataFrame:
    """List the statements that a recommendation cites and that may be quoted, with the theme_id that they are attributed by.

    One that fits no theme may be quoted as well, because a person chose it; its theme_id is then "", and nothing is told of its speaker.
    """
    spoken = material.spoken[material.spoken["statement_id"].isin(links.statements)]
    alone = spoken[spoken["theme_id"].isna() & spoken["quotable"].astype(bool)]
    found = [alone[COLUMNS].assign(theme_id="")]
    for theme in sorted(spoken["theme_id"].dropna().unique()):
        of_theme = quotable_statements(material, str(theme))
        found.append(of_theme[of_theme["statement_id"].isin(links.statements)].assign(theme_id=str(theme)))
    return pd.concat(found, ignore_index=True)


def recommendation_numbers(material: Material) -> pd.DataFrame:
    """Public table: `RECOMMENDATION_NUMBERS`, the strongest first."""
    rows = []
    for place, rested in enumerate(rest_recommendations(material), start=1):
        entry, lead = rested.recommendation, rested.lead
        rows.append(
            {
                "place": place,
                "id": entry.id,
                "title": entry.title,
                "horizon": entry.horizon,
                "owner": entry.owner,
                "due": None if entry.due is None else entry.due.isoformat(),
                "status": entry.status,
                "since": entry.since.isoformat(),
                "reason": entry.reason or None,
                "answered": entry.is_answered,
                "themes": "; ".join(rested.links.themes),
                "lead_theme_id": None if lead is None else lead.theme_id,
                "share": None if lead is None else lead.share,
                "stability": None if lead is None else lead.stability,
                "n_sessions": None if lead is None else lead.n_sessions,
                "n_groups_broad": 0 if lead is None else lead.n_broad,
                "n_groups_broad_most": 0 if lead is None else lead.n_broad_most,
                "n_groups": 0 if lead is None else lead.n_groups,
                "supported": rested.is_supported,
                "lost_links": len(rested.links.lost),
            }
        )
    frame = pd.DataFrame(rows, columns=list(RECOMMENDATION_NUMBERS.by_name))
    return frame.astype({"share": "float64", "stability": "float64", "answered": "bool", "supported": "bool"})


def evidence_numbers(material: Material) -> pd.DataFrame:
    """Public table: `EVIDENCE_NUMBERS`, most raised theme first."""
    rows = []
    for row in rows_of(material.top_themes):
        strength = theme_strength(material, str(row["theme_id"]))
        rows.append((row["theme_id"], row["name"], strength.n_broad, strength.n_broad_most, strength.n_groups))
    return pd.DataFrame(rows, columns=list(EVIDENCE_NUMBERS.by_name))
