"""Conversations with votes: what each says, from the first vote to what may be shown, on two camps that were made up."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from peace_analysis.disclosure.attack import attack_release
from peace_analysis.disclosure.ballots import mask_votes, model_votes
from peace_analysis.disclosure.gate import ReleaseError, check_release
from peace_analysis.disclosure.release import Form
from peace_analysis.groups.conversations import EVERYONE, read_conversations
from peace_analysis.settings import Privacy

CAMPS = {"left": 36, "right": 24}


def vote(n_voters: Mapping[str, int] = CAMPS, *, lone: int = 1) -> pd.DataFrame:
    """Two camps that part on comments 1 to 4 and agree on 5 and 6; all pass on 7; the first `lone` of the right disagree with 5."""
    rows = []
    for camp, n in n_voters.items():
        for number in range(n):
            side = 1 if camp == "left" else -1
            cast = {1: side, 2: side, 3: -side, 4: -side, 5: -1 if side < 0 and number < lone else 1, 6: 1, 7: 0}
            rows += [("C1", f"{camp}-{number:02d}", comment, value) for comment, value in cast.items()]
    return pd.DataFrame(rows, columns=["session_id", "voter_id", "turn", "vote"])


def test_the_camps_are_found_with_what_stands_for_each_and_what_both_agree_on() -> None:
    found = read_conversations(vote())[0]
    assert found.sizes == {"A": 36, "B": 24}
    standing = found.representative[found.representative["passes"]].groupby("group")["statement"].agg(set)
    assert standing["A"] == standing["B"] == {1, 2, 3, 4}
    assert set(found.agreed["statement"]) == {5, 6}
    counts = found.counts.set_index(["comment", "group"])
    assert counts.loc[(1, "A"), ["n_votes", "n_agree", "n_disagree"]].tolist() == [36, 36, 0]
    assert counts.loc[(1, EVERYONE), ["n_votes", "n_agree", "n_disagree"]].tolist() == [60, 36, 24]
    assert 7 not in counts.index.get_level_values("comment")


def test_a_conversation_of_few_people_is_counted_and_not_looked_into() -> None:
    found = read_conversations(vote({"left": 13, "right": 13}))[0]
    assert (found.n_voters, found.opinions, found.sizes) == (26, None, {})
    assert found.counts.empty
    assert mask_votes([found.counts], Privacy())[1] == {}


def test_a_camp_smaller_than_a_group_needs_is_no_group() -> None:
    found = read_conversations(vote({"left": 60, "right": 9}))[0]
    assert all(n >= 10 for n in found.sizes.values())


def test_several_conversations_are_kept_apart() -> None:
    both = pd.concat([vote(), vote().assign(session_id="C0")])
    assert [(found.number, found.session_id) for found in read_conversations(both)] == [(1, "C0"), (2, "C1")]


@pytest.mark.parametrize("lone", [0, 1, 2, 3])
def test_lone_voices_and_lone_exceptions_of_a_group_are_masked_and_cannot_be_worked_out(lone: int) -> None:
    found = read_conversations(vote(lone=lone))[0]
    shown, forms = mask_votes([found.counts], Privacy())
    release = model_votes(shown, Privacy())
    assert not any(finding.exposed for finding in attack_release(release, [forms[cell.key] for cell in release.cells]))
    for cell in release.cells:
        small = cell.value < 3 or cell.value > (cell.heard or 0) - 3
        assert (forms[cell.key] is not Form.NUMBER) or not small
    if lone in (1, 2):  # everybody's number less the other group's would give the exception away
        assert forms["votes", "1", "5", EVERYONE, "disagree"] is not Form.NUMBER


def test_numbers_put_back_by_hand_are_refused() -> None:
    shown, forms = mask_votes([read_conversations(vote(lone=2))[0].counts], Privacy())
    release = model_votes(shown, Privacy())
    meant = [forms[cell.key] for cell in release.cells]
    assert check_release(release, meant)["exposed"] == 0
    with pytest.raises(ReleaseError, match=r"votes\.csv .*: \d+ cells? printed although too small"):
        check_release(release, [Form.NUMBER] * len(meant))
