"""`peace-analysis redact`: tokens in place of identifiers in any text."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from peace_analysis.city import City
from peace_analysis.commands.options import Data
from peace_analysis.errors import InputError, Problem


def redact(
    file: Annotated[Path | None, typer.Argument(help="Text in UTF-8 [default: standard input].", show_default=False)] = None,
    spans: Annotated[bool, typer.Option("--spans", help="Write one JSON object a line: where what was found stands.")] = False,
    threshold: Annotated[
        float | None,
        typer.Option(
            "--threshold",
            help="Lowest score that counts, 0 to 1: lower finds more [default: rules .4, learned names .18; cautious: .06].",
            show_default=False,
        ),
    ] = None,
    city: Annotated[str | None, typer.Option("--city", help="City whose lists and participants are known.", show_default=False)] = None,
    data: Data = None,
) -> None:
    """Put tokens in place of names and other identifiers in any text, line by line; nothing is kept."""
    from peace_analysis.anonymize.filter import make_filter, redact_lines

    if threshold is not None and not 0 <= threshold <= 1:
        raise InputError(Problem("--threshold", f"{threshold:g} is not a score.", "Give a number from 0 to 1."))
    source = sys.stdin.buffer if file is None or str(file) == "-" else _open(file)
    try:
        with source:
            filter_ = make_filter(None if city is None else City.open(city, data), threshold)
            for line in redact_lines(source, filter_, spans=spans, file="standard input" if source is sys.stdin.buffer else str(file)):
                sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read along has seen enough; what is still buffered must not be written when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise InputError(Problem(str(file), f"cannot be read: {error.strerror}.", "Check the path.")) from error
