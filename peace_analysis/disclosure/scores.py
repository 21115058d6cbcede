"""Scores of people (means of a survey) that may be shown: which groups, so that no small group's size or mean follows from the others.

A mean beside its number is a sum. Sums of groups that contain each other, of everyone, and of the same people in two waves are tied
together like counts are, so they are attacked together: from the number and the mean of every group that is shown, what follows of others?
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.disclosure.attack import attack_release, solve
from peace_analysis.disclosure.release import Form, Release
from peace_analysis.disclosure.score_sets import EVERYONE, Told, small_changes, small_sets

Floats = NDArray[np.float64]
NARROW = 0.25  # of the scale: a small group's mean or mean change is exposed where it is known to lie within less than this
TINY = 1e-9
ROUGH = 1e-3  # of a sum of scores: what two solutions of a program may differ by


@dataclass(frozen=True)
class Scored:
    """Everyone's score on one scale.

    Attributes:
        scale: Its key.
        people: wave, person (the same in two waves only where they are linked), a column per attribute, score; one row per person and wave,
            of those who could be scored.
        low: Least score.
        high: Greatest score.
    """

    scale: str
    people: pd.DataFrame = field(repr=False)
    low: float
    high: float
    _known: dict[Told, list[NDArray[np.bool_]]] = field(default_factory=dict, repr=False, compare=False)

    def parts(self, told: Told) -> list[NDArray[np.bool_]]:
        """Rows that a mean is of; for a change the rows of its earlier and of its later wave, of the same people."""
        if told not in self._known:
            self._known[told] = self._find_parts(told)
        return self._known[told]

    def _find_parts(self, told: Told) -> list[NDArray[np.bool_]]:
        *waves, attribute, group = told
        mine = np.ones(len(self.people), dtype=bool) if attribute == EVERYONE else (self.people[attribute] == group).to_numpy(bool)
        rows = [mine & (self.people["wave"] == wave).to_numpy(bool) for wave in waves]
        if len(rows) == 1:
            return rows
        persons = self.people["person"]
        both = set(persons[rows[0]]) & set(persons[rows[1]])
        linked = persons.isin(list(both)).to_numpy(bool)
        return [one & linked for one in rows]

    def count(self, told: Told) -> int:
        """People that a mean or a change is of."""
        return int(self.parts(told)[0].sum())


def list_means(scored: Sequence[Scored], attributes: Collection[str]) -> list[Told]:
    """Name every mean that there is: everyone in each wave, and each group; in a fixed order."""
    frame = pd.concat([one.people for one in scored], ignore_index=True)
    told: list[Told] = [(str(wave), EVERYONE, EVERYONE) for wave in sorted(set(frame["wave"]))]
    for attribute in attributes:
        pairs = frame[["wave", attribute]].dropna().drop_duplicates().itertuples(index=False, name=None)
        told += sorted((str(wave), attribute, str(group)) for wave, group in pairs)
    return told


def choose_shown(
    scored: Sequence[Scored], means: Sequence[Told], changes: Sequence[Told], *, least: int, few: int
) -> tuple[set[Told], set[Told]]:
    """Choose the means and changes that may be shown, for all scales alike.

    Args:
        scored: Every scale of one survey.
        means: As `list_means` gives them.
        changes: Changes within people that could be told.
        least: People of a group that is shown.
        few: Counts of people below it are masked, and stay uncertain.

    Returns:
        Means and changes, none of which could be shown as well.
    """
    large = {told for told in (*means, *changes) if all(_may_stand(one, told, least) for one in scored)}
    shown = _drop_orphans(large)

    def faults(trial: set[Told]) -> Iterator[tuple[str, ...]]:
        return (fault for one in scored for fault in find_exposed(one, (*means, *changes), trial, least=least, few=few))

    def judge(trial: set[Told]) -> set[tuple[str, ...]]:
        return set(faults(trial))

    size = {told: scored[0].count(told) for told in shown}
    exposed = judge(shown)
    while exposed and shown:
        # Changes go first, then small groups, and everyone last of all.
        order = sorted(shown, key=lambda told: (len(told) == 3, told[-2] == EVERYONE, size[told], told))
        for told in order:
            trial = _drop_orphans(shown - {told})
            following = judge(trial)
            if len(following) < len(exposed):
                break
        else:
            trial = _drop_orphans(shown - {order[0]})
            following = judge(trial)
        shown, exposed = trial, following
    for told in sorted(_drop_orphans(large) - shown, key=lambda told: (-len(told), -size[told], told)):
        trial = shown | {told}
        if _drop_orphans(trial) == trial and not any(True for _ in faults(trial)):
            shown = trial
    return {told for told in shown if len(told) == 3}, {told for told in shown if len(told) == 4}


def _may_stand(scored: Scored, told: Told, least: int) -> bool:
    """Tell whether a group is large enough, and whether its people differ: a mean that all share is everybody's answer."""
    parts = scored.parts(told)
    scores = scored.people["score"].to_numpy(np.float64)
    return all(int(part.sum()) >= least and np.ptp(scores[part]) > 0 for part in parts)


def _drop_orphans(shown: set[Told]) -> set[Told]:
    """Leave out groups of a wave in which everyone is not shown, and changes of groups that are not shown in both waves."""
    means = {told for told in shown if len(told) == 3 and (told[0], EVERYONE, EVERYONE) in shown}
    changes = {told for told in shown if len(told) == 4 and all((wave, *told[2:]) in means for wave in told[:2])}
    return means | changes


