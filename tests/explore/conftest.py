"""The little city as fixtures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from little_city import make_city

from peace_analysis.city import City
from peace_analysis.explore.desk import Desk


@pytest.fixture
def city(tmp_path: Path) -> City:
    return make_city(tmp_path / "data")


@pytest.fixture
def desk(city: City) -> Desk:
    """The city on a desk, with a clock that goes on by a minute at each look."""
    moments = (datetime(2026, 6, 1, 9, tzinfo=UTC) + timedelta(minutes=n) for n in range(200))
    return Desk(city, clock=lambda: next(moments))
