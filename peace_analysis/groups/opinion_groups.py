"""Opinion groups: voters who vote alike, found as Polis finds them.

Votes are laid out in the two directions in which voters differ most (principal components), and voters are gathered into two to five groups
around common centers (k-means); as many groups as stand apart best (silhouette). Whoever voted on little is drawn away from the middle as
far as their few votes say, so that nobody is a moderate for want of votes.

Source:
    METHODS section 3. Small, Bjorkegren, Erkkila, Shaw & Megill (2021), Recerca 26(2), on Polis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.notebook_view import say_count, view_table

ENOUGH_VOTES = 7  # as in Polis: who voted on fewer is not placed, nor is anybody in a conversation of fewer statements than that left out
FEWEST, MOST = 2, 5  # groups
SAMPLE = 4_000  # voters whose distances the silhouette is worked out from


@dataclass(frozen=True)
class OpinionGroups:
    """Where each voter stands."""

    groups: pd.Series  # "A", "B", ... largest first, indexed by voter; voters with too few votes are not in it
    positions: pd.DataFrame  # first, second: the two directions, indexed by voter
    silhouettes: dict[int, float]  # by number of groups: how well they stand apart, -1 to 1
    explained: tuple[float, float]  # share of the variance of votes in each direction

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        sizes = self.groups.value_counts().sort_index()
        rows = [(name, say_count(int(size))) for name, size in sizes.items()]
        return view_table("Groups of voters who vote alike", ["group", "voters"], rows)


def find_opinion_groups(votes: pd.DataFrame, *, seed: int = 0, min_people: int = 1) -> OpinionGroups | None:
    """Gather voters who vote alike.

    Args:
        votes: voter, statement, vote (1 agree, 0 pass, -1 disagree); one row per voter and statement. Leave out what people say of
            themselves and what moderators rejected beforehand.
        seed: Of the first centers.
        min_people: A number of groups that leaves one with fewer people is passed over.

    Returns:
        The groups; None where fewer than four voters voted enough, all of them voted alike, or every number of groups leaves one too small.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> votes = made.votes.rename(columns={"voter_id": "voter", "turn": "statement"})
        >>> groups.find_opinion_groups(votes).groups.value_counts().to_dict()
        {'A': 18, 'B': 17, 'C': 13, 'D': 12}
    """
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    wide = votes.pivot(index="voter", columns="statement", values="vote").sort_index().astype("float64")
    wide = wide[wide.notna().sum(axis=1) >= min(ENOUGH_VOTES, wide.shape[1])]
    wide = wide.loc[:, wide.notna().any(axis=0)]
    if len(wide) < 2 * FEWEST:
        return None
    positions, explained = _lay_out(wide.to_numpy(dtype=np.float64))
    n_places = len(np.unique(positions.round(9), axis=0))
    best: tuple[float, NDArray[np.intp]] | None = None
    silhouettes: dict[int, float] = {}
    for k in range(FEWEST, min(MOST, n_places, len(wide) - 1) + 1):
        labels = KMeans(k, n_init=10, random_state=seed).fit_predict(positions)
        silhouettes[k] = float(silhouette_score(positions, labels, sample_size=min(SAMPLE, len(wide)), random_state=seed))
        if np.bincount(labels).min() >= min_people and (best is None or silhouettes[k] > best[0]):
            best = silhouettes[k], labels
    if best is None:
        return None
    order = np.argsort(-np.bincount(best[1]), kind="stable")
    letter = {int(label): chr(ord("A") + place) for place, label in enumerate(order)}
    return OpinionGroups(
        pd.Series([letter[int(label)] for label in best[1]], index=wide.index, name="group"),
        pd.DataFrame(positions, index=wide.index, columns=["first", "second"]),
        silhouettes,
        explained,
    )


def _lay_out(votes: NDArray[np.float64]) -> tuple[NDArray[np.float64], tuple[float, float]]:
    """Positions in the two directions of most variance, shape (n_voters, 2), and the share of variance in each.

    A missing vote counts as the statement's mean, and so as nothing once that is taken off.
    """
    cast = ~np.isnan(votes)
    middle = np.nansum(votes, axis=0) / cast.sum(axis=0)
    away = np.where(cast, votes - middle, 0.0)
    _, strength, directions = np.linalg.svd(away, full_matrices=False)
    directions = directions[:2]
    # The sign of a direction is arbitrary: its largest part is made positive, so that runs agree.
    directions = directions * np.sign(directions[np.arange(len(directions)), np.abs(directions).argmax(axis=1)])[:, None]
    stretch = np.sqrt(votes.shape[1] / cast.sum(axis=1))[:, None]
    positions = np.zeros((len(votes), 2))
    positions[:, : len(directions)] = (away @ directions.T) * stretch
    total = max(float((strength**2).sum()), 1e-12)
    shares = [float(value) ** 2 / total for value in strength[:2]]
    return positions, (shares[0], shares[1] if len(shares) > 1 else 0.0)
