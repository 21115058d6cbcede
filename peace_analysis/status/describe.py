"""A status in words: for a terminal of 80 columns, and in one line for a list of cities."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from peace_analysis.status.standing import Status

WIDTH = 80


def describe_status(status: Status) -> list[str]:
    """Say a status in lines of at most 80 characters, for a terminal.

    Args:
        status: As `read_status` gives it.

    Examples:
        >>> from peace_analysis import status
        >>> found = status.Status("sandford", "2026-03-01", n_held=2, n_to_come=0, last_session="2026-02-20", n_cells=0, n_cells_held=0)
        >>> print(*status.describe_status(found)[:4], sep="\\n")
        sandford on 2026-03-01
        <BLANKLINE>
        Sessions
          2 held, the last on 2026-02-20.
    """
    parts = (
        ("Under way", _under_way),
        ("Sessions", _sessions),
        ("Results", _results),
        ("Waiting for a person", _waiting),
        ("Could not be looked at", _unread),
    )
    lines = [f"{status.city} on {status.day}"]
    for title, say in parts if status.results != "unknown" else parts[-1:]:
        if said := list(say(status)):
            lines += ["", title, *(line for one in said for line in _wrap(*one))]
    return lines


def describe_status_in_line(status: Status) -> str:
    """Say a status in one line, for a list of cities.

    Args:
        status: As `read_status` gives it.

    Examples:
        >>> from peace_analysis import status
        >>> status.describe_status_in_line(status.Status("sandford", "2026-03-01", n_held=2, n_to_come=1, n_cells=8, n_cells_held=2))
        'sandford: 2 sessions held, 2 of 8 pairs of the plan heard; not run yet; nothing waits'
    """
    if status.results == "unknown":
        return f"{status.city}: city.yml cannot be read"
    held = "sessions.csv cannot be read" if status.n_held is None else f"{_count(status.n_held, 'session')} held"
    if status.n_cells:
        held += f", {status.n_cells_held} of {status.n_cells} pairs of the plan heard"
    n = len(status.waiting)
    waits = f"{_count(n, 'thing')} {'waits' if n == 1 else 'wait'}" if n else "nothing waits"
    parts = [held, _RESULTS[status.results], waits]
    parts += [f"{status.under_way.doing} is under way"] if status.under_way else []
    parts += [f"{status.n_overdue} overdue"] if status.n_overdue else []
    parts += [f"{_count(len(status.unread), 'problem')} in files"] if status.unread else []
    return f"{status.city}: {'; '.join(parts)}"


_RESULTS = {"none": "not run yet", "current": "up to date", "stale": "to be run again"}
_Line = tuple[str, str]  # text, and a remedy below it


def _under_way(status: Status) -> Iterator[_Line]:
    if (now := status.under_way) is None:
        return
    begun = f"{now.doing[:1].upper()}{now.doing[1:]}, begun {now.since}"
    if now.host:
        yield f"{begun} by process {now.process} on {now.host}, unless it was stopped there: that cannot be seen from here.", ""
    else:
        yield f"{begun} by process {now.process}. What follows can change until it has ended.", ""


def _sessions(status: Status) -> Iterator[_Line]:
    if status.n_held is None:
        yield "sessions.csv cannot be read.", ""
        return
    last = f", the last on {status.last_session}" if status.last_session else ""
    to_come = f"; {status.n_to_come} with a date to come" if status.n_to_come else ""
    yield f"{status.n_held} held{last}{to_come}.", ""
    if not status.n_cells:
        yield "city.yml has no plan of whom to hear.", ""
        return
    yield f"{status.n_cells_held} of {status.n_cells} planned pairs of a neighborhood and a group were heard.", ""
    if not status.next_sessions:
        yield "Each was heard twice or more.", ""
        return
    n_shown = len(status.next_sessions)
    first = f"the first {n_shown} of " if n_shown < status.n_next else ""
    yield f"Next to hold, {first}{status.n_next} pairs that were heard less than twice:", ""
    for cell in status.next_sessions:
        yield f"- {cell.neighborhood}, {cell.stakeholder_group}: {cell.why}", ""


def _results(status: Status) -> Iterator[_Line]:
    if status.results == "none":
        yield "Not run yet.", f"peace-analysis run {status.city}"
        return
    if status.results == "current":
        yield "Up to date: a run would change nothing.", ""
    elif status.stale_stages:
        which = f"{status.stale_stages[0]}, and what follows from it" if len(status.stale_stages) == 1 else ", ".join(status.stale_stages)
        yield f"Something has changed since the last run. To be done again: {which}.", f"peace-analysis run {status.city}"
    else:
        yield "What is published is not what the last run made.", f"peace-analysis run {status.city}"
    if status.n_themes is not None:
        few = f"; {status.n_few_sessions} of them in one session or two only" if status.n_few_sessions else ""
        yield f"{_count(status.n_themes, 'theme')} in the last run{few}.", ""
        named = [f"{one.theme_id} {one.name}".strip() for one in status.emergent]
        yield (f"New in it: {'; '.join(named)}." if named else "None of them is new."), ""
    if status.due_day is not None and status.due_days is not None:
        when = f"in {_count(status.due_days, 'day')}" if status.due_days >= 0 else f"{_count(-status.due_days, 'day')} ago"
        yield f"restricted/ is to be deleted by {status.due_day} ({when}).", ""


def _waiting(status: Status) -> Iterator[_Line]:
    if not status.waiting:
        yield "Nothing.", ""
    for one in status.waiting:
        yield f"- {'OVERDUE: ' if one.overdue else ''}{one.message}", one.remedy


def _unread(status: Status) -> Iterator[_Line]:
    for one in status.unread:
        yield f"- {one}", ""


def _wrap(text: str, remedy: str) -> Iterator[str]:
    hang = "    " if text.startswith("- ") else "  "
    # A path may be longer than the line: it is kept whole, to be copied.
    options = {"width": WIDTH, "break_long_words": False, "break_on_hyphens": False, "subsequent_indent": hang}
    yield from textwrap.wrap(text, initial_indent="  ", **options)  # type: ignore[arg-type]
    if remedy:
        yield from textwrap.wrap(remedy, initial_indent="    > ", **(options | {"subsequent_indent": "      "}))  # type: ignore[arg-type]


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"
