"""What became of comments: the latest answer, the check on what was taken up, where a comment belongs, who signed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest

from peace_analysis.anonymize.engine import Anonymizer
from peace_analysis.city import City
from peace_analysis.exchange.policy_files import read_policies
from peace_analysis.policy import Policy, cut_sections, keep_ids
from peace_analysis.policy.answers import carry_forward, latest_answers, verify_answer
from peace_analysis.policy.bearing import choose_requests, link_policies
from peace_analysis.policy.entries import Codevelopment, Comment, Disposition, Signoff
from peace_analysis.policy.redact import anonymize_entries
from peace_analysis.policy.signing import count_signoffs
from peace_analysis.policy.tabulate import rebuild_versions, tabulate_policies
from peace_analysis.policy.text import read_lines
from peace_analysis.table_checks import check_table, empty_table
from peace_analysis.tables_policy import POLICY_LINKS, POLICY_TABLES

DAYS = [datetime.date(2026, 1, 1), datetime.date(2026, 5, 1), datetime.date(2026, 9, 1)]
TEXTS = [
    "## I. Dogs\n\nA dog bites only on command and never without a reason.\n\n## II. Horses\n\nHorses stay in the stable at night.\n",
    "## I. Horses\n\nHorses stay in the stable at night.\n\n## II. Dogs\n\nA dog bites only on command and never without a reason.\n",
    "## I. Horses\n\nHorses stay in the stable at night.\n\n## II. Dogs\n\nA dog never bites a child, and bites others only on command.\n",
]


def policy(text: str, day: datetime.date) -> Policy:
    return Policy(f"{day}.md", "0", cut_sections(read_lines(text)), day)


@pytest.fixture
def entry() -> Codevelopment:
    versions = keep_ids([policy(text, day) for text, day in zip(TEXTS, DAYS, strict=True)])
    comments = tuple(Comment(n, datetime.date(2026, month, 1), "youth", None, "No dogs.") for n, month in enumerate((2, 6, 10), start=1))
    return Codevelopment("animals", tuple(versions), comments)


def answer(comment: int, disposition: str = "adopted", section: str | None = "dogs", month: int = 11) -> Disposition:
    return Disposition(comment, datetime.date(2026, month, 1), disposition, section, "why")


@pytest.mark.parametrize(
    ("comment", "disposition", "section", "verdict"),
    [
        (0, "adopted", "dogs", "changed"),
        (1, "partly", "dogs", "changed"),
        (1, "adopted", "horses", "not changed"),  # its number changed, its words did not
        (0, "adopted", "horses", "not changed"),
        (2, "adopted", "dogs", "no later version"),
        (0, "adopted", "cats", "section not found"),
        (0, "not", "dogs", None),
        (0, "out_of_scope", None, None),
    ],
)
def test_what_is_said_to_be_taken_up_is_held_against_the_text(entry, comment, disposition, section, verdict) -> None:
    one = entry.comments[comment]
    assert verify_answer(entry, one, answer(one.number, disposition, section)) == verdict


def test_a_comment_without_an_answer_claims_nothing(entry) -> None:
    assert verify_answer(entry, entry.comments[0], None) is None


def test_the_last_answer_holds_and_the_earlier_ones_are_kept(entry) -> None:
    answers = (answer(1, "not", month=3), answer(1, "adopted", month=10), answer(1, "partly", month=7))
    changed = Codevelopment("animals", entry.versions, entry.comments, answers)
    assert latest_answers(changed)[1].disposition == "adopted"
    made = tabulate_policies([changed], empty_table(POLICY_LINKS))
    assert made["policy_dispositions"]["disposition"].tolist() == ["not", "partly", "adopted"]
    assert made["policy_dispositions"]["latest"].tolist() == [False, False, True]
    row = made["policy_comments"].iloc[0]
    assert (row["disposition"], row["n_answers"], row["verdict"], row["answered"]) == ("adopted", 3, "changed", "2026-10-01")


def test_a_section_that_was_merged_is_carried_forward_and_a_deleted_one_is_not() -> None:
    texts = [
        "## I. Dogs\n\nA dog bites only on command and never without a good reason for it.\n\n"
        "## II. Leads\n\nThe lead of a dog is held in the left hand at all times of the day.\n\n## III. Cats\n\nNo cats.\n",
        "## I. Dogs\n\nA dog bites only on command and never without a good reason for it.\n\n"
        "The lead of a dog is held in the left hand at all times of the day.\n",
    ]
    versions = keep_ids([policy(text, day) for text, day in zip(texts, DAYS, strict=False)])
    made = Codevelopment("animals", tuple(versions))
    assert [carry_forward(made, key) for key in ("dogs", "leads", "cats", "birds", None)] == ["dogs", "dogs", None, None, None]


def test_a_person_goes_before_the_author_the_answer_and_the_software(entry) -> None:
    comments = tuple(
        Comment(n, DAYS[1], "youth", named, "words") for n, named in ((1, "horses"), (2, "horses"), (3, None), (4, None), (5, None))
    )
    answers = (answer(2, "not", "dogs"), answer(3, "not", "dogs"), answer(4, "out_of_scope", None))
    links = [
        (1, "dogs", "a person"),
        (2, "dogs", "the software"),
        (3, "horses", "the software"),
        (4, "dogs", "the software"),
        (5, "dogs", "the software"),
    ]
    frame = pd.DataFrame(
        [("animals", "comment", str(n), section, 1, 0.5, by) for n, section, by in links], columns=list(POLICY_LINKS.by_name)
    )
    made = tabulate_policies([Codevelopment("animals", entry.versions, comments, answers)], frame)["policy_comments"]
    assert made["section_id"].tolist() == ["dogs", "horses", "dogs", None, "dogs"]
    assert made["placed_by"].tolist() == ["a person", "its author", "its answer", "its answer", "the software"]


def test_sign_offs_are_counted_by_group_and_latest_word() -> None:
    rows = [("youth", "signed"), ("youth", "signed_with_dissent"), ("elders", None), ("elders", "withdrew"), ("elders", "declined")]
    counts = count_signoffs(pd.DataFrame(rows, columns=["group", "signoff"]))
    assert counts.to_numpy().tolist() == [["youth", 2, 1, 1, 0, 0, 0], ["elders", 3, 0, 0, 1, 1, 1]]


def test_who_withdraws_after_signing_counts_as_withdrawn(entry) -> None:
    signoffs = (Signoff("A", "youth", DAYS[0], "signed"), Signoff("A", "youth", DAYS[1], "withdrew", "too late"))
    made = tabulate_policies(
        [Codevelopment("animals", entry.versions, representatives={"A": "youth", "B": "youth"}, signoffs=signoffs)],
        empty_table(POLICY_LINKS),
    )["policy_signoffs"]
    assert made["signoff"].tolist() == ["withdrew", None]
    assert made["dissent"].tolist() == ["too late", ""]


def test_names_in_comments_and_dissents_become_tokens_and_words_not_to_be_shown_stay_away(entry) -> None:
    comments = (
        Comment(1, None, "youth", None, "Whitefeather was there.", "I know Whitefeather."),
        Comment(2, None, "youth", None, "A secret.", "Its reason.", is_shown=False),
    )
    signoffs = (Signoff("A", "youth", DAYS[0], "declined", "Ask Whitefeather."),)
    before = Codevelopment("animals", entry.versions, comments, representatives={"A": "youth"}, signoffs=signoffs)
    (after,), log = anonymize_entries([before], Anonymizer(names=["Whitefeather"]))
    made = tabulate_policies([after], empty_table(POLICY_LINKS))
    assert made["policy_comments"]["text"].tolist() == ["[NAME 1] was there.", ""]
    assert made["policy_comments"]["rationale"].tolist() == ["I know [NAME 1].", ""]
    assert made["policy_signoffs"]["dissent"].tolist() == ["Ask [NAME 1]."]
    assert log["original"].tolist() == ["Whitefeather"] * 3


def test_requests_are_those_that_ask_in_a_language_that_is_read() -> None:
    rows = [("1", True, "en"), ("2", False, "en"), ("3", True, "so")]
    statements = pd.DataFrame(rows, columns=["statement_id", "request", "language"]).assign(text="words")
    assert choose_requests(statements, ("en",))["statement_id"].tolist() == ["1"]


@pytest.fixture(scope="module")
def riverton_tables(root: Path) -> dict[str, pd.DataFrame]:
    entries = read_policies(City.open("riverton", root / "data"))
    requests = pd.DataFrame({"statement_id": ["R01-1-1"], "text": ["Officers should give a warning before they shoot."]})
    return tabulate_policies(entries, link_policies(entries, requests))


def test_riverton_s_tables_are_what_is_declared(riverton_tables) -> None:
    for table in POLICY_TABLES:
        check_table(riverton_tables[table.name], table)
    links = riverton_tables["policy_links"]
    assert links.loc[links["kind"] == "request", "section_id"].tolist() == ["verbal-warning"]


def test_in_riverton_one_answer_claims_a_change_that_the_text_does_not_show(riverton_tables) -> None:
    comments = riverton_tables["policy_comments"]
    assert comments["verdict"].value_counts().to_dict() == {"changed": 17, "not changed": 1}
    assert comments.loc[comments["verdict"] == "not changed", "comment"].tolist() == [9]
    assert comments.loc[comments["n_answers"] > 1, "comment"].tolist() == [2, 23]
    assert comments["section_id"].isna().sum() == 11


def test_versions_are_rebuilt_from_their_tables(riverton_tables, root: Path) -> None:
    (entry,) = read_policies(City.open("riverton", root / "data"))
    rebuilt = rebuild_versions(riverton_tables["policy_sections"], riverton_tables["policy_versions"])
    assert [[part.paragraphs for part in version.sections] for version in rebuilt] == [
        [part.paragraphs for part in version.sections] for version in entry.versions
    ]
    assert [version.date for version in rebuilt] == [version.date for version in entry.versions]
