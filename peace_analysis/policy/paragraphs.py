"""Lines of a paged document in reading order -> paragraphs: contents lists, hyphens at line ends, headings by their type."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from peace_analysis.policy.document import Block, Removed
from peace_analysis.policy.numbers import read_label
from peace_analysis.policy.page_lines import Line

_LEADER = re.compile(r".*?(?:[.·_…]\s?){4,}\s*(?:\d{1,4}|[ivxl]{1,6})")
_ENDS_IN_PAGE = re.compile(r".*\D\s(\d{1,4})")
_CONTENTS = re.compile(r"(?:table of )?contents|index", re.I)
_ITEM = re.compile(r"(?:[-*•●○▪■–]|\(?[A-Za-z0-9]{1,3}[.)])\s")
_ENDED = re.compile(r"[.;:!?][\"”’)]*$|[,;] (?:and|or)$")
_HYPHEN = re.compile(r"(?P<before>[^\W\d_]+)(?P<hyphen>[-‐\u00ad])$")
_LONGEST_WORD = 60  # characters
_LIST_STEP = 1.6  # times the distance between two entries of a table of contents: the list has ended
_LARGER = 1.12  # times the body's size of type: a heading
_TITLE = 1.3  # times the body's size: the document's title
_MOST_HEADING = 16  # words


def remove_contents(lines: Sequence[Line]) -> tuple[list[Line], list[Removed]]:
    """Take out tables of contents: lines that lead with dots to a page number, or that follow a heading "Contents" and end in one."""
    gone: set[int] = set()
    dotted = [bool(_LEADER.fullmatch(line.text)) for line in lines]
    for at, is_dotted in enumerate(dotted):
        # An entry that is wrapped has its dots on the second line.
        near = [place for place in (at - 2, at - 1, at + 1, at + 2) if 0 <= place < len(lines) and dotted[place]]
        if is_dotted and near:
            gone.add(at)
            gone |= {place for place in range(at + 1, min(at + 3, len(lines))) if any(dotted[place + 1 : at + 3]) and not dotted[place]}
    for at, line in enumerate(lines):
        if _CONTENTS.fullmatch(line.text.strip(" :")):
            entries = _entries(lines, at + 1, gone)
            gone |= {at, *entries} if entries else set()
    removed = [Removed(lines[place].text, f"page {lines[place].page}", "table of contents") for place in sorted(gone)]
    return [line for place, line in enumerate(lines) if place not in gone], removed


def _entries(lines: Sequence[Line], start: int, dotted: set[int]) -> list[int]:
    """Lines below the heading of a table of contents, as long as page numbers do not fall; at least three, unless they have dots."""
    found: list[int] = []
    page, step = 0, 0.0
    for place in range(start, len(lines)):
        before, step = step, lines[place - 1].base - lines[place].base
        if place not in dotted and len(found) > 1 and not 0 < step < _LIST_STEP * before:
            break
        match = _ENDS_IN_PAGE.fullmatch(lines[place].text)
        if place in dotted or (match and int(match[1]) >= page):
            found.append(place)
            page = int(match[1]) if match else page
        else:
            break
    return found if len(found) >= 3 or any(place in dotted for place in found) else []


def make_blocks(lines: Sequence[Line], is_word: Callable[[str], bool]) -> list[Block]:
    """Join lines to paragraphs.

    Args:
        lines: In reading order, without headers, footers and contents.
        is_word: Says whether an ordinary dictionary has a word, for hyphens at line ends.

    Returns:
        Blocks; those set bold or in larger type than most of the text are headings, the largest type level 1.
    """
    groups: list[list[Line]] = []
    leading = _find_leading(lines)
    body = _body_size(lines)
    for line in lines:
        if groups and _goes_on(groups[-1], line, leading, body):
            groups[-1].append(line)
        else:
            groups.append([line])
    mostly_bold = sum(len(line.text) for line in lines if line.bold) > 0.5 * sum(len(line.text) for line in lines)
    styles = [_heading_style(group, body, mostly_bold) for group in groups]
    ranks = {style: rank for rank, style in enumerate(sorted({style for style in styles if style}, reverse=True), 1)}
    heard = _Compounds(lines, is_word)
    blocks = []
    for group, style in zip(groups, styles, strict=True):
        words = join_lines([line.text for line in group], heard.keeps_hyphen)
        level = min(ranks[style], 6) if style else 0
        blocks.append(Block(words, f"page {group[0].page}", level=level, bold="" if level or mostly_bold else _bold_head(group[0])))
    return blocks


def _bold_head(line: Line) -> str:
    if line.bold:
        return ""
    return " ".join(word.text for word in takewhile(lambda word: word.bold, line.words))


def _goes_on(group: Sequence[Line], line: Line, leading: float, body: float) -> bool:
    """Tell whether a line belongs to the paragraph before it."""
    last = group[-1]
    if abs(line.size - last.size) > 0.6 or line.bold != last.bold:
        return False
    width = max(last.column_right - last.column_left, 1)
    short = last.right < last.column_right - 0.12 * width
    ended = bool(_ENDED.search(last.text))
    label = read_label(line.text)
    in_title = label is not None and label.named and line.size > _TITLE * body  # "Harlan Falls Police / Policy 300"
    marked = (label is not None and not in_title) or bool(_ITEM.match(line.text))
    flows = line.page == last.page and line.base < last.base
    if not flows:
        return not marked and not line.bold and (not ended or line.text[:1].islower() or not short)
    if last.base - line.base > 1.4 * leading * max(line.size, 1):
        return False
    if marked and (ended or short or abs(line.left - last.left) > 3):
        return False
    outdented = line.left < last.left - 6 and len(group) > 1
    indented = line.left > last.left + 6 and len(group) > 1 and ended
    return not (outdented or indented or (short and ended and not line.text[:1].islower()))


def _find_leading(lines: Sequence[Line]) -> float:
    """Usual distance of baselines, in sizes of type."""
    steps = [
        (upper.base - lower.base) / max(upper.size, 1)
        for upper, lower in pairwise(lines)
        if upper.page == lower.page and 0 < upper.base - lower.base < 3 * upper.size and abs(upper.size - lower.size) < 0.6
    ]
    return statistics.median_low(sorted(steps)[: max(1, len(steps) * 3 // 4)]) if steps else 1.2


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _heading_style(group: Sequence[Line], body: float, mostly_bold: bool) -> tuple[float, bool] | None:
    words = sum(len(line.words) for line in group)
    bold = all(line.bold for line in group) and not mostly_bold
    size = round(statistics.median(line.size for line in group) * 2) / 2
    if words > _MOST_HEADING or not (bold or size >= _LARGER * body) or not any(letter.isalpha() for letter in group[0].text):
        return None
    return size, bold


class _Compounds:
    """Decides on a hyphen at the end of a line by how the document writes the word elsewhere, then by a dictionary."""

    def __init__(self, lines: Sequence[Line], is_word: Callable[[str], bool]) -> None:
        self._is_word = is_word
        inner = [word.text for line in lines for word in line.words[1:-1]]
        self._written = {re.sub(r"[^\w-]", "", word).casefold() for word in inner}

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Tell whether `before-` and `after` are a compound such as "use-of".

        A soft hyphen never comes here.
        """
        first, rest = before.casefold(), re.sub(r"\W.*", "", after).casefold()
        if f"{first}-{rest}" in self._written:
            return True
        if first + rest in self._written or self._is_word(first + rest):
            return False
        return self._is_word(first) and self._is_word(rest)


def join_lines(lines: Sequence[str], keeps_hyphen: Callable[[str, str], bool]) -> str:
    """Join the lines of a paragraph; a word broken by a hyphen at a line end becomes whole.

    Args:
        lines: The lines, from the first.
        keeps_hyphen: Asked with the letters before the hyphen and the next line's first word.
    """
    text = ""
    for line in lines:
        if not text:
            text = line
            continue
        match = _HYPHEN.search(text[-_LONGEST_WORD:])
        if match and line[:1].isalpha():
            soft = match["hyphen"] == "\u00ad" or (line[0].islower() and not keeps_hyphen(match["before"], line.split()[0]))
            text = text[:-1] + line if soft else text + line
        else:
            text = f"{text} {line}"
    return text.replace("\u00ad", "")
