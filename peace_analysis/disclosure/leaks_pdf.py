"""Texts of a PDF: what pages show, and titles, comments and metadata, also where they are packed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{4,})>")
_SHOWN = re.compile(rb"\[((?:[^\[\]\\]|\\.)*)\]\s*TJ|((?:\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>))\s*(?:Tj|'|\")", re.DOTALL)
_PIECE = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>|(-?\d+(?:\.\d+)?)", re.DOTALL)
_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFRANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[((?:\s*<[0-9A-Fa-f\s]+>)*)\s*\])")
_NAMED = re.compile(rb"/(?:ActualText|Alt|E|T)\s*(\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]{4,}>)", re.DOTALL)
_WORDLESS = re.compile(rb"/Length1\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType|Image)\b")
_WORDY = re.compile(rb"/(?:Type|Subtype)\s*/(?:Metadata|EmbeddedFile|XML)\b")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b""}
_SPACE = 180  # thousandths of the size of type: a gap this wide parts two words
_WIDEST_RANGE = 65_536
_ONE_BYTE = 255
_MAX_UNPACKED = 100_000_000


def read_pdf(content: bytes) -> Iterator[tuple[str, str]]:
    """Give place and text of everything readable in a PDF.

    What pages show is read by PDFium. Of a file that it cannot open, it is read from the packed streams, with every font's table of
    characters in turn: that finds more than there is, but misses nothing. Titles, alternative texts, comments and metadata are read
    in both cases.
    """
    pages = _read_pages(content)
    yield from pages
    matches = list(_STREAM.finditer(content))
    streams = [_unpack(match.group(1)) for match in matches]
    heads = [_head(content, match.start()) for match in matches]
    fonts = [characters for stream in streams if b"beginbf" in stream and (characters := _character_table(stream))]
    outside = _STREAM.sub(b" ", content)
    for number, (part, head) in enumerate(zip((outside, *streams), (b"", *heads), strict=True)):
        if _WORDLESS.search(head):
            continue  # programs of fonts and pixels: read as letters they hold every short name by chance
        place = f"stream {number}" if number else "objects"
        # In a file that can be opened, what is no string is numbers: places on the page would be taken for numbers of cases.
        if not pages or _WORDY.search(head):
            yield place, part.decode("utf-8", errors="replace") if _is_text(part) else ""
        shown = [match.group(1) if match.group(1) is not None else match.group(2) for match in _SHOWN.finditer(part)]
        if pages and shown:
            yield place, "\n".join(_words_of(match.group(1)) for match in _NAMED.finditer(part))
            continue
        yield place, "\n".join(_words_of(match.group()) for pattern in (_LITERAL, _HEX) for match in pattern.finditer(part))
        tables: list[dict[int, str] | None] = [None, *fonts] if shown else []
        for table in tables:
            lines = [_show(line, table) for line in shown]
            yield place, "\n".join(lines)
            yield place, "".join(lines)  # letters that are set one by one


def _read_pages(content: bytes) -> list[tuple[str, str]]:
    """Give the text of each page as PDFium reads it; nothing of a file that it cannot open."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        try:
            return [(f"page {number}", page.get_textpage().get_text_bounded()) for number, page in enumerate(document, 1)]
        finally:
            document.close()
    except (pypdfium2.PdfiumError, ValueError, OverflowError):
        return []


def _head(content: bytes, start: int) -> bytes:
    """Give the dictionary of the stream that starts there."""
    return content[max(0, content.rfind(b" obj", 0, start)) : start]


def _words_of(literal: bytes) -> str:
    """Decode a string of a PDF, with its brackets."""
    return _text_of(_unescape(literal[1:-1]) if literal.startswith(b"(") else bytes.fromhex(_even(literal[1:-1])))


def _unpack(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, _MAX_UNPACKED)
    except zlib.error:
        return stream


def _is_text(part: bytes) -> bool:
    sample = part[:2000]
    return sum(32 <= byte < 127 or byte in (9, 10, 13) or byte > 191 for byte in sample) >= 0.8 * len(sample)


def _unescape(literal: bytes) -> bytes:
    def plain(match: re.Match[bytes]) -> bytes:
        escaped = match.group(1)
        if escaped[:1].isdigit():
            return bytes([int(escaped, 8) & 255])
        return b"" if escaped.strip() == b"" else _ESCAPED.get(escaped, escaped)

    return _ESCAPE.sub(plain, literal)


def _text_of(data: bytes) -> str:
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _even(digits: bytes) -> str:
    plain = b"".join(digits.split()).decode("ascii")
    return plain + "0" * (len(plain) % 2)


def _character_table(stream: bytes) -> dict[int, str]:
    """Read a font's table from codes to characters (ToUnicode)."""
    table: dict[int, str] = {}
    for block in _BFCHAR.findall(stream):
        for code, text in _PAIR.findall(block):
            table[int(code, 16)] = bytes.fromhex(_even(text)).decode("utf-16-be", errors="replace")
    for block in _BFRANGE.findall(stream):
        for low, high, first, several in _RANGE.findall(block):
            start, end = int(low, 16), min(int(high, 16), int(low, 16) + _WIDEST_RANGE)
            texts = re.findall(rb"<([0-9A-Fa-f\s]+)>", several)
            for code in range(start, end + 1):
                if first:
                    table[code] = chr(min(int(first, 16) + code - start, 0x10FFFF))
                elif code - start < len(texts):
                    table[code] = bytes.fromhex(_even(texts[code - start])).decode("utf-16-be", errors="replace")
    return table


def _show(line: bytes, table: dict[int, str] | None) -> str:
    """Write what one operator shows; wide gaps between its pieces are spaces."""
    pieces: list[str] = []
    for literal, digits, gap in _PIECE.findall(line):
        if gap:
            pieces.append(" " if float(gap) < -_SPACE else "")
            continue
        data = bytes.fromhex(_even(digits)) if digits else _unescape(literal)
        if table is None:
            pieces.append(_text_of(data))
        else:
            width = 2 if max(table) > _ONE_BYTE or (digits and len(data) % 2 == 0) else 1
            codes = [int.from_bytes(data[at : at + width], "big") for at in range(0, len(data), width)]
            pieces.append("".join(table.get(code, "\ufffd") for code in codes))
    return "".join(pieces)
