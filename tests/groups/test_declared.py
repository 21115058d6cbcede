"""Comparisons declared before looking: a family of their own, pairs of groups among them."""

from __future__ import annotations

import pandas as pd
import pytest
from pydantic import ValidationError

from peace_analysis.groups.contrasts import judge_family, theme_contrasts
from peace_analysis.groups.declared import find_declared, mark_declared
from peace_analysis.settings import Config, Hypothesis

THEMES = pd.DataFrame({"theme_id": ["THEFT", "T02", "T02.1"], "parent_id": [None, None, "T02"], "name": ["Theft", "Dark streets", "Lamps"]})


def tables(sessions: list[tuple[str, tuple[int, ...]]], people: int = 12) -> tuple[pd.DataFrame, ...]:
    """Sessions of one group each; the first so many people raise each theme T1, T2, ..."""
    held, heard, said, placed = [], [], [], []
    for number, (group, counts) in enumerate(sessions):
        session = f"S{number:02d}"
        held.append({"session_id": session, "neighborhood": None, "stakeholder_group": group})
        for person in range(people):
            speaker = f"{session}-P{person:02d}"
            heard.append({"speaker_id": speaker, "session_id": session, "neighborhood": None, "stakeholder_group": group})
            for turn, theme in enumerate([f"T{n}" for n, k in enumerate(counts, 1) if person < k] or [None]):
                said.append({"statement_id": f"{speaker}-{turn}", "session_id": session, "turn": turn, "speaker_id": speaker})
                placed.append({"statement_id": f"{speaker}-{turn}", "theme_id": theme, "residual": theme is None})
    statements = pd.DataFrame(said).assign(question="a", request=False, language="en", text="words", quotable=False)
    assignments = pd.DataFrame(placed).assign(subtheme_id=None, membership=0.5)
    return statements, assignments, pd.DataFrame(heard).assign(quote_consent=False), pd.DataFrame(held)


# Business was heard in 2 sessions of 14, so that no p lies below .011; theme 1 is raised nearly by them alone.
# Nine more themes are raised by everybody alike: what a programme compares when it compares everything.
ALIKE = [tuple(2 + (3 * session + session * theme + theme) % 7 for theme in range(9)) for session in range(14)]
SESSIONS = [("business", (11 - n, *ALIKE[n])) for n in range(2)]
SESSIONS += [(group, (1 + n % 3, *ALIKE[2 + 4 * place + n])) for place, group in enumerate("abc") for n in range(4)]


def verdict(declared: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    return theme_contrasts(*tables(SESSIONS), by=["stakeholder_group"], declared=declared).set_index(["group", "against", "theme_id"])


def test_one_declared_comparison_can_be_tested_where_one_of_many_cannot() -> None:
    found = verdict([])
    assert found.loc[("business", "rest", "T1"), "verdict"] == "cannot be tested"
    assert not found["declared"].any()
    found = verdict([("stakeholder_group", "business", "rest", "T1")])
    row = found.loc[("business", "rest", "T1")]
    assert row["verdict"] == "differs"
    assert row["n_family"] == 1
    assert row["q"] == pytest.approx(1 / 91)  # the observed one of 14 * 13 / 2 arrangements
    assert found["declared"].sum() == 1


def test_what_was_declared_is_corrected_for_all_that_was_declared() -> None:
    n_family, q, words = judge_family([1 / 91, 0.5, 0.8], [1 / 91] * 3, [True] * 3)
    assert n_family == 3
    assert q[0] == pytest.approx(3 / 91)
    assert list(words) == ["differs", "no difference found", "no difference found"]


def test_too_many_declared_comparisons_cannot_be_tested_either() -> None:
    n_family, _, words = judge_family([1 / 91] * 6, [1 / 91] * 6, [True] * 6)
    assert n_family == 0
    assert set(words) == {"cannot be tested"}


def test_a_declared_pair_is_compared_on_its_themes_only() -> None:
    found = verdict([("stakeholder_group", "a", "b", "T2")]).reset_index()
    pair = found[found["against"] != "rest"]
    assert pair[["group", "against", "theme_id", "n_sessions", "n_sessions_against"]].to_numpy().tolist() == [["a", "b", "T2", 4, 4]]
    assert pair["declared"].all()
    assert found["declared"].sum() == 1


def test_themes_are_found_by_id_and_name_and_missing_ones_are_named() -> None:
    asked = [Hypothesis(attribute="mode", group="virtual", themes=("theft", "dark STREETS", "Lamps", "Noise"))]
    found, missing = find_declared(asked, THEMES)
    assert found == [("mode", "virtual", "rest", "THEFT"), ("mode", "virtual", "rest", "T02")]
    assert missing == ["Lamps", "Noise"]  # a subtheme is not compared


def test_of_two_groups_either_names_the_comparison() -> None:
    rows = pd.DataFrame({"attribute": ["mode"], "group": ["in_person"], "against": ["virtual"], "theme_id": ["T1"]})
    assert mark_declared(rows, [("mode", "virtual", "rest", "T1")]).all()
    assert mark_declared(rows, [("mode", "virtual", "in_person", "T1")]).all()
    assert not mark_declared(rows, [("mode", "virtual", "rest", "T2")]).any()


def test_a_declared_comparison_must_be_of_an_attribute_that_is_compared() -> None:
    asked = [{"attribute": "mode", "group": "virtual", "themes": ["Theft"]}]
    with pytest.raises(ValidationError, match="not in compare_by"):
        Config(name="Testville", hypotheses=asked)
    assert Config(name="Testville", compare_by=("mode",), hypotheses=asked).hypotheses[0].against is None
