"""REFI-QDA projects: what is written is read again, is what the schema asks for, and is right about positions."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from refi_projects import projects

from peace_analysis.exchange.refi_qda_model import Code, Codebook, Group, MediaSource, Project, Selection, TextSource
from peace_analysis.exchange.refi_qda_read import read_codebook_file, read_project
from peace_analysis.exchange.refi_qda_write import list_losses, pack_project, project_xml, write_codebook, write_project

G = "00000000-0000-4000-8000-0000000000{:02d}".format


@pytest.fixture(scope="module")
def schema(root: Path) -> Any:
    path = root.parent / "shared" / "data" / "refi_qda" / "Project.xsd"
    if not path.is_file():
        pytest.skip("the schema of REFI-QDA (../shared/data/refi_qda/Project.xsd) is not beside this checkout")
    return etree.XMLSchema(etree.parse(str(path)))


@settings(max_examples=200, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(project=projects())
def test_a_random_project_is_valid_and_is_read_as_it_was_written(project: Project, schema: Any, tmp_path: Path) -> None:
    schema.assertValid(etree.fromstring(project_xml(project)))
    path = tmp_path / "random.qdpx"
    path.write_bytes(pack_project(project))
    read = read_project(path)
    assert read.project == project
    assert read.left == ()


def test_a_span_is_counted_in_code_points_whatever_the_text_holds(tmp_path: Path) -> None:
    text = "A \U0001f6b6 walks.\r\nCafe\u0301 con pan.\r\nNobody came."
    for words in ("walks", "Cafe\u0301", "Nobody"):
        start = text.index(words)
        source = TextSource(G(1), "R01", text, selections=(Selection(G(2), start, start + len(words)),))
        write_project(Project("p", sources=(source,)), tmp_path / "p.qdpx")
        (read,) = read_project(tmp_path / "p.qdpx").project.sources
        assert read.words(read.selections[0]) == words
        # Counted without us: bytes of the file itself.
        with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
            stored = archive.read(f"sources/{G(1)}.txt").decode("utf-8")
        assert stored[start : start + len(words)] == words


def test_a_text_that_a_file_cannot_hold_keeps_its_positions(tmp_path: Path) -> None:
    source = TextSource(G(1), "R01", "\ufeffHalf \ud83d end", selections=(Selection(G(2), 8, 11),))
    write_project(Project("p", sources=(source,)), tmp_path / "p.qdpx")
    (read,) = read_project(tmp_path / "p.qdpx").project.sources
    assert read.text == "\u2060Half \ufffd end"
    assert read.words(read.selections[0]) == "end"


def test_what_is_not_written_is_told(tmp_path: Path) -> None:
    media = (MediaSource(G(1), "picture", "a.png"), MediaSource(G(2), "picture", "b.png"), MediaSource(G(3), "audio", "c.m4a"))
    losses = write_project(Project("p", media=media, sources=(TextSource(G(4), "R01", "x", of=G(3)),)), tmp_path / "p.qdpx")
    assert losses == [
        "audio sources (1) are not written, nor what is coded in them.",
        "picture sources (2) are not written, nor what is coded in them.",
        "texts of recordings or PDF files (1) are written as texts of their own.",
    ]
    assert list_losses(read_project(tmp_path / "p.qdpx").project) == []


def test_control_characters_do_not_break_the_xml_and_the_same_project_gives_the_same_bytes() -> None:
    project = Project("a\x00b\x1f", codes=(Code(G(1), "c\ufffe", description="\x0b"),))
    assert etree.fromstring(project_xml(project)).get("name") == "a\ufffdb\ufffd"
    assert pack_project(project) == pack_project(project)


def test_a_codebook_is_read_as_it_was_written(tmp_path: Path) -> None:
    codes = (Code(G(1), "Dark <streets>", True, "#D55E00", "Line\r\nends", (), (Code(G(2), "e\u0301\U0001f6b6", False),)),)
    book = Codebook(codes, (Group(G(3), "All", "of them", (G(1), G(2))),), "us")
    write_codebook(book, tmp_path / "a.qdc")
    read = read_codebook_file(tmp_path / "a.qdc")
    assert (read.codebook, read.left) == (book, ())
    # The schema of codebooks differs from that of projects: a member of a set is named by `guid`.
    root = etree.fromstring((tmp_path / "a.qdc").read_bytes())
    assert root.tag == "{urn:QDA-XML:codebook:1.0}CodeBook"
    assert [member.attrib for member in root.iter("{*}MemberCode")] == [{"guid": G(1)}, {"guid": G(2)}]
