"""Progress of long steps: a bar in a terminal and in Jupyter, nothing in a log.

A stage runs in a kernel of its own and cannot draw on the terminal of the run that started it. It therefore writes where it is to the
small file that PEACE_ANALYSIS_PROGRESS names, and the run draws it. In JupyterLab there is no such file, and a bar is shown in place.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ENVIRONMENT_NAME = "PEACE_ANALYSIS_PROGRESS"
_PAUSE_SECONDS = 0.1  # drawing more often shows nothing more


def report_progress(step: str) -> Callable[[int, int], None]:
    """Make the function that a long step calls with (done, total).

    Args:
        step: What is being done, in a word or two; never anything from a transcript.

    Returns:
        A function of (done, total); it draws a bar in Jupyter, tells the run where there is one, and does nothing elsewhere.
    """
    if named := os.environ.get(ENVIRONMENT_NAME):
        return _tell_run(step, Path(named))
    if "ipykernel" in sys.modules:
        return _draw_bar(step)
    return lambda done, total: None


def _tell_run(step: str, path: Path) -> Callable[[int, int], None]:
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done < total and now - last < _PAUSE_SECONDS:
            return
        last = now
        path.write_text(json.dumps({"step": step, "done": done, "total": total}), encoding="utf-8")

    return tell


def _draw_bar(step: str) -> Callable[[int, int], None]:
    from IPython.display import display
    from ipywidgets import HBox, IntProgress, Label

    bar, label = IntProgress(min=0, max=1, description=step), Label()
    started = time.monotonic()
    display(HBox([bar, label]))  # type: ignore[no-untyped-call]

    def draw(done: int, total: int) -> None:
        bar.max, bar.value = max(total, 1), done
        left = (time.monotonic() - started) / max(done, 1) * (total - done)
        label.value = f"{done:,} of {total:,}" + (f", about {left:.0f} s left" if 0 < done < total else "")

    return draw


def read_progress(path: Path) -> dict[str, object] | None:
    """Read what a stage last wrote; None where it has written nothing (or is writing just now)."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
