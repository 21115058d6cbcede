"""Shares by city and over cities: masked, counted as the city's own report does, and each city alike."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from invented_cities_made import make_city

from peace_analysis import across
from peace_analysis.across.over_cities import FEW, OWN, SOME, UNCLEAR


def joint_of(cities: list[across.Voices], likeness: float = 1.0) -> across.JointThemes:
    """The cities' own themes taken as the joint ones."""
    names = sorted({name for city in cities for name in city.themes["theme_id"]})
    themes = pd.DataFrame({"theme_id": names, "name": names, "key_phrases": "", "stability": 0.9, "likeness": likeness})
    return across.JointThemes(themes, {city.key: city.assignments for city in cities}, pd.DataFrame(), {})


def moved(city: across.Voices, theme: str, n: int, to: str | None = None) -> pd.DataFrame:
    """Assignments in which the first `n` people who raised a theme raised another, or none."""
    placed = city.assignments.copy()
    rows = placed.index[placed["theme_id"] == theme][:n]
    placed.loc[rows, "theme_id"] = to
    placed.loc[rows, "residual"] = to is None
    return placed


def cell(shares: pd.DataFrame, theme: str, city: str) -> pd.Series:
    return shares[(shares["theme_id"] == theme) & (shares["city"] == city)].iloc[0]


def test_few_and_all_but_few_read_so_and_have_no_number() -> None:
    city = make_city("alder", {0: [2, 0, 0, 0], 1: [10, 10, 10, 9], 2: [5, 5, 0, 0]})
    other = make_city("birch", {0: [5, 5, 5, 5], 1: [5, 5, 5, 5], 2: [5, 5, 5, 5]})
    cities = [city, other]
    shares = across.share_by_city(cities, joint_of(cities))
    assert cell(shares, "T00", "Alder")["shown"] == "fewer than 3"
    assert cell(shares, "T01", "Alder")["shown"] == "all but fewer than 3"
    assert shares.loc[shares["shown"] != "", ["n_raised", "share", "low", "high"]].isna().all(axis=None)
    assert (cell(shares, "T02", "Alder")["n_raised"], cell(shares, "T02", "Alder")["n_heard"]) == (10, 40)


def test_a_theme_that_two_people_tell_from_an_own_one_has_the_count_of_the_own_one() -> None:
    city, other = make_city("alder", {0: [5, 5, 5, 5]}), make_city("birch", {0: [5, 5, 5, 5]})
    joint = joint_of([city, other])
    for n, counted, own in ((2, 20, "T00"), (3, 17, None)):
        near = replace(joint, placed=joint.placed | {"alder": moved(city, "T00", n)})
        found = cell(across.share_by_city([city, other], near), "T00", "Alder")
        assert found["n_raised"] == counted
        assert found["own_theme_id"] == own or (own is None and pd.isna(found["own_theme_id"]))


def test_a_theme_whose_coders_differ_has_no_count_under_another_name_either() -> None:
    city, other = make_city("alder", {0: [5, 5, 5, 5]}), make_city("birch", {0: [5, 5, 5, 5]})
    shares = across.share_by_city([replace(city, withheld=frozenset({"T00"})), other], joint_of([city, other]))
    assert cell(shares, "T00", "Alder")["shown"] == "not shown"
    assert pd.isna(cell(shares, "T00", "Alder")["n_raised"])


def test_a_city_without_speakers_counts_sessions_and_is_in_no_mean() -> None:
    cities = [make_city("alder", {0: [5, 5, 0, 0]}, speakers=False), *(make_city(key, {0: [5, 5, 5, 0]}) for key in ("birch", "cedar"))]
    joint = joint_of(cities)
    shares = across.share_by_city(cities, joint)
    found = cell(shares, "T00", "Alder")
    assert (found["unit"], found["n_raised"], found["n_heard"]) == ("session", 2, 4)
    over = across.compare_over_cities(shares, joint).iloc[0]
    assert (over["n_counted"], over["n_raised_in"]) == (2, 3)
    assert across.compare_two_cities(cities[:2], joint, shares).empty


