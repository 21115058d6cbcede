"""An import of a review that is killed at any moment leaves both of its files as they were, or both as they shall be."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peace_analysis.anonymize.review import Record, Signed
from peace_analysis.city import City
from peace_analysis.exchange.review_files import Decided, decisions_path, read_decided, read_record
from peace_analysis.exchange.review_import import keep_import
from peace_analysis.pipeline.guard import guard_city

STEPS = ("replace", "rename", "unlink", "rmdir")  # of `os`: whatever changes which files there are
FIRST = [Decided("", "remove", "", "Zeph", "AB", "2026-04-01")]
BOTH = [*FIRST, Decided("S1", "keep", "NAME", "Grace", "CD", "2026-04-02")]
RECORDS = [
    Record((Signed("AB", "2026-04-01", 9, 1, 0, 0),)),
    Record((Signed("AB", "2026-04-01", 9, 1, 0, 0), Signed("CD", "2026-04-02", 3, 0, 0, 1))),
]
SESSIONS = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended\nS1,2026-01-10,in_person,en,Eastgate,youth,3\n"


@pytest.fixture
def place(tmp_path: Path) -> City:
    folder = tmp_path / "data" / "small"
    folder.mkdir(parents=True)
    (folder / "city.yml").write_text("name: Small\n", encoding="utf-8")
    (folder / "sessions.csv").write_text(SESSIONS, encoding="utf-8")
    city = City.open("small", tmp_path / "data")
    keep_import(city, FIRST, RECORDS[0])
    return city


def die_before(step: int, work: Callable[[], None]) -> bool:
    """Do the work in a process of its own that is killed before it changes files for the n-th time; whether it came to that."""
    child = os.fork()
    if child == 0:
        n_done = 0

        def count(change: Callable[..., Any]) -> Callable[..., Any]:
            def changed(*arguments: Any, **named: Any) -> Any:
                nonlocal n_done
                n_done += 1
                if n_done == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return change(*arguments, **named)

            return changed

        code = 1
        try:
            for name in STEPS:
                setattr(os, name, count(getattr(os, name)))
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def test_whenever_it_is_killed_the_next_command_finds_both_files_of_one_import(place: City, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(place.folder, before)
    found, step = [], 0
    while True:
        step += 1
        shutil.rmtree(place.folder)
        shutil.copytree(before, place.folder)
        killed = die_before(step, lambda: keep_import(place, BOTH, RECORDS[1]))
        with guard_city(place, "a run"):
            pair = read_decided(place), read_record(place)
        assert pair in [(FIRST, RECORDS[0]), (BOTH, RECORDS[1])], step
        assert [path.name for path in (place.folder / "review").iterdir()] == ["decisions.csv"], step
        assert decisions_path(place).stat().st_mode & 0o777 == 0o600
        found.append(pair == (BOTH, RECORDS[1]))
        if not killed:
            break
    assert step > 6
    assert found == sorted(found)  # once it counts as done it stays done
    assert set(found) == {False, True}


def test_nothing_is_done_where_no_import_was_cut_short(place: City) -> None:
    before = {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    with guard_city(place, "a run"):
        pass
    assert {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()} == before
