"""Where a city keeps what it remembers of its themes: themes_history.json in its folder, read before and written after a run."""

from __future__ import annotations

from peace_analysis.city import City
from peace_analysis.errors import CityError, Problem
from peace_analysis.files import write_whole
from peace_analysis.themes.history import History, parse_history, write_history

HISTORY_NAME = "themes_history.json"


def load_history(city: City) -> History:
    """Read a city's history; an empty one where there is none.

    Raises:
        CityError: If the file is not what a run wrote.
    """
    path = city.folder / HISTORY_NAME
    if not path.is_file():
        return History()
    try:
        return parse_history(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        detail = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError | OSError) else str(error)
        remedy = (
            "Bring back an earlier version of it, or delete it: themes then get new ids, in order, and decisions that name "
            "old ones no longer apply."
        )
        raise CityError(Problem(str(path), f"cannot be read: {detail}.", remedy)) from error


def save_history(city: City, history: History) -> None:
    """Write a city's history, whole or not at all; an unchanged one leaves the file untouched."""
    path = city.folder / HISTORY_NAME
    text = write_history(history)
    if path.is_file() and path.read_bytes() == text.encode("utf-8"):
        return
    with write_whole(path) as file:
        file.write(text)
