"""The review from the command line: a workbook out and back, a complete review, and an incomplete one again when the words change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from command_line import Done, peace
from made_once import copy_port_salem, review_port_salem, run_port_salem

from peace_analysis.city import City
from peace_analysis.custody import inspect_custody


@pytest.fixture
def data(tmp_path: Path) -> Path:
    copy_port_salem(tmp_path / "data")
    return tmp_path / "data"


class Place:
    """A copy of what runs made of Port Salem."""

    def __init__(self, made: Path, folder: Path) -> None:
        shutil.copytree(made, folder)
        self.data, self.report = folder / "data", folder / "reports" / "port_salem"

    def peace(self, *arguments: str | Path) -> Done:
        return peace(*arguments, "--data", self.data)

    def pages(self) -> list[str]:
        return [
            path.read_text(encoding="utf-8") for path in (self.report / "report.html", *sorted((self.report / "notebooks").glob("*.html")))
        ]

    def gate(self) -> dict[str, object]:
        return json.loads((self.report / "build.json").read_text(encoding="utf-8"))["gates"]["review"]


@pytest.mark.slow
def test_what_a_first_run_makes_is_a_draft_and_a_workbook_without_answers_is_refused(shared: Path, data: Path, tmp_path: Path) -> None:
    assert peace("review", "port_salem", "export", "--data", data).returncode == 2  # not run yet
    run, book = Place(run_port_salem(shared), tmp_path / "run"), tmp_path / "w.xlsx"
    assert all("DRAFT" in page for page in run.pages())
    assert not run.gate()["complete"]
    exported = run.peace("review", "port_salem", "export", "--to", book)
    assert exported.returncode == 0, exported.stderr
    refused = run.peace("review", "port_salem", "import", book, "--reviewer", "QX")
    assert refused.returncode == 2
    assert "sheet Sample, row 2: `missed` is empty" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.slow
def test_a_review_is_complete_once_all_is_answered_and_no_longer_when_words_change_and_what_a_run_makes_stays_a_draft(
    shared: Path, tmp_path: Path
) -> None:
    run = Place(review_port_salem(shared), tmp_path / "run")
    gate, page = run.gate(), run.pages()[0]
    assert gate["complete"]
    assert all("DRAFT" in page for page in run.pages())  # only a release is none
    assert "The review of the removal of names is not complete" not in page
    assert f"QX read {gate['read']} of {gate['statements']} statements, drawn at random" in page
    assert "With 95% confidence, at least 9" in page
    assert "nothing is left to review" in run.peace("review", "port_salem", "export").stdout
    assert "nothing had changed" in run.peace("run", "port_salem").stdout

    transcript = run.data / "port_salem" / "transcripts" / "S04.txt"
    transcript.write_text(transcript.read_text(encoding="utf-8").replace("police", "constables"), encoding="utf-8")
    assert "have not been made" in run.peace("review", "port_salem", "export").stderr
    assert run.peace("run", "port_salem").returncode == 0
    assert not run.gate()["complete"]
    assert "of the sample are still to be read" in run.pages()[0]


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
