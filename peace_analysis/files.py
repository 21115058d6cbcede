"""Writing files and folders whole, and telling by their content whether they changed."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any, Literal, overload

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@overload
def write_whole(path: Path, mode: Literal["w"] = "w", *, private: bool = False) -> AbstractContextManager[IO[str]]: ...
@overload
def write_whole(path: Path, mode: Literal["wb"], *, private: bool = False) -> AbstractContextManager[IO[bytes]]: ...
def write_whole(path: Path, mode: Literal["w", "wb"] = "w", *, private: bool = False) -> AbstractContextManager[Any]:
    """Open a file for writing so that readers see the old content or the new, never half.

    Writes to a temporary neighbour, flushes it to disk and renames it over `path` when the block ends well; an error or a kill leaves
    `path` as it was.

    Args:
        path: File to write; its folder is made if need be.
        mode: "w" for UTF-8 text with \\n line ends, "wb" for bytes.
        private: Only the owner may read the file (0600) and its folder (0700).
    """
    return _write_whole(path, mode, private)


@contextmanager
def _write_whole(path: Path, mode: str, private: bool) -> Iterator[Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    if private:
        path.parent.chmod(0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        text = {"encoding": "utf-8", "newline": ""} if mode == "w" else {}
        with os.fdopen(descriptor, mode, **text) as file:  # type: ignore[call-overload]
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o600 if private else 0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def hash_file(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes; empty for a file that is not there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


@contextmanager
def replace_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of `target` when the block ends well; it is deleted otherwise.

    Until the last moment `target` holds what it held before, and afterwards the new: never a mixture.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
    try:
        yield temporary
        temporary.chmod(0o755)
        if target.exists():
            _exchange(temporary, target)
        else:
            temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _exchange(new: Path, old: Path) -> None:
    """Swap two folders in one step where the system can (Linux), else by two renames with the old one put back on failure."""
    if sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None, use_errno=True)
        swap = getattr(libc, "renameat2", None)
        if swap is not None and swap(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE) == 0:
            return
    aside = old.with_name(f".{old.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    shutil.rmtree(aside, ignore_errors=True)
