"""REFI-QDA projects (.qdpx): the texts that a coding program keeps, each read by the text grammar."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from peace_analysis.errors import Problem, TranscriptError
from peace_analysis.transcripts.archive import Archive
from peace_analysis.transcripts.encoding import decode
from peace_analysis.transcripts.heads import Known
from peace_analysis.transcripts.rows import Row, Source, refuse
from peace_analysis.transcripts.text import parse_text

_INTERNAL = "internal://"
_TEXTS = frozenset({"TextSource", "Transcript"})  # a Transcript belongs to a recording
_OTHERS = {"PDFSource": "PDF files", "PictureSource": "pictures"}


@dataclass(frozen=True)
class _Text:
    name: str
    words: str


def read(path: Path, known: Known = lambda _: False, notes: bool | None = None, *, only: str | None = None) -> Source:
    """Read the text sources of a project, and the transcripts of its recordings.

    Args:
        path: The .qdpx file.
        known: Says whether the session knows a label.
        notes: As `text.read`.
        only: Name of the one source to read, where sources are sessions of their own.

    Returns:
        Rows of all texts in the project's order; `line` counts lines within each text. PDF files and pictures are left out with a
        notice. A text that is source and transcript at once is read once.

    Raises:
        TranscriptError: If it is no project, is damaged or unsafe, lists texts that are not in it (each is named), or has none.
    """
    texts, notices = _texts(path)
    if only is not None:
        texts = [text for text in texts if only in (text.name, PurePosixPath(text.name).stem)]
        if not texts:
            raise refuse(
                path, f"no text source is called `{only}`.", "Call the source like the session, or export one project for each session."
            )
    rows: list[Row] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            found = parse_text(text.words, path, known, notes).rows
        except TranscriptError as error:
            problems += error.problems
        else:
            rows += [replace(found[0], new_turn=True), *found[1:]]
    if problems:
        raise TranscriptError(problems)
    return Source(rows, notices)


def _texts(path: Path) -> tuple[list[_Text], list[Problem]]:
    with Archive(path, "a REFI-QDA project (.qdpx)", media=True) as archive:
        parts = {name.replace("\\", "/").casefold(): name for name in archive.names}
        project = parts.get("project.qde") or next((name for key, name in parts.items() if "/" not in key and key.endswith(".qde")), None)
        if project is None:
            raise refuse(path, "there is no project.qde in it.", "Export the project as REFI-QDA (.qdpx) again.")
        texts: list[_Text] = []
        missing: set[str] = set()
        read: set[str] = set()
        others = dict.fromkeys(_OTHERS, 0)
        for number, source in enumerate(archive.read_xml(project).iter(), 1):
            kind = source.tag.rpartition("}")[2]
            if kind in others:
                others[kind] += 1
            if kind not in _TEXTS:
                continue
            words = _words(source, archive, parts, read, path)
            if words is None:
                missing.add(source.get("plainTextPath", ""))
            elif words.strip():
                texts.append(_Text(source.get("name") or str(number), words))
    if missing:
        raise refuse(
            path,
            f"{len(missing)} of the texts that the project lists are not in the file.",
            "Export the project together with its sources.",
        )
    if not texts:
        raise refuse(path, "there are no text sources in it.", "Export the project with its sources, or list it under `skip:` in city.yml.")
    notices = [
        Problem(str(path), f"{count} {_OTHERS[kind]} are left out: only texts are read.", "Save transcripts among them as text.")
        for kind, count in others.items()
        if count
    ]
    return texts, notices


def _words(source: ET.Element, archive: Archive, parts: dict[str, str], read: set[str], path: Path) -> str | None:
    """Words of one source: "" if they were read already, None if the file lacks them."""
    for child in source:
        if child.tag.rpartition("}")[2] == "PlainTextContent" and (child.text or "").strip():
            return child.text
    place = source.get("plainTextPath", "")
    if not place:
        return "" if source.tag.rpartition("}")[2] == "Transcript" else None
    name = place.removeprefix(_INTERNAL) if place.startswith(_INTERNAL) else PurePosixPath(place.replace("\\", "/")).name
    part = parts.get(f"sources/{name}".casefold()) or parts.get(name.casefold())
    if part is None:
        return None
    if part in read:
        return ""
    read.add(part)
    return decode(archive.read(part), path)
