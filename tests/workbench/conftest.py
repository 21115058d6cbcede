"""The small city as a fixture."""

from __future__ import annotations

from pathlib import Path

import pytest
from coded_city import make_city

from peace_analysis.city import City


@pytest.fixture
def small(tmp_path: Path) -> City:
    """The small city."""
    return make_city(tmp_path)
