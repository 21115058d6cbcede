"""What each action does to a city's files and to its themes, and that a mistake changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from little_city import make_city

from peace_analysis.codebook_file import read_codebook
from peace_analysis.errors import CityError
from peace_analysis.exchange.memos_file import read_memos
from peace_analysis.explore.actions import ActionError
from peace_analysis.explore.desk import Desk
from peace_analysis.explore.messages import describe_standing, describe_statements, describe_turns
from peace_analysis.themes.history import History
from peace_analysis.themes.identity import Identified
from peace_analysis.themes_found import keep_found, load_found

BY_HAND = """# What the team decided.

codes:
  - code: lamps   # mended by the city
    name: "Lamps: on, or off"
    brief: Lamps.

decisions:
  - define: {theme: T01.1, code: lamps}
    version: 3
    author: MK
    date: 2026-05-12
    reason: They say so.
"""


def counts(desk: Desk) -> dict[str, int]:
    return dict(zip(desk.standing.themes["theme_id"], desk.standing.themes["n_statements"], strict=True))


def do(desk: Desk, kind: str, **what: object) -> str:
    return desk.act({"kind": kind, **what}, "AB", "They say so.")


CODE = {"code": "buses", "name": "Buses", "brief": "Stops and buses."}


@pytest.mark.parametrize(
    ("kind", "what", "expected"),
    [
        ("rename", {"theme": "T02", "name": "Waiting"}, {"T01": 12, "T01.1": 8, "T01.2": 4, "T02": 12, "T03": 12}),
        ("define", {"theme": "T02", **CODE}, {"T01": 12, "T01.1": 8, "T01.2": 4, "T02": 12, "T03": 12}),
        ("merge", {"themes": ["T03"], "into": "T02"}, {"T02": 24, "T01": 12, "T01.1": 8, "T01.2": 4}),
        ("merge", {"themes": ["T01.2"], "into": "T01.1"}, {"T01": 12, "T01.1": 12, "T02": 12, "T03": 12}),
        ("split", {"theme": "T01", "subtheme": "T01.2", **CODE}, {"T02": 12, "T03": 12, "T01": 8, "T01.1": 8, "buses": 4}),
        (
            "split",
            {"theme": "T02", "statements": ["S0-0002-02"], **CODE},
            {"T01": 12, "T01.1": 8, "T01.2": 4, "T03": 12, "T02": 11, "buses": 1},
        ),
        ("move", {"statements": ["S0-0002-02"], "to": "T03"}, {"T03": 13, "T01": 12, "T01.1": 8, "T01.2": 4, "T02": 11}),
        ("move", {"statements": ["S0-0002-02"], "to": "none"}, {"T01": 12, "T01.1": 8, "T01.2": 4, "T03": 12, "T02": 11}),
        ("aside", {"theme": "T03"}, {"T01": 12, "T01.1": 8, "T01.2": 4, "T02": 12}),
    ],
)
def test_a_decision_is_one_entry_and_undo_leaves_the_file_as_it_was(desk: Desk, kind: str, what: dict, expected: dict) -> None:
    desk.codebook_path.write_text(BY_HAND, encoding="utf-8")
    do(desk, kind, **what)
    assert counts(desk) == expected
    written = read_codebook(desk.codebook_path)
    assert [(one.kind, one.author, one.version, one.date.isoformat()) for one in written.decisions[1:]] == [(kind, "AB", 4, "2026-06-01")]
    assert written.decisions[1].reason == "They say so."
    desk.undo("AB")
    assert desk.codebook_path.read_text(encoding="utf-8") == BY_HAND
    assert counts(desk) == {"T01": 12, "T01.1": 8, "T01.2": 4, "T02": 12, "T03": 12}


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ({"kind": "rename", "theme": "T02", "name": "  "}, "Write a name"),
        ({"kind": "rename", "theme": "T02", "name": "Slow calls"}, "already"),
        ({"kind": "rename", "theme": "T02", "name": "coffee  and Chairs"}, "T03 has that name already"),
        ({"kind": "rename", "theme": "T02", "name": "Bus stops"}, "T01.2 has that name already"),
        ({"kind": "define", "theme": "T02", "code": "calls", "name": "Dark streets", "brief": "y"}, "T01 has that name already"),
        ({"kind": "split", "theme": "T01", "subtheme": "T01.2", **CODE, "name": "Slow calls"}, "T02 has that name already"),
        ({"kind": "split", "theme": "T02", "statements": ["S0-0002-02"], **CODE, "name": "Slow calls"}, "T02 has that name already"),
        ({"kind": "rename", "theme": "T99", "name": "Waiting"}, "no such theme"),
        ({"kind": "rename", "theme": ["T02"], "name": "Waiting"}, "no such theme"),
        ({"kind": "define", "theme": "T02", "code": "Two Words", "name": "x", "brief": "y"}, "lower-case"),
        ({"kind": "define", "theme": "T02", "code": "lamps", "name": "x", "brief": "y"}, "already"),
        ({"kind": "define", "theme": "T01.1", **CODE}, "has the code lamps"),
        ({"kind": "merge", "themes": ["T02"], "into": "T02"}, "at least one other"),
        ({"kind": "merge", "themes": ["T01.1"], "into": "T02"}, "subtheme"),
        ({"kind": "split", "theme": "T02", "statements": [], **CODE}, "Choose a statement"),
        ({"kind": "split", "theme": "T02", "statements": ["S0-0002-01"], **CODE}, "not in T02"),
        ({"kind": "split", "theme": "T02", "subtheme": "T01.1", **CODE}, "no subtheme of T02"),
        ({"kind": "move", "statements": ["S9-0001-01"], "to": "T02"}, "not there"),
        ({"kind": "move", "statements": ["S0-0002-02"], "to": "T02"}, "there already"),
        ({"kind": "quote", "statements": ["S0-0002-01"]}, "did not agree"),
        ({"kind": "quote", "statements": ["S0-0004-01", "S0-0002-01"]}, "S0-0002-01 cannot be marked"),
        ({"kind": "memo", "text": ""}, "Write the memo"),
        ({"kind": "seed", "code": "lamps"}, "no such action"),
        ({}, "no such action"),
    ],
)
def test_what_cannot_be_done_says_why_and_writes_nothing(desk: Desk, action: dict, says: str) -> None:
    desk.codebook_path.write_text(BY_HAND, encoding="utf-8")
    with pytest.raises(ActionError, match=says):
        desk.act(action, "AB", "They say so.")
    assert desk.codebook_path.read_text(encoding="utf-8") == BY_HAND
    assert not desk.memos_path.exists()


@pytest.mark.parametrize(("author", "reason"), [("", "Why not."), ("much too long", "Why not."), ("AB", " ")])
def test_a_decision_needs_initials_and_a_reason(desk: Desk, author: str, reason: str) -> None:
    with pytest.raises(ActionError, match="first"):
        desk.act({"kind": "aside", "theme": "T03"}, author, reason)
    assert not desk.codebook_path.exists()


def test_memos_and_quotes_are_entries_too_and_undo_goes_back_through_both_files(desk: Desk) -> None:
    desk.act({"kind": "memo", "text": "Who mends lamps?", "statement": "S0-0004-01"}, "AB")
    do(desk, "aside", theme="T03")
    desk.act({"kind": "quote", "statements": ["S0-0004-01"]}, "AB")
    kept = read_memos(desk.memos_path)
    assert [(memo.text, memo.about, memo.author, memo.date) for memo in kept.memos] == [
        ("Who mends lamps?", "S0-0004-01", "AB", "2026-06-01")
    ]
    assert kept.quotes == ("S0-0004-01",)
    assert [desk.undo("AB") for _ in range(3)] == [
        "Taken back: quote S0-0004-01.",
        "Taken back: set aside T03.",
        "Taken back: memo S0-0004-01.",
    ]
    assert desk.codebook_path.read_text(encoding="utf-8") + desk.memos_path.read_text(encoding="utf-8") == ""
    with pytest.raises(ActionError, match="nothing of yours"):
        desk.undo("AB")


def test_statements_that_are_marked_together_are_taken_back_last_first(desk: Desk) -> None:
    both = ["S0-0004-01", "S0-0004-02"]
    assert desk.act({"kind": "quote", "statements": both}, "AB") == "2 statements are marked as quotes."
    assert read_memos(desk.memos_path).quotes == tuple(both)
    assert [desk.undo("AB") for _ in range(2)] == ["Taken back: quote S0-0004-02.", "Taken back: quote S0-0004-01."]


def test_a_theme_may_take_its_own_name_again_and_a_subtheme_keeps_its_name_when_it_is_split_off(desk: Desk) -> None:
    do(desk, "define", theme="T02", code="calls", name="Slow calls", brief="Calls.")
    do(desk, "split", theme="T01", subtheme="T01.2", code="buses", name="Bus stops", brief="Stops.")
    assert sorted(desk.standing.names.values()) == ["Bus stops", "Coffee and chairs", "Dark streets", "Lamps", "Slow calls"]


def test_the_last_decisions_name_their_themes(desk: Desk) -> None:
    do(desk, "rename", theme="T02", name="Waiting")
    do(desk, "move", statements=["S0-0002-02"], to="T03")
    do(desk, "split", theme="T01", subtheme="T01.2", **CODE)
    do(desk, "merge", themes=["T03"], into="T02")
    do(desk, "aside", theme="T02")
    assert [one["what"] for one in describe_standing(desk)["decisions"]] == [
        "set aside T02 Waiting",
        "merge T03 Coffee and chairs into T02 Waiting",
        "split buses Buses off T01.2 Bus stops",
        "move 1 statement to T03 Coffee and chairs",
        "rename T02 to “Waiting”",
    ]


def test_undo_goes_on_after_the_city_was_opened_anew_but_not_on_another_day(desk: Desk) -> None:
    do(desk, "rename", theme="T02", name="Waiting")
    later = Desk(desk.city, clock=lambda: datetime(2026, 6, 2, 9, tzinfo=UTC))
    assert later.standing.names["T02"] == "Waiting"
    assert later.next_undo("AB") is None
    again = Desk(desk.city, clock=lambda: datetime(2026, 6, 1, 23, tzinfo=UTC))
    assert again.undo("AB") == "Taken back: rename T02."
    assert again.standing.names["T02"] == "Slow calls"


def test_undo_takes_nothing_that_somebody_else_did_or_wrote_by_hand(desk: Desk) -> None:
    desk.codebook_path.write_text(BY_HAND.replace("MK", "AB").replace("2026-05-12", "2026-06-01"), encoding="utf-8")
    assert desk.next_undo("AB") is None
    do(desk, "rename", theme="T02", name="Waiting")
    assert desk.next_undo("CD") is None
    desk.act({"kind": "aside", "theme": "T03"}, "CD", "Small talk.")
    before = desk.codebook_path.read_text(encoding="utf-8")
    with pytest.raises(ActionError, match="later entry"):
        desk.undo("AB")
    assert desk.codebook_path.read_text(encoding="utf-8") == before


def test_what_somebody_wrote_in_the_file_meanwhile_is_kept(desk: Desk) -> None:
    desk.codebook_path.write_text(BY_HAND, encoding="utf-8")
    do(desk, "rename", theme="T02", name="Waiting")
    text = desk.codebook_path.read_text(encoding="utf-8")
    assert text.startswith(BY_HAND)
    assert desk.standing.names["T01.1"] == "Lamps: on, or off"
    desk.codebook_path.write_text(text + "    - what is this", encoding="utf-8")
    with pytest.raises(CityError):
        do(desk, "aside", theme="T03")
    assert desk.codebook_path.read_text(encoding="utf-8").endswith("what is this")


def test_other_views_are_told_of_every_change(desk: Desk) -> None:
    told = []
    desk.watch(lambda: told.append(desk.make_framework("stakeholder_group").table.columns.tolist()))
    do(desk, "merge", themes=["T03"], into="T02")
    desk.undo("AB")
    assert told == [["Slow calls", "Dark streets"], ["Dark streets", "Slow calls", "Coffee and chairs"]]


def test_a_statement_is_shown_in_its_turn_with_the_one_before_and_after(desk: Desk) -> None:
    turns = describe_turns(desk, "S1-0002-03")["turns"]
    assert [(turn["role"], turn["own"]) for turn in turns] == [("facilitator", False), ("participant", True), ("facilitator", False)]
    assert turns[1]["text"].endswith("The coffee here is good.")
    with pytest.raises(ActionError):
        describe_turns(desk, "S9-0001-01")


def test_the_browser_gets_statements_once_and_themes_after_each_change(desk: Desk) -> None:
    said, now = describe_statements(desk), describe_standing(desk, "AB")
    assert len(said["ids"]) == len(said["texts"]) == len(said["spots"]) == len(now["theme_of"]) == 36
    assert set(said["groups"]["stakeholder_group"]) == {"youth", "residents"}
    assert [theme["id"] for theme in now["themes"]] == ["T01", "T01.1", "T01.2", "T02", "T03"]
    assert now["undo"] == ""
    do(desk, "aside", theme="T03")
    after = describe_standing(desk, "AB")
    assert (after["undo"], after["n_decisions"]) == ("set aside T03", 1)
    assert sum(one < 0 for one in after["theme_of"]) == 12


def test_a_code_that_is_seeded_by_hand_meanwhile_asks_for_a_new_opening(desk: Desk) -> None:
    seeded = BY_HAND.replace("define: {theme: T01.1, code: lamps}", "seed: {code: lamps}")
    desk.codebook_path.write_text(seeded.replace("brief: Lamps.", "brief: Lamps.\n    sentences: [It is dark.]"), encoding="utf-8")
    with pytest.raises(ActionError, match="again"):
        do(desk, "aside", theme="T03")


def test_themes_as_found_are_kept_until_the_input_changes_or_the_file_is_damaged(desk: Desk) -> None:
    city, kept = desk.city, desk.city.derived_folder / "explore.zip"
    again = load_found(city, desk.statements)
    assert again is not None
    assert again.assignments.equals(desk.found.assignments)
    assert (again.spots == desk.found.spots).all()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:200])
    assert load_found(city, desk.statements) is None
    kept.write_bytes(whole)
    (city.folder / "themes_history.json").write_text("{}", encoding="utf-8")
    assert load_found(city, desk.statements) is None


def test_key_phrases_stay_with_themes_that_hold_what_they_held(desk: Desk) -> None:
    def phrases() -> dict[str, str]:
        return dict(zip(desk.standing.themes["theme_id"], desk.standing.themes["key_phrases"], strict=True))

    found = phrases()
    do(desk, "merge", themes=["T03"], into="T02")
    assert phrases() == {"T02": "", "T01": found["T01"], "T01.1": found["T01.1"], "T01.2": found["T01.2"]}
    desk.undo("AB")
    assert phrases() == found


def test_what_a_run_keeps_is_opened_without_finding_again_and_only_the_map_is_drawn(tmp_path) -> None:
    city = make_city(tmp_path / "data")
    as_made = Desk(city).found
    vectors = np.random.default_rng(4).normal(size=(36, 6)).astype(np.float32)
    found = Identified(as_made.themes, as_made.assignments, dict(as_made.colors), (), (), History())
    keep_found(city, found, vectors, {"lamps": vectors[:2]})
    kept = (city.derived_folder / "explore.zip").read_bytes()
    opened = Desk(city).found  # there are no embeddings here to find anything from
    assert opened.themes.equals(as_made.themes)
    assert opened.spots.shape == (36, 2)
    assert abs(opened.spots).max() == 1
    assert (opened.seeds["lamps"] == vectors[:2]).all()
    assert (Desk(city).found.spots == opened.spots).all()
    keep_found(city, found, vectors, {"lamps": vectors[:2]})
    assert (city.derived_folder / "explore.zip").read_bytes() == kept


def test_a_city_that_was_found_before_opens_without_finding_again(tmp_path) -> None:
    city = make_city(tmp_path / "data")
    kept = (city.derived_folder / "explore.zip").read_bytes()
    Desk(city)
    assert (city.derived_folder / "explore.zip").read_bytes() == kept
