"""What a heat map of themes by groups says: its title and its alt text."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from peace_analysis.charts.group_shares import attribute_names
from peace_analysis.charts.labels import counted, listed, percent, quoted, shorten
from peace_analysis.charts.rows import Row, rows_of, shown_text
from peace_analysis.wording import _, ngettext

TOP_SHARE = 0.5


def heat_map_title(rows: pd.DataFrame, attribute: str) -> str:
    """Name the theme that comes first in most groups, of the counts that may be given."""
    singular, plural = attribute_names(attribute)
    leads = _leads(rows)
    n_groups = rows["group"].nunique()
    many = {"n_groups": n_groups, "plural": plural}
    if not leads and n_groups > 1:
        return _("No theme was raised by enough people of any of the {n_groups} {plural} shown", **many)
    if not leads:
        return _("No theme was raised by enough people of the one {singular} shown", singular=singular)
    given = _(", of the counts that may be given") if rows["masked"].any() else ""
    first = Counter(theme for themes in leads.values() for theme in themes)
    most = max(first.values())
    names = rows.drop_duplicates("theme_id").set_index("theme_id")["name"]
    themes = [theme for theme in names.index if first[theme] == most]
    if n_groups == 1:
        where = _("in {group}, the only {singular} shown", group=shorten(rows["group"].iloc[0], 40), singular=singular)
    elif len(themes) > 2 or (most == 1 and len(themes) == 2):
        each = most == 1 and len(themes) == len(leads) == n_groups
        words = (
            _("Each of the {n_groups} {plural} shown has another theme first", **many)
            if each
            else _("No theme comes first in most of the {n_groups} {plural} shown", **many)
        )
        return f"{words}{given}"
    elif most == n_groups:
        where = _("in each of the {n_groups} {plural} shown", **many)
    else:
        where = _("in {most} of the {n_groups} {plural} shown", most=most, **many)
    which = listed([quoted(names[theme]) for theme in themes])
    one, several = (
        _("{theme} comes first {where}", theme=which, where=where),
        _("{themes} each come first {where}", themes=which, where=where),
    )
    return f"{one if len(themes) == 1 else several}{given}"


def _leads(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Themes that most people of each group raised, of the counts that are given, if only as all but fewer than so many."""
    leads = {}
    for group, cells in rows.groupby("group", sort=True):
        height = [_height(row) for row in rows_of(cells)]
        if max(height) > 0:
            leads[str(group)] = [theme for theme, value in zip(cells["theme_id"], height, strict=True) if value == max(height)]
    return leads


def _height(row: Row) -> float:
    """Where a cell stands among those of its group: all but fewer than so many is above any number, a count held back below."""
    if not row["masked"]:
        return float(row["share"])
    return 2.0 if shown_text(row).startswith("all but") else -1.0


def heat_map_alt(rows: pd.DataFrame, attribute: str) -> str:
    """Say the pattern of a heat map to those who hear it."""
    singular, plural = attribute_names(attribute)
    known = rows[~rows["masked"]]
    n_themes, n_groups = rows["theme_id"].nunique(), rows["group"].nunique()
    parts = [
        _(
            "Table of shades: {themes} in rows, {groups} in columns, a share in each cell.",
            themes=counted(n_themes, "theme", "themes"),
            groups=f"{n_groups:,} {singular if n_groups == 1 else plural}",
        )
    ]
    if len(known):
        ordered = known.sort_values(["share", "theme_id", "group"], kind="stable")
        low, high = rows_of(ordered.iloc[[0, -1]])
        parts.append(
            _(
                "Shares run from {low} ({low_theme}; {low_group}) to {high} ({high_theme}; {high_group}).",
                low=percent(low["share"]),
                low_theme=quoted(low["name"], 40),
                low_group=shorten(low["group"], 30),
                high=percent(high["share"]),
                high_theme=quoted(high["name"], 40),
                high_group=shorten(high["group"], 30),
            )
        )
        half = int((known["share"] >= TOP_SHARE).sum())
        parts.append(_("Half or more raised a theme in {half} of {cells}.", half=half, cells=counted(len(rows), "cell", "cells")))
    if n_masked := int(rows["masked"].sum()):
        parts.append(
            ngettext(
                "{n:,} cell without a number is hatched, with words.", "{n:,} cells without a number are hatched, with words.", n_masked
            )
        )
    parts.append(_("The figure tests no difference; the text beside it does. The table holds all numbers."))
    return " ".join(parts)
