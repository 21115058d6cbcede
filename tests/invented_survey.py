"""A survey small enough to count by hand: two scales, two waves, three groups."""

from __future__ import annotations

import math

import pandas as pd

from peace_analysis.surveys.entries import COLUMNS, Survey
from peace_analysis.surveys.scales import Scale

TRUST = Scale("trust", "Trust in police", {"t1": "I trust them.", "t2": "They keep promises.", "t3": "They hide things."}, reverse=("t3",))
FAIR = Scale("fair", "Being treated fairly", {"f1": "They listen.", "f2": "They explain."}, labels=("No", "Yes"))
WAVES = {"1": "before", "2": "after"}


def make_answers(groups: dict[tuple[str, str], tuple[int, int, int]]) -> pd.DataFrame:
    """Answers by (neighborhood, group): people in the first wave, in the second, and how many of the second were in the first.

    Somebody's answers go up and down with their number, so that no mean is anybody's alone; in the second wave everybody answers one higher
    on the first item of each scale.
    """
    rows, number = [], 0
    for (place, group), (first, second, both) in groups.items():
        for person in range(first + second - both):
            number += 1
            waves = ("1", "2") if person < both else ("1",) if person < first else ("2",)
            for wave in waves:
                up = int(wave == "2")
                given = [number % 4 + 1 + up, number % 3 + 2, (number + 1) % 5 + 1, number % 4 + 1 + up, number % 5 + 1]
                rows.append([wave, None, f"code {number}", group or None, place or None, *map(float, given)])
    return pd.DataFrame(rows, columns=[*COLUMNS, "t1", "t2", "t3", "f1", "f2"]).astype({"respondent": "object"})


def make_survey(groups: dict[tuple[str, str], tuple[int, int, int]], *, linked: bool = True) -> Survey:
    answers = make_answers(groups)
    waves = {wave: name for wave, name in WAVES.items() if (answers["wave"] == wave).any()}
    return Survey((TRUST, FAIR), waves, answers, linked=linked, about="Asked at the library.")


def blank(survey: Survey, rows: list[int], *items: str) -> Survey:
    """The survey with items left blank in some rows."""
    answers = survey.answers.copy()
    answers.loc[rows, list(items)] = math.nan
    return Survey(survey.scales, survey.waves, answers, survey.linked, survey.about)
