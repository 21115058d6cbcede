"""`peace-analysis run` with many cities: which are chosen, and what is told of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from peace_analysis.cluster.orders import Outcome
from peace_analysis.cluster.run import STEPS
from peace_analysis.commands.many import choose_programme, run_programme, tell_outcome
from peace_analysis.errors import CityError, InputError


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for key in ("b", "a"):
        (tmp_path / "data" / key).mkdir(parents=True)
        (tmp_path / "data" / key / "city.yml").write_text(f"name: {key}\n", encoding="utf-8")
    return tmp_path / "data"


def test_a_folder_and_its_url_are_the_same_place(data: Path) -> None:
    programme = choose_programme(None, True, str(data), None, None)
    assert (programme.keys, programme.data, programme.reports) == (["a", "b"], str(data), str(data.parent / "reports"))
    assert choose_programme(None, True, f"file://{data}", None, None) == programme
    assert programme.steps == STEPS
    assert programme.whole() == programme


def test_workers_elsewhere_are_given_whole_paths(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data.parent)
    programme = choose_programme(["a"], False, "data", "reports", "groups")
    assert programme.data == "data"
    assert (programme.whole().data, programme.whole().reports) == (str(data), str(data.parent / "reports"))


def test_a_city_in_a_store_is_one_task() -> None:
    MemoryFileSystem().pipe_file("/chosen/data/here/city.yml", b"name: Here")
    programme = choose_programme(None, True, "memory://chosen/data", "memory://chosen/reports", None)
    assert (programme.keys, programme.steps) == (["here"], (None,))


def test_a_store_without_a_place_for_results_is_refused() -> None:
    with pytest.raises(InputError, match="Say with --reports where results go"):
        choose_programme(["here"], False, "memory://chosen/data", None, None)


def test_workers_here_and_elsewhere_exclude_each_other(data: Path) -> None:
    with pytest.raises(InputError, match="exclude each other"):
        run_programme(choose_programme(["a"], False, str(data), None, None), 2, "tcp://127.0.0.1:1")


def test_no_city_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CityError, match="no city is named"):
        choose_programme(None, True, str(tmp_path), None, None)


def test_what_tasks_did_for_a_city_is_told_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    first = Outcome("a", executed=("anonymize",), notes=("no PDF was made.",), seconds=1.5, report="reports/a/report.html")
    tell_outcome(
        first.join(Outcome("a")).join(Outcome("a", executed=("themes",), seconds=2.0, report="reports/a/report.html", n_lost_links=1))
    )
    told = capsys.readouterr()
    assert told.out == "a: ran anonymize, themes (3.5 s)\nreports/a/report.html\n"
    assert told.err.splitlines() == [
        "note: a: no PDF was made.",
        "note: a: 1 link of recommendations.yml leads nowhere in this run. `peace-analysis recommendations a` lists them.",
    ]


def test_the_first_problem_of_a_city_stays() -> None:
    assert Outcome("a").give_up("sessions.csv is missing").join(Outcome("a", problem="later")).problem == "sessions.csv is missing"


def test_a_run_that_only_publishes_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """As after a kill between the last stage and the publication."""
    tell_outcome(Outcome("riverton").join(Outcome("riverton", published=True, seconds=1, report="report.html")))
    assert capsys.readouterr().out == "riverton: published what an earlier run had computed (1.0 s)\nreport.html\n"
