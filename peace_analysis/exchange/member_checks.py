"""Reading coding/member_checks.csv: what participants said of the summary of their session, as people wrote it down (restricted)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from peace_analysis.errors import CityError, Problem
from peace_analysis.exchange.coding_rounds import coding_folder
from peace_analysis.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from peace_analysis.city import City

NAME = "member_checks.csv"
COLUMNS = ("session_id", "date", "kind", "text")
KINDS = ("agrees", "adds", "corrects", "objects")


@dataclass(frozen=True)
class MemberChecks:
    """What came back, counted: the words themselves stay in the file."""

    by_session: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # session_id -> kind -> remarks

    @property
    def n_remarks(self) -> int:
        """Remarks of all kinds."""
        return sum(sum(kinds.values()) for kinds in self.by_session.values())

    @property
    def n_sessions(self) -> int:
        """Sessions that at least one came from."""
        return len(self.by_session)


def read_member_checks(city: City) -> MemberChecks:
    """Read what participants said of their sheets; nothing where nobody wrote it down.

    Raises:
        CityError: Lists every problem with its line, never the words.
    """
    found, problems = inspect_member_checks(city)
    if problems:
        raise CityError(problems)
    return found


def inspect_member_checks(city: City) -> tuple[MemberChecks, list[Problem]]:
    """Read member_checks.csv as far as it can be read: the counts, and every problem."""
    path = coding_folder(city) / NAME
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return MemberChecks(), []
    except (OSError, UnicodeDecodeError):
        return MemberChecks(), [Problem(str(path), "cannot be read as UTF-8 text.", "Save it as CSV in UTF-8.")]
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [name.strip() for name in reader.fieldnames or []]
    if missing := [name for name in COLUMNS if name not in header]:
        remedy = f"Its columns are {', '.join(COLUMNS)}; further ones are left alone."
        return MemberChecks(), [Problem(str(path), f"there is no column {', '.join(missing)}.", remedy, 1)]
    reader.fieldnames = header
    sessions = set(city.sessions["session_id"])
    counts: dict[str, Counter[str]] = {}
    problems = []
    for row in reader:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not any(cells.values()):
            continue
        found = _look_over(cells, sessions)
        problems += [Problem(str(path), message, remedy, reader.line_num) for message, remedy in found]
        if not found:
            counts.setdefault(cells["session_id"], Counter())[cells["kind"]] += 1
    return MemberChecks({key: dict(sorted(kinds.items())) for key, kinds in sorted(counts.items())}), problems


def _look_over(cells: Mapping[str, str], sessions: set[str]) -> list[tuple[str, str]]:
    found = []
    if cells["session_id"] not in sessions:
        found.append(("`session_id` is not a session of sessions.csv.", "Write the id of the session that the sheet was of."))
    if cells["kind"] not in KINDS:
        found.append((f"`kind` is none of {', '.join(KINDS)}.", "Choose the one that comes nearest."))
    if not cells["text"]:
        found.append(("`text` is empty.", "Write down what was said; it is never published."))
    try:
        date.fromisoformat(cells["date"])
    except ValueError:
        found.append(("`date` is not a day.", "Write it as YYYY-MM-DD."))
    return found


def begin_member_checks(city: City) -> Path:
    """Write an empty member_checks.csv (0600) where there is none."""
    path = coding_folder(city) / NAME
    if not path.exists():
        with write_whole(path, private=True) as file:
            file.write(",".join(COLUMNS) + "\n")
    return path
