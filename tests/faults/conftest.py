"""What tests of faults share with those of other rooms: the small city of coders."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "bench"))
