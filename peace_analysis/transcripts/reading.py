"""Which reader reads which file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from peace_analysis.city import TableColumns
from peace_analysis.errors import TranscriptError
from peace_analysis.transcripts import docx, html_transcript, json_transcript, polis, qdpx, srt, table, text, webvtt
from peace_analysis.transcripts.roles import SpeakerRoles
from peace_analysis.transcripts.rows import Row, Source, refuse
from peace_analysis.transcripts.turns import to_utterances

Known = Callable[[str], bool]
_CAPTIONS: dict[str, Callable[[Path, Known], Source]] = {".vtt": webvtt.read, ".srt": srt.read}
_TEXTS: dict[str, Callable[[Path, Known, bool | None], Source]] = {
    ".docx": docx.read,
    ".txt": text.read,
    ".md": text.read,
    ".html": html_transcript.read,
    ".htm": html_transcript.read,
}
_TABLES = (".csv", ".tsv", ".xlsx")
SUFFIXES = (*_CAPTIONS, *_TEXTS, *_TABLES, ".json", ".qdpx")


def read_source(
    path: Path, roles: SpeakerRoles, columns: TableColumns | None = None, *, notes: bool | None = None, only: str | None = None
) -> Source:
    """Read one file by the format that its name says.

    Args:
        path: The file.
        roles: What is known about the speakers of its session.
        columns: Which column of a table holds what; without it, common headers are looked for.
        notes: The source is notes or a summary (None: tell by its form); see `text.read`.
        only: Name of the one text to read from a project that holds several sessions.

    Raises:
        TranscriptError: If the type is not one that can be read, or the file is not what it claims to be.
    """
    suffix = path.suffix.lower()
    if suffix in _CAPTIONS:
        return _CAPTIONS[suffix](path, roles.knows)
    if suffix in _TEXTS:
        return _TEXTS[suffix](path, roles.knows, notes)
    if suffix in _TABLES:
        return table.read(path, columns, roles_of=lambda _: roles)
    if suffix == ".json":
        return json_transcript.read(path)
    if suffix == ".qdpx":
        return qdpx.read(path, roles.knows, notes, only=only)
    raise refuse(
        path,
        f"files of the type `{suffix or 'none'}` are not read.",
        f"Save it as one of {', '.join(SUFFIXES)}, or list it under `skip:` in city.yml.",
    )


def read_one(path: Path, session_id: str | None, roles: SpeakerRoles | None, columns: TableColumns | None) -> pd.DataFrame:
    """Read one file, or the folder of a Polis export, into the utterance table; see `transcripts.read_file`."""
    known = roles or SpeakerRoles()
    try:
        source = polis.read(path, roles=known).source if path.is_dir() else read_source(path, known, columns)
    except OSError as error:
        raise refuse(path, "the file cannot be opened.", "Check its name and permissions.") from error
    parts: dict[str, list[Row]] = {}
    for row in source.rows:
        parts.setdefault(session_id or row.session or path.stem or "session", []).append(row)
    frames = [to_utterances(rows, session, known) for session, rows in parts.items()]
    if not frames:
        raise TranscriptError([])
    return pd.concat(frames, ignore_index=True)
