"""Versions of a policy as a department hands them on: Markdown, Word with numbers that Word makes, and a PDF in two columns."""

from __future__ import annotations

import io
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rendering.archive import settle
from rendering.documents import slim
from rendering.pdf import Page, Sheet, write_pdf
from rendering.tables import comma_table

FOLDER = "policies/use_of_force"
_NUMBERING = 90
_TOC_TITLE = "Contents"


@dataclass(frozen=True)
class Part:
    """A section as it was written."""

    key: str  # the same in every version
    number: str  # as printed: "IV." or "A."; empty for the title
    heading: str
    paragraphs: tuple[str, ...]

    @property
    def is_chapter(self) -> bool:
        """Its number is a Roman one; letters stand below it."""
        return bool(re.fullmatch(r"[IVX]+\.", self.number))


def read_script(path: Path) -> list[Part]:
    """Read a version: `[[key]] number heading` above each section, one line per paragraph."""
    parts = []
    for piece in re.split(r"(?m)^(?=\[\[)", path.read_text(encoding="utf-8")):
        if match := re.match(r"\[\[([\w-]+)\]\] (?:([IVX]+\.|[A-Z]\.) )?([^\n]*)\n", piece):
            paragraphs = tuple(line for line in piece[match.end() :].split("\n") if line.strip())
            parts.append(Part(match[1], match[2] or "", match[3], paragraphs))
    return parts


def full_numbers(parts: list[Part]) -> list[str]:
    """Number each section in full: IV.C for the `C.` below `IV.`."""
    numbers, chapter = [], ""
    for part in parts:
        printed = part.number.rstrip(".")
        chapter = printed if part.is_chapter else chapter
        numbers.append(printed if part.is_chapter or not printed else f"{chapter}.{printed}")
    return numbers


def render_policy(truth: Path) -> dict[str, bytes]:
    """Make all versions of a city's policy, and the truth about its sections.

    Args:
        truth: The city's folder `truth`, with `policy/<date>.txt`.

    Returns:
        Path relative to the city's folder -> content; nothing for a city without a policy.
    """
    scripts = sorted((truth / "policy").glob("*.txt"))
    files: dict[str, bytes] = {}
    rows: list[tuple[str | int, ...]] = []
    for script, (suffix, write) in zip(scripts, ((".md", markdown), (".docx", word), (".pdf", two_columns)), strict=False):
        parts = read_script(script)
        files[f"{FOLDER}/{script.stem}{suffix}"] = write(parts)
        rows += [
            (script.stem, part.key, number, part.heading, " ".join(part.paragraphs))
            for part, number in zip(parts, full_numbers(parts), strict=True)
        ]
    if scripts:
        files["truth/policy_sections.csv"] = comma_table(("version", "section", "number", "heading", "text"), rows).encode()
    return files


def markdown(parts: list[Part]) -> bytes:
    """Write chapters as headings, what is below them as paragraphs that begin in bold, lines wrapped."""
    blocks = []
    for part in parts:
        paragraphs = list(part.paragraphs)
        if not part.number:
            blocks.append(f"# {part.heading}")
        elif part.is_chapter:
            blocks.append(f"## {part.number} {part.heading}")
        else:
            paragraphs[0] = f"**{part.number} {part.heading}.** {paragraphs[0]}"
        blocks += ["\n".join(textwrap.wrap(text, 100, break_on_hyphens=False)) for text in paragraphs]
    return ("\n\n".join(blocks) + "\n").encode()


def word(parts: list[Part]) -> bytes:
    """Write headings that Word numbers by itself, a table of contents, and a header and footer on every page."""
    document = Document()
    slim(document)
    document.core_properties.author = "Riverton Police Department"
    document.part.numbering_part.element.insert(0, parse_xml(_list_definition()))
    document.part.numbering_part.element.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{_NUMBERING}"><w:abstractNumId w:val="{_NUMBERING}"/></w:num>')
    )
    contents = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    section = document.sections[0]
    section.header.paragraphs[0].text = "Riverton Police Department\tPolicy 300"
    section.footer.paragraphs[0].text = "Draft for discussion, not in force"
    numbers = full_numbers(parts)
    for part in parts:
        if part.number:
            heading = document.add_heading(part.heading, level=1 if part.is_chapter else 2)
            numbered = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{0 if part.is_chapter else 1}"/><w:numId w:val="{_NUMBERING}"/></w:numPr>'
            heading._p.get_or_add_pPr().append(parse_xml(numbered))
        else:
            document.add_heading(part.heading, level=0)
        for text in part.paragraphs:
            document.add_paragraph(text)
        if not part.number:
            document.add_paragraph(_TOC_TITLE, style="TOC Heading")
            for other, shown in zip(parts, numbers, strict=True):
                if other.is_chapter:
                    document.add_paragraph(f"{shown}. {other.heading}\t{1 + numbers.index(shown) // 12}", style=contents)
    buffer = io.BytesIO()
    document.save(buffer)
    return settle(buffer.getvalue())


def _list_definition() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%{level + 1}."/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
        for level, form in enumerate(("upperRoman", "upperLetter"))
    )
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_NUMBERING}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'


def two_columns(parts: list[Part]) -> bytes:
    """Write a title page with contents, then two columns with words broken at line ends; header and footer on every page."""
    pages = _body_pages(parts)
    first = Page()
    sheet = Sheet(first, 72, 540, 700)
    title = parts[0]
    sheet.add(title.heading, size=16, bold=True)
    for text in title.paragraphs:
        sheet.add(text)
    sheet.skip(18)
    sheet.add("Table of Contents", size=12, bold=True)
    for part, number in zip(parts, full_numbers(parts), strict=True):
        if number:
            at = next(place for place, page in enumerate(pages, 2) if part.key in page.keys)
            sheet.add_leader(f"{part.number} {part.heading}", str(at), indent=0 if part.is_chapter else 14)
    every = [first, *pages]
    for place, page in enumerate(every, 1):
        page.put("Riverton Police Department", 72, 760, 9)
        page.put("Policy 300: Use of Force", 440, 760, 9)
        page.put("Effective January 4, 2027", 72, 30, 9)
        page.put(f"Page {place} of {len(every)}", 490, 30, 9)
    return write_pdf(every)


def _body_pages(parts: list[Part]) -> list[Page]:
    pages = [Page()]
    column = Sheet(pages[0], 72, 296, 735, hyphenate=True)

    def turn() -> Sheet:
        if column.left == 72:
            return Sheet(column.page, 316, 540, 735, hyphenate=True)
        pages.append(Page())
        return Sheet(pages[-1], 72, 296, 735, hyphenate=True)

    for part in parts[1:]:
        if column.room < 60:
            column = turn()
        column.skip(10 if part.is_chapter else 4)
        column.page.keys.add(part.key)
        column.add(f"{part.number} {part.heading}", size=12 if part.is_chapter else 10, bold=True)
        for text in part.paragraphs:
            column.skip(3)
            rest = column.add(text)
            while rest:
                column = turn()
                rest = column.add_lines(rest)
    return pages
