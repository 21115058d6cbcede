"""Days as a sentence says them, in the language of the report."""

from __future__ import annotations

from datetime import date

from peace_analysis.wording import _, marked

MONTHS = (
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)


def say_day(day: date) -> str:
    """Say a day: "April 3, 2026"."""
    return _("{month} {day}, {year}", month=_(MONTHS[day.month - 1]), day=day.day, year=day.year)
