"""Finding themes: planted ones are found, nothing is dropped, the same input gives the same themes."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from planted_subjects import SUBJECTS, WordEncoder, make_statements
from sklearn.metrics import adjusted_rand_score, roc_auc_score

from peace_analysis.themes.discover import ThemeModel, discover_themes
from peace_analysis.themes.embed import default_encoder


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
    assert roc_auc_score(outside, -model.fit) > 0.85
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


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="one row per statement"):
        discover_themes(np.zeros((3, 4)), texts=["a", "b"], session_ids=["s", "s"], seed=1)
    with pytest.raises(ValueError, match="1 embeddings hold numbers that are not finite"):
        discover_themes(np.array([[np.nan, 1]]), texts=["a"], session_ids=["s"], seed=1)
    with pytest.raises(ValueError, match="not a range"):
        discover_themes(np.zeros((1, 2)), texts=["a"], session_ids=["s"], min_themes=9, max_themes=3, seed=1)


def test_layers_are_nested_and_hold_themes_and_subthemes(planted: tuple[pd.DataFrame, list[str]]) -> None:
    model = discover(planted[0], min_themes=2, max_themes=4)
    assert 2 <= len(model.layers) <= 8
    for coarse, fine in pairwise(model.layers):
        assert coarse.max() <= fine.max()
        assert all(len(set(coarse[fine == group])) == 1 for group in range(fine.max() + 1))
    placed = model.theme >= 0
    assert adjusted_rand_score(model.layers[model.theme_layer][placed], model.theme[placed]) == 1
    split = model.subtheme >= 0
    inside = model.theme[split] * 100 + model.subtheme[split]
    assert adjusted_rand_score(model.layers[model.subtheme_layer][split], inside) == 1


def test_another_seed_changes_no_theme(planted: tuple[pd.DataFrame, list[str]]) -> None:
    first, second = discover(planted[0], seed=1), discover(planted[0], seed=2)
    assert (first.theme == second.theme).all()
    assert (first.subtheme == second.subtheme).all()
    assert not np.array_equal(first.stability, second.stability)


def test_planted_themes_hold_and_arbitrary_ones_are_tentative(planted: tuple[pd.DataFrame, list[str]]) -> None:
    model = discover(planted[0])
    assert model.stability.shape == (model.n_themes,)
    assert np.median(model.stability) > 0.7
    noise = np.random.default_rng(8).standard_normal((240, 48))
    chance = discover_themes(noise, session_ids=list(planted[0]["session_id"]), seed=1)
    assert chance.stability.mean() < 0.5
    assert chance.tentative.mean() > 0.5


def test_a_statement_on_two_subjects_has_both_themes() -> None:
    statements, subjects = make_statements()
    both = "the needle tent camp doorway dispatcher waited hold recording was there"
    statements.loc[len(statements)] = statements.iloc[0].to_dict() | {"text": both}
    model = discover(statements)
    of = [np.bincount(model.theme[np.array([*subjects, ""]) == name] + 1).argmax() - 1 for name in ("drugs", "calls")]
    assert model.membership[-1, of].sum() > 0.8
    assert model.themes[-1, of].any()
    assert (model.themes.sum(axis=1) >= (model.theme >= 0)).all()
    assert not model.themes[model.theme < 0].any()


def test_embeddings_alone_are_enough(planted: tuple[pd.DataFrame, list[str]]) -> None:
    vectors = WordEncoder().encode(list(planted[0]["text"]))
    model = discover_themes(vectors, seed=1)
    placed = model.theme >= 0
    assert adjusted_rand_score(np.array(planted[1])[placed], model.theme[placed]) > 0.7


def test_a_new_order_of_themes_moves_all_that_belongs_to_them(planted: tuple[pd.DataFrame, list[str]]) -> None:
    model = discover(planted[0], min_themes=2, max_themes=4)
    turned = list(range(model.n_themes))[::-1]
    new = model.reorder(turned, lambda theme: list(range(model.n_subthemes(theme)))[::-1])
    np.testing.assert_array_equal(new.stability, model.stability[turned])
    np.testing.assert_array_equal(new.membership[:, 0], model.membership[:, -1])
    np.testing.assert_array_equal(new.subtheme_stability[0], model.subtheme_stability[-1][::-1])
    assert ((new.theme == 0) == (model.theme == model.n_themes - 1)).all()
