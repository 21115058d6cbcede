"""Which groups not to show on their own, because what they show would give away counts that no hiding of single numbers protects.

A group's size stands beside every share of it, and "not shown" in a group that is shown says that a count is not small. Where that gives a
masked count away, the group is withdrawn: nothing of it is shown, and nothing is said by that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

import pandas as pd

from peace_analysis.disclosure.attack import attack_release
from peace_analysis.disclosure.model import Group
from peace_analysis.disclosure.release import Form, Key, Release
from peace_analysis.disclosure.suppression import hide_cells

Judge = Callable[[set[Group]], set[Key]]
MOST_HIDDEN = {Form.NUMBER: Form.HIDDEN, Form.FEWER: Form.BLURRED, Form.ALL_BUT: Form.BLURRED}


def choose_withdrawn(
    model: Callable[[set[Group]], Release], people: pd.DataFrame, least: int, *, start: Collection[Group] = ()
) -> set[Group]:
    """Choose groups to withdraw, so that no masked count follows from what groups show.

    Args:
        model: Gives the counts of the run where these groups are withdrawn.
        people: One row per person heard, one column per attribute.
        least: People of a group that is shown on its own.
        start: Groups already withdrawn.

    Returns:
        Groups (attribute, name), none of which could be shown as well; `start` where withdrawing groups protects no more.
    """
    sizes: dict[Group, int] = {
        (str(attribute), str(group)): int(n)
        for attribute in people.columns
        for group, n in people[attribute].dropna().astype("str").value_counts().items()
        if least <= n < len(people)  # a group of everybody shows what everyone's row shows
    }

    def judge_at_best(groups: set[Group]) -> set[Key]:
        return _exposed_at_best(model(groups))

    def judge_as_hidden(groups: set[Group]) -> set[Key]:
        return _exposed_as_hidden(model(groups))

    withdrawn = set(start)
    for judge in (judge_at_best, judge_as_hidden):  # the first is far quicker, and settles nearly all
        enough = _add_groups(withdrawn, sizes, judge)
        if enough is None:
            return set(start)
        withdrawn = enough
    if len(withdrawn) < 2 or withdrawn == set(start):
        return withdrawn
    for group in sorted(withdrawn, key=lambda group: (-sizes[group], group)):
        trial = withdrawn - {group}
        if not judge_at_best(trial) and not judge_as_hidden(trial):
            withdrawn = trial
    return withdrawn


def _add_groups(withdrawn: set[Group], sizes: dict[Group, int], judge: Judge) -> set[Group] | None:
    """Withdraw groups until no count is exposed: the smallest one that helps, those of attributes with exposed groups first.

    Where none helps alone, several must go together: the smallest of the attribute that has lost the fewest, so that each attribute that
    ties the exposed count down loses some. None where nothing helps.
    """
    exposed = judge(withdrawn)
    if exposed and exposed & judge(withdrawn | sizes.keys()):
        return None
    while exposed:
        affected = {key[1] for key in exposed if key[0] in ("sizes", "group_shares", "details")}
        left = sorted(sizes.keys() - withdrawn, key=lambda group: (group[0] not in affected, sizes[group], group))
        if not left:
            return None
        for group in left:
            following = judge({*withdrawn, group})
            if len(following) < len(exposed):
                break
        else:
            lost = Counter(attribute for attribute, _ in withdrawn)
            group = min(left, key=lambda group: (lost[group[0]], sizes[group], group))
            following = judge(withdrawn | {group})
        withdrawn, exposed = withdrawn | {group}, following
    return withdrawn


def _exposed_at_best(release: Release) -> set[Key]:
    """Small counts that stay exposed were all others hidden that can be."""
    primary = release.primary_forms()
    forms = [form if cell.fixed else MOST_HIDDEN.get(form, form) for cell, form in zip(release.cells, primary, strict=True)]
    small = {cell.key for cell, form in zip(release.cells, primary, strict=True) if form is not Form.NUMBER}
    return {finding.cell.key for finding in attack_release(release, forms) if finding.exposed} & small


def _exposed_as_hidden(release: Release) -> set[Key]:
    """Counts that stay exposed where others are hidden as they will be."""
    return {finding.cell.key for finding in attack_release(release, hide_cells(release)) if finding.exposed}
