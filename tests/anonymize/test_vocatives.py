"""People who are spoken to, and words that look like them."""

from __future__ import annotations

import pytest

from peace_analysis.anonymize.names import NameFinder


def found(text: str) -> list[tuple[str, str]]:
    (spans,) = NameFinder(keep=[], names=[]).find([text], [])
    return [(text[span.start : span.end], span.rule) for span in spans]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I brought bread. Wallter, that means you.", "Wallter"),
        ("Okay, thank you, Jerrome.", "Jerrome"),
        ("Go ahead, Shaundra, we are listening.", "Shaundra"),
    ],
)
def test_an_unknown_word_that_somebody_is_spoken_to_by_is_a_name(text: str, name: str) -> None:
    assert (name, "addressed") in found(text)


@pytest.mark.parametrize(
    "text",
    ["Officers, you need to listen.", "Thank you, Chief.", "Narcan, that is what we need.", "Hi, Mom.", "Please, you all know this."],
)
def test_nobody_is_spoken_to(text: str) -> None:
    assert "addressed" not in [rule for _, rule in found(text)]


@pytest.mark.parametrize("text", ["Then Ms. Her stood up.", "We called Officer Do about it.", "Mrs. Long knows, and Mr. So too."])
def test_a_surname_that_looks_like_a_small_word_is_found_behind_a_title(text: str) -> None:
    assert found(text)[0] in [("Her", "titled"), ("Do", "titled"), ("Long", "titled")]


@pytest.mark.parametrize(
    "text", ["I told the officer. Her partner laughed.", "the officer to my left", "Officers do what they do.", "TELL THE OFFICER NO"]
)
def test_small_words_after_a_rank_stay(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I went with my friend Hope to the meeting.", "Hope"),
        ("This is my son Will, he goes there too.", "Will"),
        ("My sister is June and she saw it.", "June"),
        ("Our neighbor Grace called them.", "Grace"),
    ],
)
def test_ones_own_people_are_named_by_ordinary_words_too(text: str, name: str) -> None:
    assert name in [words for words, _ in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "My wife is Black and she was stopped.",
        "My son I raised alone.",
        "my friend hope is all we have",
        "My mom May be there, she said.",
        "MY SON WILL NOT GO",
    ],
)
def test_what_is_said_of_ones_own_people_is_no_name(text: str) -> None:
    assert not {"Black", "I", "hope", "WILL"} & {words for words, _ in found(text)}
