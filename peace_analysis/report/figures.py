"""The figures of a report, each drawn once, from released numbers only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peace_analysis import charts
from peace_analysis.report.material import Material, name_of
from peace_analysis.report.public import save_figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from peace_analysis.charts import Figure
    from peace_analysis.city import City

ATTRIBUTES = ("neighborhood", "stakeholder_group")


def coverage_figure(material: Material) -> Figure | None:
    """Draw planned against held sessions; None where neither plan nor sessions name a neighborhood or group."""
    return _once(material, "coverage", lambda: _draw_coverage(material))


def themes_figure(material: Material) -> Figure | None:
    """Draw each theme's share among everyone; None where there is no theme."""
    return _once(material, "theme_shares", lambda: _draw_themes(material))


def groups_figure(material: Material, attribute: str) -> Figure | None:
    """Draw each theme's share in each group; None where no group may be shown."""
    name = attribute if attribute in ATTRIBUTES else f"attribute_{material.config.compare_by.index(attribute) + 1}"
    return _once(material, f"group_shares_{name}", lambda: _draw_groups(material, attribute))


def save_figures(place: City, material: Material) -> list[Path]:
    """Write every figure of the report to the city's public figures, with its alt text.

    Returns:
        The folder's files.
    """
    coverage_figure(material)
    themes_figure(material)
    for attribute in material.config.compare_by:
        groups_figure(material, attribute)
    folder = place.derived_folder / "public" / "figures"
    for name, figure in sorted(material.figures.items()):
        if figure is not None:
            save_figure(place, name, figure)
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _once(material: Material, name: str, draw: Callable[[], Figure | None]) -> Figure | None:
    if name not in material.figures:
        material.figures[name] = draw()
    return material.figures[name]


def _draw_coverage(material: Material) -> Figure | None:
    plan = material.config.plan
    named = material.sessions.assign(**{name: material.sessions[name].map(name_of, na_action="ignore") for name in ATTRIBUTES})
    if named[list(ATTRIBUTES)].isna().all(axis=None) and not (plan.neighborhoods or plan.stakeholder_groups):
        return None
    words = {"neighborhoods": tuple(map(name_of, plan.neighborhoods)), "stakeholder_groups": tuple(map(name_of, plan.stakeholder_groups))}
    return charts.coverage_grid(named, plan.model_copy(update=words))


def _draw_themes(material: Material) -> Figure | None:
    return None if material.top_themes.empty else charts.theme_shares(material.everyone, material.shown_themes)


def _draw_groups(material: Material, attribute: str) -> Figure | None:
    if material.top_themes.empty or not material.groups(attribute)["adequate"].astype(bool).any():
        return None
    return charts.group_shares(material.released.assign(group=material.released["group"].map(name_of)), material.shown_themes, attribute)
