"""Glyphs of a page -> words and lines."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD_GAP = 0.2  # of the size of type: a wider gap parts two words
_SAME_LINE = 0.4  # of the size of type: baselines closer than this are one line


@dataclass(frozen=True)
class Glyph:
    """One character where it stands on the page; points from the lower left corner."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    after_blank: bool = False  # the file, or whoever read it, parts it from the character before


@dataclass(frozen=True)
class Word:
    """Characters that stand together."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Line:
    """Words on one baseline of one column."""

    words: tuple[Word, ...]
    page: int
    column_left: float = 0.0
    column_right: float = 0.0

    @property
    def text(self) -> str:
        """The line's words."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def base(self) -> float:
        """Its baseline."""
        return statistics.median(word.base for word in self.words)

    @property
    def size(self) -> float:
        """Size of its type, in points."""
        return statistics.median(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """Nearly all of it is bold."""
        letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) for word in self.words if word.bold) >= 0.9 * letters


def make_lines(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Put the glyphs of a page together to lines over its whole width, from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (-glyph.base, glyph.left)):
        if rows and abs(rows[-1][0].base - glyph.base) <= _SAME_LINE * max(glyph.size, 1):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = [Line(tuple(_make_words(sorted(row, key=lambda glyph: glyph.left))), page) for row in rows]
    return [line for line in lines if line.words]


def _make_words(row: Sequence[Glyph]) -> Iterable[Word]:
    run: list[Glyph] = []
    for glyph in row:
        if run and (glyph.text.isspace() or glyph.after_blank or glyph.left - run[-1].right > _WORD_GAP * max(glyph.size, 1)):
            yield _word(run)
            run = []
        if not glyph.text.isspace():
            run.append(glyph)
    if run:
        yield _word(run)


def _word(run: Sequence[Glyph]) -> Word:
    text = "".join(glyph.text for glyph in run)
    bold = sum(glyph.bold for glyph in run) * 2 > len(run)
    return Word(text, run[0].left, max(g.right for g in run), run[0].base, max(g.size for g in run), bold)
