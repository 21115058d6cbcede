"""Names that read as phrases, and the evidence of how words are used that they rest on."""

from __future__ import annotations

import numpy as np
import pytest
from planted_subjects import make_statements

from peace_analysis.themes.coherence import npmi_coherence, word_diversity
from peace_analysis.themes.describe import word_hierarchy, word_themes
from peace_analysis.themes.grammar import observe_usage, words_in
from peace_analysis.themes.names import Part, compose_name, join_words, reads_as_part
from peace_analysis.themes.words import class_tf_idf, content_words, count_words, vocabulary_of

SPOKEN = [
    "The lamp on my street is broken, and a lamp by the school too.",
    "Every lamp is out. They never fix the lamps.",
    "I waited for the dispatcher, and the dispatcher hung up.",
    "They didn't listen. Nobody would listen. I want them to listen, to me, listening is free.",
    "We need a counselor. My counselor listened to us.",
    "It's dark, it is so dark, and the dark street is empty.",
    "A stop sign would help. The stop sign is gone.",
    "They stop me. They stop my son. Don't stop us.",
    "A thief took it. The thieves came back. A crisis, another crisis.",
    "He was yelling. They yelled at her.",
]


@pytest.fixture(scope="module")
def usage():
    return observe_usage(SPOKEN)


@pytest.mark.parametrize("word", ["lamp", "lamps", "dispatcher", "counselor", "thief", "sign"])
def test_what_people_put_an_article_before_is_a_thing(usage, word: str) -> None:
    assert usage.is_thing(word)


@pytest.mark.parametrize("word", ["listen", "dark", "yelling", "yelled", "stop", "quickly", "good", "unheard"])
def test_what_is_done_or_tells_how_something_is_is_none(usage, word: str) -> None:
    assert not usage.is_thing(word)


@pytest.mark.parametrize(
    ("word", "expected"), [("lamp", "lamps"), ("thief", "thieves"), ("crisis", "crises"), ("dispatcher", "dispatcher"), ("lamps", "lamps")]
)
def test_things_that_there_are_several_of_are_put_in_the_plural(usage, word: str, expected: str) -> None:
    assert usage.plural(word) == expected


def test_a_deed_becomes_a_thing_if_people_say_it_so(usage) -> None:
    assert usage.gerund("listen") == "listening"
    assert usage.gerund("lamp") == ""
    assert usage.gerund("stop") == ""


@pytest.mark.parametrize("words", [("lamp",), ("stop", "sign"), ("broken", "lamp"), ("lamp", "on", "the", "street"), ("listen",)])
def test_phrases_that_end_in_a_thing_read_well(usage, words: tuple[str, ...]) -> None:
    assert reads_as_part(words, usage, own=1.0)


@pytest.mark.parametrize(
    "words",
    [("listen", "lamp"), ("lamp", "dark"), ("fix", "the", "lamps"), ("lamp", "would", "sign"), ("yelled",), ("minutes",), ("dark",)],
)
def test_phrases_with_loose_ends_do_not(usage, words: tuple[str, ...]) -> None:
    assert not reads_as_part(words, usage)


def part(text: str, worth: float, *rows: int) -> Part:
    return Part(tuple(text.lower().split()), text, worth, frozenset(rows))


def test_a_name_joins_what_covers_most(usage) -> None:
    parts = [part("stop sign", 3, 1, 2, 3), part("sign", 2, 1, 2, 3), part("lamp", 2, 1, 2, 3), part("counselor", 1.5, 7, 8, 9)]
    assert compose_name(parts, usage, set()) == "Stop sign and counselors"


def test_a_name_has_at_most_five_words_and_is_not_given_twice(usage) -> None:
    parts = [part("broken street lamp", 3, 1), part("rec center", 3, 2), part("thief", 2, 3)]
    first = compose_name(parts, usage, set())
    assert len(first.split()) <= 5
    assert compose_name(parts, usage, {first}) not in ("", first)


def test_names_keep_the_capitals_of_proper_names(usage) -> None:
    assert compose_name([part("Lincoln Avenue", 3, 1, 2)], usage, set()) == "Lincoln Avenue"


