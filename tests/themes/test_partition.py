"""Trees of groups, their cuts, settling, agreement; held against scipy and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.metrics import adjusted_rand_score

from peace_analysis.themes.layers import mean_number
from peace_analysis.themes.partition import adjusted_rand, average_tree, cross_table, served, settle, ward_tree
from peace_analysis.themes.refits import agree_on, agree_with_each_other, draw_bootstraps, draw_samples, hold, share_together
from peace_analysis.themes.space import unit_rows


def make_points(n: int = 200, n_clouds: int = 8) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(11)
    cloud = np.arange(n) % n_clouds
    return unit_rows(draw.standard_normal((n_clouds, 12))[cloud] * 1.5 + draw.standard_normal((n, 12))), cloud


@pytest.mark.parametrize("weight", [1.0, 2.0])
@pytest.mark.parametrize("n_groups", [2, 5, 8, 40])
def test_the_tree_is_wards(n_groups: int, weight: float) -> None:
    points, _ = make_points()
    expected = fcluster(linkage(points.astype(np.float64), "ward"), n_groups, "maxclust")
    assert adjusted_rand_score(expected, ward_tree(points, np.full(len(points), weight))(n_groups)) == 1


def test_a_point_of_weight_three_is_three_points() -> None:
    points, _ = make_points(60)
    weight = np.where(np.arange(60) % 4 == 0, 3, 1)
    expected = fcluster(linkage(np.repeat(points, weight, axis=0).astype(np.float64), "ward"), 6, "maxclust")
    found = np.repeat(ward_tree(points, weight.astype(np.float64))(6), weight)
    assert adjusted_rand_score(expected, found) == 1


def test_cuts_of_one_tree_are_nested() -> None:
    points, _ = make_points()
    cut = ward_tree(points, np.ones(len(points)))
    coarse, fine = cut(4), cut(11)
    assert (len(set(coarse)), len(set(fine))) == (4, 11)
    assert ((cross_table(coarse, fine) > 0).sum(axis=0) == 1).all()


def test_groups_that_are_near_each_other_are_joined_first() -> None:
    distance = np.array([[0, 0.1, 0.9, 0.9], [0.1, 0, 0.9, 0.9], [0.9, 0.9, 0, 0.3], [0.9, 0.9, 0.3, 0]])
    cut = average_tree(distance, np.array([5.0, 5.0, 5.0, 5.0]))
    assert len(set(cut(3)[:2])) == 1
    assert len(set(cut(3)[2:])) == 2
    assert cut(2)[2] == cut(2)[3]


def test_settled_points_are_nearest_to_their_own_middle() -> None:
    points, cloud = make_points()
    labels = settle(points, np.ones(len(points)), np.arange(len(points)) % 10)
    middles = unit_rows(np.stack([points[labels == label].mean(axis=0) for label in range(labels.max() + 1)]))
    assert (np.argmax(points @ middles.T, axis=1) == labels).all()
    assert adjusted_rand_score(cloud, settle(points, np.ones(len(points)), cloud)) > 0.7


def test_groups_that_are_too_small_are_dissolved() -> None:
    points, cloud = make_points()
    labels = np.where(np.arange(len(points)) < 2, 8, cloud)
    assert settle(points, np.ones(len(points)), labels, 3).max() == 7


def test_the_true_number_of_groups_serves_best_and_a_groups_own_session_does_not_count() -> None:
    points, cloud = make_points(400)
    cut = ward_tree(points, np.ones(400))
    sessions = np.arange(400) // 40
    serves = {number: served(points, settle(points, np.ones(400), cut(number)), sessions) for number in (3, 8, 30)}
    assert max(serves, key=lambda number: serves[number]) == 8
    assert served(points, cloud, cloud) < 0 < served(points, cloud, sessions)


def test_adjusted_rand_is_that_of_scikit_learn() -> None:
    draw = np.random.default_rng(1)
    left, right = draw.integers(0, 5, 200), draw.integers(0, 7, 200)
    right[:120] = left[:120]
    assert adjusted_rand(left, right) == pytest.approx(adjusted_rand_score(left, right))
    weight = draw.integers(1, 4, 200)
    expected = adjusted_rand_score(np.repeat(left, weight), np.repeat(right, weight))
    assert adjusted_rand(left, right, weight.astype(float)) == pytest.approx(expected)


def test_what_most_refits_put_together_is_a_group() -> None:
    truth = np.repeat([0, 1, 2], 10)
    draw = np.random.default_rng(0)
    runs = [np.where(draw.random(30) < 0.2, draw.integers(0, 3, 30), truth) for _ in range(15)]
    assert adjusted_rand_score(agree_on(runs, 3), truth) == 1
    together = share_together(runs, truth)
    assert together.diagonal().min() > 0.5 > together[0, 1]


def test_refits_agree_as_their_pairs_do() -> None:
    draw = np.random.default_rng(4)
    runs = [draw.integers(0, 4, 60), draw.integers(0, 4, 60)]
    runs.append(np.where(np.arange(60) < 40, runs[0], runs[1]))
    weight = np.arange(60) % 3 + 1
    pairs = ((0, 1), (0, 2), (1, 2))
    expected = [adjusted_rand_score(np.repeat(runs[a], weight), np.repeat(runs[b], weight)) for a, b in pairs]
    assert agree_with_each_other(runs, weight.astype(float)) == pytest.approx(np.mean(expected))
    assert agree_with_each_other([runs[0]] * 3, np.ones(60)) == 1


def test_the_number_of_themes_moves_little_with_agreement_and_a_clear_winner_is_taken() -> None:
    numbers, clear = [8, 11, 14, 19, 25], 0.5
    below, above = [0.86, 0.86, 0.76, 0.87, 0.86], [0.86, 0.86, 0.78, 0.87, 0.86]  # whether 14 is within a tenth of the best
    assert abs(mean_number(numbers, below) - mean_number(numbers, above)) <= 1
    for place, number in enumerate(numbers):
        assert mean_number(numbers, [1.0 if other == place else clear for other in range(5)]) == number
    assert mean_number([12], [0.3]) == 12


def test_a_group_that_is_always_found_holds_and_one_cut_in_half_holds_half() -> None:
    groups = np.repeat([0, 1], 10)
    runs = [np.concatenate([np.zeros(10), np.ones(5), np.full(5, 2)]).astype(np.intp)] * 4
    np.testing.assert_allclose(hold(groups, runs), [1, 0.5])


def test_bootstraps_draw_sessions_by_the_seed_and_samples_do_not_depend_on_it() -> None:
    sessions = np.repeat(np.arange(12), 5)
    for kept in draw_bootstraps(sessions, 1):
        assert all(len(set(kept[sessions == session])) == 1 for session in range(12))
    assert len(draw_bootstraps(sessions, 1)) >= 20
    assert not all((a == b).all() for a, b in zip(draw_bootstraps(sessions, 1), draw_bootstraps(sessions, 2), strict=True))
    assert all((a == b).all() for a, b in zip(draw_samples(60), draw_samples(60), strict=True))
    assert all(kept.sum() == 54 for kept in draw_samples(60))
