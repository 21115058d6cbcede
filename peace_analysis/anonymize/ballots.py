"""Votes on comments under pseudonyms: who voted how on which comment, and nobody's number from the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.tables import VOTES, check_table, empty_table
from peace_analysis.transcripts.labels import label_key

if TYPE_CHECKING:
    from peace_analysis.transcripts import Heard


def pseudonymise_votes(heard: Heard) -> pd.DataFrame:
    """Take the numbers that voters have in their source away.

    Args:
        heard: What was read, votes among it (restricted).

    Returns:
        `tables.VOTES`: votes on comments that were read; those on what people say of themselves, and on what moderators rejected, are left
        out. A voter who wrote, or is on the roster, has their speaker_id; others are numbered in the order of their numbers.
    """
    known = {
        (str(session), label_key(str(label))): str(speaker)
        for session, label, speaker in heard.participants[["session_id", "speaker_label", "speaker_id"]].itertuples(index=False)
    }
    parts = [_of_session(session, votes, known) for session, votes in heard.votes.items()]
    filled = [part for part in parts if len(part)]
    return check_table(pd.concat(filled, ignore_index=True), VOTES) if filled else empty_table(VOTES)


def _of_session(session: str, votes: pd.DataFrame, known: dict[tuple[str, str], str]) -> pd.DataFrame:
    cast = votes.dropna(subset="turn")
    voters = sorted(cast["voter"].unique(), key=lambda name: (len(name), name))
    new = (voter for voter in voters if (session, label_key(voter)) not in known)
    numbered = {voter: f"{session}-V{number:04d}" for number, voter in enumerate(new, start=1)}
    frame = pd.DataFrame(
        {
            "session_id": session,
            "voter_id": [known.get((session, label_key(voter))) or numbered[voter] for voter in cast["voter"]],
            "turn": cast["turn"].astype("int64").to_numpy(),
            "vote": cast["vote"].to_numpy(),
        }
    )
    # Two comments that make one turn (a comment typed twice, say) are one: the later vote counts.
    frame = frame.drop_duplicates(["session_id", "voter_id", "turn"], keep="last")
    return frame.sort_values(["turn", "voter_id"], ignore_index=True)
