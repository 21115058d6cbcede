"""From statements to the tables of themes and assignments."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from planted_subjects import WordEncoder, make_statements

from peace_analysis.settings import Themes
from peace_analysis.tables import ASSIGNMENTS, STATEMENTS, THEMES, check_table, empty_table
from peace_analysis.themes import Found, find_themes
from peace_analysis.themes.bertopic_view import make_bertopic, match_topics
from peace_analysis.themes.sentence_transformers_view import open_sentence_transformer


def find(statements: pd.DataFrame, **settings: int) -> Found:
    return find_themes(statements, WordEncoder().encode(list(statements["text"])), Themes(**settings), seed=7)


@pytest.fixture(scope="module")
def found() -> Found:
    return find(make_statements()[0])


def test_the_tables_keep_their_contract(found: Found) -> None:
    check_table(found.themes, THEMES)
    check_table(found.assignments, ASSIGNMENTS)
    assert list(found.assignments["statement_id"]) == list(make_statements()[0]["statement_id"])


def test_themes_are_numbered_by_the_people_who_raised_them(found: Found) -> None:
    top = found.themes[found.themes["parent_id"].isna()]
    assert list(top["theme_id"]) == [f"T{n:02d}" for n in range(1, len(top) + 1)]
    assert top["n_participants"].is_monotonic_decreasing
    below = found.themes[found.themes["parent_id"].notna()]
    assert all(re.fullmatch(rf"{parent}\.\d+", id_) for id_, parent in zip(below["theme_id"], below["parent_id"], strict=True))


def test_counts_are_those_of_the_assignments(found: Found) -> None:
    statements = make_statements()[0].merge(found.assignments, on="statement_id")
    for row in found.themes[found.themes["parent_id"].isna()].itertuples():
        said = statements[statements["theme_id"] == row.theme_id]
        assert (row.n_statements, row.n_participants, row.n_sessions) == (
            len(said),
            said["speaker_id"].nunique(),
            said["session_id"].nunique(),
        )


def test_every_theme_and_subtheme_has_a_stability(found: Found) -> None:
    stability = found.stability()
    assert list(stability["theme_id"]) == list(found.themes["theme_id"])
    assert stability["stability"].between(0, 1).all()
    assert (stability["tentative"] == (stability["stability"] < 0.5)).all()
    few = find(make_statements()[0].head(12)).stability()
    assert few["tentative"].all()


def test_typical_statements_are_the_themes_own_and_quotable_ones_come_first(found: Found) -> None:
    typical = found.typical.merge(found.assignments, on="statement_id", suffixes=("", "_assigned"))
    top = typical[~typical["theme_id"].str.contains(".", regex=False)]
    assert (top["theme_id"] == top["theme_id_assigned"]).all()
    quotable = make_statements()[0].set_index("statement_id")["quotable"]
    sessions = make_statements()[0].set_index("statement_id")["session_id"]
    for _, group in top.sort_values("rank").groupby("theme_id"):
        assert quotable[group["statement_id"].iloc[:3]].all()
        assert sessions[group["statement_id"].iloc[:3]].nunique() == 3


def test_other_languages_are_set_apart_and_not_residual() -> None:
    statements, _ = make_statements()
    statements.loc[:9, "language"] = "es"
    found = find(statements)
    apart = found.assignments.head(10)
    assert apart["theme_id"].isna().all()
    assert not apart["residual"].any()
    assert int(found.unread.sum()) == 10
    counts = found.count_unplaced(statements).set_index("language")["n_statements"]
    assert counts["es"] == 10


def test_the_same_input_gives_the_same_tables() -> None:
    first, second = find(make_statements()[0]), find(make_statements()[0])
    assert_frame_equal(first.themes, second.themes)
    assert_frame_equal(first.assignments, second.assignments)
    assert_frame_equal(first.typical, second.typical)


@pytest.mark.parametrize("n", [0, 1, 5])
def test_hardly_any_statements_give_tables_all_the_same(n: int) -> None:
    found = find(make_statements()[0].head(n)) if n else find_themes(empty_table(STATEMENTS), np.zeros((0, 4)), Themes(), seed=1)
    assert len(found.assignments) == n
    check_table(found.themes, THEMES)
    assert len(found.overview()) == len(found.themes)


def test_a_source_without_speakers_counts_sessions() -> None:
    statements, _ = make_statements()
    statements["speaker_id"] = pd.Series([None] * len(statements), dtype="str")
    found = find(statements)
    assert (found.themes["n_participants"] == 0).all()
    assert (found.themes["n_sessions"] > 0).all()


def test_an_overview_says_few_people_in_words() -> None:
    statements, _ = make_statements()
    statements["speaker_id"] = "S01-P1"
    overview = find(statements).overview()
    assert set(overview["n_participants"]) == {"fewer than 3"}
    assert set(overview["n_statements"]) == {""}


def test_one_vector_for_each_statement_is_needed() -> None:
    with pytest.raises(ValueError, match="2 embeddings for 240 statements"):
        find_themes(make_statements()[0], np.zeros((2, 4)), Themes(), seed=1)


def test_bertopic_has_our_themes_and_everything_works(found: Found, tmp_path: object) -> None:
    from pathlib import Path

    from bertopic import BERTopic

    topics = found.to_bertopic()
    info = topics.get_topic_info()
    top = found.themes[found.themes["parent_id"].isna()]
    assert sorted(info.loc[info["Topic"] >= 0, "Count"]) == sorted(top["n_statements"])
    assert set(info.loc[info["Topic"] >= 0, "CustomName"]) == set(top["name"])
    texts, labels = list(found.texts), found.model.theme
    same = pd.crosstab(np.array(topics.topics_), labels)
    assert ((same > 0).sum(axis=1) == 1).all()
    matched = found.match_topics(topics).dropna().set_index("topic")
    by_id = top.set_index("theme_id")
    assert set(matched["theme_id"]) == set(top["theme_id"])
    for topic, count, name in info.loc[info["Topic"] >= 0, ["Topic", "Count", "CustomName"]].itertuples(index=False):
        theme = matched.loc[topic, "theme_id"]
        assert (by_id.loc[theme, "n_statements"], by_id.loc[theme, "name"], matched.loc[topic, "name"]) == (count, name, name)
    with pytest.raises(ValueError, match="not these themes"):
        match_topics(topics, np.zeros_like(labels), top)
    assert len(topics.hierarchical_topics(texts)) == len(top) - 1
    assert {"Topic", "Class", "Frequency"} <= set(topics.topics_per_class(texts, classes=["x", "y"] * (len(texts) // 2)).columns)
    folder = Path(str(tmp_path)) / "model"
    topics.save(str(folder), serialization="safetensors", save_ctfidf=True)
    assert BERTopic.load(str(folder)).topics_ == topics.topics_


def test_bertopic_places_new_texts_with_a_sentence_model() -> None:
    about = ["The bus is always late", "Loose dogs chase children", "The library should open on Sundays"]
    texts = [f"{one}, {n} times already" for one in about for n in range(20)]
    model = open_sentence_transformer()
    labels = np.repeat([2, 1, 0], 20)
    topics = make_bertopic(labels, texts, model.encode(texts), ["Library", "Dogs", "Buses"], embedding_model=model)
    placed, _ = topics.transform(["The bus never comes", "Dogs run loose and bite", "Open the library longer"])
    names = match_topics(topics, labels, pd.DataFrame({"theme_id": ["T01", "T02", "T03"], "name": ["Library", "Dogs", "Buses"]}))
    assert list(names.set_index("topic").loc[placed, "theme_id"]) == ["T03", "T02", "T01"]
