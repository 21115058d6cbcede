"""`peace-analysis survey`: what any survey measured, without a city."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peace_analysis.errors import InputError, Problem

if TYPE_CHECKING:
    from peace_analysis.surveys.measured import Measured

PAGE_NAME = "survey.html"
FOOTER = "Made with peace_analysis. Means of few people, and what would give them away, are not shown."


def survey(
    scales: Annotated[Path, typer.Argument(help="Scales and items of the survey: .yml.", metavar="SCALES.yml")],
    answers: Annotated[Path, typer.Argument(help="A row per respondent and wave: .csv.", metavar="ANSWERS.csv")],
    out: Annotated[Path, typer.Option("--out", help="Folder for survey_*.csv and survey.html.")],
) -> None:
    """Score a survey's scales by wave and group, with reliability and change; small groups are not shown. No city is needed."""
    from peace_analysis.exchange.survey_files import inspect_survey
    from peace_analysis.report.public import write_public_table
    from peace_analysis.settings import Privacy
    from peace_analysis.surveys.measured import measure_survey

    missing = [Problem(str(path), "there is no such file.", "Check the path.") for path in (scales, answers) if not path.is_file()]
    read, problems = (None, missing) if missing else inspect_survey(scales, answers)
    if read is None:
        raise InputError(problems)
    measured = measure_survey(read, Privacy())
    page = _page(measured, scales.stem)
    try:
        for name, frame in measured.frames.items():
            write_public_table(frame, out / f"{name}.csv")
        (out / PAGE_NAME).write_text(page, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(Problem(str(out), f"cannot be written: {error.strerror}.", "Name another folder with --out.")) from error
    typer.echo(f"{len(read.answers):,} answers in {len(read.waves)} waves, {len(read.scales)} scales.\n{out / PAGE_NAME}")


def _page(measured: Measured, name: str) -> str:
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    from peace_analysis.report import heading, join, survey_part
    from peace_analysis.report.convert import notebook_to_html
    from peace_analysis.settings import Privacy

    markup = join([heading(2, "What the survey says", "survey"), survey_part(measured, Privacy())]).markup
    output = new_output("display_data", data={"text/html": markup})  # type: ignore[no-untyped-call]
    notebook = new_notebook(cells=[new_code_cell("", outputs=[output])])  # type: ignore[no-untyped-call]
    return notebook_to_html(notebook, title=f"Survey: {name}", draft=True, audience="leaders", footer=FOOTER)
