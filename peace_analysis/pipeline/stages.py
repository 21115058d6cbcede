"""The stages of a run: what each depends on, what it makes, and whether that is out of date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from peace_analysis.city import City
from peace_analysis.code import hash_code
from peace_analysis.errors import PeaceAnalysisError
from peace_analysis.exchange.policy_files import has_policies, list_policy_files
from peace_analysis.files import hash_file
from peace_analysis.settings import Config, TableSource
from peace_analysis.tables import (
    ACCOUNTING,
    ASSIGNMENTS,
    EXEMPLARS,
    PARTICIPANTS,
    STATEMENTS,
    THEME_MARKS,
    THEME_SHARES,
    THEMES,
    TURNS,
    VOTES,
    Table,
)
from peace_analysis.tables_policy import POLICY_TABLES

LIBRARIES = (
    "bertopic",
    "numpy",
    "pandas",
    "presidio-analyzer",
    "scikit-learn",
    "sentence-transformers",
    "torch",
    "matplotlib",
    "nbconvert",
)


@dataclass(frozen=True)
class Stage:
    """One step of a run: a notebook, what it depends on and what it makes."""

    name: str
    notebook: str
    rooms: tuple[str, ...]  # code that its result depends on
    settings: Callable[[Config], object]  # the part of city.yml that its result depends on
    files: Callable[[City], Iterable[Path]]  # files beside tables that its result depends on
    reads: tuple[Table, ...]
    writes: tuple[Table, ...]
    kernel: str  # stages with the same one share it
    imports: str  # what its kernel imports ahead
    remembers: tuple[str, ...] = ()  # files of the city's folder that it reads and writes again for its next run
    applies: Callable[[City], bool] = lambda city: True  # whether it is a part of a city's runs at all
    notes: tuple[str, ...] = ()  # files under derived/ that it makes beside tables
    private: tuple[str, ...] = ()  # files under restricted/ that it makes and that later stages or the leak gate need


def _raw_files(city: City) -> Iterator[Path]:
    for name in ("sessions.csv", "participants.csv"):
        yield city.folder / name
    yield city.folder / "review" / "decisions.csv"  # what a reviewer decided
    yield from sorted(path for path in city.transcripts_folder.rglob("*") if path.is_file())
    for source in city.config.sources:
        path = city.path_inside(source.table if isinstance(source, TableSource) else source.polis)
        yield from sorted(path.rglob("*")) if path.is_dir() else [path]


_CODED = ("coding/codes.csv", "coding/agreed.csv", "coding/rounds.json")  # on which themes coders differ


def _review_files(city: City) -> list[Path]:
    names = ["review.yml", "review/decisions.csv", "restricted/replacements.csv", "restricted/doubtful.csv"]
    names += [*_CODED, "coding/member_checks.csv"]
    return [city.folder / name for name in names]


def _files(*names: str) -> Callable[[City], list[Path]]:
    return lambda city: [city.folder / name for name in names]


_REPORT_FILES = ("sessions.csv", "population.csv", "neighborhoods.geojson", "codebook.yml", "recommendations.yml")
_SURVEY_FILES = ("surveys/scales.yml", "surveys/answers.csv")
_REVIEW = ("anonymize/review", "anonymize/review_queue", "anonymize/review_sample")
_COMPARED = ("compare_by", "detail_by", "hypotheses", "plan", "privacy", "questions", "seed")

STAGES = (
    Stage(
        "anonymize",
        "1_anonymize.ipynb",
        ("transcripts", "models", "anonymize"),
        lambda config: (
            config.model_dump(mode="json", include={"name", "sources", "skip", "roles", "guide", "privacy"})
            | {"neighborhoods": config.plan.neighborhoods, "languages": config.themes.model_languages}
        ),
        _raw_files,
        (),
        (STATEMENTS, TURNS, PARTICIPANTS, ACCOUNTING, VOTES),
        "model",
        "import peace_analysis.transcripts, peace_analysis.anonymize.engine, peace_analysis.anonymize.recognizer.finder",
        private=("replacements.csv", "doubtful.csv"),
    ),
    Stage(
        "themes",
        "2_themes.ipynb",
        (
            "models",
            "themes",
            "charts",
            "codebook_file",
            "yaml_file",
            "themes_history",
            "themes_found",
            "naming_endpoint",
            "report/exemplar_quotes",
        ),
        lambda config: config.model_dump(mode="json", include={"name", "themes", "seed", "questions", "privacy", "school_of_analysis"}),
        _files("codebook.yml", "sessions.csv"),
        (STATEMENTS,),
        (THEMES, ASSIGNMENTS, EXEMPLARS, THEME_MARKS),
        "model",
        "import peace_analysis.themes, peace_analysis.charts",
        remembers=("themes_history.json",),
        notes=("model.json",),
    ),
    Stage(
        "groups",
        "3_groups.ipynb",
        ("groups", "disclosure", "charts", "report", "themes", "coding", "surveys", "exchange"),
        lambda config: config.model_dump(mode="json", include={"name", *_COMPARED}),
        _files("sessions.csv", "population.csv", *_CODED, *_SURVEY_FILES),
        (STATEMENTS, TURNS, PARTICIPANTS, VOTES, THEMES, ASSIGNMENTS),
        (THEME_SHARES,),
        "words",
        "",
    ),
    Stage(
        "policy",
        "4_policy.ipynb",
        ("policy", "anonymize", "models", "themes", "charts", "exchange/policy_files", "tables_policy", "restricted"),
        lambda config: (
            config.model_dump(mode="json", include={"name", "privacy"})
            | {
                "neighborhoods": config.plan.neighborhoods,
                "groups": config.plan.stakeholder_groups,
                "languages": config.themes.model_languages,
            }
        ),
        list_policy_files,
        (STATEMENTS,),
        POLICY_TABLES,
        "model",
        "import peace_analysis.themes",
        applies=has_policies,
        private=("policy_replacements.csv",),
    ),
    Stage(
        "report",
        "5_report.ipynb",
        (
            "report",
            "charts",
            "coding",
            "disclosure",
            "groups",
            "recommendations",
            "surveys",
            "policy",
            "tables_policy",
            "yaml_file",
            "exchange",
            "pipeline/publish",
            "boundaries",
            "wording",
            "anonymize/health_words",
            "anonymize/personal_matters",
            "anonymize/written_words",
            *_REVIEW,
        ),
        lambda config: config.model_dump(mode="json"),
        lambda city: [*_files(*_REPORT_FILES, *_SURVEY_FILES)(city), *_review_files(city)],
        (STATEMENTS, TURNS, PARTICIPANTS, ACCOUNTING, VOTES, THEMES, ASSIGNMENTS, EXEMPLARS, THEME_MARKS, THEME_SHARES, *POLICY_TABLES),
        (),
        "words",
        "",
    ),
)
STAGE_NAMES = tuple(stage.name for stage in STAGES)
POLICY_STAGE = STAGES[STAGE_NAMES.index("policy")]


def stages_of(city: City) -> tuple[Stage, ...]:
    """Stages of a city's runs, in order: without the policy stage where it revises none."""
    return tuple(stage for stage in STAGES if stage.applies(city))


