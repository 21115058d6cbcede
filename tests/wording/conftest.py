"""The invented city of the report's tests, for tests of what its report says in other languages."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "report"))
