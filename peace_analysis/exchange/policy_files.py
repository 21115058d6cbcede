"""Reading `policies/<policy>/` of a city: versions and tables, every problem at once."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.errors import CityError, InputError, Problem

if TYPE_CHECKING:
    from peace_analysis.city import City
    from peace_analysis.policy.entries import Codevelopment

POLICIES_NAME = "policies"
LINKS_NAME = "links.csv"
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def list_policy_folders(city: City) -> list[Path]:
    """List the folders of a city's policies, by name; none where it has none."""
    folder = city.folder / POLICIES_NAME
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def has_policies(city: City) -> bool:
    """Tell whether a city revises a policy, so that the policy stage is part of its runs."""
    return bool(list_policy_folders(city))


def list_policy_files(city: City) -> list[Path]:
    """List all files of a city's policies."""
    return sorted(path for folder in list_policy_folders(city) for path in folder.rglob("*") if path.is_file())


def read_policies(city: City) -> list[Codevelopment]:
    """Read every policy of a city.

    Raises:
        CityError: Lists every problem of every file, with its line.
    """
    found, problems = inspect_policies(city)
    if problems:
        raise CityError(problems)
    return found


def inspect_policies(city: City) -> tuple[list[Codevelopment], list[Problem]]:
    """Read every policy of a city as far as it can be read, and list every problem."""
    folder = city.folder / POLICIES_NAME
    problems: list[Problem] = []
    if folder.is_dir():
        problems += [
            Problem(str(path), "stands beside the policies.", "Put the files of a policy into a folder of its own: policies/use_of_force/.")
            for path in sorted(folder.iterdir())
            if path.is_file() and not path.name.startswith(".")
        ]
    made = []
    for path in list_policy_folders(city):
        entry, found = _inspect_policy(path, city.config.plan.stakeholder_groups)
        problems += found
        made += [] if entry is None else [entry]
    return made, problems


def _inspect_policy(folder: Path, groups: tuple[str, ...]) -> tuple[Codevelopment | None, list[Problem]]:
    from peace_analysis.policy import list_versions, read_versions
    from peace_analysis.policy.checks import COLUMNS, check_entries
    from peace_analysis.policy.read import find_date
    from peace_analysis.sessions import read_rows

    problems: list[Problem] = []
    if not _FOLDER.fullmatch(folder.name):
        problems.append(Problem(str(folder), "the folder's name is no short name.", "Use letters, digits, _ and -: use_of_force."))
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        if path.name == LINKS_NAME:
            continue
        if path.name not in COLUMNS:
            close = get_close_matches(path.name, COLUMNS, n=1)
            hint = f"Did you mean {close[0]}?" if close else f"Known are {', '.join(COLUMNS)} and {LINKS_NAME}."
            problems.append(Problem(str(path), "is no table of a policy.", hint))
            continue
        try:
            rows, found = read_rows(path, COLUMNS[path.name], "add the column", may_be_empty=True)
        except InputError as error:
            problems += error.problems
            continue
        problems += found
        tables[path.name] = str(path), rows
    paths = list_versions(folder)
    undated = [path for path in paths if find_date(path.name, "") is None]
    problems += [Problem(str(path), "the name of this version is no date.", "Name it after its day: 2026-05-01.docx.") for path in undated]
    if not paths:
        return None, [
            *problems,
            Problem(str(folder), "there is no version of the policy.", "Add one, named after its day: 2026-05-01.docx."),
        ]
    try:
        versions = read_versions([path for path in paths if path not in undated])
    except InputError as error:
        return None, problems + error.problems
    if not versions:
        return None, problems
    entry, found = check_entries(folder.name, versions, tables, groups)
    decided, wrong = _read_links(folder / LINKS_NAME, entry)
    return replace(entry, decisions=decided), problems + found + wrong


def _read_links(path: Path, entry: Codevelopment) -> tuple[dict[tuple[str, str], tuple[str, ...]], list[Problem]]:
    """Read what people decided on links, as far as it still applies."""
    from peace_analysis.policy.decided import COLUMNS, check_decisions, gather_decisions
    from peace_analysis.sessions import read_rows

    if not path.is_file():
        return {}, []
    try:
        rows, problems = read_rows(path, COLUMNS[:3], "add the column", may_be_empty=True)
    except InputError as error:
        return {}, list(error.problems)
    sections = [section.section_id for version in entry.versions for section in version.sections]
    found, wrong = check_decisions(str(path), rows, sections, [str(comment.number) for comment in entry.comments])
    return gather_decisions(found), problems + wrong
