"""What codebook.yml may hold: codes with their definitions, and decisions about themes in the order in which they were made."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt, StrictStr, model_validator

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
THEME = re.compile(r"T\d{2,}(?:\.\d+)?")
KINDS = ("rename", "merge", "split", "move", "define", "seed", "aside")


def _is_code(value: str) -> str:
    if not CODE.fullmatch(value):
        raise ValueError("a code is made of lower-case letters, digits and _, and begins with a letter (body_cameras)")
    return value


def _is_theme(value: str) -> str:
    if not (THEME.fullmatch(value) or CODE.fullmatch(value)):
        raise ValueError("name a theme by its id (T07), a subtheme by its own (T07.2), or either by its code (body_cameras)")
    return value


def _is_text(value: str) -> str:
    if not value.strip():
        raise ValueError("this is blank")
    return value


CodeId = Annotated[StrictStr, AfterValidator(_is_code)]
ThemeRef = Annotated[StrictStr, AfterValidator(_is_theme)]
Text = Annotated[StrictStr, AfterValidator(_is_text)]
Initials = Annotated[StrictStr, Field(pattern=r"^\w[\w.-]{0,7}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Code(_Frozen):
    """One code: what it means and when to use it."""

    code: CodeId  # never changes, whatever the name
    name: Text
    brief: Text  # one sentence; the theme's description in the report
    definition: StrictStr = ""
    use_when: StrictStr = ""
    not_when: StrictStr = ""
    example: StrictStr = ""  # a statement_id
    sentences: tuple[Text, ...] = ()  # invented ones that the code would be given to; a seed looks for what is like them


class Rename(_Frozen):
    """Give a theme another name."""

    theme: ThemeRef
    name: Text


class Merge(_Frozen):
    """Make one theme of several."""

    themes: tuple[ThemeRef, ...] = Field(min_length=1)
    into: ThemeRef

    @model_validator(mode="after")
    def _not_into_itself(self) -> Merge:
        if not set(self.themes) - {self.into}:
            raise ValueError("name at least one theme under `themes` beside the one under `into`")
        return self


class Split(_Frozen):
    """Take a subtheme, or the statements listed, out of a theme: they become a theme of their own."""

    theme: ThemeRef
    code: CodeId  # of the new theme
    subtheme: ThemeRef | None = None
    statements: tuple[StrictStr, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Split:
        if (self.subtheme is None) == (not self.statements):
            raise ValueError("say what is taken out: either `subtheme:` or `statements:`")
        return self


class Move(_Frozen):
    """Put statements into another theme, or into none."""

    statements: tuple[StrictStr, ...] = Field(min_length=1)
    to: ThemeRef | Literal["none"]


class Define(_Frozen):
    """Give a theme a code: its name, brief and full definition are then the code's."""

    theme: ThemeRef
    code: CodeId


class Seed(_Frozen):
    """Make a theme of a code before anything is found: statements that are enough like it are pulled into it."""

    code: CodeId
    likeness: float | None = Field(None, gt=0, le=1)  # least cosine to the code's definition and sentences


class Aside(_Frozen):
    """Take a theme that is no finding (talk about the room, say) out of the findings; its statements are counted as fitting no theme."""

    theme: ThemeRef


class Decision(_Frozen):
    """One decision: exactly one of the seven, with who made it, when and why."""

    version: PositiveInt  # of the codebook, from which it holds
    author: Initials
    date: datetime.date
    time: Annotated[StrictStr, Field(pattern=r"^\d\d:\d\d:\d\d(\.\d{3})?$")] | None = None  # in UTC, where it was made in the explorer
    reason: Text
    rename: Rename | None = None
    merge: Merge | None = None
    split: Split | None = None
    move: Move | None = None
    define: Define | None = None
    seed: Seed | None = None
    aside: Aside | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Decision:
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise ValueError(f"a decision is exactly one of {', '.join(KINDS)}")
        return self

    @property
    def kind(self) -> str:
        """Which of the seven it is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)


class Codebook(_Frozen):
    """Everything in codebook.yml."""

    codes: tuple[Code, ...] = ()
    decisions: tuple[Decision, ...] = ()
    lines: tuple[int, ...] = Field((), exclude=True, repr=False)  # of each decision in its file, where it was read from one

    def code(self, code: str) -> Code:
        """Find a code by its id.

        Raises:
            KeyError: If there is none.
        """
        for entry in self.codes:
            if entry.code == code:
                return entry
        raise KeyError(code)

    @property
    def seeded(self) -> tuple[Code, ...]:
        """Codes that some decision seeds, in the order of the decisions."""
        return tuple(self.code(decision.seed.code) for decision in self.decisions if decision.seed is not None)
