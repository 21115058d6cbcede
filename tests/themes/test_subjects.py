"""What is known of subjects: told in other people's words, silent about other matters, refused where the file was changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from peace_analysis.errors import ModelError
from peace_analysis.themes import default_encoder, discover_themes
from peace_analysis.themes.subjects import FILE, NO_SUBJECT, read_subjects, tell_subjects

ABOUT_POLICE = [
    "When I rang for help it was half an hour before a squad car turned into our road.",
    "The lamps along the canal have been broken for weeks, and I can hardly see the pavement.",
    "My nephew gets pulled over on the way to work and they never say what for.",
    "Give the teenagers a gym that stays open in the evening.",
    "I heard gunfire again last night, five or six shots behind the garages.",
    "She wrote out a complaint against the officer and has had no reply since winter.",
]
ABOUT_OTHER_THINGS = [
    "What would you charge for repainting two rooms and a hallway?",
    "The cake came out dry because the oven was too hot.",
    "Please move my appointment with the eye doctor to next Friday.",
    "Our band rehearses in the basement of the music store.",
    "Could you transfer forty dollars to my roommate?",
    "The boat leaves for the islands twice a day in summer.",
]


@pytest.mark.parametrize(
    ("text", "subject"),
    list(
        zip(
            ABOUT_POLICE,
            (
                "how long officers take to come",
                "street lights out or missing",
                "drivers pulled over",
                "things for young people to do",
                "shots and shootings",
                "complaints that go nowhere",
            ),
            strict=True,
        )
    ),
)
def test_a_statement_in_new_words_is_told_by_its_subject(text: str, subject: str) -> None:
    known = read_subjects()
    shares = known.shares(default_encoder().encode([text]))[0]
    assert known.names[int(shares.argmax())] == subject
    assert shares.sum() == pytest.approx(1, abs=1e-5)


def test_talk_about_safety_and_police_gets_coordinates_of_its_subjects() -> None:
    told = tell_subjects(default_encoder().encode(ABOUT_POLICE))
    assert told is not None
    assert told.shape == (6, len(read_subjects().names) - len(NO_SUBJECT))
    assert (np.linalg.norm(told, axis=1) > 0.5).all()


def test_talk_about_other_things_is_left_as_it_is() -> None:
    assert tell_subjects(default_encoder().encode(ABOUT_OTHER_THINGS)) is None


def test_vectors_of_another_model_are_left_as_they_are() -> None:
    assert tell_subjects(np.ones((5, 48), dtype=np.float32)) is None
    assert tell_subjects(np.zeros((0, 384), dtype=np.float32)) is None


def test_a_changed_file_is_not_loaded(tmp_path: Path) -> None:
    changed = tmp_path / "subjects.safetensors"
    content = bytearray(FILE.read_bytes())
    content[-1] ^= 1
    changed.write_bytes(bytes(content))
    with pytest.raises(ModelError, match="SHA-256"):
        read_subjects(changed)


def test_statements_that_differ_in_nothing_but_their_known_subject_come_apart() -> None:
    draw = np.random.default_rng(0)
    vectors, subject = draw.standard_normal((120, 30)).astype(np.float32), np.arange(120) % 3
    told = np.eye(3, dtype=np.float32)[subject]
    without = discover_themes(vectors, min_themes=3, max_themes=3, seed=1)
    with_subjects = discover_themes(vectors, subjects=told, min_themes=3, max_themes=3, seed=1)

    def purity(layer: np.ndarray) -> float:
        return sum(np.bincount(subject[layer == group]).max() for group in np.unique(layer)) / len(layer)

    assert purity(without.layers[without.theme_layer]) < 0.6
    assert purity(with_subjects.layers[with_subjects.theme_layer]) > 0.95


def test_subjects_of_other_statements_are_refused() -> None:
    with pytest.raises(ValueError, match="subjects"):
        discover_themes(np.ones((4, 3)), subjects=np.ones((3, 2), dtype=np.float32), seed=1)
