"""What people wrote down about a policy: comments, answers, representatives, sign-offs, levels of consensus, steps."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace

from peace_analysis.policy.document import Policy, Section


@dataclass(frozen=True)
class Comment:
    """One comment, as its group's representatives or members handed it in."""

    number: int
    date: datetime.date | None
    group: str
    section_id: str | None  # that its author named
    text: str
    rationale: str = ""
    source: str = ""
    is_shown: bool = True  # its words may be shown; it is counted and answered in any case


@dataclass(frozen=True)
class Disposition:
    """One answer to a comment."""

    comment: int
    date: datetime.date
    disposition: str
    section_id: str | None
    reason: str
    already: bool = False  # whoever answered says that the policy has what was asked


@dataclass(frozen=True)
class Signoff:
    """One representative's sign-off."""

    representative: str
    group: str
    date: datetime.date | None
    signoff: str
    dissent: str = ""


@dataclass(frozen=True)
class Consensus:
    """How far a group agrees with a section, from 1 (fully) to 6 (no agreement yet)."""

    section_id: str
    group: str
    level: int


@dataclass(frozen=True)
class Event:
    """One step on the way to a policy."""

    date: datetime.date
    end: datetime.date | None
    kind: str
    what: str


@dataclass(frozen=True)
class Codevelopment:
    """Everything that a city keeps about one policy."""

    name: str  # of its folder
    versions: tuple[Policy, ...]  # oldest first; sections share their ids
    comments: tuple[Comment, ...] = ()
    dispositions: tuple[Disposition, ...] = ()  # oldest first
    representatives: dict[str, str] = field(default_factory=dict)  # id -> group
    signoffs: tuple[Signoff, ...] = ()  # oldest first
    consensus: tuple[Consensus, ...] = ()
    events: tuple[Event, ...] = ()
    # ("comment" or "request", number or statement_id) -> sections that a person linked it to; none: to none
    decisions: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    @property
    def latest(self) -> Policy:
        """The latest version."""
        return self.versions[-1]

    @property
    def groups(self) -> list[str]:
        """Groups with a representative or a comment, in the order in which they are first named."""
        return list(dict.fromkeys([*self.representatives.values(), *(comment.group for comment in self.comments)]))

    def version_on(self, day: datetime.date | None) -> Policy:
        """Give the version that a comment of that day was made on: the latest there was; the first where none was, or no day is known."""
        there = [version for version in self.versions if day is not None and version.date is not None and version.date <= day]
        return there[-1] if there else self.versions[0]

    def section(self, section_id: str) -> Section | None:
        """Find a section as it stands in the latest version that has it."""
        for version in reversed(self.versions):
            for section in version.sections:
                if section.section_id == section_id:
                    return section
        return None

    def with_words(self, comments: tuple[Comment, ...], signoffs: tuple[Signoff, ...]) -> Codevelopment:
        """Copy with other words of comments and dissents, as anonymising leaves them."""
        return replace(self, comments=comments, signoffs=signoffs)
