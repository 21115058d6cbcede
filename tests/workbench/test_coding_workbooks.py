"""Workbooks of coders go out blind and come back checked: every problem at once, nothing lost, nothing half-written."""

from __future__ import annotations

import shutil
import stat
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from coded_city import SECRET, THEMES, make_city, record_stages, save_tables
from openpyxl import load_workbook

from peace_analysis import tables
from peace_analysis.city import City
from peace_analysis.errors import CityError, InputError
from peace_analysis.exchange.coded import read_withheld
from peace_analysis.exchange.coding_files import read_choices, read_codes, read_notes
from peace_analysis.exchange.coding_rounds import read_rounds
from peace_analysis.workbench.agreement import load_coding, report_coding
from peace_analysis.workbench.exports import export_codes, export_intrusion
from peace_analysis.workbench.imports import import_books

DAY = date(2026, 4, 1)


def about(city: City, path: Path, sheet: str) -> dict[str, str]:
    """item -> what it is about, from the city's own record."""
    export = next(row[1].value for row in load_workbook(path)["How to"].iter_rows() if row[0].value == "export")
    return {item: entry.about for item, entry in read_rounds(city)[export].sheets[sheet].items()}


def fill(city: City, path: Path, code: Callable[[str], str]) -> Path:
    """Give each statement the code that `code` says for its id."""
    ids = about(city, path, "Code")
    book = load_workbook(path)
    for row in book["Code"].iter_rows(min_row=2):
        row[2].value = code(ids[row[0].value])
    book.save(path)
    return path


def machine_code(key: str) -> str:
    person, turn = int(key[4:6]) - 1, int(key[-1])
    return list(THEMES)[(person + turn) % 3]


@pytest.fixture
def out(small: City, tmp_path: Path) -> list[Path]:
    return export_codes(small, ("AB", "CD"), 0.5, tmp_path / "out", DAY)


def test_workbooks_are_blind_and_hold_the_same_statements_in_different_orders(small: City, out: list[Path]) -> None:
    orders = []
    for path, coder in zip(out, ("AB", "CD"), strict=True):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        book = load_workbook(path)
        assert book.sheetnames == ["Code", "Codebook", "How to"]
        sheet = book["Code"]
        assert [cell.value for cell in sheet[1]] == ["item", "statement", "code 1", "code 2", "code 3", "note"]
        assert {cell.column_letter for cell in sheet[2] if not cell.protection.locked} == {"C", "D", "E", "F"}
        (choices,) = {choice.formula1 for choice in sheet.data_validations.dataValidation}
        assert choices == "=Codebook!$A$2:$A$5"
        assert [cell.value for cell in book["Codebook"]["A"]] == ["code", "T01 Dark streets", "T02 =Slow calls", "T03 Noise", "none"]
        shown = [cell for name in ("Code", "How to") for row in book[name].iter_rows() for cell in row if cell.value]
        assert not [cell for cell in shown if any(f"S{n}" in str(cell.value) or f"T0{n}" in str(cell.value) for n in range(4))]
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert coder in [cell.value for cell in book["How to"]["B"]]
        orders.append([row[0].value for row in sheet.iter_rows(min_row=2)])
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]
    ids = about(small, out[0], "Code").values()
    assert {key[:2]: sum(other[:2] == key[:2] for other in ids) for key in ids} == {f"S{n}": 6 for n in range(4)}


def test_codes_come_back_and_agreement_is_measured(small: City, out: list[Path]) -> None:
    first = fill(small, out[0], machine_code)
    book = load_workbook(first)
    book["Code"]["C2"] = "none"
    book["Code"]["F2"] = "Not sure."
    book["Code"]["D3"] = " t03  noise " if "T03" not in str(book["Code"]["C3"].value) else "T01"
    book.save(first)
    taken = import_books(small, [first, fill(small, out[1], machine_code)], today=DAY)
    assert taken.codes == {"AB": 24, "CD": 24}
    assert (small.folder / "coding" / "codes.csv").read_text(encoding="utf-8").startswith("statement_id,coder,codes\nS0-P")
    assert [note.note for note in read_notes(small)] == ["Not sure."]
    found = load_coding(small)
    assert found.coded.agreement.n_differ == 2
    assert 0.8 < found.coded.agreement.overall.value < 1
    everyone = found.machine[(found.machine["attribute"] == "everyone") & (found.machine["theme_id"] == "all")].iloc[0]
    assert (everyone["n_machine"], everyone["precision"], everyone["recall"]) == (22, 1, 1)
    assert set(found.machine["group"]) == {"everyone", "youth", "residents"}
    assert "<table" in found._repr_html_()


