"""Votes on statements, where a source has them: what stands for a group of voters, and what all groups agree on.

The sums are those of Polis, so that a conversation reads here as it does there. One thing differs: agreement over groups is a geometric
mean and not a product, which shrinks with the number of groups.

Source:
    METHODS section 3. Small, Bjorkegren, Erkkila, Shaw & Megill (2021), Recerca 26(2), on Polis.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from peace_analysis.groups.common_ground import geometric_mean_share
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.wording import marked

Floats = NDArray[np.float64]
CUT = 1.2816  # one-sided 90% of the normal, as in Polis
MOST = 5  # statements chosen per group, and for the consensus
AGREE, DISAGREE = marked("agree"), marked("disagree")

REPRESENTATIVE = Table(
    "representative_statements",
    "one statement that stands for one group of voters",
    (
        Column("group", "text", "the group of voters"),
        Column("statement", "integer", "number of the statement"),
        Column("direction", "text", "whether the group agrees or disagrees more than the rest", among=(AGREE, DISAGREE)),
        Column("n_votes", "integer", "votes of the group on it, passes among them"),
        Column("n_with", "integer", "of these in the direction"),
        Column("share", "share", "(n_with + 1) / (n_votes + 2)"),
        Column("representativeness", "number", "share in the group over share in the rest"),
        Column("z_share", "number", "how clearly more than half of the group vote so"),
        Column("z_representativeness", "number", "how clearly the group does so more than the rest"),
        Column("passes", "flag", "both z are above 1.2816; otherwise it is only the best that the group has"),
    ),
    key=("group", "statement"),
)
CONSENSUS = Table(
    "consensus",
    "one statement over all groups of voters",
    (
        Column("statement", "integer", "number of the statement"),
        Column("direction", "text", "agreement or disagreement", among=(AGREE, DISAGREE)),
        Column("n_votes", "integer", "votes on it, passes among them"),
        Column("n_with", "integer", "of these in the direction"),
        Column("share", "share", "(n_with + 1) / (n_votes + 2)"),
        Column("z_share", "number", "how clearly more than half vote so"),
        Column("geometric_mean", "share", "geometric mean over groups of (n_with + .5) / (n_votes + 1)"),
        Column("lowest_share", "share", "share of the group that votes so least"),
        Column("lowest_group", "text", "that group"),
        Column("consensus", "flag", "clearly more than half of all, and more than half of every group"),
    ),
    key=("statement", "direction"),
)


def one_proportion_z(successes: ArrayLike, trials: ArrayLike) -> Floats:
    """Say how clearly a share lies above one half: 2 sqrt(n + 1) ((s + 1) / (n + 1) - .5)."""
    s, n = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    return np.asarray(2 * np.sqrt(n + 1) * ((s + 1) / (n + 1) - 0.5), dtype=np.float64)


def two_proportion_z(successes: tuple[ArrayLike, ArrayLike], trials: tuple[ArrayLike, ArrayLike]) -> Floats:
    """Say how clearly one share lies above another: the pooled z with 1 added to every count; 0 where the pooled share is 1."""
    (s1, s2), (n1, n2) = (tuple(np.asarray(values, dtype=np.float64) + 1 for values in pair) for pair in (successes, trials))
    pooled = (s1 + s2) / (n1 + n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (s1 / n1 - s2 / n2) / np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return np.where(pooled >= 1, 0.0, z)


def representative_statements(votes: pd.DataFrame, groups: pd.Series, *, most: int = MOST) -> pd.DataFrame:
    """Choose the statements that stand for each group of voters.

    Args:
        votes: voter, statement, vote (1 agree, 0 pass, -1 disagree); one row per voter and statement.
        groups: Group of each voter, indexed by voter; voters who are not in it are left out.
        most: How many statements at most for one group.

    Returns:
        `REPRESENTATIVE`: per group those that pass both cuts, by representativeness times its z times share times its z; a group for
        which none passes keeps its best one. Never fewer than one per group with votes.

    Raises:
        ValueError: If a vote is not 1, 0 or -1, or somebody voted twice on one statement.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> votes = made.votes.rename(columns={"voter_id": "voter", "turn": "statement"})
        >>> found = groups.find_opinion_groups(votes)
        >>> groups.representative_statements(votes, found.groups, most=1)[["group", "statement"]].to_dict("list")
        {'group': ['A', 'B', 'C', 'D'], 'statement': [5, 6, 2, 4]}
    """
    counts = _count_votes(votes, groups)
    parts = []
    for position, group in enumerate(counts.groups):
        rows = []
        for direction, with_it in ((AGREE, counts.agree), (DISAGREE, counts.disagree)):
            k, n = with_it[position], counts.votes[position]
            k_rest, n_rest = with_it.sum(axis=0) - k, counts.votes.sum(axis=0) - n
            share = (k + 1) / (n + 2)
            frame = pd.DataFrame({"statement": counts.statements, "direction": direction, "n_votes": n, "n_with": k, "share": share})
            frame["representativeness"] = share / ((k_rest + 1) / (n_rest + 2))
            frame["z_share"] = one_proportion_z(k, n)
            frame["z_representativeness"] = two_proportion_z((k, k_rest), (n, n_rest))
            rows.append(frame[n > 0])
        both = pd.concat(rows, ignore_index=True)
        # Each statement speaks in the direction in which the group leaves the rest more clearly.
        both = both.sort_values(["statement", "z_representativeness"], ascending=[True, False], kind="stable").drop_duplicates("statement")
        both["passes"] = (both["z_share"] > CUT) & (both["z_representativeness"] > CUT)
        weight = both["representativeness"] * both["z_representativeness"] * both["share"] * both["z_share"]
        # Two negative z would make a large product of what speaks against a statement.
        both["weight"] = weight.where((both["z_share"] > 0) & (both["z_representativeness"] > 0), both["z_representativeness"] - 1e6)
        ranked = both.sort_values(["passes", "weight", "statement"], ascending=[False, False, True], kind="stable")
        parts.append(ranked.head(min(most, max(1, int(ranked["passes"].sum())))).drop(columns="weight").assign(group=group))
    if not parts:
        return pd.DataFrame(columns=list(REPRESENTATIVE.by_name))
    return check_table(pd.concat(parts, ignore_index=True), REPRESENTATIVE)


def find_consensus(votes: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Find statements on which voters agree, or disagree, in every group.

    Args:
        votes: voter, statement, vote (1 agree, 0 pass, -1 disagree); one row per voter and statement.
        groups: Group of each voter, indexed by voter; voters who are not in it are left out.

    Returns:
        `CONSENSUS`, one row per statement and direction, highest geometric mean first. A group without a vote on a statement counts as one
        half, so that silence is not taken for consent.

    Raises:
        ValueError: If a vote is not 1, 0 or -1, or somebody voted twice on one statement.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> votes = made.votes.rename(columns={"voter_id": "voter", "turn": "statement"})
        >>> found = groups.find_opinion_groups(votes)
        >>> groups.find_consensus(votes, found.groups)["statement"].tolist()
        [1, 2, 4, 3, 5, 6, 6, 5, 4, 2, 3, 1]
    """
    counts = _count_votes(votes, groups)
    parts = []
    for direction, with_it in ((AGREE, counts.agree), (DISAGREE, counts.disagree)):
        if not counts.groups:
            break
        n, k = counts.votes.sum(axis=0), with_it.sum(axis=0)
        smoothed = (with_it + 0.5) / (counts.votes + 1)
        lowest = smoothed.argmin(axis=0)
        z = one_proportion_z(k, n)
        parts.append(
            pd.DataFrame(
                {
                    "statement": counts.statements,
                    "direction": direction,
                    "n_votes": n,
                    "n_with": k,
                    "share": (k + 1) / (n + 2),
                    "z_share": z,
                    "geometric_mean": geometric_mean_share(with_it, counts.votes),
                    "lowest_share": smoothed.min(axis=0),
                    "lowest_group": [counts.groups[index] for index in lowest],
                    "consensus": (z > CUT) & (smoothed.min(axis=0) > 0.5),
                }
            )
        )
    if not parts:
        return pd.DataFrame(columns=list(CONSENSUS.by_name))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.sort_values(["geometric_mean", "statement", "direction"], ascending=[False, True, True], ignore_index=True)
    return check_table(frame, CONSENSUS)


class _Counts:
    """Votes by group and statement, each of shape (n_groups, n_statements)."""

    def __init__(self, votes: pd.DataFrame, groups: pd.Series) -> None:
        if not votes["vote"].isin([-1, 0, 1]).all() or votes.duplicated(["voter", "statement"]).any():
            raise ValueError("votes must be 1, 0 or -1, one per voter and statement")
        placed = votes.assign(group=votes["voter"].map(groups)).dropna(subset="group")
        names, row = np.unique(placed["group"].astype("str").to_numpy(dtype="str"), return_inverse=True)
        self.groups = [str(name) for name in names]
        self.statements, column = np.unique(placed["statement"].to_numpy(dtype=np.int64), return_inverse=True)
        shape = (len(self.groups), len(self.statements))
        cast = placed["vote"].to_numpy(dtype=np.int64)
        self.votes, self.agree, self.disagree = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for counted, kept in ((self.votes, cast >= -1), (self.agree, cast == 1), (self.disagree, cast == -1)):
            np.add.at(counted, (row[kept], column[kept]), 1)


def _count_votes(votes: pd.DataFrame, groups: pd.Series) -> _Counts:
    return _Counts(votes, groups)
