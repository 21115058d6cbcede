"""What a comparison says first, and how each city listened."""

from __future__ import annotations

import pandas as pd

from peace_analysis.across.over_cities import COMMON, OWN, SOME, UNCLEAR
from peace_analysis.charts.labels import listed, quoted
from peace_analysis.cities.gathered import Comparison
from peace_analysis.groups.coverage import count_coverage
from peace_analysis.groups.indicators import programme_indicators
from peace_analysis.recommendations.entries import first_answered
from peace_analysis.report.engagement import missing
from peace_analysis.report.html import Fragment, bullets, folded, heading, join, note
from peace_analysis.report.material import Material
from peace_analysis.report.tabular import table
from peace_analysis.wording import _, marked, ngettext

NO_CHANGE = marked("No change between waves holds up.")
MOST_NAMED = 5  # themes named in a sentence


def summary(compared: Comparison) -> Fragment:
    """Say in a few sentences what the cities have in common, and what this is not.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
        >>> cities.summary(compared)  # doctest: +SKIP
    """
    lines = []
    if compared.joint is not None:
        lines += [_count(compared, kind) for kind in (COMMON, SOME, OWN, UNCLEAR)]
        n = int((compared.differences["verdict"] == "differs").sum())
        if len(compared.differences):
            lines.append(ngettext("{n} difference holds up.", "{n} differences hold up.", n) if n else say_none(compared.differences))
    if compared.waves and len(compared.changes):
        n = int((compared.changes["change"] != "").sum())
        lines.append(ngettext("{n} theme changed between waves.", "{n} themes changed between waves.", n) if n else _(NO_CHANGE))
    warning = _(
        "This is no ranking. Cities differ in who was invited, by whom, when and with which questions. "
        "A larger share does not mean a larger problem."
    )
    if compared.joint is None:
        warning = _(
            "A change may come from who was asked: see whose sessions were in which wave. A larger share does not mean a larger problem."
        )
    return join([bullets([line for line in lines if line]), note(warning, kind="caution")])


def say_none(differences: pd.DataFrame) -> str:
    """Say that no difference holds up, and how large one would have been found: `across.CITY_DIFFERENCES`."""
    none = _("No difference between the two cities holds up.")
    known = differences["detectable"].dropna()
    if known.empty:
        return none
    least, most = (round(100 * float(value)) for value in (known.min(), known.max()))
    size = _(
        "That does not mean that there is none: by theme, one of {least} to {most} points would have been found in four of five "
        "programmes, even if nothing else had been tested.",
        least=least,
        most=most,
    )
    return f"{none} {size}"


def _count(compared: Comparison, kind: str) -> str:
    rows = compared.over[compared.over["where"] == kind]
    names = [quoted(name) for name in rows["name"].head(MOST_NAMED)]
    if rows.empty:
        return _("No theme was raised in every city.") if kind == COMMON else ""
    said = {
        COMMON: ngettext(
            "{n} theme was raised in every city: {names}.", "{n} themes were raised in every city: {names}.", len(rows), names=listed(names)
        ),
        SOME: ngettext(
            "{n} theme was raised in some cities: {names}.",
            "{n} themes were raised in some cities: {names}.",
            len(rows),
            names=listed(names),
        ),
        OWN: ngettext("{n} theme is one city's own: {names}.", "{n} themes are one city's own: {names}.", len(rows), names=listed(names)),
        UNCLEAR: ngettext(
            "For {n} theme it is unclear whether the cities mean the same: {names}.",
            "For {n} themes it is unclear whether the cities mean the same: {names}.",
            len(rows),
            names=listed(names),
        ),
    }[kind]
    return said if len(rows) <= MOST_NAMED else said[:-1] + _(", and others.")


def programmes(compared: Comparison) -> Fragment:
    """Set each programme beside the others: when, how many, how far it reached, and who was missing.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
        >>> cities.programmes(compared)  # doctest: +SKIP
    """
    frame = programme_numbers(compared)
    shown = pd.DataFrame(
        {
            _("City"): frame["city"],
            _("Sessions"): frame["n_sessions"],
            _("People that shares are of"): frame["n_heard"].astype("object").where(frame["n_heard"].notna(), _("not shown")),
            _("From"): frame["first"].fillna(_("not recorded")),
            _("To"): frame["last"].fillna(_("not recorded")),
            _("Statements in other languages, set apart"): frame["n_not_read"],
            _("Planned pairs reached"): [_of(a, b) for a, b in zip(frame["cells_reached"], frame["cells_planned"], strict=True)],
            _("Reached twice"): [_of(a, b) for a, b in zip(frame["cells_reached_twice"], frame["cells_planned"], strict=True)],
        }
    )
    remark = _(
        "Shares may be of fewer people than came: statements in languages that the model does not read, and sessions whose sources name no "
        "speakers, are in no share. A planned pair is a neighborhood and a stakeholder group."
    )
    pieces = [table(shown, caption=_("How each city listened"), remark=remark)]
    for place, city in zip(compared.places, compared.cities, strict=True):
        material = compared.materials[place.key]
        cells = count_coverage(material.sessions, material.config.plan)
        found = _indicators(material, cells)
        pieces += [
            heading(3, _("Who was missing in {city}", city=city.name), f"missing-{place.key}"),
            missing(cells),
            folded(_("Show how the programme went"), bullets(list(found["words"]))),
        ]
    return join(pieces)


def programme_numbers(compared: Comparison) -> pd.DataFrame:
    """Numbers of each programme, as `cities.PROGRAMMES`."""
    rows = []
    for place, city in zip(compared.places, compared.cities, strict=True):
        material = compared.materials[place.key]
        cells = count_coverage(material.sessions, material.config.plan)
        found = _indicators(material, cells).set_index("indicator")
        days = material.sessions["date"].dropna().astype("str")
        rows.append(
            {
                "city": city.name,
                "n_sessions": len(material.sessions),
                "n_heard": _heard(material),
                "first": min(days, default=None),
                "last": max(days, default=None),
                "languages": ", ".join(sorted(material.sessions["language"].dropna().astype("str").unique())),
                "n_statements": len(material.statements),
                "n_not_read": int((~city.read).sum()),
                "n_own_themes": int(material.themes["parent_id"].isna().sum()),
                "cells_planned": int(cells["planned"].sum()),
                "cells_reached": found.loc["cells with at least one session", "value"],
                "cells_reached_twice": found.loc["cells with at least two", "value"],
                "population_reached": found.loc["population reached", "value"],
                "released": place.key in compared.released,
            }
        )
    return pd.DataFrame(rows).astype({"n_heard": "Int64"})


def _heard(material: Material) -> int | None:
    """People that shares are of, as the city's own tables give them: any other count beside it would tell of those in between."""
    everyone = material.everyone
    given = everyone.loc[everyone["unit"] == "participant", "n_heard"].dropna()
    return None if given.empty else int(given.max())


def _indicators(material: Material, cells: pd.DataFrame) -> pd.DataFrame:
    """How a programme went, as the city's own report says it."""
    last = max(material.sessions["date"].dropna().astype("str"), default="")
    answered = first_answered(material.recommendations, after=last)
    tell = material.n_attended is not None
    return programme_indicators(material.sessions, cells, material.population, answered=answered, hours=tell)


def _of(part: float, whole: float) -> str:
    return _("no plan") if pd.isna(part) or not whole else _("{n} of {total}", n=int(part), total=int(whole))
