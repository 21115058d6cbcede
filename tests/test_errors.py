"""Errors as they travel between processes."""

from __future__ import annotations

import pickle

import pytest

from peace_analysis.disclosure.gate import ReleaseError
from peace_analysis.errors import CityError, InputError, LeakError, PeaceAnalysisError, Problem, StageError
from peace_analysis.pipeline.execute import ReportedError

PROBLEMS = [Problem("city.yml", "is empty.", "Fill it in."), Problem("sessions.csv", "has no rows.", "Add some.", 1)]


@pytest.mark.parametrize(
    "error",
    [
        CityError(PROBLEMS),
        InputError(PROBLEMS[0]),
        StageError("2_themes.ipynb: cell 3 failed."),
        ReportedError("as it was"),
        ReleaseError("a count can be worked out"),
        LeakError("riverton", [f"report.html: line {line}" for line in range(40)]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_arrives_as_it_left(error: PeaceAnalysisError) -> None:
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert arrived.__dict__ == error.__dict__
