"""A survey on the command line: on its own, told by `check`, and refused by `run` before anything is done."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from command_line import peace

from peace_analysis.city import City
from peace_analysis.pipeline.stages import STAGES, fingerprint_stage
from peace_analysis.settings import Config


@pytest.fixture
def files(root: Path) -> tuple[Path, Path]:
    folder = root / "data" / "riverton" / "surveys"
    return folder / "scales.yml", folder / "answers.csv"


def test_a_survey_is_measured_without_a_city(files: tuple[Path, Path], tmp_path: Path) -> None:
    done = peace("survey", *files, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "288 answers in 2 waves, 4 scales." in done.stdout
    names = {"survey_items.csv", "survey_means.csv", "survey_reliability.csv", "survey_changes.csv", "survey.html"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    means = pd.read_csv(tmp_path / "out" / "survey_means.csv")
    small = means[means["group"].isin(["Cedar Hill", "Lakeview"])]
    assert len(small) == 16
    assert small["mean"].isna().all()
    page = (tmp_path / "out" / "survey.html").read_text(encoding="utf-8")
    assert "Being treated fairly" in page
    codes = pd.read_csv(files[1], dtype="str")["respondent"].dropna()
    assert not [code for code in codes if code in page]


def test_what_is_wrong_is_told_at_once_and_nothing_is_written(files: tuple[Path, Path], tmp_path: Path) -> None:
    wrong = tmp_path / "answers.csv"
    wrong.write_text(files[1].read_text(encoding="utf-8").replace("2026-04-13", "13 April", 2), encoding="utf-8")
    done = peace("survey", files[0], wrong, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "line 2: date is not a day" in done.stderr
    assert "line 3: date is not a day" in done.stderr
    assert not (tmp_path / "out").exists()
    missing = peace("survey", tmp_path / "a.yml", tmp_path / "b.csv", "--out", tmp_path / "out")
    assert missing.returncode == 2
    assert missing.stderr.count("there is no such file") == 2


def test_a_run_refuses_a_wrong_survey_before_it_begins(files: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "data" / "small"
    (folder / "surveys").mkdir(parents=True)
    (folder / "city.yml").write_text("name: Small\n", encoding="utf-8")
    (folder / "sessions.csv").write_text("session_id,date,mode,language,neighborhood,stakeholder_group,n_attended\n", encoding="utf-8")
    (folder / "surveys" / "scales.yml").write_text(files[0].read_text(encoding="utf-8").replace("reverse: [pj4]", "reverse: [pj9]"))
    before = sorted(path.name for path in folder.rglob("*"))
    done = peace("run", "small", "--data", folder.parent)
    assert done.returncode == 2
    assert "the reverse item `pj9` is no item of the scale" in done.stderr
    assert "there are scales of a survey, and no answers" in done.stderr
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_a_change_of_the_survey_makes_groups_and_report_out_of_date_and_nothing_else(tmp_path: Path) -> None:
    city = City("somewhere", tmp_path / "data", tmp_path / "reports", Config(name="Somewhere"))
    city.folder.mkdir()
    before = {stage.name: fingerprint_stage(stage, city) for stage in STAGES}
    (city.folder / "surveys").mkdir()
    (city.folder / "surveys" / "answers.csv").write_text("wave\n", encoding="utf-8")
    changed = {stage.name for stage in STAGES if fingerprint_stage(stage, city) != before[stage.name]}
    assert changed == {"groups", "report"}
