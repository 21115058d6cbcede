"""Who raised what: shares by neighborhood, by stakeholder group and by whatever else a city compares."""

from __future__ import annotations

import re

import pandas as pd

from peace_analysis.charts.labels import counted, listed
from peace_analysis.charts.rows import rows_of
from peace_analysis.report.figures import groups_figure
from peace_analysis.report.html import Fragment, bullets, heading, join, note, paragraph
from peace_analysis.report.material import Material, attribute_words, name_of
from peace_analysis.report.released import count_text
from peace_analysis.report.tabular import figure_with_table, share_text, table

NOT_TESTED = (
    "Differences between groups are not tested in this report. Each share has a 95% interval. Where the intervals of two groups "
    "overlap, these numbers cannot tell the groups apart. Where they do not, "
    "chance may still be the reason, because many pairs are compared."
)


def group_parts(material: Material) -> Fragment:
    """Set, for each attribute that the city compares by, its groups, a figure and the table behind it."""
    parts = [note(NOT_TESTED, kind="caution", title="Not tested")]
    parts += [group_part(material, attribute) for attribute in material.config.compare_by]
    return join(parts)


def group_part(material: Material, attribute: str) -> Fragment:
    """Set one attribute's part; where no group may be shown, say so and why."""
    title = heading(3, f"By {attribute_words(attribute)}", f"by-{re.sub('[^a-z0-9]+', '-', attribute.lower())[:60]}")
    figure = groups_figure(material, attribute)
    small = too_small(material, attribute)
    if figure is None:
        why = (
            f"No {attribute_words(attribute)} was heard in at least {material.config.privacy.group_min_sessions} sessions and from at "
            f"least {material.config.privacy.group_min_people} people. So no shares are shown."
        )
        return join([title, paragraph(why), small])
    shares = group_numbers(material, attribute)
    frame = pd.DataFrame(
        {
            "Theme": shares["name"],
            attribute_words(attribute).capitalize(): shares["group"].map(name_of),
            "Raised by": [count_text(row) for row in rows_of(shares)],
            "Share": [share_text(row["share"], row["low"], row["high"]) for row in rows_of(shares)],
            "Sessions": shares["n_sessions"],
        }
    )
    n_themes = shares["theme_id"].nunique()
    drawn = min(9, n_themes)
    remark = f"The figure shows the {drawn} themes raised most; the table holds all {n_themes}." if n_themes > drawn else ""
    numbers = ("Raised by", "Share", "Sessions")
    shown = figure_with_table(figure, frame=frame, row_headers=2, numbers=numbers, remark=remark)
    return join([title, group_sizes(material, attribute), shown, small])


def group_numbers(material: Material, attribute: str) -> pd.DataFrame:
    """Public table: released shares of top-level themes in the groups that may be shown.

    Returns:
        Columns of `tables.THEME_SHARES`, then name (of the theme), masked, shown; numbers missing where masked.
    """
    rows = material.released[(material.released["attribute"] == attribute) & (material.released["unit"] == "participant")]
    rows = rows[rows["adequate"].astype(bool)]
    order = {theme_id: position for position, theme_id in enumerate(material.top_themes["theme_id"])}
    rows = rows[rows["theme_id"].isin(list(order))].merge(material.themes[["theme_id", "name"]], on="theme_id", how="left")
    rows = rows.assign(order=rows["theme_id"].map(order)).sort_values(["order", "group"], kind="stable", ignore_index=True)
    return rows.drop(columns="order")


def group_sizes(material: Material, attribute: str) -> Fragment:
    """Set the table of the groups that may be shown: people heard and sessions."""
    groups = material.groups(attribute)
    groups = groups[groups["adequate"].astype(bool)]
    shown = pd.DataFrame(
        {
            attribute_words(attribute).capitalize(): groups["group"].map(name_of),
            "People heard": groups["n_heard"].astype("Int64"),
            "Sessions": groups["n_sessions"].astype("Int64"),
        }
    )
    return table(shown, caption=f"People heard in each {attribute_words(attribute)} shown here")


def too_small(material: Material, attribute: str) -> Fragment:
    """Name the groups that were heard and are too small to be shown on their own."""
    groups = material.groups(attribute)
    names = [name_of(group) for group in groups.loc[~groups["adequate"].astype(bool), "group"]]
    if not names:
        return Fragment("")
    privacy = material.config.privacy
    why = (
        f"{counted(len(names), 'group')} {'was' if len(names) == 1 else 'were'} heard in fewer than {privacy.group_min_sessions} sessions "
        f"or from fewer than {privacy.group_min_people} people: {listed(names)}. "
        f"{'Its' if len(names) == 1 else 'Their'} words count in the totals, and no shares are shown for "
        f"{'it' if len(names) == 1 else 'them'}."
    )
    return paragraph(why)


def shared_by_all(material: Material) -> Fragment:
    """Name the themes that at least half of the people heard raised in every group that may be shown."""
    lines = []
    for attribute in material.config.compare_by:
        shares = group_numbers(material, attribute)
        n_groups = shares["group"].nunique()
        for _, rows in shares.groupby("theme_id", sort=False):
            if n_groups > 1 and len(rows) == n_groups and not rows["masked"].any() and (rows["share"] >= 0.5).all():
                lines.append(f"{rows['name'].iloc[0]}: at least half of those heard in each {attribute_words(attribute)} shown.")
    if not lines:
        return paragraph("No theme was raised by half or more of the people heard in every group shown.")
    return join([paragraph("Some themes were raised by half or more of the people heard in every group shown:"), bullets(lines)])
