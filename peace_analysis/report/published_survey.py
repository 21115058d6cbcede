"""The gate before publication, for a survey: its tables as they were written are read again and attacked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from peace_analysis.disclosure.gate import ReleaseError
from peace_analysis.disclosure.score_sets import Told
from peace_analysis.disclosure.scores import find_exposed, list_means
from peace_analysis.report.public import neutralise_text
from peace_analysis.settings import Privacy
from peace_analysis.surveys.entries import ATTRIBUTES, Survey
from peace_analysis.surveys.measured import least_people, score_people, wave_pairs
from peace_analysis.surveys.public import SURVEY_CHANGES, SURVEY_MEANS
from peace_analysis.surveys.waves import LINKED

NUMBERS = ("n_answered", "n_scored", "n_not_scored", "mean", "sd", "low", "high")


def check_survey(tables: Path, survey: Survey, privacy: Privacy, *, city: str = "") -> dict[str, int]:
    """Attack the public tables of a survey as they stand in a folder.

    Args:
        tables: The folder.
        survey: What they were counted from.
        privacy: Thresholds.
        city: Named in the error.

    Returns:
        For the record: cells (means and changes), cells masked, cells exposed (0).

    Raises:
        ReleaseError: If a mean of too few people is printed, or follows from what is printed.
    """
    means, changes = (
        pd.read_csv(tables / f"{table.name}.csv", dtype="str", keep_default_na=False) for table in (SURVEY_MEANS, SURVEY_CHANGES)
    )
    printed = means[(means[list(NUMBERS)] != "").any(axis=1)]
    linked = changes[changes["who"] == LINKED]
    least, bare, exposed = least_people(privacy), 0, 0
    for scale in survey.scales:
        scored = score_people(survey, scale)
        possible = list_means([scored], ATTRIBUTES)
        pairs: list[Told] = [(*pair, *group) for pair in wave_pairs(survey) for group in sorted({told[1:] for told in possible})]
        here = {tuple(row) for row in printed.loc[printed["scale"] == scale.key, ["wave", "attribute", "group"]].to_numpy()}
        within = {tuple(row) for row in linked.loc[linked["scale"] == scale.key, ["first", "second", "attribute", "group"]].to_numpy()}
        shown = [told for told in (*possible, *pairs) if tuple(map(neutralise_text, told)) in here | within]
        bare += sum(scored.count(told) < least for told in shown)
        exposed += len(set(find_exposed(scored, [*possible, *pairs], shown, least=least, few=privacy.who_threshold)))
    if bare or exposed:
        raise ReleaseError(
            f"{city or 'this release'}: nothing was published. Answers of few people to the survey would be exposed:\n"
            f"  survey_means.csv and survey_changes.csv: {bare} means of too few people, {exposed} that follow from the others.\n"
            "Join small neighborhoods or groups under one name in surveys/answers.csv. Then run again. The earlier results stay."
        )
    return {"cells": len(means) + len(changes), "masked": len(means) - len(printed), "exposed": 0}
