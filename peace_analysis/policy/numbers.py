"""Numbers of sections as policies print them, and where each belongs in the outline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_DASH = "-‐‑‒–—"
_PREFIX = r"(?:(?:section|sec\.|article|art\.|chapter|part|policy|order|directive|rule|§+)\s*)"
_CODE = rf"\d{{1,4}}\.\d{{1,4}}\s?[{_DASH}]\s?[A-Z]{{2,5}}\s?[{_DASH}]?\s?\d+(?:\.\d+)*"
_DOTTED = r"\d{1,4}(?:\.\d{1,4})+(?:\([A-Za-z0-9]{1,3}\))*"
_MIXED = r"(?:[IVXLC]{1,6}|[A-Z]|\d{1,3})(?:\.(?:[IVXLC]{1,5}|[A-Z]|[a-z]|\d{1,3}))+"
_SINGLE = r"[IVXLC]{1,6}|[A-Z]|\d{1,4}"
_LABEL = re.compile(
    rf"(?P<prefix>{_PREFIX})?(?:(?P<code>{_CODE})|(?P<dotted>{_DOTTED})|(?P<mixed>{_MIXED})|(?P<single>{_SINGLE}))(?P<end>[.):]?)(?=\s|$|[{_DASH}])",
    re.I,
)
_UPPER = re.compile(r"[A-Z]+")
_ROMAN = re.compile(r"(?=.)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LARGEST = 999  # a year is no section
_WIDEST_GAP = 3  # numbers that a deleted section may leave out


@dataclass(frozen=True)
class Label:
    """A number at the beginning of a paragraph."""

    parts: tuple[str, ...]  # ("I", "A", "2"); one part where only the last level is printed
    number: str  # as printed, without "Section", spaces and a last full stop
    rest: str  # the words after it
    whole: bool  # the whole path is printed, not only its last level
    named: bool = False  # "Section 4", "Policy 300"


def read_label(words: str, *, heading: bool = False) -> Label | None:
    """Read the number that a paragraph begins with.

    Args:
        words: The paragraph.
        heading: The file marks it as a heading: a number may then stand without a full stop ("4 Purpose").

    Returns:
        The label; None where there is none. `(a)`, `a.` and bullets are items of a section, not sections.
    """
    match = _LABEL.match(words)
    if match is None:
        return None
    rest = words[match.end() :].strip().lstrip(_DASH + ":").strip()
    named = match["prefix"] is not None
    if match["code"]:
        printed = re.sub(rf"\s*[{_DASH}]\s*", "-", match["code"])
        return Label((printed,), printed, rest, whole=True, named=named)
    printed = match["dotted"] or match["mixed"] or match["single"]
    in_prose = named and not heading and not _is_title(rest, words[match.end() :])
    if in_prose or not _is_upper(printed) or not _is_number(match, printed, rest, heading=heading):
        return None
    parts = (printed,) if match["single"] else tuple(re.split(r"\.|(?=\()", printed))
    return Label(parts, printed, rest, whole=not match["single"], named=named)


def _is_upper(printed: str) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", printed.partition("(")[0])
    return letters == letters.upper() or bool(re.fullmatch(r"[A-Z0-9.]+\.[a-z]", printed))


def _is_number(match: re.Match[str], printed: str, rest: str, *, heading: bool) -> bool:
    """Tell a section's number from an abbreviation, an amount, or a word."""
    if match["mixed"]:
        return any(map(str.isdigit, printed)) or _is_small_roman(printed.partition(".")[0])  # not "U.S. Supreme Court"
    if match["dotted"]:
        return heading or not rest[:1].islower()  # not "2.5 feet"
    if match["end"] or match["prefix"]:
        return not printed.isdigit() or int(printed) <= _LARGEST or match["prefix"] is not None
    return heading and (printed.isdigit() or (len(printed) > 1 and bool(_ROMAN.fullmatch(printed))))  # not "A Duty to Act"


def _is_title(rest: str, after: str) -> bool:
    """Tell "Section 4: Purpose" from "Section 4 applies to all members."."""
    return not rest or after.lstrip()[:1] in f"{_DASH}:." or (rest[0].isupper() and len(rest.split()) <= 12 and not rest.endswith("."))


