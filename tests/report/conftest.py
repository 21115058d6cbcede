"""The invented city as fixtures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hostile_words import HOSTILE
from invented_city import make_frames, make_material

from peace_analysis import report


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    """The invented city's tables."""
    return make_frames()


@pytest.fixture
def material(frames: dict[str, pd.DataFrame]) -> report.Material:
    """The invented city."""
    return make_material(frames)


@pytest.fixture
def hostile_material() -> report.Material:
    """The invented city with every name and word replaced by a hostile one (kept apart from each other by a number)."""
    return make_material(make_frames(lambda text, number: f"{HOSTILE[number % len(HOSTILE)]} {number}"))


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's chromium."""
    path = Path("/usr/bin/chromium")
    if not path.exists():
        pytest.skip("chromium is not installed: `apt-get install chromium`")
    return path
