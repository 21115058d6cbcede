"""What was asked of coders, so that what comes back can be held against it also when the city has changed meanwhile.

`coding/rounds.json` in a city's folder holds ids and fingerprints, and of intrusion tests the phrases and names of themes that were shown;
no words of a statement.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from peace_analysis.coding.intrusion import Task
from peace_analysis.errors import CityError, Problem
from peace_analysis.exchange.workbook_reading import as_text
from peace_analysis.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from peace_analysis.city import City

FOLDER = "coding"
PRIVATE = "private"  # workbooks and sheets: words of people who may not be quoted
ROUNDS_NAME = "rounds.json"
CODES, DISCUSSION, INTRUSION, FRAMEWORK = "codes", "discussion", "intrusion", "framework"


@dataclass(frozen=True)
class Item:
    """One row that was asked."""

    about: str  # statement, task or cell
    seal: str  # fingerprint of the cells that nobody is to change
    was: str = ""  # fingerprint of an answer that stood there already


@dataclass(frozen=True)
class Round:
    """One export."""

    export: str  # its id
    kind: str
    day: str
    coders: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)  # theme_id -> how the codebook sheet names it
    sheets: Mapping[str, Mapping[str, Item]] = field(default_factory=dict, repr=False)  # sheet -> item -> what it was
    tasks: tuple[Task, ...] = field(default=(), repr=False)
    by: str = ""  # what a case of a framework matrix is


def coding_folder(city: City) -> Path:
    """Where codes and decisions of coders are kept."""
    return city.folder / FOLDER


def private_folder(city: City) -> Path:
    """Where workbooks and sheets go: with people's words, 0700, never under version control."""
    return coding_folder(city) / PRIVATE


def seal_cells(cells: Iterable[object]) -> str:
    """Fingerprint of the text of cells, however a spreadsheet breaks and pads its lines."""
    said = "\x1f".join(re.sub(r"\s+", " ", as_text(cell)).strip() for cell in cells)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def read_rounds(city: City) -> dict[str, Round]:
    """Read what was asked, by the id of the export; nothing where there is no file.

    Raises:
        CityError: If the file is not what was written.
    """
    path = coding_folder(city) / ROUNDS_NAME
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {row["export"]: _as_round(row) for row in raw["rounds"]}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        remedy = "Put it back from a copy: without it, workbooks that are out cannot be imported."
        raise CityError(Problem(str(path), "is not a record of what was asked of coders.", remedy)) from error


def _as_round(row: dict[str, object]) -> Round:
    given: dict[str, object] = dict(row)
    sheets: Mapping[str, Mapping[str, dict[str, str]]] = given.pop("sheets")  # type: ignore[assignment]
    tasks: Iterable[dict[str, object]] = given.pop("tasks")  # type: ignore[assignment]
    given["coders"] = tuple(given["coders"])  # type: ignore[arg-type]
    made = tuple(Task(**(task | {"options": tuple(task["options"])})) for task in tasks)  # type: ignore[arg-type]
    found = {name: {key: Item(**item) for key, item in items.items()} for name, items in sheets.items()}
    return Round(**given, sheets=found, tasks=made)  # type: ignore[arg-type]


def write_rounds(city: City, rounds: Iterable[Round]) -> Path:
    """Write what was asked, whole or not at all."""
    path = coding_folder(city) / ROUNDS_NAME
    with write_whole(path) as file:
        json.dump({"rounds": [asdict(one) for one in rounds]}, file, indent=1, ensure_ascii=False)
        file.write("\n")
    return path
