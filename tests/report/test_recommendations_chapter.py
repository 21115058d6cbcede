"""The chapter on recommendations, in the invented city: what each rests on, its order, who sees it differently, what became of it."""

from __future__ import annotations

import dataclasses
import datetime
import html
import re
from pathlib import Path

import pandas as pd
import pytest
from hostile_words import HOSTILE
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.disclosure.leaks import find_leaks, gather
from peace_analysis.recommendations import Option, Recommendation, Step
from peace_analysis.report import public_tables
from peace_analysis.report.evidence import asked_themes, dissent_of, draft_recommendations, requests_of
from peace_analysis.report.recommended import recommendation_numbers, rest_recommendations
from peace_analysis.report.summary import summary
from peace_analysis.tables import check_table

PROPOSED = Step(date=datetime.date(2026, 6, 22), status="proposed", author="MB")
DECLINED = Step(date=datetime.date(2026, 9, 14), status="declined", author="LT", reason="No money this year.")


def entry(identifier: str, *themes: str, **fields: object) -> Recommendation:
    given = {"horizon": "later", "history": (PROPOSED,), "statements": (), **fields}
    return Recommendation(id=identifier, title=f"Do {identifier}", text="Do it.", owner="Public Works", author="MB", themes=themes, **given)


def city(*entries: Recommendation, frames: dict[str, pd.DataFrame] | None = None) -> report.Material:
    return dataclasses.replace(make_material(make_frames() if frames is None else frames), recommendations=entries)


def text_of(fragment: report.Fragment) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", fragment.markup)).split())


def test_without_recommendations_what_people_ask_for_is_shown_all_the_same() -> None:
    words = text_of(report.recommendations(city()))
    assert "No recommendation has been written yet." in words
    assert "What people ask for: Slow answers to 911 calls" in words


def test_each_says_how_many_people_sessions_and_groups_it_rests_on() -> None:
    words = text_of(report.recommendations(city(entry("answer", "T01"))))
    assert "36 of 60 people raised it, in 6 of 6 sessions. That is about 60% (48% to 72%)." in words
    # Mill Flats and both stakeholder groups; Eastgate's count would give Old Town's away, which is too small, and is not shown
    assert "At least a tenth of the people heard raised it in 3 to 4 of 4 groups shown." in words


def test_the_order_is_that_of_the_groups_whatever_the_order_of_the_file() -> None:
    numbers = recommendation_numbers(city(entry("dark", "T02"), entry("answer", "T01"), entry("gone", "T77")))
    assert numbers["id"].tolist() == ["answer", "dark", "gone"]
    assert numbers["place"].tolist() == [1, 2, 3]
    assert numbers["n_groups_broad"].tolist()[0] == 3
    assert numbers["n_groups_broad_most"].tolist()[0] == 4


def test_a_theme_of_two_people_gives_no_number_no_quote_and_no_support() -> None:
    material = city(entry("noise", "T03", statements=("S1-P01-3", "S3-P01-3")))
    card = text_of(report.recommendations(material)).split("Act", 1)[-1].split("What became of each")[0]
    assert "Too few people raised it, so no number is given." in card
    assert "This is not supported yet" in card
    assert "[NAME" not in card
    row = recommendation_numbers(material).iloc[0]
    assert row[["share", "n_sessions"]].isna().all()
    assert not row["supported"]


def test_a_link_that_leads_nowhere_is_told_and_stops_nothing() -> None:
    words = text_of(report.recommendations(city(entry("answer", "T01", "drones"), entry("dark", "T02"))))
    assert "Links that lead nowhere" in words
    assert "Do answer: drones" in words
    assert "Links that lead nowhere" not in text_of(report.recommendations(city(entry("dark", "T02"))))


@pytest.mark.parametrize(("named", "told"), [((), False), (("drones",), True)])
def test_the_theme_of_the_statements_it_cites_counts_where_none_that_it_names_is_there(named: tuple[str, ...], told: bool) -> None:
    words = text_of(report.recommendations(city(entry("answer", *named, statements=("S1-P02-1",)))))
    assert "This is the theme that most of the statements it cites are in." in words
    assert "36 of 60 people raised it" in words
    assert ("No theme that it names was found this time." in words) is told


def test_statements_that_its_authors_cite_are_quoted_only_with_consent() -> None:
    # S1-P02 agreed to be quoted, the first person of each session did not
    words = text_of(report.recommendations(city(entry("answer", "T01", statements=("S1-P02-1", "S1-P01-1")))))
    assert "I waited 21 minutes" in words.split("In people's own words:")[1].split("issent")[0]
    assert "I waited 20 minutes" not in words


def test_dissent_is_looked_for_and_shown() -> None:
    frames = make_frames()
    assert "Among the statements linked that may be quoted, none speaks against it." in text_of(
        report.recommendations(city(entry("answer", "T01"), frames=frames))
    )
    said = frames["statements"]["statement_id"] == "S3-P04-1"
    frames["statements"].loc[said, "text"] = "I disagree that answers are slow: when I called they were there in five minutes."
    material = city(entry("answer", "T01"), frames=frames)
    assert dissent_of(material, "T01")["statement_id"].tolist() == ["S3-P04-1"]
    words = text_of(report.recommendations(material))
    assert "These people see it differently: I disagree that answers are slow" in words


def test_the_words_of_somebody_who_did_not_agree_to_be_quoted_are_no_dissent() -> None:
    frames = make_frames()
    frames["statements"].loc[frames["statements"]["statement_id"] == "S3-P01-1", "text"] = (
        "I disagree that answers are slow, they came in five minutes to me."
    )
    assert dissent_of(city(frames=frames), "T01").empty


