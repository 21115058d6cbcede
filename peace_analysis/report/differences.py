"""Who raised what: shares by neighborhood, by stakeholder group and by whatever else a city compares."""

from __future__ import annotations

import re

import pandas as pd

from peace_analysis.charts.labels import listed
from peace_analysis.charts.rows import rows_of
from peace_analysis.groups.answers import OTHER
from peace_analysis.groups.declared import find_declared
from peace_analysis.groups.heard import count_heard
from peace_analysis.report.compared import all_at_once
from peace_analysis.report.comparisons import compare
from peace_analysis.report.details import details_part
from peace_analysis.report.figures import groups_figure
from peace_analysis.report.html import Fragment, folded, heading, join, paragraph
from peace_analysis.report.likeness import show_likeness, show_second_view
from peace_analysis.report.material import Material, attribute_words, name_of
from peace_analysis.report.released import count_text
from peace_analysis.report.shared_ground import raised_by_all
from peace_analysis.report.tabular import figure_with_table, share_text, table
from peace_analysis.report.tested import differences_found, how_tested
from peace_analysis.report.voted import voted_part
from peace_analysis.report.words_apart import find_words, words_apart
from peace_analysis.tables import PARTICIPANTS
from peace_analysis.wording import _, ngettext

SESSION_ATTRIBUTES = ("neighborhood", "stakeholder_group")  # what sessions are held for


def group_parts(material: Material) -> Fragment:
    """Set, for each attribute that the city compares by, its groups, what differs, a figure and the table behind it.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "Not tested" in report.group_parts(material).markup  # eight sessions are too few
        True
    """
    contrasts = compare(material)
    words = find_words(material)
    parts = [how_tested(contrasts, find_declared(material.config.hypotheses, material.themes)[1])]
    parts += [group_part(material, attribute, contrasts, words) for attribute in material.config.compare_by]
    return join([*parts, beside_the_tests(material, contrasts)])


def beside_the_tests(material: Material, contrasts: pd.DataFrame) -> Fragment:
    """Fold away how alike people in one session are, and a regression where there are sessions enough; nothing where nobody is counted."""
    by = material.config.compare_by
    if contrasts.empty:
        return Fragment("")
    heard = count_heard(material.statements, material.assignments, material.compared, material.sessions, by=by)
    shown = material.top_themes.loc[~material.top_themes["masked"], ["theme_id", "name"]]
    attribute = next((name for name in reversed(by) if name in SESSION_ATTRIBUTES), by[-1])
    likeness = folded(_("Show how alike people in one session are"), show_likeness(heard, attribute, shown))
    return join([likeness, show_second_view(heard, contrasts)])


def group_part(material: Material, attribute: str, contrasts: pd.DataFrame, words: pd.DataFrame) -> Fragment:
    """Set one attribute's part; where no group may be shown, say so and why.

    Args:
        material: The city.
        attribute: What the groups are made by.
        contrasts: As `comparisons.compare` gives them.
        words: As `words_apart.find_words` gives them.
    """
    words_of = attribute_words(attribute)
    title = heading(3, _("By {attribute}", attribute=words_of), f"by-{re.sub('[^a-z0-9]+', '-', attribute.lower())[:60]}")
    figure = groups_figure(material, attribute)
    small = too_small(material, attribute)
    if figure is None:
        why = _(
            "No {attribute} was heard in at least {sessions} sessions and from at least {people} people. So no shares are shown.",
            attribute=words_of,
            sessions=material.config.privacy.group_min_sessions,
            people=material.config.privacy.group_min_people,
        )
        return join([title, paragraph(why), small])
    shares = group_numbers(material, attribute)
    numbers = (_("Raised by"), _("Share"), _("Sessions"))
    frame = pd.DataFrame(
        {
            _("Theme"): shares["name"],
            words_of.capitalize(): shares["group"].map(name_of),
            numbers[0]: [count_text(row) for row in rows_of(shares)],
            numbers[1]: [share_text(row["share"], row["low"], row["high"]) for row in rows_of(shares)],
            numbers[2]: shares["n_sessions"],
        }
    )
    n_themes = shares["theme_id"].nunique()
    drawn = min(9, n_themes)
    cut = _("The figure shows the {drawn} themes raised most; the table holds all {all}.", drawn=drawn, all=n_themes)
    remark = cut if n_themes > drawn else ""
    elsewhere = _("The numbers of this figure stand on the page of each theme, and in tables/group_shares.csv.")
    shown = figure_with_table(figure, frame=frame, row_headers=2, numbers=numbers, remark=remark, elsewhere=elsewhere)
    return join(
        [
            title,
            group_sizes(material, attribute),
            differences_found(contrasts, attribute),
            shown,
            all_at_once(material, attribute),
            words_apart(material, words, attribute),
            details_part(material, attribute),
            small,
        ]
    )


