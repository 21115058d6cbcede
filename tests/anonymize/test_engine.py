"""The whole of it: Presidio with our rules, names over a session, tokens in place."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

pytest.importorskip("presidio_analyzer")

from presidio_analyzer import EntityRecognizer, RecognizerResult

from peace_analysis.anonymize.engine import Anonymizer

SESSION = [
    "Hi, my name is Jamal Whitaker, I'm at 418 Riverside Ave Apt 3.",
    "Like Jamal said, Officer Pruitt, badge forty-one seventeen, took my number, five five five, oh one two three.",
    "[crosstalk] jamal is right, back in May it was 555-0123 they called. [NAME 7] agrees.",
]
EXPECTED = [
    "Hi, my name is [NAME 8], I'm at [ADDRESS 1].",
    "Like [NAME 8] said, Officer [NAME 9], badge [BADGE 1], took my number, [PHONE 1].",
    "[crosstalk] [NAME 8] is right, back in May it was [PHONE 1] they called. [NAME 7] agrees.",
]


@pytest.fixture(scope="module")
def anonymizer() -> Anonymizer:
    return Anonymizer(keep=["Riverton", "Mill Flats"], names=["Shadow"])


def test_a_session_reads_well_afterwards(anonymizer: Anonymizer) -> None:
    found = anonymizer.find(SESSION, ["Jamal Whitaker"])
    assert anonymizer.replace_session(SESSION, found, ["Jamal Whitaker"]).texts == EXPECTED


def test_spans_are_ordered_disjoint_and_within_their_text(anonymizer: Anonymizer) -> None:
    for text, spans in zip(SESSION, anonymizer.find(SESSION, ["Jamal Whitaker"]), strict=True):
        ends = [0, *(span.end for span in spans)]
        assert all(end <= span.start < span.end <= len(text) for end, span in zip(ends, spans, strict=False))


def test_the_same_session_gives_the_same_result(anonymizer: Anonymizer) -> None:
    again = Anonymizer(keep=["Mill Flats", "Riverton"], names=["Shadow"])
    assert anonymizer.find(SESSION, ["Jamal Whitaker"]) == again.find(SESSION, ["Jamal Whitaker"])


def test_sessions_do_not_learn_from_each_other(anonymizer: Anonymizer) -> None:
    anonymizer.find(["They call me Bone."], [])
    assert anonymizer.find(["The dog found a Bone there."], []) == [[]]


@pytest.mark.parametrize("text", ["", "   ", "…", "[inaudible]", "[inaudible 00:12:31]", "[laughter] [NAME 3] [PHONE 12]", "\n\n"])
def test_nothing_is_found_where_nothing_is_said(anonymizer: Anonymizer, text: str) -> None:
    assert anonymizer.find([text], ["Jamal Whitaker"]) == [[]]


def test_a_name_in_a_transcribers_brackets_is_found(anonymizer: Anonymizer) -> None:
    (spans,) = anonymizer.find(["[Maria laughs] Yes."], ["Maria Lopez"])
    assert [(span.start, span.end) for span in spans] == [(1, 6)]


def test_an_identifier_that_is_repeated_with_no_word_on_what_it_is_is_found_again(anonymizer: Anonymizer) -> None:
    texts = ["My badge is KX-44, write it down.", "Yes, kx-44, I have it."]
    assert [[span.subtype for span in spans] for spans in anonymizer.find(texts, [])] == [["BADGE"], ["BADGE"]]


def test_curly_quotes_and_dashes_change_nothing(anonymizer: Anonymizer) -> None:
    (spans,) = anonymizer.find(["“I’m Keisha,” she said – 555–0143."], [])
    assert [span.type for span in spans] == ["NAME", "PHONE"]


class Learned(EntityRecognizer):
    """Stands for a recognizer of another make: takes one word for a person."""

    def __init__(self) -> None:
        super().__init__(supported_entities=["PERSON", "NRP"], name="learned", supported_language="en")

    def load(self) -> None: ...

    def analyze(self, text: str, entities: list[str], nlp_artifacts: object = None) -> list[RecognizerResult]:
        at = text.find("bloom")
        found = [RecognizerResult("PERSON", at, at + 5, 0.8)] if at >= 0 else []
        return [*found, RecognizerResult("NRP", 0, 2, 0.9)]


def test_a_recognizer_of_another_make_plugs_in_and_its_names_count_for_the_session() -> None:
    anonymizer = Anonymizer(extra_recognizers=[Learned()])
    plain, later = anonymizer.find(["we saw bloom there", "Ask Bloom about it."], [])
    assert [(span.start, span.end, span.type) for span in plain] == [(7, 12, "NAME")]
    assert [(span.start, span.end) for span in later] == [(4, 9)]


def test_nothing_goes_to_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    from presidio_analyzer.predefined_recognizers import EmailRecognizer

    anonymizer = Anonymizer(extra_recognizers=[EmailRecognizer()])
    (spans,) = anonymizer.find(["Write to dcarter@rivertonmail.org or see https://example.org."], [])
    assert [span.type for span in spans] == ["EMAIL", "URL"]


def test_neither_torch_nor_transformers_is_loaded_and_both_can_be_afterwards() -> None:
    code = (
        "import sys; from peace_analysis.anonymize.engine import Anonymizer; Anonymizer().find(['my name is Omar']); "
        "assert not {'torch', 'transformers'} & set(sys.modules), 'loaded'; import torch; assert torch.tensor([1]).item() == 1"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_social_security_numbers_cards_and_mail_of_public_sentences_are_all_found(anonymizer: Anonymizer, shared_data: object) -> None:
    import json
    from pathlib import Path

    rows = json.loads((Path(str(shared_data)) / "names" / "presidio_synthetic_dev.json").read_text(encoding="utf-8"))
    missed = 0
    for row in rows:
        wanted = [
            s
            for s in row["spans"]
            if s["entity_type"] in ("US_SSN", "CREDIT_CARD", "EMAIL_ADDRESS", "IP_ADDRESS", "IBAN_CODE", "DOMAIN_NAME")
        ]
        if wanted:
            (spans,) = anonymizer.find([row["full_text"]], [])
            missed += sum(not any(s.start <= w["start_position"] and w["end_position"] <= s.end for s in spans) for w in wanted)
    assert missed == 0
