"""Heat map, maps and common ground: titles counted by hand, masked counts drawn as words, places where they are."""

from __future__ import annotations

import json
import math
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from invented_figures import PLACES, city_boundaries, city_held, city_shares, invented_shares, invented_themes

from peace_analysis import charts
from peace_analysis.boundaries import Boundaries
from peace_analysis.charts.ground import lay_out, path_of, signed_area, thin_out
from peace_analysis.charts.labels import natural_order
from peace_analysis.charts.spots import Floor

SLOW = "“Slow answers to 911 calls”"
SVG = "{http://www.w3.org/2000/svg}"
SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=np.float64)


def texts(figure):
    return [element.text for element in ET.fromstring(figure.svg).iter(f"{SVG}text")]


def heat_map(cells, n=20):
    return charts.theme_heat_map(invented_shares(cells, n), invented_themes(), "neighborhood")


def test_a_heat_map_shows_shares_and_words_in_place_of_masked_counts():
    figure = charts.theme_heat_map(city_shares(), invented_themes(), "neighborhood")
    shown = texts(figure)
    assert {"60%", "40%", "75%", "<3", "all but <3", "–"} <= set(shown)
    assert "pattern" in {element.tag.removeprefix(SVG) for element in ET.fromstring(figure.svg).iter()}  # hatching
    assert figure.table.loc[figure.table["masked"], ["n_raised", "share"]].isna().all(axis=None)
    assert "3 cells without a number are hatched, with words." in figure.alt


def test_a_masked_count_stands_nowhere_in_the_drawing():
    figure = charts.theme_heat_map(city_shares(), invented_themes(), "neighborhood")
    assert "5%" not in texts(figure)  # 1 of 20
    assert "95%" not in texts(figure)  # 19 of 20


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ({("T01", "A"): 9, ("T01", "B"): 8, ("T02", "A"): 4, ("T02", "B"): 5}, f"{SLOW} comes first in each of the 2 neighborhoods shown"),
        ({("T01", "A"): 9, ("T01", "B"): 4, ("T02", "A"): 4, ("T02", "B"): 5}, "Each of the 2 neighborhoods shown has another theme first"),
        (
            {("T01", "A"): 9, ("T01", "B"): "not shown", ("T02", "A"): 4, ("T02", "B"): 5},
            "Each of the 2 neighborhoods shown has another theme first, of the counts that may be given",
        ),
        (
            {("T01", "A"): 9, ("T01", "B"): 9, ("T02", "A"): 4, ("T02", "B"): "all but fewer than 3"},
            "Each of the 2 neighborhoods shown has another theme first, of the counts that may be given",
        ),
        (
            {("T01", "A"): "fewer than 3", ("T01", "B"): "fewer than 3"},
            "No theme was raised by enough people of any of the 2 neighborhoods shown",
        ),
        ({("T01", "A"): 9, ("T02", "A"): 4}, "“Slow answers to 911 calls” comes first in A, the only neighborhood shown"),
    ],
    ids=["one everywhere", "one each", "held back", "all but three is most", "none", "one group"],
)
def test_the_title_of_a_heat_map_is_counted(cells, title):
    figure = heat_map(cells)
    assert figure.title == title
    assert "tests no difference" in figure.alt


def test_a_threshold_that_a_city_raised_is_the_one_that_is_drawn():
    figure = heat_map({("T01", "A"): 9, ("T01", "B"): "fewer than 5"})
    assert "<5" in texts(figure)
    assert any("fewer than 5" in text for text in texts(figure))


def test_common_ground_is_worked_out_over_groups():
    figure = charts.common_ground(city_shares(), invented_themes(), "neighborhood")
    assert figure.title == "2 of 4 themes were raised by a quarter or more of the people heard in every neighborhood shown"
    row = figure.table.set_index("theme_id").loc["T01"]
    # 12, 8, 15 and 9 of 20: fourth root of (12.5 * 8.5 * 15.5 * 9.5) / 21 ** 4
    assert row["geometric_mean"] == pytest.approx((12.5 * 8.5 * 15.5 * 9.5) ** 0.25 / 21, abs=5e-5)
    assert row[["lowest_share", "lowest_group", "highest_share", "highest_group"]].tolist() == [0.4, "Mill Flats", 0.75, "Northside"]


