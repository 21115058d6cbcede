"""Finding themes: planted ones are found, nothing is dropped, the same input gives the same themes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from planted_subjects import SUBJECTS, WordEncoder, make_statements
from sklearn.metrics import adjusted_rand_score, roc_auc_score

from peace_analysis.themes.communities import _adjusted_rand, find_communities, group_many
from peace_analysis.themes.discover import ThemeModel, discover_themes
from peace_analysis.themes.embed import default_encoder
from peace_analysis.themes.neighbors import find_neighbors, joint_space, unit_rows


def discover(statements: pd.DataFrame, **settings: int) -> ThemeModel:
    texts = list(statements["text"])
    return discover_themes(WordEncoder().encode(texts), texts=texts, session_ids=list(statements["session_id"]), **({"seed": 3} | settings))


def test_planted_subjects_are_found_without_being_told_how_many(planted: tuple[pd.DataFrame, list[str]]) -> None:
    statements, subjects = planted
    model = discover(statements)
    assert 8 <= model.n_themes <= 14
    placed = model.theme >= 0
    assert adjusted_rand_score(np.array(subjects)[placed], model.theme[placed]) > 0.8
    assert placed.mean() > 0.8


def test_every_statement_has_a_theme_or_is_residual(planted: tuple[pd.DataFrame, list[str]]) -> None:
    model = discover(planted[0])
    assert (model.residual == (model.theme < 0)).all()
    assert (model.subtheme[model.residual] == -1).all()
    assert ((model.membership >= 0) & (model.membership <= 1)).all()
    np.testing.assert_allclose(model.membership.sum(axis=1), 1, atol=1e-5)


def test_requests_out_of_scope_fit_worse_and_are_more_often_residual(shared_data: Path) -> None:
    clinc = json.loads((shared_data / "themes" / "clinc150.json").read_text(encoding="utf-8"))
    texts = [text for text, _ in clinc["train"][::15]] + [text for text, _ in clinc["oos_test"][::10]]
    outside = np.arange(len(texts)) >= 1000
    model = discover_themes(default_encoder().encode(texts), texts=texts, session_ids=["s"] * len(texts), seed=1)
    assert roc_auc_score(outside, -model.fit) > 0.75
    assert model.residual[outside].mean() > 3 * model.residual[~outside].mean()


def test_the_same_seed_gives_the_same_themes_whatever_ran_before(planted: tuple[pd.DataFrame, list[str]]) -> None:
    statements, _ = planted
    doubled = pd.concat([statements, statements.iloc[::3]], ignore_index=True)
    first = discover(doubled)
    discover(statements, seed=99)
    second = discover(doubled)
    for name in ("theme", "subtheme", "membership", "fit", "residual"):
        assert (getattr(first, name) == getattr(second, name)).all()


def test_repeated_statements_share_a_theme(planted: tuple[pd.DataFrame, list[str]]) -> None:
    statements, _ = planted
    model = discover(pd.concat([statements, statements], ignore_index=True))
    assert (model.theme[: len(statements)] == model.theme[len(statements) :]).all()


@pytest.mark.parametrize("n", [0, 1, 2, 8, 29, 30, 31, 45])
def test_few_statements_are_no_problem(n: int) -> None:
    statements, _ = make_statements(per_subject=5)
    model = discover(statements.sample(n, random_state=1))
    assert len(model.theme) == n
    assert (model.residual == (model.theme < 0)).all()
    if n == 1:
        assert model.residual.all()


def test_two_statements_on_one_thing_make_a_theme() -> None:
    statements, _ = make_statements()
    statements = statements.head(2).assign(text=["the lamp is broken on our street", "our street lamp is broken again"])
    assert list(discover(statements).theme) == [0, 0]


def test_a_thousand_statements_that_are_all_the_same_are_one_text() -> None:
    statements, _ = make_statements()
    model = discover(pd.concat([statements.head(1)] * 1000, ignore_index=True))
    assert len(model.theme) == 1000


def test_themes_stay_within_the_range_and_the_rest_become_subthemes(planted: tuple[pd.DataFrame, list[str]]) -> None:
    model = discover(planted[0], min_themes=2, max_themes=4)
    assert model.n_themes <= 4
    assert sum(model.n_subthemes(theme) for theme in range(model.n_themes)) >= len(SUBJECTS) - 2


def test_neighbors_are_those_of_a_full_search() -> None:
    space = unit_rows(np.random.default_rng(2).standard_normal((1500, 20)))
    found = find_neighbors(space, 5)
    likeness = space[700] @ space.T
    likeness[700] = -2
    assert list(found.rows[700]) == list(np.argsort(-likeness)[:5])


def test_communities_depend_on_the_seed_alone() -> None:
    space = unit_rows(np.random.default_rng(4).standard_normal((300, 8)))
    graph = find_neighbors(space, 10).graph(np.ones(300, dtype=bool), 10)
    first = find_communities(graph, 1.5, 1)
    find_communities(graph, 2.0, 2)
    assert (find_communities(graph, 1.5, 1) == first).all()


def test_words_bring_scattered_meanings_together() -> None:
    texts = [f"dispatcher recording {n}" for n in "abcdef"] + [f"needles doorway {n}" for n in "abcdef"]
    noise = np.random.default_rng(0).standard_normal((12, 30))
    space = joint_space(noise, texts)
    same, other = (space[:6] @ space[:6].T).mean(), (space[:6] @ space[6:].T).mean()
    assert same - other > 0.2


def test_adjusted_rand_is_that_of_scikit_learn() -> None:
    draw = np.random.default_rng(1)
    left, right = draw.integers(0, 5, 200), draw.integers(0, 7, 200)
    right[:120] = left[:120]
    assert _adjusted_rand(left, right) == pytest.approx(adjusted_rand_score(left, right))


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="one row per statement"):
        discover_themes(np.zeros((3, 4)), texts=["a", "b"], session_ids=["s", "s"], seed=1)
    with pytest.raises(ValueError, match="1 embeddings hold numbers that are not finite"):
        discover_themes(np.array([[np.nan, 1]]), texts=["a"], session_ids=["s"], seed=1)
    with pytest.raises(ValueError, match="not a range"):
        discover_themes(np.zeros((1, 2)), texts=["a"], session_ids=["s"], min_themes=9, max_themes=3, seed=1)


def test_groups_without_sessions_enough_draw_statements(planted: tuple[pd.DataFrame, list[str]]) -> None:
    texts = list(planted[0]["text"])
    space = joint_space(WordEncoder().encode(texts), texts)
    grouping = group_many(space, np.zeros(len(texts), dtype=np.intp), 8, 25, 1)
    assert adjusted_rand_score(planted[1], grouping.themes) > 0.7
