"""Samples to code, what coders agree on, and how the machine does against them; counted by hand."""

from __future__ import annotations

import math
from collections import Counter

import pandas as pd
import pytest

from peace_analysis.coding.agreement import consensus_codes, list_disagreements, list_withheld, measure_agreement, with_parts
from peace_analysis.coding.machine import score_machine
from peace_analysis.coding.sample import draw_share, order_for_coder


def strata(n_sessions: int = 10, n: int = 20) -> pd.DataFrame:
    rows = [
        {"statement_id": f"S{s}-{k:02d}", "group": "youth" if s % 2 else "residents", "session_id": f"S{s}", "theme_id": f"T{k % 3}"}
        for s in range(n_sessions)
        for k in range(n)
    ]
    return pd.DataFrame(rows)


def test_each_session_and_group_gives_its_share():
    drawn = draw_share(strata(), 0.2, seed=0)
    assert len(drawn) == 40
    assert set(Counter(key.split("-")[0] for key in drawn).values()) == {4}
    assert drawn == draw_share(strata(), 0.2, seed=0) != draw_share(strata(), 0.2, seed=1)


def test_every_statement_has_the_same_chance():
    times = Counter(key for seed in range(120) for key in draw_share(strata(4, 10), 0.25, seed=seed))
    assert len(times) == 40
    assert min(times.values()) > 11  # 30 are expected, with a spread of 4.7
    assert max(times.values()) < 49


@pytest.mark.parametrize(("share", "n"), [(1.0, 200), (0.001, 1)])
def test_a_share_gives_at_least_one_and_at_most_all(share, n):
    assert len(draw_share(strata(), share, seed=0)) == n


def test_no_share_is_refused():
    with pytest.raises(ValueError, match="share"):
        draw_share(strata(), 0, seed=0)


def test_coders_read_the_same_statements_each_in_another_order():
    items = [f"i{n}" for n in range(30)]
    first, second = (order_for_coder(items, coder, seed=0) for coder in ("AB", "CD"))
    assert sorted(first) == sorted(second) == sorted(items)
    assert first != second


def both(*pairs: tuple[str, str]) -> dict[str, dict[str, frozenset[str]]]:
    """Codes of AB and CD for S1-00, S1-01, ...; two statements a session."""
    return {
        f"S{1 + n // 2}-{n % 2:02d}": {"AB": frozenset(one.split("+")), "CD": frozenset(other.split("+"))}
        for n, (one, other) in enumerate(pairs)
    }


CODES = both(
    ("T01", "T01"), ("T01", "T01"), ("T01", "T01"), ("T02", "T02"), ("T02", "none"), ("none", "T02"), ("none", "none"), ("T01+T02", "T01")
)
SESSIONS = {key: key.split("-")[0] for key in CODES}


def test_a_theme_on_which_coders_differ_is_withheld_until_they_settle():
    found = measure_agreement(CODES, {}, ["T01", "T02", "T03"], SESSIONS)
    rows = found.themes.set_index("theme_id")
    assert (found.n_statements, found.n_differ, found.n_open) == (8, 3, 3)
    assert rows["verdict"].to_dict() == {"T01": "reliable", "T02": "withheld", "T03": "not measured"}
    assert rows.loc["T01", "alpha"] == 1
    # T02: pairs yes-yes 1, yes-no 3, no-no 4 of 16 values, 5 of them yes: observed 6/16, expected 2*5*11/(16*15).
    assert rows.loc["T02", "alpha"] == pytest.approx(1 - (6 / 16) / (110 / 240))
    assert rows["n_open"].to_dict() == {"T01": 0, "T02": 3, "T03": 0}
    assert list_withheld(found) == {"T02"}

    partly = {"S3-00": frozenset({"T02"}), "S3-01": frozenset({"none"})}
    assert list_withheld(measure_agreement(CODES, partly, ["T01", "T02"], SESSIONS)) == {"T02"}
    settled = measure_agreement(CODES, {**partly, "S4-01": frozenset({"T01"})}, ["T01", "T02"], SESSIONS)
    assert list_withheld(settled) == frozenset()
    assert settled.themes.set_index("theme_id").loc["T02", "verdict"] == "settled"
    assert settled.themes.set_index("theme_id").loc["T02", "alpha"] == rows.loc["T02", "alpha"]  # what was measured stays


def test_statements_that_one_person_coded_do_not_count():
    alone = {**CODES, "S9-00": {"AB": frozenset({"T02"})}}
    assert measure_agreement(alone, {}, ["T01"], SESSIONS).n_statements == 8
    assert list_disagreements(alone) == ["S3-00", "S3-01", "S4-01"]
    assert "S9-00" not in consensus_codes(alone, {"S9-00": frozenset({"T01"})})


def test_consensus_is_what_all_gave_or_what_they_settled_on():
    found = consensus_codes(CODES, {"S3-00": frozenset({"T02"}), "S1-00": frozenset({"T02"})})
    assert found["S3-00"] == {"T02"}
    assert found["S1-00"] == {"T01"}  # they never differed on it
    assert "S3-01" not in found


def test_parts_go_with_their_theme():
    themes = pd.DataFrame({"theme_id": ["T01", "T01.1", "T02"], "parent_id": [None, "T01", None]})
    assert with_parts({"T01"}, themes) == {"T01", "T01.1"}


def test_precision_and_recall_by_theme_and_group():
    consensus = {f"S{n}-0": frozenset({"T01"}) for n in range(6)} | {f"S{n}-1": frozenset({"none"}) for n in range(4)}
    consensus |= {"S5-1": frozenset({"T01", "T02"})}
    machine = {**{f"S{n}-0": "T01" for n in range(4)}, "S4-0": "T02", "S5-0": None, "S0-1": "T01", "S1-1": None, "S5-1": "T02"}
    sessions = {key: key.split("-")[0] for key in consensus}
    group = {key: "youth" if sessions[key] in ("S4", "S5") else "residents" for key in consensus if key != "S5-1"}
    table = score_machine(consensus, machine, ["T01", "T02"], sessions, {"stakeholder_group": group})
    rows = table.set_index(["group", "theme_id"])
    everyone = rows.loc[("everyone", "T01")]
    assert (everyone["n_machine"], everyone["n_people"], everyone["n_both"]) == (5, 7, 4)
    assert everyone["precision"] == pytest.approx(4 / 5)
    assert everyone["recall"] == pytest.approx(4 / 7)
    assert everyone["recall_low"] < 4 / 7 < everyone["recall_high"]
    assert rows.loc[("residents", "T01"), "recall"] == 1
    assert rows.loc[("youth", "T01"), "recall"] == 0
    assert math.isnan(rows.loc[("youth", "T01"), "precision"])  # the machine gave it to nobody there
    total = rows.loc[("everyone", "all")]
    assert (total["n_machine"], total["n_people"], total["n_both"]) == (7, 8, 5)
