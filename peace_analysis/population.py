"""Reading population.csv: who lives in a city, by neighborhood and group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peace_analysis.errors import CityError, Problem
from peace_analysis.sessions import read_rows

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.city import City

COLUMNS = ("neighborhood", "attribute", "group", "population")
MOST_DIGITS = 10
_REMEDY = "Add the column, or delete the file if nobody knows who lives where"


def read_population(city: City) -> pd.DataFrame | None:
    """Read and check population.csv; None where the city has none.

    Returns:
        neighborhood, attribute, group, population (residents, whole number); attribute `everyone` holds a neighborhood's residents.

    Raises:
        CityError: Lists every problem in the file, each with its line.
    """
    frame, problems = inspect_population(city)
    if problems:
        raise CityError(problems)
    return frame


def inspect_population(city: City) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read population.csv as far as it can be read: the rows without a problem, and every problem."""
    import pandas as pd

    path = city.folder / "population.csv"
    if not path.is_file():
        return None, []
    try:
        rows, problems = read_rows(path, COLUMNS, _REMEDY)
    except CityError as error:
        return None, error.problems
    seen: dict[tuple[str, ...], int] = {}
    kept = []
    planned = city.config.plan.neighborhoods
    for line, row in rows:
        found = []
        key = (row["neighborhood"], row["attribute"], row["group"])
        if not all(key):
            found.append(Problem(str(path), "neighborhood, attribute or group is empty.", "Write `everyone` for all residents.", line))
        elif key in seen:
            found.append(Problem(str(path), f"the same row stands on line {seen[key]} already.", "Delete one of them.", line))
        seen.setdefault(key, line)
        if not row["population"].isdecimal() or len(row["population"]) > MOST_DIGITS:
            message = f"population `{row['population'][:20]}` is not a whole number of at most {MOST_DIGITS} digits."
            found.append(Problem(str(path), message, "Write residents without separators, such as 24180.", line))
        if planned and row["neighborhood"] not in planned:
            message = f"neighborhood `{row['neighborhood']}` is not in the plan of city.yml."
            found.append(Problem(str(path), message, "Correct it, or add it to `plan: {neighborhoods: [...]}`.", line))
        problems += found
        if not found:
            kept.append({name: row[name] for name in COLUMNS})
    return pd.DataFrame(kept, columns=list(COLUMNS)).astype({"population": "int64"}), problems
