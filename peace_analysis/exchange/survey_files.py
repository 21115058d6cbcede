"""Reading a survey: scales.yml and the answers, every problem at once, each with its line; an answer is never quoted."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from peace_analysis.city_file import line_of, plain_values
from peace_analysis.errors import CityError, Problem
from peace_analysis.sessions import read_rows
from peace_analysis.settings import Plan
from peace_analysis.surveys.entries import ATTRIBUTES, COLUMNS, ScaleEntry, Survey, SurveyEntry, find_faults
from peace_analysis.yaml_file import describe_problem, load_yaml

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.city import City

FOLDER, SCALES_NAME, ANSWERS_NAME = "surveys", "scales.yml", "answers.csv"
FILES = (f"{FOLDER}/{SCALES_NAME}", f"{FOLDER}/{ANSWERS_NAME}")
MOST_LINES = 8  # that are named in one problem
_MODELS: dict[str, type[BaseModel]] = {"scales": ScaleEntry}
_REMEDY = "Write one row per respondent and wave, with a column per item"


def read_city_survey(city: City) -> Survey | None:
    """Read a city's survey; None where it has none.

    Raises:
        CityError: Lists every problem of both files, each with its line.
    """
    survey, problems = inspect_city_survey(city)
    if problems:
        raise CityError(problems)
    return survey


def inspect_city_survey(city: City) -> tuple[Survey | None, list[Problem]]:
    """Read a city's survey as far as it can be read; neither survey nor problem where it has none."""
    scales, answers = (city.folder / name for name in FILES)
    if not scales.is_file() and not answers.is_file():
        return None, []
    return inspect_survey(scales, answers, city.config.plan)


def inspect_survey(scales: Path, answers: Path, plan: Plan | None = None) -> tuple[Survey | None, list[Problem]]:
    """Read a survey as far as it can be read.

    Args:
        scales: scales.yml.
        answers: The table of answers, CSV.
        plan: Neighborhoods and groups that answers may name; any where it is left out or names none.

    Returns:
        The survey (None where there is a problem), and every problem of both files.
    """
    entry, problems = _inspect_scales(scales)
    frame, found = _inspect_answers(answers, entry, plan or Plan())
    problems += found
    if problems or entry is None or frame is None:
        return None, problems
    waves = {wave: entry.waves.get(wave, wave) for wave in _order_waves(frame, entry)}
    return Survey(tuple(scale.to_scale() for scale in entry.scales), waves, frame, entry.linked, entry.about), []


def _inspect_scales(path: Path) -> tuple[SurveyEntry | None, list[Problem]]:
    if not path.is_file():
        return None, [Problem(str(path), "there are answers of a survey, and no scales.", "Describe its scales and items in this file.")]
    raw, problem = load_yaml(path, "scales")
    if problem or raw is None:
        return None, [problem or Problem(str(path), "holds no scales.", "Describe the scales of the survey, or delete the file.")]
    try:
        entry = SurveyEntry.model_validate(plain_values(raw))
    except ValidationError as error:
        return None, [describe_problem(path, raw, detail, _known) for detail in error.errors()]
    return entry, [Problem(str(path), what, remedy, line_of(raw, list(place))) for place, what, remedy in find_faults(entry)]


def _known(location: list[object]) -> list[str]:
    names = [str(part) for part in location if not isinstance(part, int)]
    model = _MODELS[names[-1]] if names and names[-1] in _MODELS else SurveyEntry
    return sorted(model.model_fields)


def _inspect_answers(path: Path, entry: SurveyEntry | None, plan: Plan) -> tuple[pd.DataFrame | None, list[Problem]]:
    if not path.is_file():
        return None, [Problem(str(path), "there are scales of a survey, and no answers.", f"{_REMEDY}, or delete the scales.")]
    try:
        rows, problems = read_rows(path, ("wave",), _REMEDY)
    except CityError as error:
        return None, error.problems
    if entry is None or not rows:
        return None, problems
    items = {item: scale for scale in entry.scales for item in scale.items}
    problems += _column_problems(path, list(rows[0][1]), items, entry)
    problems += _row_problems(path, rows, entry, plan)
    values: dict[str, list[float]] = {}
    for item, scale in items.items():
        values[item], found = _read_item(path, rows, item, scale)
        problems += found
    return (None, problems) if problems else (_frame(rows, values), [])


def _frame(rows: list[tuple[int, dict[str, str]]], values: dict[str, list[float]]) -> pd.DataFrame:
    import pandas as pd

    named = {name: pd.Series([row.get(name) or None for _, row in rows], dtype="object") for name in COLUMNS}
    return pd.DataFrame({**named, **{item: pd.Series(numbers, dtype="float64") for item, numbers in values.items()}})


