"""How raw material is kept: what is past its day, and what git tracks."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from peace_analysis.check import check_city
from peace_analysis.city import City
from peace_analysis.custody import inspect_custody

TODAY = date(2026, 4, 1)
MakeCity = Callable[..., City]
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def make_city(tmp_path: Path) -> MakeCity:
    def make(settings: str = "", due: str | None = None, *, log: bool = True) -> City:
        folder = tmp_path / "data" / "small"
        (folder / "transcripts").mkdir(parents=True)
        (folder / "city.yml").write_text(f"name: Small\n{settings}", encoding="utf-8")
        (folder / "transcripts" / "Maria.txt").write_text("Maria: words\n", encoding="utf-8")
        (folder / "participants.csv").write_text("speaker_id,session_id,speaker_label\n", encoding="utf-8")
        if log or due is not None:
            (folder / "restricted").mkdir()
        if log:
            (folder / "restricted" / "replacements.csv").write_text("original\n", encoding="utf-8")
        if due is not None:
            (folder / "restricted" / "delete_by.txt").write_text(due, encoding="utf-8")
        return City.open("small", tmp_path / "data")

    return make


def git(folder: Path, *arguments: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env=environment)


@pytest.mark.parametrize("due", ["2026-04-01\n", "2026-04-02", "2027-01-01 the audit asked for it\n"], ids=["today", "tomorrow", "put off"])
def test_a_log_before_or_on_its_day_is_no_problem(make_city: MakeCity, due: str) -> None:
    assert inspect_custody(make_city(due=due), TODAY) == []


@pytest.mark.parametrize("due", ["2026-03-31\n", "2025-12-31 the audit asked for it\n"], ids=["yesterday", "put off and past"])
def test_a_log_past_its_day_is_a_problem(make_city: MakeCity, due: str) -> None:
    (problem,) = inspect_custody(make_city(due=due), TODAY)
    assert f"due for deletion since {due[:10]}" in problem.message
    assert "later day (YYYY-MM-DD) and the reason" in problem.remedy


@pytest.mark.parametrize("due", [None, "", "soon\n", "31.03.2026\n"], ids=["no file", "empty", "a word", "another form"])
def test_a_log_without_a_day_is_a_problem(make_city: MakeCity, due: str | None) -> None:
    (problem,) = inspect_custody(make_city(due=due), TODAY)
    assert "nothing says when" in problem.message


@pytest.mark.parametrize("due", [None, "2020-01-01\n"], ids=["nothing at all", "the day alone"])
def test_a_log_that_was_deleted_is_no_problem(make_city: MakeCity, due: str | None) -> None:
    assert inspect_custody(make_city(due=due, log=False), TODAY) == []


@needs_git
def test_raw_material_that_git_tracks_is_a_problem(make_city: MakeCity) -> None:
    city = make_city("sources: [{table: notes/comments.csv, columns: {text: Comment}, session: S01}]\n", due="2027-01-01")
    (city.folder / "notes").mkdir()
    (city.folder / "notes" / "comments.csv").write_text("Comment\n", encoding="utf-8")
    git(city.folder.parent, "init")
    assert inspect_custody(city, TODAY) == []
    git(city.folder.parent, "add", ".")
    problems = inspect_custody(city, TODAY)
    names = ["transcripts", "participants.csv", "restricted", "notes/comments.csv"]
    assert [problem.file for problem in problems] == [str(city.folder / name) for name in names]
    found = [problem.message.partition(":")[0] for problem in problems]
    assert found == ["git tracks 1 of its files", "git tracks it", "git tracks 2 of its files", "git tracks it"]
    assert not any("Maria" in str(problem) for problem in problems)


@needs_git
def test_settings_and_sessions_may_be_tracked(make_city: MakeCity) -> None:
    city = make_city(due="2027-01-01")
    git(city.folder, "init")
    git(city.folder, "add", "city.yml")
    assert inspect_custody(city, TODAY) == []


@needs_git
def test_an_invented_city_may_be_tracked(make_city: MakeCity) -> None:
    city = make_city("invented: true\n", due="2027-01-01")
    git(city.folder, "init")
    git(city.folder, "add", ".")
    assert inspect_custody(city, TODAY) == []


def test_where_there_is_no_git_there_is_nothing_to_say(make_city: MakeCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert inspect_custody(make_city(due="2027-01-01"), TODAY) == []


def test_check_lists_it_with_all_else(make_city: MakeCity) -> None:
    city = make_city(due="2020-01-01")
    messages = [problem.message for problem in check_city("small", city.folder.parent).problems]
    assert any("due for deletion since 2020-01-01" in message for message in messages)
    assert len(messages) > 1


def test_both_sample_cities_are_marked_as_invented(root: Path) -> None:
    assert all(City.open(key, root / "data").config.invented for key in ("riverton", "port_salem"))
