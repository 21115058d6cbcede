"""Cutting texts into words and windows, titles, and from single words to whole names; no model is loaded here."""

from __future__ import annotations

import numpy as np
import pytest

from peace_analysis.anonymize.recognizer.decode import Calibration, find_spans
from peace_analysis.anonymize.recognizer.segments import (
    CONTEXT,
    CORE,
    FEATURES,
    PIECES_PER_WORD,
    Word,
    cut_windows,
    describe_words,
    give_pieces,
    split_words,
)
from peace_analysis.anonymize.recognizer.titles import skip_titles, with_titles


def words_of(text: str) -> list[str]:
    return [text[start:end] for start, end in split_words(text)]


def chances_of(text: str, likely: dict[str, float], begins: frozenset[str] = frozenset()) -> np.ndarray:
    """NAME chances by word; what is not listed is surely no name."""
    words = words_of(text)
    chances = np.zeros((len(words), 3, 2), np.float32)
    for place, word in enumerate(words):
        chances[place, 0, 0 if word in begins else 1] = likely.get(word, 0.0)
    return chances


def found_in(text: str, likely: dict[str, float], *, least: float = 0.3, begins: frozenset[str] = frozenset()) -> list[str]:
    spans = find_spans(text, split_words(text), chances_of(text, likely, begins), least=least, titles=False)
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria's dog", ["Maria", "'", "s", "dog"]),
        ("Jean-Baptiste, no.", ["Jean", "-", "Baptiste", ",", "no", "."]),
        ("José y Thùy", ["José", "y", "Thùy"]),
        ("so ￼￼￼ yes", ["so", "￼￼￼", "yes"]),
        ("", []),
    ],
    ids=["possessive", "hyphen", "accents", "masked mark", "nothing"],
)
def test_words_are_runs_of_letters_or_single_marks(text, expected):
    assert words_of(text) == expected


def test_each_word_gets_its_own_pieces():
    text = "Hi Xiong. Hi"
    found = give_pieces(text, split_words(text), {"Hi": [1], "Xiong": [2, 3], ".": [4]})
    assert [word.pieces for word in found] == [(1,), (2, 3), (4,), (1,)]
    assert [text[word.start : word.end] for word in found] == ["Hi", "Xiong", ".", "Hi"]


def test_a_word_without_end_keeps_only_its_first_pieces():
    found = give_pieces("a" * 40, [(0, 40)], {"a" * 40: list(range(40))})
    assert found[0].pieces == tuple(range(PIECES_PER_WORD))


def test_words_that_the_vocabulary_cuts_to_nothing_still_fill_windows():
    text = "\u0301" * 500
    windows = cut_windows(text, 0, [Word(start, end, ()) for start, end in split_words(text)])
    assert sum(last - first for first, last in (window.core for window in windows)) == 500
    assert all(len(window.words) <= window.n_pieces <= CORE + 2 * CONTEXT for window in windows)


def test_windows_of_a_long_text_decide_on_every_word_once():
    text = "word " * 400
    found = [Word(start, end, (7,)) for start, end in split_words(text)]
    windows = cut_windows(text, 3, found)
    decided = [window.first + place for window in windows for place in range(*window.core)]
    assert decided == list(range(400))
    assert all(window.n_pieces <= CORE + 2 * CONTEXT and window.text == 3 for window in windows)


def test_a_short_text_is_one_window():
    text = "Ask Maria."
    windows = cut_windows(text, 0, [Word(start, end, (7,)) for start, end in split_words(text)])
    assert len(windows) == 1
    assert windows[0].core == (0, 3)


def test_a_capital_that_only_opens_the_text_does_not_make_it_cased():
    for text, cased in (("Then i said no", 0.0), ("Then I said no", 0.0), ("Then Bao said no", 1.0)):
        rows = describe_words(text, [Word(start, end, (7,)) for start, end in split_words(text)])
        assert rows[0][FEATURES.index("cased_text")] == cased