def test_a_city_too_small_to_be_shown_has_no_numbers() -> None:
    cities = [make_city("alder", {0: [2, 2]}, people=4), make_city("birch", {0: [5, 5]})]
    found = cell(across.share_by_city(cities, joint_of(cities)), "T00", "Alder")
    assert found["shown"] == "too few to show"
    assert pd.isna(found["n_heard"])


@pytest.mark.parametrize(
    ("counts", "likeness", "where"),
    [
        (([5, 5], [5, 5], [1, 0]), 1.0, SOME),
        (([5, 5], [1, 0], [1, 0]), 1.0, OWN),
        (([6, 0], [6, 0], [6, 0]), 1.0, FEW),  # one evening is not a city
        (([5, 5], [5, 5], [5, 5]), 0.6, UNCLEAR),
    ],
)
def test_where_a_theme_was_raised(counts, likeness, where) -> None:
    cities = [make_city(key, {0: list(n)}) for key, n in zip(("alder", "birch", "cedar"), counts, strict=True)]
    joint = joint_of(cities, likeness)
    assert across.compare_over_cities(across.share_by_city(cities, joint), joint)["where"].tolist() == [where]


def test_each_city_counts_alike_and_three_are_needed_for_an_interval() -> None:
    assert across.mean_over_cities([0.2, 0.4]) == pytest.approx((0.3, float("nan"), float("nan"), 0.141421), abs=1e-5, nan_ok=True)
    # t(.975, 2) = 4.302653; s = .1; 4.302653 * .1 / sqrt(3) = .248414
    assert across.mean_over_cities([0.4, 0.5, 0.6]) == pytest.approx((0.5, 0.251586, 0.748414, 0.1), abs=1e-5)
    assert across.mean_over_cities([0.0, 0.1, 0.5])[1] == 0


def test_a_difference_between_two_cities_is_found_over_sessions_and_none_where_there_is_none() -> None:
    cities = [
        make_city("alder", {0: [8, 9, 8, 7, 8, 9, 8, 8], 1: [4, 6, 5, 4, 5, 6, 4, 5], 2: [5] * 8}),
        make_city("birch", {0: [1, 2, 1, 0, 2, 1, 2, 1], 1: [5, 4, 6, 5, 4, 5, 6, 4], 2: [1, 0, 0, 0, 0, 0, 0, 0]}),
    ]
    joint = joint_of(cities)
    found = across.compare_two_cities(cities, joint, across.share_by_city(cities, joint), seed=1).set_index("theme_id")
    assert found["verdict"].to_dict() == {"T00": "differs", "T01": "no difference found"}  # T02 is masked in birch: not compared
    assert found.loc["T00", "difference"] == pytest.approx((65 - 10) / 80)
    assert found.loc["T00", "n_family"] == 2
    assert across.compare_two_cities([*cities, cities[0]], joint, across.share_by_city(cities, joint)).empty


def test_a_part_of_a_theme_taken_apart_is_nobodys_own_unless_a_report_has_its_name() -> None:
    """The other city has none of it by the taking apart, whatever was said there."""
    cities = [make_city("alder", {0: [5, 5], 1: [0, 0]}), make_city("birch", {0: [0, 0], 1: [5, 5]})]
    own = {"theme_id": "T00", "city": "Alder", "own_theme_id": "A3", "own_name": "T00", "fit": "the same"}
    beside = pd.DataFrame([own, own | {"own_name": "Chairs", "theme_id": "T01", "city": "Birch"}])
    joint = joint_of(cities, likeness=float("nan"))
    shares = across.share_by_city(cities, joint)
    parts = frozenset({"T00", "T01"})
    found = {
        split: across.compare_over_cities(shares, replace(joint, split=split, beside=beside))["where"].tolist()
        for split in (frozenset(), parts)
    }
    assert found == {frozenset(): [OWN, OWN], parts: [OWN, UNCLEAR]}
