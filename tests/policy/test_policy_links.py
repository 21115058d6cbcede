"""What people decide on links: the workbook, its answers, and links.csv."""

from __future__ import annotations

import stat
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from peace_analysis.errors import InputError
from peace_analysis.exchange.links_answers import read_links_book
from peace_analysis.exchange.links_workbook import LINKS, SECTIONS, LinksBook, label_sections, write_links_book
from peace_analysis.policy.decided import (
    LinkDecision,
    apply_decisions,
    check_decisions,
    gather_decisions,
    join_decisions,
    stale_decisions,
)
from peace_analysis.policy_links import make_book

SECRET = "=Zebra words nobody may print"


@pytest.fixture
def links() -> pd.DataFrame:
    rows = [
        ("force", "comment", "1", "neck", 1, 0.8, "the software"),
        ("force", "comment", "1", "dogs", 2, 0.1, "the software"),
        ("force", "comment", "2", None, 1, 0.9, "the software"),
        ("force", "request", "R01-0004-1", "dogs", 1, 0.7, "the software"),
    ]
    return pd.DataFrame(rows, columns=["policy", "kind", "item", "section_id", "rank", "score", "placed_by"])


@pytest.fixture
def book(links: pd.DataFrame) -> LinksBook:
    sections = pd.DataFrame({"section_id": ["neck", "dogs", "dogs-2"], "name": ["I Necks", "II Dogs", "II dogs"]})
    comments = pd.DataFrame(
        {"comment": [2, 1], "group": ["youth", "residents"], "text": ["A bench.", SECRET], "rationale": ["", "It hurts."]}
    )
    statements = pd.DataFrame(
        {"statement_id": ["R01-0004-1", "R01-0005-1"], "session_id": ["R01", "R01"], "text": ["No dogs.", "Not linked."]}
    )
    return make_book("town", "force", sections=sections, comments=comments, links=links, statements=statements)


def fill(path: Path, answers: dict[str, str]) -> Path:
    workbook = load_workbook(path)
    for cell, value in answers.items():
        workbook[LINKS][cell] = value
    workbook.save(path)
    return path


def test_the_workbook_asks_about_comments_and_linked_requests(book: LinksBook, tmp_path: Path) -> None:
    path = write_links_book(book, tmp_path / "review" / "links.xlsx")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sheet = load_workbook(path)[LINKS]
    assert [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=2)] == [
        ["comment", "1", "residents", f"'{SECRET} It hurts.", "I Necks\nor: II Dogs [dogs]"],
        ["comment", "2", "youth", "A bench.", "no section"],
        ["request", "R01-0004-1", "R01", "No dogs.", "II Dogs [dogs]"],
    ]
    assert all(cell.data_type == "s" for row in sheet.iter_rows(min_row=2, max_col=5) for cell in row)
    named = [row[0].value for row in load_workbook(path)[SECTIONS].iter_rows()]
    assert named == ["as proposed", "no section", "I Necks", "II Dogs [dogs]", "II dogs [dogs-2]"]
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert lists == {"F2:F4": "'Sections'!$A$1:$A$5", "G2:G4": "'Sections'!$A$3:$A$5"}
    with pytest.raises(FileExistsError):
        write_links_book(book, path)


def test_answers_become_decisions_and_empty_rows_decide_nothing(book: LinksBook, tmp_path: Path) -> None:
    path = write_links_book(book, tmp_path / "links.xlsx")
    fill(path, {"F2": "as proposed", "G2": "II dogs [dogs-2]", "F3": "I Necks"})
    assert read_links_book(path, book, "AB", "2026-09-01") == [
        LinkDecision("comment", "1", "neck", "AB", "2026-09-01"),
        LinkDecision("comment", "1", "dogs-2", "AB", "2026-09-01"),
        LinkDecision("comment", "2", "neck", "AB", "2026-09-01"),
    ]
    fill(path, {"F2": "no section", "G2": "", "F3": "as proposed"})
    assert [decision.section_id for decision in read_links_book(path, book)] == [None, None]


