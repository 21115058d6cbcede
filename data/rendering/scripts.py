"""Scripts -> sessions: who sits at the table, what each says, and which words identify somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_MARK = re.compile(r"\[\[([A-Z]+):([^\[\]]+)\]\]")
KEEP = "KEEP"  # words that look like an identifier and must stay


@dataclass(frozen=True)
class Mark:
    """A span of a text that identifies somebody, or only looks so (`KEEP`)."""

    type: str
    words: str
    start: int  # first character, from 0
    end: int  # after the last


@dataclass(frozen=True)
class Person:
    """Somebody at the table, as they describe themselves."""

    code: str
    name: str
    age_group: str
    race_ethnicity: str
    gender: str
    quote_consent: str


@dataclass(frozen=True)
class Line:
    """What one person says before the next one speaks."""

    passage_id: str
    speaker: str  # P01, F1, ...
    section: str  # part of the guide: intro, a, b, close
    question: str
    themes: tuple[str, ...]
    kind: str
    text: str
    marks: tuple[Mark, ...]

    @property
    def is_prompt(self) -> bool:
        """The facilitator says it."""
        return self.kind == "prompt"


@dataclass(frozen=True)
class Script:
    """One session."""

    session_id: str
    facilitator: str
    note_taker: str
    roster: tuple[Person, ...]
    lines: tuple[Line, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """Speaker's code -> name."""
        return {"F1": self.facilitator} | {person.code: person.name for person in self.roster}


def read_script(path: Path) -> Script:
    """Read one script.

    Raises:
        ValueError: If a line is neither a heading, a participant, a section nor a line of five fields.
    """
    header: dict[str, str] = {}
    roster: list[Person] = []
    lines: list[Line] = []
    section = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not raw.strip() or raw.startswith("#"):
            continue
        if raw.startswith("@"):
            roster.append(Person(*_fields(raw[1:], 6, path, number)))
        elif raw.startswith("---"):
            section = raw.removeprefix("---").strip()
        elif section:
            speaker, question, themes, kind, marked = _fields(raw, 5, path, number)
            text, marks = strip_marks(marked)
            codes = () if themes in ("-", "none") else tuple(themes.split("+"))
            passage_id = f"{path.stem}-{len(lines) + 1:03d}"
            lines.append(Line(passage_id, speaker, section, question.strip("-"), codes, kind, text, marks))
        else:
            key, _, value = raw.partition(":")
            header[key.strip()] = value.rpartition("|")[2].strip()
    return Script(header["session"], header["facilitator"], header["note_taker"], tuple(roster), tuple(lines))


def read_scripts(folder: Path) -> Iterator[Script]:
    """Read all scripts of a city, in the order of their sessions."""
    for path in sorted(folder.glob("*.txt")):
        yield read_script(path)


def strip_marks(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """Take `[[TYPE:words]]` out of a text -> (the text as spoken, where each span stands in it)."""
    parts: list[str] = []
    marks: list[Mark] = []
    length = at = 0
    for match in _MARK.finditer(marked):
        before, words = marked[at : match.start()], match[2]
        start = length + len(before)
        marks.append(Mark(match[1], words, start, start + len(words)))
        parts += [before, words]
        length, at = start + len(words), match.end()
    return "".join([*parts, marked[at:]]), tuple(marks)


def _fields(raw: str, count: int, path: Path, number: int) -> list[str]:
    fields = [field.strip() for field in raw.split(" | ")]
    if len(fields) != count:
        raise ValueError(f"{path.name}: line {number}: {count} fields are expected, {len(fields)} found.")
    return fields
