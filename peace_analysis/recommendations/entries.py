"""What recommendations.yml may hold: recommendations that people wrote, what they rest on, and what became of each."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal

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


Text = Annotated[StrictStr, AfterValidator(_is_text)]
Identifier = Annotated[StrictStr, AfterValidator(_is_identifier)]
Initials = Annotated[StrictStr, Field(pattern=r"^\w[\w.-]{0,7}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Frozen):
    """One way to do it, with what speaks for and against it."""

    option: Text
    pros: tuple[Text, ...] = Field(min_length=1)
    cons: tuple[Text, ...] = Field(min_length=1)


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
    history: tuple[Step, ...] = Field(min_length=1)
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


class Recommendations(_Frozen):
    """Everything in recommendations.yml."""

    recommendations: tuple[Recommendation, ...] = ()