def test_what_coders_differ_on_is_withheld_discussed_and_settled(small: City, out: list[Path], tmp_path: Path) -> None:
    swapped = {"T01": "T02", "T02": "T01", "T03": "T03"}
    import_books(small, [fill(small, out[0], machine_code), fill(small, out[1], lambda key: swapped[machine_code(key)])], today=DAY)
    assert read_withheld(small) == {"T01", "T02"}
    told = report_coding(small, tmp_path / "told")
    assert "2 themes are withheld" in told
    assert SECRET not in told
    (discussion,) = (tmp_path / "told").glob("*.xlsx")
    book = load_workbook(discussion)
    sheet = book["Discuss"]
    assert sheet.max_row == 17
    assert sheet["C2"].value in ("AB: T01 Dark streets\nCD: T02 =Slow calls", "AB: T02 =Slow calls\nCD: T01 Dark streets")
    for row in sheet.iter_rows(min_row=2, max_row=4):
        row[3].value = "T01"
    book.save(discussion)
    taken = import_books(small, [discussion], today=DAY)
    assert (taken.n_settled, taken.n_left_open) == (3, 13)
    assert read_withheld(small) == {"T01", "T02"}
    assert "of which 13 are not settled" in report_coding(small, tmp_path / "again")
    for row in sheet.iter_rows(min_row=5):
        row[3].value, row[4].value = "T02", "T03"
    book.save(discussion)
    import_books(small, [discussion], today=DAY)
    assert read_withheld(small) == frozenset()
    assert not list((tmp_path / "again").glob("*discussion*")) or "not settled" in report_coding(small, tmp_path / "last")
    assert (small.folder / "coding" / "agreed.csv").read_text(encoding="utf-8").count("T02;T03,2026-04-01\n") == 13


def test_rows_that_are_missing_are_named_by_their_items(small: City, out: list[Path]) -> None:
    path = fill(small, out[0], machine_code)
    book = load_workbook(path)
    gone = [book["Code"][f"A{row}"].value for row in (3, 4)]
    book["Code"].delete_rows(3, 2)
    book.save(path)
    with pytest.raises(InputError, match="2 of the 24 rows that were asked are missing") as caught:
        import_books(small, [path], today=DAY)
    (problem,) = caught.value.problems
    assert {item for item in about(small, out[1], "Code") if item in problem.message} == set(gone)


DEFINED = """codes:
  - code: waiting
    name: Waiting for help
    brief: Help comes late.
    definition: How long it takes until somebody comes.
    use_when: A wait is told of.
    not_when: Nobody was called.
    example: S0-P01-0
decisions:
  - define: {theme: T02, code: waiting}
    version: 1
    author: AB
    date: 2026-03-01
    reason: Agreed on.
"""


def test_coders_and_those_who_discuss_read_the_definition_that_the_team_gave_a_theme(small: City, tmp_path: Path) -> None:
    (small.folder / "codebook.yml").write_text(DEFINED, encoding="utf-8")
    themes = small.load_table(tables.THEMES)
    themes.loc[themes["theme_id"] == "T02", ["name", "description"]] = ["Waiting for help", "Help comes late."]  # as a run does
    small.save_table(themes, tables.THEMES)
    record_stages(small)
    one, two = export_codes(small, ("AB", "CD"), 0.5, tmp_path / "out", DAY)
    import_books(small, [fill(small, one, lambda _: "T01"), fill(small, two, lambda _: "T02")], today=DAY)
    report_coding(small, tmp_path / "told")
    (discussion,) = (tmp_path / "told").glob("*.xlsx")
    for path in (one, discussion):
        rows = {row[0]: row[1:5] for row in load_workbook(path)["Codebook"].iter_rows(values_only=True)}
        told = ("Help comes late. How long it takes until somebody comes.", "A wait is told of.", "Nobody was called.")
        assert rows["T02 Waiting for help"][:3] == told
        assert "Key phrases: dark street; lamp; night." in str(rows["T01 Dark streets"][0])  # nobody defined it


