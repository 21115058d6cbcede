"""ZIP files that are the same byte for byte whenever and wherever they are written."""

from __future__ import annotations

import io
import re
import zipfile

_CHANGED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
SAVED = "2026-06-01T09:00:00Z"


def pack(files: dict[str, bytes]) -> bytes:
    """Store files in the given order, uncompressed (compressors differ between systems), all dated 1980-01-01."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return buffer.getvalue()


def settle(office_file: bytes) -> bytes:
    """Pack a .docx or .xlsx again so that neither the clock nor the compressor shows in it."""
    with zipfile.ZipFile(io.BytesIO(office_file)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    files[core] = _CHANGED.sub(rb"\g<1>" + SAVED.encode() + rb"\g<2>", files[core])
    return pack(files)
