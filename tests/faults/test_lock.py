"""One at a time in a city: the lock is held by real processes, killed for real."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from peace_analysis.city import City
from peace_analysis.lock import LOCK_NAME, BusyError, hold_city
from peace_analysis.settings import Config

HOLD = """
import sys, time
from pathlib import Path
from peace_analysis import lock
from peace_analysis.city import City
from peace_analysis.settings import Config
lock.BEAT_SECONDS = 0.2
city = City("town", Path(sys.argv[1]) / "data" / "town", Path(sys.argv[1]) / "reports" / "town", Config(name="Town"))
with lock.hold_city(city, "a run"):
    print("held", flush=True)
    time.sleep(60)
"""
COUNT = """
import json, sys, time
for beat in range(100):
    with open(sys.argv[1], "r+b") as file:
        owner = json.load(file) | {"beat": beat}
        file.seek(0)
        file.write(json.dumps(owner).encode().ljust(1024))
    time.sleep(0.2)
"""


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City("town", tmp_path / "data" / "town", tmp_path / "reports" / "town", Config(name="Town"))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    running: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield begin
    for process in running:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_whoever_comes_second_is_told_at_once_who_holds_the_city(city: City, start: Callable[[], subprocess.Popen[str]]) -> None:
    process = start()
    before = time.monotonic()
    with (
        pytest.raises(BusyError, match=rf"town: a run works on this city already \(process {process.pid}, since 20"),
        hold_city(city, "an import"),
    ):
        pass
    assert time.monotonic() - before < 5


def test_an_owner_that_was_killed_holds_nothing(city: City, start: Callable[[], subprocess.Popen[str]]) -> None:
    process = start()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert json.loads((city.derived_folder / LOCK_NAME).read_bytes())["pid"] == process.pid  # its name is there still
    before = time.monotonic()
    with hold_city(city, "a run"):
        pass
    assert time.monotonic() - before < 5


def test_two_threads_of_one_process_are_two(city: City) -> None:
    with hold_city(city, "a run"), pytest.raises(BusyError, match=str(os.getpid())), hold_city(city, "a run"):
        pass
    with hold_city(city, "a run"):  # and it is free afterwards
        pass


def write_owner(city: City, **changes: object) -> Path:
    path = city.derived_folder / LOCK_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    owner = {"token": "t", "host": "elsewhere", "pid": 1, "since": "2999-01-01T00:00:00+00:00", "doing": "a run", "beat": 0} | changes
    path.write_bytes(json.dumps(owner).encode().ljust(1024))
    return path


def test_an_owner_on_another_machine_lives_as_long_as_its_count_goes_on(city: City) -> None:
    path = write_owner(city)
    process = subprocess.Popen([sys.executable, "-c", COUNT, str(path)])
    try:
        with pytest.raises(BusyError, match="process 1 on elsewhere"), hold_city(city, "a run", watch_seconds=10):
            pass
    finally:
        process.kill()
        process.wait()
    with hold_city(city, "a run", watch_seconds=1):  # dead now, whatever day its clock showed
        pass


def test_whoever_was_taken_for_dead_writes_nothing_more(city: City) -> None:
    with hold_city(city, "a run") as held:
        held.confirm()
        write_owner(city, host="elsewhere")
        with pytest.raises(BusyError, match="was taken over"):
            held.confirm()
    assert json.loads((city.derived_folder / LOCK_NAME).read_bytes())["host"] == "elsewhere"  # the new owner's name stays


def test_a_lock_that_was_deleted_is_noticed(city: City) -> None:
    with hold_city(city, "a run") as held:
        (city.derived_folder / LOCK_NAME).unlink()
        with pytest.raises(BusyError, match="was taken over"):
            held.confirm()


@pytest.mark.parametrize("content", [b"", b"\x00" * 1024, b"{", b"[1]", b'{"token": null}', b"\xff" * 5000], ids=range(6))
def test_a_damaged_record_holds_nobody_up(city: City, content: bytes) -> None:
    path = city.derived_folder / LOCK_NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with hold_city(city, "a run") as held:
        held.confirm()
