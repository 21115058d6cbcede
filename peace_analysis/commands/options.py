"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peace_analysis.errors import InputError, Problem

Data = Annotated[Path | None, typer.Option("--data", help="Folder of all cities [default: the nearest data/].", show_default=False)]
Reports = Annotated[Path | None, typer.Option("--reports", help="Folder for results [default: reports/ beside data/].", show_default=False)]
PlaceOfData = Annotated[
    str | None, typer.Option("--data", help="Folder of all cities, or the URL of a store (default: the nearest data/).", show_default=False)
]
PlaceOfReports = Annotated[
    str | None,
    typer.Option("--reports", help="Folder for results, or the URL of a store (default: reports/ beside data/).", show_default=False),
]


def check_export(file: Path | None, initials: str, option: str) -> None:
    """Refuse an export that names a file to read, or somebody who answered.

    Raises:
        InputError: If it does; `option` is the one that gives initials.
    """
    if file is not None or initials:
        raise InputError(Problem("export", f"takes neither a file nor {option}.", "Name the file to write with --to."))


def check_import(file: Path | None, to: Path | None, usage: str) -> Path:
    """Hand on the workbook to import.

    Raises:
        InputError: If none is named, or a file to write is; `usage` is the command as it should read.
    """
    if file is None or to is not None:
        raise InputError(Problem("import", "needs the workbook, and takes no --to.", f"Write: {usage}."))
    return file
