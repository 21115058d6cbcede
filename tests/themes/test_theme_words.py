"""Words that show a theme, alone and in BERTopic's object."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bertopic import BERTopic
from bertopic.vectorizers import ClassTfidfTransformer
from planted_subjects import SUBJECTS, WordEncoder, make_statements
from scipy import sparse

from peace_analysis.themes.bertopic_view import make_bertopic
from peace_analysis.themes.coherence import npmi_coherence, word_diversity
from peace_analysis.themes.theme_words import choose_words
from peace_analysis.themes.words import class_tf_idf, content_words, count_words, vocabulary_of


def words_of(texts: list[str], labels: list[int], n_words: int = 10, speakers: list[str] | None = None) -> list[list[str]]:
    vocabulary = vocabulary_of([content_words(text) for text in texts])
    chosen = choose_words(count_words(texts, vocabulary), np.array(labels, dtype=np.intp), n_words=n_words, speakers=speakers)
    return [[vocabulary[word] for word in words] for words in chosen]


LAMPS = ["lamp street", "street lamp dark", "dark lamp", "dark street"]
CALLS = ["call hold", "call dispatcher hold", "hold dispatcher", "dispatcher call"]


def test_words_that_stand_together_come_before_strangers_of_more_weight() -> None:
    texts = [*LAMPS, *["gazebo"] * 4, *["kiosk"] * 4, *CALLS]
    labels = [0] * 12 + [1] * 4
    weights = class_tf_idf(count_words(texts), np.array(labels)).toarray()[0]
    vocabulary = vocabulary_of([content_words(text) for text in texts])
    assert {vocabulary[word] for word in np.argsort(-weights)[:2]} == {"gazebo", "kiosk"}
    assert set(words_of(texts, labels, n_words=3)[0]) == {"lamp", "street", "dark"}
    assert words_of(texts, labels, n_words=5)[0] == ["gazebo", "kiosk", "dark", "lamp", "street"]  # listed by weight


def test_the_word_of_one_statement_gives_way_to_words_of_several() -> None:
    texts = [*LAMPS, "zeppelin " * 9 + "lamp", *CALLS]
    labels = [0] * 5 + [1] * 4
    weights = class_tf_idf(count_words(texts), np.array(labels)).toarray()[0]
    assert vocabulary_of([content_words(text) for text in texts])[int(weights.argmax())] == "zeppelin"
    assert set(words_of(texts, labels, n_words=3)[0]) == {"lamp", "street", "dark"}


def test_what_one_person_says_often_gives_way_to_what_several_say() -> None:
    texts = [*["kiosk corner"] * 6, *LAMPS, *CALLS]
    labels = [0] * 10 + [1] * 4
    different = [f"P{n}" for n in range(len(texts))]
    one = ["P0"] * 6 + different[6:]
    assert {"kiosk", "corner"} <= set(words_of(texts, labels, n_words=3, speakers=different)[0])
    assert set(words_of(texts, labels, n_words=3, speakers=one)[0]) == {"lamp", "street", "dark"}


def test_a_word_belongs_to_the_theme_where_it_is_strongest() -> None:
    texts = [
        *[f"officer {text}" for text in LAMPS * 3],
        *[f"officer badge {text}" for text in CALLS * 3],
        *["officer badge name", "officer name"] * 6,
    ]
    labels = [0] * 12 + [1] * 12 + [2] * 12
    lamps, _, officers = words_of(texts, labels, n_words=3)
    assert "officer" in officers
    assert "officer" not in lamps


def test_a_theme_that_has_too_few_words_of_its_own_is_filled_up() -> None:
    texts = ["lamp gazebo pigeon", "lamp fence", *CALLS]
    assert set(words_of(texts, [0, 0, 1, 1, 1, 1], n_words=4)[0]) == {"lamp", "gazebo", "pigeon", "fence"}
    assert words_of(texts, [0, 0, 1, 1, 1, 1], n_words=9)[0][0] == "lamp"
    assert len(words_of(texts, [0, 0, 1, 1, 1, 1], n_words=9)[0]) == 4


@pytest.mark.parametrize(("texts", "labels", "expected"), [([], [], []), (["lamp"], [-1], []), (["um", "lamp"], [0, 1], [[], ["lamp"]])])
def test_nothing_to_list_is_an_empty_list(texts: list[str], labels: list[int], expected: list[list[str]]) -> None:
    assert words_of(texts, labels) == expected


def test_statements_without_a_theme_and_the_order_of_all_change_nothing() -> None:
    statements, subjects = make_statements(per_subject=8)
    texts, labels = list(statements["text"]), list(np.unique(subjects, return_inverse=True)[1])
    chosen = words_of(texts, labels)
    order = np.random.default_rng(3).permutation(len(texts))
    assert words_of([texts[row] for row in order], [labels[row] for row in order]) == chosen
    assert [
        set(words) <= set(" ".join(SUBJECTS[subject].split()).split()) | {"brake"}
        for subject, words in zip(sorted(SUBJECTS), chosen, strict=True)
    ]
    assert words_of([*texts, "purple lantern", "purple lantern"], [*labels, -1, -1]) == chosen


def test_chosen_words_hang_together_more_than_the_heaviest_on_statements_they_were_not_chosen_on() -> None:
    draw = np.random.default_rng(11)
    texts, labels = [], []
    for theme in "bcdf":  # statements of four of twelve words that go together, and shouts that go with nothing, each said more often
        core, shouts = [f"{theme}core{letter}" for letter in "abcdefghijkl"], [f"{theme}shout{letter}" for letter in "abcdef"]
        said = [" ".join(draw.choice(core, 4, replace=False)) for _ in range(60)] + [str(draw.choice(shouts)) for _ in range(160)]
        texts += said
        labels += ["bcdf".index(theme)] * len(said)
    first = np.arange(len(texts)) % 2 == 0
    vocabulary = vocabulary_of([content_words(text) for text in texts])
    counts, known = count_words(texts, vocabulary), np.where(first, labels, -1)
    ours = [[vocabulary[word] for word in words] for words in choose_words(counts, known)]
    heaviest = [[vocabulary[word] for word in np.argsort(-row)[:10]] for row in class_tf_idf(counts, known).toarray()]
    others = [text for text, chosen in zip(texts, first, strict=True) if not chosen]
    assert npmi_coherence(ours, others) > npmi_coherence(heaviest, others) + 0.2
    assert word_diversity(ours) == word_diversity(heaviest) == 1.0
    assert not any("shout" in word for words in ours for word in words)


@pytest.fixture(scope="module")
def topics() -> tuple[BERTopic, list[str], np.ndarray, list[str]]:
    statements, subjects = make_statements(per_subject=8)
    texts, labels = list(statements["text"]), np.unique(subjects, return_inverse=True)[1].astype(np.intp)
    labels[:4] = -1
    speakers = list(statements["speaker_id"])
    return make_bertopic(labels, texts, WordEncoder().encode(texts), speakers=speakers), texts, labels, speakers


def test_bertopic_lists_the_chosen_words_with_its_own_weights(topics: tuple[BERTopic, list[str], np.ndarray, list[str]]) -> None:
    fitted, texts, _, speakers = topics
    names = list(fitted.vectorizer_model.get_feature_names_out())
    own = np.array(fitted.topics_)
    # BERTopic's outliers are a class of their own in its matrix, and take words last.
    chosen = choose_words(
        count_words(texts, names),
        np.where(own < 0, own.max() + 1, own),
        weights=fitted.c_tf_idf_.tocsr()[[*range(1, own.max() + 2), 0]],
        speakers=speakers,
    )
    for topic in range(own.max() + 1):
        listed = [(word, weight) for word, weight in fitted.get_topic(topic) if word]
        assert [word for word, _ in listed] == [names[word] for word in chosen[topic]]
        np.testing.assert_allclose([weight for _, weight in listed], [fitted.c_tf_idf_[topic + 1, names.index(word)] for word, _ in listed])


def test_bertopics_own_matrix_stays_bertopics(topics: tuple[BERTopic, list[str], np.ndarray, list[str]]) -> None:
    fitted, texts, _, _ = topics
    counts, own = count_words(texts, list(fitted.vectorizer_model.get_feature_names_out())), np.array(fitted.topics_)
    by_class = sparse.csr_matrix(np.vstack([np.asarray(counts[own == topic].sum(axis=0)) for topic in range(-1, own.max() + 1)]))
    np.testing.assert_allclose(fitted.c_tf_idf_.toarray(), ClassTfidfTransformer().fit_transform(by_class).toarray(), atol=1e-12)


def test_merged_topics_and_topics_by_class_get_words_too(topics: tuple[BERTopic, list[str], np.ndarray, list[str]], tmp_path: Path) -> None:
    _, texts, labels, speakers = topics
    fitted = make_bertopic(labels, texts, WordEncoder().encode(texts), speakers=speakers)
    assert len(fitted.topics_per_class(texts, classes=["x", "y"] * (len(texts) // 2))) >= 2 * 10
    fitted.merge_topics(texts, [0, 1])
    assert len(fitted.get_topics()) == 10
    assert all(fitted.get_topic(topic)[0][0] for topic in fitted.get_topics())
    fitted.save(tmp_path / "model.pickle", serialization="pickle")
    assert BERTopic.load(tmp_path / "model.pickle").get_topics() == fitted.get_topics()
