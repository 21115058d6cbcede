"""A city's run: executing the stages that are out of date, and publishing what they made.

A stage is run again when anything that its result depends on has changed: its input files and tables (by content), the settings it
uses, its notebook, the code of its rooms, the versions of the libraries. What finished is recorded at once, so that a run that is
interrupted goes on from there.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis.city import City
from peace_analysis.codebook_file import CODEBOOK_NAME, inspect_codebook
from peace_analysis.custody import inspect_custody
from peace_analysis.errors import CityError, PeaceAnalysisError, StageError
from peace_analysis.exchange.policy_files import inspect_policies
from peace_analysis.exchange.recommendations_file import RECOMMENDATIONS_NAME, inspect_recommendations
from peace_analysis.exchange.survey_files import inspect_city_survey
from peace_analysis.files import hash_file, write_whole
from peace_analysis.lock import Held
from peace_analysis.pipeline.guard import guard_city
from peace_analysis.pipeline.publish import publish, read_build
from peace_analysis.pipeline.stages import (
    POLICY_STAGE,
    STAGE_NAMES,
    STAGES,
    Stage,
    fingerprint_stage,
    hash_remembered,
    is_current,
    notebooks_folder,
    stages_of,
    table_path,
    tables_read,
)
from peace_analysis.pipeline.state import count_rows, is_published, read_state, write_state
from peace_analysis.restricted import open_restricted

if TYPE_CHECKING:
    from peace_analysis.pipeline.execute import Kernels

MOST_ROUNDS = 3  # after which a run gives up on files that change while they are read


@dataclass
class RunResult:
    """What a run of one city did."""

    city: str
    executed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    published: bool = False  # whether results were put where readers find them
    report: Path | None = None
    notes: list[str] = field(default_factory=list)  # what a person should know though all went well
    seconds: float = 0.0


def run_city(
    city: City,
    *,
    from_stage: str | None = None,
    until: str | None = None,
    on_progress: Callable[[str, str], None] | None = None,
    progress_file: Path | None = None,
    kernels: Kernels | None = None,
) -> RunResult:
    """Bring a city's results up to date.

    Args:
        city: The city.
        from_stage: Run this stage and all after it even if nothing has changed.
        until: Stop after this stage, and publish only if it is the last: for runs that are spread over workers, stage by stage.
        on_progress: Told (stage, "running" / "done" / "unchanged").
        progress_file: File that long steps of a stage write their progress to.
        kernels: Kernels that outlive this run; by default the run starts its own and ends them.

    Returns:
        What was done. Where nothing was out of date, the published results are left as they are.

    Raises:
        PeaceAnalysisError: If the input or a stage fails; what finished before stays, published results are untouched.
        BusyError: If somebody else works on the city.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis.pipeline import run_city
        >>> run_city(City.open("riverton")).executed  # takes as long as a run does  # doctest: +SKIP
        ['anonymize', 'themes', 'groups', 'policy', 'report']
    """
    for named in (from_stage, until):
        if named is not None and named not in STAGE_NAMES:
            raise StageError(f"there is no stage `{named}`. The stages are {', '.join(STAGE_NAMES)}.")
    started = time.monotonic()
    result = RunResult(city.key)
    asked = Asked(from_stage, STAGE_NAMES[-1] if until is None else until, on_progress or (lambda stage, status: None))
    with guard_city(city, "a run") as held, _kernels(city, progress_file) if kernels is None else nullcontext(kernels) as running:
        for _ in range(MOST_ROUNDS):
            try:
                _run_round(_reopen(city), result, running, held, asked)
                break
            except _ChangedError:
                continue  # only what has changed is done again
        else:
            message = (
                f"its files changed while they were read, {MOST_ROUNDS} times. Nothing was published. Let whatever writes there finish"
            )
            raise StageError(f"{city.key}: {message}, then run again.")
    result.report = city.reports_folder / "report.html"
    result.seconds = time.monotonic() - started
    return result


class _ChangedError(Exception):
    """What a stage reads has changed since it was begun: what it made may be of the old and the new."""


@dataclass(frozen=True)
class Asked:
    """What a run was asked for."""

    first: str | None  # this stage and all after it are run even if nothing has changed
    last: str  # the last stage to run; results are published after the last of all
    tell: Callable[[str, str], None]


def _run_round(city: City, result: RunResult, kernels: Kernels, held: Held, asked: Asked) -> None:
    """Run the stages that are out of date, and publish.

    Raises:
        _ChangedError: If what a stage read is not what is there now; nothing is recorded of that stage, and nothing published.
    """
    state = read_state(city)
    problems = [*inspect_custody(city), *inspect_recommendations(city.folder / RECOMMENDATIONS_NAME)[1], *inspect_city_survey(city)[1]]
    problems += inspect_codebook(city.folder / CODEBOOK_NAME)[1]
    problems += [] if _is_read(POLICY_STAGE, city, state) else inspect_policies(city)[1]
    if problems:
        raise CityError(problems)
    stages = [stage for stage in stages_of(city) if STAGE_NAMES.index(stage.name) <= STAGE_NAMES.index(asked.last)]
    tell = asked.tell
    for place, stage in enumerate(stages):
        forced = asked.first is not None and STAGE_NAMES.index(stage.name) >= STAGE_NAMES.index(asked.first)
        fingerprint = fingerprint_stage(stage, city)
        if (not forced or stage.name in result.executed) and is_current(stage, city, state, fingerprint):
            if stage.name not in (*result.executed, *result.skipped):
                result.skipped.append(stage.name)
            tell(stage.name, "unchanged")
            continue
        tell(stage.name, "running")
        held.tell(f"a run ({stage.name})")
        _import_ahead()
        for following in stages[place : place + 2]:
            kernels.start(following.kernel, following.imports)
        try:
            record = _execute(stage, city, kernels)
        except PeaceAnalysisError:
            if fingerprint_stage(stage, _reopen(city)) == fingerprint:
                raise
            raise _ChangedError from None  # what could not be read was half written
        if fingerprint_stage(stage, _reopen(city)) != fingerprint:
            raise _ChangedError
        held.confirm()
        state[stage.name] = {"fingerprint": fingerprint, **record}
        write_state(city, state)
        if stage.name not in result.executed:
            result.executed.append(stage.name)
        tell(stage.name, "done")
    if asked.last == STAGE_NAMES[-1] and (result.executed or not is_published(city, state)):
        tell("publish", "running")
        held.tell("a run (publish)")
        publish(city, state, confirm=lambda: _confirm(city, state, held))
        from peace_analysis.themes_found import list_lost_decisions

        if note := read_build(city.reports_folder).get("pdf", {}).get("note"):
            result.notes.append(str(note))
        result.notes += list_lost_decisions(city)
        result.published = True
        tell("publish", "done")


def _reopen(city: City) -> City:
    """Read a city's settings as they stand now, and forget its tables."""
    return City.open(city.key, city.folder.parent, city.reports_folder.parent)


