"""Notebooks as they are committed: thin, parameterised, without outputs."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    node = nbformat.read(request.param, as_version=4)
    nbformat.validate(node)
    return node


def code_cells(node: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in node.cells if cell.cell_type == "code"]


def test_there_is_a_notebook_for_every_stage() -> None:
    from peace_analysis.pipeline.stages import STAGES

    assert {stage.notebook for stage in STAGES} <= {path.name for path in NOTEBOOKS}


def test_it_is_committed_without_outputs(notebook: nbformat.NotebookNode) -> None:
    assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(notebook))


def test_it_has_one_parameters_cell_and_the_city_has_no_working_default(notebook: nbformat.NotebookNode) -> None:
    tagged = [cell for cell in code_cells(notebook) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    values = {target.id: ast.literal_eval(node.value) for node in ast.parse(tagged[0].source).body for target in node.targets}
    assert values["city"] == ""


def test_it_defines_nothing_and_hides_nothing(notebook: nbformat.NotebookNode) -> None:
    for cell in code_cells(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Try | ast.Lambda)
        assert "filterwarnings" not in cell.source


def test_a_question_or_heading_stands_before_every_call(notebook: nbformat.NotebookNode) -> None:
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    assert sum(cell.cell_type == "markdown" for cell in notebook.cells) >= 3
    assert all(len(cell.source.splitlines()) <= 12 for cell in code_cells(notebook))
