"""Polis's sums on examples worked out by hand, and on its own export of a public conversation."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from peace_analysis.groups.opinion_groups import find_opinion_groups
from peace_analysis.groups.votes import find_consensus, one_proportion_z, representative_statements, two_proportion_z

BOWLING_GREEN = Path(__file__).parents[3] / "shared" / "data" / "statements" / "bowling_green"
NEEDS_EXPORT = pytest.mark.skipif(not BOWLING_GREEN.is_dir(), reason="needs ../shared/data/statements/bowling_green")


def ballots(cast: dict[str, dict[int, list[int]]]) -> tuple[pd.DataFrame, pd.Series]:
    """Votes of each group on each statement, one voter after the other."""
    rows = [
        (f"{group}{n}", statement, vote) for group, of in cast.items() for statement, votes in of.items() for n, vote in enumerate(votes)
    ]
    votes = pd.DataFrame(rows, columns=["voter", "statement", "vote"])
    groups = pd.Series({voter: voter[0] for voter in votes["voter"]})
    return votes, groups


def test_the_z_of_one_share_is_that_of_polis() -> None:
    # 2 sqrt(25) (19 / 25 - .5) for 18 of 24.
    assert one_proportion_z(18, 24) == pytest.approx(2.6)
    assert one_proportion_z(0, 0) == pytest.approx(1.0)


def test_the_z_of_two_shares_is_that_of_polis() -> None:
    # Counts + 1: 10 of 20 against 5 of 20, pooled 15 / 40.
    expected = (0.5 - 0.25) / np.sqrt(0.375 * 0.625 * (1 / 20 + 1 / 20))
    assert two_proportion_z((9, 4), (19, 19)) == pytest.approx(expected)
    assert two_proportion_z((9, 19), (9, 19)) == 0.0  # everybody agrees: no difference, and no division by 0


def test_representativeness_is_the_ratio_of_smoothed_shares() -> None:
    votes, groups = ballots({"A": {1: [1] * 9 + [-1]}, "B": {1: [1] * 2 + [-1] * 8}})
    found = representative_statements(votes, groups).set_index("group")
    assert found.loc["A", "direction"] == "agree"
    assert found.loc["A", "share"] == pytest.approx(10 / 12)
    assert found.loc["A", "representativeness"] == pytest.approx((10 / 12) / (3 / 12))
    assert found.loc["B", "direction"] == "disagree"
    assert found.loc["B", "representativeness"] == pytest.approx((9 / 12) / (2 / 12))


def test_what_all_agree_on_represents_nobody_but_each_group_keeps_one() -> None:
    votes, groups = ballots({"A": {1: [1] * 10, 2: [1] * 9 + [-1]}, "B": {1: [1] * 10, 2: [1] * 9 + [-1]}})
    found = representative_statements(votes, groups)
    assert found["group"].tolist() == ["A", "B"]
    assert not found["passes"].any()


def test_a_pass_counts_as_a_vote_that_is_not_with_it() -> None:
    votes, groups = ballots({"A": {1: [1, 1, 0, 0]}, "B": {1: [0, 0, 0, 0]}})
    found = find_consensus(votes, groups)
    agree = found[found["direction"] == "agree"].iloc[0]
    assert (agree["n_votes"], agree["n_with"], agree["share"]) == (8, 2, pytest.approx(3 / 10))


def test_consensus_needs_every_group() -> None:
    votes, groups = ballots({"A": {1: [1] * 30, 2: [1] * 28 + [-1] * 2}, "B": {1: [-1] * 6 + [1] * 2, 2: [1] * 7 + [-1]}})
    found = find_consensus(votes, groups).set_index(["statement", "direction"])
    assert found.loc[(1, "agree"), "z_share"] > 1.2816  # clear over all voters
    assert not found.loc[(1, "agree"), "consensus"]
    assert found.loc[(1, "agree"), "lowest_group"] == "B"
    assert found.loc[(2, "agree"), "consensus"]
    assert not found.loc[(2, "disagree"), "consensus"]


def test_a_group_that_did_not_vote_on_it_is_not_taken_to_agree() -> None:
    votes, groups = ballots({"A": {1: [1] * 30, 2: [1] * 30}, "B": {2: [1] * 8}})
    found = find_consensus(votes, groups).set_index(["statement", "direction"])
    assert not found.loc[(1, "agree"), "consensus"]
    assert found.loc[(1, "agree"), "lowest_share"] == 0.5


@pytest.mark.parametrize("vote", [2, -2], ids=["2", "-2"])
def test_votes_that_are_none_are_refused(vote: int) -> None:
    votes = pd.DataFrame({"voter": ["a"], "statement": [1], "vote": [vote]})
    with pytest.raises(ValueError, match="1, 0 or -1"):
        find_consensus(votes, pd.Series({"a": "A"}))


def test_nobody_votes_twice() -> None:
    votes = pd.DataFrame({"voter": ["a", "a"], "statement": [1, 1], "vote": [1, 1]})
    with pytest.raises(ValueError, match="one per voter and statement"):
        representative_statements(votes, pd.Series({"a": "A"}))


def camps(n: int = 40, n_statements: int = 20, noise: float = 0.1, seed: int = 1, kinds: int = 2) -> tuple[pd.DataFrame, pd.Series]:
    """Voters of two or three camps that vote alike but for some noise; each sees half of the statements."""
    rng = np.random.default_rng(seed)
    views = rng.choice([-1, 1], (kinds, n_statements))
    camp = np.arange(n) % kinds
    rows = [
        (f"v{voter:03d}", statement, int(views[camp[voter], statement] * (-1 if rng.random() < noise else 1)))
        for voter in range(n)
        for statement in range(n_statements)
        if rng.random() < 0.6
    ]
    return pd.DataFrame(rows, columns=["voter", "statement", "vote"]), pd.Series(camp, index=[f"v{voter:03d}" for voter in range(n)])


@pytest.mark.parametrize("kinds", [2, 3])
def test_camps_are_found_and_counted(kinds: int) -> None:
    votes, camp = camps(60, 30, kinds=kinds)
    found = find_opinion_groups(votes, seed=1)
    assert found is not None
    assert found.groups.nunique() == kinds
    assert adjusted_rand_score(camp[found.groups.index], found.groups) > 0.95
    assert max(found.silhouettes, key=found.silhouettes.get) == kinds


def test_the_same_seed_gives_the_same_groups() -> None:
    votes, _ = camps(noise=0.4)
    first, second = (find_opinion_groups(votes.sample(frac=1, random_state=n), seed=3) for n in (1, 2))
    assert first is not None
    assert second is not None
    assert first.groups.equals(second.groups)


def test_who_voted_on_few_statements_is_not_placed() -> None:
    votes, _ = camps()
    votes = pd.concat([votes, pd.DataFrame({"voter": "seldom", "statement": range(6), "vote": 1})])
    found = find_opinion_groups(votes)
    assert found is not None
    assert "seldom" not in found.groups.index


def test_a_number_of_groups_that_leaves_one_too_small_is_passed_over() -> None:
    votes, _ = camps(12)
    assert find_opinion_groups(votes, min_people=7) is None


@pytest.mark.parametrize("n", [0, 3])
def test_too_few_voters_make_no_groups(n: int) -> None:
    votes, _ = camps()
    assert find_opinion_groups(votes[votes["voter"].isin(sorted(votes["voter"].unique())[:n])]) is None


def test_voters_who_all_vote_alike_make_no_groups() -> None:
    votes = pd.DataFrame([(f"v{v}", s, 1) for v in range(20) for s in range(10)], columns=["voter", "statement", "vote"])
    assert find_opinion_groups(votes) is None


@pytest.fixture(scope="module")
def export() -> tuple[pd.DataFrame, pd.Series]:
    """Accepted votes of the public conversation, and the groups that Polis itself exported."""
    from peace_analysis.transcripts.polis import read

    comments = pd.read_csv(BOWLING_GREEN / "comments.csv")
    rejected = set(comments.loc[comments["moderated"] == -1, "comment-id"])
    votes = read(BOWLING_GREEN).votes
    people = pd.read_csv(BOWLING_GREEN / "participants-votes.csv", usecols=["participant", "group-id"])
    groups = people.set_index(people["participant"].astype(str))["group-id"].dropna().astype(int).astype(str)
    return votes[~votes["statement"].isin(rejected)], groups


@NEEDS_EXPORT
def test_opinion_groups_are_nearly_those_that_polis_exported(export: tuple[pd.DataFrame, pd.Series]) -> None:
    found = find_opinion_groups(export[0], seed=20260401)
    assert found is not None
    both = pd.concat([found.groups, export[1]], axis=1, join="inner")
    assert len(both) > 1_500
    assert found.groups.nunique() == 2  # as many as Polis found
    assert adjusted_rand_score(both.iloc[:, 0], both.iloc[:, 1]) > 0.7


@NEEDS_EXPORT
def test_votes_per_group_are_those_that_were_published(export: tuple[pd.DataFrame, pd.Series]) -> None:
    """Agreement per group of 607 statements was published apart from the export; ours comes from the single votes."""
    published = json.loads((BOWLING_GREEN / "silver_topics.json").read_text(encoding="utf-8"))
    found = find_consensus(*export).set_index(["statement", "direction"])
    same = checked = 0
    for statement in published:
        number = int(statement["id"])
        if (number, "agree") in found.index:
            of = [statement["votes"][name] for name in ("Group-1", "Group-2")]
            row = found.loc[(number, "agree")]
            checked += 1
            same += abs(row["n_with"] - sum(group["agreeCount"] for group in of)) <= 0.02 * row["n_votes"] + 1
    assert checked > 500
    assert same / checked > 0.95


@NEEDS_EXPORT
def test_each_group_of_the_export_has_statements_that_stand_for_it_and_consensus_is_shared(export: tuple[pd.DataFrame, pd.Series]) -> None:
    chosen = representative_statements(*export)
    assert chosen.groupby("group").size().tolist() == [5, 5]
    assert chosen["passes"].all()
    best = find_consensus(*export).iloc[0]
    assert best["consensus"]
    assert best["lowest_share"] > 0.75
