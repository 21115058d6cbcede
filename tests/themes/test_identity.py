"""Themes keep their ids, names and colors when sessions are added."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from peace_analysis.tables import ASSIGNMENTS, THEMES, check_table
from peace_analysis.themes.history import History, parse_history, write_history
from peace_analysis.themes.identity import Identified, keep_identity

NONE = History()


def tables(groups: dict[str, list[str]], parts: dict[str, list[str]] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Themes and assignments: theme -> its statements, and subtheme -> its statements."""
    parts = parts or {}
    ids = [id_ for theme in groups for id_ in (theme, *(part for part in parts if part.startswith(f"{theme}.")))]
    themes = pd.DataFrame(
        {
            "theme_id": ids,
            "parent_id": pd.Series([id_.split(".")[0] if "." in id_ else None for id_ in ids], dtype="str"),
            "name": [f"Name of {(parts.get(id_) or groups.get(id_) or ['nothing'])[0]}" for id_ in ids],
            "description": "",
            "key_phrases": "",
            "n_statements": 1,
            "n_participants": 1,
            "n_sessions": 1,
            "stability": 0.7,
        }
    )
    part_of = {statement: part for part, said in parts.items() for statement in said}
    rows = [(statement, theme, part_of.get(statement)) for theme, said in groups.items() for statement in said]
    assignments = pd.DataFrame(rows, columns=["statement_id", "theme_id", "subtheme_id"])
    assignments["subtheme_id"] = assignments["subtheme_id"].astype("str")
    return themes, assignments.assign(membership=1.0, residual=False)


def run(groups: dict[str, list[str]], history: History = NONE, **more: object) -> Identified:
    return keep_identity(*tables(groups), history, **more)  # type: ignore[arg-type]


LIGHTS, CALLS, JOBS = [f"S1-{n}" for n in range(10)], [f"S2-{n}" for n in range(8)], [f"S3-{n}" for n in range(6)]


def test_in_a_first_run_ids_follow_the_order_and_nothing_is_new() -> None:
    first = run({"T01": LIGHTS, "T02": CALLS})
    assert list(first.themes["theme_id"]) == ["T01", "T02"]
    assert first.colors == {"T01": 0, "T02": 1}
    assert first.emergent == ()
    assert first.vanished == ()
    check_table(first.themes, THEMES)
    check_table(first.assignments, ASSIGNMENTS)


def test_a_theme_keeps_id_name_and_color_when_the_order_changes() -> None:
    first = run({"T01": LIGHTS, "T02": CALLS})
    second = run({"T01": [*CALLS, "S9-1", "S9-2"], "T02": LIGHTS[:8]}, first.history)
    assert list(second.themes["theme_id"]) == ["T02", "T01"]
    assert list(second.themes["name"]) == ["Name of S2-0", "Name of S1-0"]
    assert second.colors == {"T02": 1, "T01": 0}
    assert set(second.assignments.loc[second.assignments["statement_id"].isin(CALLS), "theme_id"]) == {"T02"}


def test_new_statements_do_not_make_a_theme_a_stranger() -> None:
    first = run({"T01": LIGHTS})
    grown = run({"T01": [*LIGHTS, *(f"S7-{n}" for n in range(90))]}, first.history)
    assert list(grown.themes["theme_id"]) == ["T01"]
    assert grown.emergent == ()


def test_what_is_new_is_flagged_and_what_is_gone_is_reported() -> None:
    first = run({"T01": LIGHTS, "T02": CALLS})
    second = run({"T01": [*LIGHTS, *CALLS], "T02": JOBS}, first.history)
    assert list(second.themes["theme_id"]) == ["T01", "T03"]
    assert second.emergent == ("T03",)
    assert [theme.theme_id for theme in second.vanished] == ["T02"]
    assert second.colors == {"T01": 0, "T03": 2}


def test_an_unchanged_run_changes_nothing_not_even_what_is_remembered() -> None:
    first = run({"T01": LIGHTS, "T02": CALLS})
    groups = {"T01": JOBS, "T02": [*LIGHTS, "S9-1"]}
    second = run(groups, first.history)
    again = run(groups, second.history)
    assert_frame_equal(again.themes, second.themes)
    assert_frame_equal(again.assignments, second.assignments)
    assert (again.emergent, again.vanished, again.colors) == (second.emergent, second.vanished, second.colors)
    assert write_history(again.history) == write_history(second.history)


def test_a_theme_that_comes_back_is_known_again() -> None:
    first = run({"T01": LIGHTS, "T02": CALLS})
    without = run({"T01": [*LIGHTS, *CALLS, "S9-1"]}, first.history)
    back = run({"T01": [*LIGHTS, "S9-2"], "T02": CALLS}, without.history)
    assert list(back.themes["theme_id"]) == ["T01", "T02"]
    assert back.emergent == ()


