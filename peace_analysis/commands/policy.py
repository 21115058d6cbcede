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

    policy = _read_all([file])[0]
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
    from peace_analysis.policy.redline import make_redline

    problems = [Problem("--out", f"{out.name} is neither .html nor .docx.", "Name a file that ends in one of these.")]
    problems = [] if out.suffix.lower() in (".html", ".docx") else problems
    if out.exists() and any(path.exists() and out.samefile(path) for path in (old, new)):
        problems.append(Problem("--out", f"{out} is one of the two versions.", "Name another file."))
    read = _read_all([old, new], problems)
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
def questions(
    file: File,
    after: Annotated[
        Path | None, typer.Option("--after", help="A later version, to set beside it: columns *_after.", show_default=False)
    ] = None,
) -> None:
    """Print what a use-of-force policy says on eight questions, in its own words, as CSV."""
    import pandas as pd

    from peace_analysis.policy.questions import Answer, answer_questions

    read = _read_all([file] if after is None else [file, after])
    answers: list[list[Answer]] = [answer_questions(policy) for policy in read]
    columns = ["question"] + [f"{name}{end}" for end in ("", "_after")[: len(read)] for name in ("answer", "section_id", "quote")]
    rows = [
        [group[0].question, *(cell for answer in group for cell in (answer.answer, answer.section_id, answer.quote))]
        for group in zip(*answers, strict=True)
    ]
    _print_csv(pd.DataFrame(rows, columns=columns))


def _read_all(paths: list[Path], problems: list[Problem] | None = None) -> list[Policy]:
    """Read versions in the order given; their sections share ids. Every problem of every file is told at once."""
    from peace_analysis.policy import keep_ids, read_policy

    found, read = list(problems or []), []
    for path in paths:
        try:
            read.append(read_policy(path))
        except InputError as error:
            found += error.problems
    if found:
        raise InputError(found)
    for policy in read:
        _tell(policy)
    return keep_ids(read)


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
