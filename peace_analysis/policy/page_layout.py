"""Glyphs of a page -> lines in reading order: what belongs to a line, columns, page headers and footers."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_WORD_GAP = 0.2  # of the size of type: a wider gap parts two words
_SAME_LINE = 0.4  # of the size of type: baselines closer than this are one line
_GUTTER = 9.0  # points; two columns are at least this far apart
_FEWEST_LINES = 5  # lines on each side of a gutter
_EDGE_LINES = 4  # lines at the top and bottom of a page that may be header or footer
_SAME_PLACE = 8.0  # points that a header may move from page to page
_OFTEN = 0.3  # share of pages
_PAGE_NUMBER = re.compile(r"(?:page|p\.)?\s*[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)


@dataclass(frozen=True)
class Glyph:
    """One character where it stands on the page; points from the lower left corner."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False


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
        if run and (glyph.text.isspace() or glyph.left - run[-1].right > _WORD_GAP * max(glyph.size, 1)):
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


def find_furniture(pages: Sequence[Sequence[Line]]) -> list[set[int]]:
    """Find page headers, footers and page numbers.

    A line at the edge of a page is one if the same words, numbers aside, stand at the same height on at least two and three in ten pages;
    if it is nothing but a page number; or if most pages have a line of a few words there, well apart from what follows.

    Returns:
        For each page the places of such lines in it; only lines with nothing but such lines between them and the edge.
    """
    least = max(2, _OFTEN * len(pages))
    heights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, lines in enumerate(pages):
        for place in {*range(len(lines))[:_EDGE_LINES], *range(len(lines))[-_EDGE_LINES:]}:
            heights[_same(lines[place].text)].append((number, lines[place].base))

    def repeats(line: Line) -> bool:
        return len({page for page, base in heights[_same(line.text)] if abs(base - line.base) <= _SAME_PLACE}) >= least

    apart = {edge: _stands_apart(pages, edge) for edge in (0, -1)}
    found: list[set[int]] = []
    for number, lines in enumerate(pages):
        gone: set[int] = set()
        for edge, order in ((0, range(len(lines))), (-1, range(len(lines) - 1, -1, -1))):
            for depth, place in enumerate(order[:_EDGE_LINES]):
                line = lines[place]
                lone = depth == 0 and (bool(_PAGE_NUMBER.fullmatch(line.text)) or number in apart[edge])
                if not (repeats(line) or lone):
                    break
                gone.add(place)
        found.append(gone)
    return found


def _same(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\d+|\b[ivxl]+\b", "#", text.casefold())).strip()


def _stands_apart(pages: Sequence[Sequence[Line]], edge: int) -> set[int]:
    """Pages whose outermost line is short, far from the next and at a height that most pages have one at; from three pages on."""
    if len(pages) < 3:
        return set()
    outer: dict[int, float] = {}
    for number, lines in enumerate(pages):
        if len(lines) < _EDGE_LINES:
            continue
        line, following = (lines[0], lines[1]) if edge == 0 else (lines[-1], lines[-2])
        gaps = [upper.base - lower.base for upper, lower in pairwise(lines)]
        if len(line.words) <= 12 and abs(line.base - following.base) > 1.9 * statistics.median(gaps):
            outer[number] = line.base
    alike = {
        number for number, base in outer.items() if sum(abs(base - other) <= _SAME_PLACE for other in outer.values()) > 0.6 * len(pages)
    }
    return alike


def order_columns(lines: Sequence[Line], depth: int = 0) -> list[Line]:
    """Put the lines of a page into reading order: a column is read to its end before the next one.

    Lines over the whole width part the columns above them from those below. Pages with one column stay as they are.
    """
    if not lines:
        return []
    gutter = _find_gutter(lines) if depth < 2 else None
    if gutter is None:
        left, right = min(line.left for line in lines), max(line.right for line in lines)
        return [replace(line, column_left=left, column_right=right) for line in lines]
    ordered: list[Line] = []
    band: list[Line] = []
    for line in [*lines, None]:
        if line is not None and not _crosses(line, gutter):
            band.append(line)
            continue
        for right in (False, True):
            side = [replace(part, words=_side(part, gutter, right=right)) for part in band]
            ordered += order_columns([part for part in side if part.words], depth + 1)
        band = []
        if line is not None:
            ordered.append(replace(line, column_left=line.left, column_right=line.right))
    return ordered


def _side(line: Line, gutter: float, *, right: bool) -> tuple[Word, ...]:
    return tuple(word for word in line.words if (word.left >= gutter) == right)


def _gap_at(line: Line, gutter: float) -> tuple[float, float]:
    """White space around a place: where it begins and ends."""
    left = max((word.right for word in line.words if word.left < gutter), default=float("-inf"))
    right = min((word.left for word in line.words if word.left >= gutter), default=float("inf"))
    return left, right


def _crosses(line: Line, gutter: float) -> bool:
    left, right = _gap_at(line, gutter)
    return left > gutter or right - left < _GUTTER


def _find_gutter(lines: Sequence[Line]) -> float | None:
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    starts = Counter(round(word.left) for line in lines for word in line.words if 0.25 * width <= word.left - left <= 0.8 * width)
    best: tuple[int, float] | None = None
    for start, n_starts in sorted(starts.items()):
        if n_starts < 3:
            continue
        gutter = start - 1.5
        sides = _count_sides([line for line in lines if not _crosses(line, gutter)], gutter)
        if sides and (best is None or sides > best[0]):
            best = (sides, gutter)
    return best[1] if best else None


def _count_sides(open_lines: Sequence[Line], gutter: float) -> int:
    """Count the lines right of a gutter, if what stands on both sides reads as columns of text: 0 if not."""
    sides = [[word for line in open_lines for word in line.words if (word.left >= gutter) == right] for right in (False, True)]
    n_lines = [len({(round(word.base), word.left >= gutter) for word in side}) for side in sides]
    letters = [sum(len(word.text) for word in side) for side in sides]
    if (
        min(n_lines) < _FEWEST_LINES
        or min(letters) < 0.15 * sum(letters)
        or min(len(side) / n for side, n in zip(sides, n_lines, strict=True)) < 2.5
    ):
        return 0
    firsts = [min((word.left for word in line.words if word.left >= gutter), default=None) for line in open_lines]
    begun = [round(first) for first in firsts if first is not None]
    aligned = sum(abs(first - gutter) <= 4 for first in begun)
    return n_lines[1] if aligned >= 0.35 * len(begun) else 0
