"""What was written by hand about riverton's policy holds together: comments, dispositions, sign-off, timeline, truth."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from policy_paper import read_rows, words_of

from peace_analysis.policy.redline import make_redline

GROUPS = {"residents", "youth", "faith_and_community", "business", "officers"}


@pytest.fixture(scope="module")
def tables(riverton: Path) -> dict[str, list[dict[str, str]]]:
    return {path.stem: read_rows(path) for path in (riverton / "policies" / "use_of_force").glob("*.csv")}


def test_60_comments_come_from_all_groups_and_a_fifth_bear_on_no_section(tables, riverton: Path, true_sections) -> None:
    comments, links = tables["comments"], read_rows(riverton / "truth" / "policy_links.csv")
    assert [row["number"] for row in comments] == [str(number) for number in range(1, 61)]
    assert {row["group"] for row in comments} == GROUPS
    draft = {row["section"]: row["number"] for row in true_sections["2026-07-15"]}
    assert {link["section"] for link in links} - {""} <= set(draft)
    linked = {number: {link["section"] for link in links if link["comment"] == number} for number in (row["number"] for row in comments)}
    assert sum(found == {""} for found in linked.values()) == 11
    for row in comments:
        if row["section"]:
            assert row["section"] in {draft[key] for key in linked[row["number"]]}


def test_comments_do_not_copy_the_policy_s_words(tables, versions) -> None:
    policy = [words_of(section.text) for version in versions for section in version.sections]
    rows_of_six = {tuple(words[at : at + 6]) for words in policy for at in range(len(words) - 5)}
    copied = [
        row["number"] for row in tables["comments"] for at in range(200) if tuple(words_of(row["comment"])[at : at + 6]) in rows_of_six
    ]
    assert copied == []


def test_every_comment_has_a_reasoned_disposition_and_adopted_ones_changed_their_section(tables, versions) -> None:
    redline = make_redline(versions[1], versions[2])
    changed = {
        part.new.number for part in redline.sections if part.new and any(not label.startswith("renumbered") for label in part.labels)
    }
    numbers = {section.number for section in versions[2].sections}
    latest = {row["comment"]: row for row in sorted(tables["dispositions"], key=lambda row: row["date"])}
    assert set(latest) == {row["number"] for row in tables["comments"]}
    for row in tables["dispositions"]:
        assert row["reason"]
        assert row["disposition"] in ("adopted", "partly", "not", "out_of_scope")
        assert bool(row["section"]) == (row["disposition"] != "out_of_scope")
        assert not row["section"] or row["section"] in numbers
    assert {row["section"] for row in latest.values() if row["disposition"] == "adopted"} <= changed
    assert len(tables["dispositions"]) == 62


def test_16_representatives_sign_four_meetings_lead_there(tables) -> None:
    representatives, signoffs = tables["representatives"], tables["signoffs"]
    assert len(representatives) == 16
    assert [(row["representative"], row["group"]) for row in signoffs] == [(row["representative"], row["group"]) for row in representatives]
    assert Counter(row["signoff"] for row in signoffs) == {"signed": 11, "signed_with_dissent": 3, "declined": 1, "withdrew": 1}
    assert all(row["dissent"] for row in signoffs if row["signoff"] != "signed")
    timeline = tables["timeline"]
    assert [row["date"] for row in timeline] == sorted(row["date"] for row in timeline)
    assert sum(row["kind"] == "meeting" for row in timeline) == 4
    assert all(date.fromisoformat(row["end"]) > date.fromisoformat(row["date"]) for row in timeline if row["end"])
