"""Times as captions, headers and tables write them -> seconds."""

from __future__ import annotations

import re

# 1:02:03.5, 12:31, 00:12:31,250 and, for wall clocks, 7:02 PM. The fraction is decimal: .5 is half a second.
TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,6})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?\s?([AaPp])?\.?(?:[Mm]\.?)?")
_LATE = 6 * 3600.0  # no session starts six hours after its beginning: such a first time is a wall clock's


def seconds(text: str) -> float | None:
    """Read one time.

    Returns:
        Seconds, or None if the text is no time (more than 59 minutes or seconds included).
    """
    match = _PARTS.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, secs, fraction, half = match.groups()
    if half is not None and hours is None:  # 7:02 PM has hours and minutes
        hours, minutes, secs = minutes, secs, "0"
    if int(minutes) > 59 or int(secs) > 59:
        return None
    hour = int(hours or 0)
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "pP" else 0)
    return hour * 3600.0 + int(minutes) * 60.0 + int(secs) + (float(f"0.{fraction}") if fraction else 0.0)


def from_beginning(times: list[float | None]) -> list[float | None]:
    """Turn wall-clock times into seconds since the first; leave times that already count from the beginning."""
    first = next((time for time in times if time is not None), None)
    if first is None or first < _LATE:
        return times
    return [None if time is None or time < first else time - first for time in times]
