"""Whether a stage is out of date, as far as it depends on what it remembers itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from peace_analysis.city import City
from peace_analysis.files import hash_file
from peace_analysis.settings import Config
from peace_analysis.stages import STAGES, hash_remembered, is_current

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
