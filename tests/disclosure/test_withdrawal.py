"""Groups that are not shown on their own, because what they show would give masked counts away."""

from __future__ import annotations

from counted_people import SIX, Sessions, mask

from peace_analysis.disclosure import Masked, attack_release

NESTED = ("neighborhood", "precinct", "stakeholder_group")


def exposed(masked: Masked) -> list[tuple[str, ...]]:
    return [found.cell.key for found in attack_release(masked.release, masked.forms) if found.exposed]


def hold_twice(people: dict[tuple[str, str, str], int], raised: list[int]) -> tuple[Sessions, dict[str, int]]:
    """Two sessions each for people of a neighborhood, precinct and stakeholder group, and those who raised the theme in each."""
    sessions: dict[str, tuple[str, str, str, int]] = {}
    counts: dict[str, int] = {}
    for i, (where, n) in enumerate(people.items()):
        for part, half, said in ((0, (n + 1) // 2, (raised[i] + 1) // 2), (1, n // 2, raised[i] // 2)):
            sessions[f"S{i}{part}"] = (*where, half)
            counts[f"S{i}{part}"] = said
    return sessions, counts


def test_a_neighborhood_that_is_a_precinct_of_its_own_is_not_given_away_by_the_precinct() -> None:
    sessions, counts = hold_twice(
        {
            ("Eastgate", "East", "residents"): 10,
            ("Mill Flats", "West", "residents"): 14,
            ("Mill Flats", "West", "youth"): 12,
            ("Old Town", "West", "residents"): 15,
            ("Old Town", "West", "youth"): 16,
        },
        [1, 3, 4, 2, 5],
    )
    masked = mask(sessions, {"T01": counts}, by=NESTED)
    assert exposed(masked) == []
    assert ("neighborhood", "Eastgate") in masked.withdrawn
    assert ("precinct", "East") in masked.withdrawn  # ten people, as in Eastgate
    assert {attribute for attribute, _ in masked.withdrawn} == {"neighborhood", "precinct"}


def test_a_group_is_withdrawn_where_no_single_number_hidden_protects_a_small_group_s_opinion() -> None:
    sessions, counts = hold_twice(
        {
            ("North", "East", "residents"): 8,
            ("Eastgate", "East", "residents"): 4,
            ("Eastgate", "East", "youth"): 9,
            ("Hill", "West", "residents"): 7,
            ("Old Town", "West", "residents"): 11,
            ("Old Town", "West", "youth"): 9,
            ("Mill Flats", "West", "residents"): 14,
        },
        [1, 2, 1, 2, 2, 2, 0],  # 4 in the East and 6 in the West: "not shown" says at least 3 of each
    )
    assert exposed(mask(sessions, {"T01": counts}, by=NESTED)) == []


def test_nothing_is_withdrawn_where_hiding_numbers_is_enough() -> None:
    masked = mask(SIX, {"T01": {"S1": 1, "S3": 5, "S4": 4, "S5": 2, "S6": 0}}, by=NESTED)
    assert exposed(masked) == []
    assert masked.withdrawn == ()


def test_a_group_of_everybody_is_never_withdrawn_and_does_not_stand_in_the_way_of_those_that_help() -> None:
    sessions = {
        "S1": ("Cedar Hill", "West", "officers", 11),
        "S2": ("Eastgate", "East", "youth", 12),
        "S3": ("Southfield", "East", "youth", 13),
    }
    masked = mask(sessions, {"T01": {"S1": 10, "S2": 11, "S3": 11}}, by=[*NESTED, "mode"])
    assert masked.withdrawn == (("precinct", "East"), ("stakeholder_group", "youth"))
    assert exposed(masked) == []
