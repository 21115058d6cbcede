"""Themes found in a part of the statements and carried over to the rest."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import homogeneity_score

from peace_analysis.themes.carry_over import draw_part
from peace_analysis.themes.discover import ThemeModel, discover_themes
from peace_analysis.themes.neighbors import find_among
from peace_analysis.themes.space import learn_space, unit_rows

N_CLOUDS, PER_CLOUD = 9, 60
WORDS = ("lamp", "theft", "speeding", "training", "shelter", "parking", "noise", "school", "bus")


@pytest.fixture(scope="module")
def clouds() -> tuple[NDArray[np.float32], NDArray[np.intp], list[str]]:
    """540 statements in 9 clouds, mixed, each with a word of its cloud."""
    draw = np.random.default_rng(5)
    cloud = draw.permutation(np.repeat(np.arange(N_CLOUDS), PER_CLOUD))
    vectors = np.eye(24)[cloud] + draw.normal(scale=0.12, size=(len(cloud), 24))
    texts = [f"what {WORDS[of]} means to number{row % 50} people here" for row, of in enumerate(cloud)]
    return vectors.astype(np.float32), cloud, texts


@pytest.fixture(scope="module")
def carried(clouds: tuple[NDArray[np.float32], NDArray[np.intp], list[str]]) -> ThemeModel:
    vectors, _, texts = clouds
    return discover_themes(vectors, texts=texts, session_ids=[f"S{row % 12}" for row in range(len(texts))], seed=1, most_fitted=180)


def test_statements_that_themes_were_not_found_in_get_the_right_ones(clouds, carried: ThemeModel):
    _, cloud, _ = clouds
    rest = np.setdiff1d(np.arange(len(cloud)), draw_part(len(cloud), 180))
    assert len(rest) == 360
    # A cloud may be split; no group holds statements of two.
    assert homogeneity_score(cloud[rest], carried.layers[carried.subtheme_layer][rest]) > 0.97


def test_layers_stay_within_each_other_and_shares_add_up(carried: ThemeModel):
    for above, below in zip(carried.layers, carried.layers[1:], strict=False):
        assert len(np.unique(np.stack([above, below]), axis=1).T) == below.max() + 1
    np.testing.assert_allclose(carried.membership.sum(axis=1), 1, atol=1e-5)
    assert carried.theme.shape == carried.residual.shape == (540,)


def test_all_statements_are_fitted_where_there_are_not_too_many(clouds, carried: ThemeModel):
    vectors, _, texts = clouds
    sessions = [f"S{row % 12}" for row in range(len(texts))]
    whole, asked = (discover_themes(vectors, texts=texts, session_ids=sessions, seed=1, most_fitted=most) for most in (540, 10_000))
    assert (whole.theme == asked.theme).all()
    assert (whole.space == asked.space).all()
    assert carried.space.shape[0] == whole.space.shape[0]


def test_a_place_is_the_same_whether_the_space_was_learnt_from_the_statement_or_not(clouds):
    vectors, cloud, texts = clouds
    subjects = np.eye(N_CLOUDS, dtype=np.float32)[cloud]
    space, learnt = learn_space(vectors, texts, subjects)
    again = learnt.place(vectors[:50], texts[:50], subjects[:50])
    assert (space[:50] * again).sum(axis=1).min() > 0.999
    other = learnt.place(vectors[:1], ["nothing that anybody else said"], subjects[:1])
    assert other.shape == (1, space.shape[1])


def test_neighbors_among_others_are_those_of_a_full_search():
    draw = np.random.default_rng(0)
    space, rows = unit_rows(draw.standard_normal((300, 8))), unit_rows(draw.standard_normal((40, 8)))
    found = find_among(rows, space, 5)
    expected = np.sort(rows @ space.T, axis=1)[:, -5:]
    np.testing.assert_allclose(np.sort(found.similarity, axis=1), expected, atol=1e-6)
    np.testing.assert_allclose((rows[:, None, :] * space[found.rows]).sum(axis=2), found.similarity, atol=1e-5)


def test_neighbors_in_near_cells_are_mostly_the_nearest():
    draw = np.random.default_rng(1)
    centers = unit_rows(draw.standard_normal((30, 10)))
    space = unit_rows(centers[draw.integers(30, size=6_400)] + draw.normal(scale=0.2, size=(6_400, 10)))
    rows = unit_rows(centers[draw.integers(30, size=50)] + draw.normal(scale=0.2, size=(50, 10)))
    found = find_among(rows, space, 10)
    exact = np.argsort(-(rows @ space.T), axis=1)[:, :10]
    assert np.mean([len(set(one) & set(other)) / 10 for one, other in zip(found.rows, exact, strict=True)]) > 0.9


def test_the_part_is_spread_evenly():
    assert draw_part(5, 10).tolist() == [0, 1, 2, 3, 4]
    assert draw_part(100, 4).tolist() == [0, 33, 66, 99]
