"""Small cells: what is masked, in which words, and that the tables of a run do not give each other away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from counted_people import SIX, make_tables, mask

from peace_analysis import groups
from peace_analysis.disclosure import attack_release, mask_release
from peace_analysis.disclosure.release import Cell, Form
from peace_analysis.settings import Privacy

NESTED = ("neighborhood", "precinct", "stakeholder_group")


@pytest.mark.parametrize(
    ("raised", "heard", "adequate", "form"),
    [
        (0, 24, True, Form.FEWER),
        (2, 24, True, Form.FEWER),
        (3, 24, True, Form.NUMBER),
        (21, 24, True, Form.NUMBER),
        (22, 24, True, Form.ALL_BUT),
        (24, 24, True, Form.ALL_BUT),
        (5, 9, False, Form.TOO_SMALL),
    ],
)
def test_lone_voices_and_lone_exceptions_are_masked(raised: int, heard: int, adequate: bool, form: Form) -> None:
    assert Cell(("group_shares", "a", "A", "T01"), {}, raised, few=3, heard=heard, shown_alone=adequate).primary is form


@pytest.mark.parametrize(("n", "few", "form"), [(0, 11, Form.NUMBER), (1, 11, Form.FEWER), (10, 11, Form.FEWER), (11, 11, Form.NUMBER)])
def test_counts_of_one_to_ten_people_are_masked_and_zero_is_not(n: int, few: int, form: Form) -> None:
    assert Cell(("people", "A", "x"), {}, n, few=few).primary is form


def test_in_restricted_tables_counts_of_one_to_four_are_masked() -> None:
    assert Cell(("people", "A", "x"), {}, 4, few=5).primary is Form.FEWER
    assert not Cell(("people", "A", "x"), {}, 4, few=5).is_wide(Form.FEWER, 2, 4)
    assert Cell(("people", "A", "x"), {}, 4, few=5).is_wide(Form.FEWER, 1, 4)


def test_a_masked_count_that_no_other_table_gives_away_costs_nothing() -> None:
    masked = mask(SIX, {"T01": {"S1": 1, "S3": 1, "S5": 6, "S6": 5, "S2": 0, "S4": 0}}, by=("neighborhood",))
    shown = {key[2]: form for key, form in masked.form.items() if key[0] == "group_shares"}
    assert shown == {"Eastgate": Form.FEWER, "Mill Flats": Form.FEWER, "Old Town": Form.NUMBER}


def test_a_single_masked_group_takes_another_with_it() -> None:
    masked = mask(SIX, {"T01": {"S1": 1, "S3": 5, "S4": 4, "S5": 6, "S6": 6}}, by=("neighborhood",))
    forms = [form for key, form in masked.form.items() if key[0] == "group_shares"]
    assert forms.count(Form.NUMBER) == 1
    assert not any(found.exposed for found in attack_release(masked.release, masked.forms))


def test_what_was_declared_beforehand_is_hidden_last() -> None:
    raised = {"T01": {"S1": 1, "S3": 5, "S4": 4, "S5": 6, "S6": 6}}
    tables = make_tables(SIX, raised)
    for kept, hidden in (("Mill Flats", "Old Town"), ("Old Town", "Mill Flats")):
        declared = [("neighborhood", kept, "rest", "T01")]
        masked = mask_release(**tables, by=["neighborhood"], privacy=Privacy(), declared=declared)
        assert masked.is_shown("group_shares", "neighborhood", kept, "T01")
        assert not masked.is_shown("group_shares", "neighborhood", hidden, "T01")
        assert not any(found.exposed for found in attack_release(masked.release, masked.forms))


def test_precincts_made_of_neighborhoods_do_not_give_them_away() -> None:
    raised = {"T01": {"S1": 1, "S3": 5, "S4": 4, "S5": 2, "S6": 0}}
    flat = mask(SIX, raised, by=("neighborhood",))
    assert flat.is_shown("group_shares", "neighborhood", "Mill Flats", "T01")
    nested = mask(SIX, raised, by=NESTED)
    assert not any(found.exposed for found in attack_release(nested.release, nested.forms))
    east = nested.is_shown("group_shares", "precinct", "East", "T01")
    assert not (east and nested.is_shown("group_shares", "neighborhood", "Mill Flats", "T01"))  # 10 - 9 would be Eastgate's one


@pytest.mark.parametrize("seed", range(12))
def test_no_masked_count_of_a_random_programme_is_exposed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sessions = {name: (*where[:3], int(rng.integers(5, 14))) for name, where in SIX.items()}
    raised = {
        f"T{t:02d}": {name: int(rng.binomial(row[3], rng.choice([0.05, 0.2, 0.9]))) for name, row in sessions.items()} for t in (1, 2, 3)
    }
    raised = {theme: counts for theme, counts in raised.items() if any(counts.values())}
    masked = mask(sessions, raised, by=NESTED)
    assert [found.cell.key for found in attack_release(masked.release, masked.forms) if found.exposed] == []


def test_a_group_is_withdrawn_where_its_size_would_give_a_small_group_s_away() -> None:
    sessions = {**SIX, "S5": (*SIX["S5"][:3], 4), "S6": (*SIX["S6"][:3], 4)}
    masked = mask(sessions, {"T01": {"S1": 5, "S3": 6}}, by=("neighborhood",))
    assert masked.withdrawn == (("neighborhood", "Eastgate"),)
    shares = groups.theme_shares(**{k: v for k, v in make_tables(sessions, {"T01": {"S1": 5, "S3": 6}}).items() if k != "themes"})
    released = masked.mask_shares(shares).set_index("group")
    assert not released.loc[["Eastgate", "Old Town"], "adequate"].any()
    assert bool(released.loc["Mill Flats", "adequate"])


def test_sessions_that_raised_a_theme_are_not_told_where_they_tell_of_people() -> None:
    everywhere = dict.fromkeys(SIX, 1) | {"S5": 6, "S6": 5, "S3": 4}
    masked = mask(SIX, {"T01": everywhere}, by=("neighborhood",))
    assert not masked.is_shown("sessions", "T01")  # raised in all sessions: Eastgate's two have one each at least


def test_masking_keeps_the_rows_and_takes_every_number_of_a_masked_one() -> None:
    tables = make_tables(SIX, {"T01": {"S1": 1, "S3": 5, "S4": 4, "S5": 6, "S6": 6}})
    shares = groups.theme_shares(**{name: table for name, table in tables.items() if name != "themes"})
    before = shares.copy()
    masked = mask(SIX, {"T01": {"S1": 1, "S3": 5, "S4": 4, "S5": 6, "S6": 6}}).mask_shares(shares)
    pd.testing.assert_frame_equal(shares, before)
    assert masked["group"].tolist() == shares["group"].tolist()
    eastgate = masked[masked["group"] == "Eastgate"].iloc[0]
    assert eastgate["shown"] == "fewer than 3"
    assert eastgate[["n_raised", "share", "low", "high", "design_effect"]].isna().all()
    assert eastgate["n_heard"] == 24
    kept = masked[~masked["masked"]]
    assert kept["n_raised"].notna().all()
    assert (kept["low"].dropna() * 100 % 1).round(6).isin([0.0, 1.0]).all()  # whole percents


def test_words_follow_the_thresholds_of_the_city() -> None:
    privacy = Privacy(opinion_threshold=4, who_threshold=15)
    masked = mask(SIX, {"T01": {"S1": 3, "S3": 3, "S5": 6, "S6": 6}}, by=("neighborhood",), privacy=privacy)
    assert masked.opinion_text(Form.FEWER) == "fewer than 4"
    people = masked.mask_people(
        pd.DataFrame([{"neighborhood": row[0], "stakeholder_group": row[2], "n_participants": row[3]} for row in SIX.values()])
    )
    assert set(people["shown"]) <= {"14 or fewer", "not shown"}
    assert people["n_participants"].isna().all()
