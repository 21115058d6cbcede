"""Word documents -> blocks: headings by style, numbers that Word makes by itself, tables, footnotes where they are cited."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from peace_analysis.errors import Problem
from peace_analysis.policy.document import Block, Document, Removed
from peace_analysis.policy.word_styles import (
    Numbering,
    Styles,
    attribute,
    child,
    children,
    local_name,
    read_numbering,
    read_styles,
    value,
    whole_number,
)
from peace_analysis.transcripts.archive import Archive
from peace_analysis.transcripts.rows import refuse

_GONE = frozenset({"del", "moveFrom"})  # tracked deletions: not in the document as it reads
_NO_WORDS = frozenset({"instrText", "delInstrText", "Fallback", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "annotationRef"})
_MARKS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "ptab": " "}


def read_word(path: Path) -> Document:
    """Read a Word document as it reads with all tracked changes accepted.

    Args:
        path: The file.

    Returns:
        One block per paragraph or table row. Page headers, footers, margin comments, a table of contents and tracked deletions are listed
        as removed.

    Raises:
        TranscriptError: If it is no Word document, is damaged or unsafe, or is nested too deeply.
    """
    with Archive(path, "a Word document (.docx)") as archive:
        if "word/document.xml" not in archive.names:
            raise refuse(path, "the file is not a Word document (.docx).", "Save it as .docx.")
        body = archive.read_xml("word/document.xml")
        try:
            walk = _Walk(read_styles(archive), read_numbering(archive), _read_notes(archive))
            walk.go(body)
            walk.removed += _read_outside(archive)
        except RecursionError as error:
            raise refuse(path, "the document is nested too deeply.", "Save it again.") from error
    notices = []
    if walk.n_tracked:
        message = f"{walk.n_tracked} tracked changes are in the document; it is read as if all were accepted."
        notices.append(Problem(str(path), message, "Accept or reject them in Word if another text is meant."))
    if walk.n_pictures:
        notices.append(
            Problem(str(path), f"{walk.n_pictures} pictures cannot be read.", "Type what they say, if it is part of the policy.")
        )
    return Document(tuple(walk.blocks), tuple(walk.removed), tuple(notices))


class _Walk:
    """Goes through a document's body in reading order."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: dict[str, str]) -> None:
        self.styles, self.numbering, self.notes = styles, numbering, notes
        self.blocks: list[Block] = []
        self.removed: list[Removed] = []
        self.n_tracked = self.n_pictures = 0
        self._number = 0
        self._kept = ""  # words of a paragraph whose end was deleted: the next one goes on with it

    def go(self, body: ET.Element) -> None:
        self._blocks(body, contents=False)
        if self._kept.strip():
            self._add(self._kept)

    def _blocks(self, parent: ET.Element, *, contents: bool) -> None:
        for part in parent:
            name = local_name(part)
            if name == "p":
                self._paragraph(part, contents)
            elif name == "tbl":
                self._table(part, contents)
            elif name in _GONE:
                self._delete(part)
            elif name == "sdt":
                gallery = next((attribute(node, "val") for node in part.iter() if local_name(node) == "docPartGallery"), "")
                self._blocks(part, contents=contents or "table of contents" in gallery.casefold())
            elif name not in _NO_WORDS:
                self._blocks(part, contents=contents)

    def _paragraph(self, paragraph: ET.Element, contents: bool) -> None:
        self._number += 1
        words = self._kept + self._words(paragraph)
        self._kept = ""
        properties = child(paragraph, "pPr")
        marks = [local_name(part) for mark in children(properties, "rPr") for part in mark] if properties is not None else []
        if any(mark in _GONE for mark in marks):
            self._kept = words
            return
        style = self.styles.of(value(properties, "pStyle"))
        if contents or style.is_contents:
            if words.strip():
                self.removed.append(Removed(" ".join(words.split()), f"paragraph {self._number}", "table of contents"))
            return
        level = style.level
        level = depth + 1 if (depth := whole_number(value(properties, "outlineLvl"), 9)) < 9 else level
        number = self.numbering.count(properties, style) if words.strip() else ""
        bold = _bold_words(paragraph)
        bold = "" if level or not bold or len(bold) >= len(words.rstrip()) else bold
        self._add(f"{number} {words}" if number else words, level, f"{number} {bold}" if number and bold else bold)
        for note in (attribute(part, "id") for part in paragraph.iter() if local_name(part) == "footnoteReference"):
            if self.notes.get(note):
                self._add(f"[Note {note}] {self.notes[note]}")
        for part in paragraph.iter():
            if local_name(part) == "txbxContent" and not _inside_fallback(paragraph, part):
                self._blocks(part, contents=False)

    def _table(self, table: ET.Element, contents: bool) -> None:
        """Read a table row by row, its cells parted by bars."""
        for row in _inside(table, "tr"):
            cells = []
            for cell in _inside(row, "tc"):
                paragraphs = [part for part in cell.iter() if local_name(part) == "p"]
                self._number += len(paragraphs)
                cells.append(" ".join(self._words(paragraph).strip() for paragraph in paragraphs).strip())
            properties = child(row, "trPr")
            words = " | ".join(cells) if len(cells) > 1 else "".join(cells)
            if properties is not None and child(properties, "del") is not None:
                self.removed.append(Removed(" ".join(words.split()), f"paragraph {self._number}", "tracked deletion"))
            elif contents:
                self.removed.append(Removed(" ".join(words.split()), f"paragraph {self._number}", "table of contents"))
            elif words.strip(" |"):
                self._add(words)

    def _words(self, part: ET.Element) -> str:
        words = []
        for node in part:
            name = local_name(node)
            if name in _GONE:
                self._delete(node)
            elif name in _NO_WORDS or name == "txbxContent":
                continue
            elif name == "t":
                words.append(node.text or "")
            elif name in _MARKS:
                words.append(_MARKS[name])
            else:
                self.n_tracked += name in {"ins", "moveTo"}
                self.n_pictures += name in {"drawing", "pict"} and any(local_name(inner) in {"pic", "imagedata"} for inner in node.iter())
                words.append(self._words(node))
        return "".join(words)

    def _delete(self, part: ET.Element) -> None:
        self.n_tracked += 1
        words = " ".join("".join(node.text or "" for node in part.iter() if local_name(node) in {"t", "delText"}).split())
        if words:
            self.removed.append(Removed(words, f"paragraph {self._number}", "tracked deletion"))

    def _add(self, words: str, level: int = 0, bold: str = "") -> None:
        words = " ".join(words.split())
        if words:
            self.blocks.append(Block(words, f"paragraph {self._number}", level=level, bold=" ".join(bold.split())))


