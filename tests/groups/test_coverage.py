"""Coverage of the plan, of the population, and how a programme went: counted by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from peace_analysis.errors import TableError
from peace_analysis.groups.coverage import count_coverage, count_modes, reach_of_population
from peace_analysis.groups.gaps import describe_missing, next_sessions
from peace_analysis.groups.indicators import programme_indicators
from peace_analysis.groups.representation import REPRESENTATION, compare_with_population
from peace_analysis.settings import Plan, Privacy

PLAN = Plan(neighborhoods=("Old Town", "Lakeview", "Saltmarsh"), stakeholder_groups=("residents", "youth"))
SESSIONS = pd.DataFrame(
    [
        ("S1", "2026-01-10", "in_person", "en", "Old Town", "residents", 12, "18:00", "19:30"),
        ("S2", "2026-02-10", "virtual", "en", "Old Town", "residents", 16, "18:00", "19:00"),
        ("S3", "2026-03-11", "in_person", "es", "Lakeview", "youth", 10, "23:30", "00:30"),
        ("S4", None, "hybrid", "en", "Harbor", "business", 8, None, None),
    ],
    columns=["session_id", "date", "mode", "language", "neighborhood", "stakeholder_group", "n_attended", "start_time", "end_time"],
)
POPULATION = pd.DataFrame(
    [
        *[
            ("Old Town", "everyone", "everyone", 1000),
            ("Lakeview", "everyone", "everyone", 3000),
            ("Saltmarsh", "everyone", "everyone", 6000),
        ],
        *[("Old Town", "age_group", "18-64", 800), ("Old Town", "age_group", "65+", 200)],
        *[("Lakeview", "age_group", "18-64", 2200), ("Lakeview", "age_group", "65+", 800)],
    ],
    columns=["neighborhood", "attribute", "group", "population"],
)
CELLS = count_coverage(SESSIONS, PLAN)


def indicator(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame.set_index("indicator").loc[name]


def test_cells_of_the_plan_come_first_and_what_it_does_not_name_after_them() -> None:
    held = CELLS.set_index(["neighborhood", "stakeholder_group"])
    assert len(CELLS) == 4 * 3
    assert held.loc[("Old Town", "residents")].tolist() == [True, 2]
    assert held.loc[("Saltmarsh", "youth")].tolist() == [True, 0]
    assert held.loc[("Harbor", "business")].tolist() == [False, 1]
    assert not held.loc[("Harbor", "residents"), "planned"]


def test_a_session_for_nowhere_and_nobody_is_counted_as_such() -> None:
    sessions = SESSIONS.assign(neighborhood=None, stakeholder_group=None)
    held = count_coverage(sessions, PLAN).set_index(["neighborhood", "stakeholder_group"])
    assert held.loc[("not stated", "not stated"), "n_sessions"] == 4
    assert held.loc[("Old Town", "residents"), "n_sessions"] == 0


def test_population_is_reached_where_a_session_was_held() -> None:
    reach = reach_of_population(CELLS, POPULATION).set_index("neighborhood")
    assert reach["population_share"].to_dict() == pytest.approx({"Old Town": 0.1, "Lakeview": 0.3, "Saltmarsh": 0.6})
    assert reach["n_sessions"].to_dict() == {"Old Town": 2, "Lakeview": 1, "Saltmarsh": 0}


def test_a_planned_neighborhood_without_a_population_is_kept_and_not_counted_as_empty() -> None:
    reach = reach_of_population(CELLS, POPULATION[POPULATION["neighborhood"] != "Saltmarsh"]).set_index("neighborhood")
    assert pd.isna(reach.loc["Saltmarsh", "population"])
    assert reach["population_share"].sum() == pytest.approx(1)


def test_a_population_table_that_counts_somebody_twice_is_refused() -> None:
    with pytest.raises(TableError, match="repeat neighborhood"):
        reach_of_population(CELLS, pd.concat([POPULATION, POPULATION.head(1)]))


def test_indicators_are_those_counted_by_hand() -> None:
    found = programme_indicators(SESSIONS, CELLS, POPULATION, reported=date(2026, 4, 10), recommendations={"R1": True, "R2": False})
    assert indicator(found, "cells with at least one session")[["value", "of"]].tolist() == [2, 6]
    assert indicator(found, "cells with at least two")["value"] == 1
    assert indicator(found, "population reached")["value"] == pytest.approx(0.4)
    assert indicator(found, "population reached twice")["value"] == pytest.approx(0.1)
    assert indicator(found, "sessions of 15 people or fewer")[["value", "of"]].tolist() == [3, 4]
    # 12 x 1.5 + 16 x 1 + 10 x 1 past midnight; the fourth has no times.
    assert indicator(found, "person-hours")["value"] == pytest.approx(40)  # 44, in tens
    assert "1 session has no times and is left out" in indicator(found, "person-hours")["words"]
    assert indicator(found, "days from first to last session")["value"] == 60
    assert indicator(found, "days from last session to report")["value"] == 30
    assert pd.isna(indicator(found, "days from last session to answer")["value"])
    assert indicator(found, "languages")["value"] == 2
    assert indicator(found, "recommendations answered with a reason")[["value", "of"]].tolist() == [1, 2]


def test_what_is_not_recorded_is_said_and_left_empty() -> None:
    bare = SESSIONS.drop(columns=["start_time", "end_time"]).assign(date=None)
    found = programme_indicators(bare, count_coverage(bare, Plan()))
    for name in ("population reached", "person-hours", "days from first to last session", "cells with at least one session"):
        assert pd.isna(indicator(found, name)["value"]), name
        assert indicator(found, name)["words"], name


def test_a_report_before_the_last_session_is_refused() -> None:
    with pytest.raises(ValueError, match="before the last session"):
        programme_indicators(SESSIONS, CELLS, reported=date(2026, 3, 1))


@pytest.mark.parametrize("time", ["7pm", "25:00", "18.30"])
def test_times_that_are_none_are_refused(time: str) -> None:
    with pytest.raises(ValueError, match="HH:MM"):
        programme_indicators(SESSIONS.assign(start_time=time), CELLS)


def test_modes_are_counted_per_stratum() -> None:
    modes = count_modes(SESSIONS).set_index("stakeholder_group")
    assert modes.loc["residents"].to_dict() == {"hybrid": 0, "in_person": 1, "virtual": 1}


def test_next_sessions_start_with_the_largest_population_that_was_not_heard() -> None:
    listed = next_sessions(CELLS, SESSIONS, POPULATION)
    assert listed["neighborhood"].drop_duplicates().tolist() == ["Saltmarsh", "Lakeview", "Old Town"]
    assert listed["rank"].tolist() == [1, 2, 3, 4, 5]
    # Attended: 28 of 38 from Old Town, 10 from Lakeview, so 10 / 38 of 10,000 residents stand for Lakeview's 3,000.
    assert listed.set_index("neighborhood")["residents_unheard"].to_dict() == {"Saltmarsh": 6000, "Lakeview": 368, "Old Town": 0}
    assert "No session was held in this neighborhood" in listed["why"].iloc[0]


def test_next_sessions_put_empty_cells_before_those_with_one_and_leave_out_those_with_two() -> None:
    listed = next_sessions(CELLS, SESSIONS, POPULATION)
    lakeview = listed[listed["neighborhood"] == "Lakeview"]
    assert lakeview["stakeholder_group"].tolist() == ["residents", "youth"]
    assert ("Old Town", "residents") not in set(zip(listed["neighborhood"], listed["stakeholder_group"], strict=True))
    assert "Harbor" not in set(listed["neighborhood"])


def test_without_a_population_the_least_heard_neighborhood_comes_first() -> None:
    listed = next_sessions(CELLS, SESSIONS, most=2)
    assert listed["neighborhood"].tolist() == ["Saltmarsh", "Saltmarsh"]
    assert listed["residents_unheard"].isna().all()


def test_a_finished_programme_needs_no_more_sessions() -> None:
    cells = CELLS.assign(n_sessions=2)
    assert next_sessions(cells, SESSIONS, POPULATION).empty


def people(counts: dict[tuple[str, str], int]) -> pd.DataFrame:
    return pd.DataFrame([key for key, n in counts.items() for _ in range(n)], columns=["neighborhood", "age_group"])


def test_who_was_missing_is_said_in_words_largest_first() -> None:
    heard = people({("Old Town", "18-64"): 28, ("Lakeview", "18-64"): 12})
    tables = [compare_with_population(heard, POPULATION, name) for name in ("neighborhood", "age_group")]
    lines = describe_missing(CELLS, pd.concat(tables), POPULATION)
    assert lines[0] == "No session was held in Saltmarsh. 6,000 people live there, 60% of the city."
    assert "People of age group 65+ are 25% of residents, and nobody of them was heard." in lines
    assert not any("Saltmarsh" in line for line in lines[1:])


def test_a_count_of_people_too_small_to_publish_is_not_told() -> None:
    heard = people({("Old Town", "18-64"): 60, ("Lakeview", "65+"): 8})
    lines = describe_missing(CELLS, compare_with_population(heard, POPULATION, "age_group"), privacy=Privacy())
    told = [line for line in lines if "65+" in line]
    assert told == ["People of age group 65+ are 25% of residents and a smaller part of those heard."]
    more = people({("Old Town", "18-64"): 100, ("Lakeview", "65+"): 11})
    assert any("10% of those heard" in line for line in describe_missing(CELLS, compare_with_population(more, POPULATION, "age_group")))


def test_a_session_whose_source_names_nobody_is_not_called_missing() -> None:
    heard = people({("Old Town", "18-64"): 28})
    lines = describe_missing(CELLS, compare_with_population(heard, POPULATION, "neighborhood"), POPULATION)
    assert "A session was held in Lakeview; nobody from there can be counted, because its source names no speakers." in lines


def test_a_group_never_met_is_named_in_words() -> None:
    plan = Plan(neighborhoods=("Old Town",), stakeholder_groups=("residents", "faith_and_community"))
    lines = describe_missing(count_coverage(SESSIONS, plan), pd.DataFrame(columns=list(REPRESENTATION.by_name)))
    assert lines == ["No session was held with faith and community in any neighborhood."]
