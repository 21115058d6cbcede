"""Who attended and who was heard: the few people that two totals can differ by.

All counts of people in a release are of the same people: those of whom a statement is in a language that the model reads. A second total,
of everybody who was heard, would tell how many were heard in another language only: the ten of one session, say. It is told nowhere. How
many attended is told beside the people heard. Where the two differ by few, the few are a cell of the release like any other, though no
table prints it, and how many attended gives way.
"""

from __future__ import annotations

from collections.abc import Sequence

from peace_analysis.disclosure.release import WIDTH, Release

ATTENDED = ("attended",)
APART = ("apart",)  # people who attended and are in no count; never printed


def add_attended(release: Release, people: Sequence[int], n_attended: int, *, few: int) -> None:
    """Add how many attended, and the difference from those heard, as cells where the difference is small.

    Args:
        release: What is added to.
        people: Unknown counts of the people heard, who are all of them together.
        n_attended: People who attended all sessions; fewer than were heard where sources do not agree, and then nothing follows.
        few: A difference of so many people is no small count.
    """
    heard = dict.fromkeys(people, 1.0)
    n_apart = n_attended - round(release.value_of(heard))
    if 0 < n_apart < few:
        apart = release.add_unknown(n_apart)
        release.add_cell(APART, [apart], few=few, heard=n_attended, shown_alone=False, fixed=True, scope=APART[0], need=WIDTH)
        release.add_cell(ATTENDED, {**heard, apart: 1.0}, few=few, scope=ATTENDED[0], cost=0.1)
