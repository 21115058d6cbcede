"""Polis exports: a folder with comments.csv and votes.csv or participants-votes.csv.

Who wrote a statement is its author's number; who voted is a participant's number; both count the same people. In exports, a vote of 1
is agreement and -1 disagreement (inside Polis it is the other way round); the sign is checked against the `agrees` and `disagrees`
columns of comments.csv and turned where an export has it the other way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from peace_analysis.errors import Problem, TranscriptError
from peace_analysis.transcripts.grid import Grid, read_grids
from peace_analysis.transcripts.roles import SpeakerRoles
from peace_analysis.transcripts.rows import Row, Source, clean

_COMMENT_COLUMNS = ("comment-id", "author-id", "moderated", "comment-body")
_REJECTED = "-1"


@dataclass(frozen=True)
class Conversation:
    """One Polis conversation."""

    source: Source
    votes: pd.DataFrame  # voter (text), statement (integer), vote (1 agree, 0 pass, -1 disagree), line (of comments.csv)


@dataclass(frozen=True)
class _Comment:
    number: int
    author: str
    text: str
    line: int
    milliseconds: float | None
    agrees: float | None
    disagrees: float | None
    rejected: bool


def read(
    folder: Path, attributes: Mapping[str, Mapping[int, str]] | None = None, *, rejected: bool = False, roles: SpeakerRoles | None = None
) -> Conversation:
    """Read a Polis export.

    Args:
        folder: Folder of the export.
        attributes: Attribute -> {statement number: value}. These statements are what people say of themselves: they are no
            utterances, and who agrees with one (vote 1) has its value. Several values of one attribute are joined by "; ".
        rejected: Take in comments that the moderators rejected (moderated = -1).
        roles: What is known about the session's speakers: an author whose number is a facilitator's (seed statements) is one.

    Returns:
        Utterances in the order in which they were written, each a turn of its author (a participant), `start` in seconds from the
        first; attributes of every voter and author; and the votes, the latest of each person on each statement.

    Raises:
        TranscriptError: Lists every missing file or column, every row that is not what it should be, and statements that `attributes`
            names and the export lacks.
    """
    problems: list[Problem] = []
    comments = _comments(folder / "comments.csv", problems)
    said_of_self = {number for values in (attributes or {}).values() for number in values}
    for number in sorted(said_of_self - {comment.number for comment in comments}):
        if not problems:
            problems.append(
                Problem(
                    str(folder / "comments.csv"), f"there is no statement {number}.", "Correct `attributes:` of this source in city.yml."
                )
            )
    if problems:
        raise TranscriptError(problems)
    votes, notices = _signed(_votes(folder, comments), comments, folder)
    kept = sorted(
        (c for c in comments if c.text and c.number not in said_of_self and (rejected or not c.rejected)),
        key=lambda comment: (comment.milliseconds if comment.milliseconds is not None else float("inf"), comment.number),
    )
    if not kept:
        raise TranscriptError(Problem(str(folder / "comments.csv"), "there are no accepted comments.", "Export the conversation again."))
    first = next((comment.milliseconds for comment in kept if comment.milliseconds is not None), 0.0)
    rows = [
        Row(
            comment.text,
            comment.line,
            comment.author,
            None if comment.milliseconds is None else (comment.milliseconds - first) / 1000,
            new_turn=True,
            role="facilitator" if roles and roles.role_of(comment.author) == "facilitator" else "participant",
        )
        for comment in kept
    ]
    return Conversation(Source(rows, notices, _people(votes, attributes or {})), votes)


def _comments(path: Path, problems: list[Problem]) -> list[_Comment]:
    grid = read_grids(path)[0]
    places = _places(grid, _COMMENT_COLUMNS)
    optional = {name: grid.column(name) for name in ("timestamp", "agrees", "disagrees")}
    comments: list[_Comment] = []
    seen: dict[int, int] = {}
    for line, cells in grid.rows:
        number = _whole(cells[places["comment-id"]])
        author = cells[places["author-id"]].strip()
        if number is None or not author:
            problems.append(Problem(str(path), "comment-id or author-id is not a number.", "Export the conversation again.", line))
            continue
        if number in seen:
            problems.append(Problem(str(path), f"duplicate id: comment {number} stands on line {seen[number]} already.", "Keep one.", line))
            continue
        seen[number] = line
        time, agrees, disagrees = (None if (at := optional[name]) is None else _number(cells[at]) for name in optional)
        status = cells[places["moderated"]].strip()
        comments.append(
            _Comment(number, author, clean(cells[places["comment-body"]]), line, time, agrees, disagrees, status.startswith(_REJECTED))
        )
    return comments


def _votes(folder: Path, comments: list[_Comment]) -> pd.DataFrame:
    """Read votes.csv where there is one (it has every vote with its time), else the table of participants by statements."""
    lines = {comment.number: comment.line for comment in comments}
    if (folder / "votes.csv").is_file():
        grid = read_grids(folder / "votes.csv")[0]
        places = _places(grid, ("comment-id", "voter-id", "vote"))
        at = grid.column("timestamp")
        stamped = sorted(grid.rows, key=lambda row: (_number(row[1][at]) or 0.0) if at is not None else 0.0)
        cast = [(line, cells[places["voter-id"]].strip(), cells[places["comment-id"]], cells[places["vote"]]) for line, cells in stamped]
    elif (folder / "participants-votes.csv").is_file():
        grid = read_grids(folder / "participants-votes.csv")[0]
        voter = _places(grid, ("participant",))["participant"]
        statements = [(index, name) for index, name in enumerate(grid.header) if name.isdecimal()]
        cast = [(line, cells[voter].strip(), name, cells[index]) for line, cells in grid.rows for index, name in statements if cells[index]]
    else:
        raise TranscriptError(
            Problem(str(folder), "there is neither votes.csv nor participants-votes.csv.", "Export the whole conversation from Polis.")
        )
    latest: dict[tuple[str, int], int] = {}
    problems = []
    for line, person, statement, vote in cast:
        number, value = _whole(statement), _whole(vote)
        if not vote.strip() or (number is not None and number not in lines):
            continue
        if number is None or value not in (-1, 0, 1) or not person:
            problems.append(Problem(str(grid.path), "a vote is not -1, 0 or 1.", "Export the conversation again.", line))
            continue
        latest[person, number] = value
    if problems:
        raise TranscriptError(problems)
    frame = pd.DataFrame([(*key, vote) for key, vote in latest.items()], columns=["voter", "statement", "vote"])
    frame = frame.astype({"voter": "str", "statement": "int64", "vote": "int64"})
    return frame.assign(line=frame["statement"].map(lines).astype("int64"))


def _signed(votes: pd.DataFrame, comments: list[_Comment], folder: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Turn the votes' sign where `agrees` counts -1."""
    counts = votes.groupby(["statement", "vote"]).size()
    miss = {1: 0.0, -1: 0.0}
    for comment in comments:
        for sign in miss:
            for said, vote in ((comment.agrees, sign), (comment.disagrees, -sign)):
                if said is not None:
                    miss[sign] += abs(said - float(counts.get((comment.number, vote), 0)))
    if miss[-1] >= miss[1]:
        return votes, []
    notice = Problem(str(folder), "votes of -1 agree with the `agrees` column: the sign was turned.", "Check that this is a Polis export.")
    return votes.assign(vote=-votes["vote"]), [notice]


def _people(votes: pd.DataFrame, attributes: Mapping[str, Mapping[int, str]]) -> dict[tuple[str | None, str], dict[str, str]]:
    agreed = votes[votes["vote"] == 1].groupby("voter")["statement"].agg(set)
    people: dict[tuple[str | None, str], dict[str, str]] = {}
    for voter, statements in agreed.items():
        for attribute, values in attributes.items():
            held = list(dict.fromkeys(value for number, value in sorted(values.items()) if number in statements))
            if held:
                people.setdefault((None, str(voter)), {})[attribute] = "; ".join(held)
    return people


def _places(grid: Grid, names: tuple[str, ...]) -> dict[str, int]:
    places = {name: grid.column(name) for name in names}
    missing = [name for name, place in places.items() if place is None]
    if missing:
        raise TranscriptError(
            [
                Problem(
                    str(grid.path), f"column `{name}` is missing; {grid.shown_header()}.", "Export it from Polis again.", grid.header_line
                )
                for name in missing
            ]
        )
    return {name: place for name, place in places.items() if place is not None}


def _whole(text: str) -> int | None:
    value = _number(text)
    return int(value) if value is not None and value.is_integer() else None


def _number(text: str) -> float | None:
    try:
        value = float(text.strip())
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None
