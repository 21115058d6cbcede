"""What people voted on, where a source has votes: what all opinion groups agree on, and what stands for each group."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from peace_analysis.charts.labels import listed, percent
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.disclosure.ballots import EVERYONE, mask_votes
from peace_analysis.disclosure.release import Form, Key
from peace_analysis.groups.conversations import VOTE_COUNTS, Conversation, read_conversations
from peace_analysis.groups.votes import AGREE, DISAGREE
from peace_analysis.report.html import Fragment, heading, join, paragraph
from peace_analysis.report.quote_tokens import renumber_tokens
from peace_analysis.report.tabular import table
from peace_analysis.settings import Privacy
from peace_analysis.tables import Column, Table
from peace_analysis.wording import _, marked, ngettext

SHOWN_NOT = marked("not shown")
FEWER, ALL_BUT = marked("fewer than {few}"), marked("all but fewer than {few}")
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

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> turns = made.turns.assign(session_id="V01").head(6)
        >>> voted = report.read_votes(made.votes, turns, made.participants)
        >>> type(voted).__name__
        'Voted'
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
            words = _message(form).format(few=privacy.opinion_threshold)
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
    pieces = [heading(3, _("What people voted on"), "votes")]
    for conversation in voted.conversations:
        pieces.append(paragraph(*_introduction(conversation, privacy)))
        caption = _("Comments on which every opinion group votes the same way")
        agreed = _table(voted, conversation, list(conversation.agreed["statement"]), caption=caption, privacy=privacy)
        pieces += [agreed] if agreed else []
        for group in conversation.sizes:
            mine = conversation.representative[(conversation.representative["group"] == group) & conversation.representative["passes"]]
            direction = dict(zip(mine["statement"], mine["direction"], strict=True))
            caption = _("Comments that set group {group} apart", group=group)
            apart = _table(voted, conversation, list(mine["statement"]), caption=caption, privacy=privacy, direction=direction)
            pieces += [apart] if apart else []
    return join(pieces)


def show_votes(voted: Voted, privacy: Privacy) -> Fragment:
    """The same for a notebook: says so where no source has votes.

    Examples:
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import report
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> turns = made.turns.assign(session_id="V01").head(6)
        >>> voted = report.read_votes(made.votes, turns, made.participants)
        >>> report.show_votes(voted, Privacy()).markup.startswith("<")
        True
    """
    return voted_part(voted, privacy) if voted.conversations else paragraph(_("No source of this city has votes."))


def why_withheld(voted: Voted, privacy: Privacy) -> str:
    """Say which conversations' votes are not shown, and why; "" where all are."""
    small = [conversation for conversation in voted.conversations if conversation.opinions is None]
    if not small:
        return ""
    return ngettext(
        "Votes of {n:,} online conversation are not shown: a conversation is one session, and fewer than {people} people voted, or they "
        "do not part into groups of {least} or more.",
        "Votes of {n:,} online conversations are not shown: a conversation is one session, and fewer than {people} people voted, or they "
        "do not part into groups of {least} or more.",
        len(small),
        people=privacy.conversation_min_people,
        least=privacy.group_min_people,
    )


def _introduction(conversation: Conversation, privacy: Privacy) -> list[str]:
    if conversation.n_voters < privacy.conversation_min_people:
        return [
            _(
                "Fewer than {people} people voted on comments in an online conversation. "
                "It is one session, so how they voted is not shown.",
                people=privacy.conversation_min_people,
            )
        ]
    if conversation.opinions is None:
        return [
            _(
                "{voters:,} people voted in an online conversation. By their votes they do not part into groups of {least} people or "
                "more, so no votes are shown.",
                voters=conversation.n_voters,
                least=privacy.group_min_people,
            )
        ]
    sizes = listed([_("{group} ({people:,} people)", group=name, people=n) for name, n in conversation.sizes.items()])
    return [
        _(
            "In an online conversation {voters:,} people voted on {comments:,} comments.",
            voters=conversation.n_voters,
            comments=conversation.n_comments,
        ),
        _("Those who vote alike were gathered by their votes alone, into groups {groups}.", groups=sizes),
        _("People chose which comments to vote on, and nobody drew them at random: these are not shares of the city."),
    ]


def _table(
    voted: Voted,
    conversation: Conversation,
    comments: list[int],
    *,
    caption: str,
    privacy: Privacy,
    direction: dict[int, str] | None = None,
) -> Fragment | None:
    """One row per comment that may be shown: its words, and how everyone and each group voted."""
    rows = voted.shown[voted.shown["conversation"] == conversation.number]
    groups = [EVERYONE, *conversation.sizes]
    cells = {(int(row["comment"]), str(row["group"])): row for row in rows_of(rows)}
    way = direction or dict(zip(conversation.agreed["statement"], conversation.agreed["direction"], strict=True))
    shown = [
        {
            _("Comment"): cells[comment, EVERYONE]["text"] or _("Its author did not agree to be quoted."),
            _("Vote"): _(AGREE) if way[comment] == AGREE else _(DISAGREE),
            **{_name(group): _share(cells[comment, group], way[comment], voted.forms, privacy) for group in groups},
        }
        for comment in comments
        if (comment, EVERYONE) in cells
    ]
    if not shown:
        return None
    names = [_name(group) for group in groups]
    remark = _("Share of those who voted on the comment, passes among them, with their number.")
    return table(pd.DataFrame(shown), caption=caption, numbers=names, remark=remark)


def _name(group: str) -> str:
    return _("Everyone") if group == EVERYONE else _("Group {group}", group=group)


def _share(row: Row, direction: str, forms: dict[Key, Form], privacy: Privacy) -> str:
    if row[f"shown_{direction}"]:
        message = _message(forms["votes", str(row["conversation"]), str(row["comment"]), str(row["group"]), direction])
        share = _(message, few=privacy.opinion_threshold)
    else:
        share = percent(row[f"n_{direction}"] / row["n_votes"])
    votes = row["n_votes"]
    return _("{share} of {votes:,}", share=share, votes=votes)


def _message(form: Form) -> str:
    """How a count reads that may not be given, before its number is filled in; "" where it is given."""
    return {Form.NUMBER: "", Form.FEWER: FEWER, Form.ALL_BUT: ALL_BUT}.get(form, SHOWN_NOT)


def _quotable(turns: pd.DataFrame, participants: pd.DataFrame) -> dict[tuple[str, int], str]:
    """Words of each turn whose author agreed to be quoted, or who led the conversation."""
    consent = set(participants.loc[participants["quote_consent"].astype(bool), "speaker_id"])
    kept = turns[turns["speaker_id"].isin(list(consent)) | (turns["role"] == "facilitator")]
    said = kept[["session_id", "turn", "text"]].itertuples(index=False)
    return {(str(session), int(turn)): renumber_tokens(str(text)) for session, turn, text in said}
