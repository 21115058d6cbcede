"""What was planted in riverton, counted from its truth.

Found where sessions suffice, not found where nothing is, and said to be untestable where a group was heard in two sessions of fourteen.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML

from peace_analysis.groups.common_ground import find_common_ground
from peace_analysis.groups.contrasts import compare_groups
from peace_analysis.groups.heard import Heard

SEED = 20260401
ATTRIBUTES = ["stakeholder_group", "precinct", "neighborhood", "mode"]


@pytest.fixture(scope="module")
def effects(root: Path) -> dict[str, Any]:
    return YAML(typ="safe").load((root / "data/riverton/truth/effects.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def heard(root: Path) -> Heard:
    """Who raised which planted theme, from the passages as they were written; sessions whose source names nobody are left out."""
    folder = root / "data" / "riverton"
    roster = pd.read_csv(folder / "participants.csv").set_index("speaker_id")
    sessions = pd.read_csv(folder / "sessions.csv").set_index("session_id")
    people = roster[["session_id"]].join(sessions[ATTRIBUTES], on="session_id").sort_index()
    passages = pd.read_csv(folder / "truth" / "passages.csv", keep_default_na=False)
    said = passages[passages["speaker_id"].isin(list(people.index)) & ~passages["themes"].isin(["", "none"])]
    said = said.assign(theme=said["themes"].str.split("+")).explode("theme")
    raised = pd.crosstab(said["speaker_id"], said["theme"]).reindex(people.index, fill_value=0) > 0
    return Heard(people, raised.to_numpy(dtype=bool), list(raised.columns), [], np.zeros((0, raised.shape[1]), dtype=bool))


def contrast(heard: Heard, attribute: str, group: str, theme: str) -> pd.Series:
    found = compare_groups(heard, attribute, heard.themes, seed=SEED)
    row = found[(found["theme_id"] == theme) & (found["group"] == group)]
    assert len(row) == 1
    return row.iloc[0]


def test_the_counts_are_those_that_were_planted(heard: Heard, effects: dict[str, Any]) -> None:
    for planted in effects["differences"]:
        row = contrast(heard, planted["attribute"], planted["group"], planted["theme"])
        group, rest = planted["realised"]["group"], planted["realised"]["rest"]
        assert row[["n_raised", "n_heard", "n_sessions"]].tolist() == [group["n_raised"], group["n_heard"], group["n_sessions"]]
        assert row[["n_raised_against", "n_heard_against"]].tolist() == [rest["n_raised"], rest["n_heard"]]
        assert row["smallest_p"] == pytest.approx(planted["smallest_p"], abs=6e-5)


@pytest.mark.parametrize(
    ("attribute", "group", "theme"),
    [("stakeholder_group", "youth", "stops"), ("stakeholder_group", "residents", "traffic"), ("precinct", "East", "response_time")],
)
def test_planted_differences_are_found_where_sessions_suffice(heard: Heard, attribute: str, group: str, theme: str) -> None:
    row = contrast(heard, attribute, group, theme)
    assert row["verdict"] == "differs"
    assert row["q"] <= 0.05
    assert row["low"] > 0.25


@pytest.mark.parametrize(("group", "theme"), [("officers", "staffing"), ("business", "theft")])
def test_a_group_of_two_sessions_cannot_be_tested_but_its_difference_is_given_with_its_interval(
    heard: Heard, group: str, theme: str
) -> None:
    row = contrast(heard, "stakeholder_group", group, theme)
    assert row["verdict"] == "cannot be tested"
    assert row["low"] > 0.3
    assert row["smallest_p"] > 0.05 / row["n_family"]
    ground = find_common_ground(heard, "stakeholder_group", heard.themes, seed=SEED).set_index("theme_id").loc[theme]
    assert ground["highest_group"] == group
    assert ground["kind"] != "common ground"


@pytest.mark.parametrize("theme", ["stops", "traffic"])
def test_planted_differences_divide_the_groups(heard: Heard, theme: str) -> None:
    ground = find_common_ground(heard, "stakeholder_group", heard.themes, seed=SEED).set_index("theme_id")
    assert ground.loc[theme, "kind"] == "divides"


def test_the_planted_null_is_not_found_in_any_comparison(heard: Heard, effects: dict[str, Any]) -> None:
    theme = effects["no_difference"]["theme"]
    for attribute in ("stakeholder_group", "precinct", "mode"):
        found = compare_groups(heard, attribute, heard.themes, seed=SEED)
        null = found[found["theme_id"] == theme]
        assert (null["verdict"] != "differs").all()
        assert null["p"].min() > 0.3
        assert ((null["low"] < 0) & (null["high"] > 0)).all()
    ground = find_common_ground(heard, "stakeholder_group", heard.themes, seed=SEED).set_index("theme_id")
    assert ground.loc[theme, "kind"] == "common ground"


def test_no_neighborhood_can_be_tested_against_the_rest(heard: Heard) -> None:
    found = compare_groups(heard, "neighborhood", heard.themes, seed=SEED)
    assert set(found["verdict"]) == {"cannot be tested"}
    assert (found["smallest_p"] > 0.01).all()
