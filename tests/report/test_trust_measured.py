"""The chapter on what a survey measured, in the invented city: beside what was heard, and nothing at all where there is no survey."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path

import lxml.html
import nbformat
import pandas as pd
import prose
import pytest
from hostile_words import HOSTILE
from invented_city import make_frames, make_material
from invented_policy import invent_policy, with_policies
from invented_survey import FAIR, TRUST, make_survey

from peace_analysis import report
from peace_analysis.disclosure import ReleaseError
from peace_analysis.report.convert import notebook_to_html
from peace_analysis.report.public import write_public_table
from peace_analysis.report.public_tables import public_frames
from peace_analysis.report.published_survey import check_survey
from peace_analysis.settings import Privacy
from peace_analysis.surveys.entries import Survey
from peace_analysis.surveys.public import SURVEY_TABLES

GROUPS = {("Eastgate", "residents"): (30, 28, 14), ("Mill Flats", "youth"): (24, 25, 13), ("Old Town", "officers"): (6, 5, 0)}


@pytest.fixture(scope="module")
def surveyed() -> report.Material:
    survey = make_survey(GROUPS)
    scales = (dataclasses.replace(TRUST, themes=("T01", "Nowhere")), FAIR)
    return dataclasses.replace(make_material(make_frames()), survey=dataclasses.replace(survey, scales=scales))


def words_of(fragment: report.Fragment | None) -> str:
    assert fragment is not None
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", fragment.markup)).split())


def test_a_city_without_a_survey_has_no_chapter_no_table_no_figure_and_no_fact_of_one(material, tmp_path: Path) -> None:
    assert report.trust_measured(material) is None
    assert report.show_survey(None, Privacy()) is None
    assert report.tables_of(material) == report.PUBLIC
    frames = public_frames(material)
    assert list(frames) == [table.name for table in report.PUBLIC]
    assert not frames["facts"]["fact"].str.contains("survey").any()


def test_the_page_of_a_city_without_a_survey_is_the_same_byte_for_byte_as_without_the_chapter(root: Path) -> None:
    node = nbformat.read(root / "notebooks" / "5_report.ipynb", as_version=4)
    before = notebook_to_html(node, title="A city", draft=True, audience="leaders")
    node.cells = [cell for cell in node.cells if "trust_measured" not in cell.source]
    assert notebook_to_html(node, title="A city", draft=True, audience="leaders") == before


def test_change_is_said_of_the_same_people_only(surveyed) -> None:
    words = words_of(report.trust_measured(surveyed))
    assert "From before to after, the scores of the same 27 people rose by 0.50 points on average" in words
    assert "Among all who answered, the mean of 58 people in after is" in words
    others = dataclasses.replace(surveyed, survey=dataclasses.replace(surveyed.survey, linked=False))
    unlinked = words_of(report.trust_measured(others))
    assert "the scores of the same" not in unlinked
    assert "change within people" not in unlinked
    assert "two groups of people" in unlinked


def test_the_first_page_says_what_the_survey_found_in_released_numbers(surveyed, material) -> None:
    first = report.summary(surveyed)
    words = words_of(first)
    assert "The survey beside the sessions." in words
    assert "From before to after, the scores of the same 27 people rose by 0.50 points on average" in words
    assert 'href="#section-trust-measured"' in first.markup
    frames = public_frames(surveyed)
    known = prose.released_numbers(frames.values(), surveyed.config.model_dump(mode="json"))
    assert prose.unsupported(prose.sentences_of(first.markup), known, prose.names_in(frames.values())) == []
    assert "survey" not in words_of(report.summary(material))


def dated(surveyed: report.Material, day: str | None) -> report.Material:
    """The city with its policy, and its survey answered on that day."""
    answers = surveyed.survey.answers.assign(date=day)
    city = with_policies(surveyed, invent_policy())
    return dataclasses.replace(city, survey=dataclasses.replace(surveyed.survey, answers=answers), worked_out={})


def test_a_change_tells_no_cause_and_no_policy_caused_it_that_was_not_in_force(surveyed) -> None:
    cause, early = "does not tell what caused it.", "it was not in force yet when people answered in after."
    steps = with_policies(surveyed, invent_policy()).policies[0]["timeline"]
    starts = steps.loc[steps["kind"] == "in_force", "date"].max()
    for day, said in (("2020-01-01", True), (starts, False), ("2099-01-01", False), (None, False)):
        material = dated(surveyed, day)
        for words in (words_of(report.trust_measured(material)), words_of(report.limits(material))):
            assert cause in words
            assert (early in words) is said, day
    one = dataclasses.replace(surveyed, survey=make_survey({("Old Town", "residents"): (20, 0, 0)}))
    assert cause not in words_of(report.trust_measured(one)) + words_of(report.limits(one))


def test_few_who_answered_and_are_not_scored_are_told_to_be_few(surveyed) -> None:
    assert "fewer than 3" in words_of(report.trust_measured(surveyed))


def test_what_each_scale_asks_stands_in_full_with_what_is_turned_round(surveyed) -> None:
    words = words_of(report.trust_measured(surveyed))
    for scale in surveyed.survey.scales:
        assert all(wording in words for wording in scale.items.values())
    assert "They hide things. yes" in words
    assert "I trust them. no" in words


def test_what_was_heard_stands_beside_its_scale_and_leads_back_to_words(surveyed) -> None:
    chapter = report.trust_measured(surveyed)
    assert "“Slow answers to 911 calls” : 36 of 60 people, about 60%" in words_of(chapter).replace("” :", "” :")
    assert 'href="#statements-T01"' in chapter.markup
    assert "No theme of this run is called Nowhere." in words_of(chapter)


def test_groups_too_small_are_named_and_have_no_number(surveyed) -> None:
    words = words_of(report.trust_measured(surveyed))
    hidden = surveyed.measured.means.query("shown != ''")
    assert {"officers", "Old Town"} <= set(hidden["group"])
    assert "officers" in words
    assert "A mean needs 11 people who can be scored" in words
    assert "officers" not in surveyed.measured.changes["group"].tolist()


def test_each_number_of_a_sentence_is_released(surveyed) -> None:
    frames = public_frames(surveyed)
    assert {table.name for table in SURVEY_TABLES} <= set(frames)
    known = prose.released_numbers(frames.values(), surveyed.config.model_dump(mode="json"))
    sentences = prose.sentences_of(report.trust_measured(surveyed).markup)
    assert len(sentences) > 15
    assert prose.unsupported(sentences, known, prose.names_in(frames.values())) == []


def test_few_people_are_told_to_be_few() -> None:
    survey = make_survey({("", ""): (9, 0, 0)})
    words = words_of(report.show_survey(survey, Privacy()))
    assert "Too few people answered for a mean to be shown." in words
    assert "fewer than 30 people answered every item" in words


def test_hostile_names_stay_words(surveyed) -> None:
    everything = " ".join(HOSTILE)
    scales = tuple(
        dataclasses.replace(
            scale, name=everything, items=dict.fromkeys(scale.items, everything), labels=(everything,) * 2, source=everything
        )
        for scale in surveyed.survey.scales
    )
    answers = surveyed.survey.answers.assign(stakeholder_group=everything)
    survey = Survey(scales, dict.fromkeys(surveyed.survey.waves, everything), answers, linked=True, about=everything)
    markup = report.trust_measured(dataclasses.replace(surveyed, survey=survey)).markup
    elements = list(lxml.html.fromstring(f"<main>{markup}</main>").iter())
    assert len(elements) > 100
    assert not {element.tag for element in elements} & {"script", "img", "iframe", "style", "foreignobject", "math", "button"}
    assert not [name for element in elements for name in element.attrib if name.startswith("on")]


# The gate


@pytest.fixture
def folder(surveyed, tmp_path: Path) -> Path:
    for name, frame in surveyed.measured.frames.items():
        write_public_table(frame, tmp_path / f"{name}.csv")
    return tmp_path


def change(path: Path, where: dict[str, str], **values: str) -> None:
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    rows = pd.concat([frame[column] == value for column, value in where.items()], axis=1).all(axis=1)
    assert rows.any()
    for column, value in values.items():
        frame.loc[rows, column] = value
    frame.to_csv(path, index=False)


def test_the_tables_as_written_pass(surveyed, folder: Path) -> None:
    record = check_survey(folder, surveyed.survey, surveyed.config.privacy)
    assert record["exposed"] == 0
    assert record["masked"] >= 4


@pytest.mark.parametrize("column", ["mean", "n_scored", "sd"])
def test_a_small_groups_number_put_back_by_hand_is_refused(surveyed, folder: Path, column: str) -> None:
    where = {"group": "officers", "scale": "trust", "wave": "1"}
    change(folder / "survey_means.csv", where, **{column: "3"})
    with pytest.raises(ReleaseError, match=r"1 means of too few people"):
        check_survey(folder, surveyed.survey, surveyed.config.privacy)


def test_a_large_groups_mean_put_back_that_gives_a_small_one_away_is_refused(surveyed, folder: Path) -> None:
    means = surveyed.measured.means
    held_back = means[(means["shown"] != "") & ~means["group"].isin(["officers", "Old Town"])]
    assert len(held_back)
    row = held_back.iloc[0]
    change(folder / "survey_means.csv", {name: row[name] for name in ("scale", "wave", "attribute", "group")}, mean="3", n_scored="24")
    with pytest.raises(ReleaseError, match=r"that follow from the others"):
        check_survey(folder, surveyed.survey, surveyed.config.privacy)
