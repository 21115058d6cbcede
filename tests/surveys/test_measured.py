"""A survey measured: who is counted, who is shown, and whether what was planted in riverton is found."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from invented_survey import FAIR, TRUST, blank, make_survey
from scipy import stats

from peace_analysis.city import City
from peace_analysis.exchange.survey_files import read_city_survey
from peace_analysis.settings import Privacy
from peace_analysis.surveys import LINKED, UNLINKED, score_scale
from peace_analysis.surveys.measured import Measured, measure_survey
from peace_analysis.surveys.public import SURVEY_TABLES
from peace_analysis.tables import check_table

GROUPS = {("Old Town", "residents"): (20, 18, 14), ("Harbor", "residents"): (15, 14, 0), ("Harbor", "youth"): (16, 15, 2)}
SMALL = {**GROUPS, ("Hill", "officers"): (6, 5, 3), ("Hill", "youth"): (12, 12, 0)}


def pick(frame: pd.DataFrame, **where: object) -> pd.DataFrame:
    for column, value in where.items():
        frame = frame[frame[column] == value]
    return frame


def test_every_table_is_what_its_dictionary_says() -> None:
    for groups in (GROUPS, SMALL, {("", ""): (12, 0, 0)}, {("", ""): (5, 4, 0)}):
        frames = measure_survey(make_survey(groups), Privacy()).frames
        for table in SURVEY_TABLES:
            check_table(frames[table.name], table)


def test_a_mean_is_that_of_those_scored_and_blanks_are_counted_apart() -> None:
    survey = blank(make_survey(GROUPS), [0, 2, 4], "t1", "t2")  # one of three items is not more than half
    found = pick(measure_survey(survey, Privacy()).means, scale="trust", wave="1", attribute="everyone").iloc[0]
    scores = score_scale(survey.answers[survey.answers["wave"] == "1"], TRUST).dropna()
    n_blank = sum(survey.answers.loc[[0, 2, 4], "wave"] == "1")
    assert n_blank >= 2
    assert n_blank == 3
    assert (found["n_answered"], found["n_scored"], found["n_not_scored"]) == (51, 48, 3)
    low, high = stats.t.interval(0.95, len(scores) - 1, loc=scores.mean(), scale=stats.sem(scores))
    assert [found["mean"], found["low"], found["high"]] == pytest.approx([scores.mean(), low, high], abs=0.005)


def test_who_answered_other_scales_alone_is_not_scored_and_fewer_than_three_are_not_counted() -> None:
    survey = blank(make_survey(GROUPS, linked=False), [0, 2, 4], "t1", "t2", "t3")
    means = pick(measure_survey(survey, Privacy()).means, wave="1", attribute="everyone").set_index("scale")
    assert tuple(means.loc["trust", ["n_answered", "n_scored", "n_not_scored"]]) == (51, 48, 3)
    assert tuple(means.loc["fair", ["n_answered", "n_scored"]]) == (51, 51)
    assert pd.isna(means.loc["fair", "n_not_scored"])


def test_a_small_group_and_whatever_gives_it_away_has_no_number_at_all() -> None:
    means = measure_survey(make_survey(SMALL), Privacy()).means
    groups = pick(means, attribute="stakeholder_group")
    hidden = groups[groups["shown"] != ""]
    assert "officers" in set(hidden["group"])
    assert len(set(hidden["group"])) >= 2  # everyone less all the others would be the officers
    assert hidden[["n_answered", "n_scored", "n_not_scored", "mean", "sd", "low", "high"]].isna().all(axis=None)
    shown = means[means["shown"] == ""]
    assert (shown["n_scored"] >= 11).all()


def test_a_city_may_ask_for_more_people() -> None:
    means = measure_survey(make_survey(GROUPS), Privacy(group_min_people=40)).means
    assert set(means.loc[means["mean"].notna(), "attribute"]) == {"everyone"}


def test_counts_by_group_tell_only_who_was_scored() -> None:
    groups = measure_survey(make_survey(GROUPS), Privacy()).means.query("attribute != 'everyone'")
    assert groups[["n_answered", "n_not_scored"]].isna().all(axis=None)


def test_change_within_people_is_that_of_the_same_people() -> None:
    groups = {("Old Town", "residents"): (40, 38, 20)}
    survey = make_survey(groups)
    changes = pick(measure_survey(survey, Privacy()).changes, scale="fair", attribute="everyone")
    same = pick(changes, who=LINKED).iloc[0]
    # Everybody's first item goes up by one and the second stays: half a point in each of the twenty.
    assert (same["n_first"], same["n_second"], same["difference"], same["low"], same["high"]) == (20, 20, 0.5, 0.5, 0.5)
    others = pick(changes, who=UNLINKED).iloc[0]
    waves = [score_scale(survey.answers[survey.answers["wave"] == wave], FAIR) for wave in ("1", "2")]
    interval = stats.ttest_ind(waves[1], waves[0], equal_var=False).confidence_interval(0.95)
    expected = [waves[1].mean() - waves[0].mean(), interval.low, interval.high]
    assert (others["n_first"], others["n_second"]) == (40, 38)
    assert [others["difference"], others["low"], others["high"]] == pytest.approx(expected, abs=0.0051)


def test_codes_link_nobody_where_the_survey_is_not_linked() -> None:
    changes = measure_survey(make_survey({("Old Town", "residents"): (40, 38, 20)}, linked=False), Privacy()).changes
    assert set(changes["who"]) == {UNLINKED}


def test_people_without_a_code_are_never_the_same() -> None:
    survey = make_survey({("Old Town", "residents"): (40, 38, 20)})
    survey.answers["respondent"] = None
    assert set(measure_survey(survey, Privacy()).changes["who"]) == {UNLINKED}


def test_one_wave_says_nothing_of_change_and_few_people_nothing_of_reliability() -> None:
    measured = measure_survey(make_survey({("", ""): (29, 0, 0)}), Privacy())
    assert measured.changes.empty
    assert measured.reliability["alpha"].isna().all()
    assert measured.reliability["n_complete"].isna().all()
    assert pick(measured.means, attribute="everyone")["mean"].notna().all()


# What was planted


@pytest.fixture(scope="module")
def riverton(root: Path) -> Measured:
    city = City.open("riverton", root / "data")
    survey = read_city_survey(city)
    assert survey is not None
    return measure_survey(survey, city.config.privacy)


@pytest.fixture(scope="module")
def truth(root: Path) -> dict[str, pd.DataFrame]:
    folder = root / "data" / "riverton" / "truth"
    return {name: pd.read_csv(folder / f"surveys_{name}.csv", dtype={"wave": "str"}) for name in ("means", "changes", "reliability")}


def test_every_mean_shown_is_the_one_that_stands_in_the_answers(riverton: Measured, truth: dict[str, pd.DataFrame]) -> None:
    both = riverton.means.merge(truth["means"], on=["scale", "wave", "attribute", "group"], how="left", suffixes=("", "_truth"))
    shown = both[both["mean"].notna()]
    assert len(shown) > 60
    assert (shown["n_scored"] == shown["n_scored_truth"]).all()
    assert (shown["mean"] - shown["realised"]).abs().max() <= 0.0051
    everyone = shown[shown["attribute"] == "everyone"]
    n_blank = everyone["n_answered"] - everyone["n_scored"]
    assert ((everyone["n_not_scored"] == n_blank) | (everyone["n_not_scored"].isna() & (n_blank < 3))).all()
    april = pick(everyone, scale="trust", wave="2026-04").iloc[0]
    assert (april["n_answered"], april["n_scored"], april["n_not_scored"]) == (156, 152, 4)


def test_intervals_hold_the_planted_means_about_as_often_as_they_say(riverton: Measured, truth: dict[str, pd.DataFrame]) -> None:
    both = riverton.means.merge(truth["means"], on=["scale", "wave", "attribute", "group"], suffixes=("", "_truth"))
    groups = both[both["mean"].notna() & (both["attribute"] == "stakeholder_group")]  # those of neighborhoods are made of other groups
    held = ((groups["low"] <= groups["planted"]) & (groups["planted"] <= groups["high"])).mean()
    assert len(groups) == 40
    assert held >= 0.85


def test_the_planted_order_of_groups_is_found(riverton: Measured) -> None:
    means = pick(riverton.means, attribute="stakeholder_group", wave="2026-04")
    for key in ("procedural_justice", "trust"):
        mine = pick(means, scale=key).set_index("group")["mean"]
        assert mine.idxmax() == "officers"
        assert mine.idxmin() == "youth"


def test_only_the_planted_change_is_found_within_people(riverton: Measured, truth: dict[str, pd.DataFrame]) -> None:
    within = pick(riverton.changes, who=LINKED, attribute="everyone").set_index("scale")
    planted = pick(truth["changes"], attribute="everyone").set_index("scale")
    assert (within["n_first"] == planted["n_linked"]).all()
    assert (within["difference"] - planted["realised"]).abs().max() <= 0.0051
    assert within["low"]["procedural_justice"] > 0  # .28 was planted
    assert within["low"].drop("procedural_justice").max() < 0 < within["high"].drop("procedural_justice").min()  # 0, 0 and .09
    assert ((within["low"] <= planted["planted"]) & (planted["planted"] <= within["high"])).all()


def test_the_planted_reliability_is_found(riverton: Measured, truth: dict[str, pd.DataFrame]) -> None:
    both = riverton.reliability.merge(truth["reliability"], on=["scale", "wave"])
    assert len(both) == 8
    # Rounding to whole answers takes a little of it away.
    assert ((both["alpha_low"] - 0.01 <= both["planted_alpha"]) & (both["planted_alpha"] <= both["alpha_high"] + 0.01)).all()
    weak = both["scale"] == "cooperation"
    assert (both.loc[weak, "omega"] < 0.7).all()
    assert (both.loc[~weak, "omega"] >= 0.79).all()


def test_the_two_small_neighborhoods_are_not_shown_in_any_wave(riverton: Measured) -> None:
    small = riverton.means[riverton.means["group"].isin(["Cedar Hill", "Lakeview"])]
    assert len(small) == 16
    assert small["mean"].isna().all()
    assert (small["shown"] == "not shown").all()
