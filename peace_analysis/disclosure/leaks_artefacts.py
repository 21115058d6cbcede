"""Reading any published file down to its last text: what people see, and attributes, comments, metadata and attachments as well."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from peace_analysis.disclosure.leaks_pdf import read_pdf
from peace_analysis.disclosure.leaks_tables import UnreadableError, read_json, read_parquet

Part = tuple[str, str]  # where in the file, and a text that stands there

MAX_UNPACKED = 400_000_000  # bytes taken out of one archive
MAX_DEPTH = 4  # archives and attachments inside each other
_PNG = b"\x89PNG\r\n\x1a\n"
_PICTURE_CHUNKS = (b"IHDR", b"IDAT", b"PLTE", b"IEND", b"pHYs", b"gAMA", b"cHRM", b"sRGB", b"tRNS", b"sBIT", b"bKGD", b"hIST")
_TAG = re.compile(r"<!--|-->|<[/!?]?[A-Za-z][^<>]*>")
_BLOB = re.compile(r"(?:[A-Za-z0-9+/]{60,}\s?)+[A-Za-z0-9+/]*={0,2}")
_SHORT_BLOB = re.compile(
    r"(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{4}){2,15}(?:[A-Za-z0-9+/_-]{2}==|[A-Za-z0-9+/_-]{3}=)?(?![A-Za-z0-9+/_=-])"
)
_DIGEST = re.compile(r"(?<![^\W_])[0-9a-f]{32,128}(?![^\W_])")
_GEOMETRY = re.compile(
    r"\s(?:d|points|transform|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|width|height|viewBox)="
    r"\"(?:[\d\s.,+()-]|[A-Za-z](?![A-Za-z])|translate|scale|rotate|matrix)*\""
)
_PRINTABLE = re.compile(r"[\x20-\x7e\xa0-\u024f\u1e00-\u1eff]{6,}")
_NULS_IN_UTF_16 = 0.2
_BASE64_MARKS = 12  # letters and digits to each + and / of base64, at the least; a path has more slashes


def read_parts(name: str, content: bytes, depth: int = 0) -> Iterator[Part]:
    """Give every text in a file.

    Args:
        name: Its name; what it is shows in its content, where that tells.
        content: Its bytes.
        depth: How many files it is inside of.

    Yields:
        Place (never a word of the content) and text. A text may come in several forms: as it is, and without its tags.

    Raises:
        UnreadableError: If it is locked, damaged or packed too deep.
    """
    if depth > MAX_DEPTH:
        raise UnreadableError("is packed too deep")
    suffix = name.rpartition(".")[2].lower()
    if content.startswith(_PNG):
        yield from _read_png(content, depth)
    elif content.startswith(b"%PDF"):
        if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", content):
            raise UnreadableError("is encrypted")
        yield from _each(read_pdf(content), depth)
    elif content.startswith(b"PK\x03\x04"):
        yield from _read_zip(content, depth)
    elif content.startswith(b"\x1f\x8b"):
        try:
            yield from read_parts(name.removesuffix(".gz"), _gunzip(content), depth + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableError("is damaged") from error
    elif content.startswith(b"PAR1"):
        yield from _each(read_parquet(content), depth)
    else:
        plain = _decode(content)
        if plain is None:
            yield from _read_unknown(content, depth)
        elif suffix in ("json", "ipynb", "geojson"):
            yield from _each(read_json(plain), depth)
        else:
            yield from _views("", plain, depth)


def _each(parts: Iterable[Part], depth: int) -> Iterator[Part]:
    for place, text in parts:
        yield from _views(place, text, depth)


def _views(place: str, text: str, depth: int) -> Iterator[Part]:
    """Give a text as it is without pictures, digests and coordinates; without its tags; and what is attached to it in base64."""
    for match in _SHORT_BLOB.finditer(text):
        hidden = _base64(match.group())
        if hidden is not None and (inner := _decode(hidden)) is not None and inner.isprintable():
            yield _join(place, f"base64 in line {text.count(chr(10), 0, match.start()) + 1}"), inner
    blobs: list[tuple[str, bytes]] = []

    def take(match: re.Match[str]) -> str:
        blob = match.group()
        if (blob.count("/") + blob.count("+")) * _BASE64_MARKS > len(blob) or (content := _base64("".join(blob.split()))) is None:
            return blob
        blobs.append((f"base64 in line {text.count(chr(10), 0, match.start()) + 1}", content))
        return "\n" * blob.count("\n") + " "

    plain = _GEOMETRY.sub(_lines_only, _BLOB.sub(take, _DIGEST.sub(" ", text)))
    yield place, plain
    if "<" in plain and (bare := _TAG.sub(_lines_only, plain)) != plain:
        yield place, bare
    for where, content in blobs:
        for inside, inner in read_parts("", content, depth + 1):
            yield _join(_join(place, where), inside), inner


def _lines_only(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def _join(place: str, inside: str) -> str:
    return f"{place}, {inside}" if place and inside else place or inside


def _base64(blob: str) -> bytes | None:
    try:
        return base64.b64decode(blob.replace("-", "+").replace("_", "/") + "=" * (-len(blob) % 4))
    except (binascii.Error, ValueError):
        return None


def _decode(content: bytes) -> str | None:
    """Text of a file that is text; None for any other."""
    if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return content.decode("utf-32", errors="replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _read_png(content: bytes, depth: int) -> Iterator[Part]:
    at, number = len(_PNG), 0
    while at + 8 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at, number = at + 12 + length, number + 1
        if kind == b"IEND":
            break
        if kind in _PICTURE_CHUNKS:
            continue
        place = f"chunk {number}"
        keyword, _, rest = body.partition(b"\x00")
        try:
            if kind == b"zTXt":
                body = keyword + b"\n" + zlib.decompress(rest[1:])
            elif kind == b"iTXt":
                packed, (language, _, rest) = rest[:1] == b"\x01", rest[2:].partition(b"\x00")
                translated, _, value = rest.partition(b"\x00")
                body = b"\n".join((keyword, language, translated, zlib.decompress(value) if packed else value))
            elif kind == b"tEXt":
                body = keyword + b"\n" + rest
        except zlib.error as error:
            raise UnreadableError("has a damaged chunk") from error
        text = _decode(body)
        yield from _views(place, body.decode("latin-1") if text is None and kind in (b"tEXt", b"zTXt") else text or "", depth)
        if text is None:
            yield from ((_join(place, inside), inner) for inside, inner in _read_unknown(body, depth))
    if at < len(content):
        for inside, inner in read_parts("", content[at:], depth + 1):
            yield _join("after the picture", inside), inner


def _read_zip(content: bytes, depth: int) -> Iterator[Part]:
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield "comment of the archive", archive.comment.decode("utf-8", errors="replace")
            for number, member in enumerate(archive.infolist(), 1):
                yield f"name of member {number}", f"{member.filename}\n{member.comment.decode('utf-8', errors='replace')}"
                with archive.open(member) as file:
                    inner = file.read(left + 1)
                left -= len(inner)
                if left < 0:
                    raise UnreadableError("unpacks to too much")
                for inside, text in read_parts(member.filename, inner, depth + 1):
                    yield _join(f"member {number}", inside), text
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, struct.error) as error:
        raise UnreadableError("is locked or damaged") from error


def _gunzip(content: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        unpacked = file.read(MAX_UNPACKED + 1)
    if len(unpacked) > MAX_UNPACKED:
        raise UnreadableError("unpacks to too much")
    return unpacked


def _read_unknown(content: bytes, depth: int) -> Iterator[Part]:
    """Give the readable runs of a file of unknown kind, read as UTF-8, Latin-1 and UTF-16."""
    for encoding, data in (("utf-8", content), ("latin-1", content), ("utf-16-le", content), ("utf-16-be", content)):
        if encoding.startswith("utf-16"):
            if content.count(0) < _NULS_IN_UTF_16 * len(content) and b"\x00" not in content:
                continue
            for offset in (0, 1):
                found = _PRINTABLE.findall(data[offset:].decode(encoding, errors="replace"))
                yield f"bytes as {encoding}", "\n".join(found)
        else:
            found = _PRINTABLE.findall(data.decode(encoding, errors="replace"))
            yield from _views(f"bytes as {encoding}", "\n".join(found), depth)
