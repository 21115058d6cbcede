"""`peace-analysis status`: where a programme stands, and what waits for a person. Runs nothing and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peace_analysis.city import CONFIG_NAME, City, find_data, find_reports, list_cities
from peace_analysis.commands.options import Data, Reports
from peace_analysis.errors import CityError, Problem

if TYPE_CHECKING:
    from peace_analysis.status import Status


def status(
    city: Annotated[str | None, typer.Argument(help="City.", show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help="One line for every city.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For a program: every field by its name.")] = False,
    data: Data = None,
    reports: Reports = None,
) -> None:
    """Say where a programme stands: who was heard, where to go next, what is new, and what waits for a person.

    Works before the first run. What it prints can be handed on: no words of participants, no counts of people. A file that cannot be read
    is named, and the rest is told all the same.
    """
    from peace_analysis.status import describe_status, describe_status_in_line

    folder = find_data() if data is None else data
    if every == (city is not None):
        raise CityError(Problem(str(folder), "one city, or --all, is to be named.", "`peace-analysis list` shows the cities."))
    found = [_look(key, folder, reports) for key in (list_cities(folder) if city is None else [city])]
    if as_json:
        told = [one.as_json() for one in found]
        print(json.dumps(told if every else told[0], indent=2, ensure_ascii=False))
    elif every:
        print("\n".join(map(describe_status_in_line, found)) or f"No cities in {folder}. `peace-analysis new CITY` makes one.")
    else:
        print("\n".join(describe_status(found[0])))


def _look(key: str, data: Path, reports: Path | None) -> Status:
    """Look at a city; with a city.yml that cannot be read, all that is told is what is wrong with it.

    Raises:
        CityError: If there is no such city.
    """
    from datetime import UTC, datetime

    from peace_analysis.city_file import inspect_config
    from peace_analysis.status import Status, read_status

    path = data / key / CONFIG_NAME
    if not path.is_file():
        City.open(key, data)
    config, problems = inspect_config(path)
    if config is None or problems:
        return Status(key, datetime.now(UTC).date().isoformat(), results="unknown", unread=tuple(map(str, problems)))
    return read_status(City(key, data / key, (reports or find_reports(data)) / key, config))
