"""A survey measured: means, reliability and changes of all its scales, as they may be shown."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from peace_analysis.disclosure.masking import NOT_SHOWN
from peace_analysis.disclosure.score_sets import Told
from peace_analysis.disclosure.scores import Scored, choose_shown, list_means
from peace_analysis.notebook_view import view_table
from peace_analysis.settings import Privacy
from peace_analysis.surveys.entries import ATTRIBUTES, Survey, people_answering
from peace_analysis.surveys.public import FEWEST_COMPLETE, SURVEY_CHANGES, SURVEY_ITEMS, SURVEY_MEANS, SURVEY_RELIABILITY, SURVEY_TABLES
from peace_analysis.surveys.reliability import measure_reliability
from peace_analysis.surveys.scales import Scale, score_scale
from peace_analysis.surveys.summary import EVERYONE, summarise_scale
from peace_analysis.surveys.waves import compare_waves

DECIMALS = 2  # of means and intervals


@dataclass(frozen=True)
class Measured:
    """A survey with what may be shown of it."""

    survey: Survey
    means: pd.DataFrame = field(repr=False)  # SURVEY_MEANS
    reliability: pd.DataFrame = field(repr=False)  # SURVEY_RELIABILITY
    changes: pd.DataFrame = field(repr=False)  # SURVEY_CHANGES
    drawn: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # its figures, once they are drawn

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        columns = ["scale", "wave_name", "group", "n_scored", "mean", "low", "high", "shown"]
        return view_table("Means that may be shown", columns, self.means[columns].to_numpy(dtype="object").tolist())

    @property
    def items(self) -> pd.DataFrame:
        """What was asked: SURVEY_ITEMS."""
        rows = [
            (
                scale.key,
                scale.name,
                item,
                wording,
                item in scale.reverse,
                scale.low,
                scale.high,
                len(scale.items),
                len(scale.items) // 2 + 1,
            )
            for scale in self.survey.scales
            for item, wording in scale.items.items()
        ]
        return pd.DataFrame(rows, columns=list(SURVEY_ITEMS.by_name))

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The public tables, by name."""
        frames = (self.items, self.means, self.reliability, self.changes)
        return {table.name: frame for table, frame in zip(SURVEY_TABLES, frames, strict=True)}


def measure_survey(survey: Survey, privacy: Privacy) -> Measured:
    """Score a survey and keep what may be shown.

    Args:
        survey: As it was read.
        privacy: A group is shown where on every scale so many of its people could be scored as its opinions need (`group_min_people`) and
            as a count of people needs (`who_threshold`), unless it would give another one away.

    Returns:
        Its tables, numbers rounded; scales in the order of their file, waves in that of time.
    """
    scored = [score_people(survey, scale) for scale in survey.scales]
    means, changes = shown_of(survey, scored, privacy)
    return Measured(
        survey,
        pd.DataFrame(_means(survey, means, privacy.opinion_threshold), columns=list(SURVEY_MEANS.by_name)).astype(
            dict.fromkeys(("n_answered", "n_scored", "n_not_scored"), "Int64")
        ),
        pd.DataFrame(_reliability(survey, means), columns=list(SURVEY_RELIABILITY.by_name)).astype({"n_complete": "Int64"}),
        pd.DataFrame(_changes(survey, changes, means), columns=list(SURVEY_CHANGES.by_name)),
    )


def score_people(survey: Survey, scale: Scale) -> Scored:
    """Score everybody on a scale; somebody is the same in two waves only where a linked survey gives them a code."""
    answers = survey.answers
    alone = pd.Series([f"row {row}" for row in range(len(answers))], index=answers.index, dtype="object")
    codes = "code " + answers["respondent"].astype("object")
    people = answers[["wave", *ATTRIBUTES]].assign(
        person=codes.where(answers["respondent"].notna(), alone) if survey.linked else alone, score=score_scale(answers, scale)
    )
    return Scored(scale.key, people.dropna(subset=["score"]).reset_index(drop=True), scale.low, scale.high)


