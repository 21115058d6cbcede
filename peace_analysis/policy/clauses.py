"""A redline for reading clause by clause: sections are matched by their ids, and one that moved is compared where it stands now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from peace_analysis.policy.document import Policy, Section
from peace_analysis.policy.identity import Matching, find_moved, match_sections
from peace_analysis.policy.redline import Paragraph, Redline, align_paragraphs, make_redline
from peace_analysis.policy.words_changed import Run


def redline_clauses(old: Policy, new: Policy) -> Redline:
    """Set two versions of one policy together, however many lie between them.

    A section that was rewritten in several steps shares few words with what it was: its id, kept from version to version, still knows it.

    Args:
        old: The older version.
        new: The newer version; both share their ids (`keep_ids`).

    Returns:
        The redline. A section that moved is compared word by word at its new place; at its old one its words are taken out.
    """
    made = make_redline(old, new, matching=match_ids(old.sections, new.sections))
    before = {section.section_id: section for section in old.sections}
    sections = []
    for part in made.sections:
        was = before.get(part.new.section_id) if part.new is not None and part.old is None else None
        if part.new is not None and was is not None:
            sections.append(replace(part, paragraphs=tuple(align_paragraphs(was.paragraphs, part.new.paragraphs))))
        else:
            sections.append(part)
    whole = _both_ends(paragraph for part in sections for paragraph in part.paragraphs)
    return replace(
        made, sections=tuple(replace(part, paragraphs=tuple(_settle(one, whole) for one in part.paragraphs)) for part in sections)
    )


def match_ids(old: Sequence[Section], new: Sequence[Section]) -> Matching:
    """Match the sections of two versions by the ids that they share; what was split or merged is told by the words."""
    places = {section.section_id: i for i, section in enumerate(old)}
    pairs = [(places[section.section_id], j) for j, section in enumerate(new) if section.section_id in places]
    by_old, by_new = {i for i, _ in pairs}, {j for _, j in pairs}
    told = match_sections(old, new)
    splits = tuple((i, j) for i, j in told.splits if j not in by_new)
    merges = tuple((i, j) for i, j in told.merges if i not in by_old)
    parts, gone = {j for _, j in splits}, {i for i, _ in merges}
    return Matching(
        tuple(pairs),
        splits,
        merges,
        frozenset(find_moved(pairs)),
        tuple(j for j in range(len(new)) if j not in by_new | parts),
        tuple(i for i in range(len(old)) if i not in by_old | gone),
    )


def _both_ends(paragraphs: Iterable[Paragraph]) -> set[int]:
    """Numbers of moves of which both ends are still there."""
    runs = [run for paragraph in paragraphs for run in paragraph.runs if run.move]
    return {run.move for run in runs if run.kind == "moved_from"} & {run.move for run in runs if run.kind == "moved_to"}


def _settle(paragraph: Paragraph, whole: set[int]) -> Paragraph:
    """Call words added or taken out whose other end is not there any more."""
    return replace(paragraph, runs=tuple(run if not run.move or run.move in whole else _plain(run) for run in paragraph.runs))


def _plain(run: Run) -> Run:
    return Run("inserted" if run.kind == "moved_to" else "deleted", run.text)