def test_two_themes_that_share_less_than_half_are_not_the_same() -> None:
    first = run({"T01": LIGHTS})
    assert list(run({"T01": [*LIGHTS[:4], *LIGHTS[:0]], "T02": LIGHTS[4:]}, first.history).themes["theme_id"]) == ["T02", "T01"]
    assert list(run({"T01": LIGHTS[:3], "T02": LIGHTS[3:6], "T03": LIGHTS[6:]}, first.history).themes["theme_id"]) == ["T02", "T03", "T01"]


def test_the_match_that_shares_most_in_all_wins_not_the_first() -> None:
    a, b = LIGHTS[:5], LIGHTS[5:]
    first = run({"T01": a, "T02": b})
    second = run({"T01": [*a[:3], *b[3:]], "T02": [*b[:3], *a[3:]]}, first.history)
    assert list(second.themes["theme_id"]) == ["T01", "T02"]


@pytest.mark.parametrize(("nearer", "expected"), [("abc", "T01"), ("def", "T02")])
def test_between_matches_as_good_the_nearer_middle_decides(nearer: str, expected: str) -> None:
    first = run({"T01": ["a", "b", "c"], "T02": ["d", "e", "f"]})
    # Two of either: as many are shared. The middle lies nearer to those whose vectors point the way that most of the new theme's do.
    vectors = {one: np.array((3, 0) if one in nearer else (0, 1), dtype=np.float32) for one in "abcdef"}
    assert list(run({"T01": ["a", "b", "d", "e"]}, first.history, vectors=vectors).themes["theme_id"]) == [expected]


def test_subthemes_keep_their_ids_within_their_theme() -> None:
    first = keep_identity(*tables({"T01": LIGHTS}, {"T01.1": LIGHTS[:5], "T01.2": LIGHTS[5:]}), History())
    swapped = keep_identity(
        *tables({"T01": [*LIGHTS, "S9-1"]}, {"T01.1": LIGHTS[5:], "T01.2": LIGHTS[:5], "T01.3": ["S9-1"]}), first.history
    )
    assert list(swapped.themes["theme_id"]) == ["T01", "T01.2", "T01.1", "T01.3"]
    assert list(swapped.themes["parent_id"].dropna()) == ["T01"] * 3
    assert swapped.emergent == ("T01.3",)
    assert swapped.assignments.set_index("statement_id").loc[LIGHTS[9], "subtheme_id"] == "T01.2"


def test_a_new_theme_never_takes_a_name_that_is_kept() -> None:
    themes, assignments = tables({"T01": LIGHTS})
    first = keep_identity(themes.assign(name="Lamps"), assignments, History())
    themes, assignments = tables({"T01": CALLS, "T02": [*LIGHTS, "S9-1"]})
    second = keep_identity(themes.assign(name=["Lamps", "Bulbs"]), assignments, first.history)
    assert list(second.themes["name"]) == ["Lamps (2)", "Lamps"]


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [("street lamp; dark", "Lamps and dark alleys"), ("counselor; crisis", "Name of S1-0"), ("", "Lamps and dark alleys")],
)
def test_a_name_is_kept_as_long_as_it_fits(phrases: str, expected: str) -> None:
    themes, assignments = tables({"T01": LIGHTS})
    first = keep_identity(themes.assign(name="Lamps and dark alleys"), assignments, NONE)
    grown = themes.assign(key_phrases=phrases)
    second = keep_identity(grown, assignments, first.history)
    assert list(second.themes["name"]) == [expected]
    assert list(keep_identity(grown, assignments, second.history).themes["name"]) == [expected]


def test_statements_outside_every_theme_stay_outside() -> None:
    themes, assignments = tables({"T01": LIGHTS})
    loose = pd.DataFrame({"statement_id": ["S9-9"], "theme_id": [None], "subtheme_id": [None], "membership": [np.nan], "residual": [True]})
    loose = loose.astype({"theme_id": "str", "subtheme_id": "str"})
    both = pd.concat([assignments, loose], ignore_index=True)
    found = keep_identity(themes, both, keep_identity(themes, both, History()).history)
    assert found.assignments["theme_id"].isna().tolist() == [False] * 10 + [True]


def test_a_history_is_read_as_it_was_written() -> None:
    history = keep_identity(*tables({"T01": LIGHTS}, {"T01.1": LIGHTS[:5], "T01.2": LIGHTS[5:]}), History()).history
    assert parse_history(write_history(history)) == history


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1 is not JSON"),
        ("[]", "format 1"),
        ('{"format": 9}', "format 1"),
        ('{"format": 1, "runs": []}', "incomplete"),
        ('{"format": 1, "runs": [], "statements": [], "themes": [{"theme_id": "T01"}]}', "incomplete"),
    ],
)
def test_a_history_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_history(text)
