"""An export of an online conversation in which people write comments and vote on each other's."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from rendering.scripts import Line
from rendering.tables import comma_table
from rendering.talk import Talk

_AGREE = 0.78  # chance to agree with a comment on anything else
# What each of the two opinion groups tends to agree with, by theme.
_LEANINGS: tuple[dict[str, float], dict[str, float]] = (
    {"accountability": 0.96, "stops": 0.95, "respect": 0.92, "mental_health": 0.9, "staffing": 0.25, "praise": 0.4, "theft": 0.45},
    {"accountability": 0.25, "stops": 0.2, "respect": 0.4, "mental_health": 0.6, "staffing": 0.95, "praise": 0.95, "theft": 0.95},
)
_VOTES_SHARE = 0.85  # of the comments that a person sees


@dataclass(frozen=True)
class _Comment:
    number: int
    author: int
    text: str
    themes: tuple[str, ...]
    written: datetime
    accepted: bool


def export(talk: Talk, rejected: Path) -> dict[str, bytes]:
    """Make the four files of an export.

    Args:
        talk: The session; participants' labels are their numbers.
        rejected: Table of comments that the moderators rejected: author, text, reason.

    Returns:
        Name of file -> content.
    """
    comments = _order(talk, rejected)
    authors = sorted(int(label) for code, label in talk.labels.items() if code != "F1")
    group = {author: place % 2 for place, author in enumerate(authors)}
    votes = _vote(comments, authors, group, Random(f"{talk.city}/{talk.script.session_id}/votes"))
    given = {(comment, voter): vote for comment, voter, vote, _ in votes}
    agrees = Counter(comment for comment, _, vote, _ in votes if vote == 1)
    disagrees = Counter(comment for comment, _, vote, _ in votes if vote == -1)
    shown = [comment for comment in comments if comment.accepted]
    wrote = Counter(comment.author for comment in shown)
    matrix = []
    for author in authors:
        own = [given.get((comment.number, author)) for comment in shown]
        cast = [vote for vote in own if vote is not None]
        counts = (wrote[author], len(cast), cast.count(1), cast.count(-1))
        matrix.append((author, "", group[author], *counts, *("" if vote is None else vote for vote in own)))
    prompts = [line.text for line in talk.script.lines if line.is_prompt and line.section in ("a", "b")]
    summary = (
        ("topic", f"Public safety in {talk.meeting.neighborhood}"),
        ("url", "https://conversations.riverton.example/old-town"),
        ("views", len(authors) * 3),
        ("voters", len(authors)),
        ("voters-in-conv", len(authors)),
        ("commenters", len(wrote)),
        ("comments", len(comments)),
        ("groups", 2),
        ("conversation-description", " ".join(prompts)),
    )
    newest_first = sorted(comments, key=lambda comment: comment.written, reverse=True)
    files = {
        "comments.csv": comma_table(
            ("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"),
            [
                (*_stamps(c.written), c.number, c.author, agrees[c.number], disagrees[c.number], 1 if c.accepted else -1, c.text)
                for c in newest_first
            ],
        ),
        "votes.csv": comma_table(
            ("timestamp", "datetime", "comment-id", "voter-id", "vote"),
            [(*_stamps(when), comment, voter, vote) for comment, voter, vote, when in votes],
        ),
        "participants-votes.csv": comma_table(
            ("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *(c.number for c in shown)), matrix
        ),
        "summary.csv": comma_table(summary[0], summary[1:]),
    }
    return {name: text.encode() for name, text in files.items()}


def _order(talk: Talk, rejected: Path) -> list[_Comment]:
    """Number all comments in the order of their writing over nine days, the rejected ones among them."""
    rng = Random(f"{talk.city}/{talk.script.session_id}/comments")
    waiting: list[tuple[int, str, tuple[str, ...], bool]] = [
        (int(talk.labels[line.speaker]), line.text, line.themes, True) for line in _written(talk)
    ]
    with rejected.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            waiting.insert(5 + int(rng.random() * (len(waiting) - 5)), (int(talk.labels[row["author"]]), row["text"], (), False))
    now = datetime.fromisoformat(talk.meeting.date).replace(hour=8, tzinfo=UTC)
    comments = []
    for number, (author, text, themes, accepted) in enumerate(waiting):
        now += timedelta(milliseconds=int(1000 * 60 * (20 + rng.random() * 450)))
        comments.append(_Comment(number, author, text, themes, now, accepted))
    return comments


def _written(talk: Talk) -> list[Line]:
    return [line for line in talk.script.lines if not line.is_prompt]


def _vote(comments: list[_Comment], voters: list[int], group: dict[int, int], rng: Random) -> list[tuple[int, int, int, datetime]]:
    """Cast votes: 1 agrees, -1 disagrees, 0 passes. Who writes a comment agrees with it."""
    votes = []
    for comment in comments:
        when = comment.written
        for voter in voters:
            when += timedelta(milliseconds=int(1000 * 60 * (1 + rng.random() * 90)))
            sees, chance = rng.random(), rng.random()
            if comment.author == voter:
                votes.append((comment.number, voter, 1, comment.written))
                continue
            if sees > _VOTES_SHARE or not comment.accepted:
                continue
            agree = min((_LEANINGS[group[voter]].get(theme, _AGREE) for theme in comment.themes), default=0.5)
            votes.append((comment.number, voter, 1 if chance < agree else 0 if chance > 1 - (1 - agree) / 3 else -1, when))
    return votes


def _stamps(when: datetime) -> tuple[int, str]:
    """Milliseconds since 1970, and the same as text."""
    return int(when.timestamp() * 1000), f"{when:%a %b %d %H:%M:%S} UTC {when:%Y}"
