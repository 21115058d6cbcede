"""Blocks -> sections: where each begins, its number, its heading, its id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from peace_analysis.anonymize.wordlist import word_set
from peace_analysis.policy.document import Block, Section
from peace_analysis.policy.numbers import Label, Outline, read_label

_MODAL = re.compile(r"\b(?:shall|must|may|will|should|is|are|was|were|has|have|do|does|can|cannot|applies)\b", re.I)
_RUN_IN = re.compile(r"(?P<head>[^.:;]{2,80}?)(?:[.:]|\s[–—-])\s+(?P<body>\S.*)", re.DOTALL)
_SMALL = word_set("a an and as at by for from in into of on or the to with under upon per vs v")
_MOST_HEADING = 14  # words
_MOST_RUN_IN = 9
_MOST_PLAIN = 7  # words of a heading that nothing marks as one
_ID_WORDS = 5


@dataclass
class _Open:
    number: str
    heading: str
    blocks: list[Block] = field(default_factory=list)
    bare: bool = False  # its number stands on a line of its own; a heading may follow


def cut_sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Cut a document into sections.

    A section begins at a heading, with or without a number, and at a paragraph with a number of its own (`I.A.2`, `A.` below `I.`,
    `300.4.1`, `8.000-PR-3`). Items such as `(a)`, `a.` and bullets, and plain numbers in a list, stay in their section. What stands
    before the first section is one without number and heading.

    Returns:
        Sections in reading order; their texts, one after the other, are the blocks' texts joined by line ends.

    Examples:
        >>> from peace_analysis import policy
        >>> old = policy.cut_sections([policy.Block("1 Purpose", "line 1", level=1), policy.Block("Officers protect life.", "line 2")])
        >>> [(section.number, section.heading) for section in old]
        [('1', 'Purpose')]
    """
    outline = Outline()
    plain = _plain_headings(blocks)
    found: list[_Open] = []
    for place, block in enumerate(blocks):
        start = _start(block, outline, first=not found, plain=place in plain)
        outline.pass_paragraph(block.words)
        if start is None and found and found[-1].bare and block.words:
            _name_bare(found[-1], block)
            continue
        if start is not None:
            if not block.level and found and found[-1].bare and not start.number:
                _name_bare(found[-1], block)
                continue
            found.append(start)
        elif not found:
            found.append(_Open("", "", []))
        found[-1].blocks.append(block)
    texts = ["\n".join(block.text for block in part.blocks) for part in found]
    ends = ["\n"] * (len(found) - 1) + [""]
    ids = make_ids(((part.number, part.heading, _first_words(part)) for part in found), set())
    return tuple(
        Section(key, part.number, part.heading, text + end, tuple(part.blocks))
        for key, part, text, end in zip(ids, found, texts, ends, strict=False)
    )


def make_ids(named: Iterable[tuple[str, str, str]], taken: set[str]) -> list[str]:
    """Make an id of the words of each heading, or of the first words where there is none.

    Args:
        named: Number, heading and first words of each section.
        taken: Ids that sections of earlier versions have; the new ones are added.

    Returns:
        One id each: letters, digits and hyphens, at most five words.
    """
    made = []
    for number, heading, first in named:
        words = re.findall(r"[a-z0-9]+", (heading or first or number).lower().replace("'", "").replace("’", ""))
        kept = [word for word in words if word not in _SMALL] or words
        base = "-".join(kept[:_ID_WORDS])[:60] or "front"
        key, again = base, 1
        while key in taken:
            again += 1
            key = f"{base}-{again}"
        taken.add(key)
        made.append(key)
    return made


def _first_words(part: _Open) -> str:
    words = next((block.words for block in part.blocks if block.words), "")
    label = read_label(words) if part.number else None
    return label.rest if label else words


def _plain_headings(blocks: Sequence[Block]) -> set[int]:
    """Where no heading is marked, take short titled lines above whole sentences for headings."""
    if any(block.level for block in blocks):
        return set()
    return {
        place
        for place, (block, after) in enumerate(pairwise(blocks))
        if 0 < len(block.words.split()) <= _MOST_PLAIN
        and _is_titled(block.words)
        and block.words[-1].isalpha()
        and read_label(block.words) is None
        and (after.words.endswith(".") or read_label(after.words) is not None or (place == 0 and len(after.words.split()) <= _MOST_PLAIN))
    }


def _start(block: Block, outline: Outline, *, first: bool, plain: bool) -> _Open | None:
    """Tell whether a section begins here; a title at the very beginning does not part what follows from its numbers."""
    heading = block.level > 0
    label = read_label(block.words, heading=heading)
    if label is not None and (number := outline.place(label, heading=heading)) is not None:
        title = label.rest if heading else _bold_heading(block) or find_heading(label.rest)
        return _Open(number, _tidy(title), bare=not label.rest)
    if heading or plain or _is_shouted(block.words):
        if not first:
            outline.pass_heading()
        return _Open("", _tidy(block.words))
    return None


def _bold_heading(block: Block) -> str:
    """Find a heading that is told from its paragraph by bold type alone."""
    label = read_label(block.bold)
    return label.rest if label is not None and len(label.rest.split()) <= _MOST_HEADING else ""


def _name_bare(part: _Open, block: Block) -> None:
    label = Label((), "", block.words, whole=False)
    part.heading = _tidy(label.rest if block.level else find_heading(label.rest))
    part.blocks.append(block)
    part.bare = False


def find_heading(words: str) -> str:
    """Find the heading at the beginning of a numbered paragraph: the whole of it, or a few words before a full stop, colon or dash.

    Returns:
        The heading; empty where the paragraph goes straight to its sentence.
    """
    text = words.strip()
    if not text:
        return ""
    if len(text.split()) <= _MOST_HEADING and not text.endswith((".", ";", ",", ":")) and not _MODAL.search(text):
        return text
    if text.endswith((".", ":")) and len(text.split()) <= _MOST_RUN_IN and not _MODAL.search(text) and _is_titled(text):
        return text
    match = _RUN_IN.match(text)
    if match is None or _MODAL.search(match["head"]):
        return ""
    head = match["head"].strip()
    n_words = len(head.split())
    return head if n_words <= 6 or (n_words <= _MOST_RUN_IN and _is_titled(head)) else ""


def _is_titled(text: str) -> bool:
    """Tell a title by its capitals: every word but small ones begins with one."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if word.lower() not in _SMALL]
    return bool(words) and all(word[0].isupper() for word in words)


def _is_shouted(words: str) -> bool:
    """Tell a heading without any mark by its capitals: USE OF FORCE."""
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) >= 6 and len(words.split()) <= 10 and words == words.upper() and not words.rstrip().endswith((".", ";", ",", "!"))


def _tidy(heading: str) -> str:
    return heading.strip().rstrip(".:–—- ").strip()
