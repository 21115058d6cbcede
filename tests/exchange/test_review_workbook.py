"""The workbook goes out safe and comes back checked; what was decided holds from then on."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from first_stage_run import run_first_stage
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from peace_analysis.anonymize.review_queue import Doubt
from peace_analysis.city import City
from peace_analysis.errors import InputError
from peace_analysis.exchange.review_answers import read_answers
from peace_analysis.exchange.review_files import read_decided, read_record, read_review
from peace_analysis.exchange.review_workbook import Workbook, write_workbook
from peace_analysis.review import export_review, import_review

DAY = date(2026, 4, 1)
SECRET = "Zephirin Oyelowo"
FORMULAS = ["=cmd|' /C calc'!A0", "+1-1", "-2", "@SUM(1)", "\t=1+1", "＝1"]


def make_workbook(texts: list[str] | None = None, words: str = "Zeph") -> Workbook:
    texts = texts or [f"Ask {SECRET} about the lots.", "Nothing to see here."]
    doubts = [
        Doubt("S1-0001-4", "S1", "NAME", words, f"Ask « {words} » again.", 0.2, 1, True),
        Doubt("S1-0002-0", "S1", "PHONE", "555-0100", "Call « 555-0100 ».", 0.3, 2, True),
    ]
    ids = [f"S1-{n:04d}-01" for n in range(len(texts))]
    sample = pd.DataFrame({"statement_id": ids, "session_id": "S1", "language": "en", "text": texts})
    return Workbook("small", "e1", doubts, sample)


def fill(path: Path, missed: dict[str, str] | None = None, decision: str = "keep") -> Path:
    book = load_workbook(path)
    for row in book["Unsure"].iter_rows(min_row=2):
        row[8].value = row[8].value or decision
    for row in book["Sample"].iter_rows(min_row=2):
        row[4].value = (missed or {}).get(row[0].value, "none")
    book.save(path)
    return path


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return fill(write_workbook(make_workbook(), tmp_path / "w.xlsx"))


def test_a_filled_workbook_is_read_back(filled: Path) -> None:
    fill(filled, {"S1-0000-01": f" {SECRET} ; lots; "})
    answers = read_answers(filled, make_workbook())
    assert answers.decisions == {"S1-0001-4": "keep", "S1-0002-0": "remove"}
    assert answers.missed == {"S1-0000-01": (SECRET, "lots"), "S1-0001-01": ()}


def test_the_workbook_opens_with_the_doubts_and_only_answers_can_be_changed(tmp_path: Path) -> None:
    path = write_workbook(make_workbook(), tmp_path / "w.xlsx")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    book = load_workbook(path)
    assert book.sheetnames == ["Unsure", "Sample", "How to"]
    for name, answers in (("Unsure", {"I"}), ("Sample", {"E", "F"})):
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.protection.sheet
        assert {cell.column_letter for cell in sheet[2] if not cell.protection.locked} == answers
    choices = {str(choice.sqref): choice.formula1 for choice in book["Unsure"].data_validations.dataValidation}
    assert choices == {"I2": '"remove,keep"', "I3": '"remove"'}
    assert book["Unsure"]["I3"].value == "remove"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    workbook = make_workbook([text, "Second."], words=text)
    path = write_workbook(workbook, tmp_path / "w.xlsx")
    cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if isinstance(cell.value, str) and cell.value.lstrip()[:1] in ("=", "+", "-", "@", "＝")]
    assert read_answers(fill(path), workbook).missed == {"S1-0000-01": (), "S1-0001-01": ()}


def put(sheet: str, cell: str, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def drop(sheet: str) -> Callable[[Any], None]:
    return lambda book: book.remove(book[sheet])


BAD = {
    "missing sheet": (drop("Sample"), ["sheet Sample: is missing"]),
    "no how to": (drop("How to"), ["sheet How to: is missing"]),
    "header": (put("Sample", "D1", "words"), ["sheet Sample, row 1: its columns"]),
    "altered id": (
        put("Sample", "A2", "S9-0000-01"),
        ["sheet Sample, row 2: its id is not one", "sheet Sample: 1 of the 2 rows that were asked"],
    ),
    "repeated id": (
        put("Sample", "A3", "S1-0000-01"),
        ["sheet Sample, row 3: its id stands in row 2", "sheet Sample: 1 of the 2 rows that were asked"],
    ),
    "altered text": (put("Sample", "D2", "Something else."), ["sheet Sample, row 2: `statement` was changed"]),
    "altered words": (put("Unsure", "D2", "Nobody"), ["sheet Unsure, row 2: `words` was changed"]),
    "deleted row": (lambda book: book["Unsure"].delete_rows(2), ["sheet Unsure: 1 of the 2 rows that were asked are missing"]),
    "empty decision": (put("Unsure", "I2", None), ["sheet Unsure, row 2: `decision` is empty"]),
    "unknown decision": (put("Unsure", "I2", "maybe"), ["sheet Unsure, row 2: `decision` is not an answer"]),
    "keep on a phone": (put("Unsure", "I3", "keep"), ["sheet Unsure, row 3: `decision` is keep, and this is a PHONE"]),
    "empty answer": (put("Sample", "E2", None), ["sheet Sample, row 2: `missed` is empty"]),
    "only blanks": (put("Sample", "E2", " ; "), ["sheet Sample, row 2: `missed` is empty"]),
    "unknown words": (put("Sample", "E3", f"here; {SECRET}"), ["sheet Sample, row 3: `missed`, words 2 of 2: they do not stand in"]),
    "formula": (put("Sample", "E2", "=HYPERLINK(1)"), ["sheet Sample, row 2: `missed`: they do not stand in"]),
    "token": (put("Sample", "E2", "[NAME 1]"), ["sheet Sample, row 2: `missed`: they hold a token"]),
    "one letter": (put("Sample", "E2", "A"), ["sheet Sample, row 2: `missed`: they have fewer than 2 letters"]),
    "none beside words": (put("Sample", "E2", "none; lots"), ["sheet Sample, row 2: `missed`, words 1 of 2: `none` stands beside"]),
    "everywhere of none": (put("Sample", "F2", "yes"), ["sheet Sample, row 2: `everywhere` is yes, and no words"]),
    "everywhere": (put("Sample", "F2", "perhaps"), ["sheet Sample, row 2: `everywhere` is not an answer"]),
    "another city": (put("How to", "B10", "springfield"), ["sheet How to: the workbook belongs to another city than `small`"]),
    "stale": (put("How to", "B11", "e0"), ["sheet How to: the statements or decisions have changed"]),
    "no marks": (lambda book: book["How to"].delete_rows(10, 5), ["sheet How to: its last two rows"]),
}


@pytest.mark.parametrize("name", BAD)
def test_each_thing_wrong_is_told_with_its_place_and_without_words(filled: Path, name: str) -> None:
    change, expected = BAD[name]
    book = load_workbook(filled)
    change(book)
    book.save(filled)
    with pytest.raises(InputError) as error:
        read_answers(filled, make_workbook())
    problems = [str(problem).removeprefix(f"{filled}: ") for problem in error.value.problems]
    assert len(problems) == len(expected)
    assert [part for part in expected if not any(problem.startswith(part) for problem in problems)] == []
    assert not any(word in str(error.value) for word in (*SECRET.split(), "Zeph", "lots", "HYPERLINK", "555"))


def test_all_that_is_wrong_is_told_at_once(filled: Path) -> None:
    book = load_workbook(filled)
    for cell, sheet in (("I2", "Unsure"), ("E2", "Sample"), ("E3", "Sample")):
        book[sheet][cell] = None
    book.save(filled)
    with pytest.raises(InputError) as error:
        read_answers(filled, make_workbook())
    assert [problem.file.rpartition("sheet ")[2] for problem in error.value.problems] == ["Unsure, row 2", "Sample, row 2", "Sample, row 3"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + b"\0" * 40, b"id,missed\n"], ids=["empty", "cut short", "csv"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="Excel workbook"):
        read_answers(path, make_workbook())


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    Book().save(tmp_path / "w.xlsx")
    with pytest.raises(InputError, match="sheet Unsure: is missing"):
        read_answers(tmp_path / "w.xlsx", make_workbook())


# On a city


def files(city: City) -> dict[str, bytes]:
    return {path.relative_to(city.folder).as_posix(): path.read_bytes() for path in city.folder.rglob("*") if path.is_file()}


def test_export_asks_for_every_doubt_and_for_the_sample(city: City) -> None:
    exported = export_review(city)
    assert exported is not None
    workbook, path = exported
    assert path.parent == city.folder / "review"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    scores = [doubt.score for doubt in workbook.doubts]
    assert scores == sorted(scores) and scores[-1] < 0.75
    assert len(workbook.sample) >= 59
    assert set(workbook.sample["session_id"]) == {f"S0{n}" for n in range(1, 7)}
    with pytest.raises(InputError, match="is there already"):
        export_review(city)


def test_a_city_that_has_changed_must_be_run_first(city: City) -> None:
    transcript = city.transcripts_folder / "S04.txt"
    transcript.write_text(f"{transcript.read_text(encoding='utf-8')}\n", encoding="utf-8")
    with pytest.raises(InputError, match="peace-analysis run port_salem"):
        export_review(city)


@pytest.mark.parametrize("reviewer", ["", "A", "Ann", "ab", "A B", "ABCD"])
def test_a_reviewer_signs_with_initials(city: City, reviewer: str) -> None:
    with pytest.raises(InputError, match="capital letters"):
        import_review(city, city.folder / "no.xlsx", reviewer)


def test_a_bad_workbook_writes_nothing(city: City, tmp_path: Path) -> None:
    exported = export_review(city, tmp_path / "w.xlsx")
    assert exported is not None
    before = files(city)
    with pytest.raises(InputError, match="not finished"):
        import_review(city, exported[1], "AB")
    assert files(city) == before


def test_a_name_of_somebody_who_was_there_is_not_given_back(city: City, tmp_path: Path) -> None:
    exported = export_review(city, tmp_path / "w.xlsx")
    assert exported is not None
    doubt = next(doubt for doubt in exported[0].doubts if doubt.type == "NAME")
    someone = city.roster.iloc[[0]].assign(speaker_id="S00-P99", session_id=doubt.session_id, speaker_label=f"{doubt.words} Adeyemi")
    city.__dict__["roster"] = pd.concat([city.roster, someone], ignore_index=True)
    before = files(city)
    with pytest.raises(InputError, match="in the name of somebody who was there") as error:
        import_review(city, fill(exported[1], decision="keep"), "AB")
    assert doubt.words not in str(error.value).replace(str(exported[1]), "")
    assert files(city) == before


def review_all(city: City, path: Path, missed: dict[str, str] | None = None) -> Any:
    exported = export_review(city, path)
    assert exported is not None
    return import_review(city, fill(path, missed, decision="remove"), "AB", DAY)


def test_a_review_holds_over_what_it_changes_itself_and_falls_with_the_words(city: City, tmp_path: Path) -> None:
    exported = export_review(city, tmp_path / "w.xlsx")
    assert exported is not None
    sample = exported[0].sample
    key, text = next((k, t) for k, t in zip(sample["statement_id"], sample["text"], strict=True) if "[" not in t)
    word = max((piece.strip('.,;:!?¿¡"') for piece in str(text).split()), key=len)
    first = import_review(city, fill(tmp_path / "w.xlsx", {key: word}, decision="remove"), "AB", DAY)
    assert (first.n_read, first.n_missed) == (len(sample), 1)
    assert word not in (city.folder / "review.yml").read_text(encoding="utf-8")
    assert stat.S_IMODE((city.folder / "review" / "decisions.csv").stat().st_mode) == 0o600
    assert [row.words for row in read_decided(city) if not row.type] == [word]

    run_first_stage(city)  # follows the decisions: tokens stand in place of the missed words
    turns = pd.read_parquet(city.derived_folder / "turns.parquet")
    there = turns.loc[turns["session_id"] == key[:3], "text"].str.contains(rf"(?<!\w){word}(?!\w)", case=False)
    assert not there.any()
    after = read_review(city)
    assert after.n_read == first.review.n_read == len(sample) - first.n_moved
    assert after == first.review
    assert not after.complete  # a miss asks for a longer sample

    second = review_all(city, tmp_path / "w2.xlsx")
    if second.review.n_doubts:
        run_first_stage(city)
        second = review_all(city, tmp_path / "w3.xlsx")
    assert second.review.complete
    run_first_stage(city)
    assert read_review(city).complete
    assert export_review(city, tmp_path / "w4.xlsx") is None
    assert [signed.reviewer for signed in read_record(city).signed][:2] == ["AB", "AB"]

    transcript = city.transcripts_folder / "S04.txt"
    words = transcript.read_text(encoding="utf-8")
    transcript.write_text(words.replace("police", "constables"), encoding="utf-8")
    run_first_stage(city)
    changed = read_review(city)
    assert not changed.complete
    assert {name[:3] for name in changed.unread} == {"S04"}


def test_decisions_that_are_no_longer_what_was_written_are_refused(city: City) -> None:
    (city.folder / "review").mkdir()
    path = city.folder / "review" / "decisions.csv"
    path.write_text(f"session_id,decision,type,words,reviewer,day\nS01,forget,,{SECRET},AB,2026-04-01\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"decisions\.csv: line 2: is not a decision") as error:
        read_decided(city)
    assert SECRET not in str(error.value)
    (city.folder / "review.yml").write_text("signed: 3\n", encoding="utf-8")
    with pytest.raises(InputError, match="is not a record of a review"):
        read_record(city)
