"""`peace-analysis policy` as a user meets it; no city is there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import command_line
import pytest

from peace_analysis.policy import read_policy

OLD = "# P\n\n## I. Force\n\nOfficers may use a chokehold.\n\n## II. Tools\n\n=1+1 is a sum.\n"
NEW = "# P\n\n## I. Force\n\nOfficers shall not use a chokehold.\n\n## II. Tools\n\n=1+1 is a sum.\n"


def peace(*arguments: str | Path, cwd: Path) -> command_line.Done:
    return command_line.peace("policy", *arguments, cwd=cwd)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.md").write_text(NEW, encoding="utf-8")
    return tmp_path


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_sections_come_as_csv_and_make_up_the_file(folder: Path) -> None:
    done = peace("sections", "old.md", cwd=folder)
    rows = read_csv(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(rows[0]) == ["section_id", "number", "heading", "text"]
    assert [(row["section_id"], row["number"], row["heading"]) for row in rows] == [
        ("p", "", "P"),
        ("force", "I", "Force"),
        ("tools", "II", "Tools"),
    ]
    assert "".join(row["text"] for row in rows) == OLD


def test_what_is_left_out_is_told_apart_from_the_sections(folder: Path, riverton: Path) -> None:
    done = peace("sections", riverton / "policies" / "use_of_force" / "2026-07-15.docx", cwd=folder)
    assert "left out: 2026-07-15.docx: footer1, page header or footer: Draft for discussion, not in force" in done.stderr
    assert "Draft for discussion, not in force" not in done.stdout


def test_a_redline_is_written_in_both_forms(folder: Path) -> None:
    for name in ("r.html", "r.docx"):
        done = peace("redline", "old.md", "new.md", "--out", name, cwd=folder)
        assert done.returncode == 0
        assert done.stdout == f"1 of 3 sections changed.\n{name}\n"
    assert "shall not" in (folder / "r.html").read_text(encoding="utf-8")
    assert read_policy(folder / "r.docx").text.endswith("=1+1 is a sum.")


def test_questions_come_as_csv_and_two_versions_side_by_side(folder: Path) -> None:
    rows = read_csv(peace("questions", "old.md", cwd=folder).stdout)
    assert list(rows[0]) == ["question", "answer", "section_id", "quote"]
    assert len(rows) == 8
    assert rows[1] == {"question": "chokeholds", "answer": "permitted", "section_id": "force", "quote": "Officers may use a chokehold."}
    both = read_csv(peace("questions", "old.md", "--after", "new.md", cwd=folder).stdout)
    assert both[1]["answer_after"] == "prohibited"
    assert both[1]["section_id_after"] == "force"


def test_all_problems_come_at_once_and_nothing_is_written(folder: Path) -> None:
    before = sorted(folder.iterdir())
    done = peace("redline", "absent.md", "old.xyz", "--out", "r.pdf", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    for words in ("r.pdf is neither .html nor .docx", "absent.md: there is no such file", "old.xyz: a policy is a .md"):
        assert words in done.stderr
    assert peace("redline", "old.md", "new.md", "--out", "old.md", cwd=folder).returncode == 2
    assert peace("questions", "absent.pdf", cwd=folder).returncode == 2
    assert sorted(folder.iterdir()) == before
    assert (folder / "old.md").read_text(encoding="utf-8") == OLD
