"""Rules and the learned recogniser together, as a city and the filter use them."""

from __future__ import annotations

import pytest

pytest.importorskip("presidio_analyzer")

from peace_analysis.anonymize.engine import Anonymizer
from peace_analysis.anonymize.prepare import make_anonymizer
from peace_analysis.anonymize.recognizer.finder import NameRecognizer
from peace_analysis.settings import Config

SAID = "so xiomara ofosu told me the chief never came back to harlan street"


@pytest.fixture(scope="module")
def anonymizer() -> Anonymizer:
    return make_anonymizer()


def words(anonymizer: Anonymizer, text: str, roster: list[str] | None = None) -> list[str]:
    (spans,) = anonymizer.find([text], roster or [])
    return [text[span.start : span.end] for span in spans if span.type == "NAME"]


def test_a_name_that_no_rule_knows_is_found_by_the_sentence_around_it(anonymizer: Anonymizer) -> None:
    text = "and then brandy rivers stood up and said no"
    assert words(make_anonymizer(learned=False), text) == []
    assert words(anonymizer, text) == ["brandy rivers"]


def test_a_capital_that_the_sentence_shows_to_be_no_name_stays(anonymizer: Anonymizer) -> None:
    text = "They put up one of those Ringcam doorbells on every porch."
    assert words(make_anonymizer(learned=False), text) == ["Ringcam"]
    assert words(anonymizer, text) == []


def test_a_rank_is_part_of_the_name_that_is_found_and_stays_readable(anonymizer: Anonymizer) -> None:
    text = "Then Officer Delgado wrote it up."
    found = anonymizer.find([text])
    assert [(text[span.start : span.end]) for span in found[0]] == ["Officer Delgado"]
    assert anonymizer.replace_session([text], found).texts == ["Then Officer [NAME 1] wrote it up."]


def test_officials_can_stay_named_and_others_go() -> None:
    config = Config.model_validate({"name": "Riverton", "privacy": {"keep_officials": True}})
    text = "Then Chief Delgado came, and my neighbor Tavita Okonkwo spoke."
    assert words(make_anonymizer(config), text) == ["Tavita Okonkwo"]


def test_words_that_a_city_keeps_are_kept_from_both() -> None:
    config = Config.model_validate({"name": "Riverton", "privacy": {"keep": ["Harriet Tubman"]}})
    assert words(make_anonymizer(config), "Over by Harriet Tubman we have no lights.") == []


def test_the_cautious_switch_and_a_threshold_of_ones_own_reach_the_recogniser() -> None:
    cautious = make_anonymizer(Config.model_validate({"name": "Riverton", "privacy": {"cautious": True}}))
    assert cautious._least == NameRecognizer(cautious=True).threshold < NameRecognizer().threshold
    assert len(words(make_anonymizer(threshold=0.999), SAID)) < len(words(make_anonymizer(threshold=0.05), SAID))


def test_a_session_alone_gives_what_it_gives_among_others(anonymizer: Anonymizer) -> None:
    names = ("Ngozi", "Pa Houa", "Ayaan")
    sessions = [[f"{name} said the lights are out on the corner.", f"ask her again, {name.lower()}"] for name in names]
    together = [anonymizer.find(session) for session in sessions]
    assert [make_anonymizer().find(session) for session in reversed(sessions)] == together[::-1]
