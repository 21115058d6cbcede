"""Which files of a city belong to which session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from peace_analysis.city import City, PolisSource
from peace_analysis.errors import CityError, Problem

_FOLDER = "transcripts"
_LEFT_BY_PROGRAMS = ("~$", ".", "Thumbs.db", "desktop.ini")


@dataclass
class Files:
    """The transcripts of each session, in reading order."""

    of_session: dict[str, list[Path]] = field(default_factory=dict)
    shared: frozenset[Path] = frozenset()  # files that several sessions name
    problems: list[Problem] = field(default_factory=list)


def assign_files(city: City) -> Files:
    """Find every session's files: by `transcript` of sessions.csv, else the one file that is called like the session.

    Returns:
        The files, and a problem for each one that is missing, ambiguous, outside the city's folder or of no session.

    Raises:
        CityError: If sessions.csv is not what it should be.
    """
    files = Files()
    claimed = _claimed_by_sources(city, files.problems)
    free = [path for path in _listed(city, files.problems) if path not in claimed]
    named: dict[str, str] = {
        str(row.session_id): str(row.transcript)
        for row in city.sessions.itertuples(index=False)
        if isinstance(row.transcript, str) and row.transcript
    }
    uses: dict[Path, int] = {}
    for session, value in named.items():
        for path in _named_files(city, session, value, files.problems):
            files.of_session.setdefault(session, []).append(path)
            uses[path] = uses.get(path, 0) + 1
    for session in (str(key) for key in city.sessions["session_id"] if key not in named):
        found = [path for path in free if path.stem == session and path not in uses]
        if len(found) > 1:
            files.problems.append(
                Problem(
                    str(city.transcripts_folder),
                    f"{len(found)} files are called like session `{session}`.",
                    "Name the right one in the transcript column of sessions.csv, and list the others under `skip:` in city.yml.",
                )
            )
        if found:
            files.of_session[session] = found[:1]
            uses |= dict.fromkeys(found, 1)
    files.problems += [
        Problem(
            str(path),
            "the file belongs to no session.",
            "Name it in the transcript column of sessions.csv, or list it under `skip:` in city.yml.",
        )
        for path in free
        if path not in uses
    ]
    files.shared = frozenset(path for path, times in uses.items() if times > 1)
    for path in sorted(files.shared):
        if path.suffix.lower() != ".qdpx":
            files.problems.append(
                Problem(str(path), f"{uses[path]} sessions name this file.", "Give each session a file of its own in sessions.csv.")
            )
    return files


def source_path(city: City, relative: str) -> Path:
    """Path of a source that city.yml names, as it reads from where the command runs.

    Raises:
        CityError: If it leads outside the city's folder.
    """
    city.path_inside(relative)
    return city.folder / relative


def _claimed_by_sources(city: City, problems: list[Problem]) -> set[Path]:
    claimed: set[Path] = set()
    for source in city.config.sources:
        name = source.polis if isinstance(source, PolisSource) else source.table
        try:
            path = source_path(city, name)
        except CityError as error:
            problems += error.problems
            continue
        claimed |= set(path.rglob("*")) if path.is_dir() else {path}
    return claimed


def _listed(city: City, problems: list[Problem]) -> list[Path]:
    """All files below transcripts/, except what `skip:` names and what programs leave behind."""
    folder = city.transcripts_folder
    found: list[Path] = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        relative = path.relative_to(folder).as_posix()
        if any(part.startswith(_LEFT_BY_PROGRAMS) for part in path.relative_to(folder).parts):
            continue
        if any(fnmatchcase(name, pattern) for pattern in city.config.skip for name in (relative, f"{_FOLDER}/{relative}", path.name)):
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(city.folder.resolve()):
            problems.append(
                Problem(str(path), "the link leads outside the city's folder.", "Put the file itself there, or list it under `skip:`.")
            )
        elif not path.is_dir():
            found.append(path)
    return found


def _named_files(city: City, session: str, value: str, problems: list[Problem]) -> Iterable[Path]:
    try:
        city.path_inside(f"{_FOLDER}/{value}" if not Path(value).is_absolute() else value)
    except CityError as error:
        problems += error.problems
        return []
    path = city.transcripts_folder / value
    if not path.resolve().is_relative_to(city.transcripts_folder.resolve()):
        problems.append(
            Problem(
                str(city.folder / "sessions.csv"),
                f"the transcript of session `{session}` leads outside the folder {_FOLDER}/.",
                "Put the file there, and name it relative to that folder.",
            )
        )
        return []
    try:
        found = [path] if path.is_file() else [file for file in _listed(city, []) if path in file.parents]
    except OSError:  # longer than a name of a file can be
        found = []
    if not found:
        problems.append(
            Problem(
                str(city.folder / "sessions.csv"),
                f"the transcript of session `{session}` is not there ({path}).",
                "Put the file there, or correct the transcript column.",
            )
        )
    return found
