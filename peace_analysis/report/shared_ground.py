"""What every group raises and asks for, and what divides the groups, in words and as a public table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from peace_analysis.charts.labels import listed, percent, quoted
from peace_analysis.charts.rows import rows_of
from peace_analysis.groups.common_ground import COMMON, COMMON_GROUND, DIVIDES, find_common_ground
from peace_analysis.groups.heard import count_heard
from peace_analysis.report.compared import common_ground_on_figure
from peace_analysis.report.figures import ATTRIBUTES
from peace_analysis.report.html import Fragment, bullets, folded, join, off_paper, paragraph
from peace_analysis.report.material import Material, attribute_words, name_of
from peace_analysis.report.tabular import is_missing, table
from peace_analysis.tables import Column, Table
from peace_analysis.wording import _, ngettext

MOST_LISTED = 6  # lines of one kind; the table below holds all
PUBLIC_GROUND = Table(
    "common_ground",
    "one theme whose count is shown in every group of an attribute that is shown",
    (
        COMMON_GROUND.by_name["attribute"],
        COMMON_GROUND.by_name["theme_id"],
        Column("name", "text", "short name of the theme"),
        *(column for column in COMMON_GROUND.columns if column.name not in ("attribute", "theme_id", "p_divides")),
    ),
    key=COMMON_GROUND.key,
)


def ground_numbers(material: Material, *, requests: bool = False) -> pd.DataFrame:
    """Public table: common ground and fault lines, where no group's count on the theme is hidden.

    Args:
        material: The city.
        requests: Of what people ask for; then nothing but `kind` and the order may be shown, because these counts are masked nowhere.

    Returns:
        `PUBLIC_GROUND`, attributes in the order of the settings, highest geometric mean first.
    """
    tables = (material.statements, material.assignments, material.compared, material.sessions)
    heard = count_heard(*tables, by=material.config.compare_by, requests=requests)
    top = set(material.top_themes["theme_id"])
    themes = [theme for theme in heard.themes if theme in top]
    people = material.released[material.released["unit"] == "participant"]
    parts = []
    for attribute in material.config.compare_by:
        shown = people[(people["attribute"] == attribute) & people["adequate"].astype(bool)]
        hidden = set(shown.loc[shown["masked"], "theme_id"])
        # A group that is not shown on its own is not named here either, also where it is only withdrawn to protect another.
        known = heard.people[attribute].where(heard.people[attribute].astype("str").isin(list(shown["group"])))
        of_shown = replace(heard, people=heard.people.assign(**{attribute: known}))
        ground = find_common_ground(of_shown, attribute, themes, privacy=material.config.privacy, seed=material.config.seed)
        if len(ground):
            parts.append(ground[~ground["theme_id"].isin(list(hidden))])
    if not parts:
        return pd.DataFrame(columns=list(PUBLIC_GROUND.by_name))
    frame = pd.concat(parts, ignore_index=True)
    frame["name"] = frame["theme_id"].map(material.shown_themes.set_index("theme_id")["name"])
    return frame[list(PUBLIC_GROUND.by_name)]


def raised_by_all(material: Material) -> Fragment:
    """Name the themes that every group shown raises or asks about, and those that divide the groups."""
    ground = ground_numbers(material)
    common: list[str] = []
    divided: list[str] = []
    nearest: list[str] = []
    for attribute, rows in ground.groupby("attribute", sort=False):
        for position, row in enumerate(rows_of(rows)):
            name, words = quoted(row["name"]), attribute_words(str(attribute))
            low, high = (f"{percent(row[f'{end}_share'])} ({name_of(row[f'{end}_group'])})" for end in ("lowest", "highest"))
            if position == 0:
                nearest.append(
                    _(
                        "The nearest to it by {attribute} is {theme}: from {low} to {high}.",
                        attribute=words,
                        theme=name,
                        low=low,
                        high=high,
                    )
                )
            if row["kind"] in (COMMON, DIVIDES):
                line = _("{theme}: from {low} to {high}, by {attribute}.", theme=name, low=low, high=high, attribute=words)
                (common if row["kind"] == COMMON else divided).append(line)
    if ground.empty:
        return join(
            [paragraph(_("What all groups have in common is not told: no two groups of one kind are large enough to be set side by side."))]
        )
    pieces = [paragraph(_("No theme was raised by a quarter or more of the people heard in every group shown."), *nearest)]
    if common:
        pieces = [paragraph(_("At least a quarter of the people heard in every group shown raised these themes:")), *_cut(common)]
    if divided:
        pieces += [
            paragraph(
                _(
                    "Taken all together, the groups differ on these themes by more than chance could explain. "
                    "Whether one group differs from the rest is another question; the part on differences answers it:"
                )
            ),
            *_cut(divided),
        ]
    figures = [common_ground_on_figure(material, attribute) for attribute in material.config.compare_by if attribute in ATTRIBUTES]
    numbers = off_paper(_table(ground), _("Common ground as a table is in the HTML report and in tables/common_ground.csv."))
    table_of = [folded(_("Show common ground as a table"), numbers)] if len(ground) else []
    return join([*pieces, *_asked_by_all(material), *figures, *table_of])


def _cut(lines: list[str]) -> list[Fragment]:
    """List the first lines, and say where the others are."""
    more = len(lines) - MOST_LISTED
    others = ngettext("The table holds {n:,} more line like these.", "The table holds {n:,} more lines like these.", more)
    return [bullets(lines[:MOST_LISTED]), *([paragraph(others)] if more > 0 else [])]


def _asked_by_all(material: Material) -> list[Fragment]:
    """Name what every group asks for, and the requests that divide them: names only, because no count of requests is masked."""
    ground = ground_numbers(material, requests=True)
    lines = []
    for attribute, rows in ground.groupby("attribute", sort=False):
        words = attribute_words(str(attribute))
        common, divided = (listed([quoted(name) for name in rows.loc[rows["kind"] == kind, "name"]]) for kind in (COMMON, DIVIDES))
        if common:
            lines.append(
                _("At least a quarter of every {attribute} shown asked for something on {themes}.", attribute=words, themes=common)
            )
        if divided:
            lines.append(
                _(
                    "Some {attribute} shown asked for more than others, by more than chance could explain, on {themes}.",
                    attribute=words,
                    themes=divided,
                )
            )
    if not lines:
        return [paragraph(_("Requests by themselves: none was made by a quarter or more of the people heard in every group shown."))]
    return [paragraph(_("Requests by themselves, what people asked for or proposed:")), bullets(lines)]


def _table(ground: pd.DataFrame) -> Fragment:
    kinds = rows_of(ground)
    numbers = (_("Mean of groups"), _("Lowest"), _("Highest"), _("Corrected p"))
    shown = pd.DataFrame(
        {
            _("Theme"): ground["name"].tolist(),
            _("Compared by"): [attribute_words(str(row["attribute"])) for row in kinds],
            numbers[0]: [percent(row["geometric_mean"]) for row in kinds],
            numbers[1]: [f"{percent(row['lowest_share'])} ({name_of(row['lowest_group'])})" for row in kinds],
            numbers[2]: [f"{percent(row['highest_share'])} ({name_of(row['highest_group'])})" for row in kinds],
            numbers[3]: ["" if is_missing(row["q_divides"]) else f"{row['q_divides']:.3f}".lstrip("0") for row in kinds],
            _("Result"): [_(kind) for kind in ground["kind"]],
        }
    )
    remark = _(
        "The mean is geometric: one group that does not raise a theme weighs as much as one that is full of it. The corrected p asks "
        "whether the groups differ at all. Themes with a hidden count in any group are left out."
    )
    caption = _("Common ground and fault lines")
    return table(shown, caption=caption, row_headers=2, numbers=numbers, remark=remark)
