"""A copy of port_salem after its first stage, made once: a review needs no more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from first_stage_run import run_first_stage

from peace_analysis.city import City


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
