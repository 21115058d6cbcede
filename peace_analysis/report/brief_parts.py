"""What stands on a brief: released numbers of one group, quotes that may be said to be from there, and who was missing."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.labels import OR, listed
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.groups.contrasts import DIFFERS, NOT_TESTED
from peace_analysis.groups.coverage import count_coverage
from peace_analysis.report.differences import group_numbers
from peace_analysis.report.html import Fragment, bullets, facts, join, paragraph, quote
from peace_analysis.report.material import Material, attribute_words, name_of
from peace_analysis.report.quotes import attribute_quote, say_attribution
from peace_analysis.report.released import count_text
from peace_analysis.report.tabular import share_text, table
from peace_analysis.report.tested import describe_difference
from peace_analysis.themes.exemplars import READABLE
from peace_analysis.wording import _

N_THEMES, N_QUOTES, N_DIFFERENCES = 5, 2, 2
LONGEST_QUOTE = 260  # characters; two of them leave room on the page


def top_themes(material: Material, attribute: str, group: str) -> pd.DataFrame:
    """Themes of a group whose numbers may be shown, most raised first."""
    rows = group_numbers(material, attribute)
    rows = rows[(rows["group"] == group) & ~rows["masked"].astype(bool)]
    return rows.sort_values(["n_raised", "theme_id"], ascending=[False, True], kind="stable", ignore_index=True).head(N_THEMES)


def heard(material: Material, row: Row) -> Fragment:
    """Set how many people were heard, from released numbers."""
    everyone = material.everyone["n_heard"].max()
    return facts(
        [
            (_("people heard here"), f"{int(row['n_heard']):,}"),
            (_("sessions they came to"), f"{int(row['n_sessions']):,}"),
            (_("people heard in the whole city"), f"{int(everyone):,}"),
        ]
    )


def themes_table(material: Material, themes: pd.DataFrame, name: str) -> Fragment:
    """Set the themes beside their shares in the whole city."""
    city = {str(row["theme_id"]): row for row in rows_of(material.everyone)}
    shown = pd.DataFrame(
        {
            _("Theme"): themes["name"],
            _("Raised here by"): [count_text(row) for row in rows_of(themes)],
            _("Share here"): [share_text(row["share"], row["low"], row["high"]) for row in rows_of(themes)],
            _("Whole city"): [_city_share(city.get(str(theme))) for theme in themes["theme_id"]],
        }
    )
    return table(shown, caption=_("Themes raised by most people in {group}", group=name), numbers=tuple(shown.columns[1:]))


def _city_share(row: Row | None) -> str:
    return _("not shown") if row is None or bool(row["masked"]) else share_text(row["share"], row["low"], row["high"])


def differences(contrasts: pd.DataFrame, attribute: str, group: str, name: str) -> Fragment:
    """Say what stands apart here, what was not found, or that nothing can be tested."""
    rows = contrasts[(contrasts["attribute"] == attribute) & ~contrasts["masked"]]
    rows = rows[(rows["group"] == group) | (rows["against"] == group)]
    tested = rows[rows["verdict"] != NOT_TESTED]
    found = tested[tested["verdict"] == DIFFERS].sort_values("difference", key=abs, ascending=False, kind="stable")
    if len(found):
        n = len(found) - N_DIFFERENCES
        more = _("{n:,} more can be found in the report.", n=n) if n > 0 else ""
        said = [describe_difference(row, with_p=False) for row in rows_of(found.head(N_DIFFERENCES))]
        return join([bullets(said), paragraph(_("Chance alone would seldom make such a difference."), more)])
    if tested.empty:
        return paragraph(
            _(
                "None can be shown. Too few sessions were held in {group} to test whether it differs from the rest of the city: with "
                "so few, even the clearest answer could be chance.",
                group=name,
            )
        )
    detectable = tested["detectable"].dropna()
    points = round(100 * detectable.median()) if len(detectable) else 0
    limit = _("A difference below about {points} points would often be missed.", points=points) if len(detectable) else ""
    return paragraph(_("No theme was found to come up more or less often in {group} than elsewhere.", group=name), limit)


def quotes(material: Material, attribute: str, group: str, themes: pd.DataFrame) -> Fragment:
    """Set the quotes, or say that there is none."""
    chosen = choose_brief_quotes(material, attribute, group, list(themes["theme_id"]))
    if not chosen:
        return paragraph(_("No quote may be shown here."))
    return join(quote(row["text"], str(row["attribution"]), language=str(row["language"])) for row in chosen)


def choose_brief_quotes(material: Material, attribute: str, group: str, themes: list[str]) -> list[dict[str, str]]:
    """Choose two quotes whose attribution, the one that they have everywhere, is this group or a neighborhood wholly inside it.

    A quote is never told to be from here that the report attributes to a stakeholder group: both together would point to one session.

    Args:
        material: The city.
        attribute: "neighborhood" or "precinct".
        group: The group.
        themes: Themes to choose from, in this order.

    Returns:
        text, language and attribution of each: of different sessions, of different themes first.
    """
    inside = {group} if attribute == "neighborhood" else _neighborhoods_inside(material, attribute, group)
    wanted = {say_attribution("neighborhood", place) for place in inside}
    told = material.everyone[~material.everyone["masked"].astype(bool)]["theme_id"]
    order = {theme: place for place, theme in enumerate(themes) if theme in set(told)}
    spoken = material.spoken
    spoken = spoken[spoken["theme_id"].isin(list(order)) & spoken["neighborhood"].isin(inside) & spoken["quotable"].astype(bool)]
    spoken = spoken[~spoken["residual"].astype(bool) & spoken["text"].str.len().between(READABLE[0], LONGEST_QUOTE)]
    spoken = spoken.assign(place=spoken["theme_id"].map(order), strength=spoken["membership"].fillna(0.0).round(6))
    spoken = spoken.sort_values(["place", "strength", "statement_id"], ascending=[True, False, True], kind="stable")
    chosen: list[Row] = []
    for fresh in (True, False):  # the second time round a theme may come again
        for row in rows_of(spoken):
            alike = ("session_id", "text", "theme_id") if fresh else ("session_id", "text")
            taken = any(row[name] == other[name] for other in chosen for name in alike)
            if len(chosen) < N_QUOTES and not taken and attribute_quote(material, str(row["theme_id"]), row) in wanted:
                chosen.append(row)
    return [
        {"text": str(row["text"]), "language": str(row["language"]), "attribution": attribute_quote(material, str(row["theme_id"]), row)}
        for row in chosen
    ]


def _neighborhoods_inside(material: Material, attribute: str, group: str) -> set[str]:
    """Neighborhoods all of whose sessions belong to a group: to name one says the other as well."""
    if attribute not in material.sessions or attribute in material.participants:
        return set()
    pairs = material.sessions[["neighborhood", attribute]].dropna().drop_duplicates()
    pairs = pairs[~pairs["neighborhood"].duplicated(keep=False)]
    return {str(place) for place in pairs.loc[pairs[attribute] == group, "neighborhood"]}


def missing(material: Material, attribute: str, group: str) -> str:
    """Say which planned groups were not met here."""
    places = {group} if attribute == "neighborhood" else _neighborhoods_inside(material, attribute, group)
    cells = count_coverage(material.sessions, material.config.plan)
    planned = cells[cells["planned"] & cells["neighborhood"].isin(places)]
    if planned.empty:
        return _("No plan says whom to meet here, so nobody can say who was missed. Those who came are not a random sample.")
    gaps = planned[planned["n_sessions"] == 0]
    if gaps.empty:
        return _("Every group of the plan was met here. Those who came are not a random sample.")
    if attribute == "neighborhood":
        return _(
            "No session was held here with {groups}. This page cannot speak for them. Those who came are not a random sample.",
            groups=listed([name_of(name) for name in gaps["stakeholder_group"]], OR),
        )
    by_group = [
        _(
            "{group} ({n_missed} of {n_planned})",
            group=name_of(name),
            n_missed=len(rows),
            n_planned=int((planned["stakeholder_group"] == name).sum()),
        )
        for name, rows in gaps.groupby("stakeholder_group", sort=False)
    ]
    return _(
        "Neighborhoods of this {kind} in which no session was held, by group: {groups}. "
        "This page cannot speak for them. Those who came are not a random sample.",
        kind=attribute_words(attribute),
        groups=listed(by_group),
    )


def reading(themes: pd.DataFrame) -> str:
    """Say how to read the page."""
    sentences = [_("Shares count people, not remarks.")]
    if themes["low"].notna().any():
        sentences.append(
            _(
                "The range in brackets is a 95% interval: how far chance alone could move the share. Where the ranges of two shares "
                "overlap, these numbers cannot tell them apart."
            )
        )
    sentences.append(
        _(
            "Small counts are hidden to protect people. Names in quotes were replaced by tokens such as [NAME 1]. "
            "The report of the whole city says how all this was done."
        )
    )
    return " ".join(sentences)
