"""What a run shows: a bar per city in a terminal, nothing in a log."""

from __future__ import annotations

import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from peace_analysis.progress import read_progress

if TYPE_CHECKING:
    from rich.progress import Progress

_LOOK_SECONDS = 0.2


class RunDisplay:
    """Draws stage, done / total and time left while a city runs, where standard error is a terminal; stays silent elsewhere."""

    def __init__(self, city: str) -> None:
        self._city = city
        self._folder = tempfile.TemporaryDirectory(prefix="peace-analysis-")
        self.progress_file = Path(self._folder.name) / "progress.json"
        self._bar: Progress | None = None
        self._over = threading.Event()
        self._watcher: threading.Thread | None = None
        self._stage = ""

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                SpinnerColumn,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            self._bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task(self._city, total=None)
            self._watcher = threading.Thread(target=self._watch, daemon=True)
            self._watcher.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._over.set()
        if self._watcher is not None:
            self._watcher.join()
        if self._bar is not None:
            self._bar.stop()
        self._folder.cleanup()

    def on_progress(self, stage: str, status: str) -> None:
        """Take note that a stage begins ("running") or has ended ("done", "unchanged")."""
        self._stage = stage
        self.progress_file.unlink(missing_ok=True)
        if self._bar is not None:
            self._bar.update(
                self._task, description=f"{self._city}: {stage} {'' if status == 'running' else status}", completed=0, total=None
            )

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            found = read_progress(self.progress_file)
            if found is not None and self._bar is not None:
                step, done, total = str(found.get("step")), found.get("done"), found.get("total")
                if isinstance(done, int) and isinstance(total, int):
                    self._bar.update(self._task, description=f"{self._city}: {self._stage}, {step}", completed=done, total=total)
