"""What a recommendation names, found again in what a run found."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from peace_analysis.recommendations import Recommendation, Step, find_theme, resolve_links
from peace_analysis.themes.codebook_entries import Code

THEMES = pd.DataFrame(
    {
        "theme_id": ["T01", "T02", "oversight", "T01.1"],
        "name": ["Slow answers", "Dark streets", "Who decides", "Nobody came"],
        "description": ["People wait.", "Streets without light.", "Complaints.", "Nobody came."],
    }
)
PLACES = pd.DataFrame({"statement_id": ["a", "b", "c", "d"], "theme_id": ["T02", "T01", "T02", None]})
CODES = (Code(code="lighting", name="Lamps", brief="Streets without light."), Code(code="waiting", name="Slow answers", brief="Other."))


def recommendation(themes: tuple[str, ...] = (), statements: tuple[str, ...] = ()) -> Recommendation:
    step = Step(date=datetime.date(2026, 6, 22), status="proposed", author="MB")
    return Recommendation(
        id="x", title="x", text="x", owner="x", horizon="later", author="MB", themes=themes, statements=statements, history=(step,)
    )


@pytest.mark.parametrize(
    ("link", "theme"),
    [
        ("T02", "T02"),
        ("T01.1", "T01.1"),
        ("oversight", "oversight"),  # a code that is a theme's id
        ("lighting", "T02"),  # a code, by its brief, whatever the theme is called
        ("waiting", "T01"),  # a code, by its name
        ("dark  STREETS", "T02"),
        ("Dark streets (tentative)", "T02"),
        ("Dark", None),
        ("T09", None),
        ("traffic", None),
    ],
)
def test_a_theme_is_found_by_its_id_code_or_name(link: str, theme: str | None) -> None:
    assert find_theme(link, THEMES, CODES) == theme


def test_links_that_lead_nowhere_are_kept_as_they_were_written() -> None:
    links = resolve_links(recommendation(("lighting", "gone", "T02"), ("a", "zz")), THEMES, PLACES, CODES)
    assert links.themes == ("T02",)
    assert links.statements == ("a",)
    assert links.lost == ("gone", "zz")
    assert not links.through_statements


def test_where_no_theme_is_found_the_one_that_most_statements_are_in_counts() -> None:
    links = resolve_links(recommendation(("gone",), ("a", "b", "c", "d")), THEMES, PLACES, CODES)
    assert (links.themes, links.through_statements, links.lost) == (("T02",), True, ("gone",))


def test_where_nothing_is_found_nothing_is_made_up() -> None:
    links = resolve_links(recommendation(("gone",), ("d",)), THEMES, PLACES, CODES)
    assert (links.themes, links.through_statements) == ((), False)
