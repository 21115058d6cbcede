"""population.csv: read, checked, and reported by `check` with everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from peace_analysis.check import check_city
from peace_analysis.city import City
from peace_analysis.errors import CityError

HEADER = "neighborhood,attribute,group,population\n"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "small"
    (folder / "transcripts").mkdir(parents=True)
    (folder / "city.yml").write_text("name: Small\nplan:\n  neighborhoods: [Old Town, Harbor]\n", encoding="utf-8")
    (folder / "sessions.csv").write_text(
        "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended\nS01,2026-03-01,virtual,en,Old Town,residents,9\n",
        encoding="utf-8",
    )
    return folder


def test_a_city_without_the_file_has_no_population(city: Path) -> None:
    assert City.open("small", city.parent).population is None


def test_residents_are_whole_numbers_by_neighborhood_and_group(city: Path) -> None:
    (city / "population.csv").write_text(HEADER + "Old Town,everyone,everyone,4100\nOld Town,age_group,65+,600\n", encoding="utf-8")
    found = City.open("small", city.parent).population
    assert found is not None
    assert found.to_dict("records")[1] == {"neighborhood": "Old Town", "attribute": "age_group", "group": "65+", "population": 600}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Old Town,everyone,everyone,4 100\n", "line 2: population `4 100` is not a whole number"),
        (f"Old Town,everyone,everyone,{'9' * 30}\n", f"line 2: population `{'9' * 20}` is not a whole number of at most 10 digits"),
        ("Old Town,everyone,everyone,-5\n", "line 2: population `-5` is not a whole number"),
        ("Oldtown,everyone,everyone,5\n", "line 2: neighborhood `Oldtown` is not in the plan"),
        ("Old Town,,everyone,5\n", "line 2: neighborhood, attribute or group is empty"),
        ("Harbor,everyone,everyone,5\nHarbor,everyone,everyone,6\n", "line 3: the same row stands on line 2 already"),
    ],
)
def test_each_problem_is_told_with_its_line(city: Path, rows: str, expected: str) -> None:
    (city / "population.csv").write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(CityError) as raised:
        _ = City.open("small", city.parent).population
    assert expected in str(raised.value)
    assert any(expected in str(problem) for problem in check_city("small", city.parent).problems)
