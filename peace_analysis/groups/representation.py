"""Were those who were heard like those who live here? Ratios of shares, with bounds for people who declined to say.

A ratio of 1 says that a group is as large among those heard as among residents; below .8 it is flagged. Whoever declined to say, or was not
asked, might belong to any group: the bounds take both extremes.

Source:
    METHODS section 3. Duncan & Duncan (1955), American Sociological Review 20, 210-217, for the index of dissimilarity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from peace_analysis.groups.coverage import EVERYONE, residents_of
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.wording import marked

DECLINED = "declined"
FLAG = 0.8
NEIGHBORHOOD = "neighborhood"
UNDER, PERHAPS, FAIR = marked("under-represented"), marked("may be under-represented"), ""

REPRESENTATION = Table(
    "representation",
    "one group of residents, beside its part of those heard",
    (
        Column("attribute", "text", "neighborhood, or what people say of themselves"),
        Column("group", "text", "the group"),
        Column("population", "integer", "residents"),
        Column("population_share", "share", "of all residents in the table"),
        Column("n_heard", "integer", "participants known to belong to it"),
        Column("n_unknown", "integer", "participants who declined to say, or of whom nobody knows (the same in every row of an attribute)"),
        Column("participant_share", "share", "of participants whose group is known; empty where nobody's is", nullable=True),
        Column("ratio", "number", "participant_share / population_share", nullable=True),
        Column("ratio_low", "number", "the ratio if none of the unknown belonged to it", nullable=True),
        Column("ratio_high", "number", "the ratio if all of them did", nullable=True),
        Column("flag", "text", "below .8 whatever the unknown are, or only as far as is known", among=(UNDER, PERHAPS, FAIR)),
    ),
    key=("attribute", "group"),
)


@dataclass(frozen=True)
class Dissimilarity:
    """Share of participants who would have to be of another group to match residents, 0 to 1."""

    known: float  # among those whose group is known; missing where nobody's is
    low: float  # if the unknown were as it suits the match best
    high: float  # if they all belonged to the group that suits it least


def compare_with_population(people: pd.DataFrame, population: pd.DataFrame, attribute: str) -> pd.DataFrame:
    """Set each group's part of those heard beside its part of residents.

    Args:
        people: One row per participant heard, with the attribute; `declined` and missing values are the unknown. A value that the
            population table does not name is unknown too, because nobody can say which part of residents it stands for.
        population: `coverage.POPULATION`.
        attribute: neighborhood, or an attribute of the population table.

    Returns:
        `REPRESENTATION`, in the order of the population table; no rows where that does not have the attribute.

    Raises:
        TableError: If the population table is not what it should be.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> found = groups.compare_with_population(made.participants, made.population, "age_group")
        >>> print(found[["group", "n_heard", "participant_share", "population_share"]].round(2).to_string(index=False))
        group  n_heard  participant_share  population_share
        18-24       32               0.33               0.2
        25-64       32               0.33               0.6
          65+       32               0.33               0.2
    """
    residents = residents_of(population, EVERYONE if attribute == NEIGHBORHOOD else attribute)
    residents = residents[residents > 0]
    if residents.empty:
        return pd.DataFrame(columns=list(REPRESENTATION.by_name))
    values = people[attribute].astype("object") if attribute in people else pd.Series(None, index=people.index, dtype="object")
    counts = values.value_counts().reindex(residents.index).fillna(0).astype("int64")
    n_known = int(counts.sum())
    unknown = len(people) - n_known
    share = residents / residents.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        part = counts / n_known if n_known else counts * np.nan
        ratio = part / share
        low, high = (counts / len(people) / share, (counts + unknown) / len(people) / share) if len(people) else (part, part)
    frame = pd.DataFrame(
        {
            "attribute": attribute,
            "group": [str(name) for name in residents.index],
            "population": residents.to_numpy(dtype="int64"),
            "population_share": share.to_numpy(),
            "n_heard": counts.to_numpy(),
            "n_unknown": unknown,
            "participant_share": part.to_numpy(),
            "ratio": ratio.to_numpy(),
            "ratio_low": low.to_numpy(),
            "ratio_high": high.to_numpy(),
        }
    )
    short = {
        name: frame[name] < FLAG - 1e-9 for name in ("ratio", "ratio_low", "ratio_high")
    }  # 16% of those heard, 20% of residents: not short
    frame["flag"] = np.select([short["ratio_high"], short["ratio"] | short["ratio_low"]], [UNDER, PERHAPS], FAIR)
    return check_table(frame, REPRESENTATION)


def dissimilarity(representation: pd.DataFrame) -> Dissimilarity:
    """Sum up how far those heard are from residents: half the sum of |share heard - share of residents|, with bounds for the unknown.

    Args:
        representation: `REPRESENTATION` of one attribute.

    Raises:
        ValueError: If it holds more than one attribute.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> found = groups.compare_with_population(made.participants, made.population, "age_group")
        >>> round(groups.dissimilarity(found).known, 3)
        0.267
    """
    if representation["attribute"].nunique() > 1:
        raise ValueError("one attribute at a time: dissimilarity does not add up over attributes")
    counts = representation["n_heard"].to_numpy(dtype=np.float64)
    share = representation["population_share"].to_numpy(dtype=np.float64)
    unknown = float(representation["n_unknown"].iloc[0]) if len(representation) else 0.0
    known = counts.sum()
    n = known + unknown
    if n == 0:
        return Dissimilarity(np.nan, np.nan, np.nan)
    expected = n * share
    lacking = np.maximum(expected - counts, 0).sum()
    # Best: the unknown fill what is lacking first. Worst: they all belong to one group.
    low = 0.5 * (np.abs(counts - expected).sum() - min(unknown, lacking) + max(0.0, unknown - lacking)) / n
    all_of_one = counts[None, :] + unknown * np.eye(len(counts))
    high = 0.5 * np.abs(all_of_one - expected[None, :]).sum(axis=1).max() / n
    return Dissimilarity(float(0.5 * np.abs(counts / known - share).sum()) if known else np.nan, float(low), float(high))
