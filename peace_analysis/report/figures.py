"""The figures of a report, each drawn once, from released numbers only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis import charts
from peace_analysis.boundaries import Boundaries
from peace_analysis.groups.coverage import NOT_STATED, count_coverage
from peace_analysis.groups.shares import count_groups
from peace_analysis.report.material import Material, name_of
from peace_analysis.report.public import remove_others, save_figure
from peace_analysis.report.trust_measured import survey_figures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from peace_analysis.charts import Figure
    from peace_analysis.city import City
    from peace_analysis.report.policy_material import PolicyMaterial

SET_SIDE_BY_SIDE = 2  # groups that a figure needs which compares them
ATTRIBUTES = ("neighborhood", "stakeholder_group")


def coverage_figure(material: Material) -> Figure | None:
    """Draw planned against held sessions; None where neither plan nor sessions name a neighborhood or group."""
    return _once(material, "coverage", lambda: _draw_coverage(material))


def coverage_map_figure(material: Material) -> Figure | None:
    """Draw sessions and people heard on a map; None where the city has no boundaries, or none of a neighborhood planned or heard."""
    return _once(material, "coverage_map", lambda: _draw_coverage_map(material))


def heat_map_figure(material: Material, attribute: str) -> Figure | None:
    """Draw all themes by all groups of an attribute; None where fewer than three groups may be shown: dots say as much of two."""
    name = f"theme_heat_map_{_file_name(material, attribute)}"
    return _once(material, name, lambda: _draw_by(charts.theme_heat_map, material, attribute, least=3))


def maps_figure(material: Material) -> Figure | None:
    """Draw the themes raised most on maps; None without boundaries, or where fewer than two neighborhoods on them may be shown."""
    return _once(material, "theme_maps", lambda: _draw_maps(material))


def common_ground_figure(material: Material, attribute: str) -> Figure | None:
    """Draw themes by the group that raised them least; None where fewer than two groups may be shown."""
    return _once(material, f"common_ground_{_file_name(material, attribute)}", lambda: _draw_by(charts.common_ground, material, attribute))


def themes_figure(material: Material) -> Figure | None:
    """Draw each theme's share among everyone; None where there is no theme."""
    return _once(material, "theme_shares", lambda: _draw_themes(material))


def groups_figure(material: Material, attribute: str) -> Figure | None:
    """Draw each theme's share in each group; None where no group may be shown."""
    return _once(material, f"group_shares_{_file_name(material, attribute)}", lambda: _draw_groups(material, attribute))


def policy_figure(material: Material, policy: PolicyMaterial) -> Figure | None:
    """Draw the steps on the way to a policy; None where none is recorded."""
    steps = policy["timeline"]
    return _once(material, f"policy_timeline_{policy.place}", lambda: charts.policy_timeline(steps, policy.name) if len(steps) else None)


def save_figures(place: City, material: Material) -> list[Path]:
    """Write every figure of the report to the city's public figures, with its alt text.

    Returns:
        The folder's files.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import report
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> report.save_figures(place, material)  # doctest: +SKIP
    """
    coverage_figure(material)
    coverage_map_figure(material)
    themes_figure(material)
    maps_figure(material)
    for attribute in material.config.compare_by:
        groups_figure(material, attribute)
        heat_map_figure(material, attribute)
        if attribute in ATTRIBUTES:
            common_ground_figure(material, attribute)
    for policy in material.policies:
        policy_figure(material, policy)
    folder = place.derived_folder / "public" / "figures"
    drawn = {name: figure for name, figure in sorted((material.figures | survey_figures(material)).items()) if figure is not None}
    for name, figure in drawn.items():
        save_figure(place, name, figure)
    return remove_others(folder, drawn)


def _file_name(material: Material, attribute: str) -> str:
    return attribute if attribute in ATTRIBUTES else f"attribute_{material.config.compare_by.index(attribute) + 1}"


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
    return charts.group_shares(_named_shares(material), material.shown_themes, attribute)


def held_by_neighborhood(material: Material) -> pd.DataFrame:
    """Count sessions and people heard in each neighborhood, as the public tables `coverage` and `groups` have them.

    Returns:
        neighborhood, planned, n_sessions, n_heard (missing where masked, or where people are not counted by neighborhood), shown (how the
        count of people reads; "" where there is none).
    """
    cells = count_coverage(material.sessions, material.config.plan)
    cells = cells[cells["neighborhood"] != NOT_STATED]
    held = cells.groupby("neighborhood", sort=False).agg(planned=("planned", "any"), n_sessions=("n_sessions", "sum")).reset_index()
    sizes = material.masked.mask_sizes(count_groups(material.shares))
    sizes = sizes[sizes["attribute"] == "neighborhood"].set_index("group")
    held["n_heard"] = held["neighborhood"].map(sizes["n_heard"]).astype("float64")
    held["shown"] = held["neighborhood"].map(sizes["shown"]).astype("object").fillna("")
    return held.assign(neighborhood=held["neighborhood"].map(name_of))


def _draw_coverage_map(material: Material) -> Figure | None:
    boundaries = _named_boundaries(material)
    held = held_by_neighborhood(material)
    if boundaries is None or not held["neighborhood"].isin(list(boundaries.places)).any():
        return None
    return charts.coverage_map(held, boundaries)


def _draw_maps(material: Material) -> Figure | None:
    boundaries = _named_boundaries(material)
    if boundaries is None or material.top_themes.empty or "neighborhood" not in material.config.compare_by:
        return None
    shares = _named_shares(material)
    shown = shares[
        (shares["attribute"] == "neighborhood") & shares["adequate"].astype(bool) & shares["group"].isin(list(boundaries.places))
    ]
    return charts.theme_maps(shares, material.shown_themes, boundaries) if shown["group"].nunique() >= SET_SIDE_BY_SIDE else None


def _draw_by(draw: Callable[..., Figure], material: Material, attribute: str, *, least: int = SET_SIDE_BY_SIDE) -> Figure | None:
    groups = material.groups(attribute)
    if material.top_themes.empty or int(groups["adequate"].astype(bool).sum()) < least:
        return None
    return draw(_named_shares(material), material.shown_themes, attribute)


def _named_shares(material: Material) -> pd.DataFrame:
    return material.released.assign(group=material.released["group"].map(name_of))


def _named_boundaries(material: Material) -> Boundaries | None:
    """Boundaries by the names that people read."""
    if material.boundaries is None or not material.boundaries.places:
        return None
    return Boundaries({name_of(name): polygons for name, polygons in material.boundaries.places.items()})
