"""Contrasts: what is found, what is not, and what cannot be tested."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from invented_programme import programme
from test_shares import SESSIONS, world

from peace_analysis.groups.cells import count_cells
from peace_analysis.groups.contrasts import CONTRASTS, compare_groups, judge_family, theme_contrasts
from peace_analysis.groups.permutation import permute_sessions
from peace_analysis.settings import Privacy
from peace_analysis.tables import check_table


def row(frame: pd.DataFrame, group: str, theme: str = "T01") -> pd.Series:
    found = frame[(frame["group"] == group) & (frame["theme_id"] == theme)]
    assert len(found) == 1
    return found.iloc[0]


PLANTED = programme(
    [
        *[("youth", 12, (9, 4, 5)), ("youth", 12, (10, 3, 4)), ("youth", 12, (8, 4, 4)), ("youth", 12, (10, 5, 4))],
        *[("residents", 12, (2, 4, 4)), ("residents", 12, (1, 3, 5)), ("residents", 12, (3, 5, 4)), ("residents", 12, (2, 4, 3))],
        *[("business", 12, (1, 4, 5)), ("business", 12, (2, 4, 4))],
        *[("officers", 12, (1, 4, 4)), ("officers", 12, (2, 5, 4)), ("officers", 12, (0, 3, 5)), ("officers", 12, (1, 4, 4))],
    ]
)


def test_a_planted_difference_is_found_with_its_size_and_the_planted_null_is_not() -> None:
    found = compare_groups(PLANTED, "stakeholder_group", ["T01", "T02", "T03"])
    planted = row(found, "youth")
    assert planted["verdict"] == "differs"
    assert planted["p"] == pytest.approx(1 / 1001)
    assert planted["difference"] == pytest.approx(37 / 48 - 15 / 120)
    assert planted["low"] > 0.4
    assert planted["high"] < 0.85
    assert planted["low"] < planted["difference"] < planted["high"]
    assert planted["ratio_low"] > 2
    null = found[found["theme_id"] != "T01"]
    assert (null["verdict"] != "differs").all()
    assert ((null["low"] < 0) & (null["high"] > 0)).all()


def test_a_group_of_two_sessions_cannot_be_tested_and_does_not_use_up_what_others_need() -> None:
    """METHODS section 3: the smallest p of 2 v 12 sessions is .011, above .05 / m."""
    found = compare_groups(PLANTED, "stakeholder_group", ["T01", "T02", "T03"])
    business = found[found["group"] == "business"]
    assert set(business["verdict"]) == {"cannot be tested"}
    assert business["smallest_p"].tolist() == pytest.approx([1 / 91] * 3)
    assert business["q"].isna().all()
    assert (business["smallest_p"] > 0.05 / business["n_family"]).all()
    assert (found["n_family"] == found["q"].notna().sum()).all()
    assert found.loc[found["q"].notna(), "attainable_p"].max() <= 0.05 / found["n_family"].iloc[0]


def test_no_difference_found_stands_beside_what_could_have_been_found() -> None:
    found = compare_groups(PLANTED, "stakeholder_group", ["T02"])
    assert row(found, "youth", "T02")["verdict"] == "no difference found"
    assert 0.1 < row(found, "youth", "T02")["detectable"] < 0.5


def test_one_session_against_one_tells_nothing() -> None:
    found = compare_groups(programme([("a", 12, (12,)), ("b", 12, (0,))]), "stakeholder_group", ["T01"])
    only = found.iloc[0]
    assert only["verdict"] == "cannot be tested"
    assert not only["adequate"]
    assert np.isnan([only["low"], only["detectable"], only["q"]]).all()


def test_of_two_groups_one_test_is_made_and_not_its_mirror_as_well() -> None:
    sessions = [("East", 12, (9,))] * 4 + [("West", 12, (2,))] * 4
    found = compare_groups(programme(sessions), "stakeholder_group", ["T01"])
    assert found[["group", "against"]].to_numpy().tolist() == [["East", "West"]]
    assert found["p"].iloc[0] == pytest.approx(2 / 70)


def test_pairs_are_tested_on_their_own_sessions() -> None:
    found = compare_groups(PLANTED, "stakeholder_group", ["T01"], against="pairs")
    assert len(found) == 6
    pair = found[(found["group"] == "residents") & (found["against"] == "youth")].iloc[0]
    assert (pair["n_sessions"], pair["n_sessions_against"], pair["n_heard_against"]) == (4, 4, 48)
    assert pair["p"] == pytest.approx(2 / 70)


def test_an_attribute_that_varies_within_sessions_is_tested_within_them() -> None:
    heard = programme([("", 12, (6,)), ("", 12, (6,)), ("", 12, (6,))])
    # The six who raise it are the six young ones of each session: as large a difference as there can be.
    heard.people["age_group"] = np.tile(np.repeat(["13-17", "65+"], 6), 3)
    found = compare_groups(heard, "age_group", ["T01"]).iloc[0]
    assert found["design"] == "within_session"
    assert found["difference"] == pytest.approx(1.0)
    assert found["p"] == pytest.approx(2 / 924**3)
    assert found["verdict"] == "differs"


def test_sessions_that_differ_make_no_difference_between_people_within_them() -> None:
    heard = programme([("", 10, (10,)), ("", 10, (0,))])
    heard.people["age_group"] = ["13-17"] * 8 + ["65+"] * 2 + ["13-17"] * 2 + ["65+"] * 8
    found = compare_groups(heard, "age_group", ["T01"]).iloc[0]
    assert found["n_raised"] / found["n_heard"] - found["n_raised_against"] / found["n_heard_against"] == pytest.approx(0.6)
    assert (found["p"], found["difference"]) == (1.0, 0.0)
    assert found["verdict"] == "cannot be tested"


def test_a_few_guests_do_not_turn_a_session_s_attribute_into_one_of_people() -> None:
    heard = programme([("youth", 12, (9,))] * 4 + [("residents", 12, (2,))] * 4)
    heard.people.iloc[0, heard.people.columns.get_loc("stakeholder_group")] = "residents"
    found = compare_groups(heard, "stakeholder_group", ["T01"]).iloc[0]
    assert found["design"] == "session"
    assert (found["n_heard"], found["n_heard_against"]) == (48, 47)


def test_people_of_unknown_group_are_on_neither_side() -> None:
    heard = programme([("a", 12, (5,)), ("a", 12, (5,)), ("b", 12, (3,)), ("b", 12, (3,)), (None, 12, (9,))])  # type: ignore[list-item]
    found = compare_groups(heard, "stakeholder_group", ["T01"]).iloc[0]
    assert (found["n_raised"], found["n_heard"], found["n_raised_against"], found["n_heard_against"]) == (10, 24, 6, 24)


def test_icc_is_worked_out_by_hand() -> None:
    # Design effect of each two-session group as in test_intervals: sessions of 10 with 8 and 2. Squares 60 + 60, times 4 / 2, over 40: 6.
    heard = programme([("a", 10, (8,)), ("a", 10, (2,)), ("b", 10, (8,)), ("b", 10, (2,))])
    found = compare_groups(heard, "stakeholder_group", ["T01"]).iloc[0]
    assert found["design_effect"] == pytest.approx(6.0)
    assert found["icc"] == pytest.approx(5 / 9)


def test_benjamini_hochberg_is_that_of_the_original_paper() -> None:
    """Benjamini & Hochberg (1995), section 3.2: of 15 p values four are rejected at .05; Bonferroni rejects three."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    n_family, q, verdict = judge_family(p, np.zeros(15), np.ones(15, dtype=bool))
    assert n_family == 15
    assert verdict.tolist() == ["differs"] * 4 + ["no difference found"] * 11
    assert q[:4] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625])


