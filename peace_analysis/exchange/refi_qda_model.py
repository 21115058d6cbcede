"""What a REFI-QDA project holds, as plain values: people, codes, texts with coded spans, cases, notes, links and sets.

Identifiers are GUIDs in lower case without braces. Positions count Unicode code points from 0, and the end is not part of the span.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

VariableKind = Literal["Text", "Boolean", "Integer", "Float", "Date", "DateTime"]
MediaKind = Literal["picture", "PDF", "audio", "video"]


@dataclass(frozen=True)
class User:
    """Somebody who coded or wrote."""

    guid: str
    name: str = ""
    id: str = ""


@dataclass(frozen=True)
class Code:
    """A code, with the codes under it."""

    guid: str
    name: str
    codable: bool = True  # False for a folder of codes
    color: str = ""  # "#D55E00"
    description: str = ""
    notes: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Variable:
    """An attribute that cases or sources may have."""

    guid: str
    name: str
    kind: VariableKind = "Text"
    description: str = ""


@dataclass(frozen=True)
class Value:
    """What a case or source has for a variable, as XML writes it: true, 12, 2026-03-01."""

    variable: str
    kind: VariableKind
    text: str


@dataclass(frozen=True)
class Coding:
    """A code given to a span, or to a whole source."""

    guid: str
    code: str
    user: str = ""
    created: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """A span of a text."""

    guid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    user: str = ""
    created: str = ""


@dataclass(frozen=True)
class TextSource:
    """A text, with what was selected and coded in it."""

    guid: str
    name: str = ""
    text: str | None = ""  # None: the project names the text and does not hold it
    description: str = ""
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    user: str = ""
    created: str = ""
    of: str = ""  # the recording or PDF file that it is the text of

    def words(self, selection: Selection) -> str | None:
        """Words of a span; None where the text is not there."""
        return None if self.text is None else self.text[selection.start : selection.end]


@dataclass(frozen=True)
class MediaSelection:
    """A part of a picture, PDF page or recording."""

    guid: str
    name: str
    place: tuple[tuple[str, int], ...]  # ("page", 0), ("firstX", 18), ...; ("begin", 16176) in milliseconds
    codings: tuple[Coding, ...] = ()


@dataclass(frozen=True)
class MediaSource:
    """A source that is no text. It is known and never opened."""

    guid: str
    kind: MediaKind
    name: str = ""
    path: str = ""
    selections: tuple[MediaSelection, ...] = ()
    codings: tuple[Coding, ...] = ()


@dataclass(frozen=True)
class Case:
    """Somebody or something that sources and spans belong to, with attributes."""

    guid: str
    name: str = ""
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """A memo."""

    guid: str
    name: str = ""
    text: str = ""
    description: str = ""
    user: str = ""
    created: str = ""


@dataclass(frozen=True)
class Link:
    """A link between two things, such as a memo and the code that it is about."""

    guid: str
    origin: str
    target: str
    name: str = ""
    direction: str = ""  # Associative, OneWay or Bidirectional


@dataclass(frozen=True)
class Group:
    """A set of codes, sources and notes."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """Everything in a project."""

    name: str
    origin: str = ""
    user: str = ""
    created: str = ""
    description: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[TextSource, ...] = ()
    media: tuple[MediaSource, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    sets: tuple[Group, ...] = ()
    about: tuple[str, ...] = ()  # notes on the project as a whole


@dataclass(frozen=True)
class Codebook:
    """Codes and sets of them, without anything coded (.qdc)."""

    codes: tuple[Code, ...] = ()
    sets: tuple[Group, ...] = ()
    origin: str = ""


def walk_codes(codes: tuple[Code, ...], above: tuple[Code, ...] = ()) -> Iterator[tuple[Code, tuple[Code, ...]]]:
    """Give every code with those above it, from the top, each before those under it."""
    for code in codes:
        yield code, above
        yield from walk_codes(code.codes, (*above, code))


def codings_of(project: Project) -> Iterator[Coding]:
    """Give every coding of a project, on texts and on other sources, in the project's order."""
    sources: tuple[TextSource | MediaSource, ...] = (*project.sources, *project.media)
    for source in sources:
        for selection in source.selections:
            yield from selection.codings
        yield from source.codings


def count_codings(project: Project) -> int:
    """Say how many codings a project holds."""
    return sum(1 for _ in codings_of(project))


def count_project(project: Project) -> str:
    """Say in numbers what a project holds."""
    selections = [one for source in project.sources for one in source.selections]
    counts = {
        "texts": len(project.sources),
        "codings": count_codings(project),
        "statements": len(selections),
        "cases": len(project.cases),
        "memos": len(project.notes),
    }
    return ", ".join(f"{n} {what}" for what, n in counts.items())
