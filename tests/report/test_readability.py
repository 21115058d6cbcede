"""The Flesch-Kincaid grade, against syllables that a dictionary gives and texts counted by hand."""

from __future__ import annotations

import pytest

from peace_analysis.report.readability import count_syllables, measure_readability

# Syllables as English dictionaries divide these words.
SYLLABLES = {
    1: "street lights asked theme themes raised one hours their held came voice whose are year years faith youth moved used missed judge "
    "three free see played tied tries the group groups shown whole don't we'll it's leagues bikes signs soup bulbs train lane night safe "
    "calls called pulled walked talked stops stopped schools laws cars guns tents caught through thought friend their eight",
    2: "people safety police session table little wanted needed boxes changes places science being trying report percent public about "
    "social question region quarter business poem software somewhere statement largest figure measure before someone create patient "
    "ancient special able handle handled settled noticed judges phrases uses houses rated dated agreed agree seeing going doing saying "
    "cities carried studied something compare number online chosen transcript removed hidden single whole's didn't isn't city language's "
    "crisis crises complaints recruits minutes needles English dollars crosswalk bullets voices",
    3: "recorded officer interval stakeholder nobody period ideas various area idea created theater piano video radio museum serious "
    "previous languages decided families everyone example Riverton counselor cameras sentences listening interview direction addresses "
    "quietly neighborhood",
    4: "participants usually community experience interpreter academy Vietnamese",
    5: "recommendation",
}


def test_most_words_of_a_report_have_as_many_syllables_as_a_dictionary_says() -> None:
    words = [(word, n) for n, listed in SYLLABLES.items() for word in listed.split()]
    wrong = [(word, count_syllables(word), n) for word, n in words if count_syllables(word) != n]
    assert len(wrong) <= 0.03 * len(words), wrong
    # Errors to one side would make every grade too low.
    assert abs(sum(found - n for _, found, n in wrong)) <= 4, wrong


@pytest.mark.parametrize(
    ("text", "sentences", "words", "syllables"),
    [
        ("The cat sat on the mat.", 1, 6, 6),
        ("People waited. Nobody came!", 2, 4, 8),
        ("36 of 60 people raised it, in 6 of 6 sessions.", 1, 11, 13),
        ("One line\nand another line", 2, 5, 7),
        ("Is 3.5 a number? Yes.", 2, 5, 6),
        ("", 0, 0, 0),
    ],
)
def test_sentences_words_and_syllables_are_counted(text: str, sentences: int, words: int, syllables: int) -> None:
    found = measure_readability(text)
    assert (found.n_sentences, found.n_words, found.n_syllables) == (sentences, words, syllables)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The cat sat on the mat.", -1.45),  # .39 * 6 + 11.8 * 1 - 15.59
        ("People waited. Nobody came!", 8.79),  # .39 * 2 + 11.8 * 2 - 15.59
        ("The officer waited by the station.", 6.42),  # .39 * 6 + 11.8 * 10 / 6 - 15.59
    ],
)
def test_the_grade_is_that_of_the_formula(text: str, grade: float) -> None:
    assert measure_readability(text).grade == pytest.approx(grade, abs=0.005)


def test_long_words_and_long_sentences_raise_the_grade() -> None:
    plain = "People waited for help. Nobody came. They want a call back."
    hard = "Respondents articulated considerable dissatisfaction regarding municipal emergency responsiveness and communication."
    assert measure_readability(plain).grade < 5 < 15 < measure_readability(hard).grade
