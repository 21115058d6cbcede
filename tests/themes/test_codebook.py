"""Decisions of a codebook, applied in order."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from peace_analysis.tables import ASSIGNMENTS, THEMES, check_table
from peace_analysis.themes.codebook import Applied, apply_codebook
from peace_analysis.themes.codebook_entries import Codebook
from peace_analysis.themes.tabulate import tabulate_themes

WHO = {"version": 1, "author": "MB", "date": "2026-04-02", "reason": "agreed on at the coding meeting"}
CODES = [
    {"code": "lamps", "name": "Dark streets", "brief": "Streets without light.", "sentences": ["The lamps are out."]},
    {"code": "oversight", "name": "Oversight", "brief": "Who looks into complaints."},
]


def programme() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Twelve statements of six people in three sessions: T01 with two subthemes, T02, one residual and one in Spanish."""
    rows = [
        ("S1-01", "S1", "S1-P1", "T01", "T01.1", "the lamp is broken"),
        ("S1-02", "S1", "S1-P2", "T01", "T01.1", "the lamp is dark"),
        ("S2-01", "S2", "S2-P1", "T01", "T01.2", "the alley is dark"),
        ("S2-02", "S2", "S2-P2", "T01", "T01.2", "the alley is overgrown"),
        ("S3-01", "S3", "S3-P1", "T01", None, "the lamp in the alley"),
        ("S1-03", "S1", "S1-P1", "T02", None, "the complaint was lost"),
        ("S2-03", "S2", "S2-P1", "T02", None, "the complaint went nowhere"),
        ("S3-02", "S3", "S3-P2", "T02", None, "the board never met"),
        ("S3-03", "S3", "S3-P1", None, None, "the cat is asleep"),
        ("S3-04", "S3", "S3-P2", None, None, "la calle está oscura"),
    ]
    frame = pd.DataFrame(rows, columns=["statement_id", "session_id", "speaker_id", "theme_id", "subtheme_id", "text"])
    statements = frame[["statement_id", "session_id", "speaker_id", "text"]].assign(
        turn=1, question="a", request=False, language="en", quotable=True
    )
    statements.loc[9, "language"] = "es"
    assignments = frame[["statement_id", "theme_id", "subtheme_id"]].astype({"theme_id": "str", "subtheme_id": "str"})
    assignments["membership"] = [0.5] * 8 + [np.nan] * 2
    assignments["residual"] = [False] * 8 + [True, False]
    names = {"T01": "Lamps and alleys", "T01.1": "Lamps", "T01.2": "Alleys", "T02": "Complaints"}
    first = pd.DataFrame({"theme_id": list(names), "description": "As found.", "key_phrases": "lamp; alley", "stability": 0.7})
    themes = tabulate_themes(first, assignments, statements, names=names, codes={}, reworded=frozenset())
    return themes, assignments, statements


def book(*decisions: dict[str, object], codes: list[dict[str, object]] | None = None) -> Codebook:
    return Codebook.model_validate({"codes": CODES if codes is None else codes, "decisions": [{**one, **WHO} for one in decisions]})


def apply(*decisions: dict[str, object], **more: object) -> Applied:
    applied = apply_codebook(book(*decisions), *programme(), **more)  # type: ignore[arg-type]
    check_table(applied.themes, THEMES)
    check_table(applied.assignments, ASSIGNMENTS)
    return applied


def where(applied: Applied, statement: str) -> str | None:
    value = applied.assignments.set_index("statement_id").loc[statement, "theme_id"]
    return value if isinstance(value, str) else None


def row(applied: Applied, theme: str) -> pd.Series:
    return applied.themes.set_index("theme_id").loc[theme]


def messages(applied: Applied) -> list[str]:
    return [notice.message for notice in applied.notices]


def test_without_decisions_nothing_changes() -> None:
    themes, assignments, statements = programme()
    applied = apply_codebook(Codebook(), themes, assignments, statements)
    assert_frame_equal(applied.themes, themes)
    assert_frame_equal(applied.assignments, assignments)
    assert applied.notices == ()


