"""What every reader returns: rows of one source, before roles and turn numbers are settled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from peace_analysis.errors import Problem, TranscriptError

# Zero-width, soft-hyphen and direction marks that exports leave in names and words; they carry no meaning and break comparisons.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\u2066-\u2069\u202a-\u202e\ufeff\u00ad]")


@dataclass(frozen=True)
class Row:
    """One caption, paragraph or table row."""

    text: str
    line: int  # line of the source file, row of a table or paragraph of a document, from 1
    speaker: str | None = None  # label as in the source
    start: float | None = None  # seconds
    end: float | None = None  # seconds
    new_turn: bool = False  # the source marks a change of speaker here, or every row is a turn of its own
    role: str | None = None  # set where the source itself settles the role
    session: str | None = None  # where a table names the session of each row
    question: str | None = None  # where a table says which standing question a row answers


@dataclass(frozen=True)
class Source:
    """All rows of one source file or folder."""

    rows: list[Row]
    notices: list[Problem] = field(default_factory=list)
    # speaker label -> attribute -> what the source says of that person (restricted)
    people: dict[tuple[str | None, str], dict[str, str]] = field(default_factory=dict)

    @property
    def labelled(self) -> bool:
        """The source names at least one speaker."""
        return any(row.speaker for row in self.rows)


def clean(text: str) -> str:
    """Collapse white space (no-break spaces and line ends too) and take out invisible marks."""
    return " ".join(_INVISIBLE.sub("", text).split())


def refuse(path: Path, message: str, remedy: str, line: int | None = None) -> TranscriptError:
    """Make the error for one problem of a source file; the caller raises it."""
    return TranscriptError(Problem(str(path), message, remedy, line))
