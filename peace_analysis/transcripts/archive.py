"""Safe reading of .docx, .xlsx and .qdpx: zip archives with limits on what they unpack to, and XML without DOCTYPE."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType

from peace_analysis.errors import TranscriptError
from peace_analysis.transcripts.rows import refuse

MAX_MEMBERS = 5_000
MAX_UNPACKED = 150_000_000  # bytes inflated from one archive, counted as they come out
MAX_TREE = 50_000_000  # bytes of one XML part that is kept in memory, at about ten times its size
MAX_RATIO = 200  # inflated / packed of one member ...
RATIO_FROM = 10_000_000  # ... asked only above this many bytes: short repetitive XML packs as well as a bomb
_CHUNK = 1 << 16
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    MemoryError,
    LookupError,
)


class Archive:
    """An archive opened for reading; use as a context manager.

    Args:
        path: The file.
        holds: What it should be, in a user's words ("a Word document (.docx)").
        media: Parts that are never read (recordings, pictures) may be as large as they like.

    Raises:
        TranscriptError: If the file is not a zip, is cut short, has unsafe or repeated names, is encrypted or unpacks to too much.
    """

    def __init__(self, path: Path, holds: str, *, media: bool = False) -> None:
        self.path, self.holds = path, holds
        self._left = MAX_UNPACKED
        try:
            self._zip = zipfile.ZipFile(path)
        except _DAMAGE as error:
            raise self._refused("is not a zip archive, or was cut short", "Export or save it again") from error
        try:
            self._check_directory(media)
        except TranscriptError:
            self._zip.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()

    @property
    def names(self) -> list[str]:
        """Names of the parts, in the archive's order."""
        return [info.filename for info in self._zip.infolist() if not info.is_dir()]

    def read(self, name: str) -> bytes:
        """Unpack one part, counting real bytes.

        Raises:
            TranscriptError: If the part is missing, damaged, or unpacks to more than the limits.
        """
        return b"".join(self._chunks(name))

    def read_xml(self, name: str) -> ET.Element:
        """Parse one part as XML.

        Raises:
            TranscriptError: If it is not well formed, or has a DOCTYPE (the way in for entity bombs and outside files).
        """
        data = self.read(name)
        if len(data) > MAX_TREE:
            raise self._too_large()
        element = self._parse(data, _NoDoctypeTree())
        assert isinstance(element, ET.Element)
        return element

    def verify(self) -> None:
        """Unpack every part and parse all XML without keeping it, for a reader that opens the file by itself afterwards.

        Raises:
            TranscriptError: As `read` and `read_xml`.
        """
        for name in self.names:
            if name.endswith((".xml", ".rels")):
                self._parse(self.read(name), _NoDoctype())
            else:
                for _ in self._chunks(name):
                    pass
        self._left = MAX_UNPACKED

    def _parse(self, data: bytes, target: _NoDoctype | _NoDoctypeTree) -> object:
        parser = ET.XMLParser(target=target)  # noqa: S314  (entities need a DOCTYPE, and that is refused)
        try:
            parser.feed(data)
            return parser.close()
        except _DoctypeFoundError as error:
            raise self._refused("has a DOCTYPE in its XML", "Save it again with the program it came from") from error
        except (ET.ParseError, ValueError, LookupError, MemoryError, RecursionError) as error:
            raise self._refused("is damaged (its XML is not well formed)", "Save it again") from error

    def _check_directory(self, media: bool) -> None:
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise self._refused(f"has more than {MAX_MEMBERS:,} parts", "Save it again without attachments")
        for info in members:
            name = PurePosixPath(info.filename.replace("\\", "/"))
            if name.is_absolute() or ".." in name.parts or ":" in (name.parts[0] if name.parts else ""):
                raise self._refused("has a part whose name leads outside the archive", "Save it again with the program it came from")
            if info.flag_bits & 0x1:
                raise self._refused("is protected by a password", "Save it without one")
        if len({info.filename for info in members}) < len(members):
            raise self._refused("has two parts of the same name", "Save it again with the program it came from")
        if not media and sum(info.file_size for info in members) > MAX_UNPACKED:
            raise self._too_large()

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            info = self._zip.getinfo(name)
            seen = 0
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    seen += len(chunk)
                    self._left -= len(chunk)
                    if self._left < 0 or (seen > RATIO_FROM and seen > MAX_RATIO * max(info.compress_size, 1)):
                        raise self._too_large()
                    yield chunk
        except KeyError as error:
            raise self._refused("lacks a part that every such file has", "Save it again") from error
        except _DAMAGE as error:
            raise self._refused("is damaged or was cut short", "Export or save it again") from error

    def _too_large(self) -> TranscriptError:
        return self._refused(
            f"unpacks to far more than a transcript has (limit {MAX_UNPACKED // 1_000_000} MB)", "Save it again without pictures"
        )

    def _refused(self, what: str, remedy: str) -> TranscriptError:
        return refuse(self.path, f"the file {what}; {self.holds} was expected.", f"{remedy}, or list it under `skip:` in city.yml.")


class _DoctypeFoundError(Exception):
    pass


class _NoDoctype:
    """Looks at XML and keeps nothing."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _DoctypeFoundError

    def close(self) -> None:
        """End of the part."""


class _NoDoctypeTree(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _DoctypeFoundError
