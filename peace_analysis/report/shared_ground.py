"""What every group raises, and what divides the groups, in words."""

from __future__ import annotations

from dataclasses import replace

from peace_analysis.charts.labels import percent, quoted
from peace_analysis.charts.rows import rows_of
from peace_analysis.groups.common_ground import COMMON, DIVIDES, find_common_ground
from peace_analysis.groups.heard import count_heard
from peace_analysis.report.compared import common_ground_on_figure
from peace_analysis.report.figures import ATTRIBUTES
from peace_analysis.report.html import Fragment, bullets, join, paragraph
from peace_analysis.report.material import Material, attribute_words, name_of


def raised_by_all(material: Material) -> Fragment:
    """Name the themes that every group shown raises, and those that divide the groups."""
    heard = count_heard(material.statements, material.assignments, material.participants, material.sessions, by=material.config.compare_by)
    top = set(material.top_themes["theme_id"])
    names = material.shown_themes.set_index("theme_id")["name"]
    people = material.released[material.released["unit"] == "participant"]
    common: list[str] = []
    divided: list[str] = []
    nearest: list[str] = []
    for attribute in material.config.compare_by:
        shown = people[(people["attribute"] == attribute) & people["adequate"].astype(bool)]
        hidden = set(shown.loc[shown["masked"], "theme_id"])
        themes = [theme for theme in heard.themes if theme in top]
        # A group that is not shown on its own is not named here either, also where it is only withdrawn to protect another.
        known = heard.people[attribute].where(heard.people[attribute].astype("str").isin(list(shown["group"])))
        of_shown = replace(heard, people=heard.people.assign(**{attribute: known}))
        ground = find_common_ground(of_shown, attribute, themes, privacy=material.config.privacy, seed=material.config.seed)
        for position, row in enumerate(rows_of(ground[~ground["theme_id"].isin(list(hidden))])):
            name = quoted(names[row["theme_id"]])
            low, high = (f"{percent(row[f'{end}_share'])} ({name_of(row[f'{end}_group'])})" for end in ("lowest", "highest"))
            if position == 0:
                nearest.append(f"The nearest to it by {attribute_words(attribute)} is {name}: from {low} to {high}.")
            if row["kind"] == COMMON:
                common.append(f"{name}: from {low} to {high}, by {attribute_words(attribute)}.")
            elif row["kind"] == DIVIDES:
                divided.append(f"{name}: from {low} to {high}, by {attribute_words(attribute)}.")
    pieces = [paragraph("No theme was raised by a quarter or more of the people heard in every group shown.", *nearest)]
    if common:
        pieces = [paragraph("At least a quarter of the people heard in every group shown raised these themes:"), bullets(common)]
    if divided:
        pieces += [paragraph("These themes divide the groups by more than chance could explain:"), bullets(divided)]
    pieces += [common_ground_on_figure(material, attribute) for attribute in material.config.compare_by if attribute in ATTRIBUTES]
    return join(pieces)
