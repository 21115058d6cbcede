"""Tokens of a quote are numbered within it, so that no number joins two quotes of a session."""

from __future__ import annotations

import re

import pytest
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.report.quote_tokens import renumber_tokens


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("I know [NAME 5].", "I know [NAME]."),
        ("[NAME 12] told [NAME 7], and [NAME 12] laughed.", "[NAME 1] told [NAME 2], and [NAME 1] laughed."),
        ("[NAME 9] called [PHONE 2], [PHONE 3] and [PHONE 2].", "[NAME] called [PHONE 1], [PHONE 2] and [PHONE 1]."),
        ("Officer [NAME 1], unit [LICENSE PLATE 3].", "Officer [NAME], unit [LICENSE PLATE]."),
        ("[NAME 3]'s and [NAME 3]’s", "[NAME]'s and [NAME]’s"),
        ("[NAME] is gone.", "[NAME] is gone."),  # shown already
        ("Bus [5], page [12 3], [inaudible 2].", "Bus [5], page [12 3], [inaudible 2]."),  # no tokens of ours
    ],
)
def test_tokens_are_numbered_within_a_quote(text, shown):
    assert renumber_tokens(text) == shown
    assert renumber_tokens(shown) == shown


def test_no_quote_carries_the_number_that_a_name_has_in_its_session():
    material = make_material(make_frames())
    numbers = set(re.findall(r"\[NAME \d+\]", " ".join(material.statements["text"])))
    assert len(numbers) > 5
    for part in (report.theme_pages, report.what_people_said, report.recommendations):
        markup = part(material).markup
        assert "[NAME]" in markup
        assert re.search(r"\[NAME \d", markup) is None
    assert re.search(r"\[NAME \d", report.draft_recommendations(material)) is None
