"""The statements behind each theme: only what may be quoted, verbatim, and no small number of those that may not."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.report import statements
from peace_analysis.report.quotes import ANYBODY, attribute_quote
from peace_analysis.report.statements import MOST_OF_THEME, count_statements, quotable_statements, shown_anchors, what_people_said


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def frames_of_many_words() -> dict[str, pd.DataFrame]:
    """Every statement has words of its own."""
    frames = make_frames()
    frames["statements"]["text"] = [f"{text} ({number})" for number, text in enumerate(frames["statements"]["text"])]
    return frames


def test_only_consented_statements_that_fit_are_shown_verbatim(material):
    found = quotable_statements(material, "T01").merge(material.statements, on="statement_id", suffixes=("", "_said"))
    assert len(found) > 5
    assert found["quotable"].all()
    assert (found["text"] == found["text_said"]).all()
    fitting = material.assignments.set_index("statement_id")
    assert (fitting.loc[found["statement_id"], "theme_id"] == "T01").all()


def test_a_theme_of_two_people_shows_no_statement_and_no_number(material):
    assert quotable_statements(material, "T03").empty
    assert "T03" not in {shown.theme_id for shown in count_statements(material)}
    last = what_people_said(material).markup.split("<details")[-1]
    assert "No statement may be shown for this theme: too few people raised it." in text_of(last)
    assert not re.search(r"\d", text_of(last).removeprefix("Noise"))


def test_no_session_speaker_or_statement_id_is_told(material):
    markup = what_people_said(material).markup
    assert re.search(r"S\d-P\d|S\d-\d", markup) is None


def test_the_rest_is_counted_and_a_small_one_is_not():
    material = make_material(frames_of_many_words())
    (slow, dark) = count_statements(material)
    # 36 people raised it; the first of each of 5 sessions did not agree to be quoted, nor did those behind the 3 notes of a sixth
    assert (slow.n_shown + slow.n_left_out, slow.n_not_quoted) == (31, 8)
    assert slow.n_shown <= MOST_OF_THEME
    assert dark.n_not_quoted == 4
    words = text_of(what_people_said(material).markup)
    assert f"{slow.n_left_out} more statements may be quoted and are left out for length. 8 more statements may not be quoted." in words


@pytest.mark.parametrize("n", [0, 1, 2])
def test_fewer_than_three_that_may_not_be_quoted_read_so_even_where_there_are_none(n):
    frames = frames_of_many_words()
    frames["statements"]["quotable"] = True
    of_theme = frames["statements"]["statement_id"].isin(
        frames["assignments"].loc[frames["assignments"]["theme_id"] == "T02", "statement_id"]
    )
    frames["statements"].loc[frames["statements"][of_theme].index[:n], "quotable"] = False
    material = make_material(frames)
    assert count_statements(material)[1].n_not_quoted is None
    assert "Fewer than 3 more may not be quoted." in text_of(what_people_said(material).markup.split("<details")[2])


def test_at_most_so_many_statements_are_set_under_a_theme(monkeypatch):
    monkeypatch.setattr(statements, "MOST_OF_THEME", 5)
    material = make_material(frames_of_many_words())
    assert what_people_said(material).markup.split("<details")[1].count("<blockquote") == 5


def test_an_attribution_names_a_group_only_where_enough_people_of_it_raised_the_theme():
    material = make_material(frames_of_many_words())
    groups = {"Participant, residents", "Participant, youth"}
    places = {"Participant, Eastgate neighborhood", "Participant, Mill Flats neighborhood", "Participant, Old Town neighborhood"}
    for theme in ("T01", "T02"):
        for row in quotable_statements(material, theme).to_dict("records"):
            said = attribute_quote(material, theme, row)
            assert said in groups | places | {ANYBODY}
            if said == ANYBODY:
                continue
            attribute = "stakeholder_group" if said in groups else "neighborhood"
            of_group = material.spoken[(material.spoken[attribute] == row[attribute])]
            assert of_group["speaker_id"].nunique() >= 10
            assert of_group["session_id"].nunique() >= 2
            assert of_group.loc[of_group["theme_id"] == theme, "speaker_id"].nunique() >= 3


def test_every_theme_and_subtheme_has_a_place_that_is_on_the_page(material):
    ids = set(re.findall(r'id="([^"]+)"', what_people_said(material).markup))
    anchors = shown_anchors(material)
    assert set(anchors) == set(material.themes["theme_id"])
    assert set(anchors.values()) <= ids


def test_hostile_words_stay_words(hostile_material):
    markup = report.link_themes(hostile_material, what_people_said(hostile_material)).markup
    assert re.search(r"<(?:script|img|svg|math|style)\b", markup) is None
