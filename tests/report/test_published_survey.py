"""The gate before publication, for changes within people: what is printed of the others gives no small group's change or number away."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from peace_analysis.city import City
from peace_analysis.disclosure import ReleaseError
from peace_analysis.exchange.survey_files import read_city_survey
from peace_analysis.report.public import write_public_table
from peace_analysis.report.published_survey import check_survey
from peace_analysis.settings import Privacy
from peace_analysis.surveys import LINKED
from peace_analysis.surveys.entries import Survey
from peace_analysis.surveys.measured import Measured, measure_survey, score_people

# The changes by stakeholder group that were published once, without the ten officers: 81 less 71 people, and the rest of the sum.
PUBLISHED = {
    "procedural_justice": {"business": (13, -0.06, 0.54), "faith_and_community": (13, 0.08, 0.68), "residents": (33, 0.24, 0.65)},
    "trust": {"business": (13, -0.04, 0.41), "faith_and_community": (13, -0.22, 0.55), "residents": (32, -0.08, 0.39)},
}
YOUTH = {"procedural_justice": (12, -0.05, 0.39), "trust": (12, -0.67, 0.04)}
WAVES = ("2026-04", "2026-11")


@pytest.fixture(scope="module")
def riverton(root: Path) -> tuple[Survey, Privacy, Measured]:
    city = City.open("riverton", root / "data")
    survey = read_city_survey(city)
    assert survey is not None
    return survey, city.config.privacy, measure_survey(survey, city.config.privacy)


def write(folder: Path, measured: Measured, rows: list[tuple[object, ...]]) -> None:
    """Write the tables with these rows of change within stakeholder groups in place of their own."""
    frames = measured.frames
    changes = frames["survey_changes"]
    kept = changes[(changes["attribute"] != "stakeholder_group") | (changes["who"] != LINKED)]
    frames["survey_changes"] = pd.concat([kept, pd.DataFrame(rows, columns=list(changes))], ignore_index=True)
    for name, frame in frames.items():
        write_public_table(frame, folder / f"{name}.csv")


def row(scale: str, group: str, numbers: tuple[int, float, float]) -> tuple[object, ...]:
    n, low, high = numbers
    return (scale, *WAVES, "stakeholder_group", group, LINKED, n, n, round((low + high) / 2, 2), low, high)


def test_the_only_group_left_out_follows_from_the_others_and_is_refused(riverton, tmp_path: Path) -> None:
    survey, privacy, measured = riverton
    rows = [row(scale, *one) for scale, groups in PUBLISHED.items() for one in [*groups.items(), ("youth", YOUTH[scale])]]
    write(tmp_path, measured, rows)
    with pytest.raises(ReleaseError, match=r"0 means of too few people, 4 that follow from the others"):
        check_survey(tmp_path, survey, privacy)


def test_with_a_second_group_left_out_the_same_tables_pass(riverton, tmp_path: Path) -> None:
    survey, privacy, measured = riverton
    write(tmp_path, measured, [row(scale, *one) for scale, groups in PUBLISHED.items() for one in groups.items()])
    assert check_survey(tmp_path, survey, privacy)["exposed"] == 0


def test_where_one_group_has_no_change_within_people_another_has_none_either(riverton) -> None:
    survey, _privacy, measured = riverton
    within = measured.changes[measured.changes["who"] == LINKED]
    shown = within[within["attribute"] == "stakeholder_group"]
    for scale in survey.scales:
        people = score_people(survey, scale).people
        both = set.intersection(*(set(people.loc[people["wave"] == wave, "person"]) for wave in WAVES))
        linked = people[people["person"].isin(both) & (people["wave"] == WAVES[0])]
        sizes = linked["stakeholder_group"].value_counts()
        groups = set(shown.loc[shown["scale"] == scale.key, "group"])
        assert sizes["officers"] < 11
        assert set(sizes.index) - groups == {"officers", "youth"}  # the smallest that hides them
        assert len(linked) - sizes[list(groups)].sum() >= 11
