"""Rows of a source -> the utterance table: roles, turn numbers, one spelling per speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from peace_analysis.tables import UTTERANCES, check_table, empty_table
from peace_analysis.transcripts.labels import first_forms, label_key
from peace_analysis.transcripts.roles import SpeakerRoles
from peace_analysis.transcripts.rows import Row

# Captions without names: a long pause begins a new turn, a shorter one only after the end of a sentence.
PAUSE_SECONDS = 3.0
SENTENCE_PAUSE_SECONDS = 1.5
_PUNCTUATED_SHARE = 0.05  # rows that end a sentence; below, the captions have no full stops
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def to_utterances(rows: Sequence[Row], session_id: str, roles: SpeakerRoles, first_turn: int = 1) -> pd.DataFrame:
    """Settle who speaks and number the turns of one source.

    Args:
        rows: Rows in the order of the source, all of one session.
        session_id: The session.
        roles: What is known about its speakers.
        first_turn: Number of the first turn.

    Returns:
        A table as `tables.UTTERANCES`. A speaker has the spelling of participants.csv, else the one that comes first in the source.
        Where the source names nobody, the role is participant; where it names others, a row without a name is unknown.
    """
    if not rows:
        return empty_table(UTTERANCES)
    labelled = any(row.speaker for row in rows)
    forms = first_forms(row.speaker for row in rows)
    speakers = [roles.label_of(forms[label_key(row.speaker)]) if row.speaker else None for row in rows]
    frame = pd.DataFrame(
        {
            "session_id": session_id,
            "turn": [turn + first_turn - 1 for turn in _turns(rows, speakers, labelled)],
            "speaker": pd.Series(speakers, dtype="str"),
            "role": [row.role or _role(speaker, roles, labelled) for row, speaker in zip(rows, speakers, strict=True)],
            "start": pd.Series([row.start for row in rows], dtype="float64"),
            "end": pd.Series([row.end for row in rows], dtype="float64"),
            "text": [row.text for row in rows],
            "line": [row.line for row in rows],
        }
    )
    return check_table(frame, UTTERANCES)


def _role(speaker: str | None, roles: SpeakerRoles, labelled: bool) -> str:
    if speaker is not None:
        return roles.role_of(speaker)
    return "unknown" if labelled else "participant"


def _turns(rows: Sequence[Row], speakers: Sequence[str | None], labelled: bool) -> list[int]:
    turns: list[int] = []
    # Captions made by a machine often have no full stops; there the shorter pause is all that tells people apart.
    punctuated = sum(_SENTENCE_END.search(row.text) is not None for row in rows) >= _PUNCTUATED_SHARE * len(rows)
    for index, row in enumerate(rows):
        if index == 0:
            turns.append(1)
            continue
        before = rows[index - 1]
        changed = speakers[index] != speakers[index - 1] or row.role != before.role
        ended = not punctuated or _SENTENCE_END.search(before.text) is not None
        pause = SENTENCE_PAUSE_SECONDS if ended else PAUSE_SECONDS
        turns.append(turns[-1] + (changed or row.new_turn or (not labelled and _pause(before, row) >= pause)))
    return turns


def _pause(before: Row, row: Row) -> float:
    """Seconds of silence between two rows; 0 where the source has no times."""
    ended = before.end if before.end is not None else before.start
    return 0.0 if row.start is None or ended is None else row.start - ended
