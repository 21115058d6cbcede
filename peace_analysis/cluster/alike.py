"""Whether workers would come to the same results: same code, same libraries, same precision, same files in sight."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peace_analysis.city import CONFIG_NAME
from peace_analysis.city_file import read_config
from peace_analysis.cluster.storage import Store, as_folder, is_store
from peace_analysis.errors import CityError, ClusterError, ModelError

if TYPE_CHECKING:
    from distributed import Client

    from peace_analysis.models.paths import Device, Precision

WAIT_SECONDS = 120  # for the first worker: a queue may take its time


@dataclass(frozen=True)
class Facts:
    """What a worker says of itself."""

    code: str  # hash over the package and the notebooks
    libraries: tuple[tuple[str, str], ...]
    path: str  # what it would compute with: device and precision
    machine: str
    n_cores: int  # that it may use
    cores: tuple[int, ...]  # which of the machine's those are, where the system says so
    n_threads: int  # tasks that it would do at the same time
    unseen: tuple[str, ...]  # cities that it does not find


def name_machine() -> str:
    """Name of this machine, to tell workers on one from workers on others."""
    return platform.node()


def describe_worker(data: str, keys: tuple[str, ...]) -> Facts:
    """Describe this process as a worker."""
    from dask.system import CPU_COUNT
    from distributed import get_worker

    from peace_analysis.code import hash_code
    from peace_analysis.files import hash_file
    from peace_analysis.pipeline.stages import STAGES, notebooks_folder, versions

    rooms = sorted({room for stage in STAGES for room in stage.rooms})
    code = [hash_code(*rooms), *(hash_file(notebooks_folder() / stage.notebook) for stage in STAGES)]
    return Facts(
        code=" ".join(code),
        libraries=tuple(sorted(versions().items())),
        path=describe_paths(data, keys),
        machine=name_machine(),
        n_cores=CPU_COUNT,
        cores=_list_cores(),
        n_threads=get_worker().state.nthreads,
        unseen=tuple(key for key in keys if not _sees(data, key)),
    )


def _list_cores() -> tuple[int, ...]:
    return tuple(sorted(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else ()


def _sees(data: str, key: str) -> bool:
    return Store.open(data).has_city(key) if is_store(data) else (as_folder(data) / key / CONFIG_NAME).is_file()


def describe_paths(data: str, keys: tuple[str, ...]) -> str:
    """Say what statements would be embedded with here: vectors made on different paths differ in their last bits."""
    if is_store(data):
        wanted: set[tuple[Precision, Device]] = {("auto", "auto")}
    else:
        settings = [read_config(as_folder(data) / key / CONFIG_NAME).themes for key in keys if _is_sound(data, key)]
        wanted = {(themes.precision, themes.device) for themes in settings}
    return "; ".join(_describe_path(*pair) for pair in sorted(wanted))


def _describe_path(precision: Precision, device: Device) -> str:
    from peace_analysis.models.paths import list_paths

    try:
        path = list_paths(precision, device)[0]
    except (ModelError, IndexError):
        return f"no way of computing {precision} on {device}"
    return f"{path.precision} on {path.device}" + " with packed weights" * path.packed


def _is_sound(data: str, key: str) -> bool:
    try:
        read_config(as_folder(data) / key / CONFIG_NAME)
    except CityError:
        return False  # its run says so
    return True


def check_workers(client: Client, data: str, keys: list[str]) -> dict[str, Facts]:
    """Look over the workers of a cluster before they are given anything to do.

    Args:
        client: Connected to the cluster.
        data: Folder of all cities.
        keys: Cities to run.

    Returns:
        What each worker says of itself, by address.

    Raises:
        ClusterError: If there is none, if they are not alike, or if one does not see the cities.
    """
    try:
        client.wait_for_workers(1, timeout=WAIT_SECONDS)
    except TimeoutError:
        raise ClusterError(
            f"the cluster at {client.scheduler.address} has no worker (waited for {WAIT_SECONDS} s). Start some: docs/how_to/cluster.md."
        ) from None
    addresses = sorted(client.scheduler_info(n_workers=-1)["workers"])
    common = {"pure": False, "retries": 0, "allow_other_workers": False}
    asked = {address: client.submit(describe_worker, data, tuple(keys), workers=[address], **common) for address in addresses}
    if failed := {address: error for address, future in asked.items() if (error := future.exception()) is not None}:
        if told := [f"{address}: {error}" for address, error in failed.items() if isinstance(error, ClusterError)]:
            raise ClusterError("\n".join(told))
        kinds = ", ".join(sorted({type(error).__name__ for error in failed.values()}))
        raise ClusterError(
            f"{', '.join(failed)}: this worker cannot load peace_analysis as it is here ({kinds}). Install the same version, with the same "
            "requirements.lock, wherever a worker runs."
        )
    facts = {address: future.result() for address, future in asked.items()}
    compare_workers(facts)
    return facts


def compare_workers(facts: Mapping[str, Facts]) -> None:
    """Refuse workers that would not come to the same results.

    Raises:
        ClusterError: With everything in which they differ, worker by worker.
    """
    problems = []
    first_address, first = next(iter(facts.items()))
    for address, other in facts.items():
        if other.n_threads != 1:
            problems.append(f"{address}: does {other.n_threads} tasks at a time. Start workers with --nthreads 1, and more of them.")
        if other.unseen:
            problems.append(
                f"{address}: does not find {', '.join(other.unseen)}. All workers need the folder of cities under the same path as here."
            )
        if other.code != first.code:
            problems.append(f"{address}: its code of peace_analysis is not that of {first_address}. Install the same version on both.")
        here = dict(first.libraries)
        differing = [f"{name} {version} (there {here.get(name)})" for name, version in other.libraries if here.get(name) != version]
        if differing:
            problems.append(f"{address}: has {', '.join(differing)} than {first_address}. Install from requirements.lock on both.")
        if other.path != first.path:
            problems.append(
                f"{address}: computes in {other.path}, {first_address} in {first.path}; their vectors would differ in the last bits. Use "
                "workers of one kind, or pin the path in each city.yml (`themes: {precision: ..., device: ...}`)."
            )
    if problems:
        raise ClusterError("\n".join(problems))


def share_cores(facts: Mapping[str, Facts]) -> dict[str, int]:
    """Threads for each worker, by machine: the cores of a machine are shared by the workers on it.

    A queue may have given each worker cores of its own: those are shared with nobody.
    """
    threads = {}
    for machine in {fact.machine for fact in facts.values()}:
        there = [fact for fact in facts.values() if fact.machine == machine]
        most = min(fact.n_cores for fact in there)
        known = set[int]().union(*(fact.cores for fact in there))
        threads[machine] = max(1, min(most, (len(known) or most) // len(there)))
    return threads
