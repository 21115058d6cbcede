"""Reading sessions.csv and participants.csv: what a city knows about its sessions and the people in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.errors import CityError, Problem
from peace_analysis.tables import FORMS, MODES, SESSIONS

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.city import City

REQUIRED_SESSION_COLUMNS = ("session_id", "date", "mode", "language", "neighborhood", "stakeholder_group", "n_attended")
OPTIONAL_SESSION_COLUMNS = {
    "form": "verbatim",
    "transcript": "",
    "facilitator": "",
    "note_taker": "",
}
REQUIRED_ROSTER_COLUMNS = ("speaker_id", "session_id", "speaker_label")
SESSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")
FLAGS = ("officials_present", "recorded")  # optional columns of yes and no
COUNTS = ("n_invited",)  # optional columns of whole numbers
EARLIEST = 1990  # a year before it is a slip of the pen
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0", "")


def read_sessions(city: City) -> pd.DataFrame:
    """Read and check sessions.csv.

    Returns:
        One row per session in the order of the file; the columns of `tables.SESSIONS`, then the file's other columns as text.

    Raises:
        CityError: Lists every problem in the file, each with its line.
    """
    frame, problems = inspect_sessions(city)
    if problems:
        raise CityError(problems)
    return frame


def inspect_sessions(city: City) -> tuple[pd.DataFrame, list[Problem]]:
    """Read sessions.csv as far as it can be read.

    Returns:
        The table (rows with a usable, unique id; a cell with a problem at a harmless value) and every problem.
    """
    import pandas as pd

    path = city.folder / "sessions.csv"
    rows, problems = read_rows(path, REQUIRED_SESSION_COLUMNS, "write one row per session; `peace-analysis new` writes an example")
    seen: dict[str, int] = {}
    kept = []
    for line, row in rows:
        repeated = row["session_id"] in seen
        found = _session_problems(city, path, line, row, seen)
        problems += found
        if not repeated and SESSION_ID.fullmatch(row["session_id"]):
            kept.append({**OPTIONAL_SESSION_COLUMNS, **row} | ({"mode": MODES[0], "form": FORMS[0], "n_attended": "0"} if found else {}))
    names = [*REQUIRED_SESSION_COLUMNS, *OPTIONAL_SESSION_COLUMNS]
    frame = pd.DataFrame(kept, columns=list(kept[0]) if kept else names)
    for column in ("date", "neighborhood", "stakeholder_group", "transcript"):
        frame[column] = frame[column].where(frame[column] != "", None)
    frame["form"] = frame["form"].replace("", "verbatim")
    frame["n_attended"] = frame["n_attended"].astype("int64")
    first = [column.name for column in SESSIONS.columns]
    return frame[first + [name for name in frame.columns if name not in first]], problems


def read_roster(city: City) -> pd.DataFrame:
    """Read and check participants.csv (restricted).

    Returns:
        One row per participant: speaker_id, session_id, speaker_label, quote_consent (bool), then self-described attributes as text.

    Raises:
        CityError: Lists every problem in the file, each with its line.
    """
    frame, problems = inspect_roster(city)
    if problems:
        raise CityError(problems)
    return frame


def inspect_roster(city: City) -> tuple[pd.DataFrame, list[Problem]]:
    """Read participants.csv as far as it can be read: the rows without a problem, and every problem."""
    import pandas as pd

    path = city.folder / "participants.csv"
    columns = [*REQUIRED_ROSTER_COLUMNS, "quote_consent"]
    if not path.exists():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in columns}).astype({"quote_consent": "bool"}), []
    rows, problems = read_rows(path, REQUIRED_ROSTER_COLUMNS, "add the column, or delete the file if there is no roster", may_be_empty=True)
    sessions = set(city.sessions["session_id"])
    ids: dict[str, int] = {}
    labels: dict[tuple[str, str], int] = {}
    for line, row in rows:
        consent = row.setdefault("quote_consent", "").lower()
        if consent not in YES + NO:
            problems.append(Problem(str(path), "quote_consent is neither yes nor no.", "Write yes or no.", line))
        if row["session_id"] not in sessions:
            # Columns may have changed places: what stands here may be somebody's name.
            is_id = SESSION_ID.fullmatch(row["session_id"]) and any(letter.isdigit() for letter in row["session_id"])
            which = f"session `{row['session_id']}`" if is_id else "its session_id"
            problems.append(Problem(str(path), f"{which} is not in sessions.csv.", "Add it there, or correct it here.", line))
        if not row["speaker_id"]:
            problems.append(Problem(str(path), "speaker_id is empty.", "Give each participant an id such as R01-P03.", line))
        elif row["speaker_id"] in ids:
            problems.append(
                Problem(
                    str(path),
                    f"duplicate id: this speaker_id stands on line {ids[row['speaker_id']]} already.",
                    "Make each id unique.",
                    line,
                )
            )
        ids.setdefault(row["speaker_id"], line)
        label = (row["session_id"], row["speaker_label"].casefold())
        if row["speaker_label"] and label in labels:
            problems.append(
                Problem(
                    str(path),
                    f"this speaker_label stands on line {labels[label]} already for the same session.",
                    "Two people with one label cannot be told apart: relabel them in the transcript and here.",
                    line,
                )
            )
        labels.setdefault(label, line)
    wrong = {problem.line for problem in problems}
    kept = [row for line, row in rows if line not in wrong]
    frame = pd.DataFrame(kept, columns=list(kept[0]) if kept else columns, dtype="str")
    frame["quote_consent"] = frame["quote_consent"].str.lower().isin(YES)
    return frame, problems


def _session_problems(city: City, path: Path, line: int, row: dict[str, str], seen: dict[str, int]) -> list[Problem]:
    problems: list[Problem] = []

    def report(message: str, remedy: str) -> None:
        problems.append(Problem(str(path), message, remedy, line))

    key = row["session_id"]
    if not SESSION_ID.fullmatch(key):
        report(f"session_id `{key}` is not a short id.", "Use up to 32 letters, digits, _ and -, such as R01.")
    elif key in seen:
        report(f"duplicate id: session_id `{key}` stands on line {seen[key]} already.", "Make each id unique.")
    seen.setdefault(key, line)
    if row["date"]:
        try:
            plausible = date.fromisoformat(row["date"]).year >= EARLIEST
        except ValueError:
            plausible = False
        if not plausible:
            report(f"date `{row['date']}` is not a day on which a session was held.", "Write it as YYYY-MM-DD.")
    if row["mode"] not in MODES:
        report(f"mode `{row['mode']}` is not known.", f"Write one of {', '.join(MODES)}.")
    if not re.fullmatch(r"[a-z]{2}", row["language"]):
        report(f"language `{row['language']}` is not a two-letter code.", "Write en, es, so, ...")
    if not row["n_attended"].isdecimal():
        report(f"n_attended `{row['n_attended']}` is not a whole number.", "Count the participants, without facilitators and note-takers.")
    if row.get("form", "") not in ("", *FORMS):
        report(f"form `{row['form']}` is not known.", f"Write one of {', '.join(FORMS)}.")
    problems += _optional_problems(path, line, row)
    for column, planned in (("neighborhood", city.config.plan.neighborhoods), ("stakeholder_group", city.config.plan.stakeholder_groups)):
        if planned and row[column] and row[column] not in planned:
            report(f"{column} `{row[column]}` is not in the plan of city.yml.", f"Correct it, or add it to `plan: {{{column}s: [...]}}`.")
    return problems


def _optional_problems(path: Path, line: int, row: dict[str, str]) -> list[Problem]:
    """Look over the optional columns that mean something here; an empty cell says that it was not recorded."""
    checks: list[tuple[str, Callable[[str], object], str, str]] = [
        *((column, TIME.fullmatch, "not a time of day", "Write it as HH:MM, 24 hours.") for column in ("start_time", "end_time")),
        *((column, str.isdecimal, "not a whole number", "Write a number, or leave it empty.") for column in COUNTS),
        *((column, _is_flag, "neither yes nor no", "Write yes or no, or leave it empty.") for column in FLAGS),
    ]
    return [
        Problem(str(path), f"{column} `{cell}` is {wrong}.", remedy, line)
        for column, is_right, wrong, remedy in checks
        if (cell := row.get(column, "")) and not is_right(cell)
    ]


def _is_flag(cell: str) -> bool:
    return cell.lower() in YES + NO


def read_rows(
    path: Path, required: tuple[str, ...], remedy: str, *, may_be_empty: bool = False
) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """Read a CSV table into (line, cells) with stripped text cells; report what makes it unreadable as one.

    Args:
        path: The file.
        required: Columns that it must have.
        remedy: What to do where one is missing.
        may_be_empty: A header alone is enough.

    Raises:
        CityError: If it cannot be read as a table at all.
    """
    from peace_analysis.transcripts.encoding import decode

    if not path.is_file():
        raise CityError(Problem(str(path), "the file is missing.", f"{remedy[:1].upper()}{remedy[1:]}."))
    text = decode(path.read_bytes(), path)
    first_line = text.split("\n", 1)[0]
    # Spreadsheets separate by what their country uses; a header tells which.
    separator = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        missing = [name for name in required if name not in header]
        problems += [Problem(str(path), f"column `{name}` is missing.", f"{remedy[:1].upper()}{remedy[1:]}.", 1) for name in missing]
        repeated = sorted({name for name in header if header.count(name) > 1})
        # Rows that ran into the header hold names and what people said: only columns that are known are quoted.
        told = {f"column `{name}`" if name in required else "a column" for name in repeated}
        problems += [Problem(str(path), f"{name} stands twice.", "Delete or rename one.", 1) for name in sorted(told)]
        if problems:
            raise CityError(problems)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                problems.append(
                    Problem(
                        str(path),
                        f"the row has {len(cells)} cells and the header {len(header)}.",
                        "Put text with a comma in quotes.",
                        reader.line_num,
                    )
                )
                continue
            rows.append((reader.line_num, {name: cell.strip() for name, cell in zip(header, cells, strict=True) if name}))
    except csv.Error as error:
        raise CityError(Problem(str(path), f"is not a CSV table ({error}).", "Save it as CSV (UTF-8).", reader.line_num)) from error
    if not rows and not problems and not may_be_empty:
        problems.append(Problem(str(path), "has a header but no rows.", f"{remedy[:1].upper()}{remedy[1:]}."))
    return rows, problems
