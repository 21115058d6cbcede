"""What a session learned between two readings, and which words may be read otherwise with it."""

from __future__ import annotations

import pytest

from peace_analysis.anonymize.lexicon import Lexicon
from peace_analysis.anonymize.names import NameFinder
from peace_analysis.anonymize.tokens import tokenize


def concerned(text: str) -> list[str]:
    lexicon = Lexicon()
    lexicon.add_person("Maria Lopez", "roster")
    before = lexicon.copy()
    lexicon.add_word("Okonjo", "introduced")
    lexicon.people.append(("thuy", "tran"))
    lexicon.said_initials.add("jt")
    learned = lexicon.since(before)
    return [token.text for token in tokenize(text) if learned.concerns(token)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("then okonjo came by", ["okonjo"]),
        ("then Okonyo came by", ["Okonyo"]),
        ("thuy said so and Tran agreed", ["thuy", "Tran"]),
        ("jt knows", ["jt"]),
        ("Maria Lopez knew it before", []),
        ("the lights are out on our block", []),
    ],
)
def test_only_words_that_were_learned_and_their_misspellings_are_read_again(text: str, words: list[str]) -> None:
    assert concerned(text) == words


def test_a_copy_does_not_learn_with_its_original() -> None:
    lexicon = Lexicon()
    before = lexicon.copy()
    lexicon.add_person("Maria Lopez", "roster")
    assert (before.parts, before.people, before.initials) == ({}, [], set())


def test_a_name_learned_late_in_a_session_is_found_in_its_first_text() -> None:
    texts = ["Nobody told Hope about it.", "My name is Hope Okonjo.", "We want lights."]
    found = NameFinder(keep=[], names=[]).find(texts, [])
    assert [[text[span.start : span.end] for span in spans] for text, spans in zip(texts, found, strict=True)] == [
        ["Hope"],
        ["Hope Okonjo"],
        [],
    ]
