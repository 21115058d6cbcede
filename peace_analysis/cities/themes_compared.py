"""Themes over cities: who raised what where, theme by theme."""

from __future__ import annotations

from typing import Any

import pandas as pd

from peace_analysis import charts
from peace_analysis.across.city_shares import as_theme_shares
from peace_analysis.across.over_cities import COMMON, SOME, UNCLEAR, is_mere_part
from peace_analysis.charts.figure import Figure
from peace_analysis.charts.labels import listed, quoted
from peace_analysis.charts.rows import rows_of, value_text
from peace_analysis.cities.gathered import Comparison
from peace_analysis.report.html import Fragment, bullets, heading, join, paragraph, quote, section
from peace_analysis.report.quotes import choose_quotes
from peace_analysis.report.tabular import figure_with_table, share_text, table
from peace_analysis.tables import TENTATIVE
from peace_analysis.wording import _, marked

QUOTES_A_CITY = 1
FITS = {
    "the same": marked("much the same as"),
    "a part of it": marked("holds"),
    "wider": marked("a part of"),
    "overlaps": marked("overlaps"),
}


def common_themes(compared: Comparison) -> Fragment:
    """Set all themes by all cities: figure, and where each was raised with its mean over cities.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
        >>> cities.common_themes(compared)  # doctest: +SKIP
    """
    if compared.joint is None:
        return paragraph(_("One city was named: its own report has its themes."))
    over = compared.over
    shown = pd.DataFrame(
        {
            _("Theme"): [_steady_name(row) for row in rows_of(over)],
            _("Where"): over["where"].map(_),
            _("Cities that raised it"): [
                _("{n} of {total}", n=a, total=b) for a, b in zip(over["n_raised_in"], over["n_cities"], strict=True)
            ],
            _("Mean of cities"): [share_text(row["mean"], row["low"], row["high"]) for row in rows_of(over)],
            _("Spread"): [_points(value) for value in over["spread"]],
        }
    )
    remark = _("Mean of cities: each city counts alike. Spread: standard deviation of their shares, in percentage points.")
    if len(compared.cities) < 3:
        no_interval = _("With two cities there is no interval over cities.")
        remark = f"{remark} {no_interval}"
    pieces = [table(shown, caption=_("Themes over cities"), remark=remark)]
    figures = draw_figures(compared)
    how = _("Each number is the share of people heard in a city who raised the theme. Nothing here ranks cities.")
    remarks = {"theme_grid": how, "theme_dots": f"{how} {_left_out(compared)}".strip()}
    differ = _(
        "A theme's number may differ from that in a city's own report: themes were found anew in all cities' statements together, so the "
        "people who raised one here are not exactly those who raised the theme of that name there."
    )
    return join([paragraph(differ), *(figure_with_table(figure, remark=remarks[name]) for name, figure in figures.items()), *pieces])


def _left_out(compared: Comparison) -> str:
    """Name the themes that the figure of dots leaves out."""
    out = compared.over[~compared.over["where"].isin((COMMON, SOME))]
    names = listed([quoted(_name(row)) for row in rows_of(out)])
    return _("Left out, because nothing can be set side by side: {names}.", names=names) if len(out) else ""


def draw_figures(compared: Comparison) -> dict[str, Figure]:
    """Draw every figure of a comparison, each once."""
    if "figures" not in compared.worked_out:
        compared.worked_out["figures"] = _draw(compared)
    found: dict[str, Figure] = compared.worked_out["figures"]
    return found


def _draw(compared: Comparison) -> dict[str, Figure]:
    if compared.joint is None:
        return {}
    shares = as_theme_shares(compared.shares).drop(columns="name", errors="ignore")
    themes = pd.DataFrame(
        {"theme_id": compared.over["theme_id"], "name": [_name(row) for row in rows_of(compared.over)], "parent_id": None}
    )
    people = shares[shares["unit"] == "participant"]
    if people.empty:
        people = shares
    figures = {"theme_grid": charts.theme_heat_map(people, themes, "city")}
    beside = themes[compared.over["where"].isin((COMMON, SOME)).to_numpy()]
    if len(beside):
        figures["theme_dots"] = charts.group_shares(people, beside, "city", n_themes=len(beside))
    return figures


def _name(row: Any) -> str:
    name = _steady_name(row)
    return _("{name} (unclear)", name=name) if row["where"] == UNCLEAR else name


