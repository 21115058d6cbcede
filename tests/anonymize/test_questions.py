"""Sections of the guide, the two standing questions, requests."""

from __future__ import annotations

import pytest

from peace_analysis.anonymize.questions import code_question, code_sections
from peace_analysis.settings import Guide

GUIDE = Guide()


def sections(*turns: tuple[str, str]) -> list[str]:
    return code_sections([role for role, _ in turns], [text for _, text in turns], a=GUIDE.a, b=GUIDE.b, close=GUIDE.close)


def test_prompts_open_the_parts_of_the_guide() -> None:
    found = sections(
        ("facilitator", "Welcome, everybody."),
        ("participant", "Hello."),
        ("facilitator", "So, first: how do you feel about public safety here?"),
        ("participant", "Not good."),
        ("facilitator", "Say more?"),
        ("participant", "It is dark."),
        ("facilitator", "And now, how do you want to be SERVED by police?"),
        ("participant", "Faster."),
        ("facilitator", "Thank you all for coming."),
        ("participant", "Bye."),
    )
    assert found == ["none", "none", "a", "a", "a", "a", "b", "b", "none", "none"]


def test_a_participant_who_repeats_the_question_opens_nothing() -> None:
    assert sections(("participant", "How do you feel about public safety? I feel bad.")) == [""]


def test_a_prompt_that_announces_both_questions_opens_the_last_one_only_until_the_next() -> None:
    found = sections(
        ("facilitator", "We will ask how you want to be served, but first how do you feel about public safety?"),
        ("participant", "Scared."),
    )
    assert found == ["a", "a"]


def test_thanks_before_the_first_question_close_nothing() -> None:
    assert sections(("facilitator", "Thank you all for coming."), ("participant", "Sure."))[-1] == ""


@pytest.mark.parametrize(
    ("text", "section", "expected"),
    [
        ("It was dark.", "a", "a"),
        ("It was dark.", "b", "b"),
        ("I am afraid of the police.", "", "a"),
        ("Police should come when we call.", "", "b"),
        ("The coffee is good.", "", "none"),
        ("The coffee is good.", "none", "none"),
    ],
)
def test_the_section_decides_and_the_words_where_there_is_none(text: str, section: str, expected: str) -> None:
    assert code_question(text, section) == expected
