"""The language of each statement."""

from __future__ import annotations

from peace_analysis.anonymize.language import detect_languages


def test_a_statement_in_another_language_leaves_the_session_language() -> None:
    texts = ["They never came when we called them.", "Nunca vinieron cuando los llamamos, y teníamos mucho miedo."]
    assert detect_languages(texts, "en") == ["en", "es"]
    assert detect_languages(texts, "es") == ["en", "es"]


def test_short_answers_and_tokens_stay_in_the_session_language() -> None:
    assert detect_languages(["No, gracias.", "[NAME 1] [NAME 2] [PHONE 1]", "Sí."], "en") == ["en", "en", "en"]


def test_a_language_that_cannot_be_told_is_the_session_language() -> None:
    assert detect_languages(["Peb xav kom lawv mloog peb hais."], "hm") == ["hm"]


def test_no_text_is_no_language() -> None:
    assert detect_languages([], "en") == []
