"""The chapter on recommendations: what to do now and later, what each rests on, who sees it differently, and what became of each."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.labels import counted, listed, quoted
from peace_analysis.recommendations import FEWEST_SESSIONS, Recommendation
from peace_analysis.report.evidence import describe_dissent, describe_strength, evidence_packs, requests_of
from peace_analysis.report.html import (
    Fragment,
    bdi,
    bullets,
    escape,
    folded,
    heading,
    join,
    link,
    note,
    off_paper,
    paragraph,
    section,
    written,
)
from peace_analysis.report.material import Material
from peace_analysis.report.recommended import Rested, cited_statements, rest_recommendations
from peace_analysis.report.statements import quote_statements, recommendation_anchor
from peace_analysis.report.tabular import table
from peace_analysis.wording import _, marked, ngettext
from peace_analysis.wording.days import say_day

HORIZONS = {"now": marked("Act now"), "later": marked("Later")}
STATUS_WORDS = {
    "proposed": marked("proposed"),
    "accepted": marked("accepted"),
    "partly": marked("accepted in part"),
    "declined": marked("declined"),
    "done": marked("done"),
}
SETTLED = ("declined", "done")
N_REQUESTS = 2
WHO_WROTE = marked(
    "People wrote these recommendations. The software only looked for what they rest on: who raised it, in their own words, and who sees "
    "it differently."
)
HOW_RANKED = marked(
    "First come those whose theme was raised in most groups: at least a tenth of the people heard in a group raised it. Among equals come "
    "first those that a larger share of people raised, and then those whose theme is steadier. Where one rests on several themes, the one "
    "that ranks first counts. Only numbers of this report are used. A group whose number is not shown does not count, so where a range is "
    "given, the lower end counts. The order says how widely people spoke of something. It does not say what is right, or what it costs."
)
NONE_YET = marked("No recommendation has been written yet.")
FOR_WRITERS = marked(
    "This is what people ask for, theme by theme. It is meant for those who write recommendations. Each opens to what people said, which "
    "groups raised it most, and who sees it differently."
)
PACKS_ELSEWHERE = marked("On paper these are left out; they are in the HTML report.")
THROUGH_STATEMENTS = marked("This is the theme that most of the statements it cites are in.")
NOT_FOUND = marked("No theme that it names was found this time.")
UNSUPPORTED = marked(
    "This is not supported yet: the numbers of this report do not show that it came up in {n} sessions or more. Read it as an idea."
)


def recommendations(material: Material) -> Fragment:
    """Set the chapter.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "No recommendation has been written yet." in report.recommendations(material).markup
        True
    """
    rested = rest_recommendations(material)
    if not rested:
        return join([paragraph(_(NONE_YET)), heading(3, _("What people ask for"), "what-people-ask-for"), evidence_packs(material)])
    places = {one.recommendation.id: place for place, one in enumerate(rested, start=1)}
    pieces = [paragraph(_(WHO_WROTE)), _overview(rested), folded(_("How they are ranked"), paragraph(_(HOW_RANKED)), kind="how")]
    open_ones = [one for one in rested if one.recommendation.status not in SETTLED]
    for horizon, title in HORIZONS.items():
        chosen = [one for one in open_ones if one.recommendation.horizon == horizon]
        if chosen:
            pieces.append(heading(3, _(title), f"act-{horizon}"))
            pieces += [_card(material, one, places[one.recommendation.id]) for one in chosen]
    settled = [one for one in rested if one.recommendation.status in SETTLED]
    if settled:
        pieces.append(heading(3, _("Settled: done or declined"), "settled"))
        pieces += [_card(material, one, places[one.recommendation.id]) for one in settled]
    pieces += [heading(3, _("What became of each"), "what-became"), what_became(material), _lost(rested)]
    packs = evidence_packs(material)
    if packs.markup:
        pieces += [
            heading(3, _("For the next recommendations"), "what-people-ask-for"),
            paragraph(_(FOR_WRITERS)),
            off_paper(packs, _(PACKS_ELSEWHERE)),
        ]
    return join(pieces)


def what_became(material: Material) -> Fragment:
    """Set where each recommendation stands, since when and why, and how many have an answer with a reason."""
    entries = [one.recommendation for one in rest_recommendations(material)]
    n = sum(entry.is_answered for entry in entries)
    start = ngettext(
        "{n} of {recommendations} has an answer with a reason.",
        "{n} of {recommendations} have an answer with a reason.",
        n,
        recommendations=counted(len(entries), "recommendation", "recommendations"),
    )
    shown = pd.DataFrame(
        {
            _("Recommendation"): [link(entry.title, recommendation_anchor(entry.id)) for entry in entries],
            _("Where it stands"): [_(STATUS_WORDS[entry.status]) for entry in entries],
            _("Since"): [say_day(entry.since) for entry in entries],
            _("Reason or answer"): [entry.reason or entry.response or _("none given") for entry in entries],
        }
    )
    return join([paragraph(start), table(shown, caption=_("What became of each recommendation"))])


def _overview(rested: list[Rested]) -> Fragment:
    entries = [one.recommendation for one in rested]
    shown = pd.DataFrame(
        {
            _("Recommendation"): [link(entry.title, recommendation_anchor(entry.id)) for entry in entries],
            _("Place"): range(1, len(entries) + 1),
            _("When"): [_("now") if entry.horizon == "now" else _("later") for entry in entries],
            _("Who"): [entry.owner for entry in entries],
            _("Due"): [_("not set") if entry.due is None else say_day(entry.due) for entry in entries],
            _("Where it stands"): [_(STATUS_WORDS[entry.status]) for entry in entries],
        }
    )
    return table(shown, caption=_("All recommendations, in the order of how widely people spoke of them"))


def _card(material: Material, rested: Rested, place: int) -> Fragment:
    """Set one recommendation: what to do, who, by when, what it rests on, who sees it differently, options, and its history."""
    entry = rested.recommendation
    named = [
        (_("Who"), entry.owner),
        (_("Due"), _("not set") if entry.due is None else say_day(entry.due)),
        (_("Where it stands"), _(STATUS_WORDS[entry.status])),
        (_("Place"), _("{n} of {total}", n=place, total=len(material.recommendations))),
    ]
    pieces = [
        heading(4, entry.title, recommendation_anchor(entry.id)),
        written(entry.text),
        Fragment(f'<p class="written">{" ".join(f"<strong>{escape(name)}:</strong> {bdi(value)}." for name, value in named)}</p>'),
        *_rests_on(material, rested),
        _dissent(material, rested),
        _options(entry),
        written(_("Answer: {words}", words=entry.response)) if entry.response.strip() else Fragment(""),
        _history(entry),
    ]
    return section(*pieces, kind="recommendation")


def _rests_on(material: Material, rested: Rested) -> list[Fragment]:
    names = material.shown_themes.set_index("theme_id")["name"]
    lines = [" ".join([f"{quoted(names[strength.theme_id])}:", *describe_strength(material, strength)]) for strength in rested.strengths]
    how = _(THROUGH_STATEMENTS) if rested.links.through_statements else ""
    missed = _(NOT_FOUND) if how and rested.recommendation.themes else ""
    pieces = [paragraph(_("What it rests on:"), missed, how), bullets(lines)] if lines else []
    if not rested.is_supported:
        pieces.append(note(_(UNSUPPORTED, n=FEWEST_SESSIONS), kind="caution"))
    quotes = _words(material, rested)
    return [*pieces, paragraph(_("In people's own words:")), *quotes] if quotes else pieces


def _words(material: Material, rested: Rested) -> list[Fragment]:
    """Quote the statements that its authors cite, or else what people ask for in its themes."""
    cited = cited_statements(material, rested.links)
    if len(cited):
        return [one for theme, rows in cited.groupby("theme_id") for one in quote_statements(material, str(theme), rows)]
    lead = rested.lead
    return [] if lead is None else quote_statements(material, lead.theme_id, requests_of(material, lead.theme_id, N_REQUESTS))


def _dissent(material: Material, rested: Rested) -> Fragment:
    said = rested.recommendation.dissent
    lead = _("Its authors say of those who see it differently: {words}", words=said)
    authors = written(lead) if said.strip() else Fragment("")
    if not rested.links.themes:
        return authors
    return join([authors, describe_dissent(material, list(rested.links.themes))])


def _options(entry: Recommendation) -> Fragment:
    if not entry.options:
        return Fragment("")
    shown = pd.DataFrame(
        {
            _("Option"): [option.option for option in entry.options],
            _("For"): ["; ".join(option.pros) for option in entry.options],
            _("Against"): ["; ".join(option.cons) for option in entry.options],
        }
    )
    return table(shown, caption=_("Options: {title}", title=entry.title))


def _history(entry: Recommendation) -> Fragment:
    lines = [
        f"{say_day(step.date)}: {_(STATUS_WORDS[step.status])} ({step.author}).{f' {step.reason}' if step.reason.strip() else ''}"
        for step in entry.history
    ]
    return folded(_("Its history and author ({author})", author=entry.author), join([written(line) for line in lines]), kind="history")


def _lost(rested: list[Rested]) -> Fragment:
    lines = [f"{one.recommendation.title}: {listed(list(one.links.lost))}" for one in rested if one.links.lost]
    if not lines:
        return Fragment("")
    start = _("Some recommendations name a theme or a statement that this run did not find. Correct the link in recommendations.yml:")
    return note(join([paragraph(start), bullets(lines)]), kind="caution", title=_("Links that lead nowhere"))
