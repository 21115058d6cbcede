"""What scales.yml may hold, and a survey as it was read: its scales, its waves and its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from peace_analysis.surveys.scales import Scale

ATTRIBUTES = ("stakeholder_group", "neighborhood")
COLUMNS = ("wave", "date", "respondent", *ATTRIBUTES)  # of the table of answers, beside the items
FEWEST_ITEMS = 2
Place = tuple[str | int, ...]


def _is_text(value: str) -> str:
    if not value.strip():
        raise ValueError("this is blank")
    return value


Text = Annotated[StrictStr, AfterValidator(_is_text)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScaleEntry(_Frozen):
    """One scale."""

    key: Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]  # never changes: tables and the next report find it by this
    name: Text
    items: dict[StrictStr, Text]  # column of answers -> wording as people read it
    reverse: tuple[Text, ...] = ()  # items whose high answers mean little of what is measured
    range: tuple[StrictInt, StrictInt] = (1, 5)  # least and greatest answer
    labels: tuple[Text, ...] = ()  # what the answers are called, the least first: one for each, or for the two ends
    themes: tuple[Text, ...] = ()  # what was heard on the same: code of codebook.yml, theme_id, or name as shown
    source: StrictStr = ""  # where the scale is from

    def to_scale(self) -> Scale:
        """Make the scale that scores are worked out from."""
        low, high = self.range
        return Scale(self.key, self.name, dict(self.items), self.reverse, low, high, self.labels, self.themes, self.source)


class SurveyEntry(_Frozen):
    """Everything in scales.yml."""

    scales: Annotated[tuple[ScaleEntry, ...], Field(min_length=1)]
    waves: dict[StrictStr, Text] = {}  # wave of the answers -> its name, in the order of time
    linked: StrictBool = False  # a respondent's code names the same person in every wave
    about: StrictStr = ""  # who was asked and how


@dataclass(frozen=True)
class Survey:
    """A survey that was read.

    Attributes:
        scales: In the order of their file.
        waves: Name of each wave that somebody answered, in the order of time.
        answers: wave, date, respondent, stakeholder_group, neighborhood (text, missing where blank), and a column of numbers per item, NaN
            for a blank; one row per respondent and wave.
        linked: A respondent's code names the same person in every wave.
        about: Who was asked and how.
    """

    scales: tuple[Scale, ...]
    waves: dict[str, str]
    answers: pd.DataFrame = field(repr=False)
    linked: bool = False
    about: str = ""


def people_answering(survey: Survey) -> dict[str, int]:
    """Count the people of each wave who answered any item."""
    items = [item for scale in survey.scales for item in scale.items]
    answered = survey.answers[items].notna().any(axis=1)
    return {wave: int((answered & (survey.answers["wave"] == wave)).sum()) for wave in survey.waves}


def find_faults(entry: SurveyEntry) -> Iterator[tuple[Place, str, str]]:
    """Find what does not hold together in scales.yml: its place, what is wrong, and what to do."""
    scale_of: dict[str, str] = {}
    keys: set[str] = set()
    for number, scale in enumerate(entry.scales):
        here: Place = ("scales", number)
        if scale.key in keys:
            yield (*here, "key"), f"the key `{scale.key}` is there twice.", "Give one of the scales another key."
        keys.add(scale.key)
        if len(scale.items) < FEWEST_ITEMS:
            yield (*here, "items"), "a scale has two items or more.", "Add the others, or leave the scale out."
        for item in scale.items:
            if item in COLUMNS or not item.strip():
                yield (*here, "items", item), f"`{item}` cannot be the name of an item.", f"Other columns are called {', '.join(COLUMNS)}."
            elif item in scale_of:
                message = f"the item `{item}` stands in the scale `{scale_of[item]}` already."
                yield (*here, "items", item), message, "An item belongs to one scale."
            scale_of.setdefault(item, scale.key)
        for place, item in enumerate(scale.reverse):
            if item not in scale.items:
                close = get_close_matches(item, list(scale.items), n=1)
                hint = f"Did you mean `{close[0]}`?" if close else f"Its items are {', '.join(scale.items)}."
                yield (*here, "reverse", place), f"the reverse item `{item}` is no item of the scale.", hint
        low, high = scale.range
        if low >= high:
            yield (*here, "range"), f"the range [{low}, {high}] does not go up.", "Write the least answer first, such as [1, 5]."
        elif len(scale.labels) not in (0, 2, high - low + 1):
            message = f"{len(scale.labels)} labels are given for the answers {low} to {high}."
            yield (*here, "labels"), message, f"Write one for each ({high - low + 1}), or two for the ends."