def put(sheet: str, cell: str, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def mark(name: str, value: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for row in book["How to"].iter_rows():
            if row[0].value == name:
                row[1].value = value

    return change


BAD = {
    "wrong code": (put("Code", "C4", f"T09 {SECRET}"), ["sheet Code, row 4: `code 1` is not a code"]),
    "none beside a code": (put("Code", "D4", "none"), ["sheet Code, row 4: `none` stands beside codes"]),
    "deleted row": (lambda book: book["Code"].delete_rows(3), ["sheet Code: 1 of the 24 rows that were asked are missing"]),
    "changed text": (put("Code", "B5", "Something else."), ["sheet Code, row 5: `statement` was changed"]),
    "repeated item": (
        lambda book: put("Code", "A3", book["Code"]["A2"].value)(book),
        ["sheet Code, row 3: its item stands in row 2", "1 of the 24 rows"],
    ),
    "unknown item": (put("Code", "A3", "i1"), ["sheet Code, row 3: its item is not one", "1 of the 24 rows"]),
    "unfinished": (put("Code", "C6", None), ["sheet Code: 1 row has no answer (rows 6)"]),
    "unknown coder": (mark("coder", "XY"), ["sheet How to: its coder is not one of those"]),
    "another city": (mark("city", "other"), ["sheet How to: the workbook belongs to another city"]),
    "unknown export": (mark("export", "abc"), ["sheet How to: the city has no record of this export"]),
    "no how to": (lambda book: book.remove(book["How to"]), ["sheet How to: is missing"]),
    "header": (put("Code", "B1", "words"), ["sheet Code, row 1: its columns are not"]),
    "sheet": (lambda book: book.remove(book["Code"]), ["sheet Code: is missing"]),
}


@pytest.mark.parametrize("name", BAD)
def test_a_workbook_that_is_not_what_was_asked_is_refused_and_nothing_is_written(small: City, out: list[Path], name: str) -> None:
    change, expected = BAD[name]
    good, bad = fill(small, out[0], machine_code), fill(small, out[1], machine_code)
    book = load_workbook(bad)
    change(book)
    book.save(bad)
    with pytest.raises(InputError) as error:
        import_books(small, [good, bad], today=DAY)
    assert all(text in str(error.value) for text in expected), str(error.value)
    assert SECRET not in str(error.value)
    assert str(good) not in str(error.value)
    assert not (small.folder / "coding" / "codes.csv").exists()


def test_all_problems_of_all_files_are_told_at_once(small: City, out: list[Path]) -> None:
    for path in out:
        fill(small, path, machine_code)
        book = load_workbook(path)
        book["Code"]["C2"], book["Code"]["C3"], book["Code"]["B4"] = "T77", None, "changed"
        book["Code"].delete_rows(9)
        book.save(path)
    with pytest.raises(InputError) as error:
        import_books(small, out, today=DAY)
    assert len(error.value.problems) == 8
    assert {problem.file.split(":")[0] for problem in error.value.problems} == set(map(str, out))


def test_two_files_of_one_coder_are_refused(small: City, out: list[Path], tmp_path: Path) -> None:
    fill(small, out[0], machine_code)
    twin = shutil.copy(out[0], tmp_path / "twin.xlsx")
    with pytest.raises(InputError, match="is a second file of AB of the same export"):
        import_books(small, [out[0], twin], today=DAY)
    import_books(small, [out[0]], today=DAY)
    import_books(small, [twin], today=DAY)  # says the same: nothing is lost by it
    fill(small, twin, lambda key: "none")
    before = (small.folder / "coding" / "codes.csv").read_bytes()
    with pytest.raises(InputError, match="AB gave other answers to 24 of its rows"):
        import_books(small, [twin], today=DAY)
    assert (small.folder / "coding" / "codes.csv").read_bytes() == before
    import_books(small, [twin], replace=True, today=DAY)
    assert {row.codes for row in read_codes(small)} == {"none"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_is_read(small: City, out: list[Path], tmp_path: Path) -> None:
    for path in out:
        fill(small, path, machine_code)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), *map(str, out)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    saved = sorted((tmp_path / "saved").glob("*.xlsx"))
    assert saved[0].read_bytes() != out[0].read_bytes()
    assert import_books(small, saved, today=DAY).codes == {"AB": 24, "CD": 24}
    assert {row.statement_id: row.codes for row in read_codes(small)} == {
        key: machine_code(key) for key in about(small, out[0], "Code").values()
    }
    (choices,) = {choice.formula1 for choice in load_workbook(saved[0])["Code"].data_validations.dataValidation}
    assert "Codebook" in choices  # the drop-downs are still there


def test_codes_of_words_that_have_changed_are_set_apart(small: City, out: list[Path]) -> None:
    import_books(small, [fill(small, path, machine_code) for path in out], today=DAY)
    save_tables(small, change=" And then some.")
    coded = load_coding(small).coded
    assert coded.n_changed == 48
    assert coded.agreement.n_statements == 0
    assert len(read_codes(small)) == 48  # nothing is lost


def test_codes_of_a_theme_that_is_gone_are_set_apart(small: City, out: list[Path]) -> None:
    import_books(small, [fill(small, path, machine_code) for path in out], today=DAY)
    themes = small.load_table(tables.THEMES)
    small.save_table(themes[themes["theme_id"] != "T03"], tables.THEMES)
    coded = load_coding(small).coded
    assert (coded.n_gone, coded.agreement.n_statements) == (16, 16)


def test_what_is_coded_is_not_asked_again_and_what_is_not_yet_back_is(small: City, out: list[Path], tmp_path: Path) -> None:
    again = export_codes(small, ("AB", "CD"), 0.5, tmp_path / "again", DAY)
    assert about(small, again[0], "Code") == about(small, out[0], "Code")
    with pytest.raises(InputError, match="is there already"):
        export_codes(small, ("AB", "CD"), 0.5, tmp_path / "again", DAY)
    import_books(small, [fill(small, out[0], machine_code)], today=DAY)
    following = export_codes(small, ("AB", "CD"), 1.0, tmp_path / "next", DAY)
    asked, new = set(about(small, out[0], "Code").values()), set(about(small, following[0], "Code").values())
    assert not asked & new
    assert len(asked | new) == 48


def test_workbooks_stay_in_a_private_place_of_the_city(small: City) -> None:
    paths = export_codes(small, ("AB", "CD"), 0.2, today=DAY)
    assert {path.parent for path in paths} == {small.folder / "coding" / "private"}
    assert stat.S_IMODE(paths[0].parent.stat().st_mode) == 0o700
    assert not small.reports_folder.exists()
    record = (small.folder / "coding" / "rounds.json").read_text(encoding="utf-8")
    assert SECRET not in record


def test_a_city_that_is_not_up_to_date_is_refused(small: City, tmp_path: Path) -> None:
    (small.folder / "transcripts" / "S0.txt").write_text("B: other words\n", encoding="utf-8")
    with pytest.raises(CityError, match="Run `peace-analysis run small` first"):
        export_codes(small, ("AB", "CD"), 0.2, tmp_path)
    assert not (small.folder / "coding").exists()


def test_intrusion_tests_come_back_the_same_way(small: City, tmp_path: Path) -> None:
    paths = export_intrusion(small, ("AB", "CD"), tmp_path / "out", DAY)
    (made,) = read_rounds(small).values()
    assert SECRET in str([cell.value for cell in load_workbook(paths[0])["Topics"]["B"]])
    assert SECRET not in (small.folder / "coding" / "rounds.json").read_text(encoding="utf-8")  # which outlives the workbooks
    intruders = {task.task_id: task.intruder for task in made.tasks}
    wrong = load_workbook(paths[1])
    assert [cell.value for cell in wrong["Words"][1]] == ["item", *(f"option {n}" for n in range(1, 7)), "intruder"]
    for number, path in enumerate(paths):
        book = load_workbook(path)
        for name in ("Words", "Topics"):
            for row in book[name].iter_rows(min_row=2):
                shown = [cell.value for cell in row[1:-1] if cell.value]
                right = intruders[made.sheets[name][row[0].value].about]
                row[-1].value = right if number == 0 else next(option for option in shown[-2:] if option.lstrip("'") != right)
        book.save(path)
    bad = load_workbook(paths[0])
    bad["Words"]["H2"] = "nothing of the kind"
    bad.save(tmp_path / "bad.xlsx")
    with pytest.raises(InputError, match="sheet Words, row 2: `intruder` is not one of the row's options"):
        import_books(small, [tmp_path / "bad.xlsx"], today=DAY)
    import_books(small, paths, today=DAY)
    assert len(read_choices(small)) == 2 * len(made.tasks)
    scored = load_coding(small).intrusion.set_index(["kind", "about"])
    assert scored.loc[("words", "all"), "share"] == 0.5
    assert scored.loc[("topics", "all"), "share"] == 0.5
    assert "guessing gives" in report_coding(small, tmp_path / "told")


def test_the_same_city_gives_the_same_workbooks(tmp_path: Path) -> None:
    rows = []
    for name in ("one", "other"):
        path = export_codes(make_city(tmp_path / name), ("AB", "CD"), 0.2, tmp_path / name / "out", DAY)[0]
        rows.append((path.name, [[cell.value for cell in row] for row in load_workbook(path)["Code"].iter_rows()]))
    assert rows[0] == rows[1]
