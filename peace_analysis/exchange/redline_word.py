"""A redline as a Word document with tracked changes, for people who go on with it in Word or LibreOffice."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from peace_analysis.policy.redline import Paragraph, Redline
from peace_analysis.policy.words_changed import Run

AUTHOR = "peace_analysis"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_ROOT = f'{_HEAD}{_RELATIONS}<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
_INNER = f'{_HEAD}{_RELATIONS}<Relationship Id="rId1" Type="{_RELATION}/styles" Target="styles.xml"/></Relationships>'
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>'
    '<w:sz w:val="22"/><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="120"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>'
    "</w:styles>"
)
_TAGS = {"inserted": "ins", "deleted": "del", "moved_to": "moveTo", "moved_from": "moveFrom"}


def redline_word(redline: Redline, *, author: str = AUTHOR) -> bytes:
    """Write a redline as .docx: insertions, deletions and moves are tracked.

    Args:
        redline: What changed.
        author: Whose changes they are.

    Returns:
        The file. Accepting all changes leaves the newer version's paragraphs, rejecting all the older one's. The changes carry the newer
        version's date, or none where that is not known, so that the same redline gives the same file.
    """
    writer = _Writer(author, redline.new.date)
    body = []
    for section in redline.sections:
        named = section.new or section.old
        for place, paragraph in enumerate(section.paragraphs):
            body.append(writer.paragraph(paragraph, heading=place == 0 and named is not None and bool(named.heading)))
    # Word cannot delete the last paragraph of a document: an empty one stands behind the policy's.
    document = f'{_HEAD}<w:document xmlns:w="{_NAMESPACE}"><w:body>{"".join(body)}<w:p/><w:sectPr/></w:body></w:document>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _INNER,
        "word/styles.xml": _STYLES,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content.encode())
    return buffer.getvalue()


class _Writer:
    """Writes paragraphs; every change has a number of its own."""

    def __init__(self, author: str, day: date | None) -> None:
        self._ids: Iterator[int] = count(1)
        self._by = f"w:author={quoteattr(_clean(author))}" + (f' w:date="{day.isoformat()}T00:00:00Z"' if day else "")

    def paragraph(self, paragraph: Paragraph, *, heading: bool) -> str:
        style = '<w:pStyle w:val="Heading2"/>' if heading else ""
        mark = {"inserted": "ins", "deleted": "del"}.get(paragraph.fate)
        end = f"<w:rPr><w:{mark} {self._change()}/></w:rPr>" if mark else ""
        return f"<w:p><w:pPr>{style}{end}</w:pPr>{''.join(self._run(run) for run in paragraph.runs)}</w:p>"

    def _run(self, run: Run) -> str:
        text = escape(_clean(run.text))
        if run.kind == "same":
            return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
        tag = _TAGS[run.kind]
        held = "delText" if tag == "del" else "t"
        change = f'<w:{tag} {self._change()}><w:r><w:{held} xml:space="preserve">{text}</w:{held}></w:r></w:{tag}>'
        if not run.move:
            return change
        number = next(self._ids)
        start = f'<w:{tag}RangeStart w:id="{number}" w:name="move{run.move}" {self._by}/>'
        return f'{start}{change}<w:{tag}RangeEnd w:id="{number}"/>'

    def _change(self) -> str:
        return f'w:id="{next(self._ids)}" {self._by}'


def _clean(text: str) -> str:
    """Put U+FFFD for what XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