@pytest.mark.parametrize(
    ("text", "word", "opens"),
    [
        ("I asked. Her dog ran.", "Her", 1.0),
        ("I asked Mr. Her twice.", "Her", 0.0),
        ("I asked J. Her twice.", "Her", 0.0),
        ("I asked her. J. Banks came.", "J", 1.0),
    ],
    ids=["full stop", "title", "initial", "initial behind a full stop"],
)
def test_a_point_that_belongs_to_a_title_or_an_initial_opens_no_sentence(text, word, opens):
    places = split_words(text)
    rows = describe_words(text, [Word(start, end, (7,)) for start, end in places])
    row = rows[[text[start:end] for start, end in places].index(word)]
    assert row[FEATURES.index("opens")] == opens


@pytest.mark.parametrize(
    ("text", "likely", "expected"),
    [
        ("I saw Maria Lopez today", {"Maria": 0.9, "Lopez": 0.8}, ["Maria Lopez"]),
        ("I saw Maria Lopez today", {"Maria": 0.9, "Lopez": 0.15}, ["Maria Lopez"]),
        ("My cousin Priya trains staff", {"Priya": 0.9, "trains": 0.2}, ["Priya"]),
        ("Maria's dog", {"Maria": 0.9, "s": 0.9}, ["Maria"]),
        ("Ask Jean-Claude first", {"Jean": 0.9, "Claude": 0.9}, ["Jean-Claude"]),
        ("Maria, Omar and Bao", {"Maria": 0.9, "Omar": 0.9, "Bao": 0.9}, ["Maria", "Omar", "Bao"]),
        ("so J.T. said", {"J": 0.9, "T": 0.9}, ["J.T."]),
        ("It was Maria. Lopez left", {"Maria": 0.9, "Lopez": 0.9}, ["Maria", "Lopez"]),
        ("yes ma'am", {"ma": 0.9, "am": 0.9}, []),
        ("nobody came", {"nobody": 0.1}, []),
    ],
    ids=["two sure", "unsure beside sure", "small letter", "possessive", "hyphen", "list", "initials", "full stop", "no name", "nothing"],
)
def test_names_are_joined_whole_and_end_where_they_end(text, likely, expected):
    assert found_in(text, likely) == expected


def test_two_names_side_by_side_stay_apart_where_the_second_begins_anew():
    assert found_in("it was maria omar", {"maria": 0.9, "omar": 0.9}, begins=frozenset(("maria", "omar"))) == ["maria", "omar"]


def test_a_lower_threshold_never_finds_less():
    text, likely = "ask maria or chase or hope", {"maria": 0.9, "chase": 0.3, "hope": 0.06}
    counts = [len(found_in(text, likely, least=least)) for least in (0.5, 0.2, 0.05)]
    assert counts == [1, 2, 3]


@pytest.mark.parametrize(
    ("before", "name", "expected"),
    [
        ("then ", "Lopez", "Lopez"),
        ("ask Ms. ", "Lopez", "Ms. Lopez"),
        ("thank you Officer ", "Lopez", "Officer Lopez"),
        ("thank you officer ", "lopez", "officer lopez"),
        ("Mr. Chief Justice ", "Lopez", "Mr. Chief Justice Lopez"),
        ("my brother ", "Omar", "Omar"),
        ("my brother ", "omar", "omar"),
        ("adrift ", "Lopez", "Lopez"),
    ],
    ids=["none", "courtesy", "rank", "small rank", "two", "kin", "kin in lower case", "inside a word"],
)
def test_titles_before_a_name_are_found(before, name, expected):
    text = before + name
    assert text[with_titles(text, len(before)) :] == expected


def test_a_name_that_is_nothing_but_titles_is_skipped_whole():
    assert skip_titles("Mr. President", 0, 13) == 13
    assert skip_titles("Dr. Bao Vang", 0, 12) == 4


def test_scores_and_chances_are_each_others_inverse():
    calibration = Calibration(slope=1.3, shift=-0.4)
    for chance in (0.02, 0.3, 0.97):
        assert calibration.chance(calibration.score(chance)) == pytest.approx(chance, abs=1e-6)
