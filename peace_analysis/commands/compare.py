"""`peace-analysis compare`: several cities side by side, or waves of one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peace_analysis.city import find_data, list_cities
from peace_analysis.commands.options import Data, Reports
from peace_analysis.errors import InputError, Problem


def compare(
    cities: Annotated[list[str] | None, typer.Argument(help="Cities to compare, all of them run.", metavar="CITY...")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Compare every city.")] = False,
    waves: Annotated[
        str,
        typer.Option(
            "--waves",
            help="Compare waves of each city as well: the first day of the second wave, or a column of sessions.csv.",
            show_default=False,
        ),
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the site [default: reports/_cities].", show_default=False)] = None,
    data: Data = None,
    reports: Reports = None,
) -> None:
    """Set cities side by side: which themes they share, which are a city's own, and what changed between waves."""
    from peace_analysis.cities import compare_cities

    if every and cities:
        raise InputError(Problem("--all", "goes with no names of cities.", "Leave one of them out."))
    keys = list_cities(find_data() if data is None else data) if every else list(dict.fromkeys(cities or []))
    if not keys or (len(keys) < 2 and not waves):
        do = "Name two or more, or use --all; with --waves one is enough."
        raise InputError(Problem("compare", "needs two cities or more.", do))
    site = compare_cities(keys, waves=waves.strip(), out=out, data=data, reports=reports)
    if site.n_themes:
        print(f"{len(keys)} cities: {site.n_common} of {site.n_themes} themes were raised in every city.")
    if site.draft:
        print("The site says DRAFT: not every city has been released as it is. Release each: peace-analysis release CITY.")
    print(site.report)
