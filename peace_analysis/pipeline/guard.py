"""What stands around all that writes into a city: one at a time, nothing left lying about, and clear words where the system fails."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from peace_analysis.errors import StageError
from peace_analysis.exchange.review_import import finish_import
from peace_analysis.files import clear_leftovers, restore_folder
from peace_analysis.lock import Held, hold_city

if TYPE_CHECKING:
    from pathlib import Path

    from peace_analysis.city import City

_REMEDIES = {
    errno.ENOSPC: "Free some space",
    errno.EDQUOT: "Free some space",
    errno.EFBIG: "Raise the limit on the size of files",
    errno.EROFS: "Make it writable, or name another folder with --data or --reports",
    errno.EACCES: "Make it writable, or name another folder with --data or --reports",
    errno.EPERM: "Make it writable, or name another folder with --data or --reports",
    errno.ENOMEM: "Close other programs",
    errno.EMFILE: "Raise the limit on open files",
}
_NUMBER = re.compile(r"\[Errno (\d+)\]")


@contextmanager
def guard_city(city: City, doing: str) -> Iterator[Held]:
    """Hold a city while something is written into it; first clear away or finish what a kill left behind.

    Args:
        city: The city.
        doing: What is done: "a run".

    Raises:
        BusyError: If somebody else works on the city.
        StageError: If a disk is full, a folder is read-only and the like; says what, where and what to do.
    """
    try:
        with hold_city(city, doing) as held:
            clear_city(city)
            finish_import(city)
            yield held
    except OSError as error:
        raise StageError(f"{city.key}: {say_system_error(error)}") from error


def clear_city(city: City) -> list[Path]:
    """Clear away what a kill left behind in a city's folder and beside its results; transcripts are not looked at.

    Returns:
        What was deleted. Whatever a living process still writes stays.
    """
    restore_folder(city.reports_folder)
    cleared = [*clear_leftovers(city.folder), *clear_leftovers(city.reports_folder.parent, f".{city.key}.")]
    for folder in (
        city.derived_folder,
        city.restricted_folder,
        *(city.folder / name for name in ("review", "coding", "policies", "surveys")),
    ):
        for inner in [folder, *(path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink())]:
            cleared += clear_leftovers(inner)
    return cleared


def say_system_error(error: OSError) -> str:
    """Say what the system would not do, and what to do about it."""
    where = f" ({error.filename})" if error.filename else ""
    what = error.strerror or type(error).__name__
    return _say(error.errno, f"{what}{where}")


def find_system_error(kind: str, message: str) -> str | None:
    """Say the same of an error that was raised in a notebook's kernel, known by name and message only; None where it is no such error."""
    if kind == "MemoryError":
        return _say(errno.ENOMEM, os.strerror(errno.ENOMEM))
    found = _NUMBER.search(message)
    return _say(int(found[1]), os.strerror(int(found[1]))) if found and kind.endswith("Error") else None


def _say(number: int | None, what: str) -> str:
    remedy = _REMEDIES.get(number or 0, "See to it")
    return f"{what}. {remedy}, then run again: what was finished is kept, and the published results are as they were."
