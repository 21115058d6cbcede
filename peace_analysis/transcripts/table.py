"""CSV and Excel tables of comments or notes, through a map of columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from peace_analysis.city import TableColumns
from peace_analysis.errors import Problem, TranscriptError
from peace_analysis.tables import QUESTIONS
from peace_analysis.transcripts.clock import from_beginning, seconds
from peace_analysis.transcripts.grid import Grid, read_grids
from peace_analysis.transcripts.roles import SpeakerRoles
from peace_analysis.transcripts.rows import Row, Source, clean, refuse

# Headers that people give such columns, the surest first; compared in lower case, with spaces for _ and -.
_HEADERS: dict[str, tuple[str, ...]] = {
    "text": (
        *("text", "comment", "comments", "statement", "statements", "remark", "remarks", "note", "notes", "utterance", "comment body"),
        *("comment text", "transcript", "words", "content", "body", "message", "response", "answer", "feedback", "quote", "dialogue"),
        *("what was said", "texto", "comentario", "comentarios", "nota", "notas", "respuesta"),
    ),
    "speaker": (
        *("speaker", "speaker label", "speaker name", "name", "participant", "participant name", "participant id", "respondent"),
        *("author", "author id", "commenter", "who", "hablante", "participante", "nombre"),
    ),
    "role": ("role", "speaker role", "rol"),
    "start": ("start", "start time", "starttime", "time", "timestamp", "timecode", "inicio"),
    "session": ("session", "session id", "sesión"),
    "neighborhood": ("neighborhood", "neighbourhood", "barrio"),
    "stakeholder_group": ("stakeholder group", "stakeholder"),
}
_PARTICIPANT = ("", "participant", "speaker", "resident", "attendee", "community member", "participante", "residente", "respondent")
_FACILITATOR = ("facilitator", "moderator", "interviewer", "host", "note taker", "facilitador", "facilitadora", "moderador", "moderadora")


def guess_column(header: Sequence[str], what: str) -> int | None:
    """Find the column that holds the text, speaker, role, ... by headers that are common for it."""
    folded = [re.sub(r"[\s_-]+", " ", cell).strip(" :*").casefold() for cell in header]
    return next((folded.index(name) for name in _HEADERS[what] if name in folded), None)


def read(
    path: Path,
    columns: TableColumns | None = None,
    *,
    attributes: Mapping[str, str] | None = None,
    roles_of: Callable[[str | None], SpeakerRoles] = lambda _: SpeakerRoles(),
) -> Source:
    """Read a table of comments or notes; every row with words is a turn of its own.

    Args:
        path: CSV, TSV or XLSX file.
        columns: Which column holds what; without it, common headers are looked for.
        attributes: Attribute -> column with what speakers say of themselves.
        roles_of: Gives what is known about the speakers of a session (None: the only one).

    Returns:
        One row per table row with words. Speakers are participants, unless the role column or the session's facilitators say otherwise.

    Raises:
        TranscriptError: Lists every missing column and every cell that is not what its column holds, by row.
    """
    grids = read_grids(path)
    if columns is None:
        grid, places = _guessed(path, grids)
    else:
        grid, places = _mapped(path, grids, columns, attributes or {})
    rows, people, problems = _read_rows(grid, places, list(attributes or {}), roles_of)
    if not rows and not problems:
        raise refuse(path, "the column of texts is empty.", "Name the column that holds what people said under `columns:` in city.yml.")
    if problems:
        raise TranscriptError(problems)
    starts = from_beginning([row.start for row in rows])
    return Source([replace(row, start=start) for row, start in zip(rows, starts, strict=True)], [], people)


def _guessed(path: Path, grids: list[Grid]) -> tuple[Grid, dict[str, int]]:
    for grid in grids:
        places = {what: place for what in _HEADERS if (place := guess_column(grid.header, what)) is not None}
        if "text" in places:
            return grid, _kept_guesses(grid, places)
    raise refuse(
        path,
        f"no column could be recognised as what people said; {grids[0].shown_header()}.",
        "Name the columns under `sources:` in city.yml, or call the column `text`.",
        grids[0].header_line,
    )


def _kept_guesses(grid: Grid, places: dict[str, int]) -> dict[str, int]:
    """Drop a guessed column of times or roles that holds something else: days as forms write them, occupations."""
    kept = dict(places)
    cells = {what: [clean(row[place]) for _, row in grid.rows if row[place].strip()] for what, place in places.items()}
    if any(_start(cell) is None for cell in cells.get("start", [])):
        del kept["start"]
    roles = {_role(cell, None, SpeakerRoles()) for cell in cells.get("role", [])}
    if None in roles and "facilitator" not in roles:
        del kept["role"]
    return kept


def _mapped(path: Path, grids: list[Grid], columns: TableColumns, attributes: Mapping[str, str]) -> tuple[Grid, dict[str, int]]:
    wanted = {key: name for key, name in columns.model_dump().items() if name is not None}
    wanted |= {f"attribute {key}": name for key, name in attributes.items()}
    grid = next((grid for grid in grids if grid.column(columns.text) is not None), grids[0])
    places = {key: grid.column(name) for key, name in wanted.items()}
    missing = sorted({name for key, name in wanted.items() if places[key] is None})
    if missing:
        raise TranscriptError(
            [
                Problem(
                    str(path), f"column `{name}` is missing; {grid.shown_header()}.", "Correct `columns:` in city.yml.", grid.header_line
                )
                for name in missing
            ]
        )
    return grid, {key: place for key, place in places.items() if place is not None}


def _read_rows(
    grid: Grid, places: Mapping[str, int], attributes: list[str], roles_of: Callable[[str | None], SpeakerRoles]
) -> tuple[list[Row], dict[tuple[str | None, str], dict[str, str]], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    people: dict[tuple[str | None, str], dict[str, str]] = {}
    for line, cells in grid.rows:
        cell = {what: clean(cells[place]) for what, place in places.items()}
        if not cell["text"]:
            continue

        def report(message: str, remedy: str, line: int = line) -> None:
            problems.append(Problem(str(grid.path), message, remedy, line))

        session, speaker = cell.get("session") or None, cell.get("speaker") or None
        if "session" in places and session is None:
            report("the row names no session.", "Fill its cell, or delete the row.")
        role = _role(cell.get("role", ""), speaker, roles_of(session))
        if role is None:
            report("the role is neither facilitator nor participant.", "Write one of them, or name the word under `roles:` in city.yml.")
        start = _start(cell.get("start", ""))
        if cell.get("start") and start is None:
            report("the start is no time.", "Write seconds or h:mm:ss.")
        question = cell.get("question", "").casefold() or None
        if question is not None and question not in QUESTIONS:
            report("the question is not a, b, ab or none.", "Write one of these.")
        rows.append(Row(cell["text"], line, speaker, start, None, True, role or "unknown", session, question))
        if speaker:
            said = people.setdefault((session, speaker), {})
            for name, key in [(name, name) for name in ("neighborhood", "stakeholder_group")] + [(n, f"attribute {n}") for n in attributes]:
                if cell.get(key):
                    said.setdefault(name, cell[key])
    return rows, people, problems


def _role(word: str, speaker: str | None, roles: SpeakerRoles) -> str | None:
    """Role of a table's row; None where its word for it is not known."""
    folded = word.casefold().replace("-", " ")
    if folded in _FACILITATOR:
        return "facilitator"
    if folded and folded not in _PARTICIPANT:
        named = roles.role_of(word)
        return None if named == "unknown" else named
    return "facilitator" if speaker and roles.role_of(speaker) == "facilitator" and not folded else "participant"


def _start(text: str) -> float | None:
    """Seconds of a start cell: a number, a clock time, or a day and time (seconds since 1970, made relative later)."""
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", text):
        return float(text)
    if (time := seconds(text)) is not None:
        return time
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds()
