"""What workers do: one stage of one city, told as an outcome.

No exception leaves a task. Dask would log it, with what it says, and send it to whoever asked; an error that is not one of ours may quote
a participant. Its traceback therefore stays in the city's restricted folder.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis.city import City
from peace_analysis.cluster.orders import Order, Outcome
from peace_analysis.errors import PeaceAnalysisError
from peace_analysis.files import write_whole
from peace_analysis.pipeline.stages import STAGE_NAMES
from peace_analysis.progress import read_progress

if TYPE_CHECKING:
    from peace_analysis.cluster.hands import WarmKernels

Tell = Callable[[str, str, dict[str, object] | None], None]  # (stage, status, step of a long stage)
ERROR_NAME = "error.txt"  # under restricted/run/
_LOOK_SECONDS = 1.0


def run_stage(before: Outcome | None, order: Order) -> Outcome:
    """Run a city up to a stage on this worker.

    Args:
        before: What the stage before came to; where it failed, nothing is done.
        order: Which city and stage.
    """
    from distributed import get_worker

    if before is not None and before.problem is not None:
        return before
    worker = get_worker()

    def tell(stage: str, status: str, step: dict[str, object] | None) -> None:
        worker.log_event(order.hands, {"city": order.city, "stage": stage, "status": status, "step": step})

    return do_order(before or Outcome(order.city), order, worker.plugins[order.hands].kernels, tell)


def do_order(before: Outcome, order: Order, warm: WarmKernels | None, tell: Tell) -> Outcome:
    """Do what an order says, in this process; never raises but for an interruption.

    Args:
        before: What was done for the city so far.
        order: Which city and stage.
        warm: Kernels to lend; None where the run is to start its own.
        tell: Told what is being done.
    """
    from peace_analysis.exchange.recommendations_file import count_lost_links
    from peace_analysis.pipeline.run import run_city

    try:
        city = City.open(order.city, Path(order.data), Path(order.reports))
        with _lent(warm, tell, order.stage or "") as (kernels, progress_file):
            result = run_city(
                city,
                from_stage=_forced(order),
                until=order.stage,
                on_progress=lambda stage, status: tell(stage, status, None),
                progress_file=progress_file,
                kernels=kernels,
            )
        return before.add(result, count_lost_links(city.reports_folder) if result.report is not None else 0)
    except PeaceAnalysisError as error:
        return before.give_up(str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other cities go on, and its words stay here
        return before.give_up(describe_foreign(error, order))


def describe_foreign(error: Exception, order: Order) -> str:
    """Say what kind of error it was and where its details are; they are written where only the owner reads."""
    path = Path(order.data) / order.city / "restricted" / "run" / ERROR_NAME
    kind = f"{order.city}: {f'stage {order.stage}' if order.stage else 'its run'} ended with {type(error).__name__}."
    try:
        with write_whole(path, private=True) as file:
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        return f"{kind} Its details could not be written to {path}."
    return f"{kind} The details are in {path} (restricted: they may quote people)."


def _forced(order: Order) -> str | None:
    """Of a run that is forced from a stage on, each task forces its own stage only: those before it were forced by theirs."""
    if order.stage is None or order.from_stage is None:
        return order.from_stage
    return order.stage if STAGE_NAMES.index(order.stage) >= STAGE_NAMES.index(order.from_stage) else None


@contextmanager
def _lent(warm: WarmKernels | None, tell: Tell, stage: str) -> Iterator[tuple[Any, Path | None]]:
    if warm is None:
        yield None, None
        return
    with warm.lend() as (kernels, progress_file):
        progress_file.unlink(missing_ok=True)
        over = threading.Event()
        watcher = threading.Thread(target=_watch, args=(progress_file, over, tell, stage), daemon=True)
        watcher.start()
        try:
            yield kernels, progress_file
        finally:
            over.set()
            watcher.join()


def _watch(progress_file: Path, over: threading.Event, tell: Tell, stage: str) -> None:
    last = None
    while not over.wait(_LOOK_SECONDS):
        found = read_progress(progress_file)
        if found is not None and found != last:
            last = found
            tell(stage, "running", found)
