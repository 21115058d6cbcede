"""One at a time in a city: a lock that dies with its owner.

On one machine the system's lock on an open file says who holds it, and ends with the process, however that ends. Storage that several
machines share may not pass such locks on. The file therefore also names its owner and counts up while the owner lives: an owner on another
machine counts as dead once its count has stood still for a while. No clocks are compared, so that a clock that goes back does no harm.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from peace_analysis.errors import PeaceAnalysisError
from peace_analysis.files import lock_file

if TYPE_CHECKING:
    from pathlib import Path

    from peace_analysis.city import City

LOCK_NAME = ".lock"  # in derived/ of the city
BEAT_SECONDS = 3.0
WATCH_SECONDS = 20.0  # an owner on another machine whose count stands still so long is dead
_SIZE = 1024  # bytes of a record: always written whole, in one piece
_NOBODY = ("", "localhost", "localhost.localdomain")  # names that tell no machine from another


class BusyError(PeaceAnalysisError):
    """Somebody else works on the city: nothing was done. Says who, and since when."""


@dataclass(frozen=True)
class Owner:
    """Who holds a city."""

    token: str  # of this holding, and of no other
    host: str
    since: str  # by the owner's clock; for people to read, never compared
    doing: str  # "a run"
    pid: int
    beat: int = 0


class Held:
    """A city that is held by this process."""

    def __init__(self, path: Path, descriptor: int, owner: Owner, *, locked: bool) -> None:
        self._path, self._descriptor, self._owner, self._locked = path, descriptor, owner, locked
        self._done, self._writing = threading.Event(), threading.Lock()
        self._write(owner)
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()

    def confirm(self) -> None:
        """Make sure that the city is still held, before something is written for good.

        Raises:
            BusyError: If the lock was deleted, or another machine took this process for dead.
        """
        found = _read(self._descriptor)
        if not _is_there(self._path, self._descriptor) or found is None or found.token != self._owner.token:
            raise BusyError(
                f"{self._path.parent.parent.name}: this city was taken over while {self._owner.doing} held it; what was published stays as "
                f"it was. Run it again when nobody else does; do not delete {self._path} meanwhile."
            )

    def tell(self, doing: str) -> None:
        """Let whoever comes meanwhile know what is done now: "a run (themes)"."""
        with self._writing:
            found = _read(self._descriptor)
            if found is not None and found.token == self._owner.token:
                with contextlib.suppress(OSError):  # a disk that is full or away for a moment
                    self._write(replace(found, doing=doing))

    def release(self) -> None:
        """Let go."""
        self._done.set()
        self._thread.join()
        found = _read(self._descriptor)
        if found is not None and found.token == self._owner.token:
            with contextlib.suppress(OSError):
                os.pwrite(self._descriptor, b" " * _SIZE, 0)
                if self._locked and _is_there(self._path, self._descriptor):
                    self._path.unlink()
        os.close(self._descriptor)

    def _beat(self) -> None:
        while not self._done.wait(BEAT_SECONDS):
            with self._writing:
                found = _read(self._descriptor)
                if found is None or found.token != self._owner.token:
                    return  # somebody took over; `confirm` tells
                with contextlib.suppress(OSError):
                    self._write(replace(found, beat=found.beat + 1))

    def _write(self, owner: Owner) -> None:
        os.pwrite(self._descriptor, json.dumps(asdict(owner)).encode()[:_SIZE].ljust(_SIZE), 0)


@contextmanager
def hold_city(city: City, doing: str, *, watch_seconds: float = WATCH_SECONDS) -> Iterator[Held]:
    """Hold a city while something writes what its runs read or make.

    Args:
        city: The city.
        doing: What holds it, for whoever comes meanwhile: "a run".
        watch_seconds: How long the count of an owner on another machine must stand still until it counts as dead.

    Raises:
        BusyError: At once, if somebody else holds it. A dead owner on this machine is told at once, too, and does not count.
        OSError: If nothing can be written in the city's folder.
    """
    path = city.derived_folder / LOCK_NAME
    made = not path.parent.exists()
    held = None
    while held is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = _take(city, path, doing, watch_seconds)
    try:
        yield held
    finally:
        held.release()
        if made:  # a city that was never run is left as it was
            with contextlib.suppress(OSError):
                path.parent.rmdir()


def _take(city: City, path: Path, doing: str, watch_seconds: float) -> Held | None:
    """Lock the file and write who has it; None if its last owner deleted it meanwhile."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        locked = lock_file(descriptor)
        found = _read(descriptor)
        if locked is False or (found is not None and _lives(found, descriptor, locked=bool(locked), seconds=watch_seconds)):
            raise BusyError(_say_busy(city, found))
        if not _is_there(path, descriptor):
            os.close(descriptor)
            return None
        owner = Owner(secrets.token_hex(8), platform.node(), datetime.now(UTC).isoformat(timespec="seconds"), doing, os.getpid())
        return Held(path, descriptor, owner, locked=bool(locked))
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise


def read_owner(city: City) -> Owner | None:
    """Look who holds a city now, without holding it or keeping anybody waiting.

    Returns:
        The owner; None where nobody holds it, and where the owner was killed on this machine and left its name. Of an owner on another
        machine it is not known whether it lives: that would take a while to watch.
    """
    try:
        descriptor = os.open(city.derived_folder / LOCK_NAME, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return None
    try:
        found = _read(descriptor)
    finally:
        os.close(descriptor)
    return None if found is None or (is_here(found) and not _is_process(found.pid)) else found


def is_here(owner: Owner) -> bool:
    """Whether an owner works on this machine, so far as names of machines tell."""
    return owner.host == platform.node() and owner.host not in _NOBODY


def _is_there(path: Path, descriptor: int) -> bool:
    """Whether the open file still stands under its name."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _lives(owner: Owner, descriptor: int, *, locked: bool, seconds: float) -> bool:
    """Tell whether an owner that left its name lives, where the system's lock does not say so."""
    if is_here(owner):
        return not locked and _is_process(owner.pid)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(min(0.5, seconds))
        if _read(descriptor) != owner:
            return True
    return False


def _is_process(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError as error:
        return error.errno == errno.EPERM
    return True


def _read(descriptor: int) -> Owner | None:
    """Read who holds the file; None where nobody does, or the record is damaged."""
    try:
        found = json.loads(os.pread(descriptor, _SIZE, 0))
        token, host, since, doing = (str(found[name]) for name in ("token", "host", "since", "doing"))
        return Owner(token, host, since, doing, int(found["pid"]), int(found["beat"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _say_busy(city: City, owner: Owner | None) -> str:
    if owner is None:
        who = "somebody else works on this city"
    else:
        where = "" if owner.host == platform.node() else f" on {owner.host}"
        who = f"{owner.doing} works on this city already (process {owner.pid}{where}, since {owner.since})"
    return f"{city.key}: {who}. Nothing was done here. Wait until it has finished, or stop it; then try again."
