"""The learned recogniser with the weights that ship: offsets, lengths, cases of writing, damaged files, Presidio."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from peace_analysis.anonymize.recognizer.finder import NameRecognizer, default_recognizer
from peace_analysis.anonymize.recognizer.weights import load_head
from peace_analysis.errors import ModelError

HITS = [
    ("My cousin DeShawn got stopped four times.", "DeShawn"),
    ("Officer Okonkwo sat with my mother all night.", "Okonkwo"),
    ("thank you pa houa xiong for coming", "pa houa xiong"),
    ("i told fadumo to come inside", "fadumo"),
    ("Ask Lakshmi, she was there.", "Lakshmi"),
    ("The lady upstairs, Mrs. Jean-Baptiste, called twice.", "Jean-Baptiste"),
]
MUST_NOT_HIT = [
    "Will you let me finish?",
    "By the grace of God we got home in May.",
    "The Chief came to one meeting and left.",
    "Garfield Park is pitch dark after eight.",
    "Mark my words, every summer it is the same.",
    "nobody picked up the phone and i hope they will",
]


def names(text: str) -> list[str]:
    return [text[span.start : span.end] for span in default_recognizer().find([text])[0] if span.type == "NAME"]


@pytest.mark.parametrize(("text", "name"), HITS)
def test_names_of_many_origins_are_found_however_they_are_written(text, name):
    assert name in names(text)


@pytest.mark.parametrize("text", MUST_NOT_HIT)
def test_words_that_only_look_like_names_are_left(text):
    assert names(text) == []


def test_a_name_is_found_behind_a_thousand_words_at_its_place():
    text = "and so we waited and waited and nobody came. " * 110 + "Then my neighbor Xiomara opened the door."
    found = default_recognizer().find([text])[0]
    assert [(text[span.start : span.end], span.start) for span in found] == [("Xiomara", text.index("Xiomara"))]


def test_a_reading_is_the_same_to_the_last_bit_whichever_texts_are_read_with_it():
    texts = [text for text, _ in HITS] + MUST_NOT_HIT + ["", "   ", "!!!", "\ufffc\ufffc", "\u0301" * 300, "李小明 came", "x" * 500]
    texts += [f"{number} cars, and Mr. Okafor{' or somebody' * (number % 30)} wrote them down" for number in range(90)]
    recognizer = default_recognizer()
    together = recognizer.read(texts)
    for others in (texts[::-1], texts[::7], texts[::13] + texts, texts[:1]):
        for text, reading in zip(others, recognizer.read(others), strict=True):
            np.testing.assert_array_equal(reading.chances, together[texts.index(text)].chances)


def test_a_text_that_stands_twice_is_found_in_twice():
    found = default_recognizer().find([HITS[0][0], "No.", HITS[0][0]])
    assert found[0] == found[2] != []
    assert found[1] == []


def test_scores_lie_between_threshold_and_one_and_the_cautious_threshold_is_lower():
    _, _, about = load_head()
    assert 0 < about.cautious < about.threshold < 1
    for spans in default_recognizer().find([text for text, _ in HITS]):
        assert all(about.threshold <= span.score <= 1 and span.rule == "learned" for span in spans)


def test_changed_weights_are_refused(tmp_path: Path):
    for name in ("weights.safetensors", "weights.json"):
        shutil.copy(str(files("peace_analysis.anonymize.recognizer").joinpath(name)), tmp_path / name)
    content = bytearray((tmp_path / "weights.safetensors").read_bytes())
    content[-1] ^= 1
    (tmp_path / "weights.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match="SHA-256"):
        NameRecognizer(folder=tmp_path)


def test_missing_weights_are_refused(tmp_path: Path):
    with pytest.raises(ModelError, match="cannot be read"):
        NameRecognizer(folder=tmp_path)


def test_the_weights_are_small_enough_to_ship():
    assert len(files("peace_analysis.anonymize.recognizer").joinpath("weights.safetensors").read_bytes()) <= 4_000_000


def test_it_stands_beside_our_rules_in_a_presidio_engine():
    from peace_analysis.anonymize.presidio import make_engine
    from peace_analysis.anonymize.recognizer.adapter import LearnedRecognizer

    text = "My neighbor Oluwaseun is at 555-0143."
    results = make_engine([LearnedRecognizer()]).analyze(text, language="en")
    found = {(result.entity_type, text[result.start : result.end]) for result in results}
    assert ("NAME", "Oluwaseun") in found
    assert any(kind == "PHONE" for kind, _ in found)
