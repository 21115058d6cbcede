"""Online conversations with votes: their opinion groups, what stands for each, what all agree on, and the counts behind that.

Source:
    METHODS section 3: representativeness and consensus after Polis, agreement over groups as a geometric mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from peace_analysis.groups.opinion_groups import OpinionGroups, find_opinion_groups
from peace_analysis.groups.votes import find_consensus, representative_statements
from peace_analysis.settings import Privacy
from peace_analysis.tables import VOTES, Column, Table, check_table

EVERYONE = "everyone"
MOST_AGREED = 10  # comments that all groups agree on, or disagree with, whose counts are kept

VOTE_COUNTS = Table(
    "vote_counts",
    "one comment in one opinion group, or among all voters who are in a group",
    (
        Column("conversation", "integer", "number of the conversation, from 1"),
        Column("comment", "integer", "number of the comment"),
        Column("group", "text", "opinion group (A is the largest), or everyone"),
        Column("n_votes", "integer", "votes on it, passes among them"),
        Column("n_agree", "integer", "agreed"),
        Column("n_disagree", "integer", "disagreed"),
    ),
    key=("conversation", "comment", "group"),
)


@dataclass(frozen=True)
class Conversation:
    """One online conversation in which people voted."""

    number: int  # from 1
    session_id: str
    n_voters: int
    n_comments: int
    opinions: OpinionGroups | None  # None: too few voters, or they don't part into groups that are large enough
    representative: pd.DataFrame  # votes.REPRESENTATIVE of comments on which every group cast enough votes
    consensus: pd.DataFrame  # votes.CONSENSUS of the same
    counts: pd.DataFrame  # VOTE_COUNTS of the comments that stand for a group or that all agree on

    @property
    def sizes(self) -> dict[str, int]:
        """Voters of each opinion group."""
        return {} if self.opinions is None else {str(name): int(n) for name, n in self.opinions.groups.value_counts().sort_index().items()}

    @property
    def agreed(self) -> pd.DataFrame:
        """Comments on which all groups agree, or which all reject, clearest first."""
        return self.consensus[self.consensus["consensus"].astype(bool)].head(MOST_AGREED) if len(self.consensus) else self.consensus


def read_conversations(votes: pd.DataFrame, *, privacy: Privacy | None = None, seed: int = 0) -> list[Conversation]:
    """Work out what the votes of each conversation say.

    Args:
        votes: `tables.VOTES`.
        privacy: How many voters a conversation needs to be looked at (it is one session), and how many a group.
        seed: Of the search for groups.

    Returns:
        One per conversation, in the order of their sessions' ids. A comment counts only where every group cast as many votes on it as a
        group needs people.

    Raises:
        TableError: If the table is not what it should be.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> [conversation.session_id for conversation in groups.read_conversations(made.votes)]
        ['V01']
    """
    privacy = privacy or Privacy()
    cast = check_table(votes, VOTES).rename(columns={"voter_id": "voter", "turn": "statement"})
    return [
        _read(number, str(session), part[["voter", "statement", "vote"]], privacy, seed)
        for number, (session, part) in enumerate(cast.groupby("session_id", sort=True), start=1)
    ]


def _read(number: int, session: str, votes: pd.DataFrame, privacy: Privacy, seed: int) -> Conversation:
    n_voters, n_comments = votes["voter"].nunique(), votes["statement"].nunique()
    opinions = None
    if n_voters >= privacy.conversation_min_people:
        opinions = find_opinion_groups(votes, seed=seed, min_people=privacy.group_min_people)
    if opinions is None:
        nothing = votes.iloc[:0]
        groups = pd.Series(dtype="str")
        empty = pd.DataFrame(columns=list(VOTE_COUNTS.by_name))
        return Conversation(
            number, session, n_voters, n_comments, None, representative_statements(nothing, groups), find_consensus(nothing, groups), empty
        )
    counts = _count(votes, opinions.groups)
    in_groups = counts[counts["group"] != EVERYONE]
    least = in_groups.groupby("statement")["n_votes"].agg(["min", "size"])
    enough = least.index[(least["min"] >= privacy.group_min_people) & (least["size"] == opinions.groups.nunique())]
    voted = votes[votes["statement"].isin(enough)]
    representative, consensus = representative_statements(voted, opinions.groups), find_consensus(voted, opinions.groups)
    found = Conversation(number, session, n_voters, n_comments, opinions, representative, consensus, counts)
    chosen = {*representative.loc[representative["passes"].astype(bool), "statement"], *found.agreed["statement"]}
    kept = counts[counts["statement"].isin(chosen)].rename(columns={"statement": "comment"}).assign(conversation=number)
    table = check_table(kept[list(VOTE_COUNTS.by_name)].reset_index(drop=True), VOTE_COUNTS)
    return Conversation(number, session, n_voters, n_comments, opinions, representative, consensus, table)


def _count(votes: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Votes on each statement by group, then among all who are in one: statement, group, n_votes, n_agree, n_disagree."""
    placed = votes.assign(group=votes["voter"].map(groups)).dropna(subset="group")
    both = pd.concat([placed, placed.assign(group=EVERYONE)], ignore_index=True)
    both = both.assign(n_agree=both["vote"] == 1, n_disagree=both["vote"] == -1, n_votes=1)
    counted = both.groupby(["statement", "group"], sort=True)[["n_votes", "n_agree", "n_disagree"]].sum().astype("int64")
    return counted.reset_index()
