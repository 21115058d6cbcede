"""Raking: what would change if those heard were weighted to be like the city, one attribute after the other. A sensitivity view only.

Weights cannot make up for people who never came: they let those who came speak for others like them, and make every number less certain.
So no weighted number is a finding; the view says how far weights would have to go, and whether the picture would change.

Source:
    METHODS section 3. Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427-444; Kish (1965) for DEFF = 1 + CV^2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.groups.coverage import EVERYONE, residents_of
from peace_analysis.notebook_view import view_facts

Floats = NDArray[np.float64]
JOINED = "others"
ROUNDS = 500
CLOSE = 1e-9  # a round that changes every weight by less ends the search


@dataclass(frozen=True)
class Raked:
    """Weights of people heard, and what they cost."""

    weights: Floats  # mean 1, shape (n_people,), in the order of the people given
    attributes: tuple[str, ...]  # what they were weighted by
    missing: tuple[tuple[str, str], ...]  # (attribute, group of residents) for whom nobody heard can stand
    settled: bool  # False where the margins contradict each other

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        facts = {"people": len(self.weights), "weighted by": ", ".join(self.attributes), "lowest": self.lowest, "highest": self.highest}
        return view_facts("Weights", facts, remark="" if self.settled else "The margins contradict each other.")

    @property
    def lowest(self) -> float:
        """The least weight."""
        return float(self.weights.min())

    @property
    def highest(self) -> float:
        """The greatest weight."""
        return float(self.weights.max())

    @property
    def effect(self) -> float:
        """Kish's design effect of the weights, 1 + CV^2: so many times fewer people would tell as much."""
        return float(1 + self.weights.var() / self.weights.mean() ** 2)


def rake(people: pd.DataFrame, population: pd.DataFrame, *, least: int = 11) -> Raked | None:
    """Weight people so that each attribute's groups have the part among them that they have among residents.

    Args:
        people: One row per person heard: neighborhood, and whatever attributes of the population table there are.
        population: `coverage.POPULATION`.
        least: Groups heard from fewer people are joined with the others that were: a weight of one or two people says nothing, and would
            tell how many they are.

    Returns:
        The weights; who did not say keeps the weight that the other attributes give. None where there is nothing to weight by.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> weights = groups.rake(made.participants, made.population)
        >>> round(weights.lowest, 2), round(weights.highest, 2)
        (0.4, 2.4)
    """
    targets = _targets(people, population)
    margins: list[tuple[str, NDArray[np.intp], Floats]] = []
    missing: list[tuple[str, str]] = []
    for attribute, residents in targets.items():
        labels, shares, unheard = _join(people[attribute], residents, least)
        missing += [(attribute, group) for group in unheard]
        if len(shares) > 1:
            names = list(shares)
            place = {name: number for number, name in enumerate(names)}
            group = np.array([place.get(label, -1) if isinstance(label, str) else -1 for label in labels], dtype=np.intp)
            margins.append((attribute, group, np.array([shares[name] for name in names])))
    if not margins:
        return None
    weights, settled = _fit([(group, target) for _, group, target in margins], len(people))
    return Raked(weights, tuple(attribute for attribute, _, _ in margins), tuple(missing), settled)


def weigh_shares(raised: NDArray[np.bool_], weights: Floats) -> Floats:
    """Share of the weighted people who raised each theme, shape (n_themes,), from who raised what, shape (n_people, n_themes).

    Examples:
        >>> import numpy as np
        >>> from peace_analysis import groups
        >>> raised = np.array([[True], [True], [False]])
        >>> groups.weigh_shares(raised, np.array([1.0, 1.0, 2.0])).tolist()
        [0.5]
    """
    return np.asarray(weights @ raised / weights.sum(), dtype=np.float64)


def _targets(people: pd.DataFrame, population: pd.DataFrame) -> dict[str, pd.Series]:
    places = residents_of(population)
    found = {"neighborhood": places} if len(places) else {}
    for attribute in sorted(set(population["attribute"]) - {EVERYONE}):
        found[attribute] = residents_of(population, attribute)
    return {attribute: residents for attribute, residents in found.items() if attribute in people}


def _join(values: pd.Series, residents: pd.Series, least: int) -> tuple[Sequence[object], Mapping[str, float], list[str]]:
    """Labels of people with small groups joined, the part of residents of each label, and groups that nobody stands for."""
    known = values.where(values.isin(list(residents.index)), None)
    counts = known.value_counts().reindex(residents.index).fillna(0)
    large = [str(name) for name in residents.index if counts[name] >= least]
    small = [str(name) for name in residents.index if 0 < counts[name] < least]
    if small and sum(counts[name] for name in small) < least and large:
        small.append(min(large, key=lambda name: (counts[name], name)))
        large.remove(small[-1])
    labels = [JOINED if value in small else value for value in known]
    sums = {name: float(residents[name]) for name in large}
    if small:
        sums[JOINED] = float(sum(residents[name] for name in small))
    total = sum(sums.values())
    shares = {name: value / total for name, value in sums.items()} if total else {}
    return labels, shares, [str(name) for name in residents.index if counts[name] == 0]


def _fit(margins: list[tuple[NDArray[np.intp], Floats]], n_people: int) -> tuple[Floats, bool]:
    """Fit one margin after the other, again and again, until nothing changes."""
    weights = np.ones(n_people)
    for _ in range(ROUNDS):
        before = weights.copy()
        for group, target in margins:
            known = group >= 0
            held = np.bincount(group[known], weights=weights[known], minlength=len(target))
            weights[known] *= (target / held)[group[known]] * held.sum()
        weights /= weights.mean()
        if np.abs(weights / before - 1).max() < CLOSE:
            return weights, True
    return weights, False
