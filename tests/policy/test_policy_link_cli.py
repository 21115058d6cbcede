"""`peace-analysis policy link` and `policy links` as a user meets them."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from peace_analysis.commands.policy import app
from peace_analysis.errors import CityError, InputError
from peace_analysis.exchange.comments_file import read_comments

POLICY = "# Rules\n\n## I. Throats\n\nOfficers shall not choke anybody.\n\n## II. Dogs\n\nPolice dogs are kept on a leash.\n"
COMMENTS = (
    'number,section,comment\n1,,"Nobody should ever be choked, never."\n2,,\n\n3,II,"It bit me, that zebra of a dog."\n'
    "4,,The bus comes too late at night.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "rules.md").write_text(POLICY, encoding="utf-8")
    (tmp_path / "comments.csv").write_text(COMMENTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def policy(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_each_comment_gets_its_sections_and_none_is_an_answer(folder: Path) -> None:
    done = policy("link", "comments.csv", "rules.md", "--out", "links.csv", "--top", "1")
    assert done.exit_code == 0, done.output
    with (folder / "links.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["row", "section_id", "score"]
    assert [(row["row"], row["section_id"]) for row in rows] == [("1", "throats"), ("2", ""), ("4", "dogs"), ("5", "")]
    assert rows[2]["score"] == "1.000"
    assert "2 of 4 comments bear on a section, 2 on none." in done.output
    assert "zebra" not in done.output
    assert "zebra" not in (folder / "links.csv").read_text(encoding="utf-8")


def test_all_problems_come_at_once_and_nothing_is_written(folder: Path) -> None:
    before = sorted(folder.iterdir())
    error = policy("link", "absent.csv", "rules.xyz", "--out", "links.txt").exception
    assert isinstance(error, InputError)
    for words in ("links.txt is no .csv file", "absent.csv", "rules.xyz: a policy is a .md"):
        assert words in str(error)
    assert isinstance(policy("link", "comments.csv", "rules.md", "--out", "comments.csv").exception, InputError)
    assert (folder / "comments.csv").read_text(encoding="utf-8") == COMMENTS
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("content", "column", "words"),
    [
        ("number,remark\n1,zebra\n", None, "has no column `comment` or `text`"),
        ("comment\nzebra\n", "words", "has no column `words`"),
        ("comment,comment\na,b\n", None, "has more than one column"),
        ("comment\n", None, "has no row below its header"),
        ("\n1,2\n", None, "has no header"),
        ("comment\nzebra, and more\nfine\n", None, "row 1 has 2 cells, and the header 1"),
        ('comment\n"zebra\n', None, "a quotation mark is not closed"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_without_its_words(folder: Path, content: str, column: str | None, words: str) -> None:
    path = folder / "other.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_comments(path, column)
    assert words in str(raised.value)
    assert "zebra" not in str(raised.value)


def test_a_column_may_be_named_and_text_stands_in_for_comment(folder: Path) -> None:
    path = folder / "other.csv"
    path.write_text("Text,Said\na,b\n", encoding="utf-8")
    assert read_comments(path).texts == ["a"]
    assert read_comments(path, "said").texts == ["b"]


def test_links_of_a_city_need_a_policy_and_a_run(folder: Path, root: Path) -> None:
    shutil.copytree(
        root / "data" / "riverton", folder / "data" / "riverton", ignore=shutil.ignore_patterns("truth", "derived", "restricted")
    )
    data = ("--data", str(folder / "data"))
    for arguments, words in (
        (("links", "riverton", "export", *data), "Run `peace-analysis run riverton` first"),
        (("links", "riverton", "export", "--policy", "pursuits", *data), "It has use_of_force"),
        (("links", "riverton", "import", *data), "needs the workbook"),
        (("links", "riverton", "export", "x.xlsx", *data), "takes neither a file"),
        (("links", "riverton", "import", "x.xlsx", "--reviewer", "Jane Doe", *data), "initials, no name"),
    ):
        error = policy(*arguments).exception
        assert isinstance(error, InputError | CityError)
        assert words in str(error)
