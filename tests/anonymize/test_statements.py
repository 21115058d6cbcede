"""Turns are cut into passages of one to three sentences, and no word is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peace_analysis.anonymize.statements import MOST_WORDS, split_sentences, split_statements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They came. We waited.", ["They came.", "We waited."]),
        ("Ms. Lopez called at 3 a.m. and nobody came. Nobody.", ["Ms. Lopez called at 3 a.m. and nobody came.", "Nobody."]),
        ("It was J. T. who helped us. He did.", ["It was J. T. who helped us.", "He did."]),
        ("St. Mary's is dark. Really?! Yes.", ["St. Mary's is dark.", "Really?!", "Yes."]),
        ('She said "Stop." Then she left.', ['She said "Stop."', "Then she left."]),
        ("¿Quién vino? Nadie. ¡Nadie!", ["¿Quién vino?", "Nadie.", "¡Nadie!"]),
        ("It cost 3.5 million. Too much.", ["It cost 3.5 million.", "Too much."]),
        ("No [NAME 1]. [NAME 2] came.", ["No [NAME 1].", "[NAME 2] came."]),
        ("", []),
    ],
)
def test_sentences_end_where_people_end_them(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected


def test_a_statement_has_at_most_three_sentences() -> None:
    text = " ".join(f"This is sentence number {n} of the story that I tell." for n in range(11))
    assert all(len(split_sentences(statement)) <= 3 for statement in split_statements(text))


def test_a_scrap_leans_on_its_neighbor() -> None:
    assert split_statements("I don't know. They came two hours after we called and they did not say why.") == [
        "I don't know. They came two hours after we called and they did not say why."
    ]


def test_long_and_short_passages_are_evened_out() -> None:
    sentence = "We called the police three times that night and nobody ever came to see what had happened to us."
    parts = split_statements(" ".join([sentence] * 4))
    assert [len(split_sentences(part)) for part in parts] == [2, 2]


def test_an_unpunctuated_caption_is_cut_where_a_clause_begins() -> None:
    text = " and then ".join(["we called them and they said somebody would come by the end of the day"] * 12)
    parts = split_statements(text)
    assert all(len(part.split()) <= MOST_WORDS for part in parts)
    assert " ".join(parts) == text


@given(
    st.lists(
        st.sampled_from(["Yes.", "no", "They came late.", "Ms.", "[NAME 1]", "why?", "and then we waited for hours,", "3 a.m."]),
        max_size=40,
    )
)
def test_the_statements_of_a_turn_give_the_turn_back(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert " ".join(split_statements(text)) == text
