"""What a run remembers of its themes for the next one: a plain record, written as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

FORMAT = 1
OPTIONAL = frozenset(("named_by", "description"))  # left out where there is none


@dataclass(frozen=True)
class Remembered:
    """One theme or subtheme as it was last found."""

    theme_id: str  # T07, T07.2
    parent_id: str | None  # of a subtheme
    name: str
    color: int  # index into the palette, from 0
    since: int  # number of the run that first had it, from 0
    until: int | None  # number of the run that had it no more; none while it is there
    statements: tuple[str, ...]  # their ids, in order; no words
    named_by: str | None = None  # model that proposed the name; none where it was made here
    description: str | None = None  # that came with such a name


@dataclass(frozen=True)
class History:
    """All themes that a city ever had."""

    runs: tuple[str, ...] = ()  # of each run with other statements than the one before: a hash of the ids of its statements
    themes: tuple[Remembered, ...] = ()
    statements: tuple[str, ...] = ()  # ids of all statements of the last run


def number_of(theme_id: str) -> int:
    """Number of a theme or subtheme: T07 -> 7, T07.2 -> 2."""
    return int(theme_id.rpartition(".")[2].lstrip("T"))


def write_history(history: History) -> str:
    """Turn a history into JSON: the same history gives the same text, a theme a line."""
    records = [{key: value for key, value in asdict(theme).items() if key not in OPTIONAL or value is not None} for theme in history.themes]
    themes = ",\n".join("    " + json.dumps(record, ensure_ascii=False) for record in records)
    head = json.dumps({"format": FORMAT, "runs": history.runs, "statements": history.statements}, ensure_ascii=False)
    return f'{head[:-1]},\n  "themes": [\n{themes}\n  ]\n}}\n'


def parse_history(text: str) -> History:
    """Read what `write_history` wrote.

    Raises:
        ValueError: If it is not such a text; says what is wrong and quotes nothing.
    """
    try:
        raw: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno} is not JSON") from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ValueError(f"a record of themes in format {FORMAT} is expected")
    try:
        themes = tuple(_remembered(theme) for theme in raw["themes"])
        history = History(tuple(raw["runs"]), themes, tuple(raw["statements"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("a theme, `runs` or `statements` is incomplete") from error
    if not all(isinstance(text, str) for text in (*history.runs, *history.statements)):
        raise ValueError("`runs` and `statements` hold texts")
    if len({theme.theme_id for theme in themes}) < len(themes):
        raise ValueError("a theme is there twice")
    return history


def _remembered(raw: dict[str, Any]) -> Remembered:
    if set(raw) | OPTIONAL != {field.name for field in fields(Remembered)}:
        raise KeyError("theme")
    if not all(isinstance(raw.get(key), str | None) for key in OPTIONAL):
        raise TypeError("theme")
    number_of(raw["theme_id"])
    if not (isinstance(raw["color"], int) and isinstance(raw["since"], int) and isinstance(raw["name"], str)):
        raise TypeError("theme")
    return Remembered(**(raw | {"statements": tuple(map(str, raw["statements"]))}))
