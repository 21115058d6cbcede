"""PDF files -> blocks, by PDFium (through pypdfium2)."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from peace_analysis.errors import InputError, Problem
from peace_analysis.policy.document import Document, Removed
from peace_analysis.policy.page_layout import Glyph, Line, find_furniture, make_lines, order_columns
from peace_analysis.policy.paragraphs import make_blocks, remove_contents

MAX_PAGES = 1_000
MAX_GLYPHS = 40_000  # of one page; a page of small print has 8,000
_FEWEST = 8  # letters; a page with fewer and with a picture is a scan
_UNKNOWN = 0.1  # share of characters without a letter behind them: a page that cannot be read
_UPRIGHT = 0.09  # radians; text that leans more is a watermark
_BOLD_FROM = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")
_NAME_LENGTH = 128


def read_pdf(path: Path) -> Document:
    """Read a PDF.

    Args:
        path: The file.

    Returns:
        Its paragraphs in reading order, columns one after the other. Page headers and footers, tables of contents and slanted marks are
        listed as removed; pages that are pictures, or whose letters are not known, are in the notices.

    Raises:
        InputError: If it is no PDF, is damaged, locked or too long.
    """
    pages: list[list[Line]] = []
    removed: list[Removed] = []
    notices: list[Problem] = []
    for number, page in enumerate(_read_pages(path), 1):
        glyphs, slanted, n_pictures = page
        if slanted:
            removed.append(Removed(" ".join("".join(slanted).split()), f"page {number}", "slanted mark"))
        letters = [glyph for glyph in glyphs if not glyph.text.isspace()]
        if len(letters) < _FEWEST and n_pictures:
            remedy = "Put the file through OCR, or type the page."
            notices.append(Problem(str(path), f"page {number} is a picture (a scan?); its words cannot be read.", remedy))
        unknown = sum(glyph.text == "\N{REPLACEMENT CHARACTER}" for glyph in letters)
        if unknown > _UNKNOWN * max(len(letters), 1):
            message = f"on page {number}, {unknown} of {len(letters)} characters have no letter behind them."
            notices.append(Problem(str(path), message, "Save the PDF again from its source, or put it through OCR."))
        pages.append(make_lines(glyphs, number))
    lines: list[Line] = []
    for page_lines, gone in zip(pages, find_furniture(pages), strict=True):
        removed += [Removed(page_lines[place].text, f"page {page_lines[place].page}", "page header or footer") for place in sorted(gone)]
        lines += order_columns([line for place, line in enumerate(page_lines) if place not in gone])
    lines, contents = remove_contents(lines)
    return Document(tuple(make_blocks(lines, _is_word)), (*removed, *contents), tuple(notices))


def _read_pages(path: Path) -> Iterator[tuple[list[Glyph], list[str], int]]:
    """Glyphs, letters that lean, and number of pictures of each page."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError, ValueError) as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        what = "the file is locked by a password." if locked else "the file is no PDF, or is damaged."
        raise InputError(Problem(str(path), what, "Save it without one." if locked else "Export it again.")) from error
    try:
        if len(pdf) > MAX_PAGES:
            raise InputError(Problem(str(path), f"the file has more than {MAX_PAGES:,} pages.", "Save the policy alone."))
        for number in range(len(pdf)):
            yield _read_page(pdf, number, path)
    finally:
        pdf.close()


def _read_page(pdf: Any, number: int, path: Path) -> tuple[list[Glyph], list[str], int]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = pdf[number]
        text_page = page.get_textpage()
        count = text_page.count_chars()
        if count > MAX_GLYPHS:
            raise InputError(Problem(str(path), f"page {number + 1} has more than {MAX_GLYPHS:,} characters.", "Save the policy alone."))
        glyphs: list[Glyph] = []
        slanted: list[str] = []
        for at in range(count):
            _read_glyph(raw, text_page.raw, at, glyphs, slanted)
        pictures = sum(1 for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        text_page.close()
        page.close()
    except (pypdfium2.PdfiumError, ValueError, OverflowError) as error:
        raise InputError(Problem(str(path), f"page {number + 1} is damaged.", "Export the file again.")) from error
    return glyphs, slanted, pictures


def _read_glyph(raw: Any, text_page: Any, at: int, glyphs: list[Glyph], slanted: list[str]) -> None:
    code = raw.FPDFText_GetUnicode(text_page, at)
    if raw.FPDFText_IsGenerated(text_page, at) == 1:
        return  # blanks and line ends that PDFium puts in: the layout finds its own
    text = _letter(code)
    if not text:
        return
    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetLooseCharBox(text_page, at, box)
    raw.FPDFText_GetCharOrigin(text_page, at, x, y)
    raw.FPDFText_GetMatrix(text_page, at, matrix)
    size = raw.FPDFText_GetFontSize(text_page, at) * math.hypot(matrix.c, matrix.d)
    if not all(map(math.isfinite, (box.left, box.right, y.value, size))):
        return
    angle = raw.FPDFText_GetCharAngle(text_page, at) % (2 * math.pi)
    if min(angle, 2 * math.pi - angle) > _UPRIGHT:
        slanted.append(text)
        return
    glyphs.append(Glyph(text, box.left, box.right, y.value, abs(size), _is_bold(raw, text_page, at)))


def _letter(code: int) -> str:
    """Character of a code: ligatures taken apart, private and broken codes shown as unknown, controls left out."""
    if code in (0x02, 0xFFFE):
        return "-"  # PDFium's sign for a hyphen at a line end
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\N{REPLACEMENT CHARACTER}"
    character = chr(code)
    if 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKD", character)
    category = unicodedata.category(character)
    if category in ("Co", "Cn"):
        return "•" if 0xF000 <= code <= 0xF0FF else "\N{REPLACEMENT CHARACTER}"  # symbol fonts: bullets
    return "" if category == "Cc" and not character.isspace() else character


def _is_bold(raw: Any, text_page: Any, at: int) -> bool:
    if raw.FPDFText_GetFontWeight(text_page, at) >= _BOLD_FROM:
        return True
    name, flags = ctypes.create_string_buffer(_NAME_LENGTH), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, at, name, _NAME_LENGTH, flags)
    shown = name.value.decode("utf-8", errors="replace").casefold()
    return any(part in shown for part in _BOLD_NAMES)


@cache
def _dictionary() -> frozenset[str]:
    from peace_analysis import anonymize

    path = Path(anonymize.__file__).with_name("words_en.txt")
    return frozenset(line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))


def _is_word(word: str) -> bool:
    return word in _dictionary()