def test_a_theme_is_renamed_and_keeps_everything_else() -> None:
    applied = apply({"rename": {"theme": "T02", "name": "Complaints that go nowhere"}})
    assert row(applied, "T02")["name"] == "Complaints that go nowhere"
    assert row(applied, "T02")["n_statements"] == 3
    assert row(applied, "T02")["description"] == "As found."
    assert applied.decided == {"T02": (1,)}


def test_a_subtheme_is_renamed() -> None:
    assert row(apply({"rename": {"theme": "T01.2", "name": "Overgrown alleys"}}), "T01.2")["name"] == "Overgrown alleys"


def test_a_definition_gives_name_brief_and_code() -> None:
    applied = apply({"define": {"theme": "T01", "code": "lamps"}}, {"rename": {"theme": "lamps", "name": "No light"}})
    assert (row(applied, "T01")["name"], row(applied, "T01")["description"]) == ("No light", "Streets without light.")
    assert applied.codes["T01"].code == "lamps"


def test_merged_themes_are_counted_as_one() -> None:
    applied = apply({"merge": {"themes": ["T01"], "into": "T02"}})
    assert list(applied.themes["theme_id"]) == ["T02"]
    assert (row(applied, "T02")["n_statements"], row(applied, "T02")["n_participants"], row(applied, "T02")["n_sessions"]) == (8, 6, 3)
    assert messages(applied) == []  # that nothing is left of T01 is what was decided


def test_merged_subthemes_stay_in_their_theme() -> None:
    applied = apply({"merge": {"themes": ["T01.2"], "into": "T01.1"}})
    assert list(applied.themes["theme_id"]) == ["T01", "T01.1", "T02"]
    assert row(applied, "T01.1")["n_statements"] == 4
    assert row(applied, "T01")["n_statements"] == 5


def test_a_theme_is_not_merged_with_a_subtheme() -> None:
    applied = apply({"merge": {"themes": ["T02"], "into": "T01.1"}})
    assert where(applied, "S1-03") == "T02"
    assert messages(applied) == ["T02 and T01.1 are a theme and a subtheme. Split the subtheme off first."]


def test_a_subtheme_becomes_a_theme_of_its_own() -> None:
    applied = apply({"split": {"theme": "T01", "subtheme": "T01.1", "code": "lamps"}})
    assert where(applied, "S1-01") == "lamps"
    assert row(applied, "lamps")["name"] == "Dark streets"
    assert row(applied, "T01")["n_statements"] == 3
    assert "T01.1" not in set(applied.themes["theme_id"])


def test_listed_statements_become_a_theme_and_those_gone_are_reported() -> None:
    applied = apply({"split": {"theme": "T02", "statements": ["S3-02", "S9-99", "S1-01"], "code": "oversight"}})
    assert where(applied, "S3-02") == "oversight"
    assert where(applied, "S1-01") == "T01"
    assert messages(applied) == ["there is no statement S9-99 any more.", "the statement S1-01 is not in T02 any more."]


def test_a_statement_is_moved_and_then_belongs_wholly() -> None:
    applied = apply({"move": {"statements": ["S3-01"], "to": "T02"}}, {"move": {"statements": ["S3-03"], "to": "T01.2"}})
    placed = applied.assignments.set_index("statement_id")
    assert placed.loc["S3-01", ["theme_id", "membership", "residual"]].tolist() == ["T02", 1.0, False]
    assert placed.loc["S3-03", ["theme_id", "subtheme_id", "residual"]].tolist() == ["T01", "T01.2", False]
    assert row(applied, "T02")["n_statements"] == 4


def test_a_statement_moved_to_none_is_residual() -> None:
    placed = apply({"move": {"statements": ["S3-01"], "to": "none"}}).assignments.set_index("statement_id")
    assert placed.loc["S3-01", "residual"]
    assert pd.isna(placed.loc["S3-01", "theme_id"])
    assert pd.isna(placed.loc["S3-01", "membership"])


