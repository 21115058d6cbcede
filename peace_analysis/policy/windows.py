"""Sections -> passages short enough to be matched: the whole, its heading, each of its sentences under its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peace_analysis.policy.document import Section
from peace_analysis.policy.numbers import read_label

_SENTENCE = re.compile(r"(?<=[.!?;])[\"”’)]*\s+(?=[\"“(]?[A-Z0-9(])")
_FEWEST_WORDS = 3  # a shorter sentence says nothing by itself


@dataclass(frozen=True)
class Windows:
    """Passages of all sections."""

    texts: list[str]
    section: list[int]  # place of each one's section
    is_whole: list[bool]


def cut_windows(sections: Sequence[Section]) -> Windows:
    """Cut sections into passages, each with the section's heading before it.

    Returns:
        At least one passage for every section: the whole comes first.
    """
    made = Windows([], [], [])
    for place, section in enumerate(sections):
        heading = section.heading.capitalize() if section.heading.isupper() else section.heading
        body = _body(section)
        under = f"{heading}: " if heading else ""
        parts = [f"{under}{' '.join(body)}".strip() or section.name]
        sentences = [piece for paragraph in body for piece in _SENTENCE.split(paragraph) if len(piece.split()) >= _FEWEST_WORDS]
        if len(sentences) > 1:
            parts += [f"{under}{sentence}" for sentence in sentences]
        made.texts.extend(parts)
        made.section.extend([place] * len(parts))
        made.is_whole.extend([True] + [False] * (len(parts) - 1))
    return made


def has_words(section: Section) -> bool:
    """Tell whether a section says anything but its number and heading."""
    return any(re.search(r"\w", text) for text in _body(section))


def _body(section: Section) -> list[str]:
    """Paragraphs without number and heading."""
    paragraphs = list(section.paragraphs)
    if paragraphs and section.heading and paragraphs[0].endswith(section.heading):
        return paragraphs[1:]
    if paragraphs and section.number and (label := read_label(paragraphs[0], heading=True)) is not None:
        paragraphs[0] = label.rest
    return [text for text in paragraphs if text]