def _is_small_roman(printed: str) -> bool:
    return any(scheme == "roman" and value <= 50 for scheme, value in _schemes(printed))


@dataclass
class _Level:
    scheme: str  # "roman", "letter", "number" or, for a path printed whole, "path"
    value: int
    printed: str


@dataclass
class Outline:
    """Goes through a document's labels in order and gives each its full number."""

    _levels: list[_Level] = field(default_factory=list)
    _last: tuple[int, ...] = ()  # the last number printed as a path of digits
    _next_item: int = 0  # the number with which a list inside a section would go on
    _titled: bool = False  # a heading without a number has been met since the last numbered section

    def pass_heading(self) -> None:
        """Take note of a heading without a number: numbers may begin anew, and a list under it is a list."""
        self._titled = True
        self._next_item = 0

    def place(self, label: Label, *, heading: bool = False) -> str | None:
        """Find the full number of a section.

        Args:
            label: What the paragraph begins with.
            heading: The file marks it as a heading.

        Returns:
            "I.A.2" for the `2.` below `A.` below `I.`; None for an item of a list, or words that only look like a number.
        """
        number = self._place_whole(label, heading) if label.whole else self._place_single(label, heading)
        if number is not None:
            self._next_item, self._titled = 0, False
        return number

    def _place_whole(self, label: Label, heading: bool) -> str | None:
        if all(part.isdigit() for part in label.parts):
            path = tuple(int(part) for part in label.parts)
            if self._last and path <= self._last and not heading:
                return None
            self._last = path
            top = _Level("number", path[0], label.parts[0])
            self._levels = [top, *(_Level("path", int(part), part) for part in label.parts[1:])]
        elif len(label.parts) > 1:
            first = next(_schemes(label.parts[0]), None)
            self._levels = [_Level(*(first or ("path", 0)), label.parts[0]), *(_Level("path", 0, part) for part in label.parts[1:])]
        else:
            self._levels = [_Level("path", 0, label.parts[0])]
        return label.number

    def _place_single(self, label: Label, heading: bool) -> str | None:
        printed = label.parts[0]
        options = list(_schemes(printed))
        if not (heading or label.named) and self._is_item(options):
            return None
        for depth in range(len(self._levels) - 1, -1, -1):
            level = self._levels[depth]
            for scheme, value in options:
                if level.scheme == scheme and value == level.value + 1:
                    return self._set(depth, _Level(scheme, value, printed))
        for scheme, value in options:
            if value == 1:
                known = next((depth for depth, level in enumerate(self._levels) if level.scheme == scheme), None)
                return self._set(len(self._levels) if known is None else known, _Level(scheme, value, printed))
        for scheme, value in options:
            for depth in range(len(self._levels) - 1, -1, -1):
                level = self._levels[depth]
                if level.scheme == scheme and (heading or level.value < value <= level.value + _WIDEST_GAP):
                    return self._set(depth, _Level(scheme, value, printed))
        if (heading or label.named) and options:
            return self._set(0, _Level(*options[0], printed))
        return None

    def _is_item(self, options: list[tuple[str, int]]) -> bool:
        """Tell a numbered list inside a section from sections that carry plain numbers."""
        if not options or options[0][0] != "number":
            return False
        value = options[0][1]
        in_list = value == self._next_item or (value == 1 and (self._titled or any(level.scheme == "path" for level in self._levels)))
        if in_list:
            self._next_item = value + 1
        return in_list

    def _set(self, depth: int, level: _Level) -> str:
        self._levels = [*self._levels[:depth], level]
        if level.scheme == "number" and depth == 0:
            self._last = (level.value,)
        return ".".join(level.printed for level in self._levels)


def _schemes(printed: str) -> Iterator[tuple[str, int]]:
    """Ways to read one level: C is a letter after B and a Roman numeral after XCIX."""
    if printed.isdigit():
        yield "number", int(printed)
        return
    if _ROMAN.fullmatch(printed):
        values = [_ROMAN_VALUES[letter] for letter in printed]
        yield "roman", sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
    if len(printed) == 1 and printed.isalpha():
        yield "letter", ord(printed.upper()) - ord("A") + 1