def find_exposed(scored: Scored, possible: Sequence[Told], shown: Collection[Told], *, least: int, few: int) -> Iterator[tuple[str, ...]]:
    """Find what follows of small groups from the numbers, means and changes that are shown.

    Exposed is a group that is not shown, in a wave or as the same people in two, if its number is known to within less than 5
    (`release.WIDTH`), or its mean or mean change to within less than a quarter of the scale; and any other small set of people (the rest of
    an attribute, those of one group who are not of another, those who answered only once) whose mean or mean change can be worked out.

    Args:
        scored: Everyone's score on one scale.
        possible: Means and changes that there are.
        shown: Those of them that are shown.
        least: People of a group that is shown.
        few: Counts of people below it are masked.

    Yields:
        The scale, then the group, or the two sets that give others away.
    """
    rows = {told: scored.parts(told) for told in sorted(shown)}
    if not rows:
        return
    pairs = {told[:2] for told in rows if len(told) == 4}
    hidden = [told for told in possible if told not in rows and 0 < scored.count(told) < least and (len(told) == 3 or told[:2] in pairs)]
    sets = _by_wave(rows)
    apart = small_changes({told: parts for told, parts in rows.items() if len(told) == 4}, least)
    aside = {**{told: scored.parts(told) for told in hidden}, **apart}
    small = small_sets(sets, least)
    if not small and not aside:
        return
    # Rows alike in all that is asked are one unknown.
    unseen = {**_by_wave(aside), **small}
    stack = np.array([*sets.values(), *unseen.values()], dtype=np.int8)
    columns, place, n = np.unique(stack, axis=1, return_inverse=True, return_counts=True)
    sums: Floats = np.bincount(place.ravel(), weights=scored.people["score"].to_numpy(np.float64), minlength=columns.shape[1]).astype(
        np.float64
    )
    member = dict(zip([*sets, *unseen], columns.astype(np.float64), strict=True))
    told = np.array([_weights(member, name) for name in rows], dtype=np.float64)
    basis = _row_space(told)
    for name in (*aside, *small):
        target = member[name] if name in small else _weights(member, name)
        if np.linalg.norm(target - basis.T @ (basis @ target)) < TINY * len(target):
            yield scored.scale, *name
    bounds: tuple[Floats, Floats] = ((n * scored.low).astype(np.float64), (n * scored.high).astype(np.float64))
    levels = np.array([len(name) == 3 for name in rows])
    for name in hidden:
        target = _weights(member, name)
        narrow = NARROW * (scored.high - scored.low) * scored.count(name)
        reach = _reach(target, told, sums, bounds)
        # What the means of two waves say of a change by themselves is no fault of the changes that are shown.
        if reach < narrow and (len(name) == 3 or reach < _reach(target, told[levels], sums, bounds) - ROUGH):
            yield scored.scale, *name
    for name in _exposed_sizes(member, list(sets), hidden, n, few):
        yield scored.scale, *name


def _by_wave(told: Mapping[Told, Sequence[NDArray[np.bool_]]]) -> dict[Told, NDArray[np.bool_]]:
    """Rows of means and changes one wave at a time, the wave at the end of the name."""
    return {(*name, wave): part for name, parts in told.items() for wave, part in zip(name, parts, strict=False)}


def _weights(member: Mapping[Told, Floats], told: Told) -> Floats:
    """How each unknown sum enters what is told: once in a mean, and from later to earlier in a change."""
    if len(told) == 3:
        return member[*told, told[0]]
    return member[*told, told[1]] - member[*told, told[0]]


def _row_space(rows: Floats) -> Floats:
    """Orthonormal basis of all that can be worked out from rows by adding and taking away."""
    _, sizes, basis = np.linalg.svd(rows, full_matrices=False)
    kept: Floats = basis[sizes > TINY * max(rows.shape) * sizes[0]]
    return kept


def _reach(target: Floats, told: Floats, sums: Floats, bounds: tuple[Floats, Floats]) -> float:
    """How far the least and the greatest sum of some people's scores lie apart, given all sums that are told."""
    known = told @ sums
    ends = [solve(sign * target, told, (known - 1e-6, known + 1e-6), bounds, whole=False) for sign in (1.0, -1.0)]
    values = [float(target @ (sums if end is None else end)) for end in ends]
    return values[1] - values[0]


def _exposed_sizes(
    member: Mapping[Told, Floats], shown: Sequence[Told], hidden: Sequence[Told], n: NDArray[np.int64], few: int
) -> Iterator[Told]:
    """Groups that are not shown and whose number of people is known too closely from the numbers beside the others' means and changes."""
    release = Release()
    unknowns = [release.add_unknown(int(count)) for count in n]

    def terms(weights: Floats) -> dict[int, float]:
        return {unknowns[place]: float(weights[place]) for place in np.flatnonzero(weights)}

    for name in shown:
        release.know(terms(member[name]), float(member[name] @ n), float(member[name] @ n))
    for name in hidden:
        release.add_cell(name, terms(member[*name, name[0]]), few=few, shown_alone=False)
        if len(name) == 4:  # the same people in both waves, whoever they are
            release.know(terms(_weights(member, name)), 0, 0)
    for finding in attack_release(release, [Form.TOO_SMALL] * len(hidden)):
        if finding.exposed:
            yield finding.cell.key
