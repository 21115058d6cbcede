"""Comments and the sections that they bear on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from peace_analysis.errors import ModelError
from peace_analysis.policy import Policy, cut_sections, read_policy
from peace_analysis.policy.document import Block
from peace_analysis.policy.lexical import cut_words, score_words
from peace_analysis.policy.linking import link_texts, rank_sections
from peace_analysis.policy.matched import FILE, SHA256, load_heads, measure_pairs
from peace_analysis.policy.named_sections import find_section, find_sections_in
from peace_analysis.policy.pieces import default_reader
from peace_analysis.policy.windows import cut_windows, has_words

ASKED = [
    "They choked my neighbor until he passed out.",
    "He shot into the car as we were driving away from him.",
    "More benches at the bus stop, please.",
    "The other two officers watched and did nothing.",
    "",
    "See section V.E: whoever speaks up loses his career.",
]


@pytest.fixture(scope="module")
def draft(versions: list[Policy]) -> Policy:
    return versions[1]


@pytest.fixture(scope="module")
def linked(draft: Policy) -> pd.DataFrame:
    return link_texts(ASKED, draft.sections, named=[None, None, None, None, None, None])


def first(frame: pd.DataFrame, item: int) -> object:
    row = frame[(frame["item"] == item) & (frame["rank"] == 1)].iloc[0]
    return None if pd.isna(row["section_id"]) else row["section_id"]


def test_links_have_the_shape_that_callers_rely_on(linked: pd.DataFrame) -> None:
    assert list(linked.columns) == ["item", "section_id", "score", "rank"]
    assert linked["item"].unique().tolist() == list(range(len(ASKED)))
    assert linked["score"].between(0, 1).all()
    for _, rows in linked.groupby("item"):
        assert rows["rank"].tolist() == list(range(1, len(rows) + 1))
        assert rows["score"].is_monotonic_decreasing
        assert not rows["section_id"].duplicated().any()
        assert len(rows) == 1 or rows["section_id"].notna().all()


def test_a_comment_in_other_words_finds_its_section(draft: Policy) -> None:
    ranking = rank_sections([ASKED[item] for item in (0, 1, 3)], draft.sections)
    found = [[draft.sections[place].number for place in np.argsort(-row)[:3]] for row in ranking.scores]
    assert "VII.D" in found[0]
    assert "VI.C" in found[1]
    assert "V.E" in found[2]


def test_what_the_policy_rules_is_linked(linked: pd.DataFrame) -> None:
    assert first(linked, 1) is not None
    assert first(linked, 3) is not None


def test_what_the_policy_does_not_rule_bears_on_no_section(linked: pd.DataFrame) -> None:
    assert first(linked, 2) is None
    assert first(linked, 4) is None
    assert linked.loc[linked["item"] == 4, "score"].item() == 1.0


def test_a_section_that_a_comment_names_comes_first(linked: pd.DataFrame, draft: Policy) -> None:
    number = {section.section_id: section.number for section in draft.sections}
    assert number[str(first(linked, 5))] == "V.E"
    named = link_texts(["More benches at the bus stop, please."], draft.sections, named=["Section VII.B"], top=2)
    assert number[str(first(named, 0))] == "VII.B"
    assert named["score"].tolist()[0] == 1.0
    assert len(named) == 2


def test_a_text_is_linked_alike_whatever_is_linked_with_it(linked: pd.DataFrame, draft: Policy) -> None:
    alone = link_texts(ASKED[:1], draft.sections)
    together = linked[linked["item"] == 0]
    assert alone["section_id"].tolist() == together["section_id"].tolist()
    np.testing.assert_allclose(alone["score"], together["score"], atol=1e-6)


def test_nothing_to_link_gives_an_empty_table_or_no_section(draft: Policy) -> None:
    assert link_texts([], draft.sections).empty
    assert link_texts(["Anything."], ())["section_id"].isna().tolist() == [True]
    with pytest.raises(ValueError, match="1 names for 2 texts"):
        link_texts(["a", "b"], draft.sections, named=[None])


def test_a_chapter_without_words_of_its_own_is_no_candidate(draft: Policy) -> None:
    bare = cut_sections(
        [Block("Neck holds", "line 1", level=1), Block("I. Throat", "line 2", level=2), Block("No choking at all.", "line 3")]
    )
    assert [has_words(section) for section in bare] == [False, True]
    ranking = rank_sections(["Nobody should be choked."], bare)
    assert ranking.scores[0, 0] == 0 < ranking.scores[0, 1]


def test_windows_are_the_whole_and_each_sentence_under_its_heading(draft: Policy) -> None:
    section = next(section for section in draft.sections if section.number == "V.E")
    windows = cut_windows([section])
    assert windows.is_whole == [True]
    assert windows.texts[0].startswith("Duty to intervene: A member who sees")
    vehicles = cut_windows([section for section in draft.sections if section.number == "VI.C"])
    assert len(vehicles.texts) == 3
    assert vehicles.texts[2] == "Moving vehicles: Members shall move out of the path of a vehicle rather than fire at it."


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("VII.D", "VII.D"),
        ("section vii.d", "VII.D"),
        ("§ VII.D.", "VII.D"),
        ("Neck restraint", None),  # III.C is called so too
        ("VII.D Neck restraint", "VII.D"),
        ("Duty to intervene", "V.E"),
        ("IX", "IX"),
        ("XIV", None),
        ("", None),
        ("the part on dogs", None),
    ],
)
def test_a_named_section_is_found_by_number_heading_or_both(draft: Policy, name: str, number: str | None) -> None:
    found = find_section(name, draft.sections)
    assert next((section.number for section in draft.sections if section.section_id == found), None) == number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Section V.B should name language, and so should IV.A.", ["V.B", "IV.A"]),
        ("I liked part of it, a lot.", []),
        ("Part I is fine.", []),
        ("Chapter 9 of my book on V.I.P. rooms", []),
        ("He was hit at 3.15 p.m.", []),
        ("See sec. X.A.", ["X.A"]),
    ],
)
def test_numbers_in_a_text_are_sections_only_if_there_are_such(draft: Policy, text: str, numbers: list[str]) -> None:
    number = {section.section_id: section.number for section in draft.sections}
    assert [number[key] for key in find_sections_in(text, draft.sections)] == numbers


def test_words_count_by_how_rare_they_are() -> None:
    assert cut_words("Handcuffing, Officers' cuffs") == ["handc", "offic", "cuffs"]
    scores = score_words(["the dog bit", "nothing"], ["the dog", "the car", "the tree"])
    assert scores[0, 0] > scores[0, 1] > 0
    assert scores[1].tolist() == [0, 0, 0]
    # One candidate of three holds "dog", at mean length: log(1 + 2.5 / 1.5) as Robertson and Zaragoza have it; all hold "the".
    assert scores[0, 0] == pytest.approx(np.log(1 + 2.5 / 1.5) + np.log(1 + 0.5 / 3.5))


def test_a_passage_is_most_like_itself_piece_by_piece() -> None:
    texts = ["Officers shall not fire at a moving car.", "The library opens at nine."]
    pieces = default_reader().read(texts)
    measured = measure_pairs(pieces, pieces, score_words(texts, texts))
    for measure in range(measured.shape[2]):
        assert measured[:, :, measure].argmax(axis=1).tolist() == [0, 1]
    assert np.diag(measured[:, :, 4]) == pytest.approx([1, 1], abs=1e-5)


def test_the_head_that_is_loaded_is_the_one_that_was_trained(tmp_path: Path) -> None:
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == SHA256
    assert FILE.stat().st_size < 1_000_000
    assert len(load_heads()) == 2
    other = tmp_path / "matching.safetensors"
    other.write_bytes(FILE.read_bytes()[:-1] + b"\0")
    with pytest.raises(ModelError, match="was changed or damaged"):
        load_heads(other)
    with pytest.raises(ModelError, match="cannot be read"):
        load_heads(tmp_path / "absent.safetensors")


def test_a_policy_on_another_matter_is_not_read_as_one_on_force(tmp_path: Path) -> None:
    path = tmp_path / "2026-01-01.md"
    path.write_text(
        "# Swimming pools\n\n## Hours\n\nPools open at seven and close at nine.\n\n## Fees\n\nChildren under six swim for free.\n\n"
        "## Lifeguards\n\nA lifeguard sits at each pool that is open.\n",
        encoding="utf-8",
    )
    sections = read_policy(path).sections
    ranking = rank_sections(["It costs too much for a family with babies.", "Open the water earlier in the morning."], sections)
    assert [sections[int(row.argmax())].section_id for row in ranking.scores] == ["fees", "hours"]
