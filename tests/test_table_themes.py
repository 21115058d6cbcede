"""Themes of any table: what is written, how rows are kept apart, and what is refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from command_line import peace, start
from sklearn.metrics import homogeneity_score

from peace_analysis.errors import InputError
from peace_analysis.table_themes import read_text_table

ABOUT = {
    "buses": "The {} bus is always late and the stop has no bench",
    "lights": "The street lights on {} have been dark for weeks",
    "dogs": "Loose dogs chase children near {} and nobody catches them",
    "library": "Please keep the {} library open on Sundays for homework",
}
WHERE = ["north", "south", "east", "west", "harbor", "mill", "station", "market", "river", "hill", "school", "church"]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    rows = [
        {"about": about, "comment": said.format(place), "ward": f"Ward {n % 2}"}
        for about, said in ABOUT.items()
        for n, place in enumerate(WHERE)
    ]
    rows.insert(3, {"about": "", "comment": "", "ward": "Ward 1"})
    rows.insert(20, {"about": "", "comment": "=1+1 <script>alert(1)</script>", "ward": "Ward 0"})
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def written(table: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("themes")
    table.to_csv(folder / "comments.csv", index=False, sep=";")
    done = start("themes", folder / "comments.csv", "--text", "comment", "--group", "ward", "--out", folder / "out")
    assert done.returncode == 0, done.stderr
    assert str(folder / "out" / "themes.html") in done.stdout
    return folder


def test_every_row_is_there_in_order_with_its_theme(written: Path, table: pd.DataFrame) -> None:
    found = pd.read_csv(written / "out" / "assignments.csv")
    assert list(found.columns) == ["row", "theme_id", "theme", "subtheme_id", "subtheme", "membership", "residual"]
    assert list(found["row"]) == list(range(len(table)))
    assert found.loc[3, ["theme_id", "membership"]].isna().all()
    assert not found.loc[3, "residual"]  # it has no text that could fit a theme
    assert (found["residual"] == (found["theme_id"].isna() & (table["comment"] != ""))).all()
    about = table["about"] != ""
    placed = about & found["theme_id"].notna()
    assert placed.sum() >= 0.8 * about.sum()
    assert homogeneity_score(table.loc[placed, "about"], found.loc[placed, "theme_id"]) >= 0.9  # a subject may be parted, never mixed


def test_themes_are_listed_with_the_share_of_each_group(written: Path) -> None:
    found = pd.read_csv(written / "out" / "themes.csv")
    top = found[found["parent_id"].isna()]
    assert {"theme_id", "name", "key_phrases", "n_rows", "share", "share in Ward 0", "share in Ward 1"} <= set(found.columns)
    assert top["n_rows"].sum() <= 49
    assert top["share"].between(0, 1).all()


def test_the_page_holds_texts_as_text_and_says_that_nothing_was_anonymised(written: Path) -> None:
    page = (written / "out" / "themes.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "nothing was anonymised" in page
    assert "Names and other identifiers" not in page
    assert "DRAFT" not in page
    assert "have not been released" not in page
    assert '<p hidden><label for="find-said">' in page  # a table has no speakers to search by
    assert "counted from 0" in page


def test_the_same_table_gives_the_same_files(written: Path) -> None:
    """In this process, whose hashes of strings are others than those of the process before."""
    assert peace("themes", written / "comments.csv", "--text", "comment", "--group", "ward", "--out", written / "again").returncode == 0
    for path in (written / "out").iterdir():
        assert (written / "again" / path.name).read_bytes() == path.read_bytes()


ROWS_WITH_GAPS = [["x", "first"], ["", ""], ["y", ""], [" ", " "], ["", "last"], *[["z", f"text {n}"] for n in range(30)], ["", ""]]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_rows_of_a_csv_table_are_those_that_pandas_reads(tmp_path: Path, mark: str) -> None:
    lines = [mark.join(cells) for cells in [["about", "comment"], *ROWS_WITH_GAPS]]
    lines[3:3] = ["", "   "]  # blank lines, which pandas leaves out
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    read = pd.read_csv(tmp_path / "a.csv", sep=mark)["comment"].fillna("").str.strip()
    assert len(read) == len(ROWS_WITH_GAPS)
    assert read_text_table(tmp_path / "a.csv", "comment").texts == list(read)


def test_rows_of_a_csv_table_of_one_column_are_those_that_pandas_reads(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('comment\nfirst\n\n""\n  \n' + "more\n" * 30, encoding="utf-8")
    read = pd.read_csv(tmp_path / "a.csv")["comment"].fillna("")
    assert len(read) == 32
    assert read_text_table(tmp_path / "a.csv", "comment").texts == list(read)


@pytest.mark.parametrize("columns", [["about", "comment"], ["comment"]])
def test_rows_of_a_sheet_are_those_that_pandas_reads(tmp_path: Path, columns: list[str]) -> None:
    book = openpyxl.Workbook()
    for cells in [["about", "comment"], *ROWS_WITH_GAPS]:
        book.active.append([cell or None for cell in cells][-len(columns) :])
    book.active.cell(60, 1).font = openpyxl.styles.Font(bold=True)  # a row that only has a format
    book.save(tmp_path / "a.xlsx")
    read = pd.read_excel(tmp_path / "a.xlsx", engine="openpyxl")["comment"].fillna("").str.strip()
    assert len(read) == len(ROWS_WITH_GAPS) - 1
    assert read_text_table(tmp_path / "a.xlsx", "comment").texts == list(read)


def test_a_table_without_themes_is_written_with_its_groups(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("comment,ward\n" + "The bus is late,North\nThe bus is late,South\n" * 30, encoding="utf-8")
    done = peace("themes", tmp_path / "a.csv", "--text", "comment", "--group", "ward", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "0 themes in 60 texts" in done.stdout
    themes = pd.read_csv(tmp_path / "out" / "themes.csv")
    assert len(themes) == 0
    assert {"share in North", "share in South"} <= set(themes.columns)
    assert pd.read_csv(tmp_path / "out" / "assignments.csv")["residual"].all()


def test_columns_of_one_name_are_refused_only_where_one_of_them_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Comment,Comment,note,ward\n" + "a,b,c,d\n" * 30, encoding="utf-8")
    assert read_text_table(path, "note", "ward").texts == ["c"] * 30
    for text, group, name in (("Comment", None, "Comment"), ("note", "comment", "comment")):
        with pytest.raises(InputError, match=f"several columns are called `{name}`"):
            read_text_table(path, text, group)
    path.write_text("Comment,comment\n" + "a,b\n" * 30, encoding="utf-8")
    assert read_text_table(path, "comment").texts == ["b"] * 30  # told apart as it is written
    with pytest.raises(InputError, match="several columns are called `COMMENT`"):
        read_text_table(path, "COMMENT")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["comments.csv", "--text", "remark"], "no column `remark`; the file has `about`, `comment`, `ward`"),
        (["comments.csv", "--text", "comment", "--group", "wards"], "no column `wards`"),
        (["none.csv", "--text", "comment"], "there is no such file"),
        (["few.csv", "--text", "comment"], "has text in 2 rows; themes need at least 30"),
        (["empty.csv", "--text", "comment"], "Export it again, or name another table."),
        (["twice.csv", "--text", "comment"], "several columns are called `comment`"),
        (["broken.csv", "--text", "comment"], "is not a CSV table"),
    ],
)
def test_bad_input_is_refused_in_one_message_and_writes_nothing(written: Path, arguments: list[str], expected: str) -> None:
    (written / "few.csv").write_text("comment\na b c\nd e f\n", encoding="utf-8")
    (written / "empty.csv").write_text("", encoding="utf-8")
    (written / "twice.csv").write_text("comment,comment\na,b\n", encoding="utf-8")
    (written / "broken.csv").write_text('comment\n"never closed\n', encoding="utf-8")
    done = peace("themes", written / arguments[0], *arguments[1:], "--out", written / "refused")
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert not (written / "refused").exists()
