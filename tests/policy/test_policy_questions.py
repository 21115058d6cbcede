"""What a policy says on the eight questions, in its own words, and that the answer says what those words do."""

from __future__ import annotations

from pathlib import Path

import pytest
from policy_paper import read_rows

from peace_analysis.policy import list_versions, read_policy
from peace_analysis.policy.questions import answer_questions, compare_answers, cut_sentences
from peace_analysis.policy.stance import find_stance

POLICIES = Path(__file__).with_name("policies")


@pytest.mark.parametrize(
    ("sentence", "subject", "stance"),
    [
        ("Officers may use a chokehold.", "chokehold", "permitted"),
        ("Officers may not use a chokehold.", "chokehold", "prohibited"),
        ("Officers shall not use a chokehold.", "chokehold", "prohibited"),
        ("No officer may use a chokehold.", "chokehold", "prohibited"),
        ("Chokeholds are strictly prohibited.", "Chokeholds", "prohibited"),
        ("The use of a chokehold is not authorized.", "chokehold", "prohibited"),
        ("Chokeholds are not prohibited.", "Chokeholds", "permitted"),
        ("Officers shall not use a chokehold unless a life is at stake.", "chokehold", "prohibited with exceptions"),
        ("Officers are trained in the chokehold.", "chokehold", "mentioned"),
        ("Officers shall report force; they may use a chokehold.", "chokehold", "permitted"),
        ("Officers should avoid firing at vehicles.", "firing", "advised against"),
        ("Officers shall step aside rather than fire at it.", "fire", "prohibited"),
        ("Officers are not required to de-escalate.", "de-escalate", "mentioned"),
        ("Officers must de-escalate.", "de-escalate", "required"),
        ("Intervene when a colleague goes too far.", "Intervene", "required"),
        ("Intervention is a word.", "Intervention", "mentioned"),
        ("A member who fails to intervene is disciplined.", "intervene", "required"),
        ("Officers are encouraged to de-escalate.", "de-escalate", "advised"),
        ("A chokehold may be used only when deadly force would be.", "chokehold", "permitted"),
    ],
)
def test_stance(sentence: str, subject: str, stance: str) -> None:
    start = sentence.index(subject)
    assert find_stance(sentence, start, start + len(subject)) == stance


def test_an_item_has_the_stance_of_the_line_above_its_list() -> None:
    assert find_stance("(a) chokeholds;", 4, 14, "Officers shall not use:") == "prohibited"
    assert find_stance("(a) chokeholds;", 4, 14, "Officers may use:") == "permitted"
    assert find_stance("- chokeholds", 2, 12, "These are prohibited unless a life is at stake:") == "prohibited with exceptions"


def test_riverton_s_answers_are_those_of_the_truth(versions, true_answers) -> None:
    found = {
        (str(version.date), answer.question, answer.answer, answer.number) for version in versions for answer in answer_questions(version)
    }
    assert found == {(row["version"], row["question"], row["answer"], row["number"]) for row in true_answers}


def test_every_quote_stands_in_the_policy_word_for_word(versions) -> None:
    policies = [*versions, *(read_policy(path) for path in list_versions(POLICIES))]
    for policy in policies:
        answers = answer_questions(policy)
        assert len(answers) == 8
        for answer in answers:
            assert bool(answer.quote) == (answer.answer != "not found")
            assert answer.answer not in ("yes", "no")
            words = {section.section_id: " ".join(section.paragraphs) for section in policy.sections}
            for part in answer.quote.split(" […] ") if answer.quote else []:
                assert part in words[answer.section_id]


UNSEEN = ("harbor_patrol.md", "hill_county.txt")  # the rules were never mended on these


def test_answers_on_twelve_policies_in_other_styles() -> None:
    """Right when first tried: 49 of 56 on seven policies; after mending 14 of 24 on three more; after mending 7 of 16 on the last two."""
    truth = read_rows(POLICIES / "answers.csv")
    found = {}
    for name in dict.fromkeys(row["policy"] for row in truth):
        found |= {(name, answer.question): answer for answer in answer_questions(read_policy(POLICIES / name))}
    right = [
        row["policy"]
        for row in truth
        if (found[row["policy"], row["question"]].answer, found[row["policy"], row["question"]].number) == (row["answer"], row["number"])
    ]
    assert len(truth) == 96
    assert sum(name not in UNSEEN for name in right) >= 79
    assert sum(name in UNSEEN for name in right) >= 7


def test_before_and_after_stand_side_by_side(versions) -> None:
    pairs = {before.question: (before.answer, after.answer) for before, after in compare_answers(versions[0], versions[2])}
    assert pairs["chokeholds"] == ("permitted", "prohibited")
    assert pairs["duty_to_intervene"] == ("not found", "required")


def test_a_policy_on_something_else_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "parking.md"
    path.write_text("# Parking\n\n## Permits\n\nResidents may apply for a permit. Warnings are put on the windshield.\n", encoding="utf-8")
    assert {answer.answer for answer in answer_questions(read_policy(path))} == {"not found"}


def test_sentences_are_cut_at_their_ends_only() -> None:
    text = 'Call Sgt. Lee, e.g. by radio. "Stop!" Then wait (see Sec. 4).'
    assert cut_sentences(text) == ["Call Sgt. Lee, e.g. by radio.", '"Stop!"', "Then wait (see Sec. 4)."]
