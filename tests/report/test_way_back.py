"""The way back: names of themes and shares lead to the statements behind them; nothing else does."""

from __future__ import annotations

import html
import re

import pytest

from peace_analysis import report
from peace_analysis.report.html import Fragment, heading, paragraph, quote, section
from peace_analysis.report.way_back import link_themes

LINK = re.compile(r'<a class="back" href="#([\w-]+)">(.*?)</a>')


def links_of(material, fragment):
    return [(anchor, html.unescape(text)) for anchor, text in LINK.findall(link_themes(material, fragment).markup)]


def test_a_name_in_quotation_marks_leads_to_its_statements(material):
    fragment = paragraph("Most spoke of “Slow answers to 911 calls” and “Dark streets (tentative)”.")
    assert links_of(material, fragment) == [
        ("statements-T01", "“Slow answers to 911 calls”"),
        ("statements-T02", "“Dark streets (tentative)”"),
    ]


@pytest.mark.parametrize(
    "fragment",
    [
        paragraph("Slow answers to 911 calls, without quotation marks."),
        paragraph("“Slow answers”, which is no theme."),
        quote("They call it “Slow answers to 911 calls”.", "A participant"),
        heading(2, "“Slow answers to 911 calls”", "x"),
        Fragment('<a href="#x">“Slow answers to 911 calls”</a>'),
        Fragment("<svg><text>“Slow answers to 911 calls”</text></svg>"),
        paragraph("About 60% of nothing in particular, about 60% (48% to 72%)."),
    ],
)
def test_what_is_no_name_of_a_theme_of_ours_is_left_alone(material, fragment):
    assert link_themes(material, fragment) == fragment


def test_a_share_on_a_theme_s_page_leads_to_its_statements(material):
    page = section(heading(3, "Dark streets (tentative)", "theme-2"), paragraph("That is about 20% (8% to 32%)."), kind="theme")
    after = paragraph("That is about 20% (8% to 32%).")
    assert links_of(material, page + after) == [("statements-T02", "about 20% (8% to 32%)")]


def test_names_and_shares_in_tables_lead_back_row_by_row(material):
    found = links_of(material, report.themes_at_a_glance(material))
    assert ("statements-T01", "Slow answers to 911 calls") in found
    assert ("statements-T01", "about 60% (48% to 72%)") in found
    assert ("statements-T02", "about 20% (8% to 32%)") in found


def test_subthemes_in_a_list_lead_to_their_own_statements_where_they_have_any(material):
    found = links_of(material, report.theme_pages(material))
    assert ("statements-T01-1", "Slow answers to 911 calls, part 1 (tentative)") in found


@pytest.mark.parametrize("part", ["summary", "themes_at_a_glance", "theme_pages", "group_parts", "shared_by_all", "recommendations"])
def test_every_link_has_a_place_to_lead_to_and_no_word_changes(material, part):
    fragment = getattr(report, part)(material)
    linked = link_themes(material, fragment)
    places = set(re.findall(r'id="([^"]+)"', report.what_people_said(material).markup))
    assert {anchor for anchor, _ in LINK.findall(linked.markup)} <= places
    assert re.sub(r"</?a\b[^>]*>", "", linked.markup) == re.sub(r"</?a\b[^>]*>", "", fragment.markup)
    assert "<a" not in "".join(re.findall(r"<a\b[^>]*>(.*?)</a>", linked.markup, flags=re.DOTALL))


def test_a_city_without_themes_has_nothing_to_link(frames):
    from invented_city import make_material

    frames["themes"] = frames["themes"].iloc[:0]
    frames["assignments"] = frames["assignments"].assign(theme_id=None, subtheme_id=None, residual=True)
    frames["theme_shares"] = frames["theme_shares"].iloc[:0]
    fragment = paragraph("“Slow answers to 911 calls”")
    assert link_themes(make_material(frames), fragment) == fragment
