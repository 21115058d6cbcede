"""Words, phrases and names."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_subjects import make_statements
from scipy import sparse

from peace_analysis.themes.describe import describe_theme, word_themes
from peace_analysis.themes.words import class_tf_idf, content_words, count_words, fold, plain_text, split_words, stop_words, vocabulary_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You know, like, the officers were gonna stop us.", ["officer", "stop"]),
        ("[NAME 1] and [NAME 2] filed complaints at [ORGANIZATION 3]", ["filed", "complaint"]),
        ("Um, yeah. I mean, I don't know.", []),
        ("de-escalation classes", ["de-escalation", "class"]),
        ("It’s dark, and they’re scared", ["dark", "scared"]),
    ],
)
def test_words_that_tell_a_theme_are_kept(text: str, expected: list[str]) -> None:
    assert content_words(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("officers", "officer"),
        ("stories", "story"),
        ("bus", "bus"),
        ("police", "police"),
        ("watches", "watch"),
        ("class", "class"),
        ("gas", "gas"),
    ],
)
def test_only_plurals_are_folded(word: str, expected: str) -> None:
    assert fold(word) == expected


def test_runs_of_words_end_at_punctuation_and_tokens() -> None:
    assert split_words("They yelled at [NAME 1], and left.") == [["they", "yelled", "at"], ["and", "left"]]


def test_numbers_of_tokens_do_not_change_what_is_embedded() -> None:
    assert plain_text("[NAME 3] has case [CASE 1].") == plain_text("[NAME 8] has case [CASE 2].") == "someone has case something."


def test_the_stop_list_is_in_lower_case_and_leaves_subjects_alone() -> None:
    assert {"know", "like", "gonna", "the"} <= stop_words()
    assert not {"police", "officer", "stop", "light", "call", "respect", "talk", "help", "gun"} & stop_words()
    assert all(word == word.lower() for word in stop_words())


def test_class_tf_idf_ranks_words_as_bertopic_does() -> None:
    from bertopic.vectorizers import ClassTfidfTransformer

    statements, subjects = make_statements()
    labels = np.unique(subjects, return_inverse=True)[1]
    counts = count_words(list(statements["text"]))
    by_class = sparse.csr_matrix(np.vstack([np.asarray(counts[labels == label].sum(axis=0)) for label in range(labels.max() + 1)]))
    expected = ClassTfidfTransformer().fit_transform(by_class).toarray()
    np.testing.assert_allclose(class_tf_idf(counts, labels).toarray(), expected, atol=1e-12)


def test_names_are_made_of_peoples_words_and_differ() -> None:
    statements, subjects = make_statements()
    labels = np.unique(subjects, return_inverse=True)[1]
    wordings = word_themes(list(statements["text"]), labels, list(statements["speaker_id"]))
    names = [wording.name for wording in wordings]
    assert len(set(names)) == len(names) == 10
    said = {word for text in statements["text"] for word in text.split()}
    for wording in wordings:
        assert wording.name[0].isupper()
        assert "_" not in wording.name
        assert {word for phrase in wording.phrases for word in phrase.split()} <= said
        assert not {phrase for phrase in wording.phrases if phrase in stop_words()}


def test_what_one_person_says_does_not_name_a_theme() -> None:
    texts = ["the purple lantern shines"] * 9 + [
        f"{place} has street lights {state}"
        for place in ("church", "market", "school", "depot")
        for state in ("dead", "dim", "gone", "off")
    ]
    speakers = ["P01"] * 9 + [f"Q{n}" for n in range(16)]
    wording = word_themes(texts, np.zeros(len(texts), dtype=np.intp), speakers)[0]
    assert "purple lantern" not in " ".join(wording.phrases)
    assert "street lights" in wording.name.lower()


def test_a_theme_without_a_shared_word_still_has_a_name() -> None:
    wordings = word_themes(["you know", "I mean", "uh yeah"], np.array([0, 0, 1]), ["a", "b", "c"])
    assert [wording.name for wording in wordings] == ["Various remarks", "Various remarks (2)"]


def test_names_given_already_are_not_given_again() -> None:
    texts, labels, speakers = ["broken lamp"] * 4, np.zeros(4, dtype=np.intp), list("abcd")
    taken = word_themes(texts, labels, speakers)[0].name
    assert word_themes(texts, labels, speakers, taken=(taken,))[0].name != taken


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (["a"] * 3, "People spoke of “lamp” and “dark alley”, mostly when asked how they feel about safety."),
        (["b", "b", "ab"], "People spoke of “lamp” and “dark alley”, mostly when asked how they want to be served by police."),
        (["none"], "People spoke of “lamp” and “dark alley”, in answer to neither of the two standing questions."),
    ],
)
def test_a_description_says_what_the_tables_say(questions: list[str], expected: str) -> None:
    assert describe_theme(("lamp", "dark alley"), pd.Series(questions)) == expected


def test_the_vocabulary_is_in_alphabetical_order() -> None:
    assert vocabulary_of([["b", "a"], ["a", "c"]]) == ["a", "b", "c"]