def test_common_ground_leaves_numbers_out_where_one_group_s_count_may_not_be_given():
    figure = charts.common_ground(city_shares(), invented_themes(), "neighborhood")
    row = figure.table.set_index("theme_id").loc["T02"]
    assert row[["geometric_mean", "lowest_share", "highest_share"]].isna().all()
    assert row["shown"] == "all but fewer than 3: Old Town; fewer than 3: Harbor Point"
    assert not any(text in texts(figure) for text in ("5% Harbor Point", "25% Northside"))


def test_where_no_theme_is_common_the_nearest_is_named_with_its_lowest_group():
    shares = invented_shares({("T01", "A"): 4, ("T01", "B"): 9, ("T02", "A"): 3, ("T02", "B"): 3})
    title = charts.common_ground(shares, invented_themes(), "neighborhood").title
    assert title == (
        "No theme was raised by a quarter or more of the people heard in every neighborhood shown; "
        "“Slow answers to 911 calls” comes nearest: 20% (A)"
    )


def test_common_ground_of_one_group_says_that_there_is_nothing_to_set_side_by_side():
    figure = charts.common_ground(invented_shares({("T01", "A"): 9}), invented_themes(), "neighborhood")
    assert figure.title.startswith("Fewer than two neighborhoods")


def test_the_map_of_sessions_says_where_none_was_held_and_what_is_not_on_it():
    figure = charts.coverage_map(city_held(), city_boundaries())
    assert figure.title == "Sessions were held in 3 of 4 planned neighborhoods; none in Northside"
    shown = texts(figure)
    assert {"24 people", "10 or fewer people", "no session", "2 sessions", "1 session"} <= set(shown)
    assert "No session in Northside." in figure.alt
    assert "Not on the map: Online." in figure.alt
    assert any("Sessions not on the map: Online (1)" in text for text in shown)
    assert any("Old Town: 3 sessions, 33 people" in text for text in shown)  # too small for its name: a number and a key
    assert figure.table["n_heard"].isna().tolist() == [False, True, True, False, True]


def test_a_map_without_any_neighborhood_of_the_table_says_so():
    figure = charts.coverage_map(city_held(), Boundaries({"Elsewhere": [[SQUARE]]}))
    assert figure.title == "No neighborhood that was planned or heard is on the map"


def test_maps_of_themes_hatch_what_has_no_number():
    figure = charts.theme_maps(city_shares(), invented_themes(), city_boundaries())
    assert figure.title == "“Slow answers to 911 calls” was raised by 40% to 75% of the people heard in the 4 neighborhoods shown"
    assert "Without numbers, because too few people were heard: Airport." in figure.alt
    assert {"75%", "60%", "<3"} <= set(texts(figure))
    assert set(figure.table["group"]) == set(PLACES)


def test_neighborhoods_too_small_to_be_shown_have_no_number_on_the_map():
    shares = city_shares()
    shares.loc[shares["group"] == "Northside", "adequate"] = False
    figure = charts.theme_maps(shares, invented_themes(), city_boundaries())
    assert "75%" not in texts(figure)  # only Northside has it
    assert "Northside" not in set(figure.table["group"])


def test_a_place_is_drawn_as_wide_as_it_is_on_the_ground():
    # one degree by one degree at 60 degrees north is half as wide as high
    tall = lay_out(Boundaries({"A": [[SQUARE + np.array([10, 59.5])]]}), 4.0, tallest=10)
    width, height = np.ptp(tall.places["A"][0][0], axis=0)
    assert width / height == pytest.approx(math.cos(math.radians(60)), rel=1e-6)


