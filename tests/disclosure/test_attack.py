"""The attack: bounds worked out by hand, by listing every table, and what must not count as exposed."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from peace_analysis.disclosure.attack import attack_release
from peace_analysis.disclosure.release import Form, Release
from peace_analysis.disclosure.suppression import hide_cells


def opinions(counts: list[int], heard: int = 24) -> Release:
    """One theme in groups that make up everybody: a cell per group, and their total."""
    release = Release()
    raised = [release.add_unknown(n, high=heard, block="T01") for n in counts]
    release.add_cell(("themes", "T01"), raised, few=3, heard=heard * len(counts), fixed=True, scope="T01")
    for i, index in enumerate(raised):
        release.add_cell(
            ("group_shares", "neighborhood", f"N{i}", "T01"), [index], few=3, heard=heard, scope="T01", cost=1 + counts[i] / 100
        )
    return release


def ranges(release: Release, forms: list[Form]) -> dict[str, tuple[float, float, bool]]:
    return {found.cell.key[2]: (found.low, found.high, found.exposed) for found in attack_release(release, forms, exact=True)}


def test_a_total_minus_its_parts_gives_a_single_masked_count() -> None:
    release = opinions([2, 9, 12])
    assert ranges(release, release.primary_forms()) == {"N0": (2, 2, True)}


def test_two_small_counts_that_hide_each_other_pass() -> None:
    release = opinions([1, 1, 12])
    assert ranges(release, release.primary_forms()) == {"N0": (0, 2, False), "N1": (0, 2, False)}


def test_two_small_counts_that_can_only_be_two_each_are_exposed() -> None:
    release = opinions([2, 2, 12])
    assert ranges(release, release.primary_forms()) == {"N0": (2, 2, True), "N1": (2, 2, True)}


def test_nobody_at_all_is_exposed_as_well_as_somebody() -> None:
    release = opinions([0, 0, 12])
    assert all(exposed for *_, exposed in ranges(release, release.primary_forms()).values())


def test_knowing_one_or_two_is_knowing_fewer_than_three() -> None:
    release = opinions([2, 1, 2])  # 5 in all: each lies between 1 and 2
    assert ranges(release, release.primary_forms()) == {f"N{i}": (1, 2, False) for i in range(3)}


def test_a_count_hidden_beside_is_known_not_to_be_small() -> None:
    release = opinions([2, 3, 12])
    forms = [Form.NUMBER, Form.FEWER, Form.HIDDEN, Form.NUMBER]
    assert ranges(release, forms)["N0"] == (0, 2, False)
    release = opinions([0, 3, 12])
    assert ranges(release, forms)["N0"] == (0, 0, True)  # 3 between them, and the other has at least 3


def test_where_small_counts_read_so_too_not_shown_tells_nothing() -> None:
    release = opinions([0, 3, 12])
    assert ranges(release, [Form.NUMBER, Form.BLURRED, Form.HIDDEN, Form.NUMBER])["N0"] == (0, 3, False)


def test_precincts_and_neighborhoods_are_attacked_together() -> None:
    alone = opinions([1, 9, 1, 9])
    assert not any(found.exposed for found in attack_release(alone, alone.primary_forms()))
    nested = opinions([1, 9, 1, 9])
    nested.add_cell(("group_shares", "precinct", "East", "T01"), [0, 1], few=3, heard=48, scope="T01")
    assert ranges(nested, nested.primary_forms())["N0"] == (1, 1, True)


@pytest.mark.parametrize(("decimals", "exposed"), [(2, True), (0, False)], ids=["hundredths", "nothing after the point"])
def test_a_rounded_share_gives_a_count_away_where_it_is_fine_enough(decimals: int, exposed: bool) -> None:
    release = Release()
    raised, heard = release.add_unknown(2, high=30), release.add_unknown(30)
    release.know({heard: 1.0}, 30, 30)
    release.add_cell(("group_shares", "a", "N0", "T01"), [raised], few=3, heard=30)
    release.know_share({raised: 1.0}, {heard: 1.0}, round(2 / 30, decimals), decimals)
    assert [found.exposed for found in attack_release(release, release.primary_forms())] == [exposed]


def test_an_interval_s_bound_is_a_bound() -> None:
    release = opinions([2, 1, 2])
    release.know({0: 1.0}, low=2)
    assert ranges(release, release.primary_forms())["N0"] == (2, 2, True)


def test_nothing_false_can_be_known() -> None:
    release = opinions([2, 1])
    with pytest.raises(ValueError, match="does not hold"):
        release.know({0: 1.0}, high=1)
    release.know_if_true({0: 1.0}, high=1)
    assert release.rows == []


def test_five_counts_of_ten_or_fewer_that_sum_to_49_are_exposed() -> None:
    release = Release()
    people = [release.add_unknown(n, low=1) for n in (10, 10, 10, 10, 9)]
    release.know(dict.fromkeys(people, 1.0), 49, 49)
    for i, index in enumerate(people):
        release.add_cell(("people", f"N{i}", "residents"), [index], few=11, scope="people")
    found = attack_release(release, release.primary_forms(), exact=True)
    assert {(finding.low, finding.high, finding.exposed) for finding in found} == {(9, 10, True)}
    assert not any(finding.exposed for finding in attack_release(release, hide_cells(release)))


def test_a_count_of_people_must_stay_uncertain_by_five() -> None:
    release = Release()
    people = [release.add_unknown(n, low=1) for n in (3, 4)]
    release.know(dict.fromkeys(people, 1.0), 7, 7)
    for i, index in enumerate(people):
        release.add_cell(("people", f"N{i}", "residents"), [index], few=11)
    assert [(f.low, f.high, f.exposed) for f in attack_release(release, release.primary_forms(), exact=True)] == [(1, 6, False)] * 2


def test_whole_counts_may_be_bounded_closer_than_broken_ones() -> None:
    release = Release()
    x, y = release.add_unknown(1, high=2), release.add_unknown(1, high=2)
    release.know({x: 2.0, y: 1.0}, 3, 3)  # x = 1.5, y = 0 is possible for broken counts only
    release.add_cell(("a", "x"), [x], few=3, heard=30)
    assert [(f.low, f.high, f.exposed) for f in attack_release(release, release.primary_forms(), exact=True)] == [(1, 1, True)]


@pytest.mark.parametrize("seed", range(25))
def test_bounds_are_those_of_every_table_listed_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 5, size=6)
    release = Release()
    index = [release.add_unknown(int(n), high=4) for n in counts]
    lines = [[0, 1, 2], [3, 4, 5], [0, 3], [1, 4], [2, 5], [0, 1, 3, 4], list(range(6))]
    for i, line in enumerate(lines):
        release.add_cell(("group_shares", "a", f"{i}", "T01"), [index[j] for j in line], few=3, heard=4 * len(line), scope="T01")
    forms = release.primary_forms()
    tables = np.array(list(product(range(5), repeat=6)))
    sums = np.stack([tables[:, line].sum(axis=1) for line in lines], axis=1)
    told = np.array([cell.known_range(form) for cell, form in zip(release.cells, forms, strict=True)])
    possible = sums[((sums >= told[:, 0]) & (sums <= told[:, 1])).all(axis=1)]
    for found in attack_release(release, forms, exact=True):
        seen = possible[:, release.cells.index(found.cell)]
        assert (found.low, found.high) == (seen.min(), seen.max())
