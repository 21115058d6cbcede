"""Whether a stage is out of date, as far as it depends on what it remembers itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from peace_analysis.city import City
from peace_analysis.files import hash_file
from peace_analysis.pipeline import read_state
from peace_analysis.pipeline.stages import (
    POLICY_STAGE,
    STAGES,
    fingerprint_stage,
    hash_remembered,
    is_current,
    stages_of,
    table_path,
    tables_read,
)
from peace_analysis.settings import Config
from peace_analysis.tables_policy import POLICY_TABLES

THEMES_STAGE = next(stage for stage in STAGES if stage.name == "themes")


@pytest.fixture
def city(tmp_path: Path) -> City:
    city = City("somewhere", tmp_path / "data", tmp_path / "reports", Config(name="Somewhere"))
    city.derived_folder.mkdir(parents=True)
    (city.derived_folder / "themes.parquet").write_bytes(b"made")
    (city.folder / "themes_history.json").write_text("as the stage left it", encoding="utf-8")
    return city


def record(city: City) -> dict[str, Any]:
    made = {"themes.parquet": hash_file(city.derived_folder / "themes.parquet")}
    return {"themes": {"fingerprint": "f", "outputs": made, "remembered": hash_remembered(THEMES_STAGE, city)}}


def test_a_stage_that_wrote_its_own_memory_is_current_afterwards(city: City) -> None:
    assert is_current(THEMES_STAGE, city, record(city), "f")


def test_a_memory_that_was_changed_or_is_gone_makes_it_run_again(city: City) -> None:
    state = record(city)
    path = city.folder / "themes_history.json"
    path.write_text("an earlier version, brought back", encoding="utf-8")
    assert not is_current(THEMES_STAGE, city, state, "f")
    path.unlink()
    assert not is_current(THEMES_STAGE, city, state, "f")


def test_the_memory_of_one_stage_is_no_matter_of_the_others(city: City) -> None:
    groups = next(stage for stage in STAGES if stage.name == "groups")
    state = {"groups": {"fingerprint": "f", "outputs": record(city)["themes"]["outputs"]}}
    (city.folder / "themes_history.json").unlink()
    assert is_current(groups, city, state, "f")


def add_policy(city: City) -> Path:
    path = city.folder / "policies" / "force" / "2026-05-01.md"
    path.parent.mkdir(parents=True)
    path.write_text("# Force\n", encoding="utf-8")
    return path


def test_the_policy_stage_is_a_part_of_runs_only_where_a_city_has_a_policy(city: City) -> None:
    report = STAGES[-1]
    assert POLICY_STAGE not in stages_of(city)
    assert not {table.name for table in POLICY_TABLES} & {table.name for table in tables_read(report, city)}
    add_policy(city)
    assert stages_of(city) == STAGES
    assert {table.name for table in POLICY_TABLES} < {table.name for table in tables_read(report, city)}


def test_tables_left_from_a_policy_that_is_gone_are_no_matter(city: City) -> None:
    report, before = STAGES[-1], fingerprint_stage(STAGES[-1], city)
    table_path(city, POLICY_TABLES[0]).write_bytes(b"left over")
    (city.derived_folder / "state.json").write_text(json.dumps({"policy": {"fingerprint": "f"}, "groups": {"fingerprint": "g"}}))
    assert fingerprint_stage(report, city) == before
    assert read_state(city) == {"groups": {"fingerprint": "g"}}


def test_a_changed_comment_makes_the_policy_stage_run_and_no_earlier_one(city: City) -> None:
    path = add_policy(city)
    (city.folder / "sessions.csv").write_text("session_id\n", encoding="utf-8")
    city.transcripts_folder.mkdir()
    before = {stage.name: fingerprint_stage(stage, city) for stage in STAGES}
    path.with_name("comments.csv").write_text("number,group,comment\n", encoding="utf-8")
    assert {stage.name for stage in STAGES if fingerprint_stage(stage, city) != before[stage.name]} == {"policy"}
