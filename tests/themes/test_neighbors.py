"""Neighbors of statements, exact and in cells, and the space that they are looked for in."""

from __future__ import annotations

import numpy as np

from peace_analysis.themes.neighbors import find_neighbors, gather_rows, smooth_rows
from peace_analysis.themes.space import SPACE_DIMENSIONS, joint_space, unit_rows


def make_clouds(n: int, n_clouds: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    cloud = draw.integers(0, n_clouds, n)
    return unit_rows(draw.standard_normal((n_clouds, 20))[cloud] * 2 + draw.standard_normal((n, 20))), cloud


def test_neighbors_are_those_of_a_full_search() -> None:
    space = unit_rows(np.random.default_rng(2).standard_normal((1500, 20)))
    found = find_neighbors(space, 5)
    likeness = space[700] @ space.T
    likeness[700] = -2
    assert list(found.rows[700]) == list(np.argsort(-likeness)[:5])


def test_a_search_in_cells_misses_hardly_a_neighbor_and_never_finds_the_row_itself() -> None:
    space, _ = make_clouds(7000, 60, 3)
    found = find_neighbors(space, 10)
    asked = np.arange(0, 7000, 70)
    likeness = space[asked] @ space.T
    likeness[np.arange(len(asked)), asked] = -2
    true = np.argsort(-likeness, axis=1)[:, :10]
    right = [len(set(mine) & set(theirs)) for mine, theirs in zip(found.rows[asked], true, strict=True)]
    assert np.mean(right) > 9
    assert (found.rows != np.arange(7000)[:, None]).all()
    assert (np.diff(found.similarity, axis=1) <= 0).all()


def test_rows_that_are_all_alike_have_neighbors_all_the_same() -> None:
    space = np.tile(unit_rows(np.ones((1, 4))), (6500, 1))
    found = find_neighbors(space, 12)
    assert found.rows.shape == (6500, 12)
    assert (found.rows != np.arange(6500)[:, None]).all()


def test_small_groups_are_of_near_rows_and_always_the_same() -> None:
    space, cloud = make_clouds(3000, 30, 4)
    groups = gather_rows(space, 200)
    assert np.bincount(groups).min() > 0
    pure = [np.bincount(cloud[groups == group]).max() / (groups == group).sum() for group in range(groups.max() + 1)]
    assert np.mean(pure) > 0.9
    assert (gather_rows(space, 200) == groups).all()


def test_smoothing_draws_the_rows_of_a_cloud_together() -> None:
    space, cloud = make_clouds(600, 6, 5)
    before = space @ space.T
    smoothed = smooth_rows(space, find_neighbors(space, 10).graph(np.ones(600, dtype=bool), 10), 2)
    after = smoothed @ smoothed.T
    same = cloud[:, None] == cloud[None, :]
    assert after[same].mean() - after[~same].mean() > before[same].mean() - before[~same].mean() + 0.05
    np.testing.assert_allclose(np.linalg.norm(smoothed, axis=1), 1, atol=1e-5)


def test_the_share_of_a_neighborhood_adds_up() -> None:
    space, cloud = make_clouds(400, 5, 6)
    shares = find_neighbors(space, 10).share(cloud, 10)
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-5)
    assert shares[np.arange(400), cloud].mean() > 0.8


def drawn_together(words_each: int) -> float:
    """How much closer texts that share all their words are than others, when their vectors are noise: ten groups of six texts."""
    group = np.repeat(np.arange(10), 6)
    texts = [" ".join("qwertyuiop"[g] + letter * 3 for letter in "bcdfghjklmnpqrst"[:words_each]) for g in group]
    space = joint_space(np.random.default_rng(0).standard_normal((60, 30)), texts)
    alike = space @ space.T
    same = group[:, None] == group[None, :]
    return float(alike[same & ~np.eye(60, dtype=bool)].mean() - alike[~same].mean())


def test_words_bring_scattered_meanings_together() -> None:
    assert drawn_together(14) > 0.15


def test_the_few_words_of_short_texts_count_less() -> None:
    assert drawn_together(2) < drawn_together(14) / 5


def test_the_space_is_small_whatever_went_in() -> None:
    wide = np.random.default_rng(1).standard_normal((300, 384))
    assert joint_space(wide).shape == (300, SPACE_DIMENSIONS)
    assert joint_space(wide[:40]).shape[0] == 40
