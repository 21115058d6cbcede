"""Totals of people: the few that two published totals differ by cannot be worked out."""

from __future__ import annotations

import pandas as pd
import pytest
from counted_people import SIX, make_tables

from peace_analysis.disclosure import Masked, attack_release, check_release, mask_release
from peace_analysis.disclosure.release import Form
from peace_analysis.settings import Privacy

RAISED = {"T01": {"S1": 6, "S2": 5, "S3": 7, "S4": 6, "S5": 5, "S6": 6}}
Tables = dict[str, pd.DataFrame]


def tables_of(sizes: dict[str, int] | None = None, *, attended: int | None = None, unread: dict[str, int] | None = None) -> Tables:
    """Tables of six sessions; `attended` came in all, and the last so many people of a session spoke a language that is not read."""
    sessions = {name: (*where[:3], (sizes or {}).get(name, where[3])) for name, where in SIX.items()}
    tables = make_tables(sessions, {theme: {name: min(n, sessions[name][3]) for name, n in said.items()} for theme, said in RAISED.items()})
    foreign = {f"{name}-P{person:02d}" for name, n in (unread or {}).items() for person in range(sessions[name][3] - n, sessions[name][3])}
    mine = tables["statements"]["speaker_id"].isin(foreign).to_numpy()
    tables["assignments"] = tables["assignments"].assign(
        theme_id=tables["assignments"]["theme_id"].mask(mine, None), residual=tables["assignments"]["residual"].mask(mine, other=False)
    )
    n = sum(row[3] for row in sessions.values()) if attended is None else attended
    tables["sessions"] = tables["sessions"].assign(n_attended=[n - 5 * (n // 6), *[n // 6] * 5])
    return tables


def mask(tables: Tables) -> Masked:
    return mask_release(**tables, by=["neighborhood"], privacy=Privacy())


def exposed(masked: Masked) -> list[tuple[str, ...]]:
    return [found.cell.key for found in attack_release(masked.release, masked.forms) if found.exposed]


def test_people_of_the_one_session_in_another_language_are_in_no_count_and_no_total() -> None:
    masked = mask(tables_of({"S1": 10}, attended=90, unread={"S1": 10}))
    assert exposed(masked) == []
    assert ("people", "Eastgate", "residents") not in masked.form
    assert sum(cell.value for cell in masked.release.cells if cell.key[0] == "people") == 60  # as many as shares are of, not 70
    assert masked.is_shown("attended")


@pytest.mark.parametrize(("attended", "shown"), [(72, True), (73, False), (82, False), (83, True)])
def test_how_many_attended_is_told_unless_few_of_them_were_not_heard(attended: int, shown: bool) -> None:
    masked = mask(tables_of(attended=attended))
    assert masked.is_shown("attended") is shown
    assert exposed(masked) == []


def test_printing_how_many_attended_all_the_same_is_refused() -> None:
    masked = mask(tables_of(attended=75))
    printed = [Form.NUMBER if cell.key == ("attended",) else form for cell, form in zip(masked.release.cells, masked.forms, strict=True)]
    found = attack_release(masked.release, printed)
    assert {find.cell.key: (find.low, find.high) for find in found if find.exposed} == {("apart",): (3, 3)}


def test_few_who_were_heard_in_another_language_cost_no_other_count() -> None:
    before, after = mask(tables_of(attended=95)), mask(tables_of(attended=95, unread={"S1": 4}))
    assert exposed(after) == []
    assert after.withdrawn == before.withdrawn == ()
    shown = {key for key, form in before.form.items() if form is Form.NUMBER} - {
        key for key, form in after.form.items() if form is Form.NUMBER
    }
    assert shown == {("people", "Eastgate", group) for group in ("residents", "youth")}  # eight are left of twelve, of twenty
    told = mask(tables_of(attended=75, unread={"S1": 4}))  # 68 that shares are of, four more were heard, three said nothing
    assert not told.is_shown("attended")
    assert exposed(told) == []


def test_fewer_who_attended_than_were_heard_say_nothing() -> None:
    masked = mask(tables_of(attended=60))
    assert masked.is_shown("attended")
    assert exposed(masked) == []


def test_the_record_of_the_gate_does_not_tell_that_totals_differ_by_few() -> None:
    counts = [check_release(masked.release, masked.forms) for masked in (mask(tables_of(attended=n)) for n in (72, 75))]
    assert counts[0] == counts[1]
