"""Each number in a report's sentences stands in a released table, in the invented city; and the check that says so can fail."""

from __future__ import annotations

import pandas as pd
import prose
import pytest
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.report import public_tables
from peace_analysis.report.readability import measure_readability
from peace_analysis.report.summary import five_things

PARTS = (
    "summary",
    "background",
    "how_engaged",
    "who_took_part",
    "themes_at_a_glance",
    "standing_questions",
    "theme_pages",
    "group_parts",
    "shared_by_all",
    "recommendations",
    "limits",
    "checklist",
    "what_people_said",
)
TABLES = [
    pd.DataFrame({"n_raised": [36], "n_heard": [60], "n_sessions": [6], "share": [0.6], "low": [0.48], "high": [0.72]}),
    pd.DataFrame({"fact": ["first session, day"], "value": [20260110.0]}),
]


@pytest.fixture(scope="module")
def invented() -> report.Material:
    return make_material(make_frames())


@pytest.mark.parametrize("part", PARTS)
def test_each_number_of_a_sentence_is_released(invented, part):
    frames = public_tables.public_frames(invented)
    known = prose.released_numbers(frames.values(), invented.config.model_dump(mode="json"))
    sentences = prose.sentences_of(getattr(report, part)(invented).markup)
    assert prose.unsupported(sentences, known, prose.names_in(frames.values())) == []
    assert prose.wrong_theme_sentences(sentences, frames["themes"]) == []
    assert prose.wrong_difference_sentences(sentences, frames["contrasts"]) == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("36 of 60 people raised it.", []),
        ("37 of 60 people raised it.", ["37"]),
        ("About 60% (48% to 73%).", ["73%"]),
        ("They met on January 10, 2026.", []),
        ("They met on January 11, 2026.", ["11", "2026"]),
        ("1,060 people came.", ["1,060"]),
        ("They call 911 and see [NAME 4].", []),
        ("Bus 44 comes late.", []),
    ],
)
def test_a_number_that_no_table_holds_is_found(sentence, wrong):
    known = prose.released_numbers(TABLES)
    assert [number for number, _ in prose.unsupported([sentence], known, ["Bus 44"])] == wrong


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("36 of 60 people raised it, in 6 of 6 sessions. That is about 60% (48% to 72%).", True),
        ("36 of 60 people raised it. That is about 60% (48% to 72%).", False),  # the sessions are known and left out
        (
            "36 of 60 people raised it, in 6 of 6 sessions. That is about 48% (60% to 72%).",
            False,
        ),  # each number is released, the row is not
        ("60 of 36 people raised it, in 6 of 6 sessions. That is about 60% (48% to 72%).", False),
    ],
)
def test_numbers_that_belong_together_are_held_to_one_row(sentence, right):
    assert (prose.wrong_theme_sentences([sentence], TABLES[0]) == []) is right


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("Youth raised “X” more often than others: 56% against 21%. The difference is 36 points (95% interval 18 to 52).", True),
        ("Youth raised “X” less often than others: 21% against 56%. The difference is 36 points (95% interval 18 to 52).", False),
        ("Youth raised “X” more often than others: 56% against 21%. The difference is 35 points (95% interval 18 to 52).", False),
    ],
)
def test_a_difference_is_held_to_its_row(sentence, right):
    contrasts = pd.DataFrame({"difference": [0.36], "low": [0.18], "high": [0.52]})
    assert (prose.wrong_difference_sentences([sentence], contrasts) == []) is right


def test_quotes_tables_headings_and_what_people_wrote_are_no_prose():
    left_out = '<h2>1</h2><blockquote>3</blockquote><table><tr><td>4</td></tr></table><p class="written">5</p><svg>6</svg>'
    page = f"<p>Two</p>{left_out}<p>7 people</p>"
    assert prose.sentences_of(page) == ["Two", "7 people"]


def test_the_five_things_read_at_grade_eight_or_below(invented):
    found = measure_readability("\n".join(five_things(invented)))
    assert found.grade <= 8
    assert found.words_per_sentence <= 20
