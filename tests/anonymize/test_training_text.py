"""The text that the recogniser is trained on: what is marked as a name is one, wherever names were swapped and posts made up."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "names"


@pytest.fixture(scope="module")
def informal():
    sys.path.insert(0, str(FOLDER))
    try:
        import informal

        yield informal
    finally:
        sys.path.remove(str(FOLDER))


def test_swapped_names_stand_where_they_are_marked_and_nothing_else_changes(informal):
    from corpora import Marked

    text = "RT @you : saw JOE BLOGGS and ann in Leeds #ann today"
    spans = tuple(
        (text.index(w), text.index(w) + len(w), kind) for w, kind in (("JOE BLOGGS", "NAME"), ("ann", "NAME"), ("Leeds", "PLACE"))
    )
    tag = text.index("#ann")
    swapped = informal.swap_names([Marked(text, spans, "made_up", ((3, 7), (tag, tag + 4)))], 1, seed=3)[0]
    first, second, place = (swapped.text[start:end] for start, end, _ in swapped.spans)
    assert swapped.text == f"RT @you : saw {first} and {second} in Leeds #ann today"
    assert place == "Leeds"
    assert first.isupper()
    assert " " in first
    assert second.islower()
    assert second != "ann"
    assert [swapped.text[start:end] for start, end in swapped.unsure] == ["@you", "#ann"]


def test_texts_without_a_name_are_not_swapped(informal):
    from corpora import Marked

    assert informal.swap_names([Marked("nobody came")], 5, seed=1) == []


def test_handles_and_hashtags_of_made_up_posts_teach_nothing(informal):
    posts = informal.make_posts(400, seed=2)
    assert posts == informal.make_posts(400, seed=2)
    for post in posts:
        words = [post.text[start:end] for start, end in post.unsure]
        assert all(word[0] in "@#" or word.lower().startswith("http") for word in words)
        assert len(words) == sum(word.lower().startswith(("@", "#", "http")) for word in post.text.split(" "))
        assert not any("{" in post.text[start:end] for start, end, _ in post.spans)
    named = sum(any(kind == "NAME" for _, _, kind in post.spans) for post in posts)
    assert 200 < named < 330


def test_plain_posts_name_nobody_and_named_ones_do(informal):
    from speech import fill, sentences

    for kind, expected in (("named", True), ("plain", False)):
        for sentence in sentences(kind, "informal"):
            filled = fill(sentence, random.Random(4))
            assert "{" not in filled.text, sentence
            assert any(mark == "NAME" for _, _, mark in filled.spans) is expected, sentence


def test_a_team_is_marked_as_an_organization_and_a_show_is_not(informal):
    from speech import fill

    filled = fill("{team} lost and {show} is on", random.Random(1))
    assert [(kind, start) for start, _, kind in filled.spans] == [("ORGANIZATION", 0)]
