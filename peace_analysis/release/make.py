"""Making a release: looked over by every gate, read and signed by a person, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis.errors import PeaceAnalysisError
from peace_analysis.files import flush_folder, replace_folder
from peace_analysis.pipeline import is_up_to_date, read_state
from peace_analysis.pipeline.guard import guard_city
from peace_analysis.pipeline.publish import assemble, write_build
from peace_analysis.release.assessment import Assessed, write_assessment
from peace_analysis.release.gates import inspect_review, pass_gates
from peace_analysis.release.record import (
    ASSESSMENT_NAMES,
    RECORD_NAME,
    Signature,
    describe_release,
    digest_content,
    hash_files,
    read_record,
    released_folder,
    waiting_folder,
    write_record,
)
from peace_analysis.release.verify import find_releases

if TYPE_CHECKING:
    from peace_analysis.city import City


class RefusedError(PeaceAnalysisError):
    """A release that was refused: nothing was written. Carries every reason, each with what to do."""

    def __init__(self, city: str, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__("\n".join([f"{city}: nothing was released. What stands in the way:", *(f"- {reason}" for reason in reasons)]))


@dataclass(frozen=True)
class Prepared:
    """A release that waits for a signature."""

    assessment: Path  # the page to read
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Released:
    """A release."""

    folder: Path
    fingerprint: str  # SHA-256 of its release.json
    notes: list[str] = field(default_factory=list)


def prepare(city: City) -> Prepared:
    """Let every gate look at what would be released, and write the risk assessment for a person to read. Nothing is released.

    Args:
        city: The city; its results are up to date.

    Returns:
        Where the risk assessment is.

    Raises:
        RefusedError: If anything stands in the way; lists all of it. An assessment that waited before is taken away.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import release
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> prepared = release.prepare(place)  # doctest: +SKIP
    """
    waiting = waiting_folder(city)
    with guard_city(city, "a release"):
        try:
            with _made(city, ()) as (folder, record), replace_folder(waiting) as target:
                for name in (*ASSESSMENT_NAMES, RECORD_NAME):
                    shutil.copyfile(folder / name, target / name)
                notes = _notes(record)
        except PeaceAnalysisError:
            shutil.rmtree(waiting, ignore_errors=True)
            raise
    return Prepared(waiting / ASSESSMENT_NAMES[1], notes)


def sign(city: City, signatures: Sequence[Signature]) -> Released:
    """Release a city's results: the pages without DRAFT, beside earlier releases, in a folder named by its day.

    What is signed is what the risk assessment was written for: if anything that readers are told has changed since, it is refused.

    Args:
        city: The city; `prepare` has been called for its results as they are.
        signatures: Who has read the assessment and stands for the release.

    Returns:
        The release.

    Raises:
        RefusedError: If anything stands in the way; lists all of it.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import release
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> released = release.sign(place, [release.read_signature("Ada Okonkwo, city librarian", "2026-05-01")])  # doctest: +SKIP
    """
    waiting = waiting_folder(city)
    read = read_record(waiting)
    if read is None:
        raise RefusedError(city.key, [f"No risk assessment waits for a signature.\nDo: peace-analysis release {city.key}, and read it."])
    with guard_city(city, "a release"), _made(city, signatures) as (folder, record):
        if record["content"] != read["content"]:
            changed = "What would be released is not what the risk assessment was written for."
            raise RefusedError(city.key, [f"{changed}\nDo: peace-analysis release {city.key}, and read it again."])
        fingerprint = write_record(folder, record)
        for path in folder.rglob("*"):
            if path.is_file():
                path.chmod(0o444)  # nothing is to write over what was released
        flush_folder(folder)
        target = _move(folder, released_folder(city), record["released"])
    shutil.rmtree(waiting, ignore_errors=True)
    return Released(target, fingerprint, _notes(record))


@contextmanager
def _made(city: City, signatures: Sequence[Signature]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Make everything in a folder that is deleted at the end, unless it is moved away before; give it and its record.

    Raises:
        RefusedError: If anything stands in the way.
    """
    from peace_analysis.exchange.review_files import read_review

    parent = city.reports_folder.parent
    if not is_up_to_date(city):
        raise RefusedError(city.key, [f"The results are not up to date.\nDo: peace-analysis run {city.key}"])
    review = read_review(city)
    reasons = inspect_review(city, review)
    day = datetime.now(UTC).date().isoformat()
    earlier = [(path, record) for path in find_releases(parent, city.key) if (record := read_record(path)) is not None]
    temporary = Path(tempfile.mkdtemp(dir=parent, prefix=f".{city.key}.", suffix=".part"))
    try:
        build = assemble(city, read_state(city), temporary, draft=False)
        assessed = Assessed(city, review, build, {}, day, tuple(path.name for path, _ in earlier))
        write_assessment(temporary, assessed, ())  # so that the gates look at its words too
        gates, more = pass_gates(city, temporary)
        reasons += more
        build["gates"] |= gates
        write_build(temporary, build)
        content = digest_content(hash_files(temporary))
        reasons += [
            f"The same has been released already: {path}" for path, record in earlier if record.get("content") == content and not reasons
        ]
        if reasons:
            raise RefusedError(city.key, reasons)
        write_assessment(temporary, Assessed(city, review, build, build["gates"], day, assessed.earlier), signatures)
        record = describe_release(city, build, build["gates"], hash_files(temporary), signatures=signatures, day=day)
        write_record(temporary, record)
        temporary.chmod(0o755)
        yield temporary, record
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _move(folder: Path, releases: Path, day: str) -> Path:
    """Move a release into place, in one step, under its day; a further one of the same day gets a number."""
    releases.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        target = releases / (day if number == 1 else f"{day}-{number}")
        if not target.exists():
            folder.rename(target)
            return target
        number += 1


def _notes(record: dict[str, Any]) -> list[str]:
    """What was not done, and a person should know."""
    return [note for note in (record["pdf"].get("note"), record["gates"]["accessibility"].get("note")) if note]
