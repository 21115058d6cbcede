"""One space of themes: what is common, what is a city's own, and who may not be put together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from invented_cities_made import make_city

from peace_analysis import across
from peace_analysis.across.over_cities import COMMON, OWN
from peace_analysis.errors import InputError

SHARED = {subject: [6] * 8 for subject in range(4)}


@pytest.fixture(scope="module")
def two() -> tuple[across.Voices, across.Voices]:
    """Four subjects in both cities, and one of its own in each."""
    return make_city("alder", SHARED | {7: [5] * 8}), make_city("birch", SHARED | {9: [5] * 8})


@pytest.fixture(scope="module")
def joint(two: tuple[across.Voices, across.Voices]) -> across.JointThemes:
    return across.find_joint_themes(two, seed=1)


def subjects_of(city: across.Voices, joint: across.JointThemes) -> pd.Series:
    """Joint themes that hold the statements of each own theme, by own theme."""
    both = joint.placed[city.key].merge(city.assignments, on="statement_id", suffixes=("", "_own")).dropna(subset=["theme_id"])
    return both.groupby("theme_id_own")["theme_id"].agg(set)


def test_what_both_cities_speak_of_is_common_and_what_one_speaks_of_is_its_own(two, joint) -> None:
    over = across.compare_over_cities(across.share_by_city(two, joint), joint).set_index("theme_id")["where"]
    for city, alone in zip(two, ("T07", "T09"), strict=True):
        held = subjects_of(city, joint)
        for own in ("T00", "T01", "T02", "T03"):
            assert {over[theme] for theme in held[own]} == {COMMON}
        assert {over[theme] for theme in held[alone]} == {OWN}


def test_subjects_are_not_put_together(two, joint) -> None:
    for city in two:
        held = subjects_of(city, joint)
        seen = [theme for themes in held for theme in themes]
        assert len(seen) == len(set(seen))


def test_names_that_people_gave_stand_beside_the_joint_ones(two, joint) -> None:
    beside = joint.beside
    assert set(beside["city"]) == {"Alder", "Birch"}
    assert {"T07 of alder", "T09 of birch"} <= set(beside["own_name"])


def test_the_order_in_which_cities_are_named_changes_nothing(two, joint) -> None:
    other = across.find_joint_themes(two[::-1], seed=1)
    pd.testing.assert_frame_equal(other.themes, joint.themes)
    for key, placed in joint.placed.items():
        pd.testing.assert_frame_equal(other.placed[key], placed)


def test_no_city_decides_by_its_size(two) -> None:
    large = make_city("cedar", {subject: [9] * 40 for subject in range(4)})
    found = across.find_joint_themes([two[0], large], seed=1)
    assert found.n_fitted["cedar"] == found.n_fitted["alder"] == int(two[0].read.sum()) < int(large.read.sum())


def test_a_group_whose_cities_mean_different_things_is_taken_apart() -> None:
    from peace_analysis.across.joint_themes import _take_apart

    east, north, between = np.eye(3)[0], np.eye(3)[1], np.array([0.8, 0.6, 0.0])
    labels = [np.zeros(6, dtype=np.intp)] * 3

    def parts(*middles: np.ndarray) -> list[list[int]]:
        spaces = [np.tile(middle, (6, 1)).astype(np.float32) for middle in middles]
        return [sorted(set(label.tolist())) for label in _take_apart(labels[: len(middles)], spaces, 1)[0]]

    assert parts(east, north) == [[0], [1]]
    assert parts(east, between) == [[0], [0]]  # cosine .8
    assert parts(east, east, north) == [[0], [0], [1]]


def test_what_fits_no_theme_in_its_city_fits_none_here_and_unread_languages_are_set_apart(two) -> None:
    silent = two[1].vectors.copy()
    silent[:5] = 0
    city = replace(two[1], vectors=silent)
    placed = across.find_joint_themes([two[0], city], seed=1).placed["birch"]
    assert placed["theme_id"].head(5).isna().all()
    assert not placed["residual"].head(5).any()
    fits_none = city.assignments["theme_id"].isna().to_numpy()
    assert placed.loc[fits_none, "theme_id"].isna().all()


def test_every_reason_not_to_compare_is_told_at_once(two) -> None:
    alder, birch = two
    cities = [
        alder,
        birch,
        replace(birch, key="cedar", fingerprint="other"),
        replace(alder, key="dogwood", name="Elm", vectors=alder.vectors * 0),
    ]
    with pytest.raises(InputError) as caught:
        across.find_joint_themes(cities)
    told = [str(problem) for problem in caught.value.problems]
    assert any(text.startswith("city.yml: birch, cedar have one name") for text in told)
    assert any(text.startswith("cedar: statements were embedded by another model") for text in told)
    assert any(text.startswith("dogwood: the model reads 0 of its statements") for text in told)
    assert len(told) == 3