def group_numbers(material: Material, attribute: str) -> pd.DataFrame:
    """Public table: released shares of top-level themes in the groups that may be shown.

    Returns:
        Columns of `tables.THEME_SHARES`, then name (of the theme), masked, shown; numbers missing where masked.
    """
    rows = material.released[(material.released["attribute"] == attribute) & (material.released["unit"] == "participant")]
    rows = rows[rows["adequate"].astype(bool)]
    order = {theme_id: position for position, theme_id in enumerate(material.top_themes["theme_id"])}
    rows = rows[rows["theme_id"].isin(list(order))].merge(material.shown_themes[["theme_id", "name"]], on="theme_id", how="left")
    rows = rows.assign(order=rows["theme_id"].map(order)).sort_values(["order", "group"], kind="stable", ignore_index=True)
    return rows.drop(columns="order")


def group_sizes(material: Material, attribute: str) -> Fragment:
    """Set the table of the groups that may be shown: people heard and sessions."""
    groups = material.groups(attribute)
    groups = groups[groups["adequate"].astype(bool)]
    shown = pd.DataFrame(
        {
            attribute_words(attribute).capitalize(): groups["group"].map(name_of),
            _("People heard"): groups["n_heard"].astype("Int64"),
            _("Sessions"): groups["n_sessions"].astype("Int64"),
        }
    )
    return table(shown, caption=_("People heard in each {attribute} shown here", attribute=attribute_words(attribute)))


def too_small(material: Material, attribute: str) -> Fragment:
    """Name the groups that were heard and are too small to be shown on their own."""
    groups = material.groups(attribute)
    kept_back = [group for name, group in material.masked.withdrawn if name == attribute]
    names = [name_of(group) for group in groups.loc[~groups["adequate"].astype(bool), "group"] if group not in kept_back]
    privacy = material.config.privacy
    joined = []
    if attribute in material.participants and attribute not in PARTICIPANTS.by_name:
        joined.append(
            _(
                "Answers that fewer than {people} people gave are joined as “{other}”. Whoever declined is in no group.",
                people=privacy.group_min_people,
                other=_(OTHER),
            )
        )
    if not names:
        return paragraph(*joined) if joined else Fragment("")
    why = ngettext(
        "{n:,} group was heard in fewer than {sessions} sessions or from fewer than {people} people: {groups}. "
        "Its words count in the totals, and no shares are shown for it.",
        "{n:,} groups were heard in fewer than {sessions} sessions or from fewer than {people} people: {groups}. "
        "Their words count in the totals, and no shares are shown for them.",
        len(names),
        sessions=privacy.group_min_sessions,
        people=privacy.group_min_people,
        groups=listed(names),
    )
    others = listed([name_of(group) for group in kept_back])
    beside = _("No shares are shown for {groups} either: they would give another group's numbers away.", groups=others)
    return paragraph(why, *([beside] if kept_back else []), *joined)


def shared_by_all(material: Material) -> Fragment:
    """Name the themes that every group raises, those that divide the groups, and what people voted on.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "Dark streets" in report.shared_by_all(material).markup
        True
    """
    return join([raised_by_all(material), voted_part(material.voted, material.config.privacy)])
