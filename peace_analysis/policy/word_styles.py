"""Styles and automatic numbers of Word documents."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

from peace_analysis.transcripts.archive import Archive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DEEPEST = 9
_MOST_BASES = 20  # styles that a style may build on, one on the other
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Style:
    """What a paragraph style says of its paragraphs."""

    level: int = 0  # of a heading, from 1
    is_contents: bool = False
    number_id: str = ""
    number_level: int = 0


@dataclass(frozen=True)
class Styles:
    """Paragraph styles by id."""

    found: dict[str, Style] = field(default_factory=dict)

    def of(self, key: str) -> Style:
        """Look a style up; an unknown one says nothing."""
        return self.found.get(key, Style())


@dataclass(frozen=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


class Numbering:
    """Counts the numbers that Word puts before paragraphs."""

    def __init__(self, lists: dict[str, tuple[str, dict[int, _Level]]]) -> None:
        self._lists = lists  # number id -> (abstract id, levels)
        self._counts: dict[str, list[int]] = {}

    def count(self, properties: ET.Element | None, style: Style) -> str:
        """Give the number of the next paragraph of a list.

        Returns:
            "I.", "300.4.1", "(a)"; "-" for a bullet; empty for a paragraph without.
        """
        key, depth = style.number_id, style.number_level
        if properties is not None and (own := child(properties, "numPr")) is not None:
            key = value(own, "numId") or key
            depth = whole_number(value(own, "ilvl"), depth)
        if not key or key == "0" or key not in self._lists:
            return ""
        abstract, levels = self._lists[key]
        depth = min(depth, _DEEPEST - 1)
        level_ = levels.get(depth, _Level())
        if level_.form == "bullet":
            return "-"
        if level_.form == "none":
            return ""
        counts = self._counts.setdefault(abstract, [0] * _DEEPEST)
        for upper in range(depth):
            counts[upper] = counts[upper] or levels.get(upper, _Level()).start
        counts[depth] = counts[depth] + 1 if counts[depth] else level_.start
        counts[depth + 1 :] = [0] * (_DEEPEST - depth - 1)

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            return write_number(counts[place], levels.get(place, _Level()).form) if 0 <= place < _DEEPEST else ""

        return re.sub(r"%([1-9])", shown, level_.text).strip()


def write_number(number: int, form: str) -> str:
    """Write a number as Word does: decimal, upperRoman, lowerRoman, upperLetter, lowerLetter; anything else as decimal."""
    if form.endswith("Roman") and 0 < number < 90:
        letters = ""
        for worth, sign in _ROMAN:
            while number >= worth:
                letters, number = letters + sign, number - worth
        return letters if form.startswith("upper") else letters.lower()
    if form.endswith("Letter") and number > 0:
        letters = chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letters if form.startswith("upper") else letters.lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def read_styles(archive: Archive) -> Styles:
    """Read the paragraph styles; names of built-in styles are English in every language of Word."""
    if "word/styles.xml" not in archive.names:
        return Styles()
    nodes = {attribute(node, "styleId"): node for node in archive.read_xml("word/styles.xml") if local_name(node) == "style"}
    return Styles({key: _style(key, nodes) for key in nodes})


def _style(key: str, nodes: dict[str, ET.Element]) -> Style:
    level, contents, number_id, number_level = 0, False, "", 0
    for _ in range(_MOST_BASES):
        node = nodes.get(key)
        if node is None:
            break
        name = value(node, "name").casefold()
        if (match := re.fullmatch(r"heading (\d)", name)) and not level:
            level = int(match[1])
        level = level or (1 if name == "title" else 0)
        contents = contents or bool(re.match(r"toc (\d|heading)", name))
        properties = child(node, "pPr")
        if properties is not None:
            outline = value(properties, "outlineLvl")
            level = level or (depth + 1 if (depth := whole_number(outline, _DEEPEST)) < _DEEPEST else 0)
            numbered = child(properties, "numPr")
            if numbered is not None and not number_id:
                number_id = value(numbered, "numId")
                number_level = whole_number(value(numbered, "ilvl"), 0)
        key = value(node, "basedOn")
    return Style(0 if contents else level, contents, number_id, number_level)


def read_numbering(archive: Archive) -> Numbering:
    """Read the lists of a document."""
    if "word/numbering.xml" not in archive.names:
        return Numbering({})
    root = archive.read_xml("word/numbering.xml")
    abstract = {attribute(node, "abstractNumId"): _levels(node) for node in children(root, "abstractNum")}
    lists = {}
    for node in children(root, "num"):
        key = value(node, "abstractNumId")
        lists[attribute(node, "numId")] = (key, abstract.get(key, {}))
    return Numbering(lists)


def _levels(node: ET.Element) -> dict[int, _Level]:
    levels = {}
    for level in children(node, "lvl"):
        depth = whole_number(attribute(level, "ilvl"), _DEEPEST)
        if depth < _DEEPEST:
            levels[depth] = _Level(whole_number(value(level, "start"), 1), value(level, "numFmt") or "decimal", value(level, "lvlText"))
    return levels


def whole_number(text: str, otherwise: int) -> int:
    """Read a small whole number as Word writes it."""
    return int(text) if re.fullmatch("[0-9]{1,6}", text) else otherwise


def local_name(element: ET.Element) -> str:
    """Name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Children of a name."""
    return (part for part in element if local_name(part) == name)


def child(element: ET.Element, name: str) -> ET.Element | None:
    """First child of a name."""
    return next(children(element, name), None)


def value(element: ET.Element | None, name: str) -> str:
    """Value of a child such as <w:pStyle w:val="..."/>; empty where there is none."""
    found = child(element, name) if element is not None else None
    return attribute(found, "val") if found is not None else ""


def attribute(element: ET.Element, name: str) -> str:
    """Attribute in Word's namespace, transitional or strict; empty where there is none."""
    return element.get(_W + name) or element.get(_STRICT + name) or ""
