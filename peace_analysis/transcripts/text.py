"""Plain text, and the turn grammar that Word documents, coding projects and web pages share with it.

Known forms: `Name: words`; a header line with a name and a time above the words (Otter, Rev, Teams, Zoom); a time in front
(`[00:12:31] Maria: words`); a known name alone on its line. Without any label the text is notes: one row per bullet or paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from peace_analysis.transcripts.clock import from_beginning
from peace_analysis.transcripts.encoding import read_text, split_lines
from peace_analysis.transcripts.heads import Head, Known, Line, begins_with_time, cut_line
from peace_analysis.transcripts.labels import accepted, label_key
from peace_analysis.transcripts.noise import is_front_matter, is_noise, page_numbers
from peace_analysis.transcripts.rows import Row, Source, clean, refuse

_BULLET = re.compile(r"\s*(?:[-*+•‣▪◦●○·–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_HASHES = re.compile(r"\s*#{1,6}\s+")
_BOLD = re.compile(r"(\*\*|__)(?=[^\s_*])([^*_]+)(?<=[^\s_*])\1")  # of Markdown; a blank to fill in (___) is none
_RULE = re.compile(r"\s*([=\-_*~])\1{2,}\s*")
_TIMECODE = re.compile(r"[\[(](?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,6})?[\])]")
_WRAP = 60  # characters: a shorter line that is followed by another was ended on purpose


def read(path: Path, known: Known = lambda _: False, notes: bool | None = None) -> Source:
    """Read a plain-text transcript or notes.

    Args:
        path: The file.
        known: Says whether the session knows a label.
        notes: The source is notes or a summary: only labels that the session knows are labels, each for its own paragraph, and what
            stands under no name was said by participants. None: tell by the bullets.

    Returns:
        One row per paragraph of a turn, bullet or note. Page numbers, running headers and export marks are left out.

    Raises:
        TranscriptError: If the file is empty, unreadable or holds nothing but such marks.
    """
    return parse_text(read_text(path), path, known, notes)


def parse_text(text: str, path: Path, known: Known = lambda _: False, notes: bool | None = None) -> Source:
    """Apply the grammar to text that has been read already; as `read`."""
    lines: list[Line] = []
    gap = True
    for number, raw in enumerate(split_lines(text), 1):
        line = raw.replace("\f", " ")
        if not line.strip():
            gap = True
            continue
        if _RULE.fullmatch(line):
            if line.strip()[0] in "=-" and lines and not gap and len(lines[-1].text) <= _WRAP:
                lines[-1] = replace(lines[-1], heading=True)
            gap = True
            continue
        lines.append(Line(line, number, gap or "\f" in raw))
        gap = False
    return parse_lines(lines, path, known, notes)


def parse_lines(lines: Sequence[Line], path: Path, known: Known = lambda _: False, notes: bool | None = None) -> Source:
    """Find turns in lines or paragraphs; as `read`.

    Raises:
        TranscriptError: If no words are left.
    """
    numbers = page_numbers([line.text for line in lines])
    kept = [_prepared(line) for index, line in enumerate(lines) if index not in numbers and not is_noise(line.text)]
    kept = [line for line in kept if line.text or line.start is not None]
    times = sum(begins_with_time(line.text) for line in kept)
    heads = [cut_line(line, known, timed=times >= 3 and times * 2 >= len(kept)) for line in kept]
    lists = [index + 1 < len(kept) and kept[index + 1].bullet for index in range(len(kept))]
    candidates = [
        None if _is_title(line, head, index + 1 == len(kept) or lists[index], known) else head.label
        for index, (line, head) in enumerate(zip(kept, heads, strict=True))
    ]
    labels = accepted(candidates, known)
    if notes is None:
        notes = _are_notes(kept, [label is not None and label_key(label) in labels for label in candidates])
    if notes:
        labels = frozenset(label_key(label) for label in candidates if label and known(label))
    turns = _Turns(labelled=not notes and (bool(labels) or any(line.speaker for line in kept)), notes=notes)
    top = not turns.labelled  # notes say at their top when and where they were taken
    for line, head, label, above_list in zip(kept, heads, candidates, lists, strict=True):
        top = top and not line.bullet and (line.heading or is_front_matter(line.text))
        if line.heading or top or (not turns.labelled and above_list and not line.bullet and line.text.endswith((":", "?"))):
            turns.head(line)
        else:
            turns.add(line, head, label if label and label_key(label) in labels else None)
    if not turns.rows:
        raise refuse(path, "the transcript is empty: there are no words in it.", "Export it again, or list it under `skip:` in city.yml.")
    starts = from_beginning([row.start for row in turns.rows])
    return Source([replace(row, start=start) for row, start in zip(turns.rows, starts, strict=True)])


class _Turns:
    """Builds rows from lines: a name and a time hold until the next, a wrapped line goes on in its row."""

    def __init__(self, *, labelled: bool, notes: bool) -> None:
        self.labelled, self.notes = labelled, notes
        self.rows: list[Row] = []
        self.speaker: str | None = None
        self.time: float | None = None
        self.named = False  # the speaker was named on this line, or above it on a line of their own
        self.open = False  # the next line may go on in the last row
        self.above = ""

    def head(self, line: Line) -> None:
        """Add a heading: words of the guide or of the note-taker, not of the speaker above it."""
        self.rows.append(Row(clean(line.text), line.number, role="facilitator"))
        self.open = self.named = False
        self.above = line.text

    def add(self, line: Line, head: Head, label: str | None) -> None:
        """Add a line; `label` is the one that it begins with, if it is one."""
        text, began = line.text, True
        if label is not None:
            self.speaker, self.named, text, self.time = label, True, head.words, head.time
        elif head.time is not None and head.label is None:
            text, self.time = head.words, head.time
        elif head.bare is not None:
            self.time, text = head.bare
        else:
            began = False
        if line.speaker:
            self.speaker, self.named, began = line.speaker, True, line.gap
        if line.start is not None:
            self.time = line.start
        text = clean(_TIMECODE.sub(" ", text))
        wraps = self.labelled or _wraps(self.above, line.text)
        self.above = line.text
        if not text:
            self.open = False
        elif self.open and wraps and not (began or line.gap or line.bullet):
            self.rows[-1] = replace(self.rows[-1], text=f"{self.rows[-1].text} {text}")
        else:
            who = self.speaker if self.labelled or self.named else None
            role = "participant" if self.notes and who is None else None
            self.rows.append(Row(text, line.number, who, self.time, new_turn=not self.labelled, role=role))
            self.time, self.open, self.named = None, True, False


def _prepared(line: Line) -> Line:
    text = clean(_BOLD.sub(r"\2", line.text))
    if hashes := _HASHES.match(text):
        return replace(line, text=text[hashes.end() :], heading=True)
    bullet = _BULLET.match(text)
    if bullet and not begins_with_time(text):
        return replace(line, text=text[bullet.end() :], bullet=True)
    return replace(line, text=text)


def _are_notes(lines: Sequence[Line], labelled: Sequence[bool]) -> bool:
    """Most lines are bullets, and few of them name anybody."""
    return sum(line.bullet for line in lines) * 2 >= max(len(lines), 1) and sum(labelled) * 2 < len(lines)


def _is_title(line: Line, head: Head, last_or_list: bool, known: Known) -> bool:
    """`Trust:` above bullets, or at the end of a file, heads a list; nobody speaks there."""
    return line.heading or bool(head.label and not head.words and not head.sure and last_or_list and not known(head.label))


def _wraps(above: str, text: str) -> bool:
    """In notes, tell a line that was wrapped from a note of its own."""
    return text[:1].islower() or (len(above) >= _WRAP and not above.endswith((".", "!", "?", ":", ";", "…")))
