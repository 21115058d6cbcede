"""How raw material is kept: deleted when it is due, and never under version control."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from peace_analysis.errors import CityError, Problem
from peace_analysis.settings import TableSource

if TYPE_CHECKING:
    from peace_analysis.city import City

DUE_NAME = "delete_by.txt"  # `YYYY-MM-DD`, and after it the reason where a person has put the day off
CODING = ("private", "member_checks.csv", "notes.csv", "framework.csv")  # of what coders do, all that holds words
TOLD = "compared_themes.json"  # who raised what, by pseudonym: what `cities.theme_memory` keeps
RAW = ("transcripts", "participants.csv", "surveys/answers.csv", "restricted", "review", TOLD, *(f"coding/{name}" for name in CODING))


def inspect_custody(city: City, today: date | None = None) -> list[Problem]:
    """Look over how a city's raw material is kept.

    Args:
        city: The city.
        today: The day to judge by; today in UTC by default.

    Returns:
        A log of replacements that is past its day or has none, decisions of a review that outlive the transcripts, and raw material
        that git tracks (an invented city apart).
    """
    problems = _inspect_deletion(city, today or datetime.now(UTC).date()) + _inspect_review(city)
    return problems if city.config.invented else problems + _inspect_tracking(city)


def read_due_day(city: City) -> date | None:
    """Read the day on which what is restricted is due for deletion; None where no day is written down."""
    try:
        day = (city.restricted_folder / DUE_NAME).read_text(encoding="utf-8-sig").strip().partition(" ")[0]
        return date.fromisoformat(day)
    except (OSError, ValueError):
        return None


def _inspect_deletion(city: City, today: date) -> list[Problem]:
    folder = city.restricted_folder
    path = folder / DUE_NAME
    if not folder.is_dir() or all(file == path for file in folder.iterdir()):
        return []
    remedy = f"Delete {folder}{os.sep}, or write a later day (YYYY-MM-DD) and the reason into the file."
    try:
        day, _, reason = path.read_text(encoding="utf-8-sig").strip().partition(" ")
        due = date.fromisoformat(day)
    except FileNotFoundError:
        return [Problem(str(path), "is missing: nothing says when the log of replacements is due for deletion.", remedy)]
    except (OSError, ValueError):
        return [Problem(str(path), "does not begin with a day: nothing says when the log of replacements is due for deletion.", remedy)]
    if due >= today:
        return []
    put_off = " (it was put off before)" if reason.strip() else ""
    return [Problem(str(path), f"the log of replacements is due for deletion since {due.isoformat()}{put_off}.", remedy)]


def _inspect_review(city: City) -> list[Problem]:
    """Decisions and workbooks of a review name people, and are needed for as long as there are words to anonymise."""
    folder = city.folder / "review"
    if not folder.is_dir() or not any(folder.iterdir()):
        return []
    sources = [city.transcripts_folder, *(city.folder / part for part in _raw_parts(city)[len(RAW) :])]
    if any(path.is_file() or (path.is_dir() and any(path.iterdir())) for path in sources):
        return []
    message = "holds what people said of single words, and there are no transcripts any more that it is needed for."
    return [Problem(str(folder), message, f"Delete {folder}{os.sep}; review.yml stays, it holds no words.")]


def _inspect_tracking(city: City) -> list[Problem]:
    problems = []
    for part in _raw_parts(city):
        n = _count_tracked(city, part)
        if n:
            what = "it" if (city.folder / part).is_file() else f"{n} of its files"
            problems.append(
                Problem(
                    str(city.folder / part),
                    f"git tracks {what}: raw material must never be under version control.",
                    "Take it out (git rm -r --cached) and ignore it; the history keeps what was committed, so tell whoever answers for the "
                    "data if it was ever pushed.",
                )
            )
    return problems


def _raw_parts(city: City) -> list[str]:
    """Name what is raw, relative to the city's folder: the usual places, and further ones that `sources:` names."""
    parts = list(RAW)
    for source in city.config.sources:
        named = source.table if isinstance(source, TableSource) else source.polis
        try:
            relative = city.path_inside(named).relative_to(city.folder.resolve()).as_posix()
        except CityError:
            continue  # reading the source reports it
        if relative.split("/")[0] not in parts:
            parts.append(relative)
    return parts


def _count_tracked(city: City, part: str) -> int:
    """Count the files under a path that git tracks; 0 where there is no git or no work tree.

    A repository's own settings must not run programs here, so the file-system monitor is off; variables that a hook sets would point git
    at another repository.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", str(city.folder), "ls-files", "-z", "--", part]
    try:
        found = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=60)  # noqa: S603 - a list, no shell
    except (OSError, subprocess.TimeoutExpired):
        return 0
    return found.stdout.count(b"\0") if found.returncode == 0 else 0
