"""`peace-analysis exchange`: a city goes out to another coding program, and what people coded there comes back."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peace_analysis.city import City
from peace_analysis.commands.options import Data, check_export
from peace_analysis.errors import InputError, Problem

if TYPE_CHECKING:
    from peace_analysis.refi_qda import Imported


class ExchangeStep(StrEnum):
    """Which way."""

    EXPORT = "export"
    IMPORT = "import"


def exchange(
    city: Annotated[str, typer.Argument(help="City; it has been run.")],
    step: Annotated[ExchangeStep, typer.Argument(help="Write a file for another program, or take over what people coded there.")],
    file: Annotated[Path | None, typer.Argument(help="Project (.qdpx) or codebook (.qdc) (import).", show_default=False)] = None,
    *,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            help="File to write: .qdpx, or the codebook alone as .qdc or .csv (export) [default: derived/exchange/ in the city].",
            show_default=False,
        ),
    ] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Leave out what the software coded, for people who code (export).")] = False,
    crlf: Annotated[bool, typer.Option("--crlf", help="End lines as Windows does (export).")] = False,
    author: Annotated[str, typer.Option("--author", help="Your initials, for codebook.yml (import).", show_default=False)] = "",
    codes_only: Annotated[bool, typer.Option("--codes-only", help="Take the codes alone, from a project of other texts (import).")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing (import).")] = False,
    data: Data = None,
) -> None:
    """Take transcripts, codes, cases and memos to NVivo, ATLAS.ti, MAXQDA, QualCoder or Taguette (REFI-QDA, CSV) and codes back."""
    from peace_analysis.pipeline.guard import guard_city
    from peace_analysis.refi_qda import export_city, import_file

    place = City.open(city, data)
    if step is ExchangeStep.EXPORT:
        check_export(file, author, "--author")
        if dry_run:
            raise InputError(Problem("export", "takes no --dry-run.", "Leave it out: an export changes nothing of the city."))
        if codes_only:
            raise InputError(Problem("export", "takes no --codes-only.", "Write --to codebook.qdc for the codebook alone."))
        exported = export_city(place, to, blind=blind, crlf=crlf)
        for path in exported.paths:
            print(f"{path} is ready.")
        print(f"In it: {exported.told}.")
        if exported.restricted:
            warning = (
                "It is restricted: anonymised words of everybody, with what participants said of themselves. "
                "For the team only; keep it where the transcripts are kept, and delete it with them."
            )
            print(f"note: {warning}", file=sys.stderr)
        _tell(f"not carried: {one}" for one in exported.left)
        return
    if file is None or to is not None or blind or crlf:
        raise InputError(Problem("import", "needs the file, and takes no option of export.", f"Write: exchange {city} import FILE."))
    with nullcontext() if dry_run else guard_city(place, "an import of codes"):
        imported = import_file(place, file, author=author, codes_only=codes_only, dry_run=dry_run)
    print(f"{file}: {imported.n_codes} codes, {imported.n_codings} codings.")
    if dry_run:
        print("Nothing was written (--dry-run). What follows is what an import would do.")
    _tell_changes(imported)


def _tell_changes(imported: Imported) -> None:
    if imported.new_codes:
        print(f"New in codebook.yml: {', '.join(imported.new_codes)}.")
        print("note: codebook.yml is public, and its names and briefs stand in the report. Read them before the next run.", file=sys.stderr)
    if imported.gold_path is not None:
        coders = sorted({row.coder for row in imported.gold.given})
        gone = f" {imported.n_gone} earlier rows of theirs are gone." if imported.n_gone else ""
        print(f"{imported.gold_path}: {len(imported.gold.given)} rows by {', '.join(coders)} in {', '.join(imported.gold.sessions)}.{gone}")
        print("A statement of these sessions that a coder gave no code counts as read and given none.")
    if imported.n_memos:
        print(f"New in memos.yml: {imported.n_memos} memos.")
    if not (imported.new_codes or imported.gold_path or imported.n_memos):
        print("Nothing is new here.")
    _tell(imported.left)


def _tell(notes: Iterable[str]) -> None:
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