def test_tests_that_cannot_reach_the_threshold_leave_the_family() -> None:
    # Ten tests that can reach .001 and ninety that cannot go below .02: .05 / 10 is reached by the ten alone.
    attainable = np.r_[np.full(10, 0.001), np.full(90, 0.02)]
    n_family, q, verdict = judge_family(np.r_[0.004, np.full(99, 0.5)], attainable, np.ones(100, dtype=bool))
    assert n_family == 10
    assert verdict[0] == "differs"
    assert q[0] == pytest.approx(0.04)
    assert set(verdict[10:]) == {"cannot be tested"}


def test_a_family_in_which_nothing_can_be_reached_is_empty() -> None:
    n_family, q, verdict = judge_family([0.33, 0.33], [0.33, 0.33], [True, True])
    assert n_family == 0
    assert np.isnan(q).all()
    assert set(verdict) == {"cannot be tested"}


def test_a_group_too_small_to_be_shown_is_not_tested() -> None:
    heard = programme([("a", 4, (4,)), ("a", 4, (4,))] + [("b", 12, (1,))] * 8)
    found = compare_groups(heard, "stakeholder_group", ["T01"])
    assert not found["adequate"].any()
    assert set(found["verdict"]) == {"cannot be tested"}
    assert compare_groups(programme([("a", 5, (5,))] * 4 + [("b", 12, (1,))] * 8), "stakeholder_group", ["T01"])["adequate"].all()


