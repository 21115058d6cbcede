"""What people say of themselves: one spelling per answer, and answers of few people under one name."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from peace_analysis.groups.answers import OTHER, join_rare_answers
from peace_analysis.settings import Privacy


def join(answers: Sequence[str | None], silent: int = 0, **privacy: int) -> list[str | None]:
    """One participant per answer; the last `silent` of them said nothing that was read."""
    people = [f"P{number:02d}" for number in range(len(answers))]
    participants = pd.DataFrame({"speaker_id": people, "session_id": "S1", "neighborhood": None, "stakeholder_group": None})
    participants = participants.assign(quote_consent=False, background=list(answers))
    spoke = people[: len(people) - silent]
    before = participants.copy()
    statements = pd.DataFrame({"statement_id": spoke, "session_id": "S1", "turn": 1, "speaker_id": spoke, "question": "a"})
    statements = statements.assign(request=False, language="en", text="words", quotable=False)
    assignments = pd.DataFrame({"statement_id": spoke, "theme_id": "T01", "subtheme_id": None, "membership": 1.0, "residual": False})
    joined = join_rare_answers(participants, statements, assignments, by=["background"], privacy=Privacy(**privacy))
    pd.testing.assert_frame_equal(participants, before)
    return [None if pd.isna(value) else str(value) for value in joined["background"]]


def test_answers_of_fewer_people_than_a_group_needs_are_joined() -> None:
    assert join(["Black"] * 10 + ["Hmong"] * 9 + ["Navajo"]) == ["Black"] * 10 + [OTHER] * 10


def test_a_city_that_asks_for_larger_groups_joins_more() -> None:
    assert join(["Black"] * 11 + ["white"] * 12, group_min_people=12) == [OTHER] * 11 + ["white"] * 12


def test_where_every_answer_is_rare_there_is_no_group() -> None:
    assert join(["Black"] * 9 + ["white"] * 3) == [None] * 12


def test_spellings_that_differ_in_case_and_blanks_are_one_answer() -> None:
    assert join(["white"] * 6 + ["White "] * 5 + [" white"]) == ["white"] * 12


def test_whoever_declined_or_said_nothing_is_in_no_group() -> None:
    assert join(["Black"] * 10 + ["declined", "Prefer not to say", "", None]) == ["Black"] * 10 + [None] * 4


def test_only_people_heard_make_an_answer_frequent() -> None:
    assert join(["Black"] * 10 + ["Hmong"] * 10, silent=1) == ["Black"] * 10 + [OTHER] * 10


def test_neighborhoods_of_the_plan_stay_apart_however_few_were_heard() -> None:
    participants = pd.DataFrame({"speaker_id": ["P1"], "session_id": ["S1"], "neighborhood": ["Old Town"], "stakeholder_group": [None]})
    statements = pd.DataFrame({"statement_id": ["1"], "session_id": ["S1"], "turn": [1], "speaker_id": ["P1"], "question": ["a"]})
    statements = statements.assign(request=False, language="en", text="words", quotable=False)
    assignments = pd.DataFrame({"statement_id": ["1"], "theme_id": ["T01"], "subtheme_id": None, "membership": 1.0, "residual": False})
    joined = join_rare_answers(participants.assign(quote_consent=True), statements, assignments, by=["neighborhood"])
    assert joined["neighborhood"].tolist() == ["Old Town"]
