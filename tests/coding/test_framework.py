"""The framework matrix: every statement in its cell, and a summary that knows when its cell has changed."""

from __future__ import annotations

import pandas as pd
import pytest

from peace_analysis.coding.framework import Framework, Summary, find_cases, make_framework

STATEMENTS = pd.DataFrame(
    {
        "statement_id": ["a1", "a2", "b1", "b2", "c1"],
        "session_id": ["S1", "S1", "S2", "S2", "S2"],
        "speaker_id": ["P1", "P2", "P3", "P3", None],
        "text": ["It is dark.", "<b>Dark</b> again.", "Slow calls.", "Nobody came.", "Hello."],
    }
)
ASSIGNMENTS = pd.DataFrame({"statement_id": ["a1", "a2", "b1", "b2", "c1"], "theme_id": ["T01", "T01", "T02", "T01", None]})
THEMES = pd.DataFrame({"theme_id": ["T02", "T01", "T01.1"], "parent_id": [None, None, "T01"], "name": ["Calls", "<i>Light", "Lamps"]})
CASES = dict(zip(STATEMENTS["statement_id"], STATEMENTS["session_id"], strict=True))


def matrix(statements: pd.DataFrame = STATEMENTS, **given: object) -> Framework:
    return make_framework(statements, ASSIGNMENTS, THEMES, CASES, **given)


def test_each_cell_holds_its_statements_word_for_word():
    cells = matrix().cells.set_index(["case", "theme_id"])
    assert cells["n_statements"].to_dict() == {("S1", "T01"): 2, ("S2", "T01"): 1, ("S2", "T02"): 1}
    assert cells.loc[("S1", "T01"), "verbatim"] == "a1: It is dark.\na2: <b>Dark</b> again."
    assert cells.loc[("S1", "T01"), "n_participants"] == 2


def test_the_table_is_cases_by_themes_in_the_order_of_the_themes():
    table = matrix().table
    assert list(table.columns) == ["Calls", "<i>Light"]
    assert table.loc["S1"].tolist() == ["", "[2]"]
    assert table.index.name == "session"


def test_themes_of_one_name_are_told_apart_by_their_ids():
    alike = make_framework(STATEMENTS, ASSIGNMENTS, THEMES.assign(name="Calls"), CASES)
    assert list(alike.table.columns) == ["Calls (T02)", "Calls (T01)"]
    assert '<th scope="col">Calls (T01)</th>' in alike._repr_html_()


def test_a_summary_stays_and_says_when_its_cell_has_changed():
    basis = matrix().cells.set_index(["case", "theme_id"]).loc[("S1", "T01"), "basis"]
    written = {("S1", "T01"): Summary("Dark <streets>.", basis), ("S9", "T01"): Summary("Gone.", "x")}
    kept = matrix(summaries=written)
    assert kept.table.loc["S1", "<i>Light"] == "Dark <streets>. [2]"
    assert kept.n_changed == 0
    assert kept.unplaced == (("S9", "T01"),)
    changed = matrix(STATEMENTS.assign(text=STATEMENTS["text"].replace("It is dark.", "It is bright.")), summaries=written)
    assert changed.n_changed == 1
    assert changed.table.loc["S1", "<i>Light"].startswith("(changed since) Dark")


def test_a_notebook_shows_words_from_data_escaped():
    shown = matrix()._repr_html_()
    assert "&lt;i&gt;Light" in shown
    assert "<i>" not in shown
    assert "for researchers only" in shown


def test_cases_are_people_s_own_groups_before_those_of_their_session():
    sessions = pd.DataFrame({"session_id": ["S1", "S2"], "stakeholder_group": ["residents", "youth"]})
    people = pd.DataFrame({"speaker_id": ["P1", "P2", "P3"], "stakeholder_group": ["business", None, None]})
    found = find_cases(STATEMENTS, sessions, people, "stakeholder_group")
    assert found == {"a1": "business", "a2": "residents", "b1": "youth", "b2": "youth", "c1": "youth"}
    with pytest.raises(ValueError, match="no column"):
        find_cases(STATEMENTS, sessions, people, "shoe_size")
