"""The checklist for reports of interviews and group talks (COREQ), filled from what the run knows and what the city wrote down.

Source:
    The 32 items of Tong, Sainsbury & Craig (2007), International Journal for Quality in Health Care 19(6), 349-357, in our own words.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from peace_analysis.charts.labels import counted, listed
from peace_analysis.report.engagement import MODE_WORDS
from peace_analysis.report.facts_known import count_named, count_yes, minutes_of, sessions_until_saturation
from peace_analysis.report.html import Fragment, join, paragraph
from peace_analysis.report.material import Material, attribute_words
from peace_analysis.report.tabular import table
from peace_analysis.tables import TENTATIVE

NOT_RECORDED = "not recorded"
PARTS = (("Who asked", 8), ("How people were asked", 15), ("How their words were read", 9))
SCHOOL_WORDS = {"codebook": "Codebook", "coding_reliability": "Coding-reliability", "reflexive": "Reflexive"}
INTRODUCTION = (
    "Researchers use a list of 32 points to judge a report of this kind. It is called COREQ (Tong, Sainsbury & Craig, 2007). "
    "What the software knows is filled in. What the city wrote in city.yml is added. The rest reads “not recorded”."
)
Answer = Callable[[Material], str]


def checklist(material: Material) -> Fragment:
    """Set the checklist: 32 points in three parts, and how many of them are answered."""
    filled = fill_checklist(material)
    n = int((filled["Answer"] != NOT_RECORDED).sum())
    start = f"{n} of {len(filled)} points are answered."
    return join([paragraph(INTRODUCTION, start), table(filled, caption="Checklist for reports of group talks (COREQ)", row_headers=1)])


def fill_checklist(material: Material) -> pd.DataFrame:
    """Answer the 32 points.

    Returns:
        No., Part, Point, Answer; a point that nobody knows about reads "not recorded".
    """
    parts = [name for name, n in PARTS for _ in range(n)]
    rows = []
    for number, ((point, setting, known), part) in enumerate(zip(POINTS, parts, strict=True), start=1):
        written = str(getattr(material.config.study, setting)).strip() if setting else ""
        said = " ".join(text for text in (known(material) if known else "", written) if text)
        rows.append((number, part, point, said or NOT_RECORDED))
    return pd.DataFrame(rows, columns=["No.", "Part", "Point", "Answer"])


def _facilitators(material: Material) -> str:
    n = count_named(material.sessions, "facilitator")
    return f"{counted(n, 'person', 'people')} led the sessions; their names are not published." if n else ""


def _school(material: Material) -> str:
    return f"{SCHOOL_WORDS[material.config.school_of_analysis]} thematic analysis."


def _sample(material: Material) -> str:
    plan = material.config.plan
    n = len(plan.neighborhoods) * len(plan.stakeholder_groups)
    return f"By a plan of {counted(n, 'pair')} of a neighborhood and a group." if n else ""


def _size(material: Material) -> str:
    n = int(material.sessions["n_attended"].sum())
    return f"{counted(n, 'person', 'people')} in {counted(len(material.sessions), 'session')}."


def _stayed_away(material: Material) -> str:
    if "n_invited" not in material.sessions.columns:
        return ""
    invited = pd.to_numeric(material.sessions["n_invited"], errors="coerce")
    if invited.isna().any():
        return ""
    return (
        f"{int(invited.sum()):,} people were invited, {int(material.sessions['n_attended'].sum()):,} came. Why others did not is unknown."
    )


def _setting(material: Material) -> str:
    counts = material.sessions["mode"].value_counts().sort_index()
    return f"{listed([f'{n} {MODE_WORDS[str(mode)]}' for mode, n in counts.items()])}."


def _officials(material: Material) -> str:
    n = count_yes(material.sessions, "officials_present")
    return "" if n is None else f"Police or officials were present at {n} of {counted(len(material.sessions), 'session')}."


def _described(material: Material) -> str:
    words = listed([attribute_words(name) for name in material.config.compare_by])
    return f"By {words}; see the chapter on who took part." if words else ""


def _guide(material: Material) -> str:
    return f"{counted(len(material.config.questions), 'standing question')}, quoted in the chapter on how people were engaged."


def _recorded(material: Material) -> str:
    n = count_yes(material.sessions, "recorded")
    return "" if n is None else f"{n} of {counted(len(material.sessions), 'session')} recorded."


def _notes(material: Material) -> str:
    n = count_named(material.sessions, "note_taker")
    return f"{counted(n, 'person', 'people')} took notes." if n else ""


def _length(material: Material) -> str:
    found = minutes_of(material.sessions)
    if not found:
        return ""
    return f"{found[0]} minutes." if found[0] == found[1] else f"{found[0]} to {found[1]} minutes."


def _saturation(material: Material) -> str:
    if material.config.school_of_analysis == "reflexive":
        return "Not looked for: reflexive analysis does not hold that themes are used up."
    reached = sessions_until_saturation(material)
    start = "Looked for over random orders of the sessions:"
    return f"{start} {'new subthemes still came up' if reached is None else f'hardly a new subtheme came up after {reached} of them'}."


def _coders(_: Material) -> str:
    return "Software grouped all statements; what people changed is in the codebook."


def _tree(material: Material) -> str:
    n_top = int(material.themes["parent_id"].isna().sum())
    return f"{counted(n_top, 'theme')} with {counted(len(material.themes) - n_top, 'subtheme')}, all in this report."


def _from_data(material: Material) -> str:
    n = len(material.codes)
    return f"From the data, with {counted(n, 'code')} of a codebook." if n else "From the data."


def _quotes(_: Material) -> str:
    return "Yes, word for word, under the coarsest name that says something."


def _consistent(_: Material) -> str:
    return "Each theme, share and difference leads to the statements behind it."


def _major(material: Material) -> str:
    top = material.themes[material.themes["parent_id"].isna()]
    n = int((top["stability"] < TENTATIVE).sum())
    return f"Each theme has a page; {counted(n, 'theme')} of {len(top)} {'is' if n == 1 else 'are'} tentative and marked so."


def _minor(_: Material) -> str:
    return "Subthemes, statements that fit no theme, and those who see it differently are shown."


POINTS: tuple[tuple[str, str, Answer | None], ...] = (
    ("Who led the sessions", "facilitators", _facilitators),
    ("Their degrees and certificates", "credentials", None),
    ("Their work at the time", "occupation", None),
    ("Their gender", "gender", None),
    ("Their practice and training", "training", None),
    ("Whether they knew the people who came", "relationship", None),
    ("What people knew of them and their reasons", "known_to_participants", None),
    ("What they stand to gain or believe", "interests", None),
    ("What kind of analysis this is", "orientation", _school),
    ("How people were chosen", "sampling", _sample),
    ("How people were invited", "approach", None),
    ("How many took part", "", _size),
    ("Who did not come, or left", "refusals", _stayed_away),
    ("Where people met", "setting", _setting),
    ("Who else was in the room", "others_present", _officials),
    ("Who took part, described", "", _described),
    ("What was asked", "guide", _guide),
    ("Whether anybody was heard twice", "repeats", None),
    ("Whether sound or pictures were recorded", "recording", _recorded),
    ("Whether notes were taken", "field_notes", _notes),
    ("How long sessions were", "", _length),
    ("Whether the last sessions still brought something new", "", _saturation),
    ("Whether people could correct their transcripts", "transcripts_returned", None),
    ("How many read and coded", "coders", _coders),
    ("What themes there are", "", _tree),
    ("Where themes come from", "", _from_data),
    ("Which software was used", "", lambda _: "peace_analysis; versions and settings are in the tables of this chapter."),
    ("What people who took part said of the findings", "participant_checking", None),
    ("Whether people are quoted", "", _quotes),
    ("Whether findings follow from what was said", "", _consistent),
    ("Whether main themes are clear", "", _major),
    ("Whether smaller themes and other views are shown", "", _minor),
)
