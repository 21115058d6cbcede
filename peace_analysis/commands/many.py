"""peace-analysis run with --workers or --scheduler, and cities in a store."""

from __future__ import annotations

import sys

from peace_analysis.city import find_data, find_reports, list_cities
from peace_analysis.cluster.orders import Outcome
from peace_analysis.cluster.run import Programme, run_cities
from peace_analysis.cluster.start import has_certificates
from peace_analysis.cluster.storage import Store, as_folder, is_store
from peace_analysis.errors import CityError, InputError, PeaceAnalysisError, Problem


def choose_programme(cities: list[str] | None, every: bool, data: str | None, reports: str | None, from_stage: str | None) -> Programme:
    """Settle which cities to run, and where they are.

    Raises:
        CityError: If none is named.
        InputError: If cities in a store are to have their results in no place in particular.
    """
    place = str(find_data()) if data is None else data
    if is_store(place):
        if reports is None:
            raise InputError(Problem("--data", f"{place} is a store.", "Say with --reports where results go."))
        keys = Store.open(place).list_cities() if every else list(dict.fromkeys(cities or []))
    else:
        folder = as_folder(place)
        place = str(folder)
        reports = str(find_reports(folder)) if reports is None else reports
        keys = list_cities(folder) if every else list(dict.fromkeys(cities or []))
    if not keys:
        raise CityError(Problem(place, "no city is named.", "Name one or more, or use --all; `peace-analysis list` shows them."))
    return Programme(keys, place, reports if is_store(reports) else str(as_folder(reports)), from_stage)


def run_programme(programme: Programme, workers: int, scheduler: str | None) -> None:
    """Run cities on workers and tell of each as it finishes.

    Raises:
        PeaceAnalysisError: If any failed, with the cause of each, when all are over.
        InputError: If workers are asked for here and elsewhere.
    """
    from peace_analysis.display import ProgrammeDisplay

    if scheduler is not None and workers > 1:
        raise InputError(Problem("run", "--workers and --scheduler exclude each other.", "Workers of a cluster are started there."))
    if scheduler is None and not has_certificates():
        print("note: other users of this machine could reach these workers. `pip install cryptography` keeps them out.", file=sys.stderr)
    problems: list[str] = []
    with ProgrammeDisplay(len(programme.keys), len(programme.steps)) as display:
        for outcome in run_cities(
            programme,
            workers=workers,
            scheduler=scheduler,
            on_start=lambda link: print(f"What workers do: {link}", file=sys.stderr),
            on_progress=display.on_progress,
        ):
            if outcome.problem is None:
                with display.aside():
                    tell_outcome(outcome)
            else:
                problems.append(outcome.problem)
                with display.aside():
                    print(f"{outcome.city}: failed; the cause is told at the end.", file=sys.stderr)
    if problems:
        n = len(programme.keys)
        print(f"{n - len(problems)} of {n} cities are up to date.", file=sys.stderr)
        raise PeaceAnalysisError("\n".join(problems))


def tell_outcome(outcome: Outcome) -> None:
    """Print what a run did for one city."""
    for note in outcome.notes:
        print(f"note: {outcome.city}: {note}", file=sys.stderr)
    if outcome.executed:
        how = f"ran {', '.join(outcome.executed)}"
    else:
        how = "published what an earlier run had computed" if outcome.published else "nothing had changed"
    print(f"{outcome.city}: {how} ({outcome.seconds:.1f} s)\n{outcome.report}", flush=True)
    if outcome.n_lost_links:
        one = outcome.n_lost_links == 1
        told = (
            f"{outcome.n_lost_links} {'link' if one else 'links'} of recommendations.yml {'leads' if one else 'lead'} nowhere in this run"
        )
        print(f"note: {outcome.city}: {told}. `peace-analysis recommendations {outcome.city}` lists them.", file=sys.stderr)
