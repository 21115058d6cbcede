"""PDF and Word files for the tests, and independent ways to read them."""

from __future__ import annotations

import csv
import io
import re
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data"))

from rendering.pdf import Page, Sheet, write_pdf

__all__ = ["Page", "Sheet", "docx", "fates", "read_rows", "words_of", "write_pdf"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def docx(body: str, **parts: str) -> bytes:
    """Pack a Word document from the XML of its body; further parts by name (`styles`, `numbering`, ...)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", f"{HEAD}{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def fates(content: bytes, *, accept: bool) -> list[str]:
    """Paragraphs of a Word document after all tracked changes are accepted or rejected, by the rules of ECMA-376 part 1, 17.13.5.

    What goes: deleted and moved-away words if accepted, inserted and moved-here words if rejected. A paragraph whose mark goes runs on
    into the next one. Empty paragraphs are left out.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = ET.fromstring(archive.read("word/document.xml"))[0]
    gone = {f"{W}{tag}" for tag in (("del", "moveFrom") if accept else ("ins", "moveTo"))}
    paragraphs, carried = [], ""
    for paragraph in body.iter(f"{W}p"):
        words = carried + _left(paragraph, gone)
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        if marks is not None and any(mark.tag in gone for mark in marks):
            carried = words
            continue
        carried = ""
        paragraphs.append(words)
    assert carried == ""
    return [words for words in paragraphs if words]


def _left(part: ET.Element, gone: set[str]) -> str:
    if part.tag in gone:
        return ""
    if part.tag in (f"{W}t", f"{W}delText"):
        return part.text or ""
    return "".join(_left(inner, gone) for inner in part if inner.tag != f"{W}pPr")


def words_of(text: str) -> list[str]:
    """Letters and digits in rows, in lower case."""
    return re.findall(r"[^\W_]+", text.lower())


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
