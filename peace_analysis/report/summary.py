"""The first page: five things to know, each from a released number."""

from __future__ import annotations

from peace_analysis.charts.labels import counted, listed, percent, quoted, unit_words
from peace_analysis.charts.rows import rows_of
from peace_analysis.groups.contrasts import DIFFERS, NOT_TESTED
from peace_analysis.groups.coverage import count_coverage
from peace_analysis.report.comparisons import compare
from peace_analysis.report.html import Fragment, bullets, escape, join, link, note, paragraph
from peace_analysis.report.material import Material, attribute_words
from peace_analysis.report.recommendations_chapter import SETTLED, STATUS_WORDS, anchor_of
from peace_analysis.report.recommended import rest_recommendations
from peace_analysis.report.tested import describe_difference
from peace_analysis.report.theme_pages import leading_themes

LEADS = ("Who was heard.", "What came up most.", "What people ask of police.", "Where people differ.", "Who was missing.")
MOST_FIRST = 3  # recommendations named on the first page
OPENING = "We asked people how they feel about public safety and how they want to be served by police. This is what they said."


def summary(material: Material) -> Fragment:
    """Set the five things to know, what is recommended, and whom to ask."""
    points = [
        Fragment(f"<strong>{escape(lead)}</strong> {escape(text)}") for lead, text in zip(LEADS, _five(material), strict=True) if text
    ]
    contact = material.config.contact
    pieces = [paragraph(OPENING), bullets(points, numbered=True), recommended_first(material)]
    if contact:
        pieces.append(note(contact, title="Questions about this report"))
    return join(pieces)


def recommended_first(material: Material) -> Fragment:
    """Name the steps to take now that most groups spoke of, and how many recommendations have an answer."""
    rested = [one.recommendation for one in rest_recommendations(material)]
    if not rested:
        return Fragment("")
    n = sum(entry.is_answered for entry in rested)
    start = f"People of the city wrote {counted(len(rested), 'recommendation')}. {n} {'has' if n == 1 else 'have'} an answer with a reason."
    now = [entry for entry in rested if entry.horizon == "now" and entry.status not in SETTLED][:MOST_FIRST]
    if not now:
        return paragraph(start)
    lines = [link(f"{entry.title} ({STATUS_WORDS[entry.status]})", anchor_of(entry)) for entry in now]
    return join([paragraph(start, "To do now, those first that most groups spoke of:"), bullets(lines)])


def five_things(material: Material) -> list[str]:
    """Say in five sentences or pairs of them: who was heard, what came up most, what people want, what is shared, who is missing."""
    return [text for text in _five(material) if text]


def _five(material: Material) -> list[str]:
    return [_heard(material), _most(material), _wanted(material), _apart(material), _missing(material)]


def _heard(material: Material) -> str:
    n_attended = int(material.sessions["n_attended"].sum())
    n_held = len(material.sessions)
    if material.unit == "session":
        return f"{counted(n_attended, 'person', 'people')} came to {counted(n_held, 'session')}. Their words were not kept by speaker."
    n_heard = int(material.everyone["n_heard"].max()) if material.everyone["n_heard"].notna().any() else material.n_people
    return (
        f"{counted(n_attended, 'person', 'people')} came to {counted(n_held, 'session')}. "
        f"Shares in this report are of the {n_heard:,} people whose own words the software could read."
    )


def _most(material: Material) -> str:
    known = material.top_themes[~material.top_themes["masked"]].head(3)
    if known.empty:
        return "No theme was raised by enough people to give a number."
    unit = material.unit
    names = [
        f"{quoted(row['name'])} ({int(row['n_raised']):,} of {int(row['n_heard']):,} {unit_words(unit)}"
        + (f", about {percent(row['share'])})" if unit == "participant" else ")")
        for row in rows_of(known)
    ]
    return f"People spoke most of {listed(names)}."


def _wanted(material: Material) -> str:
    names = leading_themes(material, "b", 2)
    return f"When asked how they want to be served by police, people spoke most of {listed(names)}." if names else ""


def _apart(material: Material) -> str:
    shown = {
        attribute: int(material.groups(attribute)["adequate"].astype(bool).sum())
        for attribute in material.config.compare_by
        if len(material.groups(attribute))
    }
    parts = [f"{n} {attribute_words(attribute, n)}" for attribute, n in shown.items() if n]
    if not parts:
        return "No single group was large enough to be shown on its own."
    contrasts = compare(material)
    tested = contrasts[~contrasts["masked"] & (contrasts["verdict"] != NOT_TESTED)]
    found = tested[tested["verdict"] == DIFFERS].sort_values("difference", key=abs, ascending=False, kind="stable")
    start = f"Shares are given for {listed(parts)}."
    if len(found):
        return f"{start} {describe_difference(rows_of(found)[0], with_p=False)}"
    if tested.empty:
        return f"{start} Too few sessions were held to test differences between them."
    return f"{start} No difference between them could be told from chance."


def _missing(material: Material) -> str:
    cells = count_coverage(material.sessions, material.config.plan)
    planned = cells[cells["planned"]]
    gaps = planned[planned["n_sessions"] == 0]
    if planned.empty:
        return ""
    if gaps.empty:
        return f"All {len(planned)} planned pairs of a neighborhood and a group were reached."
    never = [str(place) for place, rows in planned.groupby("neighborhood", sort=False) if (rows["n_sessions"] == 0).all()]
    start = f"{len(gaps)} of the {len(planned)} planned pairs of a neighborhood and a group had no session."
    return f"{start} No session was held for {listed(never)}." if never else f"{start} This report cannot speak for them."