def test_what_became_of_each_is_told_with_its_day_and_reason() -> None:
    material = city(entry("answer", "T01"), entry("dark", "T02", history=(PROPOSED, DECLINED)))
    words = text_of(report.recommendations(material))
    assert "1 of 2 recommendations has an answer with a reason." in words
    assert "Do dark declined September 14, 2026 No money this year." in words
    assert "Settled: done or declined" in words
    assert "People of the city wrote 2 recommendations. 1 has an answer with a reason." in text_of(summary(material))


def test_what_is_to_be_done_now_stands_apart_from_what_comes_later() -> None:
    now = entry("answer", "T01", horizon="now", due=datetime.date(2026, 12, 1))
    words = text_of(report.recommendations(city(entry("dark", "T02"), now)))
    assert words.index("Act now Do answer") < words.index("Later Do dark")
    assert "Due: December 1, 2026" in words


def test_what_people_ask_for_is_a_request_in_their_own_words_one_of_a_session() -> None:
    material = city()
    chosen = requests_of(material, "T01").merge(material.statements, on="statement_id", suffixes=("", "_said"))
    assert len(chosen) == 3  # the same words were said twice in each place
    assert chosen["request"].all()
    assert chosen["quotable"].all()
    assert chosen["session_id"].is_unique
    assert (chosen["text"] == chosen["text_said"]).all()
    assert asked_themes(material)[0] == "T01"
    assert "T03" not in asked_themes(material)


def test_the_draft_holds_nothing_but_comments_and_no_theme_of_two_people() -> None:
    frames = make_frames()
    frames["statements"]["text"] = frames["statements"]["text"].str.replace("on the porch", "\n- id: mine\u2028title: x\u0085")
    draft = draft_recommendations(city(frames=frames))
    assert all(line.startswith("#") for line in re.split(r"[\n\r\u0085\u2028\u2029]", draft.removesuffix("\n")))
    assert "=== Slow answers to 911 calls (T01)" in draft
    assert "Noise" not in draft


def test_public_tables_hold_what_the_dictionary_says_with_and_without_recommendations() -> None:
    for material in (city(), city(entry("answer", "T01"), entry("gone", "T77"))):
        frames = public_tables.public_frames(material)
        for table in report.PUBLIC:
            check_table(frames[table.name], table)


@pytest.mark.parametrize("hostile", HOSTILE[:9])
def test_hostile_words_in_every_field_are_shown_as_written(hostile: str) -> None:
    option = Option(option=hostile, pros=(hostile,), cons=(hostile,))
    written = {"owner": hostile, "title": hostile, "text": hostile}
    step = Step(date=datetime.date(2026, 9, 14), status="declined", author="LT", reason=hostile)
    mine = entry("x", hostile, dissent=hostile, response=hostile, options=(option,), history=(PROPOSED, step)).model_copy(update=written)
    markup = report.link_themes(city(mine), report.recommendations(city(mine))).markup + summary(city(mine)).markup
    assert re.search(r"<(?:script|img|svg|math|style|textarea)\b", markup) is None
    assert "[link](javascript" not in markup or "href" not in markup.split("[link]")[1][:20]
    shown = " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())  # a browser sets runs of white space as one blank
    assert shown.count(" ".join(hostile.split())) >= 8


def test_a_name_in_a_recommendation_is_a_leak(tmp_path: Path) -> None:
    sought = gather([("NAME", "", "Marisol Quintanilla")])
    for folder, text in (("clean", "Do it."), ("leaking", "Do what Marisol Quintanilla asked for.")):
        (tmp_path / folder).mkdir()
        mine = entry("x", "T01").model_copy(update={"text": text})
        (tmp_path / folder / "report.html").write_text(report.recommendations(city(mine)).markup, encoding="utf-8")
    assert find_leaks(tmp_path / "clean", sought) == []
    assert find_leaks(tmp_path / "leaking", sought) != []


def test_the_statements_behind_a_theme_name_the_recommendations_that_rest_on_it() -> None:
    parts = report.what_people_said(city(entry("answer", "T01"), entry("dark", "T02"))).markup.split("<details")
    assert 'href="#recommendation-answer"' in parts[1]
    assert "recommendation-dark" not in parts[1]
    assert 'href="#recommendation-dark"' in parts[2]


def test_only_released_numbers_are_used() -> None:
    """The same released numbers give the same strength, whatever the masked counts behind them are."""
    frames = make_frames()
    shares = frames["theme_shares"]
    hidden = (shares["theme_id"] == "T03") & (shares["attribute"] == "everyone")
    before = rest_recommendations(city(entry("noise", "T03"), frames=frames))[0].strengths
    shares.loc[hidden, ["n_raised", "share"]] = [1, 1 / 60]
    assert rest_recommendations(city(entry("noise", "T03"), frames=frames))[0].strengths == before


def test_a_city_without_speakers_rests_on_sessions() -> None:
    frames = make_frames()
    frames["statements"]["speaker_id"] = None
    frames["statements"]["quotable"] = False
    frames["participants"] = frames["participants"].iloc[:0]
    everyone = frames["theme_shares"][frames["theme_shares"]["attribute"] == "everyone"]
    counted = everyone.assign(unit="session", n_raised=5, n_heard=6, n_sessions=6, share=5 / 6, low=float("nan"), high=float("nan"))
    material = city(entry("answer", "T01"), frames=frames | {"theme_shares": counted})
    assert "It came up in 5 of 6 sessions." in text_of(report.recommendations(material))
    for part in (report.summary, report.background, report.checklist, report.what_people_said):
        assert "nan" not in text_of(part(material)).lower().split()
    assert draft_recommendations(material).count("===") == 0
