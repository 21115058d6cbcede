"""`peace-analysis release`: results that have passed every gate, signed by a person; and whether a copy is still what was released."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from peace_analysis.city import City, find_data, find_reports
from peace_analysis.commands.options import Data, Reports
from peace_analysis.errors import InputError, Problem


def release(
    city: Annotated[str, typer.Argument(help="City to release.")],
    folder: Annotated[
        Path | None, typer.Argument(help="Copy of a release (--verify) [default: every release of the city].", show_default=False)
    ] = None,
    *,
    signed: Annotated[
        list[str] | None,
        typer.Option(
            "--sign", help='"Name, role" of who has read the risk assessment and decides; may be given again.', show_default=False
        ),
    ] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Tell whether releases are what they were; needs nothing of the city.")] = False,
    data: Data = None,
    reports: Reports = None,
) -> None:
    """Release a city's results: write the risk assessment to be read, then --sign; or --verify what was released."""
    if verify:
        if signed:
            raise InputError(Problem("--verify", "goes with no --sign.", "Leave one of them out."))
        _verify(city, folder, data, reports)
        return
    if folder is not None:
        raise InputError(Problem(str(folder), "a folder goes with --verify only.", "Leave it out."))
    from peace_analysis.release import prepare, read_signature, sign

    signatures = [read_signature(text, datetime.now(UTC).date().isoformat()) for text in signed or ()]
    place = City.open(city, data, reports)
    if not signatures:
        prepared = prepare(place)
        _tell(prepared.notes)
        print(
            f"{city}: every gate is passed; nothing is released yet. Read the risk assessment, and every quote in the report:\n"
            f'{prepared.assessment}\nThen: peace-analysis release {city} --sign "Name, role"'
        )
        return
    released = sign(place, signatures)
    _tell(released.notes)
    print(f"{city}: released.\n{released.folder}\nFingerprint, to be kept elsewhere: {released.fingerprint}")


def _verify(city: str, folder: Path | None, data: Path | None, reports: Path | None) -> None:
    from peace_analysis.release.verify import find_releases, verify

    where = reports if reports is not None else find_reports(find_data() if data is None else data) if folder is None else Path()
    folders = find_releases(where, city) if folder is None else [folder]
    if not folders:
        raise InputError(Problem(str(where), f"there is no release of {city}.", "Name the folder of one: release CITY FOLDER --verify."))
    problems: list[Problem] = []
    for found in folders:
        try:
            fingerprint = verify(found, city)
        except InputError as error:
            several = [Problem(str(found / problem.file), problem.message, problem.remedy) for problem in error.problems]
            problems += several if len(folders) > 1 else error.problems
            continue
        print(f"{found}: as it was released. Fingerprint {fingerprint}")
    if problems:
        raise InputError(problems)


def _tell(notes: list[str]) -> None:
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
