"""recommendations.yml on the command line: told by `check`, refused by `run` before anything is done, and never overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import peace

from peace_analysis.city import City
from peace_analysis.pipeline.stages import STAGES, fingerprint_stage
from peace_analysis.settings import Config

WRONG = "recommendations:\n  - id: lamps\n    titel: Mend the lamps\n    horizon: soon\n"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "small"
    folder.mkdir(parents=True)
    (folder / "city.yml").write_text('name: Small\nroles: {participant: ["Ben"]}\n', encoding="utf-8")
    header = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended,facilitator\n"
    (folder / "sessions.csv").write_text(f"{header}S01,2026-03-01,virtual,en,Old Town,residents,1,Ann\n", encoding="utf-8")
    (folder / "transcripts").mkdir()
    words = "WEBVTT\n\n00:00.000 --> 00:04.000\nAnn: How are you?\n\n00:05.000 --> 00:09.000\nBen: It is dark on our street.\n"
    (folder / "transcripts" / "S01.vtt").write_text(words, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", ["check", "run"])
def test_every_problem_is_told_with_its_line_and_nothing_is_written(city: Path, command: str) -> None:
    (city / "recommendations.yml").write_text(WRONG, encoding="utf-8")
    before = sorted(path.name for path in city.rglob("*"))
    done = peace(command, "small", "--data", city.parent)
    assert done.returncode == 2
    assert "recommendations.yml: line 3: `recommendations.1.titel` is not known. Did you mean `title`?" in done.stderr
    assert "recommendations.yml: line 4: `recommendations.1.horizon`" in done.stderr
    assert sorted(path.name for path in city.rglob("*")) == before


def test_what_people_wrote_is_never_overwritten(city: Path) -> None:
    (city / "recommendations.yml").write_text("# mine\n", encoding="utf-8")
    done = peace("recommendations", "small", "--data", city.parent, "--to", city / "recommendations.yml")
    assert done.returncode == 2
    assert "this file is written by people" in done.stderr
    assert (city / "recommendations.yml").read_text(encoding="utf-8") == "# mine\n"


def test_before_a_run_there_is_nothing_to_draft_from(city: Path) -> None:
    done = peace("recommendations", "small", "--data", city.parent)
    assert done.returncode == 2
    assert "this table has not been made yet" in done.stderr


def test_the_report_and_nothing_before_it_is_out_of_date_when_recommendations_change(tmp_path: Path) -> None:
    place = City("small", tmp_path / "small", tmp_path / "reports", Config(name="Small"))
    place.derived_folder.mkdir(parents=True)
    for table in {table for stage in STAGES for table in stage.reads}:
        (place.derived_folder / f"{table.name}.parquet").write_bytes(b"made")
    (place.folder / "sessions.csv").write_text("session_id\n", encoding="utf-8")
    place.transcripts_folder.mkdir()
    before = {stage.name: fingerprint_stage(stage, place) for stage in STAGES}
    (place.folder / "recommendations.yml").write_text("# changed\n", encoding="utf-8")
    changed = {stage.name for stage in STAGES if fingerprint_stage(stage, place) != before[stage.name]}
    assert changed == {"report"}
