"""Every function that a room offers has an example in its help, and the examples are true."""

from __future__ import annotations

import doctest
import importlib
import inspect
from pathlib import Path
from types import FunctionType

import pytest

PACKAGE = Path(__file__).parents[2] / "peace_analysis"
OFFERING = {path.parent.name for path in PACKAGE.glob("*/__init__.py") if "__all__" in path.read_text(encoding="utf-8")}
ROOMS = sorted(OFFERING - {"workbench"})  # which only ties rooms to a city


def offered(room: str) -> list[FunctionType]:
    module = importlib.import_module(f"peace_analysis.{room}")
    return [function for name in module.__all__ if inspect.isfunction(function := inspect.unwrap(getattr(module, name)))]


@pytest.mark.parametrize("room", ROOMS)
def test_every_function_that_a_room_offers_has_an_example(room: str) -> None:
    found = doctest.DocTestFinder(recurse=False)
    examples = {function.__name__: [test.examples for test in found.find(function, function.__name__)] for function in offered(room)}
    assert [name for name, given in examples.items() if not any(given)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_examples_are_true(room: str, capsys: pytest.CaptureFixture[str]) -> None:
    finder, runner = doctest.DocTestFinder(recurse=False), doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for function in offered(room):
        for test in finder.find(function, function.__name__, globs={}):
            runner.run(test)
    told = capsys.readouterr().out
    assert runner.failures == 0, told


def test_an_example_that_is_not_run_says_why() -> None:
    silent = []
    for room in ROOMS:
        for function in offered(room):
            lines = [line for line in (function.__doc__ or "").splitlines() if "+SKIP" in line]
            if lines and lines[0].count("# ") < 2:
                silent.append(f"{room}.{function.__name__}")
    assert silent == []


def test_the_invented_tables_are_what_they_say() -> None:
    from peace_analysis.example import tables

    runner = doctest.DocTestRunner()
    for test in doctest.DocTestFinder(recurse=False).find(tables.invented_tables, globs={"invented_tables": tables.invented_tables}):
        runner.run(test)
    assert (runner.tries, runner.failures) == (3, 0)
