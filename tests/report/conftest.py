"""The invented city as fixtures."""

from __future__ import annotations

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
    """The invented city with every name and word replaced by all hostile ones (kept apart from each other by a number)."""
    return make_material(make_frames(lambda text, number: f"{' '.join(HOSTILE)} {number}"), name=" ".join(HOSTILE))
