"""A city compared with one city and then with another: no count of the two comparisons tells one or two people apart."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest

from peace_analysis import across
from peace_analysis.cities.theme_memory import MEMORY, read_told, remember_told
from peace_analysis.city import City
from peace_analysis.errors import InputError
from peace_analysis.example.tables import invented_cities
from peace_analysis.groups import count_heard
from peace_analysis.settings import Themes


@pytest.fixture(scope="module")
def cities() -> tuple[across.Voices, across.Voices]:
    """Two cities whose own themes are none of the joint ones, so that these have counts of their own."""
    first, second = (replace(city, assignments=city.assignments.assign(theme_id=None, residual=True)) for city in invented_cities())
    return first, second


@pytest.fixture(scope="module")
def joint() -> across.JointThemes:
    return across.find_joint_themes(invented_cities(), settings=Themes(min_themes=2, max_themes=4))


def raised_by(city: across.Voices, joint: across.JointThemes, theme: str) -> list[str]:
    heard = count_heard(*joint.tables_of(city))
    return [str(person) for person in heard.people.index[heard.raised[:, heard.themes.index(theme)]]]


def row(shares: pd.DataFrame, theme: str, city: across.Voices) -> pd.Series:
    return shares[(shares["theme_id"] == theme) & (shares["city"] == city.name)].iloc[0]


@pytest.mark.parametrize(("fewer", "shown"), [(0, True), (1, False), (2, False), (3, True)])
def test_a_theme_that_one_or_two_people_tell_from_an_earlier_one_has_no_count(
    cities: tuple[across.Voices, across.Voices], joint: across.JointThemes, fewer: int, shown: bool
) -> None:
    city, other = cities
    people = raised_by(city, joint, "J01")
    told = across.Told(frozenset(people[fewer:]), str(len(people) - fewer))
    before = across.share_by_city([city, other], joint)
    after = across.share_by_city([replace(city, told=(told,)), other], joint)
    assert row(before, "J01", city)["n_raised"] == len(people)
    assert pd.notna(row(after, "J01", city)["n_raised"]) is shown
    assert row(after, "J01", city)["shown"] == ("" if shown else "not shown")
    same = [before["theme_id"] != "J01", before["city"] != city.name]
    pd.testing.assert_frame_equal(before[same[0] | same[1]], after[same[0] | same[1]])


def test_what_was_published_is_remembered_once_for_the_owner_alone(
    place: City, cities: tuple[across.Voices, across.Voices], joint: across.JointThemes
) -> None:
    city, _ = cities
    shares = across.share_by_city(cities, joint)
    assert read_told(place) == ()
    remember_told(place, city, joint, shares)
    told = read_told(place)
    mine = shares[(shares["city"] == city.name) & (shares["shown"] != "not shown")]
    assert sorted(each.shown for each in told) == sorted(str(shown or n) for shown, n in zip(mine["shown"], mine["n_raised"], strict=True))
    assert frozenset(raised_by(city, joint, "J01")) in {each.people for each in told}
    assert stat.S_IMODE((place.folder / MEMORY).stat().st_mode) == 0o600
    before = (place.folder / MEMORY).read_bytes()
    again = replace(city, told=told)
    remember_told(place, again, joint, across.share_by_city([again, cities[1]], joint))  # the same comparison shows the same
    assert (place.folder / MEMORY).read_bytes() == before


def test_what_is_not_shown_or_has_an_own_count_is_not_remembered(place: City, joint: across.JointThemes) -> None:
    city, other = invented_cities()  # whose own themes are the joint ones
    shares = across.share_by_city([city, other], joint)
    shares.loc[shares["own_theme_id"].isna(), ["n_raised", "shown"]] = [None, "not shown"]
    remember_told(place, city, joint, shares)
    assert not (place.folder / MEMORY).exists()


@pytest.mark.parametrize("broken", ["", "[]", '{"themes": [{"people": 3}]}'])
def test_a_memory_that_cannot_be_read_stops_the_comparison(place: City, broken: str) -> None:
    (place.folder / MEMORY).write_text(broken, encoding="utf-8")
    with pytest.raises(InputError, match="Bring it back from a backup"):
        read_told(place)


def test_two_counts_leave_one_or_two_people_in_doubt_wherever_the_rule_lets_both_be_printed() -> None:
    """Every theme of two people, and every pair of printed themes of which one holds it, covers it with it, or lies beside it."""
    everybody = frozenset(range(7))
    themes = [frozenset(some) for n in range(3, 5) for some in combinations(everybody, n)]  # 3 to 7 - 3 people: printed
    for hidden in (frozenset({0}), frozenset({0, 1})):
        for first, second in combinations(themes, 2):
            if 0 < len(first ^ second) <= 2:
                continue
            low, high = 0, 2  # "fewer than 3"
            for one, other in ((first, second), (second, first)):
                if one <= other | hidden:  # those of the one are in the other or in the hidden theme
                    low = max(low, len(one) - len(other))
                if other <= one and hidden <= one and not other & hidden:
                    high = min(high, len(one) - len(other))
            assert low <= 1 and high >= 2, (hidden, first, second)


def test_a_memory_holds_no_words(place: City, cities: tuple[across.Voices, across.Voices], joint: across.JointThemes) -> None:
    remember_told(place, cities[0], joint, across.share_by_city(cities, joint))
    noted = json.loads((place.folder / MEMORY).read_text(encoding="utf-8"))
    assert {key for theme in noted["themes"] for key in theme} == {"people", "shown"}
    assert {person for theme in noted["themes"] for person in theme["people"]} <= set(cities[0].participants["speaker_id"])
