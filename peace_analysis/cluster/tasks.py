"""What workers do: one stage of one city, told as an outcome.

No exception leaves a task. Dask would log it, with what it says, and send it to whoever asked; an error that is not one of ours may quote
a participant. Its traceback therefore stays in the city's restricted folder.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis.city import City
from peace_analysis.cluster.orders import Order, Outcome
from peace_analysis.cluster.storage import as_folder, bring_city, is_store
from peace_analysis.errors import PeaceAnalysisError
from peace_analysis.files import scratch_folder
from peace_analysis.pipeline.foreign import keep_foreign_error
from peace_analysis.pipeline.stages import STAGE_NAMES
from peace_analysis.progress import read_progress

if TYPE_CHECKING:
    from peace_analysis.cluster.hands import WarmKernels

Tell = Callable[[str, str, dict[str, object] | None], None]  # (stage, status, step of a long stage)
_LOOK_SECONDS = 1.0


def run_stage(before: Outcome | None, order: Order) -> Outcome:
    """Run a city up to a stage on this worker.

    Args:
        before: What the stage before came to; where it failed, nothing is done.
        order: Which city and stage.

    Returns:
        What was done for this stage alone: what stages before it answered may be lost with a worker, and would then be made again of a
        run that finds nothing to do.
    """
    from distributed import get_worker

    if before is not None and before.problem is not None:
        return Outcome(order.city, problem=before.problem)
    worker = get_worker()

    def tell(stage: str, status: str, step: dict[str, object] | None) -> None:
        worker.log_event(order.hands, {"city": order.city, "stage": stage, "status": status, "step": step})

    hands = worker.plugins.get(order.hands)  # a worker that came just now may not have them yet
    return do_order(order, hands.kernels if hands is not None else None, tell)


def do_order(order: Order, warm: WarmKernels | None, tell: Tell) -> Outcome:
    """Do what an order says, in this process; never raises but for an interruption.

    Args:
        order: Which city and stage.
        warm: Kernels to lend; None where the run is to start its own.
        tell: Told what is being done.
    """
    try:
        if not is_store(order.data) and not is_store(order.reports):
            return _run_here(order, warm, tell)
        with ExitStack() as stack:
            scratch = warm.scratch if warm is not None else stack.enter_context(scratch_folder())
            local = stack.enter_context(bring_city(order, scratch))
            done = _run_here(local, warm, tell)
            return replace(
                done,
                report=f"{order.reports}/{order.city}",
                notes=tuple(_name_places(note, local, order) for note in done.notes),
                problem=None if done.problem is None else _name_places(done.problem, local, order),
            )
    except PeaceAnalysisError as error:
        return Outcome(order.city).give_up(str(error))
    except Exception as error:  # noqa: BLE001 - a store that fails: what it says may hold names of files
        return Outcome(order.city).give_up(f"{order.city}: its folder could not be brought here or back ({type(error).__name__}).")


def _name_places(told: str, local: Order, order: Order) -> str:
    """Name the store's files, not the copies here, which nobody finds any more."""
    return told.replace(local.data, order.data).replace(local.reports, order.reports)


def _run_here(order: Order, warm: WarmKernels | None, tell: Tell) -> Outcome:
    from peace_analysis.exchange.recommendations_file import count_lost_links
    from peace_analysis.pipeline.run import run_city

    data, reports = as_folder(order.data), as_folder(order.reports)
    try:
        city = City.open(order.city, data, reports)
        with _lent(warm, tell, order.stage or "") as (kernels, progress_file):
            result = run_city(
                city,
                from_stage=_forced(order),
                until=order.stage,
                on_progress=lambda stage, status: tell(stage, status, None),
                progress_file=progress_file,
                kernels=kernels,
            )
        return Outcome(order.city).add(result, count_lost_links(city.reports_folder) if result.report is not None else 0)
    except PeaceAnalysisError as error:
        return Outcome(order.city).give_up(str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other cities go on, and its words stay here
        return Outcome(order.city).give_up(keep_foreign_error(error, data / order.city, order.stage))


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
