"""peace-analysis: the command line.

Exit codes: 0 done; 1 something unforeseen; 2 bad input or a stage that failed, with every problem listed on standard error.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from peace_analysis import __version__
from peace_analysis.city import City, find_data, find_reports, list_cities
from peace_analysis.commands.coding import coding
from peace_analysis.commands.compare import compare
from peace_analysis.commands.exchange import exchange
from peace_analysis.commands.options import Data, PlaceOfData, PlaceOfReports
from peace_analysis.commands.policy import app as policy_app
from peace_analysis.commands.recommendations import recommendations
from peace_analysis.commands.redact import redact
from peace_analysis.commands.release import release
from peace_analysis.commands.review import review
from peace_analysis.commands.status import status
from peace_analysis.commands.survey import survey
from peace_analysis.errors import CityError, InputError, PeaceAnalysisError, Problem

app = typer.Typer(
    name="peace-analysis",
    help="From transcripts of listening sessions to a report. Start with `peace-analysis new CITY`, or try `peace-analysis run riverton`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command("list")
def list_command(data: Data = None) -> None:
    """List the cities that there are, with where their reports are."""
    folder = find_data() if data is None else data
    keys = list_cities(folder)
    if not keys:
        print(f"No cities in {folder}. `peace-analysis new CITY` makes one.")
    for key in keys:
        report = find_reports(folder) / key / "report.html"
        print(f"{key}\t{report if report.is_file() else 'no report yet'}")


@app.command()
def new(city: Annotated[str, typer.Argument(help="Name of the new folder, such as port_salem.")], data: Data = None) -> None:
    """Make a commented folder for a new city; fill in its blanks, then `check` it."""
    from peace_analysis.example import make_city

    folder = make_city(city, find_data() if data is None else data)
    where = "" if data is None else f" --data {data}"
    print(f"{folder} is ready. Read {folder / 'README.md'}, fill in city.yml and sessions.csv, then: peace-analysis check {city}{where}")


@app.command()
def check(
    cities: Annotated[list[str] | None, typer.Argument(help="Cities to look over.", metavar="CITY...")] = None,
    every: Annotated[bool, typer.Option("--all", help="Look over every city.")] = False,
    data: Data = None,
) -> None:
    """Look a city over and list every problem at once; writes nothing."""
    from peace_analysis.check import check_city

    problems: list[Problem] = []
    for key in _chosen(cities, every, data):
        try:
            result = check_city(key, data)
        except InputError as error:
            problems += error.problems
            continue
        problems += result.problems
        for notice in result.notices:
            print(f"note: {notice}", file=sys.stderr)
        if not result.problems:
            print(f"{key}: no problem found ({result.summary}).")
    if problems:
        raise InputError(problems)


@app.command()
def run(
    cities: Annotated[list[str] | None, typer.Argument(help="Cities to run.", metavar="CITY...")] = None,
    every: Annotated[bool, typer.Option("--all", help="Run every city.")] = False,
    from_stage: Annotated[
        str | None,
        typer.Option("--from", help="Run this stage and all after it, changed or not: anonymize, themes, groups, policy, report."),
    ] = None,
    *,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="Worker processes; the cores of this machine are shared among them.")
    ] = 1,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="Dask scheduler to run on: tcp://host:port or tls://host:port.", show_default=False),
    ] = None,
    data: PlaceOfData = None,
    reports: PlaceOfReports = None,
) -> None:
    """Bring the results of cities up to date; only what has changed is done again."""
    from peace_analysis.cluster.orders import Outcome
    from peace_analysis.commands.many import choose_programme, run_programme, tell_outcome
    from peace_analysis.display import RunDisplay
    from peace_analysis.exchange.recommendations_file import count_lost_links
    from peace_analysis.pipeline import run_city
    from peace_analysis.pipeline.foreign import keep_foreign_error

    programme = choose_programme(cities, every, data, reports, from_stage)
    if workers > 1 or scheduler is not None or programme.is_stored:
        run_programme(programme, workers, scheduler)
        return
    problems: list[str] = []
    for key in programme.keys:
        try:
            city = City.open(key, programme.data, programme.reports)
            with RunDisplay(key) as display:
                result = run_city(city, from_stage=from_stage, on_progress=display.on_progress, progress_file=display.progress_file)
        except PeaceAnalysisError as error:
            # One city's trouble does not stop the others; all of it is told at the end.
            problems.append(str(error))
            continue
        except Exception as error:  # noqa: BLE001 - nor does trouble that nobody thought of
            problems.append(keep_foreign_error(error, Path(programme.data) / key))
            continue
        tell_outcome(Outcome(key).add(result, count_lost_links(city.reports_folder)))
    if problems:
        raise PeaceAnalysisError("\n".join(problems))


@app.command()
def read(file: Annotated[Path, typer.Argument(help="A transcript, a table, or the folder of a Polis export.")]) -> None:
    """Print the utterances of one file as CSV, to see how it is understood (raw words: mind where they go)."""
    from peace_analysis.transcripts import read_file

    if not file.exists():
        raise InputError(Problem(str(file), "there is no such file.", "Check the path."))
    table = read_file(file).rename(columns={"session_id": "session"})
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    columns = ["session", "turn", "speaker", "role", "start", "end", "text", "line"]
    table[columns].to_csv(sys.stdout, index=False, lineterminator="\n")


@app.command()
def themes(
    table: Annotated[Path, typer.Argument(help="A table: .csv, .tsv or .xlsx.")],
    text: Annotated[str, typer.Option("--text", help="Header of the column of texts.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for assignments.csv, themes.csv and themes.html.")],
    group: Annotated[
        str | None, typer.Option("--group", help="Header of a column of groups to set side by side.", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed and table give the same themes.")] = 0,
) -> None:
    """Find the themes of any table, without a city. Texts are taken as they are: nothing is anonymised.

    In assignments.csv, `row` counts the rows below the header from 0, as pandas does. `residual` marks texts that fit no theme.
    """
    from peace_analysis.display import show_progress
    from peace_analysis.table_themes import find_table_themes, read_text_table, write_table_themes

    read_table = read_text_table(table, text, group)
    with show_progress("reading texts") as progress:
        found = find_table_themes(read_table, seed=seed, progress=progress)
    page = write_table_themes(read_table, found, out, title=f"Themes of {table.name}")
    n_top = int(found.themes["parent_id"].isna().sum())
    print(f"{n_top} themes in {sum(map(bool, read_table.texts)):,} texts. Texts are shown as they are: nothing was anonymised.\n{page}")


# Commands with a module of their own, in the order of the help.
app.command()(status)
app.command()(redact)
app.command()(review)
app.command()(coding)
app.command()(recommendations)
app.add_typer(policy_app, name="policy")
app.command()(exchange)
app.command()(survey)
app.command()(compare)
app.command()(release)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"peace-analysis {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """From transcripts of listening sessions to a report."""


def _chosen(cities: list[str] | None, every: bool, data: Path | None) -> list[str]:
    folder = find_data() if data is None else data
    keys = list_cities(folder) if every else list(dict.fromkeys(cities or []))
    if not keys:
        raise CityError(Problem(str(folder), "no city is named.", "Name one or more, or use --all; `peace-analysis list` shows them."))
    return keys


def main() -> None:
    """Run the command line; our own errors are shown without a traceback."""
    try:
        app(standalone_mode=True)
    except PeaceAnalysisError as error:
        several = len(error.problems) > 1 if isinstance(error, InputError) else type(error) is PeaceAnalysisError and "\n" in str(error)
        print(f"peace-analysis: several problems\n{error}" if several else f"peace-analysis: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("peace-analysis: stopped. What was finished is kept; the next run goes on from there.", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
