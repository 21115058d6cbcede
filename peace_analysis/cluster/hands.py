"""What a worker keeps between its tasks: kernels that have imported what stages need, emptied between two notebooks.

Starting kernels and importing is most of what a small city costs. Whatever goes wrong in a kernel, it is ended and another is started.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from distributed import WorkerPlugin  # this module is for workers only

from peace_analysis.cluster.storage import as_folder, is_store
from peace_analysis.files import scratch_folder
from peace_analysis.pipeline.execute import open_kernels

if TYPE_CHECKING:
    from peace_analysis.pipeline.execute import Kernels

LENT_MOST = 100  # times that kernels are lent before new ones take their place: what leaks is gone then


class WarmKernels:
    """Kernels of one process, lent to one run at a time."""

    def __init__(self, data: str, reports: str, threads: int | None) -> None:
        self._scratch = ExitStack()
        self.scratch = self._scratch.enter_context(scratch_folder())  # of this user alone; cities from a store come here
        places = ((data, "data"), (reports, "reports"))
        self._folders = [self.scratch / name if is_store(place) else as_folder(place) for place, name in places]
        self._threads = threads
        self._lock = threading.Lock()
        self._stack: ExitStack | None = None
        self._kernels: Kernels | None = None
        self._progress_file = Path()
        self._n_lent = 0

    @contextmanager
    def lend(self) -> Iterator[tuple[Kernels, Path]]:
        """Give kernels, and the file that they write the progress of long steps to; after an error they are not used again."""
        with self._lock:
            if self._kernels is None or self._n_lent >= LENT_MOST:
                self._start()
            assert self._kernels is not None
            self._n_lent += 1
            try:
                yield self._kernels, self._progress_file
            except BaseException:
                self._end()
                raise

    def close(self) -> None:
        """End the kernels, also under a run that still uses them; what lay in the private folder is deleted."""
        self._end()
        self._scratch.close()

    def _start(self) -> None:
        self._end()
        self._stack = ExitStack()
        self._progress_file = self.scratch / "progress.json"
        data, reports = self._folders
        self._kernels = self._stack.enter_context(open_kernels(data, reports, self._progress_file, self._threads))
        self._n_lent = 0

    def _end(self) -> None:
        stack, self._stack, self._kernels = self._stack, None, None
        if stack is not None:
            stack.close()


class Hands(WorkerPlugin):  # type: ignore[misc]
    """Warm kernels of a worker, for one command: they end when the command does, or the worker.

    Args:
        name: Its name, as orders give it.
        data: Folder of all cities, as all workers see it.
        reports: Folder that results go to, as all workers see it.
        threads: Threads for each worker, by the name of the machine that it runs on.
    """

    def __init__(self, name: str, data: str, reports: str, threads: Mapping[str, int]) -> None:
        self.name = name
        self._folders = (data, reports)
        self._threads = dict(threads)
        self.n_threads = 1
        self.kernels: WarmKernels | None = None

    def setup(self, worker: Any) -> None:
        """Take note of what is asked for; kernels are started by the first task."""
        from peace_analysis.cluster.alike import name_machine

        data, reports = self._folders
        self.n_threads = self._threads.get(name_machine(), 1)
        self.kernels = WarmKernels(data, reports, self.n_threads)

    def teardown(self, worker: Any) -> None:
        """End the kernels."""
        if self.kernels is not None:
            self.kernels.close()
