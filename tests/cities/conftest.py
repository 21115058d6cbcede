"""A sample city's folder with its settings and sessions, and nothing that was said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from peace_analysis.city import City


@pytest.fixture
def place(root: Path, tmp_path: Path) -> City:
    folder = tmp_path / "data" / "riverton"
    folder.mkdir(parents=True)
    for name in ("city.yml", "sessions.csv"):
        shutil.copyfile(root / "data" / "riverton" / name, folder / name)
    return City.open("riverton", tmp_path / "data")
