"""Means that may be shown: no small group's size or mean follows from the others, whatever way they hang together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from peace_analysis.disclosure.score_sets import EVERYONE
from peace_analysis.disclosure.scores import Scored, choose_shown, find_exposed, list_means

LEAST = 11
ATTRIBUTES = ("group", "place")
Cell = tuple[str, str | None, str | None, int]  # wave, group, place, people


def people(*cells: Cell, same: bool = False) -> Scored:
    """Scores of so many people each; with `same`, the first people of every wave are the same."""
    rows = []
    for wave, group, place, n in cells:
        for number in range(n):
            person = f"{group}{place}{number}{'' if same else wave}"
            rows.append((wave, person, group, place, 1 + (number * 7 + len(rows)) % 41 / 10))
    return Scored("s", pd.DataFrame(rows, columns=["wave", "person", *ATTRIBUTES, "score"]), 1, 5)


def shown_of(scored: Scored, changes: list[tuple[str, ...]] | None = None) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    return choose_shown([scored], list_means([scored], ATTRIBUTES), changes or [], least=LEAST, few=LEAST)


def groups_of(shown: set[tuple[str, ...]]) -> set[str]:
    return {told[2] for told in shown if told[1] != EVERYONE}


def exposed(scored: Scored, *shown: tuple[str, ...], changes: Sequence[tuple[str, ...]] = ()) -> set[tuple[str, ...]]:
    return set(find_exposed(scored, [*list_means([scored], ATTRIBUTES), *changes], shown, least=LEAST, few=LEAST))


def test_groups_that_are_all_large_are_all_shown() -> None:
    assert groups_of(shown_of(people(("1", "a", "x", 20), ("1", "b", "y", 14)))[0]) == {"a", "b", "x", "y"}


def test_everyone_minus_the_others_gives_the_only_small_group_away_so_another_goes_with_it() -> None:
    scored = people(("1", "a", None, 40), ("1", "b", None, 20), ("1", "c", None, 14), ("1", "small", None, 6))
    everyone, *groups = (("1", EVERYONE, EVERYONE), *(("1", "group", name) for name in "abc"))
    assert ("s", "1", "group", "small") in exposed(scored, everyone, *groups)
    assert exposed(scored, everyone, *groups[:2]) == set()
    assert groups_of(shown_of(scored)[0]) == {"a", "b"}  # the smallest that helps


def test_two_small_groups_hide_each_other_where_they_are_enough_people_together() -> None:
    assert groups_of(shown_of(people(("1", "a", None, 30), ("1", "b", None, 6), ("1", "c", None, 7)))[0]) == {"a"}
    few = people(("1", "a", None, 30), ("1", "d", None, 15), ("1", "b", None, 3), ("1", "c", None, 4))
    assert groups_of(shown_of(few)[0]) == {"a"}  # seven people's mean would follow


def test_a_group_inside_another_attributes_group_leaves_a_few_people_over() -> None:
    scored = people(("1", "shops", "downtown", 15), ("1", "homes", "downtown", 4), ("1", "homes", "hill", 30))
    told = [("1", EVERYONE, EVERYONE), ("1", "group", "shops"), ("1", "place", "downtown")]
    assert any("without" in fault or "beside" in fault for fault in exposed(scored, *told))
    means = shown_of(scored)[0]
    assert exposed(scored, *means) == set()
    assert len(groups_of(means)) >= 1


def test_change_of_all_but_a_few_of_a_later_wave_gives_the_few_newcomers_away() -> None:
    first, second = ("1", "a", None, 30), ("2", "a", None, 33)  # the same thirty, and three newcomers
    scored = people(first, second, same=True)
    both, change = [("1", EVERYONE, EVERYONE), ("2", EVERYONE, EVERYONE)], ("1", "2", EVERYONE, EVERYONE)
    assert exposed(scored, *both) == set()
    assert len(exposed(scored, *both, change)) >= 1
    means, changes = shown_of(scored, [change])
    assert set(both) <= means
    assert changes == set()


def test_change_of_half_of_two_waves_gives_nobody_away() -> None:
    rows = people(("1", "a", None, 40), ("2", "a", None, 40)).people
    rows.loc[rows["wave"] == "2", "person"] = [f"aNone{n}1" if n < 20 else f"new {n}" for n in range(40)]
    assert shown_of(Scored("s", rows, 1, 5), [("1", "2", EVERYONE, EVERYONE)])[1] == {("1", "2", EVERYONE, EVERYONE)}


def twice(**groups: tuple[int, int]) -> tuple[Scored, list[tuple[str, ...]]]:
    """Two waves of so many people of each group, and how many of them are in both, with every mean and change that there is."""
    rows = people(*((wave, group, None, n) for wave in "12" for group, (n, _both) in groups.items())).people
    both = {f"{group}None{number}" for group, (_n, both) in groups.items() for number in range(both)}
    rows["person"] = [name[:-1] if name[:-1] in both else name for name in rows["person"]]
    return Scored("s", rows, 1, 5), [("1", "2", EVERYONE, EVERYONE), *(("1", "2", "group", name) for name in groups)]


def test_the_only_group_whose_change_is_left_out_follows_from_everyones_and_the_others() -> None:
    scored, changes = twice(a=(60, 33), b=(25, 13), c=(25, 12), small=(20, 10))
    means = list_means([scored], ATTRIBUTES)
    assert exposed(scored, *means, changes=changes) == set()  # all groups are large enough in each wave
    told = [change for change in changes if "small" not in change]
    assert ("s", *changes[-1]) in exposed(scored, *means, *told, changes=changes)
    assert exposed(scored, *means, *told[:-1], changes=changes) == set()
    shown = shown_of(scored, changes)
    assert shown == (set(means), set(told[:-1]))  # the smallest that helps goes with it, and no mean


def test_people_of_no_group_hide_a_small_groups_change_only_where_they_are_enough() -> None:
    for n_none, shown in ((0, 1), (4, 1), (30, 2)):
        scored, changes = twice(a=(40, 30), b=(30, 20), small=(20, 6), nobody=(n_none + 20, n_none))
        people_of = scored.people.assign(group=scored.people["group"].replace("nobody", None))
        found = choose_shown(
            [other := Scored("s", people_of, 1, 5)], list_means([other], ATTRIBUTES), changes[:-1], least=LEAST, few=LEAST
        )[1]
        assert len(found - {changes[0]}) == shown, n_none
        assert exposed(other, *list_means([other], ATTRIBUTES), *found, changes=changes[:-1]) == set()


def test_a_changes_group_inside_another_leaves_no_change_of_a_few_over() -> None:
    rows = [("shops", "downtown", 15), ("homes", "downtown", 4), ("homes", "hill", 30)]
    scored = people(*((wave, *row) for wave in "12" for row in rows), ("1", "homes", "hill2", 30), ("2", "homes", "hill3", 30), same=True)
    told = [("1", "2", "group", "shops"), ("1", "2", "place", "downtown")]
    assert any("beside" in fault or "without" in fault for fault in exposed(scored, *told, changes=told))
    assert not exposed(scored, told[0], changes=told)


def test_a_mean_that_is_everybodys_answer_is_not_shown() -> None:
    rows = people(("1", "a", None, 20), ("1", "b", None, 20)).people
    rows.loc[rows["group"] == "b", "score"] = 4.0
    assert "b" not in groups_of(shown_of(Scored("s", rows, 1, 5))[0])


def test_a_small_groups_mean_is_exposed_where_the_rest_that_it_hides_in_says_nearly_the_same() -> None:
    rows = people(("1", "a", None, 30), ("1", "b", None, 7), ("1", "c", None, 7)).people
    rows.loc[rows["group"] != "a", "score"] = [1.0] * 13 + [1.2]  # fourteen people, nearly all at the end of the scale
    scored = Scored("s", rows, 1, 5)
    assert exposed(scored, ("1", EVERYONE, EVERYONE), ("1", "group", "a")) == {("s", "1", "group", "b"), ("s", "1", "group", "c")}
    assert groups_of(shown_of(scored)[0]) == set()


@pytest.mark.parametrize(("n", "shown"), [(10, False), (11, True)])
def test_nothing_of_a_wave_is_shown_that_fewer_than_the_least_answered(n: int, shown: bool) -> None:
    assert bool(shown_of(people(("1", None, None, n)))[0]) is shown
