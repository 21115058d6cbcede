"""peace-analysis policy: sections, redlines, the eight questions and links of any policy, without a city; and a city's links."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peace_analysis.commands.options import Data, check_export, check_import
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


@app.command()
def link(
    comments: Annotated[Path, typer.Argument(help="Comments: CSV with a column `comment` or `text`.")],
    file: File,
    out: Annotated[Path, typer.Option("--out", help="File to write (CSV: row, section_id, score).")],
    text: Annotated[
        str | None, typer.Option("--text", help="Column that holds the comments [default: comment, else text].", show_default=False)
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=20, help="Most sections for one comment.")] = 3,
) -> None:
    """Link each comment to the sections that it bears on, best first; no section_id where it bears on none."""
    from peace_analysis.exchange.comments_file import read_comments
    from peace_analysis.files import write_whole
    from peace_analysis.policy.linking import link_texts

    problems, given = [], None
    if out.suffix.lower() != ".csv":
        problems.append(Problem("--out", f"{out.name} is no .csv file.", "Name a file that ends in .csv."))
    if out.exists() and any(path.exists() and out.samefile(path) for path in (comments, file)):
        problems.append(Problem("--out", f"{out} is one of the two files that are read.", "Name another file."))
    try:
        given = read_comments(comments, text)
    except InputError as error:
        problems += error.problems
    policy = _read_all([file], problems)[0]
    if given is None:
        raise InputError(problems)
    found = link_texts(given.texts, policy.sections, named=given.named, top=top)
    found.insert(0, "row", [given.rows[item] for item in found["item"]])
    table = found[["row", "section_id", "score"]].assign(score=found["score"].map("{:.3f}".format))
    try:
        with write_whole(out) as stream:
            table.to_csv(stream, index=False, lineterminator="\n")
    except OSError as error:
        raise InputError(Problem(str(out), f"cannot be written: {error.strerror}.", "Name another file with --out.")) from error
    n_none = int(found["section_id"].isna().sum())
    sys.stdout.write(f"{len(given.rows) - n_none} of {len(given.rows)} comments bear on a section, {n_none} on none.\n{out}\n")


class LinksStep(StrEnum):
    """What to do with links."""

    EXPORT = "export"
    IMPORT = "import"


@app.command()
def links(
    city: Annotated[str, typer.Argument(help="City that revises a policy.")],
    step: Annotated[LinksStep, typer.Argument(help="Write the workbook, or take over its answers.")],
    file: Annotated[Path | None, typer.Argument(help="The workbook, filled in (import).", show_default=False)] = None,
    *,
    policy: Annotated[
        str | None, typer.Option("--policy", help="Folder of the policy, where there are several.", show_default=False)
    ] = None,
    reviewer: Annotated[str, typer.Option("--reviewer", help="Your initials (import).", show_default=False)] = "",
    to: Annotated[
        Path | None, typer.Option("--to", help="Where to write it (export) [default: review/ in the city].", show_default=False)
    ] = None,
    data: Data = None,
) -> None:
    """Let people confirm or move the links of a city's comments and requests; the next run follows them."""
    from peace_analysis.city import City
    from peace_analysis.pipeline.guard import guard_city
    from peace_analysis.policy_links import export_links, import_links

    place = City.open(city, data)
    if step is LinksStep.EXPORT:
        check_export(file, reviewer, "--reviewer")
        book, path = export_links(place, policy, to)
        print(f"{city}: {len(book.rows)} comments and requests on {book.policy} to confirm.\n{path}")
        print("It holds words of participants: keep it on this disk. Fill in the yellow cells, then:")
        print(f"peace-analysis policy links {city} import {path} --reviewer XY (your initials)")
        return
    file = check_import(file, to, f"policy links {city} import FILE")
    with guard_city(place, "an import of links"):
        taken = import_links(place, file, policy, reviewer)
    print(f"{city}: {taken.n_answered} links of {taken.policy} decided, {taken.n_moved} of them moved; {taken.n_none} bear on no section.")
    print(f"Now: peace-analysis run {city}. {file} can be deleted.")


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
