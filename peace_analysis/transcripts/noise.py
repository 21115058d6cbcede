"""Lines of exports and printed pages that nobody said: page numbers, running headers, marks of the transcription service."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NOISE = re.compile(
    r"""\s*(?:
        (?:page|p\.|página)\s*\d{1,4}(?:\s*(?:of|/|de)\s*\d{1,4})?
      | [-–—]\s*\d{1,4}\s*[-–—]
      | \d{1,4}\s*(?:of|/)\s*\d{1,4}
      | transcribed\s+(?:by|with)\s+(?:https?://)?(?:www\.)?[\w.]+\.(?:ai|com|io)\S*
      | (?:this\s+)?transcript(?:ion)?\s+(?:was\s+)?(?:exported|generated|created)\s+(?:on|by|with|from)\b[^.?!]{0,80}\.?
      | (?:started|stopped)\s+transcription
      | \S+(?:\s\S+){0,4}\s(?:started|stopped)\stranscription
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_FRONT = re.compile(
    r"(?:date|time|venue|location|place|facilitat(?:or|ed by)s?|note-?\s?takers?|attend(?:ees|ance|ed)|host(?:ed by)?|session|language|"
    r"interpreters?|recorded(?: by)?|duration|participants|fecha|hora|lugar|facilitador(?:a|es)?|asistentes)\s*:\s*\S",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of such a line
_NUMBER = re.compile(r"\s*(\d{1,4})\s*")
_PAGED = re.compile(
    r"\s*(?P<head>\D{3,60}?)[\s|,–-]*(?:page|p\.|página)\s*(?P<number>\d{1,4})(?:\s*(?:of|de|/)\s*\d{1,4})?\s*", re.IGNORECASE
)


def is_noise(text: str) -> bool:
    """The line is a page number with its word, or a mark of the program that wrote the file."""
    return _match(_NOISE, text) is not None


def is_front_matter(text: str) -> bool:
    """The line says when, where and with whom a session was held, as notes do at their top."""
    return _FRONT.match(text) is not None


def page_numbers(lines: Sequence[str]) -> frozenset[int]:
    """Find bare page numbers and running headers that hold one, with the header lines right beside them.

    A number alone on its line may be somebody's answer, so it takes at least two that count up by one; a header line counts as
    one only if the same words stand beside at least two of them.

    Returns:
        Indices of the lines to leave out.
    """
    found: set[int] = set()
    for pattern, group in ((_NUMBER, 1), (_PAGED, 2)):
        numbered = [(index, int(match[group])) for index, line in enumerate(lines) if (match := _match(pattern, line))]
        run = [
            index
            for place, (index, number) in enumerate(numbered)
            if (place > 0 and numbered[place - 1][1] + 1 == number) or (place + 1 < len(numbered) and numbered[place + 1][1] == number + 1)
        ]
        if len(run) >= 2:
            found.update(run)
    marks = found | {index for index, line in enumerate(lines) if is_noise(line)}
    beside: dict[str, list[int]] = {}
    for index in sorted(marks):
        for near in (index - 1, index + 1):
            if 0 <= near < len(lines) and near not in marks:
                beside.setdefault(" ".join(lines[near].split()), []).append(near)
    # A running header is short and says nothing that a person could have said twice beside two page numbers.
    for text, places in beside.items():
        if len(set(places)) >= 2 and len(text) <= 80 and ":" not in text and not text.endswith((".", "?", "!")):
            found.update(places)
    return frozenset(found)


def _match(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """Match a line that is short enough: on a long one, blanks above all, patterns that look ahead would take for ever."""
    words = line.strip()
    return pattern.fullmatch(words) if len(words) <= _LONGEST else None
