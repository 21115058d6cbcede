"""`peace-analysis review`: a workbook goes out to a person, and comes back with decisions."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from peace_analysis.city import City
from peace_analysis.commands.options import Data, check_export, check_import


class ReviewStep(StrEnum):
    """What to do with a review."""

    EXPORT = "export"
    IMPORT = "import"


def review(
    city: Annotated[str, typer.Argument(help="City to review.")],
    step: Annotated[ReviewStep, typer.Argument(help="Write the workbook, or take over its answers.")],
    file: Annotated[Path | None, typer.Argument(help="The workbook, filled in (import).", show_default=False)] = None,
    *,
    reviewer: Annotated[str, typer.Option("--reviewer", help="Your initials (import).", show_default=False)] = "",
    to: Annotated[
        Path | None, typer.Option("--to", help="Where to write it (export) [default: review/ in the city].", show_default=False)
    ] = None,
    data: Data = None,
) -> None:
    """Let a person look over the removal of names: a workbook goes out, and comes back with decisions."""
    from peace_analysis.pipeline.guard import guard_city
    from peace_analysis.review import export_review, import_review
    from peace_analysis.review_messages import describe_export, describe_import

    place = City.open(city, data)
    if step is ReviewStep.EXPORT:
        check_export(file, reviewer, "--reviewer")
        with guard_city(place, "the export of a review"):
            exported = export_review(place, to)
        print(describe_export(city, exported))
        return
    file = check_import(file, to, f"review {city} import FILE --reviewer AB")
    with guard_city(place, "the import of a review"):
        imported = import_review(place, file, reviewer)
    print(describe_import(city, file, imported))
