"""Themes as found, settled: identity first, then the codebook."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from pandas.testing import assert_frame_equal
from planted_subjects import WordEncoder, make_statements

from peace_analysis.settings import Themes
from peace_analysis.tables import ASSIGNMENTS, THEMES, check_table
from peace_analysis.themes import find_themes
from peace_analysis.themes.codebook_entries import Codebook
from peace_analysis.themes.history import History, Remembered, write_history
from peace_analysis.themes.settle import Settled, seed_texts, settle_themes

WHO = {"version": 1, "author": "MB", "date": "2026-04-02", "reason": "agreed on"}
CODE = {"code": "lamps", "name": "Dark streets", "brief": "Streets without light.", "sentences": ["street light bulb dark alley lamp pole"]}


def settle(sessions: int, history: History, *decisions: dict[str, object]) -> tuple[Settled, pd.DataFrame]:
    statements, _ = make_statements()
    statements = statements[statements["session_id"] <= f"S{sessions:02d}"].reset_index(drop=True)
    encoder = WordEncoder()
    vectors = encoder.encode(list(statements["text"]))
    found = find_themes(statements, vectors, Themes(), seed=7)
    codebook = Codebook.model_validate({"codes": [CODE], "decisions": [{**one, **WHO} for one in decisions]})
    seeds = {code: encoder.encode(texts) for code, texts in seed_texts(codebook).items()}
    settled = settle_themes(found.themes, found.assignments, statements, vectors, history=history, codebook=codebook, seeds=seeds)
    check_table(settled.themes, THEMES)
    check_table(settled.assignments, ASSIGNMENTS)
    return settled, statements


def test_themes_keep_their_ids_when_sessions_are_added_and_so_does_what_was_decided() -> None:
    first, _ = settle(9, History())
    old = first.themes["theme_id"].iloc[0]
    rename = {"rename": {"theme": old, "name": "As people decided"}}
    second, statements = settle(12, first.history, rename)
    assert second.notices == ()
    assert second.themes.set_index("theme_id").loc[old, "name"] == "As people decided"
    early = first.assignments.loc[first.assignments["theme_id"] == old, "statement_id"]
    now = second.assignments.set_index("statement_id").loc[list(early), "theme_id"]
    assert (now == old).mean() > 0.5
    assert len(statements) == 240


def test_an_unchanged_run_gives_the_same_tables_and_the_same_history() -> None:
    first, _ = settle(9, History())
    second, _ = settle(12, first.history)
    third, _ = settle(12, second.history)
    assert_frame_equal(second.themes, third.themes)
    assert_frame_equal(second.assignments, third.assignments)
    assert_frame_equal(second.exemplars, third.exemplars)
    assert (second.emergent, second.colors) == (third.emergent, third.colors)
    assert write_history(second.history) == write_history(third.history)


def test_a_seeded_theme_takes_its_statements_and_a_color_of_its_own() -> None:
    settled, statements = settle(12, History(), {"seed": {"code": "lamps", "likeness": 0.5}})
    inside = settled.assignments.loc[settled.assignments["theme_id"] == "lamps", "statement_id"]
    texts = statements.set_index("statement_id").loc[list(inside), "text"]
    encoder = WordEncoder()
    alike = encoder.encode(list(statements["text"])) @ encoder.encode(CODE["sentences"])[0]  # type: ignore[arg-type]
    assert set(inside) == set(statements.loc[alike >= 0.5, "statement_id"])
    assert len(inside) > 0
    assert texts.str.contains("street|light|bulb|dark|alley|lamp|pole|night|broken|pitch|black").all()
    assert len(set(settled.colors.values())) == len(settled.colors)
    assert settled.codes["lamps"].brief == "Streets without light."


def test_every_theme_shown_has_typical_statements_of_its_own() -> None:
    settled, _ = settle(12, History())
    typical = settled.exemplars[settled.exemplars["kind"] == "typical"]
    assert set(typical["theme_id"]) == set(settled.themes["theme_id"])
    top = typical[~typical["theme_id"].str.contains(".", regex=False)].merge(settled.assignments, on="statement_id")
    assert (top["theme_id_x"] == top["theme_id_y"]).all()
    assert np.isin(typical["rank"], range(1, 9)).all()


def test_what_came_and_what_went_is_listed_by_name_and_nothing_in_a_first_run() -> None:
    first, _ = settle(9, History())
    assert first.list_changes().empty
    gone = Remembered("T90", None, "Gone", 90, 0, None, ("S99-0001-01",))
    second, _ = settle(12, replace(first.history, themes=(*first.history.themes, gone)))
    changes = second.list_changes().set_index("theme_id")
    assert changes.loc["T90", ["name", "change"]].tolist() == ["Gone", "not found any more"]
    assert set(changes.index[changes["change"] == "new"]) == set(second.emergent)


def test_stability_stays_with_a_theme_that_keeps_its_statements_and_is_lost_where_people_chose_them() -> None:
    found, _ = settle(12, History())
    top = found.themes[found.themes["parent_id"].isna()]["theme_id"].tolist()
    held = found.themes.set_index("theme_id")["stability"]
    assert held[top].notna().all()
    merged, _ = settle(12, History(), {"merge": {"themes": [top[1]], "into": top[0]}}, {"rename": {"theme": top[2], "name": "As said"}})
    now = merged.themes.set_index("theme_id")["stability"]
    assert np.isnan(now[top[0]])
    assert now[top[2]] == held[top[2]]


def test_a_tentative_theme_is_called_so_in_the_overview_and_keeps_its_plain_name_in_the_table() -> None:
    found, _ = settle(9, History())
    stability = [0.49, 0.5, float("nan")] + [0.9] * (len(found.themes) - 3)
    shaky = replace(found, themes=found.themes.assign(stability=stability))
    marked = shaky.overview()["name"].str.endswith(" (tentative)")
    assert marked.tolist() == [True] + [False] * (len(found.themes) - 1)
    assert not shaky.themes["name"].str.contains("tentative").any()
