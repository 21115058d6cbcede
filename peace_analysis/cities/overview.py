"""What a comparison says first, how each city listened, and what it cannot tell."""

from __future__ import annotations

import pandas as pd

from peace_analysis.across.joint_themes import ALIKE, UNLIKE
from peace_analysis.across.over_cities import COMMON, OWN, SOME, UNCLEAR, is_mere_part
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
    return join([bullets([line for line in lines if line]), note(warning, kind="caution")])


def say_none(differences: pd.DataFrame) -> str:
    """Say that no difference holds up, and how large one would have been found: `across.CITY_DIFFERENCES`."""
    none = _("No difference between the two cities holds up.")
    known = differences["detectable"].dropna()
    if known.empty:
        return none
    least, most = (_("{n:.0f} points", n=100 * value) for value in (known.min(), known.max()))
    size = _(
        "That does not mean that there is none: by theme, one of {least} to {most} would have been found in four of five programmes, "
        "even if nothing else had been tested.",
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
        "More people came than shares are of: statements in languages that the model does not read, and sessions whose sources name no "
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
    return programme_indicators(material.sessions, cells, material.population, answered=answered)


def _of(part: float, whole: float) -> str:
    return _("no plan") if pd.isna(part) or not whole else _("{n} of {total}", n=int(part), total=int(whole))


def limits(compared: Comparison) -> Fragment:
    """Say what a comparison of cities cannot tell.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
        >>> cities.limits(compared)  # doctest: +SKIP
    """
    lines = [
        _("People came because somebody asked them. No city's sessions stand for all its residents, and so neither do their differences."),
        _("Each city had its own hosts, rooms, dates and facilitators. A difference may come from any of these."),
    ]
    if compared.joint is not None:
        lines += [
            _("A theme that was found in one city only may have been spoken of elsewhere by too few to count."),
            _("Themes were found by software in all cities together. Names that people gave to a city's own themes stand beside them."),
        ]
        if any(is_mere_part(compared.joint, theme) for theme in compared.joint.split):
            lines.append(
                _(
                    "A part of a theme that was taken apart by city is called unclear, and is nobody's own: that another city has none of "
                    "it follows from the taking apart. Such parts have no section of their own."
                )
            )
        if len(compared.cities) < 3:
            lines.append(_("Two cities say nothing of a third: no interval over cities is given for fewer than three."))
        guides = {tuple(sorted(place.config.questions.items())) for place in compared.places}
        if len(guides) > 1:
            lines.append(_("The cities did not ask the same questions, so people may speak of other things for that reason alone."))
        if any((~city.read).any() for city in compared.cities):
            lines.append(_("What was said in languages that the model does not read is in no share, in some cities more than in others."))
        if any((compared.shares["unit"] == "session").to_numpy()):
            lines.append(_("Where sources name no speakers, sessions are counted. Such a city is in no mean over cities."))
    if compared.waves:
        lines.append(_("Waves differ in who came. A change is one of what was said in sessions, not of what a person thinks."))
    return bullets(lines)


def method(compared: Comparison) -> Fragment:
    """Say how the comparison was made.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
        >>> cities.method(compared)  # doctest: +SKIP
    """
    lines = []
    if compared.joint is not None:
        n = max(compared.joint.n_fitted.values())
        lines += [
            _(
                "Themes were found in at most {n:,} statements of each city, so that none decides by its size. "
                "All statements were then put to them.",
                n=n,
            ),
            _(
                "A theme is one only where the cities' parts of it are alike (cosine of their middles {alike} or more). "
                "Below {unlike} it was taken apart; between, it is called unclear: its shares are shown, have no mean and are not tested.",
                alike=ALIKE,
                unlike=UNLIKE,
            ),
            _("A theme was raised in a city where enough people raised it for a number to be given, in two sessions or more."),
            _("Shares count people. Intervals allow for people in one session influencing each other."),
            _("A mean over cities counts each city alike; its interval is Student's t over cities."),
        ]
        if len(compared.cities) == 2:
            lines.append(
                _(
                    "Differences were tested by dealing cities over whole sessions. "
                    "p is corrected for all themes compared (Benjamini-Hochberg)."
                )
            )
        else:
            lines.append(_("No two of the cities are tested against each other: with so many pairs some would differ by chance."))
    if compared.waves:
        lines.append(_("Waves were tested by dealing them over whole sessions. p is corrected for all themes and waves of a city."))
    lines.append(_("Small counts are masked as in each city's own report, and so is what would give them away together with it."))
    return bullets(lines)
