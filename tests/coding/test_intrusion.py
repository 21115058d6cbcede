"""Intrusion tests: the intruder belongs nowhere else, guessing is known, and who is right is counted."""

from __future__ import annotations

import pandas as pd
import pytest

from peace_analysis.coding.intrusion import make_topic_tasks, make_word_tasks, score_intrusion

THEMES = pd.DataFrame(
    {
        "theme_id": ["T01", "T02", "T03", "T01.1"],
        "parent_id": [None, None, None, "T01"],
        "key_phrases": ["dark street; lamp; night; bulb", "slow call; dispatcher; street corner; hold", "lamp", "shade; post; wire"],
    }
)
NAMES = {"T01": "Lights", "T02": "Calls", "T03": "Noise", "T04": "Dogs"}


def talk(about: dict[str, str], speaker: str | None = "P") -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = []
    for person, themes in about.items():
        for turn, theme in enumerate(themes.split()):
            key = f"{person}-{turn}"
            rows.append((key, person[:2], turn, speaker and person, f"words of {key}", theme))
    frame = pd.DataFrame(rows, columns=["statement_id", "session_id", "turn", "speaker_id", "text", "theme_id"])
    return frame.drop(columns="theme_id"), frame[["statement_id", "theme_id"]]


def test_the_intruding_phrase_is_of_another_theme_and_shares_no_word():
    tasks = {task.about: task for task in make_word_tasks(THEMES, seed=0)}
    assert set(tasks) == {"T01", "T02"}  # T03 has too few phrases, T01.1 is a part
    assert tasks["T01"].intruder in {"slow call", "dispatcher", "hold"}  # "street corner" shares a word
    assert set(tasks["T01"].options) - {tasks["T01"].intruder} == {"dark street", "lamp", "night", "bulb"}
    assert tasks["T02"].intruder in {"lamp", "night", "bulb"}
    assert tasks["T01"].chance == pytest.approx(1 / 5)


def test_the_intruding_theme_is_none_that_the_person_raised():
    statements, assignments = talk({"S1-P1": "T01 T02 T01", "S1-P2": "T01", "S2-P1": "T01 T02 T03 T04", "S2-P2": "T02 T03"})
    tasks = {task.about: task for task in make_topic_tasks(statements, assignments, NAMES, seed=0)}
    assert set(tasks) == {"S1-P1", "S2-P2"}  # one raised a single theme, one all of them
    assert tasks["S1-P1"].intruder in {"Noise", "Dogs"}
    assert {"Lights", "Calls"} < set(tasks["S1-P1"].options)
    assert "words of S1-P1-2" in tasks["S1-P1"].text
    assert "S2" not in tasks["S1-P1"].text


def test_where_nobody_is_named_a_turn_takes_the_place_of_a_person():
    statements, assignments = talk({"S1-P1": "T01 T02"}, speaker=None)
    assert make_topic_tasks(statements, assignments, NAMES, seed=0) == []  # each turn has one theme
    (task,) = make_topic_tasks(statements.assign(turn=1), assignments, NAMES, seed=0)
    assert task.about == "S1 turn 1"


def test_who_finds_the_intruder_is_counted_over_tasks():
    tasks = make_word_tasks(THEMES, seed=0)
    answers = {tasks[0].task_id: {"AB": tasks[0].intruder, "CD": "lamp"}, tasks[1].task_id: {"AB": tasks[1].intruder}}
    found = score_intrusion(tasks, answers).set_index("about")
    assert found.loc["all", ["n_tasks", "n_answers"]].tolist() == [2, 3]
    assert found.loc["all", "share"] == pytest.approx(0.75)
    assert found.loc["all", "low"] < 0.75 < found.loc["all", "high"]
    assert found.loc["all", "chance"] == pytest.approx(0.2)
    assert found.loc["T01", "share"] == pytest.approx(0.5)


def test_without_answers_there_is_no_score():
    assert score_intrusion(make_word_tasks(THEMES, seed=0), {}).empty
