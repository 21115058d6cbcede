"""Errors that are not this project's own: they may quote a participant, so that only their kind is told."""

from __future__ import annotations

import traceback
from pathlib import Path

from peace_analysis.custody import DUE_NAME
from peace_analysis.files import write_whole
from peace_analysis.restricted import prepare_restricted
from peace_analysis.settings import Privacy

ERROR_NAME = "restricted/run/error.txt"  # in the city's folder


def keep_foreign_error(error: Exception, folder: Path, stage: str | None = None) -> str:
    """Write an error's traceback where only the owner reads, and say in our own words what happened.

    Args:
        error: Any exception.
        folder: The city's folder.
        stage: Stage that it ended, where that is known.

    Returns:
        What can be shown: city, stage and kind of error.
    """
    what = f"{folder.name}: {f'stage {stage}' if stage else 'its run'} ended with {type(error).__name__}."
    try:
        if not (folder / "restricted" / DUE_NAME).exists():  # before any stage; the city's own settings may be what failed
            prepare_restricted(folder / "restricted", Privacy().raw_retention_days)
        with write_whole(folder / ERROR_NAME, private=True) as file:
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        return f"{what} Its details could not be written to {folder / ERROR_NAME}."
    return f"{what} The details are in {ERROR_NAME} of the city's folder (restricted: they may quote people)."