def test_decisions_are_applied_in_order() -> None:
    merged_first = apply(
        {"merge": {"themes": ["T02"], "into": "T01"}},
        {"rename": {"theme": "T01", "name": "All"}},
        {"rename": {"theme": "T02", "name": "X"}},
    )
    assert row(merged_first, "T01")["name"] == "All"
    assert messages(merged_first)[-1].startswith("there is no theme T02 any more.")
    assert [notice.place for notice in merged_first.notices] == [3]


@pytest.mark.parametrize(
    "decision",
    [
        {"rename": {"theme": "T44", "name": "x"}},
        {"define": {"theme": "T44", "code": "lamps"}},
        {"merge": {"themes": ["T01"], "into": "T44"}},
        {"merge": {"themes": ["T44"], "into": "T01"}},
        {"split": {"theme": "T44", "subtheme": "T44.1", "code": "lamps"}},
        {"split": {"theme": "T01", "subtheme": "T01.9", "code": "lamps"}},
        {"move": {"statements": ["S1-01"], "to": "T44"}},
        {"move": {"statements": ["S9-99"], "to": "T01"}},
    ],
    ids=lambda decision: next(iter(decision)),
)
def test_a_decision_that_no_longer_applies_changes_nothing_and_is_reported(decision: dict[str, object]) -> None:
    themes, assignments, _ = programme()
    applied = apply(decision)
    assert applied.notices
    assert_frame_equal(applied.themes, themes)
    assert_frame_equal(applied.assignments, assignments)


def test_a_notice_says_where_and_holds_no_words_of_a_participant() -> None:
    codebook = book({"move": {"statements": ["S9-99"], "to": "T01"}}).model_copy(update={"lines": (17,)})
    notice = apply_codebook(codebook, *programme()).notices[0]
    assert str(notice) == "codebook.yml: line 17: decision 1: there is no statement S9-99 any more."


def test_a_code_belongs_to_one_theme() -> None:
    applied = apply({"define": {"theme": "T01", "code": "lamps"}}, {"define": {"theme": "T02", "code": "lamps"}})
    assert row(applied, "T02")["name"] == "Complaints"
    assert "is T01's already" in messages(applied)[0]


def vectors() -> np.ndarray:
    """Lamps and alleys point one way, complaints another; the residual and the Spanish statement lie close to lamps."""
    rows = [(1, 0.1), (1, 0.2), (0.7, 0.7), (0.6, 0.8), (0.8, 0.6), (0, 1), (0, 1), (0.1, 1), (1, 0.05), (1, 0)]
    array = np.array(rows, dtype=np.float32)
    return np.asarray(array / np.linalg.norm(array, axis=1, keepdims=True))


def test_a_seed_pulls_what_is_enough_like_it() -> None:
    applied = apply({"seed": {"code": "lamps", "likeness": 0.9}}, vectors=vectors(), seeds={"lamps": np.array([[1.0, 0.0]])})
    assert [where(applied, one) for one in ("S1-01", "S1-02", "S3-03")] == ["lamps"] * 3
    assert [where(applied, one) for one in ("S2-02", "S1-03")] == ["T01", "T02"]
    assert where(applied, "S3-04") is None, "the model does not read Spanish"
    assert applied.codes["lamps"].name == "Dark streets"


def test_of_two_seeds_the_one_that_is_more_alike_has_the_statement() -> None:
    codes = [CODES[0], {**CODES[1], "definition": "Who looks into complaints."}]
    decisions = book({"seed": {"code": "lamps", "likeness": 0.5}}, {"seed": {"code": "oversight", "likeness": 0.5}}, codes=codes)
    both = {"lamps": np.array([[1.0, 0.0]]), "oversight": np.array([[0.0, 1.0]])}
    applied = apply_codebook(decisions, *programme(), vectors=vectors(), seeds=both)
    assert where(applied, "S3-01") == "lamps", "cosine .8 to lamps, .6 to oversight"
    assert where(applied, "S2-02") == "oversight", "cosine .6 to lamps, .8 to oversight"


