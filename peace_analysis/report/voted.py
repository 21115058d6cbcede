"""What people voted on, where a source has votes: what all opinion groups agree on, and what stands for each group."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from peace_analysis.charts.labels import counted, listed, percent
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.disclosure.ballots import EVERYONE, mask_votes
from peace_analysis.disclosure.release import Form, Key
from peace_analysis.groups.conversations import VOTE_COUNTS, Conversation, read_conversations
from peace_analysis.groups.votes import AGREE
from peace_analysis.report.html import Fragment, heading, join, paragraph
from peace_analysis.report.tabular import table
from peace_analysis.settings import Privacy
from peace_analysis.tables import Column, Table

SHOWN_NOT = "not shown"
MASKED = "; empty where masked"
PUBLIC_VOTES = Table(
    "votes",
    "one comment in one opinion group, or among all voters who are in a group",
    (
        VOTE_COUNTS.by_name["conversation"],
        VOTE_COUNTS.by_name["comment"],
        VOTE_COUNTS.by_name["group"],
        VOTE_COUNTS.by_name["n_votes"],
        Column("n_agree", "integer", "agreed" + MASKED, nullable=True),
        Column("n_disagree", "integer", "disagreed" + MASKED, nullable=True),
        Column("shown_agree", "text", "how a masked count reads; empty where the count is given", nullable=True),
        Column("shown_disagree", "text", "the same for disagreement", nullable=True),
        Column("stands_for", "text", "opinion groups that it stands for, separated by '; '"),
        Column("agreed_by_all", "flag", "more than half of every group vote the same way"),
        Column("text", "text", "the comment, anonymised; empty where its author did not agree to be quoted", nullable=True),
    ),
    key=("conversation", "comment", "group"),
)


@dataclass(frozen=True)
class Voted:
    """The conversations of a city, and what of their counts may be shown."""

    conversations: list[Conversation]
    shown: pd.DataFrame  # PUBLIC_VOTES
    forms: dict[Key, Form]


def read_votes(
    votes: pd.DataFrame, turns: pd.DataFrame, participants: pd.DataFrame, *, privacy: Privacy | None = None, seed: int = 0
) -> Voted:
    """Work out what votes say and mask it.

    Args:
        votes: `tables.VOTES`.
        turns: `tables.TURNS`, which hold the words of comments.
        participants: `tables.PARTICIPANTS`, for consent to be quoted.
        privacy: Thresholds.
        seed: Of the search for opinion groups.
    """
    privacy = privacy or Privacy()
    conversations = read_conversations(votes, privacy=privacy, seed=seed)
    counts, forms = mask_votes([conversation.counts for conversation in conversations], privacy)
    by_number = {conversation.number: conversation for conversation in conversations}
    texts = _quotable(turns, participants)
    rows = []
    for row in rows_of(counts):
        found = by_number[row["conversation"]]
        standing = found.representative[found.representative["passes"].astype(bool)]
        shown: dict[str, object] = {name: row[name] for name in ("conversation", "comment", "group", "n_votes")}
        for direction in ("agree", "disagree"):
            form = forms["votes", str(row["conversation"]), str(row["comment"]), str(row["group"]), direction]
            words = _words(form, privacy.opinion_threshold)
            shown |= {f"n_{direction}": None if words else int(row[f"n_{direction}"]), f"shown_{direction}": words}
        stands_for = sorted(standing.loc[standing["statement"] == row["comment"], "group"])
        shown |= {"stands_for": "; ".join(stands_for), "agreed_by_all": bool((found.agreed["statement"] == row["comment"]).any())}
        rows.append({**shown, "text": texts.get((found.session_id, int(row["comment"])))})
    frame = pd.DataFrame(rows, columns=list(PUBLIC_VOTES.by_name))
    return Voted(conversations, frame.astype({"n_agree": "Int64", "n_disagree": "Int64", "agreed_by_all": "bool"}), forms)


def voted_part(voted: Voted, privacy: Privacy) -> Fragment:
    """Say what people voted on; nothing where no source has votes."""
    if not voted.conversations:
        return Fragment("")
    pieces = [heading(3, "What people voted on", "votes")]
    for conversation in voted.conversations:
        pieces.append(paragraph(*_introduction(conversation, privacy)))
        rows = voted.shown[voted.shown["conversation"] == conversation.number]
        agreed = _table(
            rows, conversation, list(conversation.agreed["statement"]), "Comments on which every opinion group votes the same way"
        )
        pieces += [agreed] if agreed else []
        for group in conversation.sizes:
            mine = conversation.representative[(conversation.representative["group"] == group) & conversation.representative["passes"]]
            direction = dict(zip(mine["statement"], mine["direction"], strict=True))
            apart = _table(rows, conversation, list(mine["statement"]), f"Comments that set group {group} apart", direction)
            pieces += [apart] if apart else []
    return join(pieces)


def show_votes(voted: Voted, privacy: Privacy) -> Fragment:
    """The same for a notebook: says so where no source has votes."""
    return voted_part(voted, privacy) if voted.conversations else paragraph("No source of this city has votes.")


def why_withheld(voted: Voted, privacy: Privacy) -> str:
    """Say which conversations' votes are not shown, and why; "" where all are."""
    small = [conversation for conversation in voted.conversations if conversation.opinions is None]
    if not small:
        return ""
    return (
        f"Votes of {counted(len(small), 'online conversation')} are not shown: a conversation is one session, and fewer than "
        f"{privacy.conversation_min_people} people voted, or they do not part into groups of {privacy.group_min_people} or more."
    )


