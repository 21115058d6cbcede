"""When a run prints: only what changed, whatever is there to print with, and never in place of going on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from peace_analysis.files import hash_file
from peace_analysis.pipeline.publish import print_reports
from peace_analysis.report import pdf

PAGE = '<!DOCTYPE html><html lang="en"><head><title>{0}</title></head><body><h1>{0}</h1></body></html>'


def city(tmp_path: Path, wanted: str = "auto") -> Any:
    return SimpleNamespace(key="small", config=SimpleNamespace(pdf=wanted), reports_folder=tmp_path / "small")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "new"
    (place / "briefs").mkdir(parents=True)
    (place / "report.html").write_text(PAGE.format("Report"), encoding="utf-8")
    (place / "briefs" / "old-town.html").write_text(PAGE.format("Old Town"), encoding="utf-8")
    return place


def publish(place: Path, printed: dict[str, Any]) -> Path:
    """Make a folder the results before."""
    target = place.parent / "small"
    shutil.copytree(place, target)
    files = {path.relative_to(target).as_posix(): hash_file(path) for path in target.rglob("*") if path.is_file()}
    (target / "build.json").write_text(json.dumps({"pdf": printed, "files": files}), encoding="utf-8")
    return target


@pytest.mark.browser
def test_only_what_changed_is_printed_again(folder: Path, tmp_path: Path) -> None:
    if pdf.find_printer() is None:
        pytest.skip("neither Chromium nor WeasyPrint is installed")
    printed = print_reports(city(tmp_path), folder)
    assert sorted(printed["printed"]) == ["briefs/old-town.pdf", "report.pdf"]
    assert printed["note"] is None
    for name in printed["printed"]:
        (folder / name).write_bytes((folder / name).read_bytes() + b"\n% printed before")
    publish(folder, printed)
    (folder / "report.html").write_text(PAGE.format("Another report"), encoding="utf-8")
    for name in printed["printed"]:
        (folder / name).unlink()
    again = print_reports(city(tmp_path), folder)
    assert (folder / "briefs" / "old-town.pdf").read_bytes().endswith(b"% printed before")
    assert not (folder / "report.pdf").read_bytes().endswith(b"% printed before")
    assert again["printed"]["report.pdf"] == hash_file(folder / "report.html") != printed["printed"]["report.pdf"]


@pytest.mark.browser
def test_a_pdf_that_somebody_changed_is_not_taken_over(folder: Path, tmp_path: Path) -> None:
    if pdf.find_printer() is None:
        pytest.skip("neither Chromium nor WeasyPrint is installed")
    printed = print_reports(city(tmp_path), folder)
    before = publish(folder, printed)
    (before / "report.pdf").write_bytes(b"%PDF-1.7 not ours")
    print_reports(city(tmp_path), folder)
    assert not (folder / "report.pdf").read_bytes().endswith(b"not ours")


def test_where_there_is_no_printer_a_run_goes_on_and_says_how_to_get_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(pdf.CHROMIUM_VARIABLE, "/nowhere/chromium")
    found = print_reports(city(tmp_path, "chromium"), folder)
    assert found["printer"] is None
    assert "apt-get install chromium" in found["note"]
    assert "peace-analysis run small --from report" in found["note"]
    assert list(folder.rglob("*.pdf")) == []


def test_where_none_is_wanted_nothing_is_printed_or_said(folder: Path, tmp_path: Path) -> None:
    assert print_reports(city(tmp_path, "off"), folder) == {"printer": None, "printed": {}, "note": None}
    assert list(folder.rglob("*.pdf")) == []


def test_a_printer_that_fails_leaves_no_pdf_behind_and_the_run_goes_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n[ \"$1\" = --version ] && echo 'Chromium 1.2' && exit 0\nexit 7\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv(pdf.CHROMIUM_VARIABLE, str(program))
    found = print_reports(city(tmp_path), folder)
    assert found["printer"] == "chromium 1.2"
    assert found["printed"] == {}
    assert "ended with code 7" in found["note"]
    assert list(folder.rglob("*.pdf")) == []
