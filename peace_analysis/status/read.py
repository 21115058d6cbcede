"""Looking at a city: each part by itself, so that one damaged file hides nothing else. Nothing is run and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar

from peace_analysis.custody import read_due_day
from peace_analysis.errors import CityError, InputError, PeaceAnalysisError
from peace_analysis.status.standing import Cell, Emergent, Status, UnderWay
from peace_analysis.status.waiting import list_waiting

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.city import City

MOST_NEXT = 5  # sessions to hold next that are listed
FEW_SESSIONS = 2  # a theme raised in no more may be one evening's
_Found = TypeVar("_Found")


def read_status(city: City, today: date | None = None) -> Status:
    """Say where a city's programme stands.

    Args:
        city: The city; it need not have been run.
        today: The day to judge by; today in UTC by default.

    Returns:
        What was held and what comes next, themes that are new, whether a run would do something, and what waits for a person. What could
        not be read is named in `unread`; it raises nothing for it.

    Examples:
        >>> import tempfile
        >>> from datetime import date
        >>> from pathlib import Path
        >>> from peace_analysis import status
        >>> from peace_analysis.city import City
        >>> from peace_analysis.example import make_city
        >>> from peace_analysis.settings import Config
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     made = make_city("sandford", Path(folder) / "data")
        ...     place = City("sandford", made, Path(folder) / "reports" / "sandford", Config(name="Sandford"))
        ...     found = status.read_status(place, date(2026, 3, 1))
        >>> found.n_held, found.results, found.waiting
        (0, 'none', ())
    """
    day = today or datetime.now(UTC).date()
    unread: list[str] = []

    def attempt(what: Callable[[], _Found], otherwise: _Found) -> _Found:
        try:
            return what()
        except PeaceAnalysisError as error:
            unread.extend(say_problems(error))
        except (OSError, ValueError, LookupError) as error:
            # What such an error says may be words of a file.
            reason = getattr(error, "strerror", None) or "a file is not what a run or a person wrote"
            unread.append(f"{city.folder}: {reason}. Run `peace-analysis check {city.key}`.")
        return otherwise

    status = Status(city.key, day.isoformat(), under_way=_read_under_way(city))
    status = attempt(lambda: _add_sessions(status, city, day), status)
    status = attempt(lambda: _add_results(status, city), status)
    status = attempt(lambda: _add_themes(status, city), status) if status.results != "none" else status
    status = attempt(lambda: _add_due_day(status, city, day), status)
    waiting = list_waiting(city, day, lambda what: attempt(what, ()))
    return replace(status, waiting=tuple(waiting), unread=tuple(dict.fromkeys(unread)))


def _read_under_way(city: City) -> UnderWay | None:
    from peace_analysis.lock import is_here, read_owner

    owner = read_owner(city)
    return None if owner is None else UnderWay(owner.doing, owner.since, owner.pid, "" if is_here(owner) else owner.host)


def say_problems(error: PeaceAnalysisError) -> list[str]:
    """Say an error in one line for each of its problems."""
    return [str(one) for one in error.problems] if isinstance(error, InputError) else [str(error)]


def _add_sessions(status: Status, city: City, day: date) -> Status:
    """Count what was held; a row of sessions.csv that cannot be read leaves the others as they are."""
    from peace_analysis.groups.coverage import count_coverage
    from peace_analysis.groups.gaps import next_sessions
    from peace_analysis.population import read_population

    sessions = _no_sessions() if _has_no_rows(city) else city.sessions
    days = [str(one)[:10] for one in sessions["date"]]
    held = sessions[[one <= day.isoformat() for one in days]]
    status = replace(
        status,
        n_held=len(held),
        n_to_come=len(sessions) - len(held),
        last_session=max((one for one in days if one <= day.isoformat()), default=None),
        n_cells=0,
        n_cells_held=0,
    )
    plan = city.config.plan
    if not plan.neighborhoods or not plan.stakeholder_groups:
        return status
    cells = count_coverage(held, plan)
    planned = cells[cells["planned"]]
    try:
        residents = read_population(city)
    except CityError:
        residents = None  # `waiting` says what is wrong with it
    rows = next_sessions(cells, held, residents).to_dict("records")
    listed = tuple(Cell(str(row["neighborhood"]), str(row["stakeholder_group"]), int(row["n_sessions"]), str(row["why"])) for row in rows)
    return replace(
        status,
        n_cells=len(planned),
        n_cells_held=int((planned["n_sessions"] > 0).sum()),
        next_sessions=listed[:MOST_NEXT],
        n_next=len(listed),
    )


def _has_no_rows(city: City) -> bool:
    """Whether nobody has written down a session yet: a beginning, not a mistake."""
    text = (city.folder / "sessions.csv").read_text(encoding="utf-8-sig", errors="replace")
    return len([line for line in text.splitlines() if line.strip(" ,;")]) == 1


def _no_sessions() -> pd.DataFrame:
    from peace_analysis.tables import SESSIONS, empty_table

    return empty_table(SESSIONS)


def _add_results(status: Status, city: City) -> Status:
    """Tell whether a run would do something."""
    from peace_analysis.pipeline import is_up_to_date, read_state
    from peace_analysis.pipeline.stages import fingerprint_stage, is_current, stages_of

    state = read_state(city)
    if not state:
        return replace(status, results="none", stale_stages=tuple(stage.name for stage in stages_of(city)))
    stale = tuple(stage.name for stage in stages_of(city) if not is_current(stage, city, state, fingerprint_stage(stage, city)))
    return replace(status, results="current" if not stale and is_up_to_date(city) else "stale", stale_stages=stale)


def _add_themes(status: Status, city: City) -> Status:
    """Name the themes that the last run had for the first time."""
    from peace_analysis.exchange.coded import read_withheld
    from peace_analysis.tables import THEME_MARKS, THEMES

    themes, marks = city.load_table(THEMES), city.load_table(THEME_MARKS)
    top: pd.DataFrame = themes[themes["parent_id"].isna()]
    try:
        withheld = read_withheld(city)
    except PeaceAnalysisError:
        withheld = frozenset(map(str, top["theme_id"]))  # `waiting` says what is wrong; until it is mended no name is told
    enough = city.config.privacy.who_threshold
    new = set(marks.loc[marks["emergent"].astype(bool), "theme_id"])
    emergent = tuple(
        Emergent(str(key), str(name) if n >= enough and key not in withheld else "")
        for key, name, n in zip(top["theme_id"], top["name"], top["n_participants"], strict=True)
        if key in new
    )
    return replace(status, n_themes=len(top), n_few_sessions=int((top["n_sessions"] <= FEW_SESSIONS).sum()), emergent=emergent)


def _add_due_day(status: Status, city: City, day: date) -> Status:
    """Say on which day what is restricted is due for deletion; `waiting` says where that is not known."""
    due = read_due_day(city)
    return status if due is None else replace(status, due_day=due.isoformat(), due_days=(due - day).days)