def test_every_problem_of_a_workbook_is_told_at_once_without_words(book: LinksBook, tmp_path: Path) -> None:
    path = write_links_book(book, tmp_path / "links.xlsx")
    fill(
        path, {"F2": SECRET, "G3": "I Necks", "F4": "no section", "G4": "I Necks", "A5": "comment", "B5": "99", "A6": "comment", "B6": "1"}
    )
    with pytest.raises(InputError) as raised:
        read_links_book(path, book)
    told = [f"{problem.file.rpartition(': ')[2]} {problem.message}" for problem in raised.value.problems]
    assert told == [
        "sheet Links, row 2 `answer` is not an answer.",
        "sheet Links, row 3 `also` is filled in, and `answer` is empty.",
        "sheet Links, row 4 `also` names a section, and `answer` says no section.",
        "sheet Links, row 5 kind and item are none that were asked.",
        "sheet Links, row 6 its item stands in row 2 already.",
    ]
    assert "Zebra" not in str(raised.value)


def test_a_workbook_of_another_state_is_refused(book: LinksBook, links: pd.DataFrame, tmp_path: Path) -> None:
    path = write_links_book(book, tmp_path / "links.xlsx")
    for other, words in (
        (LinksBook("village", book.policy, book.export, book.labels, book.rows), "another city"),
        (LinksBook(book.city, "pursuits", book.export, book.labels, book.rows), "another policy"),
        (LinksBook(book.city, book.policy, "0" * 24, book.labels, book.rows), "have changed"),
    ):
        with pytest.raises(InputError, match=words):
            read_links_book(path, other)
    (tmp_path / "broken.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(InputError):
        read_links_book(tmp_path / "broken.xlsx", book)


def test_decisions_take_the_place_of_what_was_found(links: pd.DataFrame) -> None:
    decided = gather_decisions(
        [LinkDecision("comment", "1", None), LinkDecision("comment", "2", "dogs"), LinkDecision("comment", "2", "neck")]
    )
    before = links.copy()
    made = apply_decisions(links, decided)
    rows = [
        (row["item"], None if pd.isna(row["section_id"]) else row["section_id"], row["rank"], row["placed_by"])
        for row in made.to_dict("records")
    ]
    assert rows == [
        ("1", None, 1, "a person"),
        ("2", "dogs", 1, "a person"),
        ("2", "neck", 2, "a person"),
        ("R01-0004-1", "dogs", 1, "the software"),
    ]
    pd.testing.assert_frame_equal(links, before)
    policy = str(links["policy"].iloc[0])
    assert stale_decisions(links, policy, {**decided, ("request", "R09-0001-1"): ("neck",)}) == [("request", "R09-0001-1")]


def test_a_new_decision_replaces_all_earlier_ones_on_the_same_item() -> None:
    earlier = [LinkDecision("comment", "1", "neck"), LinkDecision("comment", "1", "dogs"), LinkDecision("comment", "2", None)]
    assert join_decisions(earlier, [LinkDecision("comment", "1", None)]) == [
        LinkDecision("comment", "2", None),
        LinkDecision("comment", "1", None),
    ]


def test_rows_that_are_wrong_or_no_longer_apply_are_told_with_their_line() -> None:
    rows = [
        (2, {"kind": "comment", "item_id": "1", "section_id": "neck", "decided_by": "AB", "date": "2026-09-01"}),
        (3, {"kind": "comment", "item_id": "77", "section_id": "neck"}),
        (4, {"kind": "comment", "item_id": "2", "section_id": "gone"}),
        (5, {"kind": "remark", "item_id": SECRET, "section_id": ""}),
        (6, {"kind": "comment", "item_id": "1", "section_id": ""}),
        (7, {"kind": "request", "item_id": "R01-0004-1", "section_id": ""}),
    ]
    found, problems = check_decisions("links.csv", rows, ["neck"], ["1", "2"])
    assert found == [LinkDecision("comment", "1", "neck", "AB", "2026-09-01"), LinkDecision("request", "R01-0004-1", None)]
    assert [(problem.line, problem.message) for problem in problems] == [
        (3, "there is no comment 77 any more."),
        (4, "no version has a section gone."),
        (5, "kind is neither comment nor request."),
        (5, "item_id is no number of a comment and no statement_id."),
        (6, "comment 1 is linked to a section, and to none."),
    ]
    assert "Zebra" not in str(problems)


def test_sections_of_one_name_are_told_apart_by_their_ids() -> None:
    assert label_sections([("a", "I A"), ("b", "no section"), ("c", "i a")]) == {"a": "I A [a]", "b": "no section [b]", "c": "i a [c]"}
