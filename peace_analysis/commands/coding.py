"""`peace-analysis coding`: statements to several people and back, what they agree on, and the sheets that go to participants."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peace_analysis.city import City
from peace_analysis.commands.options import Data
from peace_analysis.errors import InputError, Problem

if TYPE_CHECKING:
    from peace_analysis.workbench.imports import Taken

_USE = {
    "export": "coding CITY export --coders AB,CD [--share 0.2] [--to FOLDER]",
    "import": "coding CITY import FILE... [--replace]",
    "report": "coding CITY report [--to FOLDER]",
    "intrusion": "coding CITY intrusion export --coders AB,CD [--to FOLDER]",
    "framework": "coding CITY framework export [--by ATTRIBUTE] [--to FOLDER], or framework import FILE --coders AB",
    "sheets": "coding CITY sheets [--to FOLDER]",
}


class CodingStep(StrEnum):
    """What to do."""

    EXPORT = "export"
    IMPORT = "import"
    REPORT = "report"
    INTRUSION = "intrusion"
    FRAMEWORK = "framework"
    SHEETS = "sheets"


def coding(
    city: Annotated[str, typer.Argument(help="City; it has been run.")],
    step: Annotated[CodingStep, typer.Argument(help="What to do; see above.")],
    rest: Annotated[
        list[str] | None, typer.Argument(help="Workbooks to import; export or import after `framework`.", metavar="[FILE...]")
    ] = None,
    *,
    coders: Annotated[str, typer.Option("--coders", help="Initials, separated by commas: AB,CD.", show_default=False)] = "",
    share: Annotated[float, typer.Option("--share", help="Share of the statements to code (export).")] = 0.2,
    by: Annotated[str, typer.Option("--by", help="What a case is: session, or an attribute (framework).")] = "session",
    replace: Annotated[bool, typer.Option("--replace", help="Take a coder's new file in place of the earlier one (import).")] = False,
    to: Annotated[
        Path | None, typer.Option("--to", help="Folder to write to [default: coding/private/ in the city].", show_default=False)
    ] = None,
    data: Data = None,
) -> None:
    """Let several people code a sample of statements, and see how far they and the machine agree.

    export writes one blind workbook per coder; import takes workbooks of any kind back; report measures agreement and writes what is to be
    discussed; intrusion tests whether themes hang together; framework sets out cases by themes to summarise; sheets writes what to take
    back to participants.
    """
    from peace_analysis.pipeline.guard import guard_city

    place = City.open(city, data)
    words = list(rest or [])
    step, words = _settle(step, words)
    if step is CodingStep.IMPORT:
        from peace_analysis.workbench.imports import import_books

        with guard_city(place, "an import of codings"):
            taken = import_books(place, [Path(word) for word in words], replace=replace, author=coders)
        print(_say_taken(city, taken))
    elif step is CodingStep.REPORT:
        from peace_analysis.workbench.agreement import report_coding

        with guard_city(place, "a report on codings"):
            told = report_coding(place, to)
        print(told)
    elif step is CodingStep.SHEETS:
        from peace_analysis.workbench.sheets import write_sheets

        pages, notes = write_sheets(place, to)
        print(
            f"{city}: {len(pages)} sheets in {pages[0].parent if pages else 'none'}\nThey say DRAFT until the review of names is complete: "
            f"hand them out then. Write down what people say in {notes}"
        )
    elif step is CodingStep.FRAMEWORK:
        from peace_analysis.workbench.framework import export_framework

        with guard_city(place, "an export of the framework matrix"):
            path = export_framework(place, by, to)
        print(f"{path}\nFor researchers only. Write summaries, then: peace-analysis coding {city} framework import {path} --coders XY")
    else:
        from peace_analysis.workbench.books import parse_coders
        from peace_analysis.workbench.exports import export_codes, export_intrusion

        who = parse_coders(coders)
        with guard_city(place, "an export for coders"):
            paths = export_codes(place, who, share, to) if step is CodingStep.EXPORT else export_intrusion(place, who, to)
        print("\n".join(map(str, paths)))
        print(
            f"One for each coder; they hold people's words, so keep them within the team. Then: peace-analysis coding {city} import FILE..."
        )


def _settle(step: CodingStep, words: list[str]) -> tuple[CodingStep, list[str]]:
    """Sort out what is to be done, and with which files.

    Raises:
        InputError: If the words do not fit together.
    """
    problem = Problem(step.value, "is not complete, or has too many words.", f"Write: peace-analysis {_USE[step.value]}")
    if step in (CodingStep.INTRUSION, CodingStep.FRAMEWORK):
        if not words or words[0] not in ("export", "import"):
            raise InputError(problem)
        step, words = (CodingStep.IMPORT if words[0] == "import" else step), words[1:]
    if (step is CodingStep.IMPORT) != bool(words):
        raise InputError(problem)
    return step, words


def _say_taken(city: str, taken: Taken) -> str:
    lines = [f"{coder}: codes of {n} statements taken over." for coder, n in sorted(taken.codes.items())]
    lines += [f"{coder}: answers to {n} intrusion tasks taken over." for coder, n in sorted(taken.choices.items())]
    if taken.n_settled or taken.n_left_open:
        lines.append(f"{taken.n_settled} statements settled, {taken.n_left_open} left open.")
    if taken.n_summaries:
        lines.append(f"{taken.n_summaries} summaries of the framework matrix taken over.")
    lines.append(f"What was imported can be deleted. Now: peace-analysis coding {city} report, and peace-analysis run {city}")
    return "\n".join(lines)
