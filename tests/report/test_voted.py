"""What a report says of votes: only where there are any, only counts that may be shown, words only with consent."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from peace_analysis import report
from peace_analysis.disclosure import ReleaseError
from peace_analysis.disclosure.totals import APART, ATTENDED
from peace_analysis.report.public import write_public_table
from peace_analysis.report.public_tables import public_frames
from peace_analysis.report.published import check_tables
from peace_analysis.report.voted import PUBLIC_VOTES
from peace_analysis.tables import check_table

COMMENTS = {1: "Officers should walk the beat.", 2: "Fewer patrols.", 3: "Fix the lamps.", 4: "Answer the phone.", 5: "Nobody asks us."}


def with_votes(material: report.Material, left: int, right: int, words: str = "") -> report.Material:
    """The city with a conversation of two camps that part on 1 and 2, agree on 3 and 4, and of whom one on the right rejects 4."""
    rows = []
    for camp, n in (("left", left), ("right", right)):
        for number in range(n):
            side = 1 if camp == "left" else -1
            cast = {1: side, 2: -side, 3: 1, 4: -1 if (camp, number) == ("right", 0) else 1, 5: 0}
            rows += [("S2", f"S2-{camp}{number:02d}", turn, value) for turn, value in cast.items()]
    votes = pd.DataFrame(rows, columns=["session_id", "voter_id", "turn", "vote"])
    speakers = ["S2-P02", "S2-P01", "S2-P03", None, "S2-P04"]  # the first of a session did not agree to be quoted
    turns = pd.DataFrame({"session_id": "S2", "turn": list(COMMENTS), "speaker_id": speakers, "question": "a"})
    turns = turns.assign(role=["participant"] * 3 + ["facilitator", "participant"], text=[words or text for text in COMMENTS.values()])
    return replace(material, votes=votes, turns=turns)


def words_of(fragment: report.Fragment) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", fragment.markup)))


def test_nothing_is_said_where_no_source_has_votes(material: report.Material) -> None:
    assert "voted" not in words_of(report.shared_by_all(material))
    assert public_frames(material)["votes"].empty


def test_what_stands_for_each_group_and_what_all_agree_on_is_set_with_shares(material: report.Material) -> None:
    words = words_of(report.shared_by_all(with_votes(material, 36, 24)))
    assert "60 people voted on 5 comments" in words
    assert "groups A (36 people) and B (24 people)" in words
    assert re.search(r"every opinion group votes the same way.*Fix the lamps\. agree all but fewer than 3 of 60", words)
    assert re.search(r"set group A apart.*Officers should walk the beat\. agree 60% of 60", words)
    assert "Nobody asks us." not in words


def test_a_comment_is_quoted_only_with_its_author_s_consent_or_where_it_was_put_by_the_organisers(material: report.Material) -> None:
    shown = with_votes(material, 36, 24).voted.shown.drop_duplicates("comment").set_index("comment")["text"]
    assert shown[1] == COMMENTS[1]
    assert shown[4] == COMMENTS[4]
    assert pd.isna(shown[2])


def test_one_exception_cannot_be_read_off_any_number(material: report.Material) -> None:
    rows = with_votes(material, 36, 24).voted.shown.set_index(["comment", "group"])
    for group in ("everyone", "B"):
        assert pd.isna(rows.loc[(4, group), "n_disagree"])
        assert pd.isna(rows.loc[(4, group), "n_agree"])
    assert rows.loc[(1, "everyone"), ["n_agree", "n_disagree"]].tolist() == [36, 24]


def test_a_conversation_of_fewer_than_fifty_is_withheld_and_the_report_says_so(material: report.Material) -> None:
    city = with_votes(material, 13, 13)
    words = words_of(report.shared_by_all(city))
    assert "Fewer than 50 people voted on comments in an online conversation." in words
    assert "26" not in words.split("What people voted on")[1]
    assert "Votes of 1 online conversation are not shown" in words_of(report.withheld(city))
    assert public_frames(city)["votes"].empty


def test_the_public_table_is_what_it_declares_and_passes_the_attack(material: report.Material, tmp_path: Path) -> None:
    city = with_votes(material, 36, 24)
    frames = public_frames(city)
    check_table(frames["votes"], PUBLIC_VOTES)
    for name, frame in frames.items():
        write_public_table(frame, tmp_path / f"{name}.csv")
    record = check_tables(tmp_path, city)
    assert record["cells"] == sum(key not in (ATTENDED, APART) for key in city.masked.form) + len(city.voted.forms)
    assert record["exposed"] == 0
    text = (tmp_path / "votes.csv").read_text(encoding="utf-8")
    masked = next(line for line in text.splitlines() if line.startswith("1,4,B,24,,,"))
    (tmp_path / "votes.csv").write_text(text.replace(masked, masked.replace("1,4,B,24,,,", "1,4,B,24,23,1,")), encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"votes\.csv"):
        check_tables(tmp_path, city)


def test_words_of_comments_are_data(material: report.Material) -> None:
    city = with_votes(material, 36, 24, words="<script>canary=1</script>")
    assert "<script>" not in report.shared_by_all(city).markup
    assert "canary=1" in report.shared_by_all(city).markup
