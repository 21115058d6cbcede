"""The review from the command line: a workbook out and back, a complete review, and an incomplete one again when the words change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from peace_analysis.city import City
from peace_analysis.custody import inspect_custody


def peace(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "peace_analysis.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)


@pytest.fixture
def data(root: Path, tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("derived", "restricted", "review*", "truth")
    shutil.copytree(root / "data" / "port_salem", tmp_path / "data" / "port_salem", ignore=ignored)
    return tmp_path / "data"


def fill(path: Path) -> None:
    """Answer as a reviewer does who finds nothing: leave what is replaced, give back what was left."""
    book = load_workbook(path)
    for row in book["Unsure"].iter_rows(min_row=2):
        row[8].value = row[8].value or ("remove" if row[4].value == "replaced" else "keep")
    for row in book["Sample"].iter_rows(min_row=2):
        row[4].value = "none"
    book.save(path)


@pytest.mark.slow
def test_a_review_is_complete_once_all_is_answered_and_no_longer_when_words_change_and_what_a_run_makes_stays_a_draft(
    data: Path, tmp_path: Path
) -> None:
    report, book = tmp_path / "reports" / "port_salem", tmp_path / "w.xlsx"
    in_data = ("--data", data)

    def pages() -> list[str]:
        return [path.read_text(encoding="utf-8") for path in (report / "report.html", *sorted((report / "notebooks").glob("*.html")))]

    def gate() -> dict[str, object]:
        return json.loads((report / "build.json").read_text(encoding="utf-8"))["gates"]["review"]

    assert peace("review", "port_salem", "export", *in_data).returncode == 2  # not run yet
    assert peace("run", "port_salem", *in_data).returncode == 0
    assert all("DRAFT" in page for page in pages())
    assert not gate()["complete"]

    exported = peace("review", "port_salem", "export", "--to", book, *in_data)
    assert exported.returncode == 0, exported.stderr
    refused = peace("review", "port_salem", "import", book, "--reviewer", "QX", *in_data)
    assert refused.returncode == 2
    assert "sheet Sample, row 2: `missed` is empty" in refused.stderr
    assert "Traceback" not in refused.stderr
    for _ in range(3):  # what is given back can lay bare further doubts
        fill(book)
        imported = peace("review", "port_salem", "import", book, "--reviewer", "QX", *in_data)
        assert imported.returncode == 0, imported.stderr
        assert peace("run", "port_salem", *in_data).returncode == 0
        if gate()["complete"]:
            break
        book.unlink()
        assert peace("review", "port_salem", "export", "--to", book, *in_data).returncode == 0
    assert gate()["complete"]
    assert all("DRAFT" in page for page in pages())  # only a release is none
    assert "The review of the removal of names is not complete" not in pages()[0]
    assert f"QX read {gate()['read']} of {gate()['statements']} statements, drawn at random" in pages()[0]
    assert "With 95% confidence, at least 9" in pages()[0]
    assert "nothing is left to review" in peace("review", "port_salem", "export", *in_data).stdout
    assert "nothing had changed" in peace("run", "port_salem", *in_data).stdout

    transcript = data / "port_salem" / "transcripts" / "S04.txt"
    transcript.write_text(transcript.read_text(encoding="utf-8").replace("police", "constables"), encoding="utf-8")
    assert "have not been made" in peace("review", "port_salem", "export", *in_data).stderr
    assert peace("run", "port_salem", *in_data).returncode == 0
    assert not gate()["complete"]
    assert "of the sample are still to be read" in pages()[0]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("import",), "needs the workbook"),
        (("export", "w.xlsx"), "Name the file to write with --to"),
        (("import", "w.xlsx", "--reviewer", "Ann Adams"), "two or three capital letters"),
    ],
    ids=["no file", "file to export", "a name"],
)
def test_what_does_not_fit_together_is_refused(data: Path, arguments: tuple[str, ...], expected: str) -> None:
    found = peace("review", "port_salem", *arguments, "--data", data)
    assert found.returncode == 2
    assert expected in found.stderr
    assert "Ann" not in found.stderr
    assert not (data / "port_salem" / "review").exists()


@pytest.fixture
def reviewed(tmp_path: Path) -> City:
    folder = tmp_path / "data" / "small"
    for name in ("transcripts/S1.txt", "review/decisions.csv", "review.yml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("words\n", encoding="utf-8")
    (folder / "city.yml").write_text("name: Small\n", encoding="utf-8")
    return City.open("small", tmp_path / "data")


def test_decisions_are_kept_as_long_as_there_are_transcripts_and_no_longer(reviewed: City) -> None:
    today = date(2026, 4, 1)
    assert inspect_custody(reviewed, today) == []
    (reviewed.transcripts_folder / "S1.txt").unlink()
    (problem,) = inspect_custody(reviewed, today)
    assert problem.file == str(reviewed.folder / "review")
    assert "no transcripts any more" in problem.message
    (reviewed.folder / "review" / "decisions.csv").unlink()
    assert inspect_custody(reviewed, today) == []


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_decisions_must_not_be_tracked_by_git_and_the_record_may_be(reviewed: City) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=reviewed.folder, check=True, capture_output=True, env=environment)

    git("init")
    git("add", "review.yml")
    assert inspect_custody(reviewed, date(2026, 4, 1)) == []
    git("add", "review")
    assert [problem.file for problem in inspect_custody(reviewed, date(2026, 4, 1))] == [str(reviewed.folder / "review")]
