"""Which section of one version is which of the next: kept, moved, split, merged, new, deleted."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from peace_analysis.policy.document import Policy, Section
from peace_analysis.policy.numbers import read_label
from peace_analysis.policy.sections import make_ids

_SAME_HEADING = 0.3  # added to the shared words of two sections, from 0 to 1
_SAME_NUMBER = 0.1
_LEAST = 0.35  # sum from which two sections are one
_LEAST_WORDS = 0.12  # shared words without which a common heading does not help
_PART = 0.5  # share of a section's words that must come from another for it to be a piece of that one
_TAKEN = 0.6  # share of what left a section that a new one must have taken up for it to be a piece of that one, whatever else it holds
_FEWEST_LEFT = 12  # words
_RESTORED = 0.6  # shared words from which a new section is one that an earlier version had

Words = Counter[tuple[str, ...]]


@dataclass(frozen=True)
class Matching:
    """How the sections of an older and a newer version belong together, by their places."""

    pairs: tuple[tuple[int, int], ...]  # (older, newer), in the newer's order
    splits: tuple[tuple[int, int], ...]  # a new section (newer) that was a part of another (older)
    merges: tuple[tuple[int, int], ...]  # a section that is gone (older), now a part of another (newer)
    moved: frozenset[tuple[int, int]]  # pairs whose place among the others has changed
    new: tuple[int, ...]  # newer, not even a part of an older one
    deleted: tuple[int, ...]  # older, not even a part of a newer one


@dataclass(frozen=True)
class Change:
    """One thing that happened to a section."""

    section_id: str
    kind: str  # "renumbered", "moved", "reworded", "split", "merged", "new", "deleted"
    old_number: str
    new_number: str
    other_id: str = ""  # the section that it was split from or merged into


def match_sections(old: Sequence[Section], new: Sequence[Section]) -> Matching:
    """Find the sections of a version in the next one.

    Two sections are one if they share enough of their words and pairs of words (rare ones count more), heading and number helping; the
    assignment with the highest sum over the whole policy is taken.

    Args:
        old: Sections of the older version.
        new: Sections of the newer version.

    Examples:
        >>> from peace_analysis import policy
        >>> old = policy.cut_sections([policy.Block("1 Purpose", "line 1", level=1), policy.Block("Officers protect life.", "line 2")])
        >>> heading = policy.Block("2 Purpose", "line 1", level=1)
        >>> new = policy.cut_sections([heading, policy.Block("Officers protect every life.", "line 2")])
        >>> policy.match_sections(old, new).pairs
        ((0, 0),)
    """
    counts = [[_count(section) for section in sections] for sections in (old, new)]
    weights = _weigh([*counts[0], *counts[1]])
    pairs = _assign(old, new, counts, weights)
    by_old, by_new = {i for i, _ in pairs}, {j for _, j in pairs}
    left = {i: counts[0][i] - counts[1][j] for i, j in pairs}
    added = {j: counts[1][j] - counts[0][i] for i, j in pairs}
    sources = {j: _source(counts[1][j], left, weights) for j in range(len(new)) if j not in by_new}
    targets = {i: _source(counts[0][i], added, weights) for i in range(len(old)) if i not in by_old}
    splits = [(i, j) for j, i in sources.items() if i is not None]
    merges = [(i, j) for i, j in targets.items() if j is not None]
    return Matching(
        tuple(pairs),
        tuple(splits),
        tuple(merges),
        frozenset(find_moved(pairs)),
        tuple(j for j, i in sources.items() if i is None),
        tuple(i for i, j in targets.items() if j is None),
    )


def keep_ids(versions: Sequence[Policy]) -> list[Policy]:
    r"""Give sections the ids that they have in earlier versions.

    Args:
        versions: Oldest first.

    Returns:
        The same versions. Of a section that was split, the piece with most of its words keeps the id; of merged ones the largest does. A
        section that comes back after it was deleted has its old id again.

    Examples:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from peace_analysis import policy
        >>> with TemporaryDirectory() as folder:
        ...     for day, number in (("01", 1), ("02", 2)):
        ...         text = f"# Force\n\n## {number} Purpose\n\nOfficers protect life.\n"
        ...         _ = (Path(folder) / f"2026-05-{day}.md").write_text(text, encoding="utf-8")
        ...     versions = policy.keep_ids([policy.read_policy(path) for path in policy.list_versions(Path(folder))])
        >>> [version.sections[-1].section_id for version in versions]  # renumbered, and still the same
        ['purpose', 'purpose']
    """
    kept: list[Policy] = []
    known: dict[str, Section] = {}  # every section that there ever was, as last seen
    for version in versions:
        sections = list(version.sections)
        if kept:
            matching = match_sections(kept[-1].sections, sections)
            ids = {j: kept[-1].sections[i].section_id for i, j in matching.pairs}
            gone = [known[key] for key in sorted(set(known) - {section.section_id for section in kept[-1].sections})]
            ids |= _restore(gone, sections, [j for j in range(len(sections)) if j not in ids])
            taken = set(known)
            fresh = [j for j in range(len(sections)) if j not in ids]
            named = [(sections[j].number, sections[j].heading, _body(sections[j])) for j in fresh]
            ids |= dict(zip(fresh, make_ids(named, taken), strict=True))
            sections = [replace(section, section_id=ids[j]) for j, section in enumerate(sections)]
        known |= {section.section_id: section for section in sections}
        kept.append(replace(version, sections=tuple(sections)))
    return kept


def list_changes(old: Policy, new: Policy) -> list[Change]:
    r"""List what happened to each section between two versions that share their ids (`keep_ids`).

    Returns:
        In the newer version's order; merged and deleted ones last.

    Examples:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from peace_analysis import policy
        >>> with TemporaryDirectory() as folder:
        ...     for day, word in (("01", "should"), ("02", "must")):
        ...         text = f"# Force\n\n## 1 Purpose\n\nOfficers {word} protect life.\n"
        ...         _ = (Path(folder) / f"2026-05-{day}.md").write_text(text, encoding="utf-8")
        ...     old, new = policy.keep_ids([policy.read_policy(path) for path in policy.list_versions(Path(folder))])
        >>> [change.kind for change in policy.list_changes(old, new)]
        ['reworded']
    """
    matching = match_sections(old.sections, new.sections)
    found: list[tuple[int, Change]] = []
    for i, j in matching.pairs:
        before, after = old.sections[i], new.sections[j]
        kinds = [
            ("moved", (i, j) in matching.moved),
            ("renumbered", before.number != after.number),
            ("reworded", section_words(before) != section_words(after)),
        ]
        found += [(j, Change(after.section_id, kind, before.number, after.number)) for kind, holds in kinds if holds]
    for i, j in matching.splits:
        before, after = old.sections[i], new.sections[j]
        found.append((j, Change(after.section_id, "split", before.number, after.number, before.section_id)))
    for i, j in matching.merges:
        before, after = old.sections[i], new.sections[j]
        found.append((len(new.sections), Change(before.section_id, "merged", before.number, after.number, after.section_id)))
    found += [(j, Change(new.sections[j].section_id, "new", "", new.sections[j].number)) for j in matching.new]
    found += [(len(new.sections), Change(old.sections[i].section_id, "deleted", old.sections[i].number, "")) for i in matching.deleted]
    return [change for _, change in sorted(found, key=lambda item: item[0])]


def section_words(section: Section) -> list[str]:
    """Words of a section without its number."""
    return re.findall(r"[^\W_]+", _body(section).casefold())


def _body(section: Section) -> str:
    text = " ".join(section.paragraphs)
    label = read_label(text, heading=True) if section.number else None
    return label.rest if label is not None else text


def _count(section: Section) -> Words:
    words = section_words(section)
    return Counter([*((word,) for word in words), *pairwise(words)])


def _weigh(counts: Sequence[Words]) -> dict[tuple[str, ...], float]:
    holding = Counter(key for count in counts for key in count)
    return {key: math.log(1 + len(counts) / n) for key, n in holding.items()}


def _mass(count: Words, weights: dict[tuple[str, ...], float]) -> float:
    return sum(n * weights[key] for key, n in count.items())


def _assign(
    old: Sequence[Section], new: Sequence[Section], counts: Sequence[Sequence[Words]], weights: dict[tuple[str, ...], float]
) -> list[tuple[int, int]]:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    place = {key: at for at, key in enumerate(sorted(weights))}
    weight = np.array([weights[key] for key in sorted(weights)])
    tables = [np.zeros((len(side), len(place)), dtype=np.int32) for side in counts]
    for table, side in zip(tables, counts, strict=True):
        for row, count in enumerate(side):
            table[row, [place[key] for key in count]] = list(count.values())
    masses = [table @ weight for table in tables]
    scores = np.zeros((len(old), len(new)))
    for i, before in enumerate(old):
        mine = np.flatnonzero(tables[0][i])
        common = np.minimum(tables[0][i, mine], tables[1][:, mine]) @ weight[mine]
        for j, after in enumerate(new):
            total = masses[0][i] + masses[1][j]
            shared = 2 * common[j] / total if total else 0.0
            same_heading = bool(before.heading) and before.heading.casefold() == after.heading.casefold()
            score = shared + _SAME_HEADING * same_heading + _SAME_NUMBER * (before.number == after.number)
            if score >= _LEAST and (shared >= _LEAST_WORDS or (before.number, before.heading) == (after.number, after.heading)):
                scores[i, j] = score
    rows, columns = linear_sum_assignment(-scores)
    return sorted(((int(i), int(j)) for i, j in zip(rows, columns, strict=True) if scores[i, j] > 0), key=lambda pair: pair[1])


def _source(part: Words, left: dict[int, Words], weights: dict[tuple[str, ...], float]) -> int | None:
    """Find the section that a part comes from (or went into).

    Args:
        part: Words of the part.
        left: For each section that lives on, the words that its successor (or forerunner) does not account for.
        weights: What each word counts.

    Returns:
        The section that holds most of the part's words; else the one most of whose own unaccounted words, at least a dozen, the part holds.
    """
    mass = _mass(part, weights)
    if not mass:
        return None
    shared = {place: _mass(part & words, weights) for place, words in left.items()}
    best = max(shared, key=lambda place: (shared[place], -place), default=None)
    if best is None:
        return None
    n_words = sum(n for key, n in left[best].items() if len(key) == 1)
    took_most = n_words >= _FEWEST_LEFT and shared[best] >= _TAKEN * _mass(left[best], weights)
    return best if shared[best] >= _PART * mass or took_most else None


def _restore(gone: Sequence[Section], sections: Sequence[Section], free: Sequence[int]) -> dict[int, str]:
    counts = [_count(section) for section in (*gone, *(sections[j] for j in free))]
    weights = _weigh(counts)
    found: dict[int, str] = {}
    for j, count in zip(free, counts[len(gone) :], strict=True):
        for section, other in zip(gone, counts, strict=False):
            total = _mass(count, weights) + _mass(other, weights)
            if section.section_id not in found.values() and total and 2 * _mass(count & other, weights) / total >= _RESTORED:
                found[j] = section.section_id
                break
    return found


def find_moved(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs outside the longest run of pairs that keeps its order."""
    ends: list[int] = []  # lowest older place with which a run of each length ends
    at: list[int] = []  # place of that pair
    before: list[int] = []
    for place, (i, _) in enumerate(pairs):
        length = bisect_left(ends, i)
        before.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(i)
            at.append(place)
        else:
            ends[length], at[length] = i, place
    kept, place = set(), at[-1] if at else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return [pair for place, pair in enumerate(pairs) if place not in kept]
