"""Surveys read from files: every problem of both at once, each with its line, and never anybody's answer."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from peace_analysis.check import check_city
from peace_analysis.errors import CityError
from peace_analysis.exchange.survey_files import inspect_survey, read_city_survey
from peace_analysis.settings import Plan

SCALES = """\
linked: true
waves: {"1": before, "2": after}
scales:
  - key: trust
    name: Trust
    labels: [Never, Seldom, Often, Always]
    range: [1, 4]
    items:
      t1: They keep promises.
      t2: They hide things.
    reverse: [t2]
"""
ANSWERS = "wave,date,respondent,stakeholder_group,neighborhood,t1,t2\n1,2026-01-02,AB,youth,Old Town,4,\n2,,AB,,,often,1\n1,,,,,,\n"
PLAN = Plan(neighborhoods=("Old Town",), stakeholder_groups=("youth",))


def write(folder: Path, scales: str = SCALES, answers: str = ANSWERS) -> tuple[Path, Path]:
    (folder / "scales.yml").write_text(scales, encoding="utf-8")
    (folder / "answers.csv").write_text(answers, encoding="utf-8")
    return folder / "scales.yml", folder / "answers.csv"


def told(folder: Path, scales: str = SCALES, answers: str = ANSWERS) -> list[str]:
    survey, problems = inspect_survey(*write(folder, scales, answers), PLAN)
    assert (survey is None) is bool(problems)
    return [str(problem).removeprefix(str(folder)).lstrip("/") for problem in problems]


def test_numbers_words_and_blanks_are_read_and_a_blank_is_missing(tmp_path: Path) -> None:
    survey, problems = inspect_survey(*write(tmp_path), PLAN)
    assert problems == []
    assert survey is not None
    assert survey.answers["t1"].tolist()[:2] == [4.0, 3.0]
    assert math.isnan(survey.answers["t2"][0])
    assert survey.answers["stakeholder_group"].tolist() == ["youth", None, None]
    assert survey.scales[0].low, survey.scales[0].high == (1, 4)
    assert survey.waves == {"1": "before", "2": "after"}


def test_all_problems_of_both_files_are_told_at_once_with_their_lines_and_without_answers(tmp_path: Path) -> None:
    scales = SCALES.replace("reverse: [t2]", "reverse: [t3]").replace("[Never, Seldom, Often, Always]", "[Never, Seldom, Often]")
    answers = (
        "wave,date,respondent,stakeholder_group,neighborhood,t1,tt2,note\n"
        "1,2026-01-02,AB,youth,Old Town,5,1,I was hit\n"
        "1,yesterday,AB,elders,Harbor,I was hit,1,\n"
        ",,,,,0,2,\n"
        "3,,CD,,,2,2,\n"
    )
    found = told(tmp_path, scales, answers)
    expected = (
        "scales.yml: line 11: the reverse item `t3` is no item of the scale. Its items are t1, t2.",
        "scales.yml: line 6: 3 labels are given for the answers 1 to 4.",
        "answers.csv: line 1: the column `tt2` is neither an item of a scale nor known otherwise. Did you mean `t2`?",
        "answers.csv: line 1: the column `note` is neither an item of a scale nor known otherwise.",
        "answers.csv: line 1: there is no column for the item `t2`.",
        "answers.csv: line 2: `t1`: 3 answers are no whole number from 1 to 4, and no label (lines 2, 3, 4).",
        "answers.csv: line 3: the respondent of this row stands on line 2 already for the same wave.",
        "answers.csv: line 3: date is not a day.",
        "answers.csv: line 3: stakeholder_group `elders` is not in the plan of city.yml.",
        "answers.csv: line 3: neighborhood `Harbor` is not in the plan of city.yml.",
        "answers.csv: line 4: wave is empty.",
        "answers.csv: line 5: wave `3` is not known.",
    )
    for line in expected:
        assert any(problem.startswith(line) for problem in found), line
    assert len(found) == len(expected)
    assert "I was hit" not in " ".join(found)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("key: trust", "key: Trust!"), "line 4"),
        (("labels:", "label:"), "line 6: `scales.1.label` is not known. Did you mean `labels`?"),
        (("range: [1, 4]", "range: [4, 1]"), "line 7: the range [4, 1] does not go up."),
        (("      t2: They hide things.\n    reverse: [t2]", "    reverse: []"), "line 8: a scale has two items or more."),
        (("t2: They hide things.", "wave: They hide things."), "line 10: `wave` cannot be the name of an item."),
        (("linked: true", "linked: perhaps"), "line 1"),
    ],
)
def test_each_problem_of_the_scales_is_told(tmp_path: Path, change: tuple[str, str], expected: str) -> None:
    assert any(f"scales.yml: {expected}" in problem for problem in told(tmp_path, SCALES.replace(*change)))


def test_an_item_belongs_to_one_scale_and_a_key_to_one_as_well(tmp_path: Path) -> None:
    twice = SCALES + SCALES[SCALES.index("  - key") :]
    found = told(tmp_path, twice)
    assert any("the key `trust` is there twice" in problem for problem in found)
    assert any("line 17: the item `t1` stands in the scale `trust` already" in problem for problem in found)


def test_linked_answers_need_codes(tmp_path: Path) -> None:
    without = "\n".join(",".join(cell for place, cell in enumerate(row.split(",")) if place != 2) for row in ANSWERS.splitlines())
    assert any("there is no column `respondent`" in problem for problem in told(tmp_path, answers=without))
    assert told(tmp_path, SCALES.replace("linked: true", "linked: false"), without) == []


def test_the_same_code_twice_in_a_wave_is_told_only_where_there_is_a_code(tmp_path: Path) -> None:
    assert told(tmp_path, answers=ANSWERS + "1,,,,,2,2\n2,,CD,,,1,1\n") == []


def test_without_names_of_waves_they_stand_in_the_order_of_their_days(tmp_path: Path) -> None:
    scales = SCALES.replace('waves: {"1": before, "2": after}\n', "")
    answers = "wave,date,respondent,t1,t2\nspring,2026-04-01,A,1,1\nautumn,2025-10-01,B,1,1\n"
    survey, problems = inspect_survey(*write(tmp_path, scales, answers))
    assert problems == []
    assert survey is not None
    assert list(survey.waves) == ["autumn", "spring"]


def test_one_file_without_the_other_is_told_and_neither_is_no_survey(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "small"
    folder.mkdir(parents=True)
    (folder / "city.yml").write_text("name: Small\n", encoding="utf-8")
    (folder / "sessions.csv").write_text("session_id,date\n", encoding="utf-8")
    assert not any("surveys" in str(problem) for problem in check_city("small", tmp_path / "data").problems)
    (folder / "surveys").mkdir()
    write(folder / "surveys")
    (folder / "surveys" / "scales.yml").unlink()
    problems = [str(problem) for problem in check_city("small", tmp_path / "data").problems]
    assert any("scales.yml: there are answers of a survey, and no scales." in problem for problem in problems)


def test_rivertons_survey_can_be_read_and_a_wrong_one_is_refused_whole(root: Path, tmp_path: Path) -> None:
    from peace_analysis.city import City

    survey = read_city_survey(City.open("riverton", root / "data"))
    assert survey is not None
    assert [scale.key for scale in survey.scales] == ["procedural_justice", "legitimacy", "trust", "cooperation"]
    assert survey.answers.groupby("wave").size().tolist() == [156, 132]
    (tmp_path / "wrong" / "surveys").mkdir(parents=True)
    (tmp_path / "wrong" / "city.yml").write_text("name: Wrong\n", encoding="utf-8")
    write(tmp_path / "wrong" / "surveys", answers=ANSWERS + "1,,X,,,9,9\n")
    with pytest.raises(CityError, match=r"`t1`: 1 answer is no whole number"):
        read_city_survey(City.open("wrong", tmp_path))
