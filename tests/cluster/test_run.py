"""Three cities on two workers, one of which is killed half-way: the same results, byte for byte, as in one process."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

pytest.importorskip("distributed", reason="dask is not installed: `pip install -e '.[cluster]'`")

from peace_analysis.city import City
from peace_analysis.cluster.orders import Outcome
from peace_analysis.cluster.run import Programme, run_on
from peace_analysis.cluster.start import open_client
from peace_analysis.pipeline import run_city

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from invented_cities import make_city

pytestmark = pytest.mark.slow
SOUND = ("city_01", "city_02")
SIZE = {"n_sessions": 4, "n_people": 6, "n_answers": 1, "pdf": "off"}
NOT_COMPARED = {"build.json"}  # it says when, and how long
TIMED = ".ipynb"  # each execution gives its cells new ids


def read_folder(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in NOT_COMPARED and path.suffix != TIMED
    }


def read_tasks(dask_scheduler: Any) -> list[bytes]:
    """All that the scheduler knows of its tasks, as bytes."""
    return [pickle.dumps((task.key, task.run_spec, task.annotations, task.metadata)) for task in dask_scheduler.tasks.values()]


@dataclass
class Watched:
    """A programme that was run on two workers while somebody looked."""

    folder: Path
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    travelled: bytes = b""
    listening: set[str] = field(default_factory=set)
    killed: int = 0
    left: list[int] = field(default_factory=list)


def kill_at(watched: Watched, client: Any, city: str, stage: str, begun: threading.Event) -> None:
    """Look over the tasks and ports, then kill the worker that has just begun this stage."""
    assert begun.wait(600)
    watched.travelled = b"".join(client.run_on_scheduler(read_tasks))
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    for process in family:
        for link in process.net_connections(kind="inet"):
            if link.status == psutil.CONN_LISTEN:
                watched.listening.add(link.laddr.ip)
    worker = next(told["worker"] for told in watched.told if (told["city"], told["stage"]) == (city, stage))
    pids = client.run(os.getpid)
    os.kill(pids[worker], signal.SIGKILL)
    watched.killed = pids[worker]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    folder = tmp_path_factory.mktemp("programme")
    for number in (1, 2, 3):
        make_city(folder / "data", number, **SIZE)
    (folder / "data" / "city_03" / "sessions.csv").write_text("session_id,date\nT01,yesterday\n", encoding="utf-8")
    shutil.copytree(folder / "data", folder / "alone")
    watched, begun = Watched(folder), threading.Event()

    def look(told: dict[str, Any]) -> None:
        watched.told.append(told)
        if (told["city"], told["stage"], told["status"]) == ("city_01", "groups", "running"):
            begun.set()

    before = {process.pid for process in psutil.Process().children(recursive=True)}
    programme = Programme(["city_01", "city_02", "city_03"], str(folder / "data"), str(folder / "reports"), split_from=20)
    with open_client(2, None) as client:
        killer = threading.Thread(target=kill_at, args=(watched, client, "city_01", "groups", begun))
        killer.start()
        for outcome in run_on(client, programme, {}, look):
            watched.outcomes[outcome.city] = outcome
        killer.join()
    _, alive = psutil.wait_procs([p for p in psutil.Process().children(recursive=True) if p.pid not in before], timeout=10)
    watched.left = [process.pid for process in alive if "ipykernel" in " ".join(process.cmdline())]
    return watched


def test_cities_are_done_though_a_worker_was_killed(watched: Watched) -> None:
    assert watched.killed > 0
    for key in SOUND:
        assert watched.outcomes[key].problem is None
        assert set(watched.outcomes[key].executed) == {"anonymize", "themes", "groups", "report"}


@pytest.mark.parametrize("key", SOUND)
def test_results_are_those_of_one_process_byte_for_byte(watched: Watched, key: str) -> None:
    run_city(City.open(key, watched.folder / "alone", watched.folder / "reports_alone"))
    spread, alone = read_folder(watched.folder / "reports" / key), read_folder(watched.folder / "reports_alone" / key)
    assert sorted(spread) == sorted(alone)
    assert [name for name in alone if spread[name] != alone[name]] == []
    assert sum(name.startswith("tables/") for name in alone) > 10
    for path in (watched.folder / "alone" / key / "derived").glob("*.parquet"):
        assert path.read_bytes() == (watched.folder / "data" / key / "derived" / path.name).read_bytes()


def test_one_citys_bad_input_is_told_with_its_cause_and_is_not_tried_again(watched: Watched) -> None:
    problem = watched.outcomes["city_03"].problem
    assert problem is not None
    assert "sessions.csv" in problem
    assert not (watched.folder / "reports" / "city_03").exists()
    assert [told for told in watched.told if told["city"] == "city_03" and told["status"] == "done"] == []


def test_nothing_that_was_said_travels(watched: Watched) -> None:
    assert b"city_01" in watched.travelled
    told = json.dumps(watched.told).encode()
    for path in (watched.folder / "data").rglob("T*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            said = line.partition(": ")[2]
            for part in (said[:40], said[-40:]):
                if len(part) >= 20:
                    assert part.encode() not in watched.travelled
                    assert part.encode() not in told


def test_statements_were_embedded_in_parts(watched: Watched) -> None:
    split = {told["city"]: told["step"]["total"] for told in watched.told if told["stage"] == "embed" and told["step"] is not None}
    assert set(split) == set(SOUND)
    assert min(split.values()) >= 2


def test_no_port_is_open_to_other_machines(watched: Watched) -> None:
    assert watched.listening == {"127.0.0.1"}


def test_no_kernel_outlives_the_programme(watched: Watched) -> None:
    assert watched.left == []


def test_progress_tells_stage_by_stage_until_all_is_over(watched: Watched) -> None:
    over = [(told["city"], told["stage"]) for told in watched.told if told["status"] == "over"]
    assert len(over) == len(set(over)) == 3 * 6  # five stages, and the embedding ahead
