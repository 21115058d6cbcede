"""The first page: five things to know, each from a released number."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.labels import counted, listed, quoted, unit_words
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.groups.contrasts import DIFFERS, NOT_TESTED
from peace_analysis.groups.coverage import count_coverage
from peace_analysis.report.by_question import leading_themes
from peace_analysis.report.comparisons import compare
from peace_analysis.report.html import Fragment, bullets, escape, join, link, note, paragraph
from peace_analysis.report.material import Material, attribute_words, name_of
from peace_analysis.report.policy_summary import policy_lines
from peace_analysis.report.recommendations_chapter import SETTLED, STATUS_WORDS
from peace_analysis.report.recommended import rest_recommendations
from peace_analysis.report.sessions_held import say_attended
from peace_analysis.report.statements import recommendation_anchor
from peace_analysis.report.tabular import share_words
from peace_analysis.report.tested import describe_difference
from peace_analysis.report.trust_summary import survey_lines
from peace_analysis.themes.describe import NAMELESS
from peace_analysis.wording import _, marked, ngettext

LEADS = (
    marked("Who was heard."),
    marked("What came up most."),
    marked("What people ask of police."),
    marked("Where people differ."),
    marked("Who was missing."),
)
MOST_FIRST = 3  # recommendations named on the first page
MOST_FURTHER = 3  # differences named without their size
OPENING = marked("We asked people how they feel about public safety and how they want to be served by police. This is what they said.")


def summary(material: Material) -> Fragment:
    """Set the five things to know, what is recommended, and whom to ask.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "Who was heard" in report.summary(material).markup
        True
    """
    points = [
        Fragment(f"<strong>{escape(_(lead))}</strong> {escape(text)}") for lead, text in zip(LEADS, _five(material), strict=True) if text
    ]
    contact = material.config.contact
    pieces = [
        paragraph(_(OPENING)),
        bullets(points, numbered=True),
        recommended_first(material),
        *policy_lines(material),
        *survey_lines(material),
    ]
    if contact:
        pieces.append(note(contact, title=_("Questions about this report")))
    return join(pieces)


def recommended_first(material: Material) -> Fragment:
    """Name the steps to take now that most groups spoke of, and how many recommendations have an answer."""
    rested = [one.recommendation for one in rest_recommendations(material)]
    if not rested:
        return Fragment("")
    n = sum(entry.is_answered for entry in rested)
    start = " ".join(
        [
            ngettext("People of the city wrote {n:,} recommendation.", "People of the city wrote {n:,} recommendations.", len(rested)),
            ngettext("{n} has an answer with a reason.", "{n} have an answer with a reason.", n),
        ]
    )
    now = [entry for entry in rested if entry.horizon == "now" and entry.status not in SETTLED][:MOST_FIRST]
    if not now:
        return paragraph(start)
    lines = [link(f"{entry.title} ({_(STATUS_WORDS[entry.status])})", recommendation_anchor(entry.id)) for entry in now]
    return join(
        [
            paragraph(start, _("Of those to act on now, these are open or under way. Those that most groups spoke of come first:")),
            bullets(lines),
        ]
    )


def five_things(material: Material) -> list[str]:
    """Say in five sentences or pairs of them: who was heard, what came up most, what people want, what is shared, who is missing."""
    return [text for text in _five(material) if text]


def _five(material: Material) -> list[str]:
    return [_heard(material), _most(material), _wanted(material), _apart(material), _missing(material)]


def _heard(material: Material) -> str:
    n_held = len(material.sessions)
    came = _(
        "{people} came to {sessions}.",
        people=say_attended(material),
        sessions=counted(n_held, "session", "sessions"),
    )
    if material.unit == "session":
        return " ".join([came, _("Their words were not kept by speaker.")])
    n_heard = int(material.everyone["n_heard"].max()) if material.everyone["n_heard"].notna().any() else material.n_people
    shares = _("Shares in this report are of the {heard:,} people whose own words can be told apart.", heard=n_heard)
    return " ".join([came, shares, _("The range beside a share is its 95% interval.")])


def _most(material: Material) -> str:
    themes = material.top_themes
    nameless = themes["name"].str.startswith(NAMELESS)  # its page says what is in it; five things to know have a name
    known = themes[~themes["masked"] & ~nameless].head(3)
    if known.empty:
        return _("No theme was raised by enough people to give a number.")
    said = marked("People spoke most of {themes}.")
    if material.withheld:
        said = marked("Of the themes that have numbers, people spoke most of {themes}.")
    return _(said, themes=listed([_theme_words(row, material.unit) for row in rows_of(known)]))


def _theme_words(row: Row, unit: str) -> str:
    places = {"theme": quoted(row["name"]), "raised": int(row["n_raised"]), "heard": int(row["n_heard"]), "people": unit_words(unit)}
    if unit != "participant":
        return _("{theme} ({raised:,} of {heard:,} {people})", **places)
    share = share_words(row["share"], row["low"], row["high"])
    return _("{theme} ({raised:,} of {heard:,} {people}, {share})", **places, share=share)


def _wanted(material: Material) -> str:
    names = leading_themes(material, "b", 2)
    if not names:
        return ""
    said = marked("When asked how they want to be served by police, people spoke most of {themes}.")
    if material.withheld:
        said = marked("Of these themes, when asked how they want to be served by police, people spoke most of {themes}.")
    return _(said, themes=listed(names))


def _apart(material: Material) -> str:
    shown = {
        attribute: int(material.groups(attribute)["adequate"].astype(bool).sum())
        for attribute in material.config.compare_by
        if len(material.groups(attribute))
    }
    parts = [f"{n} {attribute_words(attribute, n)}" for attribute, n in shown.items() if n]
    if not parts:
        return _("No single group was large enough to be shown on its own.")
    contrasts = compare(material)
    tested = contrasts[~contrasts["masked"] & (contrasts["verdict"] != NOT_TESTED)]
    found = tested[tested["verdict"] == DIFFERS].sort_values("difference", key=abs, ascending=False, kind="stable")
    start = _("Shares are given for {groups}.", groups=listed(parts))
    if len(found):
        return " ".join([start, describe_difference(rows_of(found)[0], with_p=False), *_further(found)])
    if tested.empty:
        return " ".join([start, _("Too few sessions were held to test differences between them.")])
    return " ".join([start, _("No difference between them could be told from chance.")])


def _further(found: pd.DataFrame) -> list[str]:
    """Name the other groups and themes that differ beyond chance, the largest first: a page of five things has no room for their sizes."""
    pairs = found[["attribute", "group", "name"]].drop_duplicates()[1:]
    if pairs.empty:
        return []
    named = [_("{group} on {theme}", group=name_of(row["group"]), theme=quoted(row["name"])) for row in rows_of(pairs.head(MOST_FURTHER))]
    rest = len(pairs) - len(named)
    more = [ngettext("{n} more", "{n} more", rest)] if rest else []
    return [_("These differ too, by the same test: {pairs}.", pairs=listed([*named, *more]))]


def _missing(material: Material) -> str:
    cells = count_coverage(material.sessions, material.config.plan)
    planned = cells[cells["planned"]]
    gaps = planned[planned["n_sessions"] == 0]
    if planned.empty:
        return ""
    if gaps.empty:
        return _("All {total} planned pairs of a neighborhood and a group were reached.", total=len(planned))
    never = [str(place) for place, rows in planned.groupby("neighborhood", sort=False) if (rows["n_sessions"] == 0).all()]
    start = _("{gaps} of the {total} planned pairs of a neighborhood and a group had no session.", gaps=len(gaps), total=len(planned))
    then = _("No session was held for {places}.", places=listed(never)) if never else _("This report cannot speak for them.")
    return f"{start} {then}"
