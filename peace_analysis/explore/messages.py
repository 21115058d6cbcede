"""What goes to the browser: the statements once, then themes as they stand after every change. Words travel in messages, never in the
state of the widget, so that no notebook file keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from peace_analysis.charts.theme_colors import COLORS, MARKERS
from peace_analysis.explore.desk import Desk, say_own
from peace_analysis.tables import TENTATIVE
from peace_analysis.themes.codebook_entries import Aside, Decision, Define, Merge, Move, Rename, Seed, Split

Message = dict[str, Any]
QUESTIONS = {"a": "Public safety", "b": "Service by police", "ab": "Both questions", "none": "Neither question"}
LAST = 12  # decisions that are listed


def describe_statements(desk: Desk) -> Message:
    """Say all that stays as it is: statements, their places and groups, column by column; rows in the order of the table."""
    said = desk.statements
    return {
        "kind": "statements",
        "city": desk.city.config.name,
        "ids": _texts(said["statement_id"]),
        "texts": _texts(said["text"]),
        "sessions": _texts(said["session_id"]),
        "questions": [QUESTIONS[str(one)] for one in said["question"]],
        "speakers": _texts(said["speaker_id"].fillna("")),
        "quotable": [bool(one) for one in said["quotable"]],
        "spots": [[round(float(x), 4), round(float(y), 4)] if np.isfinite(x) else None for x, y in desk.found.spots],
        "groups": desk.attributes(),
        "colors": list(COLORS),
        "n_markers": len(MARKERS),
        "tentative": TENTATIVE,
    }


def describe_standing(desk: Desk, author: str = "") -> Message:
    """Say how themes, marks and memos stand now.

    Args:
        desk: The city.
        author: Initials of who looks, for what undo would take back.
    """
    now = desk.standing
    ids = [str(one) for one in now.themes["theme_id"]]
    number = {theme: place for place, theme in enumerate(ids)}
    undo = desk.next_undo(author)
    names = _known_names(desk)
    return {
        "kind": "standing",
        "themes": [_theme(row, desk) for row in now.themes.to_dict("records")],
        "theme_of": [_number(one, number) for one in now.assignments["theme_id"].tolist()],
        "part_of": [_number(one, number) for one in now.assignments["subtheme_id"].tolist()],
        "quotes": [one for one in now.memos.quotes if one in desk.quotable],
        "memos": [{"text": memo.text, "about": memo.about, "author": memo.author, "date": memo.date} for memo in now.memos.memos],
        "decisions": [
            {
                "what": _say_decision(one, names),
                "author": one.author,
                "date": one.date.isoformat(),
                "reason": one.reason,
            }
            for one in reversed(now.codebook.decisions[-LAST:])
        ],
        "n_decisions": len(now.codebook.decisions),
        "notices": [str(notice) for notice in now.applied.notices],
        "undo": say_own(undo[1]) if undo else "",
    }


def describe_turns(desk: Desk, statement: str) -> Message:
    """Say what was said about a statement: its turn, the one before and the one after.

    Raises:
        ActionError: If there is no such statement.
    """
    turns = desk.around(statement)
    of_statement = desk.statements[desk.statements["statement_id"] == statement].iloc[0]
    return {
        "kind": "turns",
        "statement": statement,
        "text": str(of_statement["text"]),
        "turns": [
            {
                "speaker": str(row["speaker_id"]) if isinstance(row["speaker_id"], str) else "",
                "role": str(row["role"]),
                "text": str(row["text"]),
                "own": int(row["turn"]) == int(of_statement["turn"]),
            }
            for row in turns.to_dict("records")
        ],
    }


def _theme(row: dict[Any, Any], desk: Desk) -> Message:
    theme = str(row["theme_id"])
    code = desk.standing.applied.codes.get(theme)
    top = theme.partition(".")[0]
    return {
        "id": theme,
        "parent": row["parent_id"] if isinstance(row["parent_id"], str) else None,
        "name": str(row["name"]),
        "description": str(row["description"]),
        "phrases": str(row["key_phrases"]),
        "n": int(row["n_statements"]),
        "people": int(row["n_participants"]),
        "sessions": int(row["n_sessions"]),
        "stability": None if pd.isna(row["stability"]) else round(float(row["stability"]), 2),
        "code": code.code if code else "",
        "color": int(desk.standing.colors.get(top, 0)),
    }


def _known_names(desk: Desk) -> dict[str, str]:
    """Last name of every theme, also of those that decisions took away."""
    now = desk.standing
    found = dict(zip(map(str, desk.found.themes["theme_id"]), map(str, desk.found.themes["name"]), strict=True))
    renamed = {one.rename.theme: one.rename.name for one in now.codebook.decisions if one.rename is not None}
    return {**found, **{code.code: code.name for code in now.codebook.codes}, **renamed, **now.names}


def _say_decision(decision: Decision, names: Mapping[str, str]) -> str:
    """Say what was decided about which theme, by its id and its name."""

    def say(theme: str) -> str:
        return f"{theme} {names[theme]}" if theme in names else theme

    match decision:
        case Decision(rename=Rename() as done):
            said = f"{done.theme} to “{done.name}”"
        case Decision(merge=Merge() as done):
            said = f"{', '.join(map(say, done.themes))} into {say(done.into)}"
        case Decision(split=Split() as done):
            said = f"{say(done.code)} off {say(done.subtheme or done.theme)}"
        case Decision(move=Move() as done):
            n = len(done.statements)
            said = f"{n} {'statement' if n == 1 else 'statements'} to {'no theme' if done.to == 'none' else say(done.to)}"
        case Decision(define=Define() as done):
            said = f"{say(done.theme)} as {done.code}"
        case Decision(seed=Seed() as done):
            said = say(done.code)
        case Decision(aside=Aside() as done):
            said = say(done.theme)
    return f"{'set aside' if decision.kind == 'aside' else decision.kind} {said}"


def _texts(column: pd.Series[Any]) -> list[str]:
    return [str(one) for one in column.tolist()]


def _number(value: object, number: dict[str, int]) -> int:
    return number.get(value, -1) if isinstance(value, str) else -1