def tables_read(stage: Stage, city: City) -> tuple[Table, ...]:
    """Tables that a stage reads in a city: those that one of its stages makes."""
    made = [table for other in stages_of(city) for table in other.writes]
    return tuple(table for table in stage.reads if table in made)


def fingerprint_stage(stage: Stage, city: City) -> str:
    """Hash everything that a stage's result depends on; a file that is not there counts as such."""
    digest = hashlib.sha256()
    parts = {
        "settings": stage.settings(city.config),
        "notebook": hash_file(notebooks_folder() / stage.notebook),
        "code": hash_code(*stage.rooms),
        "versions": versions(),
        "files": {path.relative_to(city.folder.resolve()).as_posix(): hash_file(path) for path in _existing(stage.files(city), city)},
        "tables": {table.name: hash_file(table_path(city, table)) for table in tables_read(stage, city)},
    }
    digest.update(json.dumps(parts, sort_keys=True).encode())
    return digest.hexdigest()


def is_current(stage: Stage, city: City, state: dict[str, Any], fingerprint: str) -> bool:
    """Tell whether a stage has already made what it would make now, and that it is still there unharmed.

    What a stage remembers is its input and its output: it counts as it stood after the stage, so that an unchanged run does nothing, and
    one with another memory runs again.
    """
    record = state.get(stage.name, {})
    if record.get("fingerprint") != fingerprint:
        return False
    private = {name: hash_file(city.restricted_folder / name) for name in stage.private}
    if not all(private.values()) or record.get("private", private) != private:  # the leak gate stands on them
        return False
    if record.get("remembered", {}) != hash_remembered(stage, city):
        return False
    outputs: dict[str, str] = record.get("outputs", {})
    return bool(outputs) and all(hash_file(city.derived_folder / name) == digest for name, digest in outputs.items())


def hash_remembered(stage: Stage, city: City) -> dict[str, str]:
    """Hash what a stage remembers, file by file; one that is not there is left out."""
    return {name: hash_file(city.folder / name) for name in stage.remembers if (city.folder / name).is_file()}


def notebooks_folder() -> Path:
    """Find the notebooks: beside the package in a checkout, or inside it where it was installed as a wheel.

    Raises:
        PeaceAnalysisError: If they are in neither place.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parent / "notebooks", package / "notebooks"):
        if (folder / STAGES[0].notebook).is_file():
            return folder
    raise PeaceAnalysisError("the folder `notebooks/` is missing beside the package. Install from a full checkout: `pip install -e .`.")


def table_path(city: City, table: Table) -> Path:
    """Where a table that passes between rooms is kept."""
    return city.derived_folder / f"{table.name}.parquet"


def _existing(paths: Iterable[Path], city: City) -> list[Path]:
    return sorted({path.resolve() for path in paths if path.is_file()})


@cache
def versions() -> dict[str, str]:
    """Version of Python and of the libraries that results depend on most."""
    import platform
    from importlib.metadata import version

    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}
