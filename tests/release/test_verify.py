"""A copy of a release is held against its record: every file that changed, is missing or was added is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from peace_analysis.errors import InputError
from peace_analysis.release.record import RECORD_NAME, digest_content, hash_files, read_signature, write_record
from peace_analysis.release.verify import find_releases, verify

SIGNED = [{"name": "Ana Diaz", "role": "director", "day": "2026-04-01"}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release of three files."""
    place = tmp_path / "release"
    (place / "tables").mkdir(parents=True)
    (place / "report.html").write_text("<p>What was heard</p>", encoding="utf-8")
    (place / "tables" / "themes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (place / "tables" / ".hidden").write_text("x", encoding="utf-8")
    write_record(place, {"city": "small", "signed": SIGNED, "files": hash_files(place)})
    return place


def problems(folder: Path, key: str = "small") -> list[str]:
    with pytest.raises(InputError) as error:
        verify(folder, key)
    return [f"{problem.file} {problem.message}" for problem in error.value.problems]


def test_what_was_released_verifies_and_gives_its_fingerprint(folder: Path) -> None:
    assert verify(folder, "small") == verify(folder)
    assert len(verify(folder)) == 64


def change(folder: Path) -> None:
    path = folder / "tables" / "themes.csv"
    path.write_bytes(path.read_bytes().replace(b"1", b"7"))  # as long as before


def link(folder: Path) -> None:
    copy = folder.parent / "copy.html"
    (folder / "report.html").rename(copy)
    (folder / "report.html").symlink_to(copy)


def add_folder_link(folder: Path) -> None:
    (folder / "more").symlink_to(folder / "tables")


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (change, "tables/themes.csv is not what was released."),
        (lambda folder: (folder / "report.html").unlink(), "report.html is missing."),
        (lambda folder: (folder / "tables" / "new.csv").touch(), "tables/new.csv was not released."),
        (lambda folder: (folder / ".new").touch(), ".new was not released."),
        (link, "report.html is a link, not the file that was released."),
        (add_folder_link, "more was not released."),
        (lambda folder: (folder / "a\x1b[31m\nb").touch(), "a\ufffd[31m b was not released."),
    ],
    ids=["changed", "missing", "added", "added and hidden", "link", "link to a folder", "hostile name"],
)
def test_every_tampering_is_named(folder: Path, tamper: Callable[[Path], object], expected: str) -> None:
    tamper(folder)
    assert problems(folder) == [expected]


def test_all_tampering_is_named_at_once(folder: Path) -> None:
    change(folder)
    (folder / "report.html").unlink()
    (folder / "new.txt").touch()
    assert len(problems(folder)) == 3


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"city": "small", "signed": [], "files": {}}', '{"city": "small", "signed": [], "files": {"a": "b"}}', "[" * 9999],
    ids=["empty", "list", "nothing", "no files", "no digest", "deep"],
)
def test_what_is_no_record_is_no_release(folder: Path, content: str) -> None:
    (folder / RECORD_NAME).write_text(content, encoding="utf-8")
    (problem,) = problems(folder)
    assert "not the record of a release" in problem


def test_an_unsigned_record_and_another_city_are_told(folder: Path) -> None:
    record = json.loads((folder / RECORD_NAME).read_text(encoding="utf-8"))
    write_record(folder, record | {"signed": []})
    assert any("nobody has signed" in problem for problem in problems(folder))
    write_record(folder, record)
    (problem,) = problems(folder, "other")
    assert "another city" in problem


def test_releases_are_found_oldest_first(tmp_path: Path) -> None:
    for name in ("2026-04-01-10", "2026-04-01-2", "2026-04-01", "2026-03-31", ".part"):
        (tmp_path / "small.released" / name).mkdir(parents=True)
    found = [path.name for path in find_releases(tmp_path, "small")]
    assert found == ["2026-03-31", "2026-04-01", "2026-04-01-2", "2026-04-01-10"]
    assert find_releases(tmp_path, "other") == []


def test_content_is_told_by_what_readers_are_told() -> None:
    files = {"report.html": "a" * 64, "report.pdf": "b" * 64, "build.json": "c" * 64}
    assert digest_content(files) == digest_content(files | {"report.pdf": "d" * 64, "build.json": "e" * 64})
    assert digest_content(files) != digest_content(files | {"report.html": "d" * 64})
    assert digest_content(files) != digest_content({"other.html": "a" * 64})


def test_a_signature_is_a_name_and_a_role() -> None:
    signature = read_signature(" Ana Diaz , director, listening programme", "2026-04-01")
    assert (signature.name, signature.role) == ("Ana Diaz", "director, listening programme")


@pytest.mark.parametrize(
    "text", ["", "Ana Diaz", ", director", "Ana Diaz,", "1, 2", "Ana\n, director", "Ana\u202e, director", "A" * 120 + ", b"]
)
def test_what_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="name and a role"):
        read_signature(text, "2026-04-01")
