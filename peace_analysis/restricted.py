"""What must never leave a city's folder: words as received, kept only as long as they are needed."""

from __future__ import annotations

import hashlib
import json
from collections import UserDict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from peace_analysis.custody import DUE_NAME
from peace_analysis.files import write_whole

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.city import City


class SessionStore(UserDict[str, dict[str, Any]]):
    """Results of stage 1 by session, kept in restricted/sessions.json (0600) so that an unchanged session is not done again.

    A file that is missing or damaged counts as empty: the sessions are then done again. Under an empty name it holds a digest of all the
    rest, because a damaged letter in somebody's words is JSON as before.
    """

    def __init__(self, city: City) -> None:
        super().__init__()
        self._path: Path = city.restricted_folder / "sessions.json"
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            found = {}
        if isinstance(found, dict) and found.pop(_DIGEST, None) == _digest(found):
            self.data.update(found)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        """Keep what was done, also when a later session failed."""
        with write_whole(self._path, private=True) as file:
            json.dump({_DIGEST: _digest(self.data), **self.data}, file, ensure_ascii=False)


_DIGEST = ""  # no session has this id


def _digest(sessions: dict[str, dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(sessions, sort_keys=True).encode()).hexdigest()


def open_restricted(city: City) -> Path:
    """Make a city's restricted folder, with the day on which it is due for deletion: `privacy.raw_retention_days` from today.

    Args:
        city: The city. A day that is written there stays, unless the new one is sooner.
    """
    return prepare_restricted(city.restricted_folder, city.config.privacy.raw_retention_days)


def prepare_restricted(folder: Path, days: int) -> Path:
    """Make a restricted folder (0700) and write into it first on which day all of it is due for deletion.

    Whoever is killed after this leaves nothing of which nobody knows how long it may be kept: the next run would refuse that.

    Args:
        folder: `restricted/` of a city.
        days: For how long its content may be kept. A day that is written there stays, unless the new one is sooner.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    due, day = folder / DUE_NAME, datetime.now(UTC).date() + timedelta(days=days)
    if not due.exists() or _is_later(due, day):  # a shorter retention holds from now on
        with write_whole(due, private=True) as file:
            file.write(f"{day.isoformat()}\n")
    return folder


def write_log(city: City, replacements: pd.DataFrame, doubtful: pd.DataFrame | None = None) -> Path:
    """Write the log of replacements to restricted/replacements.csv (0600), with the day on which it is due for deletion beside it.

    Args:
        city: The city; its `privacy.raw_retention_days` sets the day.
        replacements: What stood where each token stands now.
        doubtful: Names that nearly counted as found, for a reviewer: restricted/doubtful.csv.

    Returns:
        The log. Its due day is counted from the first log that was written and not deleted since.
    """
    open_restricted(city)
    path = city.restricted_folder / "replacements.csv"
    for name, rows in (("replacements.csv", replacements), ("doubtful.csv", doubtful)):
        if rows is not None:
            with write_whole(city.restricted_folder / name, private=True) as file:
                rows.to_csv(file, index=False, lineterminator="\n")
    return path


def write_policy_log(city: City, replacements: pd.DataFrame) -> Path:
    """Write what stood in comments on policies where tokens stand now: restricted/policy_replacements.csv (0600).

    It is due for deletion on the day of the log of the transcripts.

    Args:
        city: The city; the transcripts' log, which sets the day, is there.
        replacements: As `policy.redact.anonymize_entries` gives them.
    """
    path = city.restricted_folder / "policy_replacements.csv"
    with write_whole(path, private=True) as file:
        replacements.to_csv(file, index=False, lineterminator="\n")
    return path


def _is_later(due: Path, day: date) -> bool:
    """Whether the file names nothing but a day, and that a later one; a person who put the day off wrote a reason beside it."""
    try:
        return date.fromisoformat(due.read_text(encoding="utf-8-sig").strip()) > day
    except (OSError, ValueError):
        return False
