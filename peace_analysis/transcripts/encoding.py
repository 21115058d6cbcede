"""Bytes -> text. Standard library only, because `sessions.csv` goes through here before anything heavy is loaded."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from peace_analysis.errors import Problem, TranscriptError

MAX_BYTES = 200_000_000  # a day's captions have less than one; more is not a transcript
_SAMPLE = 8192  # bytes looked at to tell UTF-16 without a BOM
# UTF-32 stands before UTF-16, whose little-endian BOM is the beginning of its own.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Controls that text does not have; tab, line ends, form feed and the next-line mark are left alone.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile("\r\n|\r|\n")


def decode(data: bytes, path: Path) -> str:
    """Decode a text file: byte-order mark, else plain UTF-16, else strict UTF-8, else Windows-1252.

    No statistics of letters are used: on short files they take Windows-1252 for its neighbours and spoil accented names.

    Args:
        data: The file's bytes.
        path: The file, for messages.

    Returns:
        The text without a byte-order mark; line ends as they were.

    Raises:
        TranscriptError: If the bytes are no text in any of these encodings.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(_strictly(data, name, path), path)
    if wide := _plain_utf16(data):
        return _checked(_strictly(data, wide, path), path)
    try:
        return _checked(data.decode("utf-8"), path)
    except UnicodeDecodeError:
        return _checked(_strictly(data, "cp1252", path), path)


def read_text(path: Path) -> str:
    """Read a source file as text.

    Raises:
        TranscriptError: If it cannot be opened, is empty, is too large or has no readable encoding.
    """
    text = decode(read_bytes(path), path)
    if not text.strip():
        raise TranscriptError(Problem(str(path), "the file is empty.", "Export it again, or list it under `skip:` in city.yml."))
    return text


def read_bytes(path: Path) -> bytes:
    """Read a source file whole.

    Raises:
        TranscriptError: If it is no file, cannot be opened, or is larger than any transcript.
    """
    try:
        if not path.is_file():
            raise TranscriptError(Problem(str(path), "there is no such file.", "Correct the name, or put the file there."))
        if path.stat().st_size > MAX_BYTES:
            raise TranscriptError(
                Problem(str(path), f"the file is larger than {MAX_BYTES // 1_000_000} MB.", "Export the transcript as text only.")
            )
        return path.read_bytes()
    except OSError as error:
        raise TranscriptError(Problem(str(path), "the file cannot be opened.", "Check its permissions.")) from error


def split_lines(text: str) -> list[str]:
    """Split at line ends that editors count (CR LF, LF, CR), so that line numbers agree with theirs."""
    return _LINE_END.split(text)


def _plain_utf16(data: bytes) -> str | None:
    """Tell UTF-16 without a byte-order mark by the zero bytes that every space, digit and line end has on one side."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs == 0 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.1 * pairs and even < 0.1 * odd:
        return "utf-16-le"
    if even > 0.1 * pairs and odd < 0.1 * even:
        return "utf-16-be"
    return None


def _strictly(data: bytes, name: str, path: Path) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise _unreadable(path) from error


def _checked(text: str, path: Path) -> str:
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > max(2, 0.005 * len(text)) or controls > 0.05 * len(text):
        raise _unreadable(path)
    return text


def _unreadable(path: Path) -> TranscriptError:
    return TranscriptError(
        Problem(str(path), "unreadable encoding: neither UTF-8, UTF-16 nor Windows-1252 text.", "Save it as UTF-8, or export it again.")
    )
