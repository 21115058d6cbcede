"""Which code made a result: a hash over the source of the rooms that a stage uses."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_SHARED = ("tables.py", "table_checks.py", "city.py", "sessions.py", "errors.py")


@cache
def hash_code(*rooms: str) -> str:
    """Hash the source files of the given rooms and of what all rooms share.

    Args:
        rooms: Folders or modules of the package, such as "anonymize" or "charts".

    Returns:
        Hexadecimal SHA-256 over names and contents, in a fixed order.
    """
    files = {PACKAGE / name for name in _SHARED}
    for room in rooms:
        folder = PACKAGE / room
        files |= (
            {path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
            if folder.is_dir()
            else {PACKAGE / f"{room}.py"}
        )
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
