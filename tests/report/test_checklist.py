"""The checklist: 32 points, each answered from what is known and "not recorded" for the rest."""

from __future__ import annotations

import html
import re

from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.report.checklist import NOT_RECORDED, fill_checklist
from peace_analysis.report.facts_known import known_facts
from peace_analysis.settings import Study


def answers(material: report.Material) -> dict[int, str]:
    return dict(fill_checklist(material)[["No.", "Answer"]].itertuples(index=False, name=None))


def test_there_are_32_points_in_three_parts(material):
    filled = fill_checklist(material)
    assert filled["No."].tolist() == list(range(1, 33))
    assert filled["Part"].value_counts(sort=False).tolist() == [8, 15, 9]
    assert filled["Point"].is_unique


def test_what_the_run_knows_is_filled_in_and_the_rest_is_not_recorded(material):
    found = answers(material)
    assert found[12] == "At least 60 people in 6 sessions."  # the eight of the session without speakers are not told by subtraction
    assert found[15] == "Police or officials were present at 1 of 6 sessions."
    assert found[25] == "3 themes with 6 subthemes, all in this report."
    assert found[31].startswith("Each theme has a page; 1 theme of 3 is tentative")
    assert {number for number, answer in found.items() if answer == NOT_RECORDED} == {
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        11,
        13,
        18,
        19,
        20,
        21,
        23,
        28,
    }
    assert "16 of 32 points are answered." in html.unescape(re.sub(r"<[^>]+>", "", report.checklist(material).markup))


def test_what_the_city_wrote_is_added_and_escaped(frames):
    study = Study(
        training="One day, <b>by the university</b>.", sampling="Groups seldom heard came first.", background="The council <i>asked</i>."
    )
    material = make_material(frames, study=study)
    found = answers(material)
    assert found[5] == "One day, <b>by the university</b>."
    assert found[10].endswith("Groups seldom heard came first.")
    assert found[10].startswith("By a plan of")
    assert "<b>" not in report.checklist(material).markup
    assert "<i>" not in report.background(material).markup
    assert "The council &lt;i&gt;asked&lt;/i&gt;." in report.background(material).markup


def test_names_of_facilitators_are_counted_and_never_told(frames):
    frames["sessions"]["facilitator"] = ["Denise Whitfield", "Denise Whitfield; Omar Reyes", "Omar Reyes", None, "Ana Diaz", "Ana Diaz"]
    frames["sessions"]["start_time"], frames["sessions"]["end_time"] = "18:00", ["18:45"] * 5 + ["19:30"]
    frames["sessions"]["n_invited"] = 15
    frames["sessions"]["n_attended"] += 2  # twenty who came were not heard one by one: no small count
    material = make_material(frames)
    found = answers(material)
    assert found[1] == "3 people led the sessions; their names are not published."
    assert found[21] == "45 to 90 minutes."
    assert found[13].startswith("90 people were invited, 80 came.")
    assert not re.search("Whitfield|Reyes|Diaz", report.checklist(material).markup)
    facts = known_facts(material).set_index("fact")["value"]
    assert (facts["different facilitators"], facts["people invited"], facts["longest session, minutes"]) == (3, 90, 90)


def test_times_past_midnight_are_understood():
    frames = make_frames()
    frames["sessions"]["start_time"], frames["sessions"]["end_time"] = "23:30", "00:15"
    assert answers(make_material(frames))[21] == "45 minutes."


def test_reflexive_analysis_looks_for_no_saturation(frames):
    assert answers(make_material(frames, school_of_analysis="reflexive"))[22].startswith("Not looked for")
