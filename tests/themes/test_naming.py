"""Names that a language model proposes: what passes the checks and what does not."""

from __future__ import annotations

import json

import pytest

from peace_analysis.themes.naming import Proposal, Said, build_request, check_answer, choose_sent

SAID = tuple(
    Said(f"S1-{number}", f"P{number}", text, number != 3)
    for number, text in enumerate(
        [
            "The street lamp on our corner has been out since March.",
            "Every street lamp is dark by the school, kind of scary.",
            "I walk in the dark because the lamp is out.",
            "My grandmother fell on the icy steps behind the old bakery in the dark.",
            "[NAME 2] fixed the street lamp himself.",
        ]
    )
)


def answer(name: object = "Dark street lamps", description: object = "People spoke of lamps that stay dark.", quotes: object = ()) -> str:
    return json.dumps({"name": name, "description": description, "quotes": quotes})


def check(**parts: object) -> Proposal:
    return check_answer(answer(**parts), SAID)


def test_a_name_in_peoples_words_passes() -> None:
    proposal = check()
    assert proposal == Proposal("Dark street lamps", "People spoke of lamps that stay dark.", (), ())


def test_an_answer_in_a_fence_with_words_around_it_is_read() -> None:
    assert check_answer(f"Here you are:\n```json\n{answer()}\n```\nAnything else?", SAID).name == "Dark street lamps"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("Lamps", "not of two to six words"),
        ("Dark street lamps by the school and more and more", "not of two to six words"),
        ("Nocturnal illumination deficits", "hardly anybody used"),
        ("Grandmother on icy steps", "hardly anybody used"),
        ("[NAME 2] and lamps", "other than words"),
        ("Dark <b>lamps</b>", "other than words"),
        ("12 dark lamps", "other than words"),
        ("", "there is no name"),
        (None, "there is no name"),
        (["Dark", "lamps"], "there is no name"),
    ],
)
def test_a_name_that_fails_is_none_and_is_told_without_its_words(name: object, problem: str) -> None:
    proposal = check(name=name)
    assert proposal.name is None
    assert problem in proposal.problems[0]
    assert proposal.description is not None


def test_a_name_is_not_given_twice() -> None:
    assert check_answer(answer(), SAID, taken=("Dark Street Lamps",)).problems == ("another theme has this name",)


@pytest.mark.parametrize(
    ("description", "problem"),
    [
        ("My grandmother fell on the icy steps.", "one person's story"),
        ("Four of 12 people spoke of lamps.", "numbers, quotes or marks"),
        ("People said “it is dark”.", "numbers, quotes or marks"),
        ("[NAME 2] fixed it.", "numbers, quotes or marks"),
        ("Lamps are out. Nobody comes.", "not one short sentence"),
        ("x " * 200, "not one short sentence"),
        (None, "no description"),
    ],
)
def test_a_description_that_fails_is_none(description: object, problem: str) -> None:
    proposal = check(description=description)
    assert proposal.description is None
    assert problem in proposal.problems[0]
    assert proposal.name == "Dark street lamps"


def test_only_quotes_that_are_there_word_for_word_are_kept() -> None:
    quotes = [
        "The street lamp on our corner",
        "the lamp is  out",
        "The street lamp at our corner",
        "treet lamp on our corner has",
        "My grandmother fell on the icy steps",
        "dark",
        7,
    ]
    proposal = check(quotes=quotes)
    assert [(quote.statement_id, quote.text) for quote in proposal.quotes] == [
        ("S1-0", "The street lamp on our corner"),
        ("S1-2", "the lamp is out"),
    ]
    assert proposal.problems == ("5 of 7 quotes are in no statement that may be quoted",)


@pytest.mark.parametrize("text", ["", "no", "[]", "{", '{"name": ', "{}" * 3, "{" * 5000])
def test_an_answer_that_is_none_gives_nothing(text: str) -> None:
    proposal = check_answer(text, SAID)
    assert (proposal.name, proposal.description, proposal.quotes) == (None, None, ())
    assert proposal.problems


def test_statements_are_sent_as_data_and_nothing_else_is() -> None:
    body = build_request("some-model", ["street lamp"], SAID[:2], seed=4)
    sent = json.loads(body["messages"][1]["content"])  # type: ignore[index]
    assert sent == {"key_phrases": ["street lamp"], "statements": [one.text for one in SAID[:2]]}
    assert "S1-0" not in json.dumps(body)
    assert "P0" not in json.dumps(body)


def test_a_theme_of_two_people_is_not_sent() -> None:
    assert choose_sent(SAID[:2]) == ()
    assert choose_sent(SAID[:3]) == SAID[:3]
    assert len(choose_sent(SAID * 9)) == 20