def test_a_seed_leaves_alone_what_a_person_placed() -> None:
    applied = apply(
        {"move": {"statements": ["S1-01"], "to": "T02"}},
        {"seed": {"code": "lamps", "likeness": 0.9}},
        vectors=vectors(),
        seeds={"lamps": np.array([[1.0, 0.0]])},
    )
    assert where(applied, "S1-01") == "T02"


def test_a_seed_that_nothing_is_like_is_reported() -> None:
    applied = apply({"seed": {"code": "lamps"}}, vectors=vectors(), seeds={"lamps": np.array([[-1.0, 0.0]])})
    assert messages(applied) == ["no statement is enough like the code lamps yet."]


def test_a_seed_needs_vectors() -> None:
    with pytest.raises(ValueError, match="vectors of the statements and of the seed are needed"):
        apply({"seed": {"code": "lamps"}})


def test_a_theme_that_was_split_off_can_be_decided_about_by_its_code() -> None:
    applied = apply(
        {"split": {"theme": "T01", "subtheme": "T01.1", "code": "lamps"}},
        {"move": {"statements": ["S3-01"], "to": "lamps"}},
        {"merge": {"themes": ["T02"], "into": "lamps"}},
    )
    assert row(applied, "lamps")["n_statements"] == 6
    assert applied.decided["lamps"] == (1, 2, 3)


def test_the_same_codebook_gives_the_same_tables() -> None:
    decisions = ({"split": {"theme": "T01", "subtheme": "T01.1", "code": "lamps"}}, {"merge": {"themes": ["T02"], "into": "T01"}})
    assert_frame_equal(apply(*decisions).themes, apply(*decisions).themes)


def test_other_statements_than_those_assigned_are_refused() -> None:
    themes, assignments, statements = programme()
    with pytest.raises(ValueError, match="same statements"):
        apply_codebook(book({"rename": {"theme": "T01", "name": "x"}}), themes, assignments, statements.iloc[::-1])


def test_a_theme_that_is_no_finding_is_set_aside_and_its_statements_are_counted() -> None:
    applied = apply({"aside": {"theme": "T01"}})
    assert list(applied.themes["theme_id"]) == ["T02"]
    assert applied.n_set_aside == 5
    gone = applied.assignments[applied.assignments["statement_id"].isin(["S1-01", "S1-02", "S2-01", "S2-02", "S3-01"])]
    assert gone["theme_id"].isna().all()
    assert gone["residual"].all()
    assert where(applied, "S1-03") == "T02"
    assert messages(applied) == []


def test_a_subtheme_alone_can_be_set_aside_and_what_is_left_is_worded_anew() -> None:
    applied = apply({"aside": {"theme": "T01.2"}})
    assert [where(applied, one) for one in ("S2-01", "S2-02", "S3-01")] == [None, None, "T01"]
    assert list(applied.themes["theme_id"]) == ["T01", "T01.1", "T02"]
    assert row(applied, "T01")["n_statements"] == 3
    assert applied.n_set_aside == 2


def test_a_statement_taken_up_again_is_not_counted_as_set_aside() -> None:
    applied = apply({"aside": {"theme": "T01"}}, {"move": {"statements": ["S1-01"], "to": "T02"}})
    assert where(applied, "S1-01") == "T02"
    assert applied.n_set_aside == 4


def test_setting_aside_what_is_gone_is_reported() -> None:
    applied = apply({"aside": {"theme": "T01"}}, {"aside": {"theme": "T01"}}, {"rename": {"theme": "T01.1", "name": "Lamps"}})
    assert [message.partition(" any more")[0] for message in messages(applied)] == ["there is no theme T01", "there is no theme T01.1"]
