"""The figures of a report, each drawn from released numbers only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peace_analysis import charts
from peace_analysis.report.material import Material, name_of
from peace_analysis.report.public import save_figure

if TYPE_CHECKING:
    from pathlib import Path

    from peace_analysis.charts import Figure
    from peace_analysis.city import City


def coverage_figure(material: Material) -> Figure | None:
    """Draw planned against held sessions; None where neither plan nor sessions name a neighborhood or group."""
    plan = material.config.plan.model_copy(
        update={
            "neighborhoods": tuple(map(name_of, material.config.plan.neighborhoods)),
            "stakeholder_groups": tuple(map(name_of, material.config.plan.stakeholder_groups)),
        }
    )
    attributes = ["neighborhood", "stakeholder_group"]
    named = material.sessions.assign(**{name: material.sessions[name].map(name_of, na_action="ignore") for name in attributes})
    if named[attributes].isna().all(axis=None) and not (plan.neighborhoods or plan.stakeholder_groups):
        return None
    return charts.coverage_grid(named, plan)


def themes_figure(material: Material) -> Figure | None:
    """Draw each theme's share among everyone; None where there is no theme."""
    return None if material.top_themes.empty else charts.theme_shares(material.everyone, material.themes)


def groups_figure(material: Material, attribute: str) -> Figure | None:
    """Draw each theme's share in each group; None where no group may be shown."""
    if material.top_themes.empty or not material.groups(attribute)["adequate"].astype(bool).any():
        return None
    return charts.group_shares(material.released.assign(group=material.released["group"].map(name_of)), material.themes, attribute)


def save_figures(place: City, material: Material) -> list[Path]:
    """Write every figure of the report to the city's public figures, with its alt text.

    Returns:
        The folder's files.
    """
    figures = {"coverage": coverage_figure(material), "theme_shares": themes_figure(material)}
    for number, attribute in enumerate(material.config.compare_by, start=1):
        name = attribute if attribute in ("neighborhood", "stakeholder_group") else f"attribute_{number}"
        figures[f"group_shares_{name}"] = groups_figure(material, attribute)
    for name, figure in figures.items():
        if figure is not None:
            save_figure(place, name, figure)
    return sorted((place.derived_folder / "public" / "figures").iterdir())
