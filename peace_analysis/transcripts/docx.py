"""Word documents. The XML is walked here: python-docx leaves out tracked insertions, content controls and text boxes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from peace_analysis.errors import Problem
from peace_analysis.transcripts.archive import Archive
from peace_analysis.transcripts.clock import TIME, seconds
from peace_analysis.transcripts.encoding import split_lines
from peace_analysis.transcripts.heads import Known, Line
from peace_analysis.transcripts.labels import rank, tidy
from peace_analysis.transcripts.rows import Source, clean, refuse
from peace_analysis.transcripts.table import guess_column
from peace_analysis.transcripts.text import parse_lines

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
# Deleted and moved-away words, field codes and second copies of drawings are not in the document as it reads.
_GONE = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "pPr", "rPr", "tblPr", "sectPr", "annotationRef"})
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_WORDS_SPOKEN = 3  # words a cell, on average, where people speak
_TIME_CELL = re.compile(rf"[\[(]?({TIME})[\])]?")
_NAME_CELL = re.compile(rf"(?P<label>.*?)(?:[\s,|–-]+[\[(]?(?P<time>{TIME})[\])]?)?\s*:?")


def read(path: Path, known: Known = lambda _: False, notes: bool | None = None) -> Source:
    """Read a Word document.

    Args:
        path: The file.
        known: Says whether the session knows a label.
        notes: As `text.read`.

    Returns:
        One row per paragraph or table row; `line` counts paragraphs. Tracked insertions are in, deletions are not; page headers and
        footers are left out, comments and footnotes too, with a notice, because they are not speech.

    Raises:
        TranscriptError: If it is no Word document, is damaged or unsafe, or has no words.
    """
    with Archive(path, "a Word document (.docx)") as archive:
        if "word/document.xml" not in archive.names:
            raise refuse(path, "the file is not a Word document (.docx).", "Save it as .docx, or list it under `skip:` in city.yml.")
        archive.verify()
        body = archive.read_xml("word/document.xml")
        headings, bullets = _styles(archive)
        notices = _notices(archive, path)
    try:
        lines = _Walk(headings, bullets, known).lines(body)
    except RecursionError as error:
        raise refuse(path, "the document is nested too deeply.", "Save it again.") from error
    return Source(parse_lines(lines, path, known, notes).rows, notices)


class _Walk:
    """Goes through a document's body in reading order and counts its paragraphs."""

    def __init__(self, headings: frozenset[str], bullets: frozenset[str], known: Known) -> None:
        self.headings, self.bullets, self.known = headings, bullets, known
        self.number = 0
        self.found: list[Line] = []
        self.kept = ""  # words of a paragraph whose end was deleted: the next one goes on with it

    def lines(self, body: ET.Element) -> list[Line]:
        for block in _blocks(body):
            if _name(block) == "tbl":
                self._table(block)
            else:
                self._paragraph(block)
        if self.kept:
            self.found.append(Line(self.kept, self.number, gap=True))
        return self.found

    def _paragraph(self, block: ET.Element) -> None:
        self.number += 1
        text = self.kept + _words(block)
        properties = _child(block, "pPr")
        if properties is not None and any(_name(part) == "del" for mark in _children(properties, "rPr") for part in mark):
            self.kept = text
            return
        self.kept = ""
        style = _value(properties, "pStyle")
        heading = style in self.headings
        bullet = style in self.bullets or (properties is not None and _child(properties, "numPr") is not None)
        for index, part in enumerate(part for part in split_lines(text) if part.strip()):
            self.found.append(Line(part, self.number, gap=index == 0, heading=heading, bullet=bullet and index == 0))
        for box in _boxes(block):
            self._paragraph(box)

    def _table(self, table: ET.Element) -> None:
        """Read a table row by row; where a column holds the speakers, put `Name:` in front of the row's words."""
        rows: list[tuple[int, list[str]]] = []
        for row in _inside(table, "tr"):
            first = self.number + 1
            cells = []
            for cell in _inside(row, "tc"):
                self.number += sum(1 for part in cell.iter() if _name(part) == "p")
                cells.append("\n".join(_words(part) for part in _deep_paragraphs(cell)))
            rows.append((first, cells))
        header = [clean(cell) for cell in rows[0][1]] if rows else []
        named, said = guess_column(header, "speaker"), guess_column(header, "text")
        if named is not None and said is not None:
            rows = rows[1:]
        who = named if named is not None and said is not None else self._speaker_column(rows)
        for first, cells in rows:
            words = [(index, cell) for index, cell in enumerate(cells) if cell.strip()]
            label, time = _who(cells[who]) if who is not None and who < len(cells) else ("", None)
            times = [match[1] for index, cell in words if index != who and (match := _TIME_CELL.fullmatch(clean(cell)))]
            texts = [cell for index, cell in words if index != who and not _TIME_CELL.fullmatch(clean(cell))]
            if label and not texts:
                label, texts = "", [label]
            start = seconds(times[0] if times else time or "")
            if who is None and not any("\n" in cell.strip() for cell in texts):
                texts = [" | ".join(texts)]  # a row of short cells, such as a sign-in sheet's, reads as one
            for index, text in enumerate(text for cell in texts for text in split_lines(cell) if text.strip()):
                line = Line(text, first, index == 0, bullet=who is None and len(words) > 1, speaker=tidy(label) or None)
                self.found.append(replace(line, start=start if index == 0 else None))

    def _speaker_column(self, rows: list[tuple[int, list[str]]]) -> int | None:
        """Find a column before the last whose cells all have the form of a label, beside sentences: not beside ages or addresses."""
        widths = {len(cells) for _, cells in rows}
        for column in range(min(widths, default=0) - 1):
            cells = [_who(cells[column])[0] for _, cells in rows if cells[column].strip()]
            beside = [cell for _, row in rows for cell in row[column + 1 :] if cell.strip()]
            spoken = sum(len(cell.split()) for cell in beside) >= _WORDS_SPOKEN * len(beside)
            if cells and spoken and all(len(cell) <= 60 and (self.known(cell) or rank(cell) == "name") for cell in cells):
                return column
        return None


