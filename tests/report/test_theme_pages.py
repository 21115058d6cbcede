"""A theme's own page: another side, a voice against, its groups, and whether it is new."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pandas as pd

from peace_analysis import report
from peace_analysis.report.material import Material
from peace_analysis.report.quotes import ANYBODY, choose_quotes


def text_of(fragment: report.Fragment) -> str:
    """Words of a fragment, as read."""
    return " ".join(html.unescape(re.sub(r"<(svg|style)\b.*?</\1>|<[^>]+>", " ", fragment.markup, flags=re.DOTALL)).split())


def show(material: Material, *rows: tuple[str, str, int, str]) -> Material:
    columns = ["theme_id", "kind", "rank", "statement_id"]
    return replace(material, exemplars=pd.DataFrame(list(rows), columns=columns))


def test_another_side_and_a_voice_against_are_quoted_after_the_others(material):
    shown = show(material, ("T01", "different", 1, "S3-P05-1"), ("T01", "dissenting", 1, "S5-P03-1"))
    chosen = choose_quotes(shown, "T01")
    assert chosen.set_index("kind").loc[["different", "dissenting"], "statement_id"].tolist() == ["S3-P05-1", "S5-P03-1"]
    assert chosen["statement_id"].str[:2].is_unique
    assert chosen.set_index("kind").loc["dissenting", "attribution"] == ANYBODY
    words = text_of(report.theme_pages(shown))
    assert (
        words.index("What people ask for:") < words.index("Told differently from most:") < words.index("Someone who sees it another way:")
    )


def test_where_nobody_speaks_against_it_the_page_does_not_say_so(material):
    assert "another way" not in text_of(report.theme_pages(material))


def test_a_voice_against_is_quoted_only_with_consent_and_never_in_a_theme_of_two_people(material):
    # the first person of each session has not consented
    shown = show(material, ("T01", "dissenting", 1, "S5-P01-1"), ("T03", "dissenting", 1, "S1-P01-3"), ("T03", "different", 1, "S3-P01-3"))
    assert "dissenting" not in set(choose_quotes(shown, "T01")["kind"])
    assert choose_quotes(shown, "T03").empty


def test_the_most_typical_statement_comes_first(material):
    shown = show(material, ("T01", "typical", 1, "S5-P03-1"))
    assert "S5-P03-1" not in set(choose_quotes(material, "T01")["statement_id"])
    assert "S5-P03-1" in set(choose_quotes(shown, "T01")["statement_id"])


def test_a_theme_s_page_shows_its_groups_and_leaves_small_ones_out(material):
    page = report.theme_pages(material).markup
    folded = re.search(r"Who raised it, by group: <?.*?</table>", page, re.DOTALL)
    assert folded is not None
    words = text_of(report.Fragment(folded[0]))
    assert "Eastgate" in words
    assert "Old Town" not in words  # one session of speakers


def test_names_that_a_model_proposed_are_owned_up_to(material):
    assert "language model" not in text_of(report.themes_at_a_glance(material))
    named = replace(material, model={"naming": {"model": "small <b>", "n_named": 4}})
    page = report.themes_at_a_glance(named)
    assert "A language model (small <b>) proposed 4 names of themes and their parts." in text_of(page)
    assert "small <b>" not in page.markup


def test_a_new_theme_is_called_so_and_one_of_an_earlier_run_is_not(material):
    marks = pd.DataFrame({"theme_id": ["T01", "T02", "T01.1"], "color": [0, 1, 0], "emergent": [False, True, True]})
    page = report.theme_pages(replace(material, marks=marks))
    assert text_of(page).count("This theme is new") == 1
    assert re.search(r"Slow answers to 911 calls, part 1 \(tentative\) \(\d+ people, about \d+%, range \d+% to \d+%, new\)", text_of(page))
    assert page.markup.count('aria-hidden="true" focusable="false"><rect') == 2
