"""Runs that are killed at random moments: results are the old or the new, whole; the next run finishes, as if nothing had been."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import psutil
import pytest
from short_city import KEY, Town, command, is_whole, leftovers, published

from peace_analysis.city import City
from peace_analysis.custody import inspect_custody
from peace_analysis.lock import LOCK_NAME

PATIENCE = 300  # seconds that a stage may take to begin
SOON = 4.0  # seconds; most kills come this early in a stage, so that a hundred do not take hours


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    made = Town()
    yield made
    shutil.rmtree(made.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def undisturbed(town: Town) -> dict[str, str]:
    """Tables of the first form, by a run that nobody disturbs."""
    return town.finish()


def begun(town: Town, stage: str) -> bool:
    """Whether the run has come to a stage: its lock says so."""
    try:
        return f"({stage})".encode() in (town.city / "derived" / LOCK_NAME).read_bytes()
    except FileNotFoundError:
        return False


def kill_once(town: Town, stage: str, wait: float, *, more: tuple[str, ...], sign: Path | None = None) -> bool:
    """Start a run, wait for a stage, or for a sign of it, and for some seconds more, and kill it; whether it was still running."""
    (town.city / "derived" / LOCK_NAME).unlink(missing_ok=True)  # of a run that was killed: it names a stage
    environment = {**os.environ, **town.environment()}
    process = subprocess.Popen(
        command(town.folder, *more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    end = time.monotonic() + PATIENCE
    while process.poll() is None and stage and not (sign.exists() if sign else begun(town, stage)) and time.monotonic() < end:
        time.sleep(0.02)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(wait)
    try:
        kernels = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        kernels = []
    killed = process.poll() is None
    if killed:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    _, alive = psutil.wait_procs([one for one in kernels if one.is_running()], timeout=5)
    assert not [one for one in alive if one.is_running() and one.status() != psutil.STATUS_ZOMBIE], "a kernel outlives its run"
    return killed


def kill_often(town: Town, times: int, seed: int, known: list[dict[str, str]]) -> int:
    """Kill runs at seeded moments of every stage; whatever is published meanwhile is one of the known results, whole."""
    random, lasts = Random(seed), town.seconds()
    n_killed = n_runs = 0
    while n_killed < times:
        stage = ("anonymize", "themes", "groups", "report", "publish", "")[n_runs % 6]
        n_runs += 1
        assert n_runs < 4 * times + 10, "runs end before they can be killed"
        more: tuple[str, ...] = () if stage in ("anonymize", "") else ("--from", "report" if stage == "publish" else stage)
        if stage == "anonymize":
            town.set_form(1 - town.form)
            if random.random() < 0.5:
                (town.city / "restricted" / "sessions.json").unlink(missing_ok=True)
        longest = lasts[stage] if stage else sum(lasts.values())
        wait = random.uniform(0, longest if random.random() < 0.2 else min(longest, SOON))
        n_killed += kill_once(town, stage, wait, more=more)
        assert is_whole(town.folder), f"run {n_runs}, {stage}"
        assert published(town.folder) in known, f"run {n_runs}, {stage}"
    return n_killed


def finish_in_first_form(town: Town, expected: dict[str, str]) -> None:
    town.set_form(0)
    assert town.finish() == expected
    assert leftovers(town.folder) == []
    assert not list((town.folder / "tmp").iterdir())
    assert not list((town.city / "restricted" / "run").glob("*.ipynb"))


@pytest.mark.slow
def test_a_run_that_is_killed_leaves_the_old_results_and_the_next_one_finishes(town: Town, undisturbed: dict[str, str]) -> None:
    town.set_form(1)
    for stage, wait in (("themes", 0.6), ("report", 1.5), ("publish", 0.2)):
        assert kill_once(town, stage, wait, more=())
        assert is_whole(town.folder)
        assert published(town.folder) == undisturbed
    finish_in_first_form(town, undisturbed)


@pytest.mark.slow
def test_a_first_run_that_is_killed_stands_in_the_way_of_no_other() -> None:
    town = Town()
    try:
        city = City.open(KEY, town.folder / "data", town.folder / "reports")
        assert kill_once(town, "anonymize", 0.1, more=(), sign=city.restricted_folder / "run")
        assert inspect_custody(city) == []  # a run refuses what is restricted and has no day on which it is due for deletion
        assert city.restricted_folder.stat().st_mode & 0o777 == 0o700
    finally:
        shutil.rmtree(town.folder, ignore_errors=True)


@pytest.mark.faults
@pytest.mark.slow
def test_a_hundred_kills_lose_nothing_and_count_nothing_twice(town: Town, undisturbed: dict[str, str]) -> None:
    other = Town()
    try:
        other.set_form(1)
        known = [undisturbed, other.finish()]
    finally:
        shutil.rmtree(other.folder, ignore_errors=True)
    assert known[0] != known[1]
    asked = int(os.environ.get("FAULT_KILLS", "100"))
    assert kill_often(town, asked, 20261121, known) == asked
    finish_in_first_form(town, undisturbed)
    town.set_form(1)
    assert town.finish() == known[1]
