"""What recommendations.yml may hold: recommendations that people wrote, what they rest on, and what became of each."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr, model_validator

STATUSES = ("proposed", "accepted", "partly", "declined", "done")
ANSWERS = ("accepted", "partly", "declined", "done")  # whoever was asked has spoken
REASONED = ("partly", "declined")  # an answer that people will ask the reason of
IDENTIFIER = re.compile(r"[a-z][a-z0-9_-]{0,39}")

Status = Literal["proposed", "accepted", "partly", "declined", "done"]
Horizon = Literal["now", "later"]


def _is_text(value: str) -> str:
    if not value.strip():
        raise ValueError("this is blank")
    return value


def _is_identifier(value: str) -> str:
    if not IDENTIFIER.fullmatch(value):
        raise ValueError("an id is made of lower-case letters, digits, _ and -, and begins with a letter (street_lights)")
    return value


def _is_filled(values: tuple[_Item, ...]) -> tuple[_Item, ...]:
    if not values:
        raise ValueError("name at least one")
    return values


_Item = TypeVar("_Item")
Text = Annotated[StrictStr, AfterValidator(_is_text)]
Identifier = Annotated[StrictStr, AfterValidator(_is_identifier)]
Initials = Annotated[StrictStr, Field(pattern=r"^\w[\w.-]{0,7}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Frozen):
    """One way to do it, with what speaks for and against it."""

    option: Text
    pros: Annotated[tuple[Text, ...], AfterValidator(_is_filled)]
    cons: Annotated[tuple[Text, ...], AfterValidator(_is_filled)]


class Step(_Frozen):
    """One dated step in the life of a recommendation."""

    date: datetime.date
    status: Status
    author: Initials  # of who wrote it down
    reason: StrictStr = ""

    @model_validator(mode="after")
    def _gives_a_reason(self) -> Step:
        if self.status in REASONED and not self.reason.strip():
            raise ValueError(f"`{self.status}` needs a `reason`: those who spoke will ask for it")
        return self


class Recommendation(_Frozen):
    """One recommendation."""

    id: Identifier  # never changes: the next report finds it by this
    title: Text
    text: Text
    owner: Text  # who can do it
    horizon: Horizon  # act now, or later
    due: datetime.date | None = None  # needed to act now
    author: Initials
    themes: tuple[Text, ...] = ()  # code of codebook.yml, theme_id, or name as shown
    statements: tuple[Text, ...] = ()  # statement_id: words that it rests on, whatever theme they are in
    dissent: StrictStr = ""  # who sees it differently, in the words of its authors
    options: tuple[Option, ...] = ()
    history: Annotated[tuple[Step, ...], AfterValidator(_is_filled)]
    response: StrictStr = ""  # what the owner answered

    @model_validator(mode="after")
    def _holds_together(self) -> Recommendation:
        if not self.themes and not self.statements:
            raise ValueError("name what it rests on, under `themes:` or `statements:`")
        if self.horizon == "now" and self.due is None:
            raise ValueError("to act now needs a day under `due:`")
        if self.history[0].status != "proposed":
            raise ValueError("its `history` begins with the day on which it was proposed")
        days = [step.date for step in self.history]
        if days != sorted(days):
            raise ValueError("the steps of its `history` stand in the order of their days")
        return self

    @property
    def status(self) -> Status:
        """Where it stands: the status of the last step."""
        return self.history[-1].status

    @property
    def since(self) -> datetime.date:
        """Day from which it has stood there."""
        return self.history[-1].date

    @property
    def reason(self) -> str:
        """The last reason that was given; "" where none was."""
        return next((step.reason for step in reversed(self.history) if step.reason.strip()), "")

    @property
    def is_answered(self) -> bool:
        """Whether whoever was asked has answered, with a reason."""
        return self.status in ANSWERS and bool(self.reason or self.response.strip())


def first_answered(recommendations: Iterable[Recommendation], after: str) -> datetime.date | None:
    """Day of the first answer to any recommendation on or after a day.

    Args:
        recommendations: With their histories.
        after: YYYY-MM-DD, the last session's; "" for any day.
    """
    days = (step.date for entry in recommendations for step in entry.history if step.status in ANSWERS)
    return min((day for day in days if day.isoformat() >= after), default=None)


class Recommendations(_Frozen):
    """Everything in recommendations.yml."""

    recommendations: tuple[Recommendation, ...] = ()
