"""The checklist for reports of interviews and group talks (COREQ), filled from what the run knows and what the city wrote down.

Source:
    The 32 items of Tong, Sainsbury & Craig (2007), International Journal for Quality in Health Care 19(6), 349-357, in our own words.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from peace_analysis.charts.labels import counted, listed
from peace_analysis.report.coded_by_hand import say_agreement, say_checks
from peace_analysis.report.facts_known import count_named, count_yes, minutes_of, sessions_until_saturation
from peace_analysis.report.html import Fragment, join, paragraph
from peace_analysis.report.material import Material, attribute_words
from peace_analysis.report.sessions_held import mode_words, say_attended
from peace_analysis.report.tabular import table
from peace_analysis.tables import TENTATIVE
from peace_analysis.wording import _, marked, ngettext

NOT_RECORDED = marked("not recorded")
PARTS = ((marked("Who asked"), 8), (marked("How people were asked"), 15), (marked("How their words were read"), 9))
SCHOOL_WORDS = {
    "codebook": marked("Codebook thematic analysis."),
    "coding_reliability": marked("Coding-reliability thematic analysis."),
    "reflexive": marked("Reflexive thematic analysis."),
}
INTRODUCTION = marked(
    "Researchers use a list of 32 points to judge a report of this kind. It is called COREQ (Tong, Sainsbury & Craig, 2007). "
    "What the software knows is filled in. What the city wrote in city.yml is added. The rest reads “not recorded”."
)
Answer = Callable[[Material], str]


def checklist(material: Material) -> Fragment:
    """Set the checklist: 32 points in three parts, and how many of them are answered.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "15 of 32 points are answered" in report.checklist(material).markup
        True
    """
    filled = fill_checklist(material)
    n, total = count_answered(filled)
    start = _("{n} of {total} points are answered.", n=n, total=total)
    shown = filled.assign(Answer=[_(NOT_RECORDED) if answer == NOT_RECORDED else answer for answer in filled["Answer"]])
    for column in ("Part", "Point"):
        shown[column] = shown[column].map(_)
    headers = {"No.": _("No."), "Part": _("Part"), "Point": _("Point"), "Answer": _("Answer")}
    caption = _("Checklist for reports of group talks (COREQ)")
    return join([paragraph(_(INTRODUCTION), start), table(shown, caption=caption, headers=headers, row_headers=1)])


def count_answered(filled: pd.DataFrame) -> tuple[int, int]:
    """How many points of a checklist are answered, and of how many."""
    return int((filled["Answer"] != NOT_RECORDED).sum()), len(filled)


def fill_checklist(material: Material) -> pd.DataFrame:
    """Answer the 32 points.

    Returns:
        No., Part, Point, Answer; parts and points in English, answers as they are said, and "not recorded" where nobody knows.
    """
    parts = [name for name, n in PARTS for _place in range(n)]
    rows = []
    for number, ((point, setting, known), part) in enumerate(zip(POINTS, parts, strict=True), start=1):
        written = str(getattr(material.config.study, setting)).strip() if setting else ""
        said = " ".join(text for text in (known(material) if known else "", written) if text)
        rows.append((number, part, point, said or NOT_RECORDED))
    return pd.DataFrame(rows, columns=["No.", "Part", "Point", "Answer"])


def _facilitators(material: Material) -> str:
    n = count_named(material.sessions, "facilitator")
    if not n:
        return ""
    return ngettext(
        "{n:,} person led the sessions; their names are not published.", "{n:,} people led the sessions; their names are not published.", n
    )


def _school(material: Material) -> str:
    return _(SCHOOL_WORDS[material.config.school_of_analysis])


def _sample(material: Material) -> str:
    plan = material.config.plan
    n = len(plan.neighborhoods) * len(plan.stakeholder_groups)
    if not n:
        return ""
    return ngettext("By a plan of {n:,} pair of a neighborhood and a group.", "By a plan of {n:,} pairs of a neighborhood and a group.", n)


def _approach(material: Material) -> str:
    """Say who invited people, as the chapter on the background does; the city adds how."""
    n = count_named(material.sessions, "host")
    return ngettext("By {n:,} organization that hosted sessions.", "By {n:,} organizations that hosted sessions.", n) if n else ""


def _size(material: Material) -> str:
    return _(
        "{people} in {sessions}.",
        people=say_attended(material),
        sessions=counted(len(material.sessions), "session", "sessions"),
    )


def _stayed_away(material: Material) -> str:
    if "n_invited" not in material.sessions.columns:
        return ""
    invited = pd.to_numeric(material.sessions["n_invited"], errors="coerce")
    if invited.isna().any() or material.n_attended is None:
        return ""
    return _(
        "{invited:,} people were invited, {came:,} came. Why others did not is unknown.",
        invited=int(invited.sum()),
        came=material.n_attended,
    )


def _setting(material: Material) -> str:
    counts = material.sessions["mode"].value_counts().sort_index()
    held = [f"{n} {mode_words(mode)}" for mode, n in counts.items()]
    places = material.sessions["neighborhood"].nunique()
    where = ngettext("In {n:,} neighborhood.", "In {n:,} neighborhoods.", places) if places else ""
    return f"{listed(held)}. {where}".strip()


def _officials(material: Material) -> str:
    n = count_yes(material.sessions, "officials_present")
    if n is None:
        return ""
    return _("Police or officials were present at {n} of {sessions}.", n=n, sessions=counted(len(material.sessions), "session", "sessions"))


def _described(material: Material) -> str:
    words = listed([attribute_words(name) for name in material.config.compare_by])
    return _("By {attributes}; see the chapter on who took part.", attributes=words) if words else ""


def _guide(material: Material) -> str:
    return ngettext(
        "{n:,} standing question, quoted in the chapter on how people were engaged.",
        "{n:,} standing questions, quoted in the chapter on how people were engaged.",
        len(material.config.questions),
    )


def _recorded(material: Material) -> str:
    n = count_yes(material.sessions, "recorded")
    return "" if n is None else _("{n} of {sessions} recorded.", n=n, sessions=counted(len(material.sessions), "session", "sessions"))


def _notes(material: Material) -> str:
    n = count_named(material.sessions, "note_taker")
    return ngettext("{n:,} person took notes.", "{n:,} people took notes.", n) if n else ""


def _length(material: Material) -> str:
    found = minutes_of(material.sessions)
    if not found:
        return ""
    if found[0] == found[1]:
        return _("{minutes} minutes.", minutes=found[0])
    return _("{shortest} to {longest} minutes.", shortest=found[0], longest=found[1])


def _saturation(material: Material) -> str:
    if material.config.school_of_analysis == "reflexive":
        return _("Not looked for: reflexive analysis does not hold that themes are used up.")
    reached = sessions_until_saturation(material)
    if reached is None:
        return _("Looked for over random orders of the sessions: new subthemes still came up.")
    return _("Looked for over random orders of the sessions: hardly a new subtheme came up after {sessions} of them.", sessions=reached)


def _coders(material: Material) -> str:
    grouped = _("Software grouped all statements; what people changed is in the codebook.")
    return grouped if material.agreement is None else f"{grouped} {say_agreement(material.agreement)}"


def _tree(material: Material) -> str:
    n_top = int(material.themes["parent_id"].isna().sum())
    return _(
        "{themes} with {subthemes}, all in this report.",
        themes=counted(n_top, "theme", "themes"),
        subthemes=counted(len(material.themes) - n_top, "subtheme", "subthemes"),
    )


def _from_data(material: Material) -> str:
    n = len(material.codes)
    if not n:
        return _("From the data.")
    return ngettext("From the data, with {n:,} code of a codebook.", "From the data, with {n:,} codes of a codebook.", n)


def _quotes(_material: Material) -> str:
    return _("Yes, word for word, under the coarsest name that says something.")


def _consistent(_material: Material) -> str:
    return _("Each theme, share and difference leads to the statements behind it.")


def _major(material: Material) -> str:
    top = material.themes[material.themes["parent_id"].isna()]
    n = int((top["stability"] < TENTATIVE).sum())
    if not n:
        return _("Each theme has a page; none is known to be tentative.")
    return ngettext(
        "Each theme has a page; {n:,} theme of {total} is tentative and marked so.",
        "Each theme has a page; {n:,} themes of {total} are tentative and marked so.",
        n,
        total=len(top),
    )


def _minor(_material: Material) -> str:
    return _("Subthemes, statements that fit no theme, and those who see it differently are shown.")


def _software(_material: Material) -> str:
    return _("peace_analysis; versions and settings are in the tables of this chapter.")


POINTS: tuple[tuple[str, str, Answer | None], ...] = (
    (marked("Who led the sessions"), "facilitators", _facilitators),
    (marked("Their degrees and certificates"), "credentials", None),
    (marked("Their work at the time"), "occupation", None),
    (marked("Their gender"), "gender", None),
    (marked("Their practice and training"), "training", None),
    (marked("Whether they knew the people who came"), "relationship", None),
    (marked("What people knew of them and their reasons"), "known_to_participants", None),
    (marked("What they stand to gain or believe"), "interests", None),
    (marked("What kind of analysis this is"), "orientation", _school),
    (marked("How people were chosen"), "sampling", _sample),
    (marked("How people were invited"), "approach", _approach),
    (marked("How many took part"), "", _size),
    (marked("Who did not come, or left"), "refusals", _stayed_away),
    (marked("Where people met"), "setting", _setting),
    (marked("Who else was in the room"), "others_present", _officials),
    (marked("Who took part, described"), "", _described),
    (marked("What was asked"), "guide", _guide),
    (marked("Whether anybody was heard twice"), "repeats", None),
    (marked("Whether sound or pictures were recorded"), "recording", _recorded),
    (marked("Whether notes were taken"), "field_notes", _notes),
    (marked("How long sessions were"), "", _length),
    (marked("Whether the last sessions still brought something new"), "", _saturation),
    (marked("Whether people could correct their transcripts"), "transcripts_returned", None),
    (marked("How many read and coded"), "coders", _coders),
    (marked("What themes there are"), "", _tree),
    (marked("Where themes come from"), "", _from_data),
    (marked("Which software was used"), "", _software),
    (marked("What people who took part said of the findings"), "participant_checking", say_checks),
    (marked("Whether people are quoted"), "", _quotes),
    (marked("Whether findings follow from what was said"), "", _consistent),
    (marked("Whether main themes are clear"), "", _major),
    (marked("Whether smaller themes and other views are shown"), "", _minor),
)
