"""The eight questions on a use-of-force policy, answered in its own words.

Source: the questions of Campaign Zero's review of use-of-force policies (Police Use of Force Project, 2016).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from peace_analysis.policy.document import Policy, Section
from peace_analysis.policy.eight import QUESTIONS, Question
from peace_analysis.policy.stance import find_stance

NOT_FOUND = "not found"
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[A-Z\"“(\[])")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|no|sec|art|st|dr|mr|ms|mrs|sgt|lt|cpt|capt|U\.S)|\b[A-Z])\.$", re.I)
_ITEM = re.compile(r"(?:[-*•]|\(?[A-Za-z0-9]{1,3}[.)])\s")
_DEFINES = re.compile(
    r"(?:(?<!other )(?<!all )(?<!able )(?<!lesser )(?<!effective )(?<!thal )\bmeans? (?=an?\b|any\b|the\b|that\b)"
    r"|\bis defined as\b|\brefers? to\b|\b(?:is|are|includes?) any (?:\w+ )?(?:hold|technique|force|use|act|pressure|method|tactic)s?\b)",
    re.I,
)
_DEFINITIONS = re.compile(r"definition|glossary|terms", re.I)
_WEIGHTS = {"mentioned": 0.0, "advised": 1.0, "advised against": 1.0}  # of a stance; 2 for any other
_LONGEST_SHORT = 12  # characters of an abbreviation and what stands before it
_GAP = " […] "  # between words that do not stand side by side


@dataclass(frozen=True)
class Answer:
    """What a policy says on one question."""

    question: str  # its key
    answer: (
        str  # "required", "prohibited", "prohibited with exceptions", "permitted", "advised", "advised against", "mentioned", "not found"
    )
    section_id: str = ""
    number: str = ""
    quote: str = ""  # the policy's words; `[…]` stands where words between are left out


@dataclass(frozen=True)
class _Passage:
    section: Section
    words: str
    lead: str  # the line that ends in a colon above a list
    heading: str  # of the section and of the chapter it stands in


@dataclass(frozen=True)
class _Found:
    passage: _Passage
    stance: str
    weight: float
    place: int


def answer_questions(policy: Policy) -> list[Answer]:
    """Answer the eight questions.

    Args:
        policy: Any policy on the use of force, in English.

    Returns:
        One answer per question, in their order. The answer says what the quoted words do with the subject of the question; it is not a
        judgment on the policy. "prohibited with exceptions" also stands where one sentence forbids something and another permits it.
    """
    passages = list(_passages(policy))
    return [_answer(question, passages) for question in QUESTIONS]


def compare_answers(old: Policy, new: Policy) -> list[tuple[Answer, Answer]]:
    """Set the answers of two versions side by side, one pair per question."""
    return list(zip(answer_questions(old), answer_questions(new), strict=True))


def _answer(question: Question, passages: list[_Passage]) -> Answer:
    found = sorted(_find(question, passages), key=lambda item: (-item.weight, item.place))
    if not found:
        return Answer(question.key, NOT_FOUND)
    best = found[0]
    stance, quote = best.stance, _quote(best.passage)
    if question.forbids:
        other = next((item for item in found if {item.stance, stance} == {"prohibited", "permitted"}), None)
        if other is not None:
            best, second = (best, other) if stance == "prohibited" else (other, best)
            stance, quote = "prohibited with exceptions", _quote(best.passage)
            if best.passage.section is second.passage.section and _quote(second.passage) != quote:
                quote += _GAP + _quote(second.passage)
    return Answer(question.key, stance, best.passage.section.section_id, best.passage.section.number, quote)


def _find(question: Question, passages: list[_Passage]) -> Iterator[_Found]:
    for place, passage in enumerate(passages):
        strong = question.strong.search(passage.words)
        match = strong or question.weak.search(passage.words)
        if match is None or question.not_about.search(passage.words):
            continue
        if question.needs is not None and not question.needs.search(f"{passage.words} {passage.lead} {passage.heading}"):
            continue
        stance = find_stance(passage.words, match.start(), match.end(), f"{passage.heading}. {passage.lead}")
        if stance in ("mentioned", "permitted") and question.implied.search(passage.words):
            stance = "required"
        headed = question.heading.search(passage.heading) is not None
        weight = 2.0 * (strong is not None) + headed + _WEIGHTS.get(stance, 2.0)
        if _DEFINES.search(passage.words) or _DEFINITIONS.search(passage.heading):
            weight -= 4.0
            stance = "mentioned" if stance not in ("prohibited", "prohibited with exceptions") else stance
        yield _Found(passage, stance, weight, place)


def _quote(passage: _Passage) -> str:
    return f"{passage.lead}{_GAP}{passage.words}" if passage.lead else passage.words


def _passages(policy: Policy) -> Iterator[_Passage]:
    """Sentences with what they stand under."""
    chapters: dict[str, str] = {}
    for section in policy.sections:
        chapters[section.number] = section.heading
        upper = chapters.get(section.number.rpartition(".")[0], "") if "." in section.number else ""
        heading = f"{upper}. {section.heading}" if upper else section.heading
        lead = ""
        paragraphs = section.paragraphs
        for place, paragraph in enumerate(paragraphs):
            if place == 0 and section.heading and paragraph.endswith(section.heading):
                continue
            is_item = bool(_ITEM.match(paragraph))
            lead = lead if is_item else ""
            for sentence in cut_sentences(paragraph):
                if sentence.endswith(":") and place + 1 < len(paragraphs):
                    lead = sentence
                    yield _Passage(section, sentence, "", heading)
                    continue
                yield _Passage(section, sentence, lead if is_item else "", heading)


def cut_sentences(paragraph: str) -> list[str]:
    """Cut a paragraph into sentences, each as it stands."""
    sentences, start = [], 0
    for match in _SENTENCE_END.finditer(paragraph):
        if not _ABBREVIATED.search(paragraph[max(start, match.start() - _LONGEST_SHORT) : match.start()]):
            sentences.append(paragraph[start : match.start()] + match[0].rstrip())
            start = match.end()
    return [sentence for sentence in (*(part.strip() for part in sentences), paragraph[start:].strip()) if sentence]
