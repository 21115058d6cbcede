"""Reading memos.yml: what people wrote down while they worked, and the statements that they marked as quotes.

Entries that cannot be understood are counted and left: a memo is nobody's input to a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from peace_analysis.city_file import plain_values
from peace_analysis.errors import CityError
from peace_analysis.yaml_file import load_yaml

MEMOS_NAME = "memos.yml"
_TEXTS = ("text", "memo")
_ABOUT = ("about", "theme", "code", "statement", "session")
_LISTS = ("memos", "quotes")


@dataclass(frozen=True)
class Memo:
    """What somebody wrote down."""

    text: str
    about: str = ""  # theme, code, statement or session; "" for the project as a whole
    author: str = ""
    date: str = ""


@dataclass(frozen=True)
class Memos:
    """Everything in memos.yml."""

    memos: tuple[Memo, ...] = ()
    quotes: tuple[str, ...] = ()  # statement_ids
    n_left: int = 0  # entries that were not understood


def read_memos(path: Path) -> Memos:
    """Read memos and marked quotes.

    A memo has `text`, and may have `theme`, `statement`, `session` (or `about` for any of them), `author` and `date`. A quote is a
    statement_id, or an entry with `statement`.

    Args:
        path: memos.yml; where there is none, nothing was written.

    Raises:
        CityError: If the file is not YAML.
    """
    if not path.is_file():
        return Memos()
    raw, problem = load_yaml(path, "memos")
    if problem:
        raise CityError(problem)
    found = {name: plain_values((raw or {}).get(name)) for name in _LISTS}
    memos, quotes, n_left = [], [], 0
    for entry in _as_list(found["memos"]):
        text = _first(entry, _TEXTS)
        if not text.strip():
            n_left += 1
            continue
        memos.append(Memo(text, _first(entry, _ABOUT), _first(entry, ("author",)), _first(entry, ("date",))))
    for entry in _as_list(found["quotes"]):
        statement = entry if isinstance(entry, str) else _first(entry, ("statement",))
        if statement:
            quotes.append(statement)
        else:
            n_left += 1
    return Memos(tuple(memos), tuple(dict.fromkeys(quotes)), n_left)


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _first(entry: object, names: tuple[str, ...]) -> str:
    if not isinstance(entry, dict):
        return ""
    return next((value for name in names if isinstance(value := entry.get(name), str)), "")
