"""A redline clause by clause: known by id through every version, compared in place, and still both versions."""

from __future__ import annotations

from itertools import pairwise

from peace_analysis.policy.clauses import match_ids, redline_clauses
from peace_analysis.policy.identity import match_sections


def test_a_section_that_was_rewritten_twice_is_still_the_one_it_was(versions) -> None:
    first, last = versions[0], versions[-1]
    by_words = {(first.sections[i].number, last.sections[j].number) for i, j in match_sections(first.sections, last.sections).pairs}
    by_ids = {(first.sections[i].number, last.sections[j].number) for i, j in match_ids(first.sections, last.sections).pairs}
    assert ("V.E", "VII.D") not in by_words
    assert ("V.E", "VII.D") in by_ids


def test_every_section_is_matched_new_gone_split_or_merged_and_only_one_of_these(versions) -> None:
    first, last = versions[0].sections, versions[-1].sections
    found = match_ids(first, last)
    new = [*(j for _, j in found.pairs), *found.new, *(j for _, j in found.splits)]
    old = [*(i for i, _ in found.pairs), *found.deleted, *(i for i, _ in found.merges)]
    assert sorted(new) == list(range(len(last)))
    assert sorted(old) == list(range(len(first)))


def test_a_moved_section_is_compared_where_it_stands_now(versions) -> None:
    made = redline_clauses(versions[0], versions[-1])
    neck = next(part for part in made.sections if part.new is not None and part.new.number == "VII.D")
    assert neck.labels[0].startswith("moved here from V.E")
    old = next(section for section in versions[0].sections if section.number == "V.E")
    words = {"old": [paragraph.old for paragraph in neck.paragraphs], "new": [paragraph.new for paragraph in neck.paragraphs]}
    assert [text for text in words["old"] if text] == list(old.paragraphs)
    assert [text for text in words["new"] if text] == list(neck.new.paragraphs)


def test_every_note_on_moved_words_has_its_other_end(versions) -> None:
    runs = [run for paragraph in redline_clauses(versions[0], versions[-1]).paragraphs for run in paragraph.runs if run.move]
    assert runs
    assert {run.move for run in runs if run.kind == "moved_to"} == {run.move for run in runs if run.kind == "moved_from"}


def test_between_versions_that_follow_each_other_it_is_the_redline_that_words_give(versions) -> None:
    for old, new in pairwise(versions):
        assert match_ids(old.sections, new.sections) == match_sections(old.sections, new.sections)
