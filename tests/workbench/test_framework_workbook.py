"""Summaries of the framework matrix go out, come back, stay from run to run, and are looked at again when their cell has changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from coded_city import SECRET, save_tables
from openpyxl import load_workbook

from peace_analysis.city import City
from peace_analysis.errors import InputError
from peace_analysis.workbench.framework import export_framework, load_framework
from peace_analysis.workbench.imports import import_books

DAY = date(2026, 4, 1)


def write(path: Path, texts: dict[int, str], checked: dict[int, str] | None = None) -> Path:
    """Fill in summaries by row."""
    book = load_workbook(path)
    for row, text in texts.items():
        book["Framework"][f"G{row}"] = text
    for row, text in (checked or {}).items():
        book["Framework"][f"H{row}"] = text
    book.save(path)
    return path


def test_the_workbook_has_a_row_per_cell_with_all_that_was_said(small: City, tmp_path: Path) -> None:
    path = export_framework(small, "stakeholder_group", tmp_path / "out", DAY)
    book = load_workbook(path)
    assert book.sheetnames == ["Framework", "Matrix", "How to"]
    sheet = book["Framework"]
    assert [cell.value for cell in sheet[1]] == ["item", "case", "theme", "statements", "said", "changed", "summary", "checked"]
    assert [sheet["B2"].value, sheet["C2"].value, sheet["D2"].value] == ["residents", "T01 Dark streets", "8"]
    assert sheet["E2"].value.count(SECRET) == 8
    assert sheet.max_row == 7
    assert [cell.value for cell in book["Matrix"][1]] == ["stakeholder_group", "T01 Dark streets", "T02 =Slow calls", "T03 Noise"]
    assert "researchers only" in " ".join(str(cell.value) for cell in book["How to"]["A"])
    assert not [cell for one in book for row in one.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_summary_is_kept_and_told_when_its_cell_has_changed(small: City, tmp_path: Path) -> None:
    path = write(export_framework(small, "session", tmp_path / "out", DAY), {2: "=Dark at night.", 3: "Slow."})
    assert import_books(small, [path], author="AB", today=DAY).n_summaries == 2
    made = load_framework(small)
    assert made.table.loc["S0"].tolist() == ["=Dark at night. [4]", "Slow. [4]", "[4]"]
    assert made.n_changed == 0
    assert "AB,2026-04-01,'=Dark at night." in (small.folder / "coding" / "framework.csv").read_text(encoding="utf-8")
    save_tables(small, change=" And then some.")
    assert load_framework(small).n_changed == 2
    assert "(changed since)" in load_framework(small)._repr_html_()
    again = export_framework(small, "session", tmp_path / "again", DAY)
    assert load_workbook(again)["Framework"]["F2"].value == "changed"
    import_books(small, [write(again, {3: "Slower."}, {2: "yes"})], author="CD", today=DAY)
    assert load_framework(small).n_changed == 0
    text = (small.folder / "coding" / "framework.csv").read_text(encoding="utf-8")
    assert "CD,2026-04-01,Slower." in text
    assert "CD,2026-04-01,'=Dark at night." in text  # confirmed, and not a mark longer than it was
    assert load_framework(small).table.loc["S0"].tolist()[0] == "=Dark at night. [4]"
    assert text.count("Slow") == 1


def test_an_emptied_summary_goes_and_others_stay(small: City, tmp_path: Path) -> None:
    import_books(small, [write(export_framework(small, "session", tmp_path / "a", DAY), {2: "One.", 3: "Two."})], author="AB", today=DAY)
    import_books(small, [write(export_framework(small, "session", tmp_path / "b", DAY), {2: ""})], author="AB", today=DAY)
    assert load_framework(small).table.loc["S0"].tolist() == ["[4]", "Two. [4]", "[4]"]


def test_what_somebody_else_wrote_meanwhile_is_not_lost(small: City, tmp_path: Path) -> None:
    mine, theirs = (export_framework(small, "session", tmp_path / name, DAY) for name in ("mine", "theirs"))
    import_books(small, [write(theirs, {2: "Theirs."})], author="CD", today=DAY)
    with pytest.raises(InputError, match="sheet Framework, row 2: somebody else has written another summary"):
        import_books(small, [write(mine, {2: "Mine."})], author="AB", today=DAY)
    assert load_framework(small).table.loc["S0", "Dark streets"] == "Theirs. [4]"


@pytest.mark.parametrize(
    ("cell", "value", "expected"), [("E2", "x", "a locked cell was changed"), ("H2", "maybe", "`checked` is not an answer")]
)
def test_a_changed_cell_or_a_wrong_answer_is_refused(small: City, tmp_path: Path, cell: str, value: str, expected: str) -> None:
    path = export_framework(small, "session", tmp_path, DAY)
    book = load_workbook(path)
    book["Framework"][cell] = value
    book.save(path)
    with pytest.raises(InputError, match=f"sheet Framework, row 2: {expected}"):
        import_books(small, [path], author="AB", today=DAY)
    assert not (small.folder / "coding" / "framework.csv").exists()


def test_a_summary_needs_initials_and_a_case_an_attribute(small: City, tmp_path: Path) -> None:
    path = write(export_framework(small, "session", tmp_path, DAY), {2: "One."})
    with pytest.raises(InputError, match="initials of who wrote them"):
        import_books(small, [path], today=DAY)
    with pytest.raises(InputError, match="no attribute of that name"):
        export_framework(small, "shoe_size", tmp_path / "other", DAY)
