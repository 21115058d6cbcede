"""Small sets of people that the groups of a survey part off from each other: whose means, and changes between waves, must not follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

EVERYONE = "everyone"
Told = tuple[str, ...]  # (wave, attribute, group): a mean; (wave, later wave, attribute, group): a change within people
Rows = NDArray[np.bool_]


def small_sets(sets: Mapping[Told, Rows], least: int) -> dict[Told, Rows]:
    """Sets of fewer than `least` people that any two of the sets shown part off from each other, and what all groups leave of everyone.

    Args:
        sets: Rows of each mean, and of each change in each of its waves; the wave stands at the end of their names.
        least: People of a group that is shown.
    """
    found: dict[Told, Rows] = {}
    for (one, first), (other, second) in combinations(sets.items(), 2):
        if one[-1] != other[-1]:
            continue  # of two waves
        for how, part in _parted(first, second):
            if 0 < part.sum() < least:
                found[*one, how, *other] = part
    for name, everyone in sets.items():
        if len(name) == 4 and name[1] == EVERYONE:
            groups = {other: part for other, part in sets.items() if len(other) == 4 and other[-1] == name[-1]}
            for attribute in sorted({other[1] for other in groups if other[1] != EVERYONE}):
                rest = everyone & ~np.logical_or.reduce([part for other, part in groups.items() if other[1] == attribute])
                if 0 < rest.sum() < least:
                    found[*name, "rest", attribute] = rest
    return found


def small_changes(changes: Mapping[Told, Sequence[Rows]], least: int) -> dict[Told, list[Rows]]:
    """The same of changes between the same two waves: rows of the earlier and of the later wave of each small set.

    Args:
        changes: Rows of each change that is shown, in its earlier and in its later wave.
        least: People of a group that is shown.
    """
    found: dict[Told, list[Rows]] = {}
    for (one, first), (other, second) in combinations(changes.items(), 2):
        if one[:2] == other[:2]:
            for (how, before), (_how, after) in zip(_parted(first[0], second[0]), _parted(first[1], second[1]), strict=True):
                if 0 < before.sum() < least:
                    found[*one, how, *other] = [before, after]
    for name, everyone in changes.items():
        if name[2] == EVERYONE:
            groups = {other: parts for other, parts in changes.items() if other[:2] == name[:2] and other[2] != EVERYONE}
            for attribute in sorted({other[2] for other in groups}):
                mine = [parts for other, parts in groups.items() if other[2] == attribute]
                rest = [whole & ~np.logical_or.reduce([parts[wave] for parts in mine]) for wave, whole in enumerate(everyone)]
                if 0 < rest[0].sum() < least:
                    found[*name, "rest", attribute] = rest
    return found


def _parted(first: Rows, second: Rows) -> Iterator[tuple[str, Rows]]:
    yield "and", first & second
    yield "without", first & ~second
    yield "beside", second & ~first
