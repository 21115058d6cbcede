"""Tokens: typed, numbered by first appearance, the same for the same person however they are named."""

from __future__ import annotations

import pytest

from peace_analysis.anonymize.people import People
from peace_analysis.anonymize.replacement import replace_session
from peace_analysis.anonymize.spans import Span, resolve


def span(text: str, words: str, kind: str = "NAME", subtype: str = "", score: float = 0.9, rule: str = "test") -> Span:
    start = text.index(words)
    return Span(start, start + len(words), kind, subtype, score, rule)


def test_tokens_are_numbered_by_first_appearance_and_leave_the_rest_as_it_is() -> None:
    first, second = "Omar's dog bit Mai, twice!", "Call Mai (555-0143) or Omar."
    replaced = replace_session(
        [first, second],
        [[span(first, "Omar"), span(first, "Mai")], [span(second, "Mai"), span(second, "555-0143", "PHONE"), span(second, "Omar")]],
    )
    assert replaced.texts == ["[NAME 1]'s dog bit [NAME 2], twice!", "Call [NAME 2] ([PHONE 1]) or [NAME 1]."]


def test_the_log_says_what_stood_where() -> None:
    text = "badge forty-one seventeen"
    (row,) = replace_session([text], [[Span(6, 25, "ID", "BADGE", 0.92, "badge")]], session_id="R01").log
    assert (row.session_id, row.turn, row.start, row.end, row.type, row.subtype) == ("R01", 0, 6, 25, "ID", "BADGE")
    assert (row.token, row.original, row.score, row.rule) == ("[BADGE 1]", "forty-one seventeen", 0.92, "badge")


@pytest.mark.parametrize(
    "variant",
    ["Maria", "Lopez", "Maria Lopez", "MARIA", "maria lopez", "María", "Maria López", "Lopes", "Mariah", "Maria Elena Lopez", "M.L."],
)
def test_variants_of_one_person_are_one_person(variant: str) -> None:
    people = People(["Maria Lopez", variant], ["Maria Lopez", "Omar Haddad"])
    assert people.key(variant) == people.key("Maria Lopez")


def test_two_people_of_one_first_name_are_not_merged() -> None:
    people = People(["Maria", "Maria Lopez", "Maria Okafor", "Lopez", "Okafor"], ["Maria Lopez", "Maria Okafor"])
    assert people.key("Maria Lopez") != people.key("Maria Okafor")
    assert people.key("Maria") not in (people.key("Maria Lopez"), people.key("Maria Okafor"))
    assert people.key("Lopez") == people.key("Maria Lopez")
    assert people.key("Okafor") == people.key("Maria Okafor")


def test_different_names_of_similar_spelling_on_the_roster_stay_apart() -> None:
    people = People(["Jasmine", "Jasmina"], ["Jasmine Reed", "Jasmina Kovac"])
    assert people.key("Jasmine") != people.key("Jasmina")


def test_people_who_are_on_no_roster_are_told_apart_too() -> None:
    people = People(["Gerald Pruitt", "Pruitt", "Gerald", "Delacroix", "Delacroy"], [])
    assert people.key("Pruitt") == people.key("Gerald") == people.key("Gerald Pruitt")
    assert people.key("Delacroix") == people.key("Delacroy") != people.key("Pruitt")


def test_a_number_is_the_same_written_and_spoken() -> None:
    texts = ["it's 555-0123", "five five five, oh one two three", "555-0199"]
    spans = [[Span(5, 13, "PHONE", "", 0.9, "a")], [Span(0, 32, "PHONE", "", 0.9, "b")], [Span(0, 8, "PHONE", "", 0.9, "a")]]
    assert [row.token for row in replace_session(texts, spans).log] == ["[PHONE 1]", "[PHONE 1]", "[PHONE 2]"]


def test_tokens_that_are_there_already_keep_their_numbers_to_themselves() -> None:
    text = "[NAME 2] told Omar."
    assert replace_session([text], [[span(text, "Omar")]]).texts == ["[NAME 2] told [NAME 3]."]


def test_every_session_begins_at_one() -> None:
    for text in ("Omar left", "Priya left"):
        assert replace_session([text], [[span(text, text.split()[0])]]).texts == ["[NAME 1] left"]


def test_spans_that_overlap_or_leave_the_text_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        replace_session(["Omar Haddad"], [[Span(0, 11, "NAME", "", 1, ""), Span(5, 11, "NAME", "", 1, "")]])
    with pytest.raises(ValueError, match="leaves"):
        replace_session(["Omar"], [[Span(0, 9, "NAME", "", 1, "")]])
    with pytest.raises(ValueError, match="1 texts"):
        replace_session(["Omar", "Mai"], [[]])


def test_offsets_are_code_points_beyond_the_basic_plane_too() -> None:
    text = "😀 Omar, naïve 👩‍👧"
    replaced = replace_session([text], [[span(text, "Omar")]])
    assert replaced.texts == ["😀 [NAME 1], naïve 👩‍👧"]
    assert text[replaced.log[0].start : replaced.log[0].end] == "Omar"


def test_the_longer_of_two_spans_wins_and_nothing_that_either_covered_is_left() -> None:
    text = "at 418 Maria Street now"
    kept = resolve([Span(7, 12, "NAME", "", 0.95, "n"), Span(3, 19, "ADDRESS", "", 0.9, "a"), Span(13, 23, "PLACE", "", 0.4, "p")], text)
    assert kept == [Span(3, 23, "ADDRESS", "", 0.9, "a")]


def test_edges_lose_commas_and_the_full_stop() -> None:
    text = "lives at 418 Alder Street, Apt 3."
    assert resolve([Span(9, 33, "ADDRESS", "", 0.9, "a")], text)[0].end == 33 or text[9:33].endswith("3.")
    assert resolve([Span(8, 27, "ADDRESS", "", 0.9, "a")], text) == [Span(9, 25, "ADDRESS", "", 0.9, "a")]
