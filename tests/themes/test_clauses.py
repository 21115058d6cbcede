"""Short sentences that name a theme whose people share too few words for anything else."""

from __future__ import annotations

import numpy as np
import pytest

from peace_analysis.themes.clauses import is_sentence, short_sentences, still_said, typical_sentence

SAID = [
    "Different officer each time. It makes me tired.",
    "There is a different officer every week.",
    "Every time they send a different officer to us.",
    "An officer came, a different one.",
    "My uncle fell off the ladder. Another time, another officer.",
    "Each time it is somebody new.",
]
WHO = [f"P{row}" for row in range(len(SAID))]


def name_of(texts: list[str] = SAID, who: list[str] = WHO, shown: bool = True, used: frozenset[str] = frozenset()) -> str:
    return typical_sentence(texts, who, [shown] * len(texts), np.ones(len(texts)), set(used))


def test_the_sentence_that_most_people_s_words_are_in_names_the_theme() -> None:
    assert name_of() == "“Different officer each time”"


def test_a_name_is_not_given_twice() -> None:
    assert name_of(used=frozenset(["“Different officer each time”"])) != "“Different officer each time”"


def test_who_may_not_be_quoted_gives_no_name_and_neither_does_a_theme_of_four() -> None:
    assert name_of(shown=False) == ""
    assert name_of(SAID[:4], WHO[:4]) == ""


def test_one_person_s_story_gives_no_name() -> None:
    assert "ladder" not in name_of()
    stories = [
        "A ladder hit my uncle.",
        "The roof leaked on grandma.",
        "Rain flooded the bakery.",
        "Two goats ate roses.",
        "Ice broke a window.",
    ]
    assert name_of(stories, WHO[:5]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "They should fix it.",
        "I never felt safe.",
        "It isn't safe there.",
        "[NAME 1] came late again.",
        "He said “go away” to us.",
        "No.",
        "",
    ],
)
def test_what_takes_a_side_or_holds_a_token_or_a_quote_is_left_out(text: str) -> None:
    assert short_sentences(text) == []


def test_a_quoted_name_stays_only_while_it_is_said() -> None:
    assert is_sentence("“Different officer each time”")
    assert not is_sentence("Officers")
    assert still_said("“Different officer each time”", SAID)
    assert not still_said("“Different officer each time”", SAID[1:])
