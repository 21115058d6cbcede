"""A copy of port_salem after its first stage, made once: a review needs no more."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from peace_analysis import tables
from peace_analysis.anonymize import anonymize_city
from peace_analysis.city import City
from peace_analysis.exchange.review_files import read_decisions
from peace_analysis.files import hash_file
from peace_analysis.restricted import SessionStore, write_log
from peace_analysis.stages import STAGES, fingerprint_stage
from peace_analysis.transcripts import read_city


def run_first_stage(city: City) -> None:
    """Do what `1_anonymize` does, and record it as a run does."""
    with SessionStore(city) as earlier:
        result = anonymize_city(read_city(city), city, decisions=read_decisions(city), earlier=earlier)
    for table, frame in (
        (tables.STATEMENTS, result.statements),
        (tables.TURNS, result.turns),
        (tables.PARTICIPANTS, result.participants),
        (tables.ACCOUNTING, result.accounting),
    ):
        city.save_table(frame, table)
    write_log(city, result.replacements, result.doubtful)
    made = {path.name: hash_file(path) for path in city.derived_folder.glob("*.parquet")}
    state = {"anonymize": {"fingerprint": fingerprint_stage(STAGES[0], city), "outputs": made}}
    (city.derived_folder / "state.json").write_text(json.dumps(state), encoding="utf-8")


@pytest.fixture(scope="session")
def first_stage(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("cities") / "data"
    shutil.copytree(
        root / "data" / "port_salem", data / "port_salem", ignore=shutil.ignore_patterns("derived", "restricted", "review*", "truth")
    )
    run_first_stage(City.open("port_salem", data))
    return data


@pytest.fixture
def city(first_stage: Path, tmp_path: Path) -> City:
    """Port Salem as it stands before its review."""
    shutil.copytree(first_stage, tmp_path / "data")
    return City.open("port_salem", tmp_path / "data", tmp_path / "reports")
