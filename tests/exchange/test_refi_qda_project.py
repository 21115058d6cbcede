"""REFI-QDA projects: what is written is read again, is what the schema asks for, and is right about positions."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from refi_projects import projects

from peace_analysis.exchange.refi_qda_model import Project, Selection, TextSource
from peace_analysis.exchange.refi_qda_read import read_project
from peace_analysis.exchange.refi_qda_write import pack_project, project_xml, write_project

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
