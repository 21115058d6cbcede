"""What a task is asked to do and what it answers: plain values that may travel over a network."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peace_analysis.pipeline.run import RunResult

SPLIT_FROM = 10_000  # statements from which embedding is split; below, loading the model on every worker takes longer than it saves


@dataclass(frozen=True)
class Order:
    """One stage of one city, or a whole city."""

    city: str  # name of its folder
    data: str  # folder of all cities, or its URL
    reports: str  # folder that results go to, or its URL
    stage: str | None = None  # None: all of them
    from_stage: str | None = None  # this stage and all after it, changed or not
    split_from: int = SPLIT_FROM
    priority: int = 0  # the scheduler starts with the highest
    hands: str = ""  # name of the kernels that the worker keeps warm for this command


@dataclass(frozen=True)
class Outcome:
    """What a task did for a city, or what all of them together did."""

    city: str
    executed: tuple[str, ...] = ()
    published: bool = False  # whether results were put where readers find them
    notes: tuple[str, ...] = ()  # what a person should know though all went well
    seconds: float = 0.0  # of work; waiting for a free worker is not counted
    report: str | None = None
    n_lost_links: int = 0  # links of recommendations.yml that lead nowhere
    problem: str | None = field(default=None)  # why it was given up; in our own words, which quote nobody

    def add(self, result: RunResult, n_lost_links: int = 0) -> Outcome:
        """Count in what a run did."""
        return self.join(
            Outcome(
                self.city,
                executed=tuple(result.executed),
                published=result.published,
                notes=tuple(result.notes),
                seconds=result.seconds,
                report=str(result.report),
                n_lost_links=n_lost_links,
            )
        )

    def join(self, later: Outcome) -> Outcome:
        """Count in what a later task did."""
        return replace(
            later,
            executed=(*self.executed, *later.executed),
            published=self.published or later.published,
            notes=(*self.notes, *later.notes),
            seconds=self.seconds + later.seconds,
            problem=self.problem or later.problem,
        )

    def give_up(self, problem: str) -> Outcome:
        """Say why nothing more is done for this city."""
        return replace(self, problem=problem)
