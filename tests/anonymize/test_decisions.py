"""What a reviewer decided about single words is followed, and nothing beside it."""

from __future__ import annotations

import pytest

from peace_analysis.anonymize.decisions import Decisions, SessionDecisions, fold_words, list_decisions
from peace_analysis.anonymize.engine import Anonymizer
from peace_analysis.anonymize.spans import Span, normalize


def found(names: tuple[str, ...], text: str) -> list[str]:
    return [text[span.start : span.end] for span in SessionDecisions(names).find(normalize(text))]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Zephirin", "zephirin and ZEPHIRIN's dog", ["zephirin", "ZEPHIRIN"]),
        ("Núñez", "Nunez called", ["Nunez"]),
        ("Nunez", "NÚÑEZ called", ["NÚÑEZ"]),
        ("Abu-Bakar Issa", "Abu Bakar Issa spoke", ["Abu Bakar Issa"]),
        ("O'Dowda", "O’Dowda spoke", ["O’Dowda"]),
        ("Will", "Will said he will", ["Will"]),
        ("blue house", "the blue house, not the Blue House", ["blue house"]),
        ("Zeph", "Zephirin spoke", []),
        ("Ann", "Annexes; an annual plan", []),
    ],
    ids=["any case", "no accent", "accent", "hyphen", "apostrophe", "ordinary word", "ordinary words", "part", "inside words"],
)
def test_words_that_must_go_are_found_as_they_are_said(name: str, text: str, expected: list[str]) -> None:
    assert found((name,), text) == expected


@pytest.mark.parametrize(("words", "kind"), [("Zeph", "NAME"), ("zeph@example.org", "EMAIL"), ("17-B", "ID")])
def test_the_kind_of_token_follows_from_the_words(words: str, kind: str) -> None:
    (span,) = SessionDecisions((words,)).find(f"it is {words.lower()} there")
    assert (span.type, span.score, span.rule) == (kind, 1.0, "review")


@pytest.mark.parametrize(
    ("kind", "words", "kept"),
    [("NAME", "Officer Grace", True), ("PLACE", "grace", True), ("NAME", "Grace Lopez", False), ("PHONE", "Grace", False)],
)
def test_words_are_given_back_only_whole_and_only_where_they_were_taken_for_a_name(kind: str, words: str, kept: bool) -> None:
    assert SessionDecisions(keep=("Grace",)).keeps(words, Span(0, len(words), kind, "", 0.5, "rule")) is kept


def test_a_decision_holds_in_its_session_alone_and_one_for_everywhere_in_all() -> None:
    decisions = list_decisions([("S1", "remove", "Zeph"), ("", "remove", "Ixchel"), ("S2", "keep", "God"), ("S2", "keep", "ixchel")])
    assert decisions.of("S1") == SessionDecisions(("Zeph", "Ixchel"), ())
    assert decisions.of("S2") == SessionDecisions(("Ixchel",), ("God",))  # what must go goes before what may stay
    assert not Decisions().of("S1")


def test_nothing_can_be_kept_in_every_session() -> None:
    with pytest.raises(ValueError, match="in one session"):
        list_decisions([("", "keep", "God")])


def test_the_engine_follows_decisions() -> None:
    anonymizer = Anonymizer()
    texts = [
        "My neighbor Maria Lopez and the man with the blue door were out late.",
        "The man with the blue door ran off, Maria Lopez stayed.",
    ]

    def words(decided: SessionDecisions | None) -> list[list[str]]:
        return [[t[s.start : s.end] for s in spans] for t, spans in zip(texts, anonymizer.find(texts, decided=decided), strict=True)]

    assert words(None) == [["Maria Lopez"], ["Maria Lopez"]]
    assert words(SessionDecisions(names=("man with the blue door",), keep=("Maria Lopez",))) == [["man with the blue door"]] * 2


def test_spellings_of_one_name_fold_to_the_same_words() -> None:
    assert fold_words("José O’Neil's") == fold_words("jose oneil") == ("jose", "oneil")
