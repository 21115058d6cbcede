"""Who speaks: facilitator, participant or unknown. Unknown is reported, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from peace_analysis.transcripts.labels import asides, label_key

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.city import City, Roles


def _default_roles() -> Roles:
    from peace_analysis.city import Roles

    return Roles()


@dataclass(frozen=True)
class SpeakerRoles:
    """What is known about the speakers of one session.

    Asked in this order: facilitator and note-taker of sessions.csv, then participants.csv, then the patterns under `roles:`.
    """

    facilitators: frozenset[str] = frozenset()  # keys of labels
    roster: dict[str, str] = field(default_factory=dict)  # key of a label -> label as in participants.csv
    patterns: Roles = field(default_factory=_default_roles)

    @classmethod
    def of_session(cls, city: City, session_id: str) -> SpeakerRoles:
        """Gather what a city knows about one session's speakers.

        Raises:
            CityError: If sessions.csv or participants.csv is not what it should be.
        """
        sessions = city.sessions[city.sessions["session_id"] == session_id]
        return cls.of_rows(city.config.roles, sessions, city.roster[city.roster["session_id"] == session_id])

    @classmethod
    def of_rows(cls, patterns: Roles, sessions: pd.DataFrame, roster: pd.DataFrame) -> SpeakerRoles:
        """Gather from rows of sessions.csv and participants.csv that belong to one session."""
        names: list[str] = []
        for column in ("facilitator", "note_taker"):
            if column in sessions.columns:
                names += [name for cell in sessions[column].dropna() for name in str(cell).split(";")]
        known: dict[str, str] = {}
        for row in roster[["speaker_id", "speaker_label"]].fillna("").itertuples(index=False):
            label = str(row.speaker_label) or str(row.speaker_id)
            known.setdefault(label_key(label), label)
            known.setdefault(label_key(str(row.speaker_id)), label)
        return cls(frozenset(label_key(name) for name in names if name.strip()), known, patterns)

    def role_of(self, label: str) -> str:
        """Decide the role of a speaker: one of `tables.ROLES`."""
        key = label_key(label)
        if key in self.facilitators:
            return "facilitator"
        if key in self.roster:
            return "participant"
        forms = (label, key, *asides(label))
        if _matches(self.patterns.facilitator, forms):
            return "facilitator"
        return "participant" if _matches(self.patterns.participant, forms) else "unknown"

    def knows(self, label: str) -> bool:
        """Whether something is known of this very label, so that it is one even where the grammar doubts it ("One problem: ...").

        A pattern without any letter, such as `*`, says who a speaker is and not what a label looks like.
        """
        telling = self.patterns.model_copy(
            update={
                name: tuple(pattern for pattern in getattr(self.patterns, name) if re.search(r"[^\W_]", pattern))
                for name in ("facilitator", "participant")
            }
        )
        return SpeakerRoles(self.facilitators, self.roster, telling).role_of(label) != "unknown"

    def label_of(self, label: str) -> str:
        """Give the roster's spelling of a label, or the label itself."""
        key = label_key(label)
        return label if key in self.facilitators else self.roster.get(key, label)


def _matches(patterns: Iterable[str], forms: Iterable[str]) -> bool:
    return any(_compiled(pattern).fullmatch(form) for pattern in patterns for form in forms)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """`*` is any characters, `#` one digit; all else stands for itself."""
    text = "".join(".*" if part == "*" else r"\d" if part == "#" else re.escape(part) for part in re.split(r"([*#])", pattern.strip()))
    return re.compile(text, re.IGNORECASE)
