"""Figures that set groups side by side, each with its numbers as people read them: heat map, maps, common ground."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.labels import natural_order, percent
from peace_analysis.charts.rows import rows_of, say_masked, shown_text
from peace_analysis.report.figures import common_ground_figure, coverage_map_figure, heat_map_figure, maps_figure
from peace_analysis.report.html import Fragment, join
from peace_analysis.report.material import Material, attribute_words
from peace_analysis.report.tabular import figure_with_table
from peace_analysis.wording import _, marked

MAPPED = 5  # themes
IN_CELLS = marked("The numbers of this figure stand in its cells, and in tables/group_shares.csv.")
ON_THEME_PAGES = marked("The numbers of this figure stand on the page of each theme, and in tables/group_shares.csv.")


def all_at_once(material: Material, attribute: str) -> Fragment:
    """Set the heat map of all themes by all groups, and the maps where the groups are neighborhoods that the city has boundaries of."""
    pieces = []
    figure = heat_map_figure(material, attribute)
    if figure is not None:
        named = figure.table["group"].unique()
        pieces.append(figure_with_table(figure, frame=_wide(figure.table), numbers=named, elsewhere=_(IN_CELLS)))
    maps = maps_figure(material) if attribute == "neighborhood" else None
    if maps is not None:
        themes = list(dict.fromkeys(maps.table["theme_id"]))
        cells = maps.table[maps.table["theme_id"].isin(themes[:MAPPED])]
        remark = (
            _(
                "The maps show the {n_mapped} themes raised most; the table of shares by neighborhood holds all {n_themes}.",
                n_mapped=MAPPED,
                n_themes=len(themes),
            )
            if len(themes) > MAPPED
            else ""
        )
        named = cells["group"].unique()
        pieces.append(figure_with_table(maps, frame=_wide(cells), numbers=named, remark=remark, elsewhere=_(ON_THEME_PAGES)))
    return join(pieces)


def coverage_on_map(material: Material) -> Fragment:
    """Set the map of sessions and people heard; nothing where there is none."""
    figure = coverage_map_figure(material)
    if figure is None:
        return Fragment("")
    rows = rows_of(figure.table)
    heard = _("People heard")
    frame = pd.DataFrame(
        {
            _("Neighborhood"): [row["neighborhood"] for row in rows],
            _("Sessions"): [int(row["n_sessions"]) for row in rows],
            heard: [say_masked(row["shown"]) if row["shown"] else _("not counted") for row in rows],
        }
    )
    return figure_with_table(figure, frame=frame, numbers=(heard,))


def common_ground_on_figure(material: Material, attribute: str) -> Fragment:
    """Set the figure of themes by the group that raised them least; nothing where fewer than two groups may be shown."""
    figure = common_ground_figure(material, attribute)
    if figure is None:
        return Fragment("")
    rows = rows_of(figure.table)
    kind, mean = attribute_words(attribute), _("Geometric mean")
    least, most = _("Lowest, by {kind}", kind=kind), _("Highest, by {kind}", kind=kind)
    frame = pd.DataFrame(
        {
            _("Theme"): [row["name"] for row in rows],
            least: [row["shown"] or f"{percent(row['lowest_share'])} ({row['lowest_group']})" for row in rows],
            mean: ["" if row["shown"] else percent(row["geometric_mean"]) for row in rows],
            most: ["" if row["shown"] else f"{percent(row['highest_share'])} ({row['highest_group']})" for row in rows],
        }
    )
    remark = _("The geometric mean counts each group alike, so that a large group cannot hide a small one.")
    return figure_with_table(figure, frame=frame, numbers=(mean,), remark=remark, elsewhere=_(ON_THEME_PAGES))


def _wide(cells: pd.DataFrame) -> pd.DataFrame:
    """Lay shares out as people read them: a row per theme, a column per group; a masked count in its words."""
    text = [say_masked(shown_text(row)) if row["masked"] else percent(row["share"]) for row in rows_of(cells)]
    wide = cells.assign(text=text).pivot_table(index="theme_id", columns="group", values="text", aggfunc="first", sort=False)
    groups = sorted((str(group) for group in cells["group"].unique()), key=natural_order)
    wide = wide[groups].rename_axis(columns=None)
    header = _("Theme") if _("Theme") not in wide else _("Name of the theme")
    wide.insert(0, header, cells.drop_duplicates("theme_id").set_index("theme_id")["name"])
    return wide.reset_index(drop=True)
