"""Survey scales and the score of each respondent: the mean of the items answered, reversed ones turned round."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Scale:
    """One survey scale.

    Attributes:
        key: Short name, such as "trust".
        name: As a reader sees it.
        items: Columns of answers, with the wording of each.
        reverse: Items whose high answers mean little of what is measured.
        low: Least answer.
        high: Greatest answer.
        labels: What the answers are called, the least first: one for each, or for the two ends only; empty where they have no names.
        themes: What people said in the sessions on the same: codes, ids or names of themes.
        source: Where the scale is from.
    """

    key: str
    name: str
    items: dict[str, str]
    reverse: tuple[str, ...] = ()
    low: int = 1
    high: int = 5
    labels: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    source: str = ""


def score_scale(answers: pd.DataFrame, scale: Scale) -> pd.Series:
    """Score each respondent: the mean of the items answered, reversed ones turned round.

    Args:
        answers: One row per respondent and wave, a column per item: numbers, NaN for a blank.
        scale: What to score.

    Returns:
        Scores between `scale.low` and `scale.high`, on the index of `answers`; NaN where half of the items or fewer were answered.

    Source:
        METHODS section 7: score only if more than half of the items are answered; a blank is never 0.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis import surveys
        >>> items = {"f1": "They listen.", "f2": "They explain.", "f3": "They hide things."}
        >>> fair = surveys.Scale("fair", "Being treated fairly", items, reverse=("f3",))
        >>> given = {"f1": [4, 5, 2, 3, 5, 1], "f2": [4, 4, 1, 3, None, 2], "f3": [2, 1, 4, 3, None, 5]}
        >>> answers = pd.DataFrame(given | {"wave": ["1", "2"] * 3})
        >>> surveys.score_scale(answers, fair).round(2).tolist()  # somebody who answered one item of three has no score
        [4.0, 4.67, 1.67, 3.0, nan, 1.33]
    """
    items = turn_items(answers, scale)
    enough = items.notna().sum(axis=1) * 2 > len(scale.items)
    return items.mean(axis=1).where(enough)


def turn_items(answers: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """Take the items of a scale as numbers, high answers meaning much of what is measured in all of them."""
    items = answers[list(scale.items)].astype("float64")
    for name in scale.reverse:
        items[name] = scale.low + scale.high - items[name]
    return items
