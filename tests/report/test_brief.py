"""Briefs: released numbers only, quotes under the attribution that they have everywhere, file names that never collide."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.charts.rows import rows_of
from peace_analysis.report.accessibility import inspect_page
from peace_analysis.report.brief import Brief, make_briefs, name_files
from peace_analysis.report.brief_page import brief_to_html
from peace_analysis.report.brief_parts import choose_brief_quotes
from peace_analysis.report.public_tables import public_frames
from peace_analysis.report.quotes import attribute_quote


def text_of(brief: Brief) -> str:
    return html.unescape(re.sub(r"<[^>]+>+", " ", brief.markup))


def test_there_is_a_brief_for_each_neighborhood_heard_from_enough_people_in_enough_sessions(material: report.Material) -> None:
    # Old Town had 12 people in one session. All numbers of Eastgate are hidden, because they would give Old Town's away.
    assert [(brief.attribute, brief.group) for brief in make_briefs(material)] == [("neighborhood", "Mill Flats")]


def test_a_brief_sets_the_neighborhood_beside_the_city(material: report.Material) -> None:
    text = text_of(make_briefs(material)[0])
    assert "Slow answers to 911 calls" in text
    assert "15 of 24 people" in text  # 9 of S3 and 6 of S4
    assert "about 60% (48% to 72%)" in text  # 36 of 60 in the whole city
    assert "No session was held here with business owners" in text


def test_every_number_in_a_brief_stands_in_a_public_table(material: report.Material) -> None:
    tables = public_frames(material)
    shares = tables["group_shares"]
    for brief in make_briefs(material):
        known = shares[shares["group"] == brief.group]
        told = re.findall(r"([\d,]+) of ([\d,]+) people", text_of(brief))
        assert told
        assert set(told) <= {(str(row["n_raised"]), str(row["n_heard"])) for row in rows_of(known)}


def test_a_theme_whose_count_is_masked_is_left_out(material: report.Material) -> None:
    # One person of Mill Flats raised T03, two of the whole city did.
    assert all("Noise" not in brief.markup for brief in make_briefs(material))


def test_a_city_that_compares_by_no_place_or_names_no_speakers_has_no_brief(frames: dict[str, pd.DataFrame]) -> None:
    assert make_briefs(make_material(frames, compare_by=("stakeholder_group",))) == []


def test_a_quote_is_said_to_be_from_here_only_where_it_is_said_so_everywhere(material: report.Material) -> None:
    chosen = choose_brief_quotes(material, "neighborhood", "Mill Flats", ["T01", "T02"])
    assert 1 <= len(chosen) <= 2
    spoken = material.spoken
    for quoted in chosen:
        assert quoted["attribution"] == "Participant, Mill Flats neighborhood"
        rows = list(rows_of(spoken[(spoken["text"] == quoted["text"]) & spoken["quotable"] & (spoken["neighborhood"] == "Mill Flats")]))
        assert any(attribute_quote(material, str(row["theme_id"]), row) == quoted["attribution"] for row in rows)


def test_some_quotes_name_the_group_and_others_the_neighborhood_and_each_always_the_same(material: report.Material) -> None:
    spoken = material.spoken
    rows = list(rows_of(spoken[(spoken["theme_id"] == "T01") & (spoken["neighborhood"] == "Mill Flats")]))
    told = {str(row["statement_id"]): attribute_quote(material, "T01", row) for row in rows}
    kinds = {"neighborhood" if words.endswith("neighborhood") else "group" for words in told.values()}
    assert kinds == {"neighborhood", "group"}
    assert told == {str(row["statement_id"]): attribute_quote(material, "T01", row) for row in reversed(rows)}


@pytest.mark.parametrize(
    "groups",
    [
        [("neighborhood", "Old Town"), ("neighborhood", "old-town"), ("neighborhood", "Old  Town!")],
        [("neighborhood", "北"), ("neighborhood", "南"), ("neighborhood", "")],
        [("neighborhood", "a" * 90 + "b"), ("neighborhood", "a" * 90 + "c")],
        [("precinct", "../../etc/passwd"), ("precinct", "CON"), ("precinct", "<script>")],
        [("precinct", "Peña"), ("precinct", "Pena")],
    ],
    ids=["alike", "other scripts", "long", "hostile", "accents"],
)
def test_file_names_are_plain_and_never_the_same(groups: list[tuple[str, str]]) -> None:
    names = name_files(groups)
    assert len(set(names)) == len(groups)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", name) for name in names)


def test_a_plain_name_is_kept() -> None:
    assert name_files([("neighborhood", "Old Town"), ("precinct", "3")]) == ["neighborhood-old-town", "precinct-3"]


@pytest.mark.parametrize("draft", [True, False])
def test_a_brief_is_an_accessible_page_that_fetches_nothing(hostile_material: report.Material, draft: bool) -> None:
    briefs = make_briefs(hostile_material)
    assert briefs
    for brief in briefs:
        page = brief_to_html(brief, draft=draft, contact="<script>alert(1)</script>")
        assert inspect_page(page) == []
        assert "<script" not in page
        assert ("DRAFT" in page) == draft


def test_the_report_names_briefs_and_links_to_none(material: report.Material, tmp_path) -> None:
    class Place:
        derived_folder = tmp_path

    said = report.save_briefs(Place(), material).markup
    assert "1 neighborhood: Mill Flats" in said
    assert "href" not in said
    assert (tmp_path / "public" / "briefs.json").is_file()


def test_the_same_city_gives_the_same_briefs() -> None:
    assert make_briefs(make_material(make_frames())) == make_briefs(make_material(make_frames()))
