"""`peace-analysis compare` says what stands in the way, all of it at once, and writes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from peace_analysis.cities import compare_cities
from peace_analysis.cities.site import _refuse_place
from peace_analysis.city import City
from peace_analysis.cli import app
from peace_analysis.errors import InputError


@pytest.fixture
def data(root: Path, tmp_path: Path) -> Path:
    """Both sample cities, not run."""
    for key in ("riverton", "port_salem"):
        (tmp_path / "data" / key).mkdir(parents=True)
        for name in ("city.yml", "sessions.csv"):
            shutil.copyfile(root / "data" / key / name, tmp_path / "data" / key / name)
    return tmp_path / "data"


def test_every_city_that_cannot_be_compared_is_named_at_once(data: Path) -> None:
    with pytest.raises(InputError) as caught:
        compare_cities(["riverton", "port_salem", "atlantis"], data=data)
    told = sorted(str(problem) for problem in caught.value.problems)
    assert any("atlantis" in text and "there is no city.yml here" in text for text in told)
    assert "port_salem: has no results yet. Make them: peace-analysis run port_salem." in told
    assert "riverton: has no results yet. Make them: peace-analysis run riverton." in told
    assert not (data.parent / "reports").exists()


def test_results_older_than_their_files_are_refused(data: Path) -> None:
    for key in ("riverton", "port_salem"):
        (data.parent / "reports" / key).mkdir(parents=True)
        (data.parent / "reports" / key / "report.html").write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match="Bring them up to date: peace-analysis run riverton"):
        compare_cities(["riverton", "port_salem"], data=data)


@pytest.mark.parametrize("arguments", [["compare"], ["compare", "riverton"], ["compare", "--all", "riverton"]])
def test_two_cities_are_needed_or_waves_of_one(arguments: list[str], data: Path) -> None:
    with pytest.raises(InputError):
        app([*arguments, "--data", str(data)], standalone_mode=False)


def test_a_folder_that_holds_something_else_is_not_replaced(data: Path, tmp_path: Path) -> None:
    places = [City.open("riverton", data)]
    (tmp_path / "mine").mkdir()
    _refuse_place(tmp_path / "mine", places)  # empty
    _refuse_place(tmp_path / "new", places)
    (tmp_path / "mine" / "notes.txt").write_text("keep me", encoding="utf-8")
    for taken in (tmp_path / "mine", data / "riverton", data, tmp_path):
        with pytest.raises(InputError, match="holds something else"):
            _refuse_place(taken, places)
    (tmp_path / "mine" / "build.json").write_text('{"cities": {}}', encoding="utf-8")
    _refuse_place(tmp_path / "mine", places)