def _introduction(conversation: Conversation, privacy: Privacy) -> list[str]:
    if conversation.n_voters < privacy.conversation_min_people:
        return [
            f"Fewer than {privacy.conversation_min_people} people voted on comments in an online conversation. "
            "It is one session, so how they voted is not shown."
        ]
    if conversation.opinions is None:
        return [
            f"{conversation.n_voters:,} people voted in an online conversation. By their votes they do not part into groups of "
            f"{privacy.group_min_people} people or more, so no votes are shown."
        ]
    sizes = listed([f"{name} ({n:,} people)" for name, n in conversation.sizes.items()])
    return [
        f"In an online conversation {conversation.n_voters:,} people voted on {conversation.n_comments:,} comments.",
        f"Those who vote alike were gathered by their votes alone, into groups {sizes}.",
        "People chose which comments to vote on, and nobody drew them at random: these are not shares of the city.",
    ]


def _table(
    rows: pd.DataFrame, conversation: Conversation, comments: list[int], caption: str, direction: dict[int, str] | None = None
) -> Fragment | None:
    """One row per comment that may be shown: its words, and how everyone and each group voted."""
    groups = [EVERYONE, *conversation.sizes]
    cells = {(int(row["comment"]), str(row["group"])): row for row in rows_of(rows)}
    way = direction or dict(zip(conversation.agreed["statement"], conversation.agreed["direction"], strict=True))
    shown = [
        {
            "Comment": cells[comment, EVERYONE]["text"] or "Its author did not agree to be quoted.",
            "Vote": "agree" if way[comment] == AGREE else "disagree",
            **{_name(group): _share(cells[comment, group], way[comment]) for group in groups},
        }
        for comment in comments
        if (comment, EVERYONE) in cells
    ]
    if not shown:
        return None
    names = [_name(group) for group in groups]
    remark = "Share of those who voted on the comment, passes among them, with their number."
    return table(pd.DataFrame(shown), caption=caption, numbers=names, remark=remark)


def _name(group: str) -> str:
    return "Everyone" if group == EVERYONE else f"Group {group}"


def _share(row: Row, direction: str) -> str:
    if row[f"shown_{direction}"]:
        return f"{row[f'shown_{direction}']} of {row['n_votes']:,}"
    return f"{percent(row[f'n_{direction}'] / row['n_votes'])} of {row['n_votes']:,}"


def _words(form: Form, few: int) -> str:
    words = {Form.NUMBER: "", Form.FEWER: f"fewer than {few}", Form.ALL_BUT: f"all but fewer than {few}"}
    return words.get(form, SHOWN_NOT)


def _quotable(turns: pd.DataFrame, participants: pd.DataFrame) -> dict[tuple[str, int], str]:
    """Words of each turn whose author agreed to be quoted, or who led the conversation."""
    consent = set(participants.loc[participants["quote_consent"].astype(bool), "speaker_id"])
    kept = turns[turns["speaker_id"].isin(list(consent)) | (turns["role"] == "facilitator")]
    return {(str(session), int(turn)): str(text) for session, turn, text in kept[["session_id", "turn", "text"]].itertuples(index=False)}
