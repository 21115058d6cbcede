"""The invented city as fixtures."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator
from functools import cached_property

import pandas as pd
import pytest
from hostile_words import HOSTILE
from invented_city import make_frames, make_material

from peace_analysis import report


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    """The invented city's tables."""
    return make_frames()


@pytest.fixture(scope="session")
def _invented() -> Iterator[report.Material]:
    yield from _work_out(lambda: make_material(make_frames()))


@pytest.fixture(scope="session")
def _hostile() -> Iterator[report.Material]:
    yield from _work_out(lambda: make_material(make_frames(lambda text, number: f"{' '.join(HOSTILE)} {number}"), name=" ".join(HOSTILE)))


@pytest.fixture
def material(_invented: report.Material) -> report.Material:
    """The invented city."""
    return _with_nothing_said_yet(_invented)


@pytest.fixture
def hostile_material(_hostile: report.Material) -> report.Material:
    """The invented city with every name and word replaced by all hostile ones (kept apart from each other by a number)."""
    return _with_nothing_said_yet(_hostile)


def _work_out(make: Callable[[], report.Material]) -> Iterator[report.Material]:
    """Mask the tables of a city once for all tests of a process, and make sure in the end that none has changed them."""
    material = make()
    for name, kind in vars(type(material)).items():
        if isinstance(kind, cached_property):
            getattr(material, name)
    yield material
    fresh = make()
    for field in dataclasses.fields(material):
        if isinstance(then := getattr(fresh, field.name), pd.DataFrame):
            pd.testing.assert_frame_equal(getattr(material, field.name), then, obj=field.name)


def _with_nothing_said_yet(material: report.Material) -> report.Material:
    """A copy that keeps what is masked, and none of what parts of a report remember: a changed copy of it would remember it too."""
    own = copy.copy(material)
    object.__setattr__(own, "worked_out", {})
    return own
