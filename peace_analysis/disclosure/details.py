"""Subthemes and standing questions by the groups of one attribute, as part of a release.

Only one attribute has such details. Then the people of a group who raised a part, or answered a question, can be written down by group and
need not be split by all other attributes: any such counts that fit each group's number can be dealt out to its people.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from peace_analysis.disclosure.release import WIDTH, Release
from peace_analysis.settings import Privacy

PARTS = ""  # in place of a question, in the key of a subtheme's cell
Terms = dict[int, float]


class Details:
    """What of a release is told by the groups of one attribute."""

    def __init__(
        self,
        release: Release,
        attribute: str,
        groups: Sequence[tuple[str, list[int], int, bool]],
        *,
        n_labels: int,
        label: np.ndarray,
        privacy: Privacy,
    ) -> None:
        """Take the groups.

        Args:
            release: What is added to.
            attribute: What the groups are made by.
            groups: Name, joint groups, people, whether it is shown on its own.
            n_labels: Number of joint groups.
            label: Joint group of each person.
            privacy: Thresholds.
        """
        self.release, self.attribute, self.privacy, self.n_all = release, attribute, privacy, len(label)
        known = {i for _, mine, _, _ in groups for i in mine}
        rest = [i for i in range(n_labels) if i not in known]
        self.groups = [*groups, *([("", rest, 0, False)] if rest else [])]  # the last: people whose group nobody knows
        place = {i: number for number, (_, mine, _, _) in enumerate(self.groups) for i in mine}
        self.group_of = np.array([place[i] for i in label.tolist()], dtype=np.int64)

    def split(self, people: np.ndarray, total: int, block: str) -> list[int]:
        """Split an unknown count by group: so many of these people (true where counted) are of each; shape of `people` (n_people,)."""
        counts = np.bincount(self.group_of[people], minlength=len(self.groups))
        unknowns = [self.release.add_unknown(int(n), block=block) for n in counts]
        self.release.know({**_sum(unknowns), total: -1.0}, 0.0, 0.0)
        return unknowns

    def tie(self, unknowns: Sequence[Sequence[int]], raised: Sequence[int], *, exact: bool) -> None:
        """Note, group by group, that each split count is part of those who raised the theme, and that together they are all of them.

        Args:
            unknowns: One split count after the other, each of shape (n_groups,).
            raised: Unknowns of who raised it, by joint group.
            exact: Nobody is in two of the split counts.
        """
        for number, (_, mine, _, _) in enumerate(self.groups):
            whole = _sum([raised[i] for i in mine], -1.0)
            together = _sum([split[number] for split in unknowns])
            self.release.know_if_true({**together, **whole}, 0.0, 0.0 if exact else np.inf)
            for split in unknowns:
                self.release.know_if_true({split[number]: 1.0, **whole}, high=0.0)

    def add_cells(self, theme: str, question: str, splits: Sequence[Sequence[int]], scope: str) -> None:
        """Add a cell per group: the sum of these split counts."""
        few = self.privacy.opinion_threshold
        total = sum(self.release.truth[unknown] for split in splits for unknown in split)
        reach = min(max(few - 1, n - few) for n in (total, self.n_all - total))
        for number, (name, _, n, shown) in enumerate(self.groups):
            if not name:
                continue
            what = {"few": few, "heard": n, "scope": f"{scope} details", "cost": 0.3 + 0.3 * n / self.n_all}
            if not shown:
                what |= {"shown_alone": False, "need": max(0, min(WIDTH, n, reach))}
            self.release.add_cell(("details", self.attribute, name, theme, question), [split[number] for split in splits], **what)


def _sum(unknowns: Sequence[int], factor: float = 1.0) -> Terms:
    return dict.fromkeys(unknowns, factor)
