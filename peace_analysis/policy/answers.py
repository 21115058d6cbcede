"""What became of comments: the latest answer to each, and whether what was taken up really changed the policy."""

from __future__ import annotations

from collections import Counter

from peace_analysis.policy.document import Policy
from peace_analysis.policy.entries import Codevelopment, Comment, Disposition
from peace_analysis.policy.identity import list_changes, section_words
from peace_analysis.tables_policy import TAKEN_UP


def latest_answers(entry: Codevelopment) -> dict[int, Disposition]:
    """Give the last answer to each comment that has one: decisions are reversed, and the last one holds."""
    return {answer.comment: answer for answer in sorted(entry.dispositions, key=lambda one: one.date)}


def count_answers(entry: Codevelopment) -> Counter[int]:
    """Count the answers to each comment over time."""
    return Counter(answer.comment for answer in entry.dispositions)


def verify_answer(entry: Codevelopment, comment: Comment, answer: Disposition | None) -> str | None:
    """Check that a comment said to be taken up changed the section that the answer cites.

    The latest version is held against the one that the comment was made on (`Codevelopment.version_on`). Other words, a section that is
    new, gone or merged: changed. Another number or place alone is no change.

    Returns:
        "changed", "not changed", "no later version" (the comment was made on the latest one) or "section not found" (neither version has
        it); None where the answer claims no change.
    """
    if answer is None or answer.disposition not in TAKEN_UP:
        return None
    before = entry.version_on(comment.date)
    if before is entry.latest:
        return "no later version"
    return compare_section(before, entry.latest, answer.section_id)


def compare_section(before: Policy, after: Policy, section_id: str | None) -> str:
    """Tell whether a section reads differently in two versions that share their ids: see `verify_answer`."""
    words = []
    for version in (before, after):
        found = [section for section in version.sections if section.section_id == section_id]
        words.append(section_words(found[0]) if found else None)
    if words == [None, None]:
        return "section not found"
    return "not changed" if words[0] == words[1] else "changed"


def carry_forward(entry: Codevelopment, section_id: str | None) -> str | None:
    """Find what a section of any version has become in the latest one.

    Returns:
        The same id where the latest version has it; where it was merged into another, that one's; None where it was deleted.
    """
    latest = {section.section_id for section in entry.latest.sections}
    at = next((n for n, version in enumerate(entry.versions) if any(s.section_id == section_id for s in version.sections)), None)
    if section_id is None or at is None or section_id in latest:
        return section_id if section_id in latest else None
    current: str | None = section_id
    for old, new in zip(entry.versions[at:], entry.versions[at + 1 :], strict=False):
        if current not in {section.section_id for section in new.sections}:
            merged = {change.section_id: change.other_id for change in list_changes(old, new) if change.kind == "merged"}
            current = merged.get(current or "")
        if current is None:
            return None
    return current if current in latest else None