def test_a_city_on_both_sides_of_the_180th_meridian_stays_together():
    east, west = SQUARE * 0.1 + [179.85, -17], SQUARE * 0.1 + [-179.95, -17]
    ground = lay_out(Boundaries({"East": [[east]], "West": [[west]]}), 3.0)
    assert ground.places["East"][0][0][:, 0].max() <= ground.places["West"][0][0][:, 0].min() + 0.5
    assert ground.width == 3.0


@pytest.mark.parametrize("turn", [1, -1], ids=["as the standard says", "the other way round"])
def test_holes_stay_open_whichever_way_a_file_turns_its_rings(turn):
    hole = SQUARE * 0.4 + 0.3
    ground = lay_out(Boundaries({"A": [[SQUARE[::turn], hole[::turn]]]}), 2.0)
    outer, inner = ground.places["A"][0]
    assert signed_area(outer) > 0 > signed_area(inner)
    assert len(path_of(ground.places["A"]).codes) == len(outer) + len(inner)
    floor = Floor(ground, 0.1)
    spot = floor.find_inside("A", 0.2, 0.1)
    middle = ground.width / 2, ground.height / 2
    assert spot is not None
    assert max(abs(spot.x - middle[0]), abs(spot.y - middle[1])) > 0.2 * ground.height  # beside the hole, not in it


def test_thinning_leaves_no_position_further_off_than_it_says():
    angle = np.linspace(0, 2 * np.pi, 2001)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    circle[-1] = circle[0]
    thin = thin_out(circle, 0.01)
    assert len(thin) < 60
    assert np.array_equal(thin[0], thin[-1])
    assert signed_area(thin) == pytest.approx(math.pi, rel=0.02)
    assert len(thin_out(np.array([[0, 0], [1, 0], [1, 1e-6], [0, 1e-6], [0, 0.0]]), 0.01)) >= 4


def test_words_inside_lie_inside_and_words_outside_lie_outside():
    slim = np.array([[2, 0], [2.05, 0], [2.05, 1], [2, 1], [2, 0.0]])
    ground = lay_out(Boundaries({"Wide": [[SQUARE * [2, 1]]], "Slim": [[slim]]}), 4.0)
    floor = Floor(ground, 0.5)
    inside = floor.find_inside("Wide", 0.8, 0.3)
    assert inside is not None
    x0, y0 = ground.places["Wide"][0][0].min(axis=0)
    x1, y1 = ground.places["Wide"][0][0].max(axis=0)
    assert x0 < inside.x - 0.4 < inside.x + 0.4 < x1
    assert y0 < inside.y - 0.15 < inside.y + 0.15 < y1
    assert floor.find_inside("Slim", 0.8, 0.3) is None
    outside = floor.find_outside("Slim", 0.2, 0.1)
    assert outside.anchor is not None
    assert not (0 < outside.x < ground.width and 0 < outside.y < ground.height)


def test_a_real_city_s_districts_are_drawn_small_and_each_is_named(shared_data):
    content = json.loads((shared_data / "boundaries" / "police_districts.geojson").read_text(encoding="utf-8"))
    places = {
        f"District {one['properties']['DIST_NUM']}": [[np.array(ring) for ring in one["geometry"]["coordinates"]]]
        for one in content["features"]
    }
    held = pd.DataFrame({"neighborhood": list(places), "planned": True, "n_sessions": 2, "n_heard": 20.0, "shown": "20"})
    figure = charts.coverage_map(held, Boundaries(places))
    assert len(figure.svg.encode()) < 60_000
    words = " ".join(text or "" for text in texts(figure))
    assert all(f"{name}:" in words or name in words or name.split()[1] in words.split() for name in places)


def test_names_with_numbers_stand_in_the_order_of_the_numbers():
    assert sorted(["District 10", "District 9", "airport", "District 9b"], key=natural_order) == [
        "airport",
        "District 9",
        "District 9b",
        "District 10",
    ]
