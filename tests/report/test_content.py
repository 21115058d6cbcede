"""What a report says: counted by hand in the invented city, masked, and in plain words."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.report import public_tables
from peace_analysis.report.by_question import question_counts
from peace_analysis.report.quotes import ANYBODY, choose_quotes
from peace_analysis.report.summary import five_things
from peace_analysis.report.theme_pages import theme_numbers
from peace_analysis.tables import check_table


def text_of(fragment: report.Fragment) -> str:
    """Words of a fragment, as read."""
    return " ".join(html.unescape(re.sub(r"<(svg|style)\b.*?</\1>|<[^>]+>", " ", fragment.markup, flags=re.DOTALL)).split())


def test_the_summary_counts_people_and_names_what_is_missing(material):
    heard, most, wanted, apart, missing = five_things(material)
    assert "At least 60 people came to 6 sessions" in heard
    assert "60 people whose own words" in heard
    assert "“Slow answers to 911 calls” (36 of 60 people, about 60%, range 48% to 72%)" in most
    assert "Noise" not in most
    assert "“Slow answers to 911 calls” (19 people, about 32%, range 18% to 50%)" in wanted  # 19 of 60
    assert "2 stakeholder groups" in apart
    assert missing.startswith("3 of the 9 planned pairs")


def test_the_summary_is_short_sentences(material):
    sentences = [s for text in five_things(material) for s in re.split(r"(?<=[.!?])\s+", text) if s]
    assert sum(len(sentence.split()) for sentence in sentences) / len(sentences) <= 20


def test_who_was_missing_is_named_in_words(material):
    words = text_of(report.who_took_part(material))
    assert "Eastgate: no session with business owners." in words
    assert "The plan names 9 pairs of a neighborhood and a group. 3 pairs had no session:" in words


def test_counts_of_people_below_the_threshold_never_reach_the_page(frames):
    frames["participants"] = frames["participants"].drop(frames["participants"].index[:4])  # leaves 8 of S1
    frames["statements"] = frames["statements"][
        frames["statements"]["speaker_id"].isna() | frames["statements"]["speaker_id"].isin(frames["participants"]["speaker_id"])
    ]
    material = make_material(frames)
    counts = report.engagement.people(material)
    row = counts[(counts["neighborhood"] == "Eastgate") & (counts["stakeholder_group"] == "residents")].iloc[0]
    assert pd.isna(row["n_participants"])
    assert row["shown"] in ("10 or fewer", "not shown")
    assert counts["n_participants"].isna().sum() >= 2  # one masked cell alone would follow from the total


def test_a_theme_of_two_people_shows_no_number_no_session_and_no_quote(material):
    numbers = theme_numbers(material).set_index("theme_id").loc["T03"]
    assert numbers[["n_raised", "share", "low", "high", "n_sessions"]].isna().all()
    words = text_of(report.theme_pages(material)).split("Noise", 1)[1]
    assert "Fewer than 3 of the people heard raised it, so no number is given." in words
    assert "No quote may be shown for this theme." in words


def test_a_theme_s_page_says_people_sessions_and_share(material):
    words = text_of(report.theme_pages(material))
    assert "36 of 60 people raised it, in 6 of 6 sessions. That is about 60% (48% to 72%)." in words


def test_quotes_are_verbatim_consented_and_from_different_sessions(material):
    chosen = choose_quotes(material, "T01").merge(material.statements, on="statement_id", suffixes=("", "_said"))
    assert 2 <= len(chosen) <= 4
    assert chosen["session_id"].is_unique
    assert chosen["quotable"].all()
    assert (chosen["text"] == chosen["text_said"]).all()


def test_at_most_two_quotes_ask_for_something_and_the_others_describe(material):
    chosen = choose_quotes(material, "T01")
    # Every third person asks for something; the same words were said twice in each place, so that three sessions have words of their own.
    assert chosen["request"].tolist() == [True, True, False]
    asked = material.statements.set_index("statement_id")["request"]
    assert [bool(asked[one]) for one in chosen["statement_id"]] == [True, True, False]
    words = text_of(report.theme_pages(material))
    assert words.index("What people ask for:") < words.index("What people describe:")


def test_a_theme_that_nobody_asks_anything_about_has_no_such_part(frames):
    frames["statements"]["request"] = False
    words = text_of(report.theme_pages(make_material(frames)))
    assert "What people ask for" not in words
    assert "What people describe:" in words


def test_a_request_is_quoted_only_with_consent(frames):
    # the first person of each session has not consented; now nobody else asks for anything
    frames["statements"]["request"] = ~frames["statements"]["quotable"]
    assert not choose_quotes(make_material(frames), "T01")["request"].any()


def test_a_tentative_theme_is_called_so_wherever_it_is_shown_and_a_steady_one_never(material):
    pages = text_of(report.theme_pages(material))
    shown = [
        text_of(report.themes_at_a_glance(material)),
        pages,
        text_of(report.standing_questions(material)),
        " ".join(five_things(material)),
    ]
    assert all("Dark streets (tentative)" in words for words in shown)
    assert all("Slow answers to 911 calls (tentative)" not in words and "Noise (tentative)" not in words for words in shown)
    assert "Slow answers to 911 calls, part 1 (tentative)" in pages
    assert pages.count("This theme is tentative") == 1
    assert "1 of 3 themes that were looked for again is tentative." in text_of(report.limits(material))


def test_stability_that_nobody_knows_is_said_and_makes_no_theme_tentative(frames):
    frames["themes"]["stability"] = float("nan")
    material = make_material(frames)
    assert "tentative" not in text_of(report.theme_pages(material))
    assert "There was too little to tell how steady the themes are" in text_of(report.limits(material))


def test_the_public_table_of_themes_holds_stability_under_the_plain_name(material):
    numbers = theme_numbers(material).set_index("theme_id")
    assert numbers.loc["T02", ["name", "stability"]].tolist() == ["Dark streets", 0.41]


def test_a_quote_is_attributed_only_to_a_group_in_which_enough_people_raised_the_theme(material):
    assert set(choose_quotes(material, "T01")["attribution"]) <= {
        "Participant, residents",
        "Participant, youth",
        "Participant, Mill Flats neighborhood",
        ANYBODY,
    }
    # one young person raised T02: neither group nor (in Eastgate 6 of 24 did) anything finer than the neighborhood may be named
    youth = material.spoken[(material.spoken["theme_id"] == "T02") & (material.spoken["stakeholder_group"] == "youth")]
    assert len(youth) == 1
    row = {"statement_id": "S6-P01-1", "stakeholder_group": "youth", "neighborhood": "Old Town", "text": "It is dark."}
    assert report.quotes.attribute_quote(material, "T02", row) == ANYBODY


def test_a_statement_has_one_attribute_or_none_whatever_theme_and_whichever_report_it_stands_in(material):
    for number in range(40):
        row = {"statement_id": f"S1-P01-{number}", "stakeholder_group": "residents", "neighborhood": "Mill Flats", "text": "It is dark."}
        said = {report.quotes.attribute_quote(material, theme, row) for theme in material.themes["theme_id"]}
        assert len(said - {ANYBODY}) <= 1


def test_whoever_disagrees_is_a_participant_and_no_more_wherever_it_stands(material):
    row = {"statement_id": "S1-P01-1", "stakeholder_group": "residents", "neighborhood": "Mill Flats"}
    texts = ("I disagree with that, the lights are fine.", "The lights are fine.")
    said = [report.quotes.attribute_quote(material, "T01", row | {"text": text}) for text in texts]
    assert said[0] == ANYBODY
    assert said[1] != ANYBODY


def test_question_counts_mask_both_when_either_is_small(material):
    counts = question_counts(material).set_index("theme_id")
    assert counts.loc["T01", ["n_a", "n_b"]].tolist() == [4 + 3 + 4 + 3 + 3, 4 + 4 + 5 + 3 + 3]  # every other person of each session
    assert counts.loc["T03", ["n_a", "n_b"]].isna().all()


def test_groups_too_small_are_named_and_not_shown(frames):
    frames["theme_shares"].loc[frames["theme_shares"]["group"] == "Old Town", "adequate"] = False
    material = make_material(frames)
    fragment = report.group_parts(material)
    assert "or from fewer than 10 people: Old Town." in text_of(fragment)
    assert "Old Town" not in " ".join(re.findall(r'<th scope="row"[^>]*>.*?</th>', fragment.markup))
    assert "Differences between groups are not tested" in text_of(fragment)


def test_limits_follow_from_what_happened(material):
    words = text_of(report.limits(material))
    assert "3 statements from 1 session cannot be tied to a person." in words
    assert "1 session was kept as notes, not word for word." in words
    assert "Police or officials were present at 1 session." in words
    assert "24 statements fit no theme." in words
    assert "language that the model does not read" not in words
    assert "No person has signed a review" in words
    assert "No person has signed a review" not in text_of(report.limits(material, reviewed=True))


def test_a_city_without_speakers_counts_sessions(frames):
    frames["statements"]["speaker_id"] = None
    frames["statements"]["quotable"] = False
    frames["participants"] = frames["participants"].iloc[:0]
    everyone = frames["theme_shares"][frames["theme_shares"]["attribute"] == "everyone"]
    frames["theme_shares"] = everyone.assign(unit="session", n_raised=5, n_heard=6, n_sessions=6, share=5 / 6, low=None, high=None).astype(
        {"low": "float64", "high": "float64"}
    )
    material = make_material(frames)
    assert "Their words were not kept by speaker." in five_things(material)[0]
    words = text_of(report.themes_at_a_glance(material))
    assert "5 of 6 sessions" in words
    assert "people raised" not in words
    for part in (
        report.how_engaged,
        report.who_took_part,
        report.standing_questions,
        report.theme_pages,
        report.group_parts,
        report.limits,
    ):
        assert part(material).markup


def test_public_tables_are_what_the_dictionary_says(material):
    frames = public_tables.public_frames(material)
    assert list(frames) == [table.name for table in report.PUBLIC]
    for table in report.PUBLIC:
        check_table(frames[table.name], table)
    words = text_of(report.data_dictionary(report.PUBLIC))
    assert all(column.name in words for table in report.PUBLIC for column in table.columns)


def test_counts_in_public_tables_are_whole_numbers_and_masked_ones_empty(material, tmp_path):
    frame = public_tables.public_frames(material)["themes"]
    lines = report.write_public_table(frame, tmp_path / "themes.csv").read_text(encoding="utf-8").splitlines()
    noise = next(line for line in lines if line.startswith("T03,"))
    assert noise.endswith(",participant,,60,,,,,fewer than 3")
    assert ",participant,36,60,0.6,0.48,0.72,6," in next(line for line in lines if line.startswith("T01,"))


def test_no_public_table_names_a_session(material):
    for frame in public_tables.public_frames(material).values():
        assert "session_id" not in frame.columns
        assert not frame.isin(["S1", "S2", "S3"]).any(axis=None)


@pytest.mark.parametrize(
    "part",
    [
        "summary",
        "how_engaged",
        "who_took_part",
        "themes_at_a_glance",
        "standing_questions",
        "theme_pages",
        "group_parts",
        "shared_by_all",
        "limits",
        "method",
    ],
)
def test_the_same_tables_give_the_same_words(part):
    first, second = (getattr(report, part)(make_material(make_frames())).markup for _ in range(2))
    assert first == second
    assert "nan" not in text_of(report.Fragment(first)).lower().split()