def _steady_name(row: Any) -> str:
    """Say a joint theme's name, with the word "tentative" where it was not found again often enough."""
    steady = pd.isna(row["stability"]) or row["stability"] >= TENTATIVE
    return str(row["name"]) if steady else _("{name} (tentative)", name=row["name"])


def _points(value: float) -> str:
    return "\N{EN DASH}" if pd.isna(value) else f"{100 * value:.0f}"


def theme_by_theme(compared: Comparison) -> Fragment:
    """Set each theme with its shares by city, the cities' own themes beside it, and quotes that their reports show.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
        >>> cities.theme_by_theme(compared)  # doctest: +SKIP
    """
    joint = compared.joint
    return join(
        [] if joint is None else [_theme(compared, row) for row in rows_of(compared.over) if not is_mere_part(joint, row["theme_id"])]
    )


def _theme(compared: Comparison, row: Any) -> Fragment:
    theme = str(row["theme_id"])
    shares = compared.shares[compared.shares["theme_id"] == theme]
    lines = [_("{city}: {count}", city=str(here["city"]), count=_count(here)) for here in rows_of(shares)]
    unclear = _("The cities may mean different things by it: its shares are shown and not tested.") if row["where"] == UNCLEAR else ""
    phrases = _("Words that set it apart: {phrases}.", phrases=str(row["key_phrases"]).replace("; ", ", "))
    return section(
        heading(3, _steady_name(row), f"theme-{theme.lower()}"),
        paragraph(f"{_(str(row['where']))[:1].upper()}{_(str(row['where']))[1:]}.", unclear, phrases if row["key_phrases"] else ""),
        bullets(lines),
        _beside(compared, theme),
        _quotes(compared, theme),
        kind="part",
    )


def _count(row: Any) -> str:
    if row["shown"]:
        return value_text({**row, "masked": True})
    words = share_text(row["share"], row["low"], row["high"])
    n, total = int(row["n_raised"]), int(row["n_heard"])
    if row["unit"] == "session":
        return _("{n:,} of {total:,} sessions", n=n, total=total)
    return _("{n:,} of {total:,} people, {share}", n=n, total=total, share=words)


def _beside(compared: Comparison, theme: str) -> Fragment:
    """Own themes of each city beside a joint one, as their reports call them."""
    assert compared.joint is not None
    rows = compared.joint.beside[compared.joint.beside["theme_id"] == theme]
    if rows.empty:
        return Fragment("")
    fits = [_(FITS[fit]) for fit in rows["fit"]]
    lines = [
        _("{city}: {fit} {name}", city=row["city"], fit=fit, name=quoted(row["own_name"]))
        for row, fit in zip(rows_of(rows), fits, strict=True)
    ]
    return join([paragraph(_("Themes of the cities' own reports beside it:")), bullets(lines)])


def _quotes(compared: Comparison, theme: str) -> Fragment:
    """Quote what each city's own report quotes on an own theme, where it belongs to the joint one; nothing else."""
    assert compared.joint is not None
    pieces: list[Fragment] = []
    for city in compared.cities:
        here = compared.shares[(compared.shares["theme_id"] == theme) & (compared.shares["city"] == city.name)]
        if not bool(here["raised"].all()):
            continue
        beside = compared.joint.beside[(compared.joint.beside["theme_id"] == theme) & (compared.joint.beside["city"] == city.name)]
        placed = compared.joint.placed[city.key]
        said = set(placed.loc[placed["theme_id"] == theme, "statement_id"])
        shown = [quotes_shown(compared, city.key, own) for own in beside["own_theme_id"]]
        quotes = pd.concat(shown, ignore_index=True) if shown else pd.DataFrame(columns=["statement_id"])
        chosen = quotes[quotes["statement_id"].isin(said)].head(QUOTES_A_CITY)
        pieces += [quote(row.text, f"{row.attribution} ({city.name})", language=str(row.language)) for row in chosen.itertuples()]
    return join(pieces)


def quotes_shown(compared: Comparison, key: str, own_theme: str) -> pd.DataFrame:
    """Quotes that a city's own report shows on one of its themes."""
    known = compared.worked_out.setdefault("quotes", {})
    if (key, own_theme) not in known:
        known[key, own_theme] = choose_quotes(compared.materials[key], own_theme)
    found: pd.DataFrame = known[key, own_theme]
    return found