def shown_of(survey: Survey, scored: list[Scored], privacy: Privacy) -> tuple[set[Told], set[Told]]:
    """Choose the means and changes of a survey that may be shown: (wave, attribute, group), (wave, later wave, attribute, group)."""
    means = list_means(scored, ATTRIBUTES)
    groups = sorted({told[1:] for told in means})
    changes: list[Told] = [(*pair, *group) for pair in wave_pairs(survey) for group in groups] if survey.linked else []
    return choose_shown(scored, means, changes, least=least_people(privacy), few=privacy.who_threshold)


def least_people(privacy: Privacy) -> int:
    """People of a group whose mean may be shown."""
    return max(privacy.group_min_people, privacy.who_threshold)


def wave_pairs(survey: Survey) -> list[tuple[str, str]]:
    """Waves that are compared: each with the next, and the first with the last where there are more than two."""
    waves = list(survey.waves)
    return [*pairwise(waves), *([(waves[0], waves[-1])] if len(waves) > 2 else [])]


def _means(survey: Survey, shown: Collection[Told], few: int) -> Iterator[tuple[object, ...]]:
    answered = people_answering(survey)
    order = {wave: place for place, wave in enumerate(survey.waves)}
    for scale in survey.scales:
        for by in (None, *ATTRIBUTES):
            frame = summarise_scale(survey.answers, scale, by)
            rows = sorted(frame.to_dict("records"), key=lambda row: (order[row["wave"]], str(row["group"])))
            for row in rows:
                told = (row["wave"], row["attribute"], row["group"])
                key = (row["scale"], row["wave"], survey.waves[row["wave"]], *told[1:])
                if told not in shown:
                    yield (*key, *[None] * 7, NOT_SHOWN)
                    continue
                of_all = by is None
                low, high = max(row["low"], scale.low), min(row["high"], scale.high)
                numbers = (round(float(value), DECIMALS) for value in (row["mean"], row["sd"], low, high))
                # Whoever answered nothing on a scale has no score on it either, and is counted so.
                n_blank = answered[row["wave"]] - row["n_scored"]
                counts = (answered[row["wave"]] if of_all else None, row["n_scored"], n_blank if of_all and n_blank >= few else None)
                yield (*key, *counts, *numbers, "")


def _reliability(survey: Survey, shown: Collection[Told]) -> Iterator[tuple[object, ...]]:
    for scale in survey.scales:
        for wave in survey.waves:
            found = measure_reliability(survey.answers[survey.answers["wave"] == wave], scale)
            if found.n < FEWEST_COMPLETE or (wave, EVERYONE, EVERYONE) not in shown:
                yield (scale.key, wave, None, FEWEST_COMPLETE, *[None] * 4)
            else:
                numbers = (found.alpha, found.low, found.high, found.omega)
                yield (
                    scale.key,
                    wave,
                    found.n,
                    FEWEST_COMPLETE,
                    *(None if math.isnan(value) else round(value, DECIMALS) for value in numbers),
                )


def _changes(survey: Survey, changes: Collection[Told], means: Collection[Told]) -> Iterator[tuple[object, ...]]:
    answers = survey.answers
    groups = sorted({told[1:] for told in means}, key=lambda group: ((EVERYONE, *ATTRIBUTES).index(group[0]), group[1]))
    for scale in survey.scales:
        for first, second in wave_pairs(survey):
            for attribute, group in groups:
                mine = np.ones(len(answers), dtype=bool) if attribute == EVERYONE else (answers[attribute] == group).to_numpy(bool)
                told = (first, second, attribute, group)
                if told in changes:
                    yield _change(answers[mine & answers["respondent"].notna().to_numpy(bool)], scale, told, linked=True)
                if all((wave, attribute, group) in means for wave in (first, second)):
                    yield _change(answers[mine], scale, told, linked=False)


def _change(answers: pd.DataFrame, scale: Scale, told: Told, *, linked: bool) -> tuple[object, ...]:
    found = compare_waves(answers, scale, *told[:2], linked=linked)
    numbers = (round(float(found[name]), DECIMALS) + 0.0 for name in ("difference", "low", "high"))
    return (scale.key, *told, found["who"], int(found["n_first"]), int(found["n_second"]), *numbers)
