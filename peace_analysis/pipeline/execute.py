"""Executing one notebook through papermill, with parameters that it knows and errors that quote nobody."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from peace_analysis import errors
from peace_analysis.errors import PeaceAnalysisError, StageError
from peace_analysis.files import scratch_folder
from peace_analysis.pipeline.guard import find_system_error
from peace_analysis.pipeline.stages import notebooks_folder
from peace_analysis.progress import ENVIRONMENT_NAME

if TYPE_CHECKING:
    import nbformat

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")
# What a kernel must not do, and what makes it repeat itself exactly.
_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONHASHSEED": "0",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "IPYTHONDIR": "",  # filled in per run: a researcher's own start-up files must not change a result
}


# What a notebook leaves behind: its names, and the language that it spoke.
_EMPTY = """
get_ipython().run_line_magic('reset', '-f')
if spoken := __import__('sys').modules.get('peace_analysis.wording'):
    spoken.use_language(spoken.SOURCE_LANGUAGE)
get_ipython().run_line_magic('reset', '-f')
"""


@contextmanager
def open_kernels(data: Path, reports: Path, progress_file: Path | None = None, threads: int | None = None) -> Iterator[Kernels]:
    """Give kernels for the cities of a folder; all of them end with the block.

    Args:
        data: Folder of all cities.
        reports: Folder that results go to.
        progress_file: File that long steps of a stage write their progress to.
        threads: Threads that each of them may compute with; by default what this process may.
    """
    environment = {
        "PEACE_ANALYSIS_DATA": str(data.resolve()),
        "PEACE_ANALYSIS_REPORTS": str(reports.resolve()),
        ENVIRONMENT_NAME: str(progress_file or ""),
        **({} if threads is None else dict.fromkeys(_THREADS, str(threads))),
    }
    with scratch_folder() as scratch, Kernels(environment, notebooks_folder(), scratch) as kernels:
        yield kernels


class Kernels:
    """Jupyter kernels of one run, started early and shared by its stages.

    Starting a kernel and importing what a stage needs takes longer than many a stage. Kernels are therefore started while the run still
    looks at what is out of date, import ahead, and are emptied (`%reset`) between two notebooks.
    """

    def __init__(self, environment: Mapping[str, str], cwd: Path, scratch: Path) -> None:
        self._environment = {**os.environ, **_ENVIRONMENT, "IPYTHONDIR": str(scratch / "ipython"), **environment}
        self._cwd = cwd
        self._scratch = scratch
        self._managers: dict[str, Any] = {}
        self._fresh: dict[str, bool] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        from jupyter_core.utils import run_sync

        for manager in self._managers.values():
            run_sync(manager.shutdown_kernel)(now=True)
        self._managers.clear()

    def start(self, name: str, imports: str = "") -> None:
        """Start the kernel of that name, if it is not running, and let it import ahead without waiting for it."""
        if name in self._managers:
            return
        from jupyter_client.manager import AsyncKernelManager
        from jupyter_core.utils import run_sync

        manager = AsyncKernelManager(kernel_name="python3")
        if os.name == "posix":
            # Raw words pass between run and kernel: through sockets that only this user can open, not through a port.
            manager.transport, manager.ip = "ipc", str(self._scratch / name)
            manager.connection_file = str(self._scratch / f"{name}.json")  # holds the key to them, and goes with the folder
        # What a kernel writes past its cells is lost: a warning or a traceback there may quote what people said.
        run_sync(manager.start_kernel)(env=self._environment, cwd=str(self._cwd), stderr=subprocess.DEVNULL)
        self._managers[name] = manager
        self._fresh[name] = True
        self._send(name, f"from peace_analysis.orphans import end_with_parent; end_with_parent({os.getpid()})")
        if imports:
            self._send(name, imports)

    def get(self, name: str) -> Any:
        """Give the running kernel's manager, emptied of whatever an earlier notebook left in it."""
        self.start(name)
        if not self._fresh[name]:
            self._send(name, _EMPTY)
        self._fresh[name] = False
        return self._managers[name]

    def _send(self, name: str, code: str) -> None:
        from jupyter_client.blocking.client import BlockingKernelClient

        client = BlockingKernelClient(connection_file=self._managers[name].connection_file)
        client.load_connection_file()
        client.start_channels(iopub=False, stdin=False, hb=False, control=False)
        client.execute(code, silent=True, store_history=False)
        client.stop_channels()


def execute_notebook(source: Path, output: Path, parameters: Mapping[str, str], kernels: Kernels, kernel: str) -> nbformat.NotebookNode:
    """Execute a notebook and keep the executed copy.

    Args:
        source: Notebook as it stands in `notebooks/`.
        output: Where the executed copy goes (restricted: a traceback may quote people).
        parameters: Values for the cell tagged `parameters`.
        kernels: Kernels of this run.
        kernel: Which of them to use.

    Returns:
        The executed notebook.

    Raises:
        StageError: If the notebook lacks a parameter that is passed (papermill by itself would run on with the default), or a cell fails;
            says which, and where the details are, without quoting a transcript.
        PeaceAnalysisError: One of our own errors raised in a cell, as it was raised.
    """
    import papermill
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    known = papermill.inspect_notebook(str(source))
    if unknown := sorted(set(parameters) - set(known)):
        raise StageError(
            f"{source.name}: no parameter {', '.join(f'`{name}`' for name in unknown)} "
            f"(its cell tagged `parameters` has {', '.join(f'`{name}`' for name in sorted(known)) or 'none'}). Correct the name."
        )
    output.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        node: nbformat.NotebookNode = papermill.execute_notebook(
            str(source),
            str(output),
            parameters=dict(parameters),
            progress_bar=False,
            request_save_on_cell_execute=False,
            kernel_name="python3",
            km=kernels.get(kernel),
        )
    except PapermillExecutionError as error:
        kind = getattr(errors, error.ename, None)
        if isinstance(kind, type) and issubclass(kind, PeaceAnalysisError):
            # Our own messages are written so that they can be shown; anything else might quote a participant.
            raise ReportedError(error.evalue) from None
        if said := find_system_error(error.ename, error.evalue):
            raise StageError(f"{source.name}: {said}") from None
        raise StageError(
            f"{source.name}: cell {error.cell_index + 1} failed with {error.ename}. "
            f"The details are in {output} (restricted: they may quote people)."
        ) from None
    except (DeadKernelError, RuntimeError, TimeoutError) as error:
        raise StageError(
            f"{source.name}: the process that executes it ended before it was done ({type(error).__name__}). Most often the system "
            "stopped it for want of memory: close other programs, then run again. What was finished is kept."
        ) from None
    return node


class ReportedError(PeaceAnalysisError):
    """One of our own errors, raised in a notebook's kernel and passed on with its message."""
