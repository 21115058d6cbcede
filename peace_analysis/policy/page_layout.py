"""Lines of pages: which are page headers and footers, and in what order columns are read."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from peace_analysis.policy.page_lines import Line, Word

_GUTTER = 6.0  # points; two columns are at least this far apart
_FEWEST_LINES = 5  # lines on each side of a gutter
_EDGE_LINES = 4  # lines at the top and bottom of a page that may be header or footer
_SAME_PLACE = 8.0  # points that a header may move from page to page
_APART = 1.25  # usual distances of lines between a header of several lines and the text
_OFTEN = 0.3  # share of pages
_BROWSER = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d{2}.*|(?:https?|file)://\S+(?: .*)?")  # what a browser prints at the edge
_PAGE_NUMBER = re.compile(r"(?:page|p\.)?\s*[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)


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
        leading = _usual_leading(lines)
        for edge, order in ((0, range(len(lines))), (-1, range(len(lines) - 1, -1, -1))):
            run: list[int] = []
            apart_after = 1  # lines up to the last that white space parts from what follows; a repeated line alone needs none
            for depth, place in enumerate(order[:_EDGE_LINES]):
                line = lines[place]
                lone = depth == 0 and (bool(_PAGE_NUMBER.fullmatch(line.text) or _BROWSER.fullmatch(line.text)) or number in apart[edge])
                if not (repeats(line) or lone):
                    break
                run.append(place)
                if depth + 1 == len(lines) or abs(line.base - lines[order[depth + 1]].base) > _APART * leading:
                    apart_after = depth + 1
            gone |= set(run[:apart_after])
        found.append(gone)
    return found


def _usual_leading(lines: Sequence[Line]) -> float:
    return statistics.median([upper.base - lower.base for upper, lower in pairwise(lines)]) if len(lines) > 1 else 0.0


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
        if len(line.words) <= 12 and abs(line.base - following.base) > 1.9 * _usual_leading(lines):
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
