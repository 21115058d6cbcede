"""Where sections begin, what number and heading they have, and that no word is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peace_analysis.policy.numbers import read_label
from peace_analysis.policy.paragraphs import join_lines
from peace_analysis.policy.sections import cut_sections, find_heading
from peace_analysis.policy.text import plain_words, read_lines


def outline(text: str) -> list[tuple[str, str]]:
    return [(section.number, section.heading) for section in cut_sections(read_lines(text))]


@pytest.mark.parametrize(
    ("words", "number", "rest"),
    [
        ("300.4.1 ALTERNATIVE TACTICS", "300.4.1", "ALTERNATIVE TACTICS"),
        ("8.000-PR-3 Procedure", "8.000-PR-3", "Procedure"),
        ("8.300 – POL – 1 Use", "8.300-POL-1", "Use"),
        ("I.A.2 Duty", "I.A.2", "Duty"),
        ("IV. De-escalation", "IV", "De-escalation"),
        ("B. Members shall report.", "B", "Members shall report."),
        ("4) Purpose", "4", "Purpose"),
        ("Section 7: Training", "7", "Training"),
        ("Policy 300 Use of Force", "300", "Use of Force"),
        ("300.5.2(b) Exceptions", "300.5.2(b)", "Exceptions"),
    ],
)
def test_numbers_are_read_as_policies_print_them(words: str, number: str, rest: str) -> None:
    label = read_label(words)
    assert label is not None
    assert (label.number, label.rest) == (number, rest)


@pytest.mark.parametrize(
    "words",
    [
        "(a) provoke anybody;",
        "a. provoke anybody;",
        "2.5 feet of clearance is needed.",
        "2026. That was the year.",
        "I saw it happen.",
        "A member shall report.",
        "U.S. Supreme Court cases apply.",
        "e.g. a baton",
        "Section 4 applies to all members.",
        "- a bullet",
        "3 officers came.",
    ],
)
def test_words_that_only_look_like_numbers_are_none(words: str) -> None:
    assert read_label(words) is None


def test_a_heading_may_have_a_number_without_full_stop() -> None:
    assert read_label("4 Purpose") is None
    label = read_label("4 Purpose", heading=True)
    assert label is not None
    assert label.number == "4"
    assert read_label("A Duty to Act", heading=True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# Force\n\n## I. First\nA. It is so.\n1. It is so.\n2. It is so.\nB. It is so.\n## II. Second\nA. It is so.",
            [("", "Force"), ("I", "First"), ("I.A", ""), ("I.A.1", ""), ("I.A.2", ""), ("I.B", ""), ("II", "Second"), ("II.A", "")],
        ),
        (
            "4. Force\n\n4.1 Levels\n\n1. low\n2. middle\n3. high\n\n4.2 More\n\n5. Reports\n",
            [("4", "Force"), ("4.1", "Levels"), ("4.2", "More"), ("5", "Reports")],
        ),
        ("\n".join(f"{letter}. It is so." for letter in "ABCDEFGHI"), [(letter, "") for letter in "ABCDEFGHI"]),
        ("III. Rules\nMembers shall not:\n1. hit;\n2. kick.\nIV. More", [("III", "Rules"), ("IV", "More")]),
        ("# T\n\n## Notes\n1. first\n2. second\n\n## Other\n1. again", [("", "T"), ("", "Notes"), ("", "Other")]),
        (
            "Directive on Force\n\nBackground\n\nThis is why.\n\nDeadly Force\n\nThis is when.",
            [("", "Directive on Force"), ("", "Background"), ("", "Deadly Force")],
        ),
        ("USE OF FORCE\n\nPURPOSE\n\nThis is why.", [("", "USE OF FORCE"), ("", "PURPOSE")]),
        (
            "300.1 PURPOSE\n300.1.1 SCOPE\nAs said in\n300.1 above.\n300.2 POLICY\n",
            [("300.1", "PURPOSE"), ("300.1.1", "SCOPE"), ("300.2", "POLICY")],
        ),
        ("I.\nPURPOSE\nThis is why.\nII.\nPolicy\nThis is how.", [("I", "PURPOSE"), ("II", "Policy")]),
        ("Title\n=====\n\nWords.\n\nPart\n----\n\nMore.", [("", "Title"), ("", "Part")]),
    ],
    ids=[
        "nested",
        "list in a section",
        "letter I",
        "list behind a colon",
        "lists under headings",
        "plain titles",
        "capitals",
        "cross reference",
        "numbers on lines of their own",
        "underlined",
    ],
)
def test_outlines(text: str, expected: list[tuple[str, str]]) -> None:
    assert outline(text) == expected
    assert "".join(section.text for section in cut_sections(read_lines(text))) == text


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("Duty to intervene. A member shall step in.", "Duty to intervene"),
        ("Reporting: members shall report.", "Reporting"),
        ("Medical Aid – Members give first aid.", "Medical Aid"),
        ("Warning Shots", "Warning Shots"),
        ("Members shall not fire warning shots.", ""),
        ("Officers may strike. They shall report it.", ""),
        ("When the person who is under arrest and in pain asks for help, call an ambulance. Then wait.", ""),
    ],
)
def test_headings_that_run_into_their_paragraph(words: str, heading: str) -> None:
    assert find_heading(words) == heading


def test_markdown_marks_are_left_out_of_words_only() -> None:
    assert (
        plain_words("**A. Purpose.** See [the *law*](http://x.example) and\nsnake_case_name.")
        == "A. Purpose. See the law and snake_case_name."
    )
    [section] = cut_sections(read_lines("**A. When force may be used.** A member may use force.\n"))
    assert (section.number, section.heading) == ("A", "When force may be used")
    assert section.paragraphs == ("A. When force may be used", "A member may use force.")
    assert section.text.startswith("**A.")


def test_ids_are_made_of_headings_and_differ() -> None:
    sections = cut_sections(read_lines("# A\n\n## Neck restraint\n\nx\n\n## Neck restraint\n\ny\n"))
    assert [section.section_id for section in sections] == ["a", "neck-restraint", "neck-restraint-2"]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["officers re-", "port it"], "officers report it"),
        (["use de-", "escalation"], "use de-escalation"),
        (["the use-of-", "force policy"], "the use-of-force policy"),
        (["a re\u00ad", "port"], "a report"),
        (["New York-", "Boston"], "New York-Boston"),
        (["plain", "words"], "plain words"),
    ],
)
def test_hyphens_at_line_ends(lines: list[str], joined: str) -> None:
    compounds = {("de", "escalation"), ("of", "force")}
    assert join_lines(lines, lambda before, after: (before, after) in compounds) == joined


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="AIV.12 ab#*-\n():;300", max_size=200))
def test_the_sections_of_any_text_make_up_the_text(text: str) -> None:
    sections = cut_sections(read_lines(text))
    assert "".join(section.text for section in sections) == text
    assert len({section.section_id for section in sections}) == len(sections)


def test_riverton_is_read_alike_from_markdown_word_and_pdf(versions, true_sections) -> None:
    for policy in versions:
        truth = true_sections[str(policy.date)]
        assert [(s.number, s.heading) for s in policy.sections] == [(row["number"], row["heading"]) for row in truth]
        assert [" ".join(s.paragraphs[1:]) for s in policy.sections] == [row["text"] for row in truth]
    assert [len(policy.sections) for policy in versions] == [34, 34, 37]
