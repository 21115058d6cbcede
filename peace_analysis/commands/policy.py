"""peace-analysis policy: sections, redlines and the eight questions of any policy, without a city."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peace_analysis.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from peace_analysis.policy import Policy

app = typer.Typer(help="Look into policy documents (.md, .txt, .docx, .pdf); no city is needed.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="A policy: .md, .txt, .docx or .pdf.")]


@app.command()
def sections(file: File) -> None:
    """Print the sections of a policy as CSV; what is left out or cannot be read is told on standard error."""
    import pandas as pd

    from peace_analysis.policy import read_policy

    policy = read_policy(file)
    _tell(policy)
    rows = [(section.section_id, section.number, section.heading, section.text) for section in policy.sections]
    _print_csv(pd.DataFrame(rows, columns=["section_id", "number", "heading", "text"]))


@app.command()
def redline(
    old: Annotated[Path, typer.Argument(help="The older version.")],
    new: Annotated[Path, typer.Argument(help="The newer version.")],
    out: Annotated[Path, typer.Option("--out", help="File to write: .html, or .docx with tracked changes.")],
) -> None:
    """Show what changed between two versions, by section and word, with what moved."""
    from peace_analysis.files import write_whole
    from peace_analysis.policy import read_policy
    from peace_analysis.policy.redline import make_redline

    problems = [Problem("--out", f"{out.name} is neither .html nor .docx.", "Name a file that ends in one of these.")]
    problems = [] if out.suffix.lower() in (".html", ".docx") else problems
    if out.exists() and any(path.exists() and out.samefile(path) for path in (old, new)):
        problems.append(Problem("--out", f"{out} is one of the two versions.", "Name another file."))
    read = []
    for path in (old, new):
        try:
            read.append(read_policy(path))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    for policy in read:
        _tell(policy)
    made = make_redline(*read)
    try:
        if out.suffix.lower() == ".docx":
            from peace_analysis.exchange.redline_word import redline_word

            with write_whole(out, "wb") as binary:
                binary.write(redline_word(made))
        else:
            from peace_analysis.report.redline_page import redline_page

            page = redline_page(made)
            with write_whole(out) as text:
                text.write(page)
    except OSError as error:
        raise InputError(Problem(str(out), f"cannot be written: {error.strerror}.", "Name another file with --out.")) from error
    sys.stdout.write(f"{sum(section.is_changed for section in made.sections)} of {len(made.sections)} sections changed.\n{out}\n")


@app.command()
def questions(file: File) -> None:
    """Print what a use-of-force policy says on eight questions, in its own words, as CSV."""
    import pandas as pd

    from peace_analysis.policy import read_policy
    from peace_analysis.policy.questions import answer_questions

    policy = read_policy(file)
    _tell(policy)
    rows = [(answer.question, answer.answer, answer.section_id, answer.quote) for answer in answer_questions(policy)]
    _print_csv(pd.DataFrame(rows, columns=["question", "answer", "section_id", "quote"]))


def _tell(policy: Policy) -> None:
    """Say on standard error what is not in the text."""
    for notice in policy.notices:
        sys.stderr.write(f"note: {notice}\n")
    for item in policy.removed:
        sys.stderr.write(f"left out: {policy.name}: {item.place}, {item.reason}: {item.words}\n")


def _print_csv(frame: pd.DataFrame) -> None:
    from peace_analysis.report.public import neutralise_csv

    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    neutralise_csv(frame).to_csv(sys.stdout, index=False, lineterminator="\n")
