"""Runs of many cities, spread over workers: a stage of a city is a task that waits for the stage before it."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis.cluster.embedding import STEP, embed_city
from peace_analysis.cluster.orders import SPLIT_FROM, Order, Outcome
from peace_analysis.cluster.storage import as_folder, is_store
from peace_analysis.pipeline.stages import STAGE_NAMES

if TYPE_CHECKING:
    from distributed import Client, Future

# A large city's statements are embedded by all workers before one of them finds its themes.
STEPS = tuple(step for stage in STAGE_NAMES for step in ((STEP, stage) if stage == "themes" else (stage,)))
Progress = Callable[[dict[str, Any]], None]  # told {"city", "stage", "status", "step"}


@dataclass(frozen=True)
class Programme:
    """Cities to run, and where they are."""

    keys: list[str]
    data: str  # folder of all cities, or the URL of a store
    reports: str  # folder that results go to, or the URL of a store
    from_stage: str | None = None
    split_from: int = SPLIT_FROM  # statements of a city from which its embedding is split over workers

    def whole(self) -> Programme:
        """Name folders by whole paths, for workers that stand elsewhere."""
        return replace(self, data=_whole(self.data), reports=_whole(self.reports))

    @property
    def is_stored(self) -> bool:
        """Whether cities have to be brought to a worker: then a whole city is one task."""
        return is_store(self.data) or is_store(self.reports)

    @property
    def steps(self) -> tuple[str | None, ...]:
        """Tasks of each city; None is a whole city."""
        return (None,) if self.is_stored else STEPS


def run_cities(
    programme: Programme,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    on_start: Callable[[str], None] = lambda link: None,
    on_progress: Progress = lambda told: None,
) -> Iterator[Outcome]:
    """Bring the results of many cities up to date, spread over workers.

    Args:
        programme: Which cities, and where they are. Workers find the folders under the same paths.
        workers: Worker processes on this machine, where no scheduler is named; the cores are shared among them.
        scheduler: Address of a Dask scheduler: tcp://host:port or tls://host:port.
        on_start: Told the address of the dashboard.
        on_progress: Told what is being done, stage by stage.

    Yields:
        What became of each city, as they finish. A city that fails has a `problem`, and stops no other.

    Raises:
        ClusterError: If there is no cluster, or its workers are too different from each other.

    Examples:
        >>> from peace_analysis.cluster import run_cities
        >>> from peace_analysis.cluster.run import Programme
        >>> programme = Programme(["riverton", "port_salem"], "data", "reports")
        >>> for outcome in run_cities(programme, workers=2):  # takes as long as runs do  # doctest: +SKIP
        ...     print(outcome.city, outcome.problem or "done")
    """
    from peace_analysis.cluster.alike import check_workers, name_machine, share_cores
    from peace_analysis.cluster.start import link_dashboard, open_client

    programme = programme.whole()
    with open_client(workers, scheduler) as client:
        on_start(link_dashboard(client))
        if scheduler is None:
            from dask.system import CPU_COUNT

            threads = {name_machine(): max(1, CPU_COUNT // workers)}
        else:
            threads = share_cores(check_workers(client, programme.data, programme.keys))
        yield from run_on(client, programme, threads, on_progress)


def run_on(client: Client, programme: Programme, threads: dict[str, int], on_progress: Progress = lambda told: None) -> Iterator[Outcome]:
    """Run cities on the workers of a cluster.

    Args:
        client: Connected to it.
        programme: Which cities, and where they are.
        threads: Threads for each worker, by machine.
        on_progress: Told what is being done, stage by stage.
    """
    from distributed import as_completed

    from peace_analysis.cluster.hands import Hands

    name = f"peace-analysis-{secrets.token_hex(4)}"
    client.register_plugin(Hands(name, programme.data, programme.reports, threads))
    client.subscribe_topic(name, lambda event: on_progress(event[1]))
    try:
        common = Order("", programme.data, programme.reports, None, programme.from_stage, programme.split_from, hands=name)
        futures = _submit(client, programme, common)
        reached, left = {key: Outcome(key) for key in programme.keys}, Counter(order.city for order in futures.values())
        for future in as_completed(list(futures), loop=client.loop):
            # What was read is let go: it need not be made again when the worker that made it dies.
            order = futures.pop(future)
            before = reached[order.city]
            reached[order.city] = before.join(_read_outcome(future, order)) if before.problem is None else before
            left[order.city] -= 1
            on_progress({"city": order.city, "stage": order.stage, "status": "over", "step": None})
            if left[order.city] == 0:
                yield reached[order.city]
    finally:
        client.unsubscribe_topic(name)
        client.unregister_worker_plugin(name)


def _submit(client: Client, programme: Programme, common: Order) -> dict[Future, Order]:
    """Hand in all tasks: large cities first, so that none is left alone at the end, and a city that was begun before the next."""
    from peace_analysis.cluster.tasks import run_stage

    futures = {}
    sizes = {key: 0 if is_store(programme.data) else _measure_size(as_folder(programme.data) / key) for key in programme.keys}
    for rank, key in enumerate(sorted(programme.keys, key=lambda key: (-sizes[key], key))):
        before = None
        for stage in programme.steps:
            order = replace(common, city=key, stage=stage, priority=-rank)
            work, name = embed_city if stage == STEP else run_stage, f"{stage or 'run'}-{key}-{common.hands}"
            # The scheduler makes up for a worker that died; what a task answers is never asked for twice.
            before = client.submit(work, before, order, key=name, pure=False, retries=0, priority=order.priority)
            futures[before] = order
    return futures


def _measure_size(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "transcripts").rglob("*") if path.is_file())


def _read_outcome(future: Future, order: Order) -> Outcome:
    """Read what a task answered; where it never came to answer, say why, without what an error of others says."""
    if future.status == "finished":
        outcome: Outcome = future.result()
        return outcome
    known = Outcome(order.city)
    if future.status != "error":
        return known.give_up(f"{order.city}: the scheduler was lost during {_name(order)}. What was finished is kept; run again.")
    error = future.exception()
    if type(error).__name__ == "KilledWorker":
        stage = str(getattr(error, "task", "")).partition("-")[0]
        died = _name(replace(order, stage=stage) if stage in STEPS else order)
        return known.give_up(
            f"{order.city}: {died} was given up, as every worker that took it died (killed, or out of memory). What was finished is kept. "
            "Give workers more memory (docs/how_to/cluster.md), then run again."
        )
    return known.give_up(f"{order.city}: {_name(order)} could not be run on a worker ({type(error).__name__}).")


def _name(order: Order) -> str:
    return "its run" if order.stage is None else f"stage {order.stage}"


def _whole(place: str) -> str:
    return place if is_store(place) else str(as_folder(place).absolute())