def test_no_part_no_name(usage) -> None:
    assert compose_name([], usage, set()) == ""


@pytest.mark.parametrize(("words", "expected"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_words_are_joined_as_people_list_them(words: list[str], expected: str) -> None:
    assert join_words(words) == expected


def test_every_kind_of_word_is_listed_in_lower_case() -> None:
    for section in ("before_things", "before_deeds", "before_qualities", "objects", "never_things", "never_deeds", "vague"):
        words = words_in(section)
        assert len(words) > 10
        assert all(word == word.lower() for word in words)


def programme() -> tuple[list[str], np.ndarray, np.ndarray, list[str]]:
    lines = [
        *("The street lamp by my house is broken.", "They never fix a street lamp here.", "Every street lamp is out, kind of."),
        *("Nobody answers the phone at night.", "I called and the phone just rang.", "The dispatcher never picks up the phone."),
    ] * 3
    themes = np.array([0, 0, 0, 1, 1, 1] * 3)
    parts = np.array([0, 0, 1, 0, 0, 1] * 3)
    return lines, themes, parts, [f"P{row}" for row in range(len(lines))]


def test_names_hold_no_filler_and_no_token() -> None:
    lines, themes, _, speakers = programme()
    lines = [f"{line} Y'all know, [NAME {row}] said so." for row, line in enumerate(lines)]
    for wording in word_themes(lines, themes, speakers):
        text = " ".join((wording.name, *wording.phrases)).lower()
        assert not {"kind of", "y'all", "name", "[", "]"} & {piece for piece in ("kind of", "y'all", "name", "[", "]") if piece in text}


def test_a_phrase_of_two_people_is_shown_nowhere() -> None:
    lines, themes, _, speakers = programme()
    lines[0] = lines[1] = "The purple lantern fell on my grandmother."
    wordings = word_themes(lines, themes, speakers)
    assert "lantern" not in str(wordings)
    lines[6] = lines[0]
    assert "lantern" in str(word_themes(lines, themes, speakers, fewest=2)) or "purple" in str(word_themes(lines, themes, speakers))


def test_subthemes_are_set_apart_from_all_that_was_said() -> None:
    lines, themes, parts, speakers = programme()
    above, below = word_hierarchy(lines, themes, parts, speakers)
    names = [wording.name for wording in (*above, *below.values())]
    assert sorted(below) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert len(set(names)) == len(names) == 6


def test_key_phrases_hang_together_no_less_than_the_words_of_c_tf_idf() -> None:
    statements, subjects = make_statements()
    texts, labels = list(statements["text"]), np.unique(subjects, return_inverse=True)[1]
    vocabulary = vocabulary_of([content_words(text) for text in texts])
    weights = class_tf_idf(count_words(texts, vocabulary), labels).toarray()
    ours = [content_words("; ".join(wording.phrases))[:8] for wording in word_themes(texts, labels, list(statements["speaker_id"]))]
    theirs = [[vocabulary[place] for place in np.argsort(-row)[: len(words)]] for row, words in zip(weights, ours, strict=True)]
    assert npmi_coherence(ours, texts) >= npmi_coherence(theirs, texts) - 1e-9
    assert word_diversity(ours) >= word_diversity(theirs)


def test_coherence_is_one_for_words_that_only_stand_together_and_minus_one_for_strangers() -> None:
    texts = ["lamp street", "lamp street", "phone night", "phone night"]
    assert npmi_coherence([["lamp", "street"]], texts) == pytest.approx(1.0)
    assert npmi_coherence([["lamp", "phone"]], texts) == -1.0
    assert np.isnan(npmi_coherence([["lamp"]], texts))


def test_coherence_is_what_a_hand_works_out() -> None:
    # p(a) = 3/4, p(b) = 2/4, p(ab) = 1/4: ln(.25 / .375) / -ln(.25) = -.2925
    assert npmi_coherence([["lamp", "street"]], ["lamp street", "lamp", "lamp", "street"]) == pytest.approx(-0.2925, abs=1e-4)


def test_diversity_is_the_share_of_distinct_words() -> None:
    assert word_diversity([["a", "b"], ["b", "c"]]) == 0.75
    assert np.isnan(word_diversity([]))
