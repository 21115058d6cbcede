"""Counts added to a release that is out: only they are hidden, and an attacker who has both learns no masked count."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from peace_analysis.disclosure import ReleaseError, attack_release, hide_added
from peace_analysis.disclosure.release import Form, Release


def waves(before: int, after: int, *, more: int = 0) -> Release:
    """One theme in two waves that make up everybody."""
    release = Release()
    counts = [release.add_unknown(n, high=30, block="T01") for n in (before, after)]
    release.add_cell(("themes", "T01"), counts, few=3, heard=60 + more, fixed=True, scope="T01")
    for name, index in zip(("one", "two"), counts, strict=True):
        release.add_cell(("group_shares", "wave", name, "T01"), [index], few=3, heard=30, scope="T01")
    return release


@pytest.mark.parametrize(
    ("before", "after", "forms"),
    [
        (12, 14, [Form.NUMBER, Form.NUMBER, Form.NUMBER]),
        (1, 14, [Form.NUMBER, Form.FEWER, Form.HIDDEN]),  # the total less the other wave would tell
    ],
)
def test_what_would_give_a_small_wave_away_is_hidden(before: int, after: int, forms: list[Form]) -> None:
    assert hide_added(waves(before, after), {("themes", "T01"): Form.NUMBER}) == forms


def test_what_is_out_stays_as_it_is_printed() -> None:
    release = waves(1, 14)
    release.add_cell(("group_shares", "place", "Hill", "T01"), [0], few=3, heard=30, scope="T01")
    printed = {("themes", "T01"): Form.NUMBER, ("group_shares", "place", "Hill", "T01"): Form.FEWER}
    forms = dict(zip((cell.key for cell in release.cells), hide_added(release, printed), strict=True))
    assert {key: forms[key] for key in printed} == printed
    assert not any(finding.exposed for finding in attack_release(release, list(forms.values())))


def test_a_release_that_gives_a_count_away_by_itself_is_refused() -> None:
    release = waves(1, 14)
    printed = {("themes", "T01"): Form.NUMBER, ("group_shares", "wave", "one", "T01"): Form.FEWER}
    with pytest.raises(ReleaseError, match="nothing was published"):
        hide_added(release, printed | {("group_shares", "wave", "two", "T01"): Form.NUMBER}, city="alder")


def test_an_attacker_written_apart_learns_no_masked_count_of_random_releases_with_waves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample of benchmarks/attacker_beside.py, which attacks sixty: with waves masked by themselves most are exposed."""
    monkeypatch.setattr(sys, "path", [str(Path(__file__).parents[2] / "benchmarks"), *sys.path])
    import attacker_beside

    found = [attacker_beside.attack_set(number) for number in (0, 4, 8)]
    assert sum(each["exposed"] for each in found) == 0
    assert sum(each["masked"] for each in found) > 0
    assert sum(each["exposed, waves masked alone"] for each in found) > 0
