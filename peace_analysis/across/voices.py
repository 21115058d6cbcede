"""What one city brings to a comparison: its anonymised tables and the vectors of its statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.errors import Problem
from peace_analysis.settings import Privacy

FEWEST_READ = 30  # statements that a model read, below which a city has no themes to compare


@dataclass(frozen=True)
class Told:
    """A joint theme of an earlier comparison, as far as it was published of one city."""

    people: frozenset[str]  # speaker ids of those who raised it
    shown: str  # their number, or the words in its place


@dataclass(frozen=True)
class Voices:
    """One city's statements, who made them and what is known of them; nothing raw."""

    key: str  # name of its folder
    name: str  # as its report says it
    statements: pd.DataFrame = field(repr=False)  # tables.STATEMENTS
    assignments: pd.DataFrame = field(repr=False)  # tables.ASSIGNMENTS
    participants: pd.DataFrame = field(repr=False)  # tables.PARTICIPANTS
    sessions: pd.DataFrame = field(repr=False)  # tables.SESSIONS
    themes: pd.DataFrame = field(repr=False)  # tables.THEMES, under the names that people gave where they did
    vectors: NDArray[np.float32] = field(repr=False)  # (n_statements, d); rows of zeros where the model does not read the language
    fingerprint: str = ""  # of the model and the way by which it embeds
    privacy: Privacy = field(default_factory=Privacy, repr=False)
    withheld: frozenset[str] = frozenset()  # themes without counts, because their coders differ
    told: tuple[Told, ...] = field(default=(), repr=False)  # what earlier comparisons have published of it

    @property
    def read(self) -> NDArray[np.bool_]:
        """Statements that the model read, shape (n_statements,)."""
        return np.asarray((self.vectors != 0).any(axis=1), dtype=bool)


def find_mismatches(cities: Sequence[Voices]) -> list[Problem]:
    """Say why cities cannot be put into one space of themes; nothing where they can.

    Args:
        cities: Two or more.

    Returns:
        Every problem: fewer than two cities, one key or name twice, different models or paths of embedding, too little to compare.

    Examples:
        >>> from peace_analysis import across
        >>> from peace_analysis.example.tables import invented_cities
        >>> harbor, hill = invented_cities()
        >>> across.find_mismatches([harbor, hill])
        []
        >>> [str(problem) for problem in across.find_mismatches([harbor])]
        ['compare: needs two cities or more. Name them: peace-analysis compare CITY CITY.']
    """
    problems = []
    if len({city.key for city in cities}) < 2:
        problems.append(Problem("compare", "needs two cities or more.", "Name them: peace-analysis compare CITY CITY."))
    for name in sorted({city.name for city in cities}):
        if len(same := [city.key for city in cities if city.name == name]) > 1:
            said = f"{', '.join(same)} have one name, so that nobody could tell them apart."
            problems.append(Problem("city.yml", said, "Give each its own `name:` in city.yml."))
    prints = {city.key: city.fingerprint for city in cities}
    usual = max(sorted(set(prints.values())), key=list(prints.values()).count, default="")
    if different := sorted(key for key, value in prints.items() if value != usual):
        like = next(key for key, value in prints.items() if value == usual)
        said = (
            f"statements were embedded by another model, or in another precision, than those of {like}: their meanings cannot be compared."
        )
        do = "Name the same `themes: {model: ...}` in every city.yml, run these cities on one kind of machine: `peace-analysis run CITY`."
        problems += [Problem(key, said, do) for key in different]
    elif len({city.vectors.shape[1] for city in cities}) > 1:
        problems.append(Problem("compare", "vectors differ in length though their model is one.", "Run the cities again."))
    for city in cities:
        if (n := int(city.read.sum())) < FEWEST_READ:
            said = f"the model reads {n} of its statements, and themes need {FEWEST_READ} at least."
            problems.append(Problem(city.key, said, "Leave the city out, or name a model that reads its languages."))
    return problems