def _bold_words(paragraph: ET.Element) -> str:
    """Words of the bold runs that a paragraph begins with."""
    words = []
    for run in paragraph.iter():
        if local_name(run) != "r":
            continue
        text = "".join(node.text or "" for node in run if local_name(node) == "t")
        properties = child(run, "rPr")
        mark = child(properties, "b") if properties is not None else None
        if text.strip() and (mark is None or attribute(mark, "val") in {"0", "false", "off"}):
            break
        words.append(text)
    return "".join(words)


def _inside(parent: ET.Element, wanted: str) -> Iterator[ET.Element]:
    """Children of a kind, also inside content controls."""
    for part in parent:
        if local_name(part) == wanted:
            yield part
        elif local_name(part) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _inside(part, wanted)


def _inside_fallback(paragraph: ET.Element, box: ET.Element) -> bool:
    return any(box in fallback.iter() for fallback in paragraph.iter() if local_name(fallback) == "Fallback")


def _all_words(part: ET.Element) -> str:
    return " ".join(
        " ".join(node.text or "" for node in paragraph.iter() if local_name(node) == "t")
        for paragraph in part.iter()
        if local_name(paragraph) == "p"
    )


def _read_notes(archive: Archive) -> dict[str, str]:
    if "word/footnotes.xml" not in archive.names:
        return {}
    notes = {}
    for note in archive.read_xml("word/footnotes.xml"):
        words = "".join(node.text or "" for node in note.iter() if local_name(node) == "t")
        notes[attribute(note, "id")] = " ".join(words.split())
    return notes


def _read_outside(archive: Archive) -> Iterator[Removed]:
    """Words that stand around the text: headers, footers, comments."""
    for name in sorted(archive.names):
        part = name.removeprefix("word/")
        if not (name.startswith("word/") and part.endswith(".xml") and "/" not in part):
            continue
        reason = "margin comment" if part == "comments.xml" else "page header or footer" if part.startswith(("header", "footer")) else ""
        if not reason:
            continue
        words = " ".join(_all_words(archive.read_xml(name)).split())
        if words:
            yield Removed(words, part.removesuffix(".xml"), reason)
