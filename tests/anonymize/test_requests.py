"""Requests told from descriptions: what hits, what must not, and sentences that were written before the rules."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from peace_analysis.anonymize.orders import is_order
from peace_analysis.anonymize.questions import code_question
from peace_analysis.anonymize.requests import asks_for_something

SENTENCES = Path(__file__).with_name("request_sentences.csv")


@pytest.mark.parametrize(
    "text",
    [
        "We need street lights on our block.",
        "Send a counselor, not a gun.",
        "I'd like them to learn our names.",
        "Queremos que nos escuchen.",
        "They should rotate less.",
        "There ought to be a form in Somali.",
        "I wish they'd come to the fish fry.",
        "My wish would be a clinic on the hill.",
        "Why can't they park and walk?",
        "Could the chief read the letters?",
        "It would mean a lot if somebody called back.",
        "If the gym stayed open, the boys would go there.",
        "If nobody answers, call us back.",
        "For the elders, put a bench at the stop.",
        "More benches by the bridge.",
        "No more dogs at the school gate.",
        "Somewhere to sit after practice, with heat.",
        "What I'd ask is one officer for this hill.",
        "Don't grab my son's arm.",
        "Maybe a van with two nurses.",
        "One woman asks for a light at the ramp.",
        "The board should have to answer in writing.",
        "It was dark. Nobody came. Fix the lamp.",
        "Pongan una luz en la esquina.",
    ],
)
def test_what_people_ask_for_is_a_request(text: str) -> None:
    assert asks_for_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "They stopped me twice last week.",
        "It was dark and nobody came.",
        "The officer helped my mother.",
        "They should have called me first.",
        "He should've known better.",
        "You should see the ramp in winter.",
        "I should say, he was polite.",
        "I told them, please, she is sick.",
        "She said we need to leave.",
        'He yelled "put your hands up" at my boy.',
        "I want to thank you for the soup.",
        "He wants to know who lives there.",
        "I needed a ride and he gave me one.",
        "If that nurse had been there, I'd have gotten in the car.",
        "Patrol cars, no lights, no siren.",
        "I found the bullet, and put it in my drawer.",
        "Can we open a window in here?",
        "Let me say a good one.",
        "Do the kids still play there?",
        "Stop signs came down in the storm.",
        "Call me crazy, but it was the same truck.",
        "My cousin needs oxygen.",
        "La patrulla nunca se para.",
        "",
    ],
)
def test_what_people_tell_is_not_a_request(text: str) -> None:
    assert not asks_for_something(text)


def test_sentences_written_before_the_rules_are_told_apart() -> None:
    """60 requests and 60 descriptions. Never tuned on; the rule before it had precision .79 and recall .73 on them."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = [(row["request"] == "yes", asks_for_something(row["text"])) for row in csv.DictReader(file)]
    hits = sum(asked and found for asked, found in rows)
    assert len(rows) == 120
    assert hits / sum(found for _, found in rows) >= 0.95
    assert hits / sum(asked for asked, _ in rows) >= 0.95


@pytest.mark.parametrize(
    ("city", "precision", "recall"),
    [("riverton", 0.88, 0.95), ("port_salem", 0.85, 0.75)],
    ids=["riverton, whose errors were looked at", "port_salem, whose errors were not"],
)
def test_passages_of_the_sample_cities_are_told_apart(root: Path, city: str, precision: float, recall: float) -> None:
    with (root / "data" / city / "truth" / "passages.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["kind"] == "request", asks_for_something(row["text"])) for row in csv.DictReader(file) if row["kind"] in KINDS]
    hits = sum(asked and found for asked, found in rows)
    assert hits / sum(found for _, found in rows) >= precision
    assert hits / sum(asked for asked, _ in rows) >= recall


KINDS = ("request", "describe")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("So just fix the crosswalk.", True),
        ("When we call, send the same two.", True),
        ("Fix it how?", False),
        ("He came back later, and took my plate.", False),
        ("Hold on, my screen froze.", False),
    ],
)
def test_orders_begin_with_the_bare_verb(sentence: str, expected: bool) -> None:
    assert is_order(sentence) is expected


def test_curly_apostrophes_are_read_like_straight_ones() -> None:
    assert asks_for_something("I’d love a bench there.")


def test_a_request_outside_the_guides_parts_answers_the_second_question() -> None:
    assert code_question("Police should come when we call.", "") == "b"
    assert code_question("They should have come when we called the police.", "") == "a"
