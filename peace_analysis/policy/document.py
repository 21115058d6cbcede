"""A policy document as it was read: blocks in reading order, and what was left out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from peace_analysis.errors import Problem
from peace_analysis.notebook_view import view_table


@dataclass(frozen=True)
class Block:
    """One paragraph or heading."""

    words: str  # what a reader reads, white space single
    place: str  # "line 12", "paragraph 4", "page 3"
    source: str = ""  # as it stands in the file, for a file of plain text; empty: the same as `words`
    level: int = 0  # depth of a heading that the file marks as one, from 1; 0 for everything else
    bold: str = ""  # words at its beginning that the file sets in bold, where the rest is not

    @property
    def text(self) -> str:
        """The block's part of the policy's text."""
        return self.source or self.words


@dataclass(frozen=True)
class Removed:
    """Words of the file that are not in the policy's text."""

    words: str
    place: str
    reason: str  # "page header or footer", "table of contents", ...


@dataclass(frozen=True)
class Document:
    """What a reader makes of one file."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...] = ()
    notices: tuple[Problem, ...] = ()  # what could not be read

    @property
    def text(self) -> str:
        """All words in reading order, one block a line."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True)
class Section:
    """A numbered or titled part of a policy, without the sections inside it.

    The texts of a policy's sections, one after the other, are the policy's text.
    """

    section_id: str  # stays the same in later versions
    number: str  # "I.A.2", "300.4.1", "8.000-PR-3"; empty without one
    heading: str
    text: str  # as in the file, with number and heading, up to the next section
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its paragraphs as a reader reads them; the first holds number and heading.

        A heading that runs into its paragraph stands by itself, without its full stop: a version in another format may set it so.
        """
        words = [block.words for block in self.blocks if block.words]
        if words and self.heading and (at := words[0].find(self.heading)) >= 0:
            end = at + len(self.heading)
            words[:1] = [words[0][:end], words[0][end:].lstrip(" .:–—-")]
        return tuple(text for text in words if text)

    @property
    def name(self) -> str:
        """Number and heading, for people."""
        return " ".join(part for part in (self.number, self.heading) if part) or "(no heading)"


@dataclass(frozen=True)
class Policy:
    """One dated version of a policy."""

    name: str  # of the file, without folder
    digest: str  # SHA-256 of the file's bytes, hexadecimal
    sections: tuple[Section, ...]
    date: date | None = None
    removed: tuple[Removed, ...] = ()
    notices: tuple[Problem, ...] = field(default=())

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        rows = [(section.number, section.heading, len(section.text.split())) for section in self.sections]
        title = " ".join([self.name, *([f"({self.date.isoformat()})"] if self.date else [])])
        remark = f"{len(self.removed):,} pieces are left out; {len(self.notices):,} things could not be read."
        return view_table(title, ["number", "heading", "words"], rows, remark=remark)

    @property
    def text(self) -> str:
        """The policy's words: the texts of its sections, one after the other."""
        return "".join(section.text for section in self.sections)
