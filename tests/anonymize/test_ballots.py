"""Votes under pseudonyms: the voter's own id where they wrote, a number where they did not, and never the source's number."""

from __future__ import annotations

import pandas as pd

from peace_analysis.anonymize.ballots import pseudonymise_votes
from peace_analysis.tables import UTTERANCES, empty_table
from peace_analysis.transcripts.heard import Heard


def heard(votes: dict[str, list[tuple[str, int, int, int | None]]]) -> Heard:
    frames = {
        session: pd.DataFrame(rows, columns=["voter", "statement", "vote", "turn"]).astype({"turn": "Int64"})
        for session, rows in votes.items()
    }
    people = pd.DataFrame({"speaker_id": ["S1-P01", "S2-P01"], "session_id": ["S1", "S2"], "speaker_label": ["7", "7"]})
    return Heard(empty_table(UTTERANCES), people, frames, pd.DataFrame())


def test_who_wrote_keeps_their_id_and_others_are_numbered_within_the_session() -> None:
    cast = [("7", 1, 1, 3), ("10", 1, -1, 3), ("9", 1, 0, 3)]
    found = pseudonymise_votes(heard({"S1": cast, "S2": cast}))
    assert found["voter_id"].tolist() == ["S1-P01", "S1-V0001", "S1-V0002", "S2-P01", "S2-V0001", "S2-V0002"]
    assert found["vote"].tolist() == [1, 0, -1] * 2  # 9 comes before 10
    assert "10" not in set(found["voter_id"])


def test_votes_on_what_is_not_read_are_left_out() -> None:
    found = pseudonymise_votes(heard({"S1": [("7", 1, 1, 3), ("7", 2, 1, None)]}))
    assert found["turn"].tolist() == [3]


def test_a_comment_typed_twice_counts_once() -> None:
    found = pseudonymise_votes(heard({"S1": [("7", 1, 1, 3), ("7", 2, -1, 3)]}))
    assert found[["turn", "vote"]].to_numpy().tolist() == [[3, -1]]


def test_a_city_without_votes_has_an_empty_table() -> None:
    assert pseudonymise_votes(heard({})).empty
