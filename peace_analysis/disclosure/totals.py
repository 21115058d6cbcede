"""Totals of people in a release, and the few people that two totals can differ by.

Three totals can be told of a programme: who attended, who was heard, and who was heard in a language that the model reads. Shares are of
the last. Any two of them beside each other tell how many people are in the one and not in the other: those of the one session held in
another language, say. So such a difference is a cell of the release like any other, though no table prints it, and is attacked with it.
The number of people heard in any language is printed nowhere. What gives a small difference away then is how many attended, or a count of
people by neighborhood and stakeholder group; these can be hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from peace_analysis.disclosure.release import WIDTH, Release

Pair = tuple[str, ...]
ATTENDED = ("attended",)
APART = "apart"  # cells of differences, which are never printed


def add_totals(
    release: Release,
    heard: Mapping[Pair, int],
    read: Mapping[Pair, Sequence[int]],
    unread: Mapping[Pair, int],
    *,
    n_attended: int,
    few: int,
) -> None:
    """Add what is known of totals, and small differences between them as cells.

    Args:
        release: What is added to.
        heard: Unknown count of the people heard, by pair of a neighborhood and a stakeholder group.
        read: Unknown counts that sum up to those of each pair whose words could be read.
        unread: Statements of each pair in a language that is not read: as many people at most were heard in such a language only. Whoever
            knows which session was held in which language knows where there are none.
        n_attended: People who attended all sessions.
        few: Differences of so many people or more are no small counts.
    """
    apart = {pair: _minus({index: 1.0}, read[pair]) for pair, index in heard.items()}
    for pair, terms in apart.items():
        release.know(terms, 0.0, float(unread.get(pair, 0)))
        _add_difference(release, ("unread", *pair), terms, most=unread.get(pair, 0), few=few)
    everybody = dict.fromkeys(heard.values(), 1.0)
    everybody_read = [index for indices in read.values() for index in indices]
    _add_difference(release, ("unread",), _minus(everybody, everybody_read), most=sum(unread.values()), few=few)
    silent = n_attended - round(release.value_of(everybody))
    if silent < 0:
        return  # fewer attended than were heard: the sources do not agree, and nothing follows
    attended = {**everybody, release.add_unknown(silent): 1.0}
    for name, others in (("silent", list(heard.values())), ("uncounted", everybody_read)):
        _add_difference(release, (name,), _minus(attended, others), most=n_attended, few=few)
    if any(cell.key[0] == APART for cell in release.cells):
        release.add_cell(ATTENDED, attended, few=few, scope="attended", cost=0.1)
    else:
        release.know(attended, n_attended, n_attended)


def _add_difference(release: Release, name: Pair, terms: Mapping[int, float], *, most: int, few: int) -> None:
    """Add a difference of `most` people at most as a cell where it is small; it may be none for all that anybody knows."""
    if 0 < round(release.value_of(terms)) < few:
        what = {"heard": most, "shown_alone": False, "fixed": True, "scope": APART, "need": min(WIDTH, most)}
        release.add_cell((APART, *name), terms, few=few, **what)


def _minus(terms: Mapping[int, float], others: Sequence[int]) -> dict[int, float]:
    left = dict(terms)
    for index in others:
        left[index] = left.get(index, 0.0) - 1.0
    return {index: factor for index, factor in left.items() if factor}
