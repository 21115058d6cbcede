"""The map of statements: the same for the same input, readable without seeing it, and empty where there is too little."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from peace_analysis.charts.statement_map import statement_map
from peace_analysis.charts.theme_colors import COLORS, MARKERS, theme_color, theme_marker
from peace_analysis.themes.statement_map import map_every_statement, map_statements


@pytest.fixture(scope="module")
def city() -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Forty statements in two directions, one that fits no theme and one in a language that is not read."""
    rng = np.random.default_rng(4)
    vectors = np.repeat(np.eye(8)[:2], 20, axis=0) + rng.normal(0, 0.05, (40, 8))
    vectors = np.vstack([vectors, np.eye(8)[5], np.zeros(8)])
    statements = pd.DataFrame({"statement_id": [f"S1-{row:02d}" for row in range(42)]})
    return statements, pd.DataFrame({"theme_id": ["T01"] * 20 + ["T02"] * 20 + [None, None]}), vectors


THEMES = pd.DataFrame({"theme_id": ["T02", "T01", "T01.1"], "parent_id": [None, None, "T01"], "name": ["<b>Lamps</b>", "Buses", "Part"]})


def test_alike_statements_stand_together_and_the_map_is_the_same_twice(city) -> None:
    drawn = map_statements(*city)
    assert drawn.equals(map_statements(*city))
    assert len(drawn) == 41
    assert drawn[["x", "y"]].abs().to_numpy().max() <= 1
    spots = {theme: part[["x", "y"]].to_numpy() for theme, part in drawn.groupby("theme_id")}
    apart = np.linalg.norm(spots["T01"].mean(axis=0) - spots["T02"].mean(axis=0))
    within = [np.linalg.norm(spot - spot.mean(axis=0), axis=1).mean() for spot in spots.values()]
    assert apart > 2 * max(within)


def test_the_figure_can_be_read_without_seeing_it_and_its_names_are_harmless(city) -> None:
    figure = statement_map(map_statements(*city), THEMES)
    assert figure.title == "41 statements in 2 themes: those that are alike stand near each other"
    assert "“Buses” (20) and “<b>Lamps</b>” (20)" in figure.alt
    assert figure.alt.endswith("1 fit no theme.")
    assert "<b>" not in figure.svg


def test_too_few_statements_are_told(city) -> None:
    statements, assignments, vectors = city
    table = map_statements(statements.head(6), assignments.head(6), vectors[:6])
    assert table.empty
    assert statement_map(table, THEMES).title == "Too few statements for a map"


def test_no_two_of_the_first_42_themes_have_the_same_color_and_marker() -> None:
    assert len({(theme_color(number), theme_marker(number)) for number in range(42)}) == len(COLORS) * len(MARKERS) == 42


def test_statements_beyond_the_most_that_are_drawn_stand_among_those_that_they_are_like(city, monkeypatch) -> None:
    statements, assignments, vectors = city
    vectors = (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)).astype(np.float32)
    monkeypatch.setattr("peace_analysis.themes.statement_map.MOST", 20)
    drawn = map_statements(statements, assignments, vectors)
    spots = map_every_statement(statements, assignments, vectors)
    at = [int(one[3:]) for one in drawn["statement_id"]]
    assert len(at) == 20
    assert np.array_equal(spots[at], drawn[["x", "y"]].to_numpy())
    assert np.isfinite(spots[:41]).all()
    assert np.isnan(spots[41]).all()
    middles = np.stack([spots[[row for row in at if row in part]].mean(axis=0) for part in (range(20), range(20, 40))])
    nearest = np.linalg.norm(spots[:40, None] - middles, axis=2).argmin(axis=1)
    assert nearest.tolist() == [0] * 20 + [1] * 20
