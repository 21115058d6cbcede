"""themes_history.json in a city's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from peace_analysis.city import City
from peace_analysis.errors import CityError
from peace_analysis.settings import Config
from peace_analysis.themes.history import History, Remembered
from peace_analysis.themes_history import HISTORY_NAME, load_history, save_history

HISTORY = History(("ab12",), (Remembered("T01", None, "Luces y más", 0, 0, None, ("S1-0001-01",)),), ("S1-0001-01", "S1-0002-01"))


def city(folder: Path) -> City:
    return City("somewhere", folder, folder / "reports", Config(name="Somewhere"))


def test_a_city_without_a_history_has_an_empty_one(tmp_path: Path) -> None:
    assert load_history(city(tmp_path)) == History()


def test_a_history_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    save_history(city(tmp_path), HISTORY)
    assert load_history(city(tmp_path)) == HISTORY


def test_an_unchanged_history_leaves_its_file_untouched(tmp_path: Path) -> None:
    save_history(city(tmp_path), HISTORY)
    path = tmp_path / HISTORY_NAME
    before = (path.read_bytes(), path.stat().st_ino)
    save_history(city(tmp_path), HISTORY)
    assert (path.read_bytes(), path.stat().st_ino) == before


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b'{"format": 7}'])
def test_a_damaged_history_is_refused_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    (tmp_path / HISTORY_NAME).write_bytes(content)
    with pytest.raises(CityError, match=r"themes_history\.json.*cannot be read.*Bring back an earlier version"):
        load_history(city(tmp_path))