def _who(cell: str) -> tuple[str, str | None]:
    """Cut a cell into a speaker's label and the time that may stand behind it."""
    match = _NAME_CELL.fullmatch(clean(cell))
    return (match["label"], match["time"]) if match else (clean(cell), None)


def _words(block: ET.Element) -> str:
    """Join the words of a paragraph as it reads with all insertions accepted; text boxes come apart from it."""
    parts: list[str] = []
    for part in block:
        name = _name(part)
        if name in _GONE or name == "txbxContent":
            continue
        if name == "t":
            parts.append(part.text or "")
        elif name in _MARKS:
            parts.append(_MARKS[name])
        else:
            parts.append(_words(part))
    return "".join(parts)


def _boxes(block: ET.Element) -> Iterator[ET.Element]:
    for part in block:
        if _name(part) in _GONE:
            continue
        yield from _deep_paragraphs(part) if _name(part) == "txbxContent" else _boxes(part)


def _blocks(body: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs and tables, also those inside content controls and tracked insertions."""
    for part in body:
        name = _name(part)
        if name in {"p", "tbl"}:
            yield part
        elif name not in _GONE:
            yield from _blocks(part)


def _deep_paragraphs(cell: ET.Element) -> Iterator[ET.Element]:
    for block in _blocks(cell):
        if _name(block) == "p":
            yield block
        else:
            yield from _deep_paragraphs(block)


def _inside(parent: ET.Element, wanted: str) -> Iterator[ET.Element]:
    """Children of a kind, also inside content controls; a row or cell that was deleted is left out."""
    for part in parent:
        name = _name(part)
        if name == wanted:
            properties = _child(part, f"{wanted}Pr")
            if properties is None or _child(properties, "del") is None:
                yield part
        elif name in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _inside(part, wanted)


def _styles(archive: Archive) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of the styles that make headings and lists; names are English in every language of Word."""
    if "word/styles.xml" not in archive.names:
        return frozenset(), frozenset()
    names = {
        _attribute(style, "styleId"): _value(style, "name").casefold()
        for style in archive.read_xml("word/styles.xml")
        if _name(style) == "style"
    }
    return (
        frozenset(key for key, name in names.items() if name.startswith(("heading", "title", "subtitle"))),
        frozenset(key for key, name in names.items() if name.startswith("list ")),
    )


def _notices(archive: Archive, path: Path) -> list[Problem]:
    notices = []
    for part, tag, what in (("comments", "comment", "margin comments"), ("footnotes", "footnote", "footnotes")):
        name = f"word/{part}.xml"
        if name not in archive.names:
            continue
        number = sum(1 for node in archive.read_xml(name) if _name(node) == tag and any(clean(_words(block)) for block in _blocks(node)))
        if number:
            notices.append(
                Problem(str(path), f"{number} {what} are left out: they are not speech.", "Nothing, unless words belong in the text.")
            )
    return notices


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (part for part in element if _name(part) == name)


def _child(element: ET.Element, name: str) -> ET.Element | None:
    return next(_children(element, name), None)


def _value(element: ET.Element | None, name: str) -> str:
    child = _child(element, name) if element is not None else None
    return _attribute(child, "val") if child is not None else ""


def _attribute(element: ET.Element, name: str) -> str:
    return element.get(_W + name) or element.get(_STRICT + name) or ""
