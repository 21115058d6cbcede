"""A redline: two versions set together, section by section, with what went, what came and what moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from peace_analysis.notebook_view import view_table
from peace_analysis.policy.document import Policy, Section
from peace_analysis.policy.identity import Matching, match_sections
from peace_analysis.policy.words_changed import Run, compare_words, find_moves, likeness

_ALIKE = 0.4  # likeness from which two paragraphs are one, reworded
OLD, NEW = ("same", "deleted", "moved_from"), ("same", "inserted", "moved_to")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a redline."""

    runs: tuple[Run, ...]
    fate: str  # "kept" (reworded or not), "inserted" or "deleted" as a whole

    @property
    def old(self) -> str:
        """Its words before; empty if it was inserted."""
        return "".join(run.text for run in self.runs if run.kind in OLD)

    @property
    def new(self) -> str:
        """Its words after; empty if it was deleted."""
        return "".join(run.text for run in self.runs if run.kind in NEW)


@dataclass(frozen=True)
class RedlineSection:
    """A section of a redline. One that moved stands in it twice: where it was, and where it is."""

    old: Section | None
    new: Section | None
    paragraphs: tuple[Paragraph, ...]
    labels: tuple[str, ...]  # "new", "deleted", "moved here", "moved away", "renumbered", "reworded", "split from ...", "merged into ..."

    @property
    def name(self) -> str:
        """Number and heading, the newer's where there is one."""
        section = self.new or self.old
        return section.name if section is not None else ""

    @property
    def is_changed(self) -> bool:
        """Something in it changed, were it only its number."""
        return bool(self.labels)


@dataclass(frozen=True)
class Redline:
    """All of two versions: reading what is old gives the older one, reading what is new the newer."""

    old: Policy
    new: Policy
    sections: tuple[RedlineSection, ...]

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        changed = [section for section in self.sections if section.is_changed]
        rows = [(section.name, ", ".join(section.labels)) for section in changed]
        title = f"{len(changed):,} of {len(self.sections):,} sections changed from {self.old.name} to {self.new.name}"
        return view_table(title, ["section", "what happened"], rows)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of all sections."""
        return tuple(paragraph for section in self.sections for paragraph in section.paragraphs)


def make_redline(old: Policy, new: Policy, *, matching: Matching | None = None) -> Redline:
    """Set two versions together.

    Args:
        old: The older version.
        new: The newer version.
        matching: Which section is which; worked out from their words where it is left out.

    Returns:
        The redline. Its paragraphs without what was inserted are the older version's, in order; without what was deleted, the newer's.
    """
    matching = matching or match_sections(old.sections, new.sections)
    drafts = _set_together(old.sections, new.sections, matching)
    labels = [_label(draft, old.sections, new.sections, matching) for draft in drafts]
    kin: dict[tuple[int | None, int | None], int] = {}
    for number, (i, j) in enumerate(sorted(matching.moved), 1):
        kin |= {(i, None): number, (None, j): number}
    flat = find_moves(
        [paragraph.runs for _, _, paragraphs in drafts for paragraph in paragraphs],
        [kin.get((before, after), 0) for before, after, paragraphs in drafts for _ in paragraphs],
    )
    sections, at = [], 0
    for (before, after, paragraphs), label in zip(drafts, labels, strict=True):
        runs = flat[at : at + len(paragraphs)]
        at += len(paragraphs)
        shown = tuple(replace(paragraph, runs=tuple(parts)) for paragraph, parts in zip(paragraphs, runs, strict=True))
        older, newer = (None if before is None else old.sections[before]), (None if after is None else new.sections[after])
        sections.append(RedlineSection(older, newer, shown, label))
    return Redline(old, new, tuple(sections))


_Draft = tuple[int | None, int | None, list[Paragraph]]


def _set_together(old: Sequence[Section], new: Sequence[Section], matching: Matching) -> list[_Draft]:
    """Walk through the newer version; what is only in the older one comes where it stood."""
    kept = {j: i for i, j in matching.pairs if (i, j) not in matching.moved}
    drafts: list[_Draft] = []
    next_old = 0

    def pass_old(end: int) -> None:
        nonlocal next_old
        for i in range(next_old, end):
            drafts.append((i, None, [_whole("deleted", words) for words in old[i].paragraphs]))  # noqa: PERF401  (a nested list)
        next_old = end

    for j, section in enumerate(new):
        if j in kept:
            pass_old(kept[j])
            drafts.append((kept[j], j, align_paragraphs(old[kept[j]].paragraphs, section.paragraphs)))
            next_old = kept[j] + 1
        else:
            drafts.append((None, j, [_whole("inserted", words) for words in section.paragraphs]))
    pass_old(len(old))
    return drafts


def _whole(fate: str, words: str) -> Paragraph:
    return Paragraph((Run("deleted" if fate == "deleted" else "inserted", words),), fate)


def align_paragraphs(old: Sequence[str], new: Sequence[str]) -> list[Paragraph]:
    """Set the paragraphs of a section's two versions together, in order, so that those that are most alike meet."""
    scores = [[2.0 if before == after else likeness(before, after, _ALIKE) for after in new] for before in old]
    if scores and scores[0]:
        scores[0][0] = max(scores[0][0], _ALIKE)  # the headings of one section belong together, however they read
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            meet = scores[i][j] + best[i + 1][j + 1] if scores[i][j] >= _ALIKE else 0.0
            best[i][j] = max(meet, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and scores[i][j] >= _ALIKE and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found.append(Paragraph(tuple(compare_words(old[i], new[j])), "kept"))
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i + 1][j] >= best[i][j + 1]):
            found.append(_whole("deleted", old[i]))
            i += 1
        else:
            found.append(_whole("inserted", new[j]))
            j += 1
    return found


def _label(draft: _Draft, old: Sequence[Section], new: Sequence[Section], matching: Matching) -> tuple[str, ...]:
    i, j, paragraphs = draft
    moved_from = {new_place: old_place for old_place, new_place in matching.moved}
    moved_to = dict(matching.moved)
    split, merged = {part: whole for whole, part in matching.splits}, dict(matching.merges)
    if i is None and j is not None:
        if j in moved_from:
            before = old[moved_from[j]]
            same = before.paragraphs[1:] == new[j].paragraphs[1:] and before.heading == new[j].heading
            return (f"moved here from {before.name}", *(() if same else ("reworded",)))
        return (f"split from {old[split[j]].name}",) if j in split else ("new",)
    if j is None and i is not None:
        if i in moved_to:
            return (f"moved away to {new[moved_to[i]].name}",)
        return (f"merged into {new[merged[i]].name}",) if i in merged else ("deleted",)
    assert i is not None
    assert j is not None
    found = []
    if old[i].number != new[j].number:
        found.append(f"renumbered from {old[i].number or 'no number'} to {new[j].number or 'no number'}")
    number = old[i].paragraphs[:1]
    changed = [p for p in paragraphs if any(run.kind != "same" for run in p.runs)]
    if changed and not (len(changed) == 1 and found and number and changed[0].old == number[0] and _same_but_number(old[i], new[j])):
        found.append("reworded")
    return tuple(found)


def _same_but_number(old: Section, new: Section) -> bool:
    """Tell whether the first paragraphs of two sections differ in nothing but the number."""
    before, after = old.paragraphs[0], new.paragraphs[0]
    return before.partition(" ")[2] == after.partition(" ")[2]
