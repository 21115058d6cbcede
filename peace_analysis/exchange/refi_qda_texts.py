"""A session as one text, turn by turn, with the span of every statement in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class SessionText:
    """One session's text."""

    text: str  # "R01-P03: words", one line per turn
    spans: dict[str, tuple[int, int]]  # statement_id -> place of its words, in code points, end-exclusive
    missing: tuple[str, ...]  # statements whose words do not stand in their turn


def lay_out_session(turns: pd.DataFrame, statements: pd.DataFrame, *, line_end: str = "\n") -> SessionText:
    """Set the turns of one session below each other and find its statements in them.

    Args:
        turns: As tables.TURNS, of one session.
        statements: As tables.STATEMENTS, of the same session.
        line_end: What ends a line: "\\n", or "\\r\\n" for programs on Windows that expect it.
    """
    text = ""
    places: dict[int, tuple[int, str]] = {}
    rows = turns.sort_values("turn")
    for turn, speaker, role, words in zip(rows["turn"], rows["speaker_id"], rows["role"], rows["text"], strict=True):
        said = _with_ends(str(words), line_end)
        text += f"{speaker if isinstance(speaker, str) else role}: "
        places[int(turn)] = (len(text), said)
        text += f"{said}{line_end}"
    spans: dict[str, tuple[int, int]] = {}
    missing = []
    reached: dict[int, int] = {}
    order = statements.sort_values("statement_id")
    for statement, turn, words in zip(order["statement_id"], order["turn"], order["text"], strict=True):
        start, said = places.get(int(turn), (0, ""))
        sought = _with_ends(str(words), line_end)
        found = said.find(sought, reached.get(int(turn), 0))
        if found < 0:
            found = said.find(sought)
        if found < 0 or not sought:
            missing.append(str(statement))
            continue
        reached[int(turn)] = found + len(sought)
        spans[str(statement)] = (start + found, start + found + len(sought))
    return SessionText(text, spans, tuple(missing))


def first_words(text: str, most: int = 80) -> str:
    """Beginning of a text on one line, as programs name a selection: with dots where it is cut."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[:most].rstrip()}…"


def split_by_session(frame: pd.DataFrame, sessions: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Part a table by session, in the order of the sessions; one without rows has an empty table."""
    return {session: frame[frame["session_id"] == session] for session in sessions}


def _with_ends(text: str, line_end: str) -> str:
    return line_end.join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
