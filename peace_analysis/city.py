"""City: one jurisdiction, its settings and where its files are.

`City.open` reads city.yml and refuses settings that do not hold together, naming every problem at once. Derived tables go through
`City.save_table` and `City.load_table`, which check them against `tables.py` and write whole files or nothing.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.city_file import read_config
from peace_analysis.errors import CityError, Problem
from peace_analysis.files import write_whole
from peace_analysis.settings import Config, Guide, Plan, PolisSource, Privacy, Roles, TableColumns, TableSource, Themes
from peace_analysis.tables import Table

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.boundaries import Boundaries

__all__ = [
    "CITY_KEY",
    "CONFIG_NAME",
    "City",
    "Config",
    "Guide",
    "Plan",
    "PolisSource",
    "Privacy",
    "Roles",
    "TableColumns",
    "TableSource",
    "Themes",
    "find_data",
    "find_reports",
    "list_cities",
    "write_whole",
]
CONFIG_NAME = "city.yml"
CITY_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True)
class City:
    """One jurisdiction: its settings, its sessions and where its files are."""

    key: str  # name of its folder
    folder: Path
    reports_folder: Path
    config: Config = field(repr=False)

    @classmethod
    def open(cls, key: str, data: Path | str | None = None, reports: Path | str | None = None) -> City:
        """Read a city's configuration.

        Args:
            key: Name of its folder under `data`.
            data: Folder of all cities; by default what PEACE_ANALYSIS_DATA names, or else the nearest folder called `data`, here or
                further up (so that a notebook in `notebooks/` finds it).
            reports: Folder that results go to; by default what PEACE_ANALYSIS_REPORTS names, or else `reports` beside `data`.

        Raises:
            CityError: If there is no such city, or city.yml is not what it should be; lists every problem.
        """
        if not CITY_KEY.fullmatch(key):
            raise CityError(
                Problem(
                    str(key) or "city",
                    "not the name of a city's folder (letters, digits, _ and -).",
                    "`peace-analysis list` shows the cities that there are.",
                )
            )
        data = find_data() if data is None else Path(data)
        reports = find_reports(data) if reports is None else Path(reports)
        folder = data / key
        if not (folder / CONFIG_NAME).is_file():
            raise CityError(
                Problem(
                    str(folder),
                    f"there is no {CONFIG_NAME} here.",
                    f"`peace-analysis list` shows the cities that there are; `peace-analysis new {key}` makes this one.",
                )
            )
        return cls(key, folder, reports / key, read_config(folder / CONFIG_NAME))

    # Where things are

    @property
    def transcripts_folder(self) -> Path:
        """Files as received (restricted)."""
        return self.folder / "transcripts"

    @property
    def derived_folder(self) -> Path:
        """What the stages make: anonymised, not committed."""
        return self.folder / "derived"

    @property
    def restricted_folder(self) -> Path:
        """Log of replacements and review queue: mode 0700, not committed."""
        return self.folder / "restricted"

    def path_inside(self, relative: str) -> Path:
        """Resolve a path that configuration names, refusing one that leaves the city's folder (also through a link).

        Raises:
            CityError: If the path is absolute or leads outside.
        """
        root = self.folder.resolve()
        path = (root / relative).resolve()
        if Path(relative).is_absolute() or not path.is_relative_to(root):
            raise CityError(
                Problem(
                    str(self.folder),
                    f"the path `{relative}` leads outside the city's folder.",
                    "Move the file into the folder and name it relative to that.",
                )
            )
        return path

    # Tables

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """One row per session: columns of `tables.SESSIONS`, then whatever else sessions.csv has.

        Raises:
            CityError: If sessions.csv is missing or not what it should be; lists every problem.
        """
        from peace_analysis.sessions import read_sessions

        return read_sessions(self)

    @cached_property
    def roster(self) -> pd.DataFrame:
        """Contents of participants.csv (restricted: real names in `speaker_label`); no rows where the city has none.

        Raises:
            CityError: If participants.csv is not what it should be; lists every problem.
        """
        from peace_analysis.sessions import read_roster

        return read_roster(self)

    @cached_property
    def population(self) -> pd.DataFrame | None:
        """Residents by neighborhood, attribute and group, from population.csv; None where the city has none.

        Raises:
            CityError: If population.csv is not what it should be; lists every problem.
        """
        from peace_analysis.population import read_population

        return read_population(self)

    @cached_property
    def boundaries(self) -> Boundaries | None:
        """Neighborhoods as polygons, from neighborhoods.geojson; None where the city has none.

        Raises:
            CityError: If neighborhoods.geojson is not what it should be; lists every problem.
        """
        from peace_analysis.boundaries import read_boundaries

        return read_boundaries(self)

    def save_table(self, frame: pd.DataFrame, table: Table) -> pd.DataFrame:
        """Check a table and write it to derived/<name>.parquet, whole or not at all. Returns the checked table."""
        from peace_analysis.tables import check_table

        checked = check_table(frame, table)
        with write_whole(self.derived_folder / f"{table.name}.parquet", "wb") as file:
            checked.to_parquet(file, index=False)
        return checked

    def load_table(self, table: Table) -> pd.DataFrame:
        """Read derived/<name>.parquet and check it.

        Raises:
            CityError: If the stage that makes it has not run, or the file is damaged.
            TableError: If it is not what `tables.py` declares.
        """
        import pandas as pd

        from peace_analysis.tables import check_table

        path = self.derived_folder / f"{table.name}.parquet"
        if not path.is_file():
            raise CityError(Problem(str(path), "this table has not been made yet.", f"Run `peace-analysis run {self.key}`."))
        try:
            frame = pd.read_parquet(path)
        except Exception as error:  # a damaged file fails in as many ways as Arrow has errors
            raise CityError(
                Problem(str(path), "the file is damaged.", f"Delete it and run `peace-analysis run {self.key}` again.")
            ) from error
        return check_table(frame, table)


def find_data() -> Path:
    """Find the folder of all cities: PEACE_ANALYSIS_DATA, or the nearest folder called `data`, here or further up."""
    if named := os.environ.get("PEACE_ANALYSIS_DATA"):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data").is_dir():
            return Path(os.path.relpath(folder / "data"))
    return Path("data")


def find_reports(data: Path) -> Path:
    """Find the folder that results go to: PEACE_ANALYSIS_REPORTS, or `reports` beside the folder of all cities."""
    named = os.environ.get("PEACE_ANALYSIS_REPORTS")
    return Path(named) if named else data.parent / "reports"


def list_cities(data: Path | None = None) -> list[str]:
    """Name the folders under `data` that hold a city.yml, in alphabetical order."""
    return sorted(path.parent.name for path in (find_data() if data is None else data).glob(f"*/{CONFIG_NAME}"))
