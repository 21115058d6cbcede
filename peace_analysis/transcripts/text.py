"""Plain text, and the turn grammar that Word documents, coding projects and web pages share with it.

Known forms: `Name: words`; a header line with a name and a time above the words (Otter, Rev, Teams, Zoom); a time in front
(`[00:12:31] Maria: words`); a known name alone on its line. Without any label the text is notes: one row per bullet or paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from peace_analysis.transcripts.clock import TIME, from_beginning, seconds
from peace_analysis.transcripts.encoding import read_text, split_lines
from peace_analysis.transcripts.labels import accepted, colon_label, label_key, rank, split_label, tidy
from peace_analysis.transcripts.noise import is_noise, page_numbers
from peace_analysis.transcripts.rows import Row, Source, clean, refuse

Known = Callable[[str], bool]

_SPAN = rf"{TIME}(?:\s*(?:-->|-|–|to)\s*{TIME})?"
_TIME_FIRST = re.compile(rf"\s*(?P<open>[\[(]?)(?P<time>{_SPAN})(?P<close>[\])]?)\s*[-–|]?:?(?:\s+(?P<rest>.*))?", re.DOTALL)
_NAME_TIME = re.compile(
    rf"(?P<label>\S[^:]{{0,60}}?)(?:\s?[,|–-])?\s(?P<open>[\[(]?)(?P<time>{_SPAN})(?P<close>[\])]?)(?P<colon>\s*:)?(?:\s+(?P<rest>.*))?"
)
_BULLET = re.compile(r"\s*(?:[-*+•‣▪◦●○·–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_HASHES = re.compile(r"\s*#{1,6}\s+")
_RULE = re.compile(r"\s*([=\-_*~])\1{2,}\s*")
_TIMECODE = re.compile(r"[\[(](?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,6})?[\])]")
_WRAP = 60  # characters: a shorter line that is followed by another was ended on purpose


@dataclass(frozen=True)
class Line:
    """One line or paragraph on its way through the grammar."""

    text: str
    number: int  # line or paragraph of the source, from 1
    gap: bool = False  # stands apart from what is above: an empty line, or a paragraph of its own
    heading: bool = False  # the source's styles say so
    bullet: bool = False
    speaker: str | None = None  # where the source itself marks the speaker
    start: float | None = None


@dataclass(frozen=True)
class _Head:
    """A line cut into what may be a label, a time and words."""

    label: str | None
    time: float | None
    words: str
    sure: bool = False  # the label stands with a time: a header line
    bare: tuple[float | None, str] | None = None  # time and words if the label turns out to be none; else the whole line


def read(path: Path, known: Known = lambda _: False) -> Source:
    """Read a plain-text transcript or notes.

    Args:
        path: The file.
        known: Says whether the session knows a label.

    Returns:
        One row per paragraph of a turn, bullet or note. Page numbers, running headers and export marks are left out.

    Raises:
        TranscriptError: If the file is empty, unreadable or holds nothing but such marks.
    """
    return parse_text(read_text(path), path, known)


def parse_text(text: str, path: Path, known: Known = lambda _: False) -> Source:
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
    return parse_lines(lines, path, known)


def parse_lines(lines: Sequence[Line], path: Path, known: Known = lambda _: False) -> Source:
    """Find turns in lines or paragraphs.

    Raises:
        TranscriptError: If no words are left.
    """
    numbers = page_numbers([line.text for line in lines])
    kept = [_prepared(line) for index, line in enumerate(lines) if index not in numbers and not is_noise(line.text)]
    kept = [line for line in kept if line.text or line.start is not None]
    times = sum(_TIME_FIRST.fullmatch(line.text) is not None for line in kept)
    timed = times >= 3 and times * 2 >= len(kept)
    heads = [_head(line, known, timed) for line in kept]
    follows = [index + 1 < len(kept) and kept[index + 1].bullet for index in range(len(kept))]
    candidates = [
        None if _is_title(line, head, index + 1 == len(kept) or follows[index], known) else head.label
        for index, (line, head) in enumerate(zip(kept, heads, strict=True))
    ]
    labels = accepted(candidates, known)
    labelled = bool(labels) or any(line.speaker for line in kept)
    rows: list[Row] = []
    speaker: str | None = None
    time: float | None = None
    open_row = False  # the next line may go on in the last row
    above = ""
    for line, head, label, bullets in zip(kept, heads, candidates, follows, strict=True):
        before, above = above, line.text
        if line.heading or (not labelled and bullets and not line.bullet and line.text.endswith((":", "?"))):
            rows.append(Row(clean(line.text), line.number, None, role="facilitator"))
            open_row = False
            continue
        text, began = line.text, False
        if label and label_key(label) in labels:
            speaker, text, time, began = label, head.words, head.time, True
        elif head.time is not None and head.label is None:
            text, time, began = head.words, head.time, True
        elif head.bare is not None:
            time, text = head.bare
            began = True
        if line.speaker:
            speaker, began = line.speaker, line.gap
        time = line.start if line.start is not None else time
        text = clean(_TIMECODE.sub(" ", text))
        if not text:
            open_row = False
            continue
        joins = open_row and not began and not line.gap and not line.bullet and (labelled or _wraps(before, line.text))
        if joins:
            rows[-1] = replace(rows[-1], text=f"{rows[-1].text} {text}")
        else:
            rows.append(Row(text, line.number, speaker, time, new_turn=not labelled))
            time = None
        open_row = True
    if not rows:
        raise refuse(path, "the transcript is empty: there are no words in it.", "Export it again, or list it under `skip:` in city.yml.")
    starts = from_beginning([row.start for row in rows])
    return Source([replace(row, start=start) for row, start in zip(rows, starts, strict=True)])


def _prepared(line: Line) -> Line:
    text = clean(line.text.replace("**", "").replace("__", ""))
    if hashes := _HASHES.match(text):
        return replace(line, text=text[hashes.end() :], heading=True)
    bullet = _BULLET.match(text)
    if bullet and _TIME_FIRST.fullmatch(text) is None:
        return replace(line, text=text[bullet.end() :], bullet=True)
    return replace(line, text=text)


def _head(line: Line, known: Known, timed: bool) -> _Head:
    """Cut one line at the label and time that may stand at its beginning."""
    if line.speaker or line.heading:
        return _Head(None, None, line.text)
    for cut in (_time_first(line, known, timed), _name_time(line.text, known), _name_first(line.text, known)):
        if cut is not None:
            return cut
    alone = tidy(line.text)
    if len(alone) <= _WRAP and line.gap and not line.bullet and (known(alone) or re.fullmatch(r"(?i)speaker \d{1,3}", alone)):
        return _Head(alone, None, "")
    return _Head(None, None, line.text)


def _time_first(line: Line, known: Known, timed: bool) -> _Head | None:
    """`[00:12:31] Maria: words`, `00:12:31 Maria Lopez`, a time alone, a time in brackets before words."""
    match = _TIME_FIRST.fullmatch(line.text)
    time = seconds(_first(match["time"])) if match and _closed(match) else None
    if match is None or time is None:
        return None
    rest = (match["rest"] or "").strip()
    # "7:30 is too late for me" begins with a time that was said; where most lines begin with one, it was not.
    bare = (time, rest) if not rest or match["open"] or timed else None
    if inner := _label_of(rest, known):
        return _Head(inner[0], time, inner[1], True, bare)
    if rest and (known(tidy(rest)) or rank(tidy(rest)) == "name") and not line.bullet:
        return _Head(tidy(rest), time, "", True, bare)
    return _Head(None, time, rest) if bare else None


def _name_time(text: str, known: Known) -> _Head | None:
    """`Speaker 2  00:12:31`, `Maria Lopez 7:02 PM`, `Speaker 1 (00:03): words`."""
    match = _NAME_TIME.fullmatch(text)
    time = seconds(_first(match["time"])) if match and _closed(match) else None
    if match is None or time is None:
        return None
    label, rest = tidy(match["label"]), (match["rest"] or "").strip()
    form = "name" if known(label) else rank(label)
    bound = not rest or match["colon"] or match["open"]
    return _Head(label, time, rest, sure=True) if bound and (form == "name" or (form == "weak" and not rest)) else None


def _name_first(text: str, known: Known) -> _Head | None:
    """`Maria: words`, `Maria: [00:12:31] words`."""
    inner = _label_of(text, known)
    if inner is None:
        return None
    after = _TIME_FIRST.fullmatch(inner[1])
    if after and after["open"] and _closed(after):
        return _Head(inner[0], seconds(_first(after["time"])), (after["rest"] or "").strip(), sure=True)
    return _Head(inner[0], None, inner[1])


def _label_of(text: str, known: Known) -> tuple[str, str] | None:
    sure = colon_label(text)
    return sure if sure and known(sure[0]) else split_label(text)


def _first(span: str) -> str:
    found = re.match(TIME, span)
    return found[0] if found else span


def _closed(match: re.Match[str]) -> bool:
    """Brackets around a time come in pairs or not at all."""
    return (match["open"], match["close"]) in {("", ""), ("[", "]"), ("(", ")")}


def _is_title(line: Line, head: _Head, last_or_list: bool, known: Known) -> bool:
    """`Trust:` above bullets, or at the end of a file, heads a list; nobody speaks there."""
    return line.heading or bool(head.label and not head.words and not head.sure and last_or_list and not known(head.label))


def _wraps(above: str, text: str) -> bool:
    """In notes, tell a line that was wrapped from a note of its own."""
    return text[:1].islower() or (len(above) >= _WRAP and not above.endswith((".", "!", "?", ":", ";", "…")))
