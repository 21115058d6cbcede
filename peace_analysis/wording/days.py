"""Days as people write them, in the language of a report."""

from __future__ import annotations

from datetime import date

from peace_analysis.wording import SOURCE_LANGUAGE, current_language


def say_day(day: date) -> str:
    """Say a day in the current language: "April 1, 2026", "1 de abril de 2026"; year, month and day where its ways are not known."""
    from babel.core import UnknownLocaleError
    from babel.dates import format_date

    language = current_language()
    if language == SOURCE_LANGUAGE:
        return f"{day:%B} {day.day}, {day.year}"
    try:
        return format_date(day, "long", locale=language)
    except UnknownLocaleError:
        return day.isoformat()
