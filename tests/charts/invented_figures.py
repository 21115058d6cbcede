"""Figures of an invented city, the same every time: what the golden images show and what the tests of the look measure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from peace_analysis import charts
from peace_analysis.boundaries import Boundaries
from peace_analysis.charts import Figure
from peace_analysis.settings import Plan

THEMES = {"T01": "Slow answers to 911 calls", "T02": "Dark streets", "T03": "Dogs", "T04": "Listening, for once, to those who live here"}
PLACES = ("Harbor Point", "Mill Flats", "Northside", "Old Town")
# raised of 20 by place; None with words is masked
RAISED = {
    "T01": (12, 8, 15, 9),
    "T02": (1, 7, 5, 19),
    "T03": (6, "not shown", 3, 10),
    "T04": (9, 10, 11, 5),
}
LONG = ["Upper Cedar Hill and Riverside Terraces", "Old Town", "St. Bartholomew Parish North-West Annex", "Northside", "The Flats"]


def invented_themes(names: dict[str, str] = THEMES) -> pd.DataFrame:
    rows = [(theme, None, name, 30, 5) for theme, name in names.items()]
    return pd.DataFrame(rows, columns=["theme_id", "parent_id", "name", "n_participants", "n_sessions"])


def invented_shares(cells: dict[tuple[str, str], int | str], n: int = 20, attribute: str = "neighborhood") -> pd.DataFrame:
    """Released shares: (theme, group) -> people of `n` who raised it, or the words that stand in place of the number."""
    rows = []
    for theme in dict.fromkeys(theme for theme, _ in cells):
        of_all = [number for (other, _), number in cells.items() if other == theme and not isinstance(number, str)]
        rows.append(("everyone", "everyone", theme, sum(of_all), 1000, "", 40))
    rows += [
        (attribute, group, theme, None if isinstance(number, str) else number, n, number if isinstance(number, str) else "", 3)
        for (theme, group), number in cells.items()
    ]
    frame = pd.DataFrame(rows, columns=["attribute", "group", "theme_id", "n_raised", "n_heard", "shown", "n_sessions"])
    frame["n_raised"] = frame["n_raised"].astype("float64")
    share = frame["n_raised"] / frame["n_heard"]
    return frame.assign(
        unit="participant", share=share, low=(share - 0.15).clip(0, 1), high=(share + 0.15).clip(0, 1), design_effect=1.2, adequate=True
    )


def masked(number: int | str, n: int = 20) -> int | str:
    """How a count may be shown by itself."""
    if isinstance(number, str):
        return number
    return "fewer than 3" if number < 3 else "all but fewer than 3" if number > n - 3 else number


def city_shares() -> pd.DataFrame:
    return invented_shares(
        {(theme, place): masked(number) for theme, row in RAISED.items() for place, number in zip(PLACES, row, strict=True)}
    )


def city_boundaries() -> Boundaries:
    """Four places and a lake: an area with a hole, one of two parts, one too small for its name, one that the plan does not name."""
    square = [[0, 0], [2, 0], [2, 1.4], [0, 1.4], [0, 0]]
    return Boundaries(
        {
            "Harbor Point": [[ring(square), ring([[1.4, 0.2], [1.8, 0.2], [1.8, 0.5], [1.4, 0.5], [1.4, 0.2]])]],
            "Mill Flats": [[ring([[2, 0], [3.2, 0], [3, 1.4], [2, 1.4], [2, 0]])], [ring([[3.4, 0], [3.7, 0], [3.6, 0.3], [3.4, 0]])]],
            "Northside": [[ring([[0, 1.4], [1.9, 1.4], [1.9, 2.4], [0, 2.4], [0, 1.4]])]],
            "Old Town": [[ring([[1.9, 1.4], [2, 1.4], [2, 1.5], [1.9, 1.5], [1.9, 1.4]])]],
            "Airport": [[ring([[1.9, 1.5], [2, 1.5], [2, 1.4], [3, 1.4], [3.3, 2.4], [1.9, 2.4], [1.9, 1.5]])]],
        }
    )


def ring(points: list[list[float]]) -> np.ndarray:
    return np.array(points, dtype=np.float64) / 60 + [-93.3, 44.9]


def city_held() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "neighborhood": [*PLACES, "Online"],
            "planned": [True, True, True, True, False],
            "n_sessions": [2, 1, 0, 3, 1],
            "n_heard": [24.0, np.nan, np.nan, 33.0, np.nan],
            "shown": ["24", "10 or fewer", "", "33", ""],
        }
    )


def golden_figures() -> Iterator[tuple[str, Figure]]:
    """Name and figure of each golden image."""
    themes, shares = invented_themes(), city_shares()
    sessions = pd.DataFrame(
        {
            "neighborhood": ["Harbor Point", "Harbor Point", "Mill Flats", "Old Town"],
            "stakeholder_group": ["youth", "youth", "elders", "youth"],
        }
    )
    yield "theme_shares", charts.theme_shares(shares, themes)
    yield "group_shares", charts.group_shares(shares, themes, "neighborhood")
    yield "theme_overview", charts.theme_overview(themes.assign(n_participants=[30, 12, 2, 8]))
    yield "coverage_grid", charts.coverage_grid(sessions, Plan(neighborhoods=PLACES, stakeholder_groups=("youth", "elders", "officers")))
    yield "theme_heat_map", charts.theme_heat_map(shares, themes, "neighborhood")
    yield "common_ground", charts.common_ground(shares, themes, "neighborhood")
    yield "coverage_map", charts.coverage_map(city_held(), city_boundaries())
    yield "theme_maps", charts.theme_maps(shares, themes, city_boundaries())
    yield "scale_means", charts.scale_means(scale_answers(["Everyone"]))
    yield "scale_means_by_group", charts.scale_means(scale_answers(list(PLACES)))
    yield "policy_timeline", charts.policy_timeline(policy_steps(), "Use of force")


def scale_answers(groups: list[str]) -> pd.DataFrame:
    """Means of two scales, in two waves; the last group is shown in one of them only."""
    rows = [
        (scale, wave, group, 30 + n, mean := 1.4 + 0.7 * k + 0.3 * n + 0.25 * last, mean - 0.3, mean + 0.3, 1, 5 + 2 * k)
        for k, scale in enumerate(("Trust in police", "Willingness to speak with officers whom nobody knows"))
        for last, wave in enumerate(("April 2026", "November 2026"))
        for n, group in enumerate(groups)
        if not (last and n == len(PLACES) - 1)
    ]
    return pd.DataFrame(rows, columns=["scale", "wave", "group", "n_scored", "mean", "low", "high", "least", "greatest"])


def policy_steps() -> pd.DataFrame:
    """Steps of every kind, two of which took weeks."""
    steps = [
        ("2025-09-01", None, "in_force", "The old policy in force"),
        ("2026-06-10", None, "meeting", "First meeting: what people want"),
        ("2026-07-15", None, "draft", "First draft"),
        ("2026-07-23", "2026-08-12", "comment_period", "Time for written comments, in the libraries of all four neighborhoods and online"),
        ("2026-10-21", None, "signoff", "Sign-off by the representatives"),
        ("2026-11-09", "2026-12-18", "training", "Training of all sworn members"),
        ("2027-01-04", None, "in_force", "The new policy in force"),
    ]
    return pd.DataFrame(steps, columns=["date", "end", "kind", "what"])


def crowded_figures() -> Iterator[tuple[str, Figure]]:
    """The same with many and long names: 25 themes, 40 neighborhoods in rows of very uneven width."""
    themes = invented_themes({f"T{n:02d}": f"{LONG[n % 5]}, and what else was said of it" for n in range(25)})
    places = crowded_boundaries()
    names = list(places.places)
    shares = invented_shares(
        {(theme, name): masked((i * 7 + j * 3) % 21) for i, theme in enumerate(themes["theme_id"]) for j, name in enumerate(names[:30])}
    )
    held = pd.DataFrame({"neighborhood": names, "planned": True, "n_sessions": [n % 4 for n in range(len(names))]})
    held["n_heard"] = held["n_sessions"] * 12.0
    held["shown"] = [str(int(n)) if n else "" for n in held["n_heard"]]
    yield "theme_shares", charts.theme_shares(shares, themes)
    yield "group_shares", charts.group_shares(shares, themes, "neighborhood")
    yield "theme_heat_map", charts.theme_heat_map(shares, themes, "neighborhood")
    yield "common_ground", charts.common_ground(shares, themes, "neighborhood")
    yield "coverage_map", charts.coverage_map(held, places)
    yield "theme_maps", charts.theme_maps(shares, themes, places)


def crowded_boundaries() -> Boundaries:
    x, y = (np.cumsum([0.0, *steps]) for steps in ((0.3, 1, 0.6, 2, 0.15, 1, 0.7, 1.5), (0.8, 0.25, 1.2, 0.6, 1.0)))
    return Boundaries(
        {
            f"{LONG[(i + j) % 5]} {j * 8 + i + 1}": [
                [ring([[x[i], y[j]], [x[i + 1], y[j]], [x[i + 1], y[j + 1]], [x[i], y[j + 1]], [x[i], y[j]]])]
            ]
            for j in range(5)
            for i in range(8)
        }
    )
