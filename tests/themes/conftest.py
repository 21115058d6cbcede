"""Fixtures of the tests of themes."""

from __future__ import annotations

import pandas as pd
import pytest
from planted_subjects import make_statements


@pytest.fixture
def planted() -> tuple[pd.DataFrame, list[str]]:
    """Statements with planted subjects, and the subject of each."""
    return make_statements()
