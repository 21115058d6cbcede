"""What differs between two cities, and what changed between waves of one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from peace_analysis import across
from peace_analysis.charts.rows import rows_of, say_masked
from peace_analysis.cities.gathered import Comparison
from peace_analysis.groups.coverage import NOT_STATED
from peace_analysis.report.engagement import group_words
from peace_analysis.report.html import Fragment, join, paragraph
from peace_analysis.report.tabular import share_text, table
from peace_analysis.wording import _


def differences(compared: Comparison) -> Fragment:
    """Set what differs between two cities, or say why nothing is tested.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
        >>> cities.differences(compared)  # doctest: +SKIP
    """
    if len(compared.cities) != 2:
        why = _("Cities are not tested two by two. Name two cities to compare them: with many pairs, some would differ by chance.")
        return paragraph(why if len(compared.cities) > 2 else _("One city was named: there is nothing to set it against."))
    found = compared.differences
    if found.empty:
        return paragraph(_("No theme could be compared: none has counts that may be given in both cities."))
    shown = pd.DataFrame(
        {
            _("Theme"): found["name"],
            _("Difference in points"): [_range(row) for row in rows_of(found)],
            _("Corrected p, at most"): [_p(value) for value in found["q"]],
            _("What may be said"): found["verdict"].map(_),
        }
    )
    meaning = _(
        "A difference says that what was said in these sessions differs by more than sessions of one programme do. "
        "It does not say that people of the two cities differ: the programmes differ in everything else too."
    )
    first = found.iloc[0]
    caption = _("{city} less {other}: shares of people who raised it", city=first["city"], other=first["against"])
    return join([paragraph(meaning), table(shown, caption=caption, remark=_("Range: 95% interval."))])


def _range(row: Any) -> str:
    if pd.isna(row["difference"]):
        return "\N{EN DASH}"
    if pd.isna(row["low"]):
        return f"{100 * row['difference']:+.0f}"
    return _("{gap:+.0f} ({low:+.0f} to {high:+.0f})", gap=100 * row["difference"], low=100 * row["low"], high=100 * row["high"])


def _p(value: float) -> str:
    return "\N{EN DASH}" if pd.isna(value) else _("under .001") if value < 0.001 else f"{value:.3f}".removeprefix("0")


def changes(compared: Comparison) -> Fragment:
    """Set what changed between waves of each city, or say how waves are named.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton", waves="2026-03-01")  # needs a city that has been run  # doctest: +SKIP
        >>> cities.changes(compared)  # doctest: +SKIP
    """
    if not compared.waves:
        return paragraph(_("No waves were named, so nothing is said of change."))
    if compared.changes.empty:
        return paragraph(_("No source names its speakers, so waves cannot be compared by people."))
    pieces = []
    for (city, before, after), found in compared.changes.groupby(["city", "before", "after"], sort=False):
        shown = pd.DataFrame(
            {
                "theme": found["name"],
                "before": [_side(row, "before") for row in rows_of(found)],
                "after": [_side(row, "after") for row in rows_of(found)],
                "gap": [_range(row) for row in rows_of(found)],
                "q": [_p(value) for value in found["q"]],
                "said": [_(said) for said in found["change"].where(found["change"] != "", found["verdict"])],
            }
        )
        headers = {"theme": _("Theme"), "before": str(before), "after": str(after), "gap": _("Difference in points"),
                   "q": _("Corrected p, at most"), "said": _("What may be said")}  # fmt: skip
        row = found.iloc[0]
        heard = _(
            "{n_before} people in {sessions_before} sessions, then {n_after} people in {sessions_after} sessions.",
            n_before=row["n_heard_before"],
            sessions_before=row["n_sessions_before"],
            n_after=row["n_heard_after"],
            sessions_after=row["n_sessions_after"],
        )
        pieces.append(
            table(shown, caption=_("{city}: {before}, then {after}", city=city, before=before, after=after), headers=headers, remark=heard)
        )
    asked = [
        _whose_sessions(city.name, across.mark_waves(city.sessions, compared.waves))
        for city in compared.cities
        if city.name in set(compared.changes["city"])
    ]
    meaning = _("Themes are those of each city's own report. New and gone mean: too few raised it in the other wave.")
    return join([paragraph(meaning), *pieces, *asked])


def _whose_sessions(city: str, sessions: pd.DataFrame) -> Fragment:
    """Set sessions by stakeholder group and wave, as sessions.csv has them: a change may be one of who was asked."""
    counts = pd.crosstab(sessions["stakeholder_group"].fillna(NOT_STATED), sessions[across.WAVE])[across.list_waves(sessions)]
    shown = counts.rename_axis(columns=None).rename_axis("group").reset_index()
    shown["group"] = shown["group"].map(group_words)
    headers = {name: str(name) for name in counts.columns} | {"group": _("Stakeholder group")}
    remark = _(
        "Where groups differ between waves, a change may be one of who was asked. "
        "Sessions whose sources name no speakers are counted here, and are in no share."
    )
    return table(shown, caption=_("{city}: whose sessions were in which wave", city=city), headers=headers, remark=remark)


def _side(row: Any, side: str) -> str:
    shown = row[f"shown_{side}"]
    return say_masked(str(shown)) if shown else share_text(row[f"share_{side}"], row[f"low_{side}"], row[f"high_{side}"])
