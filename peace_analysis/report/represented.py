"""Were those heard like those who live here? Ratios where the sizes of all groups are public anyway, and what weights would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from peace_analysis.charts.labels import counted, listed, quoted
from peace_analysis.charts.rows import rows_of
from peace_analysis.groups.heard import Heard, count_heard
from peace_analysis.groups.raking import rake, weigh_shares
from peace_analysis.groups.representation import FLAG, compare_with_population, dissimilarity
from peace_analysis.report.html import Fragment, join, paragraph
from peace_analysis.report.tabular import is_missing, table
from peace_analysis.wording import _

if TYPE_CHECKING:
    from peace_analysis.report.material import Material

LARGE_CHANGE = 0.05  # of a theme's share by weights: above, the theme is named


def represented(material: Material) -> Fragment:
    """Set each group's part of those heard beside its part of residents, where all sizes of the attribute are shown anyway.

    Elsewhere a ratio would tell how many of a small group were heard: then nothing is set here, and words say who was heard too little.
    """
    if material.population is None or not material.masked.forms:
        return Fragment("")
    attributes = [name for name in material.config.compare_by if _is_open(material, name)]
    if not attributes:
        return Fragment("")
    heard = count_heard(material.statements, material.assignments, material.compared, material.sessions, by=attributes)
    return join([_ratios(heard.people, material.population, attribute) for attribute in attributes])


def _is_open(material: Material, attribute: str) -> bool:
    """Whether the attribute is in the population table and the public may know the size of each of its groups."""
    assert material.population is not None
    groups = material.groups(attribute)
    known = attribute == "neighborhood" or attribute in set(material.population["attribute"])
    return known and len(groups) > 0 and bool(groups["adequate"].astype(bool).all())


def _ratios(people: pd.DataFrame, population: pd.DataFrame, attribute: str) -> Fragment:
    from peace_analysis.report.material import attribute_words, name_of

    found = compare_with_population(people, population, attribute)
    if found.empty:
        return Fragment("")
    kinds = rows_of(found)
    residents, heard, ratio = _("Residents"), _("People heard"), _("Ratio")
    bounds = _("If nobody / all of the unknown")
    shown = pd.DataFrame(
        {
            attribute_words(attribute).capitalize(): found["group"].map(name_of),
            residents: [f"{row['population_share']:.0%}" for row in kinds],
            heard: ["" if is_missing(row["participant_share"]) else f"{row['participant_share']:.0%}" for row in kinds],
            ratio: ["" if is_missing(row["ratio"]) else f"{row['ratio']:.2f}" for row in kinds],
            bounds: [
                "" if is_missing(row["ratio_low"]) else _("{low:.2f} to {high:.2f}", low=row["ratio_low"], high=row["ratio_high"])
                for row in kinds
            ],
            _("Flag"): found["flag"].map(_),
        }
    )
    apart = dissimilarity(found)
    remark = _(
        "A ratio of 1: as large among those heard as among residents; below {flag:g} it is flagged. Whoever did not say might belong to "
        "any group. {apart:.0%} of those heard would have to be of another group to match residents.",
        flag=FLAG,
        apart=apart.known,
    )
    caption = _("People heard beside residents, by {attribute}", attribute=attribute_words(attribute))
    return table(shown, caption=caption, numbers=(residents, heard, ratio, bounds), remark=remark)


def show_raking(heard: Heard, population: pd.DataFrame | None, themes: pd.DataFrame, *, least: int = 11) -> Fragment:
    """Say how far weights would have to go to make those heard like the city, and which themes they would change.

    No weighted share is shown: it is a sum over groups, and would tell of groups that are hidden.

    Args:
        heard: Who was heard, with the attributes of the population table.
        population: `groups.POPULATION`; None where the city has none.
        themes: theme_id and name of themes whose count among everyone is shown.
        least: As for `groups.rake`.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis import report
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> heard = groups.count_heard(made.statements, made.assignments, made.participants, made.sessions, by=["age_group"])
        >>> "from 0.6 to 1.8" in report.show_raking(heard, made.population, made.themes).markup
        True
    """
    raked = None if population is None else rake(heard.people, population, least=least)
    if raked is None:
        return paragraph("Nothing says who lives in the city, or nothing differs between those heard: there is nothing to weight by.")
    columns = [heard.themes.index(theme) for theme in themes["theme_id"]]
    plain = heard.raised[:, columns].mean(axis=0)
    change = weigh_shares(heard.raised[:, columns], raked.weights) - plain
    moved = [quoted(name) for name, points in zip(themes["name"], change, strict=True) if abs(points) > LARGE_CHANGE]
    largest = round(100 * float(np.abs(change).max(initial=0.0)))
    by = listed([name.replace("_", " ") for name in raked.attributes])
    lines = [
        f"Weights by {by} would run from {raked.lowest:.1f} to {raked.highest:.1f}.",
        f"They would make the people heard worth {raked.effect:.1f} times fewer (Kish's 1 + CV squared).",
        f"No theme's share would change by more than {largest} points." if largest else "No theme's share would change.",
    ]
    if moved:
        lines.append(f"More than {100 * LARGE_CHANGE:.0f} points: {listed(moved)}.")
    if raked.missing:
        names = listed([f"{group} ({attribute.replace('_', ' ')})" for attribute, group in raked.missing])
        many = counted(len(raked.missing), "group", "groups")
        lines.append(f"Nobody can stand for {many} of residents: {names}.")
    if not raked.settled:
        lines.append("The attributes contradict each other, and the weights did not settle.")
    return paragraph(*lines, "This is a check of how much the mix of people matters. No finding rests on it.")
