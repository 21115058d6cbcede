"""An import of a review, kept whole: its decisions and the record of what was read, both or neither, whenever the power fails.

Two files cannot be replaced at one moment. Both are therefore written into one folder beside them, which appears whole under its name;
from then on the import counts as done, and whatever is left to do of it is done by the next command that holds the city.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING

from peace_analysis.exchange.review_files import FOLDER, RECORD_NAME, Decided, decisions_path, write_decided, write_record
from peace_analysis.files import replace_folder, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from peace_analysis.anonymize.review import Record
    from peace_analysis.city import City


def keep_import(city: City, decided: Iterable[Decided], record: Record) -> None:
    """Put the decisions and the record of an import in place of the earlier ones.

    Args:
        city: The city, held by this process.
        decided: All decisions, earlier ones included.
        record: The record with this review in it.
    """
    finish_import(city)
    waiting = _waiting(city)
    waiting.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting.parent.chmod(0o700)  # before the first word stands in it
    with replace_folder(waiting) as folder:
        write_decided(city, decided, folder / decisions_path(city).name)
        write_record(city, record, folder / RECORD_NAME)
    finish_import(city)


def finish_import(city: City) -> bool:
    """Do what a kill has left undone of an import.

    Args:
        city: The city, held by this process.

    Returns:
        Whether there was something to do.
    """
    waiting = _waiting(city)
    if not waiting.is_dir():
        return False
    for target, private in ((decisions_path(city), True), (city.folder / RECORD_NAME, False)):
        written = waiting / target.name
        if written.is_file():  # otherwise the kill came when all was in place and this was being cleared away
            with write_whole(target, "wb", private=private) as file:
                file.write(written.read_bytes())
    shutil.rmtree(waiting)
    return True


def _waiting(city: City) -> Path:
    """Where an import waits until both of its files are in place (restricted, as all in `review/`)."""
    return city.folder / FOLDER / "import"
