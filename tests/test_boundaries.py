"""neighborhoods.geojson: read as it is, and every problem of a bad one in one error."""

from __future__ import annotations

import json

import numpy as np
import pytest

from peace_analysis.boundaries import inspect_boundaries, read_boundaries
from peace_analysis.check import check_city
from peace_analysis.city import City, Config, Plan
from peace_analysis.errors import CityError

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def feature(name, coordinates, kind="Polygon", **properties):
    return {"type": "Feature", "properties": {"neighborhood": name, **properties}, "geometry": {"type": kind, "coordinates": coordinates}}


def city_with(folder, features, plan=(), **more):
    text = features if isinstance(features, str) else json.dumps({"type": "FeatureCollection", "features": features, **more})
    (folder / "neighborhoods.geojson").write_text(text, encoding="utf-8")
    return City("x", folder, folder, Config(name="X", plan=Plan(neighborhoods=plan)))


def messages(folder, features, plan=(), **more):
    return [str(problem) for problem in inspect_boundaries(city_with(folder, features, plan, **more))[1]]


def test_polygons_holes_and_parts_are_read(tmp_path):
    hole = [[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.2]]
    far = [[[5, 5, 12.5], [6, 5, 12.5], [6, 6, 12.5], [5, 5, 12.5]]]  # with heights
    city = city_with(tmp_path, [feature("A", [SQUARE, hole]), feature(" B ", [[SQUARE], far], "MultiPolygon")])
    places = read_boundaries(city).places
    assert [len(polygon) for polygon in places["A"]] == [2]
    assert [len(polygon) for polygon in places["B"]] == [1, 1]
    assert np.array_equal(places["A"][0][1], hole)
    assert places["B"][1][0].shape == (4, 2)


def test_a_city_without_the_file_has_no_boundaries(tmp_path):
    assert read_boundaries(City("x", tmp_path, tmp_path, Config(name="X"))) is None


def test_a_real_city_s_districts_are_read(shared_data, tmp_path):
    content = json.loads((shared_data / "boundaries" / "police_districts.geojson").read_text(encoding="utf-8"))
    for one in content["features"]:
        one["properties"]["neighborhood"] = f"District {one['properties']['DIST_NUM']}"
    boundaries = read_boundaries(city_with(tmp_path, content["features"]))
    assert len(boundaries.places) == 22
    every = np.vstack([ring for polygons in boundaries.places.values() for polygon in polygons for ring in polygon])
    assert (every.min(axis=0) > [-75.3, 39.8]).all()
    assert (every.max(axis=0) < [-74.9, 40.2]).all()


def test_the_sample_cities_have_a_polygon_for_each_planned_neighborhood(root):
    for key in ("riverton", "port_salem"):
        city = City.open(key, root / "data")
        assert set(city.boundaries.places) == set(city.config.plan.neighborhoods)


def test_every_problem_is_named_at_once(tmp_path):
    bad = [
        feature("A", [SQUARE]),
        feature("A", [SQUARE]),
        feature("", [SQUARE]),
        {"type": "Feature", "properties": None, "geometry": None},
        feature("B", [SQUARE[:-1]]),
        feature("C", [[[500000, 4000000], [500100, 4000000], [500100, 4000100], [500000, 4000000]]]),
        feature("D", [0, 0], "Point"),
        feature("E", [[[0, 0], [1, "x"], [1, 1], [0, 0]]]),
        feature("F", [[[0, 0], [1, 0], [2, 0], [0, 0]]]),
        feature("G", [], "MultiPolygon"),
        "not a feature",
    ]
    with pytest.raises(CityError) as error:
        read_boundaries(city_with(tmp_path, bad))
    text = str(error.value)
    for words in (
        "feature 2 (`A`): an earlier feature has the same neighborhood",
        "feature 3: it has no property `neighborhood`",
        "feature 4: it has no property `neighborhood`",
        "feature 4: its geometry is nothing",
        "feature 5 (`B`): a ring does not end where it starts",
        "feature 6 (`C`): positions lie outside longitude -180 to 180",
        "feature 7 (`D`): its geometry is Point",
        "feature 8 (`E`): a ring is not a list of four or more positions",
        "feature 9 (`F`): a ring encloses nothing",
        "feature 10 (`G`): its geometry is MultiPolygon, not a Polygon or MultiPolygon with rings",
        "feature 11: this is not a Feature",
    ):
        assert words in text
    assert len(error.value.problems) == 11


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "FeatureCollection",\n "features": [}', "line 2: this is not JSON"),
        ("[1, 2]", "not a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "there is no feature in it"),
        ('{"type": "Topology", "objects": {}}', "not a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "a number is not finite"),
        ("[" * 200_000, "too deep"),
    ],
    ids=["syntax", "list", "empty", "topology", "nan", "deep"],
)
def test_a_file_that_is_something_else_is_refused_with_one_problem(tmp_path, text, words):
    (found,) = messages(tmp_path, text)
    assert words in found


def test_a_file_in_another_encoding_is_refused(tmp_path):
    city = city_with(tmp_path, [])
    (tmp_path / "neighborhoods.geojson").write_bytes('{"type": "é"}'.encode("latin-1"))
    (problem,) = inspect_boundaries(city)[1]
    assert "not UTF-8" in problem.message


def test_positions_in_meters_are_refused_by_what_the_file_says_of_them(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2272"}}
    assert any("longitude and latitude (`crs`" in text for text in messages(tmp_path, [feature("A", [SQUARE])], crs=crs))
    fine = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert messages(tmp_path, [feature("A", [SQUARE])], crs=fine) == []


def test_a_name_spelled_otherwise_than_in_the_plan_is_a_problem(tmp_path):
    (found,) = messages(tmp_path, [feature("Harbour Point", [SQUARE])], plan=("Harbor Point",))
    assert "`Harbor Point` of the plan is not in the file, and `Harbour Point` is" in found
    (found,) = messages(tmp_path, [feature("mill_flats", [SQUARE])], plan=("Mill Flats",))
    assert "`mill_flats` is" in found


def test_a_plan_and_a_map_may_each_name_more_than_the_other(tmp_path):
    assert messages(tmp_path, [feature("Airport", [SQUARE]), feature("Old Town", [SQUARE])], plan=("Old Town", "Online")) == []


def test_a_file_about_another_city_is_refused(tmp_path):
    (found,) = messages(tmp_path, [feature("Ghent", [SQUARE])], plan=("Old Town", "Northside"))
    assert "none of its neighborhoods is in the plan" in found


def test_check_names_problems_of_boundaries_beside_others(tmp_path, root):
    import shutil

    shutil.copytree(root / "data" / "port_salem", tmp_path / "port_salem", ignore=shutil.ignore_patterns("derived", "restricted", "truth"))
    folder = tmp_path / "port_salem"
    (folder / "neighborhoods.geojson").write_text('{"type": "FeatureCollection", "features": [1]}', encoding="utf-8")
    (folder / "population.csv").write_text("neighborhood,attribute,group,population\nUptown,everyone,everyone,many\n", encoding="utf-8")
    found = "\n".join(str(problem) for problem in check_city("port_salem", tmp_path).problems)
    assert "feature 1: this is not a Feature" in found
    assert "population `many`" in found
