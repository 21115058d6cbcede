"""What a city's sources say, before anonymisation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peace_analysis.errors import Problem

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Heard:
    """Everything that was read for one city (restricted: raw words and names).

    `utterances.speaker` and `participants.speaker_label` have the same spelling within a session, so that they join on
    (session_id, label).
    """

    utterances: pd.DataFrame  # as tables.UTTERANCES, sessions in the order of sessions.csv
    # speaker_id, session_id, speaker_label, neighborhood, stakeholder_group, quote_consent, then self-described attributes
    participants: pd.DataFrame
    # session -> voter, statement, vote (1 agree, 0 pass, -1 disagree), line of comments.csv, turn (missing where the comment is not read)
    votes: dict[str, pd.DataFrame]
    questions: pd.DataFrame  # session_id, turn, question: where a table says which standing question a row answers
    notices: list[Problem] = field(default_factory=list)  # worth knowing, not in the way of a run
    without_speakers: frozenset[str] = frozenset()  # sessions whose sources name no participant

    def count_received(self, sessions: pd.DataFrame) -> pd.DataFrame:
        """Count the sessions of which something was received; shows no words and no names, and tells of no single session.

        Args:
            sessions: `tables.SESSIONS`.

        Returns:
            form, names_speakers, n_sessions.
        """
        held = sessions[sessions["session_id"].isin(self.utterances["session_id"])]
        named = (~held["session_id"].isin(list(self.without_speakers))).map({True: "yes", False: "no"})
        return held.assign(names_speakers=named).groupby(["form", "names_speakers"], sort=True).size().reset_index(name="n_sessions")
