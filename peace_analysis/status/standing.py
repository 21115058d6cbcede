"""What is said of a programme: plain data, the same for the terminal and for --json."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One planned pair of a neighborhood and a stakeholder group that needs a session."""

    neighborhood: str
    stakeholder_group: str
    n_sessions: int  # held
    why: str


@dataclass(frozen=True)
class Emergent:
    """A theme that the last run had for the first time."""

    theme_id: str
    name: str  # "" where fewer people raised it than may be told, or its counts are withheld


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person."""

    kind: str  # review, coding, recommendations, policy, custody, codebook, release
    message: str  # one sentence
    remedy: str  # what to do: a command or a file
    n: int | None = None  # how many, where they are counted
    overdue: bool = False


@dataclass(frozen=True)
class UnderWay:
    """A run, or another command that writes, that holds the city at the moment."""

    doing: str  # with the stage it has come to: "a run (themes)"
    since: str  # by the clock of its machine, ISO 8601
    process: int
    host: str = ""  # the machine, where it is another: whether it still works there is not known


@dataclass(frozen=True)
class Status:
    """Where one city's programme stands."""

    city: str  # its key
    day: str  # YYYY-MM-DD, of the looking
    n_held: int | None = None  # sessions on or before the day; None where sessions.csv cannot be read
    n_to_come: int | None = None  # sessions with a later date
    last_session: str | None = None  # YYYY-MM-DD
    n_cells: int | None = None  # planned pairs; 0 where city.yml has no plan
    n_cells_held: int | None = None
    next_sessions: tuple[Cell, ...] = ()  # the most pressing ones
    n_next: int = 0  # all of them
    results: str = "none"  # "none", "current", "stale"; "unknown" where city.yml cannot be read
    stale_stages: tuple[str, ...] = ()  # that a run would do again for a reason of their own; later ones may follow
    n_themes: int | None = None
    n_few_sessions: int | None = None  # themes that were raised in one session or two
    emergent: tuple[Emergent, ...] = ()  # themes, without subthemes
    waiting: tuple[Waiting, ...] = ()
    due_day: str | None = None  # on which restricted/ is due for deletion
    due_days: int | None = None  # from today
    under_way: UnderWay | None = None
    unread: tuple[str, ...] = ()  # what could not be looked at, and why

    @property
    def n_overdue(self) -> int:
        """How many of the things that wait are past their day."""
        return sum(one.overdue for one in self.waiting)

    def as_json(self) -> dict[str, Any]:
        """Say it for a program: every field by its name."""
        return asdict(self)