def test_whole_tables_give_checked_contrasts_of_top_level_themes_only() -> None:
    said = [(session, f"{session}-{n}", "T01" if n < 6 else "T02") for session in ("S1", "S2", "S3") for n in range(12)]
    found = theme_contrasts(*world(said), SESSIONS, by=("neighborhood", "stakeholder_group"), privacy=Privacy(), seed=1)
    assert check_table(found, CONTRASTS).equals(found)
    assert set(found["theme_id"]) == {"T01", "T02"}
    assert set(found["attribute"]) == {"neighborhood"}  # everybody is of one stakeholder group: nothing to compare


def test_an_empty_city_has_no_contrasts() -> None:
    found = theme_contrasts(*world([("S1", None, "T01")]), SESSIONS)
    assert found.empty
    assert list(found.columns) == list(CONTRASTS.by_name)


def test_false_alarms_stay_at_or_below_what_is_promised() -> None:
    """METHODS section 2, the order of it: chi-square over participants cries wolf, the permutation does not (15 sessions, ICC .10)."""
    rng = np.random.default_rng(20260401)
    n_programmes, mine = 2_000, np.arange(15) < 5
    of_session = rng.beta(0.3 * 9, 0.7 * 9, size=(15, n_programmes))
    raised = rng.binomial(12, of_session).astype(float)
    ours = (permute_sessions(raised, np.full(15, 12), mine).p[0] <= 0.05).mean()
    first, second = raised[mine].sum(axis=0) / 60, raised[~mine].sum(axis=0) / 120
    pooled = raised.sum(axis=0) / 180
    chi_square = (np.abs(first - second) / np.sqrt(pooled * (1 - pooled) * (1 / 60 + 1 / 120)) > 1.96).mean()
    assert ours <= 0.05 + 1.96 * np.sqrt(0.05 * 0.95 / n_programmes)
    assert chi_square > 0.15


def test_whoever_sits_in_no_session_of_their_group_has_no_group_of_their_own() -> None:
    heard = programme([("a", 12, (5,))] * 2 + [("b", 12, (3,))] * 2)
    heard.people.iloc[0, 1] = "c"
    assert count_cells(heard, "stakeholder_group", ["T01"]).groups == ["a", "b"]


@pytest.mark.parametrize("n_sessions", [1, 3, 8])
def test_intervals_within_sessions_hold_the_truth_as_often_as_they_say(n_sessions: int) -> None:
    """Two groups of six in each session, sessions far apart (ICC .3), a true difference of 20 points within each."""
    rng = np.random.default_rng(n_sessions)
    held, n_programmes, n_themes = 0, 30, 20  # themes are drawn apart from each other
    for _ in range(n_programmes):
        base = np.clip(rng.beta(0.3 * 2.3, 0.7 * 2.3, (n_sessions, n_themes)), 0, 0.8)
        heard = programme([("", 12, (0,) * n_themes)] * n_sessions)
        heard.people["age_group"] = np.tile(np.repeat(["young", "old"], 6), n_sessions)
        chance = np.repeat(base, 12, axis=0) + 0.2 * (heard.people["age_group"] == "young").to_numpy()[:, None]
        heard.raised[:] = rng.random(chance.shape) < chance
        found = compare_groups(heard, "age_group", heard.themes)
        held += int(((found["low"] <= -0.2) & (found["high"] >= -0.2)).sum())  # old less young
    assert held / (n_programmes * n_themes) >= 0.92 - 0.02
