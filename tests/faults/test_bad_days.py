"""Bad days, for real: full disks, read-only folders, clocks, two runs at once, files that change in mid-run, processes that die."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from short_city import Town, command, is_whole, leftovers, published, run

from peace_analysis.lock import LOCK_NAME

pytestmark = [pytest.mark.faults, pytest.mark.slow]
PATIENCE = 300


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    made = Town()
    yield made
    shutil.rmtree(made.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def expected(town: Town) -> dict[str, str]:
    return town.finish()


@pytest.fixture
def sound(town: Town, expected: dict[str, str]) -> Iterator[dict[str, str]]:
    """The city as an undisturbed run left it, and again afterwards: whatever a test did, the next run gives the same tables."""
    yield expected
    town.set_form(0)
    assert town.finish() == expected
    assert leftovers(town.folder) == []


def refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def start(town: Town, *more: str, **options: object) -> subprocess.Popen[str]:
    environment = {**os.environ, **town.environment()}
    (town.city / "derived" / LOCK_NAME).unlink(missing_ok=True)
    return subprocess.Popen(
        command(town.folder, *more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        **options,
    )  # type: ignore[call-overload]


def wait_for(town: Town, process: subprocess.Popen[str], stage: str) -> None:
    end = time.monotonic() + PATIENCE
    path = town.city / "derived" / LOCK_NAME
    while process.poll() is None and time.monotonic() < end:
        try:
            if f"({stage})".encode() in path.read_bytes():
                return
        except FileNotFoundError:
            pass
        time.sleep(0.02)
    pytest.fail(f"the run never came to {stage}: {process.communicate()[1]}")


def end(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    out, errors = process.communicate(timeout=1800)
    return subprocess.CompletedProcess(process.args, process.returncode, out, errors)


@contextmanager
def mounted(folder: Path, *arguments: str) -> Iterator[None]:
    """Mount something over a folder; skips where that is not allowed."""
    done = subprocess.run(["mount", *arguments, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("stage", ["anonymize", "themes", "report", "publish"])
@pytest.mark.parametrize("where", ["derived", "reports"])
def test_a_full_disk_leaves_the_old_results(town: Town, sound: dict[str, str], stage: str, where: str) -> None:
    if (where == "reports") != (stage == "publish"):
        pytest.skip("stages write below derived/, and publication below reports/")
    folder = town.city / "derived" if where == "derived" else town.folder / "reports"
    aside = town.folder / "aside"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) + 600_000
    shutil.copytree(folder, aside)
    try:
        with mounted(folder, "-t", "tmpfs", "-o", f"size={size}", "tmpfs"):
            shutil.copytree(aside, folder, dirs_exist_ok=True)
            filler = folder / "filler.bin"
            with pytest.raises(OSError, match="space"), filler.open("wb", buffering=0) as file:
                while True:
                    file.write(b"x" * 4096)
            done = run(town.folder, "--from", "report" if stage == "publish" else stage, **town.environment())
            refused(done, "No space left on device")
            assert is_whole(town.folder)
            assert published(town.folder) == sound
            filler.unlink()
            subprocess.run(["mount", "-o", "remount,size=200m", str(folder)], check=True)
            assert town.finish() == sound
    finally:
        shutil.rmtree(aside)


def test_a_limit_on_the_size_of_files_is_told_like_a_full_disk(town: Town, sound: dict[str, str]) -> None:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = end(start(town, "--from", "report", preexec_fn=limit))
    refused(done, "File too large")
    assert published(town.folder) == sound


@pytest.mark.parametrize("where", ["data", "reports"])
def test_a_read_only_folder_is_told_and_nothing_changes(town: Town, sound: dict[str, str], where: str) -> None:
    folder = town.folder / where
    with mounted(folder, "--bind", str(folder)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        done = run(town.folder, "--from", "report", **town.environment())
        refused(done, "Read-only file system")
        assert published(town.folder) == sound


def test_a_clock_that_goes_back_changes_nothing(town: Town, sound: dict[str, str]) -> None:
    future = time.time() + 40 * 365 * 86_400
    for path in town.folder.rglob("*"):
        os.utime(path, (future, future))
    state = town.city / "derived" / "state.json"
    state.write_text(state.read_text(encoding="utf-8").replace('"started": "20', '"started": "29'), encoding="utf-8")
    done = run(town.folder, **town.environment())
    assert "nothing had changed" in done.stdout, done.stderr


def test_of_two_runs_at_once_the_second_is_told_who_runs(town: Town, sound: dict[str, str]) -> None:
    first = start(town, "--from", "themes")
    wait_for(town, first, "themes")
    refused(run(town.folder, **town.environment()), f"works on this city already (process {first.pid}, since 20")
    assert end(first).returncode == 0


def test_a_transcript_that_changes_while_it_is_read_is_read_again(town: Town, sound: dict[str, str]) -> None:
    path = town.city / "transcripts" / "R05.txt"
    before = path.read_text(encoding="utf-8")
    try:
        (town.city / "restricted" / "sessions.json").unlink()
        process = start(town, "--from", "anonymize")
        wait_for(town, process, "anonymize")
        for number in range(12):
            path.write_text(before.rstrip() + "!" * (number + 1) + "\n", encoding="utf-8")  # nobody more or less is counted
            time.sleep(0.1)
        done = end(process)
        assert done.returncode == 0, done.stderr
        first = published(town.folder)
        assert "nothing had changed" in run(town.folder, **town.environment()).stdout  # what is recorded is what was read
        assert run(town.folder, "--from", "anonymize", **town.environment()).returncode == 0
        assert published(town.folder) == first
    finally:
        path.write_text(before, encoding="utf-8")
        shutil.copyfile(town.history, town.city / "themes_history.json")


def test_a_transcript_that_never_rests_is_refused(town: Town, sound: dict[str, str]) -> None:
    path = town.city / "transcripts" / "R15.srt"
    before = path.read_text(encoding="utf-8")
    try:
        process = start(town, "--from", "anonymize")
        number = 0
        while process.poll() is None:
            number += 1
            path.write_text(before + "\n" * (number % 50), encoding="utf-8")
            time.sleep(0.05)
        refused(end(process), "changed while they were read")
        assert published(town.folder) == sound
    finally:
        path.write_text(before, encoding="utf-8")


def test_a_transcript_that_is_deleted_in_mid_run_is_not_half_counted(town: Town, sound: dict[str, str]) -> None:
    path = town.city / "transcripts" / "R08.txt"
    before = path.read_bytes()
    try:
        process = start(town, "--from", "themes")
        wait_for(town, process, "groups")
        path.unlink()
        done = end(process)
        assert is_whole(town.folder)
        if done.returncode == 2:  # sessions.csv names it still
            refused(done, "the transcript of session `R08` is not there")
            assert published(town.folder) == sound
        else:
            assert "nothing had changed" in run(town.folder, **town.environment()).stdout
            assert published(town.folder) != sound
    finally:
        path.write_bytes(before)
        shutil.copyfile(town.history, town.city / "themes_history.json")


def kernels(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return [child for child in psutil.Process(process.pid).children(recursive=True) if "ipykernel" in " ".join(child.cmdline())]


@pytest.mark.parametrize("stage", ["themes", "report"])
def test_a_worker_that_dies_in_mid_task_ends_the_run_with_its_cause(town: Town, sound: dict[str, str], stage: str) -> None:
    process = start(town, "--from", stage)
    wait_for(town, process, stage)
    until = time.monotonic() + PATIENCE
    while not kernels(process) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1)
    for kernel in kernels(process):
        kernel.kill()
    refused(end(process), "ended before it was done")
    assert published(town.folder) == sound


def test_too_little_memory_is_told(town: Town, sound: dict[str, str]) -> None:
    process = start(town, "--from", "themes")
    wait_for(town, process, "themes")
    until = time.monotonic() + PATIENCE
    while not kernels(process) and time.monotonic() < until:
        time.sleep(0.05)
    for kernel in kernels(process):
        most = kernel.memory_info().vms + 60_000_000
        kernel.rlimit(psutil.RLIMIT_AS, (most, most))
    done = end(process)
    refused(done, "memory")
    assert published(town.folder) == sound


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda content: content[: len(content) // 2],
    "garbage": lambda content: bytes(byte ^ 0x55 for byte in content),
    "one letter": lambda content: content[: len(content) // 2] + bytes([content[len(content) // 2] ^ 1]) + content[len(content) // 2 + 1 :],
    "gone": lambda content: b"",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_whatever_is_damaged_of_what_runs_made_is_made_anew(town: Town, sound: dict[str, str], damage: str) -> None:
    for folder in (town.city / "derived", town.city / "restricted", town.folder / "reports"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "delete_by.txt":
                path.unlink() if damage == "gone" else path.write_bytes(DAMAGE[damage](path.read_bytes()))
    assert town.finish() == sound


def test_themes_that_people_refer_to_are_not_thrown_away_when_their_record_is_damaged(town: Town, sound: dict[str, str]) -> None:
    path = town.city / "themes_history.json"
    before = path.read_bytes()
    path.write_bytes(before[: len(before) // 2])
    try:
        refused(run(town.folder, **town.environment()), "themes_history.json")
        assert path.read_bytes() == before[: len(before) // 2]
        assert published(town.folder) == sound
    finally:
        path.write_bytes(before)
