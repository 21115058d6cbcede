"""A section is the same section in the next version, wherever it stands and whatever its number is."""

from __future__ import annotations

from itertools import pairwise

import pytest

from peace_analysis.policy import Policy, cut_sections, keep_ids, list_changes
from peace_analysis.policy.text import read_lines

DEESC = "Members shall use time, distance and calm words before they use force, whenever it is safe to do so."
HANDCUFFS = "Every person under arrest is handcuffed behind the back, and the cuffs are checked and locked double."
REPORT = "A member writes a report before the end of the shift whenever a firearm is discharged or somebody is hurt."
BOARD = "The review board meets every month and says of each case whether it was within the policy of the department."


def policy(text: str) -> Policy:
    return Policy("x.md", "0" * 64, cut_sections(read_lines(text)))


def changes(old: str, new: str) -> set[tuple[str, str, str]]:
    first, second = keep_ids([policy(old), policy(new)])
    return {(change.section_id, change.kind, change.other_id) for change in list_changes(first, second)}


def test_identity_across_riverton_s_versions_is_that_of_the_truth(versions, true_sections) -> None:
    ids: dict[str, set[str]] = {}
    for version in versions:
        for section, row in zip(version.sections, true_sections[str(version.date)], strict=True):
            ids.setdefault(row["section"], set()).add(section.section_id)
    assert {key for key, found in ids.items() if len(found) != 1} == set()
    assert len({key for found in ids.values() for key in found}) == len(ids) == 42


def test_changes_of_riverton_are_those_that_were_planted(versions, true_sections, true_changes) -> None:
    key = {
        section.section_id: row["section"]
        for version in versions
        for section, row in zip(version.sections, true_sections[str(version.date)], strict=True)
    }
    for old, new in pairwise(versions):
        numbers = {row["section"]: row["number"] for row in true_sections[str(old.date)]}
        planted = {(row["section"], row["change"], row["other"]) for row in true_changes if row["from_version"] == str(old.date)}
        planted |= {
            (row["section"], "renumbered", "")
            for row in true_sections[str(new.date)]
            if numbers.get(row["section"], row["number"]) != row["number"]
        }
        found = {(key[change.section_id], change.kind, key.get(change.other_id, "")) for change in list_changes(old, new)}
        assert found == planted


D, H, R = "members-shall-use-time-distance", "every-person-arrest-is-handcuffed", "member-writes-report-before-end"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (f"A. {DEESC}\nB. {REPORT}", f"A. {DEESC}\nB. {REPORT}", set()),
        (f"A. {DEESC}\nB. {REPORT}", f"A. {DEESC}\nB. {HANDCUFFS}\nC. {REPORT}", {(H, "new", ""), (R, "renumbered", "")}),
        (
            f"A. {DEESC}\nB. {HANDCUFFS}\nC. {REPORT}",
            f"A. {REPORT}\nB. {DEESC}\nC. {HANDCUFFS}",
            {(R, "moved", ""), (R, "renumbered", ""), (D, "renumbered", ""), (H, "renumbered", "")},
        ),
        (f"A. {DEESC} {REPORT}\nB. {HANDCUFFS}", f"A. {REPORT}\nB. {DEESC}\nC. {HANDCUFFS}", None),
        (f"A. {DEESC}\nB. {REPORT}\nC. {BOARD}", f"A. {DEESC}\nB. {REPORT} {BOARD}", None),
        (f"A. {DEESC}\nB. {REPORT}", f"A. {DEESC}", {(R, "deleted", "")}),
    ],
    ids=["same", "new", "moved", "split", "merged", "deleted"],
)
def test_changes(old: str, new: str, expected: set[tuple[str, str, str]] | None) -> None:
    found = changes(old, new)
    if expected is not None:
        assert found == expected
        return
    kinds = {kind for _, kind, _ in found}
    assert ("split" if len(new.split("\n")) > len(old.split("\n")) else "merged") in kinds
    assert not kinds & {"new", "deleted"}


def test_a_section_that_comes_back_has_its_old_id() -> None:
    with_it, without = f"A. {DEESC}\nB. {REPORT}", f"A. {DEESC}"
    versions = keep_ids([policy(with_it), policy(without), policy(f"A. {REPORT}\nB. {DEESC}")])
    assert versions[2].sections[0].section_id == versions[0].sections[1].section_id


def test_sections_that_only_share_a_common_heading_are_not_one() -> None:
    found = changes(f"# P\n\n## Training\n{DEESC}", f"# P\n\n## Training\n{BOARD}")
    assert {kind for _, kind, _ in found} == {"new", "deleted"} or found == {("training", "reworded", "")}
