"""What a run shows: a bar per city in a terminal, nothing in a log."""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from peace_analysis.progress import read_progress

if TYPE_CHECKING:
    from rich.progress import Progress

_LOOK_SECONDS = 0.2


def _make_bar() -> Progress:
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

    return Progress(
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


@contextmanager
def show_progress(step: str) -> Iterator[Callable[[int, int], None]]:
    """Draw one step of a command, where standard error is a terminal; stay silent elsewhere.

    Args:
        step: What is being done, in a word or two.

    Yields:
        A function to be told (done, total).
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with _make_bar() as bar:
        task = bar.add_task(step, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


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
            self._bar = _make_bar()
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


class ProgrammeDisplay:
    """Draws how far many cities have come together, and what was begun last, where standard error is a terminal; stays silent elsewhere."""

    def __init__(self, n_cities: int, n_steps: int) -> None:
        self._n_cities, self._n_steps, self._n_done = n_cities, n_steps, 0
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._bar = _make_bar()
            self._bar.start()
            self._task = self._bar.add_task(f"{self._n_cities} cities", total=self._n_cities * self._n_steps)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def on_progress(self, told: Mapping[str, object]) -> None:
        """Take note of what a worker does: {"city", "stage", "status", "step"}; the status "over" ends one of a city's tasks."""
        if told["status"] == "over":
            self._n_done += 1
        if self._bar is None:
            return
        step = told.get("step")
        inner = f", {step['step']} {step['done']:,} of {step['total']:,}" if isinstance(step, dict) else ""
        at = f"{told['city']}: {told['stage']}{inner}" if told["status"] == "running" else None
        said = {} if at is None else {"description": f"{self._n_cities} cities, {at}"}
        self._bar.update(self._task, completed=self._n_done, **said)  # type: ignore[arg-type]

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while something is printed."""
        if self._bar is not None:
            self._bar.stop()
        yield
        if self._bar is not None:
            self._bar.start()
