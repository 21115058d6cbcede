"""Writing files and folders whole, and telling by their content whether they changed.

What is being written stands under a temporary name that ends in `.part`, and is locked for as long as its writer lives: what a kill left
behind can be told from it, and is cleared away (`clear_leftovers`).
"""

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

try:
    import fcntl
except ImportError:  # a system without such locks
    fcntl = None  # type: ignore[assignment]

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_PART = ".part"


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
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_PART)
    temporary = Path(name)
    try:
        text = {"encoding": "utf-8", "newline": ""} if mode == "w" else {}
        with os.fdopen(descriptor, mode, **text) as file:  # type: ignore[call-overload]
            locked = lock_file(descriptor)
            yield file
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(0o600 if private else 0o644)
            if locked:
                temporary.replace(path)  # while it is locked: nobody takes it for left behind
        if not locked:
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def lock_file(descriptor: int) -> bool | None:
    """Lock an open file or folder until it is closed or its process ends.

    Returns:
        Whether it is locked now: False if somebody else has it, None where the system or the storage has no such locks.
    """
    if fcntl is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def clear_leftovers(folder: Path, prefix: str = ".") -> list[Path]:
    """Delete what a kill left behind in a folder: files and folders named `.*.part` that no living process has locked.

    Args:
        folder: Where to look; not in its folders.
        prefix: How the names begin.

    Returns:
        What was deleted.
    """
    cleared = []
    for path in sorted(folder.glob(f"{prefix}*{_PART}")) if folder.is_dir() else []:
        if not path.name.startswith(".") or path.is_symlink():
            continue
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except OSError:
            continue
        try:
            if lock_file(descriptor) is False:
                continue
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
            cleared.append(path)
        finally:
            os.close(descriptor)
    return cleared


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
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=_PART))
    try:
        with _locked_folder(temporary):
            yield temporary
            temporary.chmod(0o755)
            flush_folder(temporary)
            if target.exists():
                _exchange(temporary, target)
            else:
                temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def restore_folder(target: Path) -> None:
    """Put a folder back that was set aside by a kill between two renames (`replace_folder`, where folders cannot be swapped)."""
    aside = _aside(target)
    if aside.is_dir() and not target.exists():
        aside.rename(target)
    else:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder for what need not be kept, deleted at the end; those that killed processes left are cleared away."""
    prefix = ".peace-analysis-"
    clear_leftovers(Path(tempfile.gettempdir()), prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, suffix=_PART))
    try:
        with _locked_folder(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked_folder(folder: Path) -> Iterator[None]:
    """Show as long as the block runs that somebody writes into a folder."""
    if os.name != "posix":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        lock_file(descriptor)
        yield
    finally:
        os.close(descriptor)


def flush_folder(folder: Path) -> None:
    """Bring all files of a folder to the disk: a name that stands for what a power cut has lost would be half a result."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _exchange(new: Path, old: Path) -> None:
    """Swap two folders in one step where the system can (Linux), else by two renames with the old one put back on failure."""
    if sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None, use_errno=True)
        swap = getattr(libc, "renameat2", None)
        if swap is not None and swap(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE) == 0:
            return
    aside = _aside(old)
    shutil.rmtree(aside, ignore_errors=True)
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    shutil.rmtree(aside, ignore_errors=True)
