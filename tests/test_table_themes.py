"""Themes of any table: what is written, how rows are kept apart, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from command_line import peace, start
from sklearn.metrics import homogeneity_score

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
    assert pd.isna(found.loc[3, "theme_id"])
    assert found.loc[3, "residual"]
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


def test_the_same_table_gives_the_same_files(written: Path) -> None:
    """In this process, whose hashes of strings are others than those of the process before."""
    assert peace("themes", written / "comments.csv", "--text", "comment", "--group", "ward", "--out", written / "again").returncode == 0
    for path in (written / "out").iterdir():
        assert (written / "again" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["comments.csv", "--text", "remark"], "no column `remark`; the file has `about`, `comment`, `ward`"),
        (["comments.csv", "--text", "comment", "--group", "wards"], "no column `wards`"),
        (["none.csv", "--text", "comment"], "there is no such file"),
        (["few.csv", "--text", "comment"], "has text in 2 rows; themes need at least 30"),
        (["broken.csv", "--text", "comment"], "is not a CSV table"),
    ],
)
def test_bad_input_is_refused_in_one_message_and_writes_nothing(written: Path, arguments: list[str], expected: str) -> None:
    (written / "few.csv").write_text("comment\na b c\nd e f\n", encoding="utf-8")
    (written / "broken.csv").write_text('comment\n"never closed\n', encoding="utf-8")
    done = peace("themes", written / arguments[0], *arguments[1:], "--out", written / "refused")
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert not (written / "refused").exists()
