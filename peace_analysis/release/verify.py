"""Whether a folder is still what was released: it may lie anywhere, and nothing of the city's own is needed."""

from __future__ import annotations

import os
from pathlib import Path

from peace_analysis.charts.labels import clean_text
from peace_analysis.errors import InputError, Problem
from peace_analysis.files import hash_file
from peace_analysis.release.record import RECORD_NAME, read_record

GET_IT = "Get the folder again from whoever released it."


def find_releases(reports: Path, key: str) -> list[Path]:
    """List the releases of a city, oldest first.

    Args:
        reports: Folder of all results.
        key: The city's key.

    Examples:
        >>> from pathlib import Path
        >>> from peace_analysis import release
        >>> release.find_releases(Path("no_such_folder"), "riverton")
        []
    """
    folder = reports / f"{key}.released"
    found = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")] if folder.is_dir() else []
    return sorted(found, key=_order)


def _order(path: Path) -> tuple[str, int]:
    """By day, and by number on the same day."""
    number = path.name[11:]
    return path.name[:10], int(number) if number.isdigit() else 1


def verify(folder: Path, key: str = "") -> str:
    """Hold a folder against its release.json.

    Args:
        folder: A release, or a copy of one.
        key: The city that it should be of; any by default.

    Returns:
        Fingerprint of the release: the SHA-256 of release.json, to be compared with the one that was given when it was released.

    Raises:
        InputError: If a file has changed, is missing, was added or cannot be read, or the folder is no release of this city; names every
            one.

    Examples:
        >>> from pathlib import Path
        >>> from peace_analysis import release
        >>> print(release.verify(Path("reports/riverton.released/2026-05-01")))  # needs a release  # doctest: +SKIP
    """
    record = read_record(folder)
    if record is None:
        problem = Problem(_shown(folder), f"there is no {RECORD_NAME} here, or it is not the record of a release.", GET_IT)
        raise InputError(problem)
    problems = []
    if key and record["city"] != key:
        problems.append(Problem(_shown(folder), "this is the release of another city.", "Name that city."))
    if not record["signed"]:
        problems.append(Problem(RECORD_NAME, "nobody has signed: this is no release.", "See `peace-analysis release CITY --sign`."))
    wanted: dict[str, str] = record["files"]
    present = {path.relative_to(folder).as_posix(): path for path in _walk(folder)}
    present.pop(RECORD_NAME, None)
    problems += [Problem(_shown(name), "is missing.", GET_IT) for name in sorted(wanted.keys() - present.keys())]
    added = sorted(present.keys() - wanted.keys())
    problems += [Problem(_shown(name), "was not released.", "Take it out of the folder.") for name in added]
    for name in sorted(wanted.keys() & present.keys()):
        if present[name].is_symlink():
            problems.append(Problem(_shown(name), "is a link, not the file that was released.", GET_IT))
        elif hash_file(present[name]) != wanted[name]:
            problems.append(Problem(_shown(name), "is not what was released.", GET_IT))
    if problems:
        raise InputError(problems)
    return hash_file(folder / RECORD_NAME)


def _walk(folder: Path) -> list[Path]:
    """Everything in a folder that is no folder, links to folders included; links are not followed."""
    found = []
    for place, folders, files in os.walk(folder, followlinks=False):
        found += [Path(place, name) for name in files]
        found += [Path(place, name) for name in folders if Path(place, name).is_symlink()]
    return found


def _shown(name: object) -> str:
    """Name a file as it may be printed at a terminal, whatever somebody called it."""
    return clean_text(str(name).encode("utf-8", errors="replace").decode("utf-8"))