def _column_problems(path: Path, header: list[str], items: dict[str, ScaleEntry], entry: SurveyEntry) -> list[Problem]:
    known = [*COLUMNS, *items]
    problems = []
    for name in header:
        if name not in known:
            close = get_close_matches(name, [one for one in known if one not in header], n=1)
            hint = f"Did you mean `{close[0]}`?" if close else "Name it as an item in scales.yml, or take it out."
            problems.append(Problem(str(path), f"the column `{name}` is neither an item of a scale nor known otherwise.", hint, 1))
    lacking = [f"there is no column for the item `{item}`." for item in items if item not in header]
    problems += [Problem(str(path), message, "Add it; leave blank what was not asked.", 1) for message in lacking]
    if entry.linked and "respondent" not in header:
        message = "scales.yml says that answers are linked, and there is no column `respondent`."
        problems.append(Problem(str(path), message, "Add the column with each person's code, or say `linked: false`.", 1))
    return problems


def _row_problems(path: Path, rows: list[tuple[int, dict[str, str]]], entry: SurveyEntry, plan: Plan) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[tuple[str, str], int] = {}
    planned = {"stakeholder_group": plan.stakeholder_groups, "neighborhood": plan.neighborhoods}
    for line, row in rows:
        wave, who = row.get("wave", ""), row.get("respondent", "")
        if not wave:
            problems.append(Problem(str(path), "wave is empty.", "Say in which wave the person answered, such as 2026-01.", line))
        elif entry.waves and wave not in entry.waves:
            hint = f"Correct it, or add it to `waves:` in scales.yml. There are {', '.join(entry.waves)}."
            problems.append(Problem(str(path), f"wave `{wave}` is not known.", hint, line))
        if who and (before := first.setdefault((wave, who), line)) != line:
            message = f"the respondent of this row stands on line {before} already for the same wave."
            problems.append(Problem(str(path), message, "Keep one of the rows, or correct the code.", line))
        if (day := row.get("date", "")) and not _is_day(day):
            problems.append(Problem(str(path), "date is not a day.", "Write it as YYYY-MM-DD, or leave it empty.", line))
        for column in ATTRIBUTES:
            value = row.get(column, "")
            if value and planned[column] and value not in planned[column]:
                hint = f"Correct it, leave it empty, or add it to `plan: {{{column}s: [...]}}`."
                problems.append(Problem(str(path), f"{column} `{value}` is not in the plan of city.yml.", hint, line))
    return problems


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _read_item(path: Path, rows: list[tuple[int, dict[str, str]]], item: str, scale: ScaleEntry) -> tuple[list[float], list[Problem]]:
    """Read one column of answers: numbers, or the words of labels; a blank is missing, and whatever else is told once for the column."""
    low, high = scale.range
    all_named = len(scale.labels) == high - low + 1
    places = range(low, high + 1) if all_named else (low, high)
    words = {label.casefold(): float(place) for label, place in zip(scale.labels, places, strict=False)}
    numbers: list[float] = []
    wrong: list[int] = []
    for line, row in rows:
        cell = row.get(item, "")
        number = words[cell.casefold()] if cell.casefold() in words else _as_number(cell)
        if cell and not (number.is_integer() and low <= number <= high):
            wrong.append(line)
        numbers.append(number if cell else float("nan"))
    if not wrong:
        return numbers, []
    more = f" and {len(wrong) - MOST_LINES} more" if len(wrong) > MOST_LINES else ""
    where = f" (lines {', '.join(map(str, wrong[:MOST_LINES]))}{more})" if len(wrong) > 1 else ""
    cells = "1 answer is" if len(wrong) == 1 else f"{len(wrong)} answers are"
    known = f"no whole number from {low} to {high}{', and no label' if scale.labels else ''}"
    return numbers, [Problem(str(path), f"`{item}`: {cells} {known}{where}.", "Correct it; leave blank what was not answered.", wrong[0])]


def _as_number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _order_waves(frame: pd.DataFrame, entry: SurveyEntry) -> list[str]:
    """Waves that somebody answered in the order of time: as scales.yml lists them, or by their first day, or by their names."""
    from peace_analysis.charts.labels import natural_order

    found = {str(wave) for wave in frame["wave"]}
    if entry.waves:
        return [wave for wave in entry.waves if wave in found]
    first = {str(wave): days.min() for wave, days in frame.dropna(subset=["date"]).groupby("wave")["date"]}
    if set(first) == found:
        return sorted(found, key=lambda wave: (first[wave], natural_order(wave)))
    return sorted(found, key=natural_order)