def _confirm(city: City, state: dict[str, Any], held: Held) -> None:
    """Make sure, at the last moment before results are published, that they are this run's to publish and of the files that are there."""
    held.confirm()
    now = _reopen(city)
    if not all(is_current(stage, now, state, fingerprint_stage(stage, now)) for stage in stages_of(now)):
        raise _ChangedError


@cache
def _import_ahead() -> None:
    """Import what publication needs while the first stage keeps its kernel busy and this process has nothing to do."""
    threading.Thread(target=import_module, args=("peace_analysis.report.convert",), daemon=True).start()
    threading.Thread(target=import_module, args=("nbconvert",), daemon=True).start()


def _execute(stage: Stage, city: City, kernels: Kernels) -> dict[str, Any]:
    from peace_analysis.pipeline.execute import execute_notebook
    from peace_analysis.report.convert import clean_notebook

    started, clock = datetime.now(UTC), time.monotonic()
    city.derived_folder.mkdir(parents=True, exist_ok=True)
    raw = open_restricted(city) / "run" / stage.notebook
    node = execute_notebook(notebooks_folder() / stage.notebook, raw, {"city": city.key}, kernels, stage.kernel)
    executed = city.derived_folder / "notebooks" / stage.notebook
    with write_whole(executed) as file:
        json.dump(clean_notebook(node), file, indent=1, ensure_ascii=False)
    raw.unlink()
    outputs = [executed, *(table_path(city, table) for table in stage.writes), *(city.derived_folder / name for name in stage.notes)]
    if stage is STAGES[-1]:
        outputs += sorted(path for path in (city.derived_folder / "public").rglob("*") if path.is_file())
    missing = [path.name for path in outputs if not path.is_file()]
    if missing:
        raise StageError(f"{stage.notebook} ended without writing {', '.join(missing)}. Restore the notebook: `git checkout notebooks/`.")
    return {
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - clock, 2),
        "rows_in": {table.name: count_rows(table_path(city, table)) for table in tables_read(stage, city)},
        "rows_out": {table.name: count_rows(table_path(city, table)) for table in stage.writes},
        "remembered": hash_remembered(stage, city),
        "private": {name: hash_file(city.restricted_folder / name) for name in stage.private},
        "outputs": {path.relative_to(city.derived_folder).as_posix(): hash_file(path) for path in outputs},
    }


def _kernels(city: City, progress_file: Path | None) -> AbstractContextManager[Kernels]:
    from peace_analysis.pipeline.execute import open_kernels

    return open_kernels(city.folder.parent, city.reports_folder.parent, progress_file)


def _is_read(stage: Stage, city: City, state: dict[str, Any]) -> bool:
    """Tell whether a stage has read its files as they are without finding fault: policies take a while to read."""
    return stage.applies(city) and is_current(stage, city, state, fingerprint_stage(stage, city))


def is_up_to_date(city: City) -> bool:
    """Tell whether a run would find nothing to do.

    Examples:
        >>> from pathlib import Path
        >>> from peace_analysis.city import City
        >>> from peace_analysis.pipeline import is_up_to_date
        >>> from peace_analysis.settings import Config
        >>> is_up_to_date(City("nowhere", Path("data"), Path("reports"), Config(name="Nowhere")))
        False
    """
    state = read_state(city)
    return all(is_current(stage, city, state, fingerprint_stage(stage, city)) for stage in stages_of(city)) and is_published(city, state)
