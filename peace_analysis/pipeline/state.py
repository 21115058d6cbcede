"""What earlier runs finished: derived/state.json, a record per stage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from peace_analysis.city import City
from peace_analysis.files import hash_file, write_whole
from peace_analysis.pipeline.publish import read_build
from peace_analysis.pipeline.stages import stages_of

STATE_NAME = "state.json"


def read_state(city: City) -> dict[str, Any]:
    """Read what earlier runs finished of a city's stages.

    Nothing, where there was none or the record is damaged (the stages are then run again).

    Examples:
        >>> from pathlib import Path
        >>> from peace_analysis.city import City
        >>> from peace_analysis.pipeline import read_state
        >>> from peace_analysis.settings import Config
        >>> read_state(City("nowhere", Path("data"), Path("reports"), Config(name="Nowhere")))
        {}
    """
    try:
        state = json.loads((city.derived_folder / STATE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    known = {stage.name for stage in stages_of(city)}
    return {name: record for name, record in state.items() if name in known and _is_record(record)} if isinstance(state, dict) else {}


def write_state(city: City, state: dict[str, Any]) -> None:
    """Write what is finished, whole or not at all."""
    with write_whole(city.derived_folder / STATE_NAME) as file:
        json.dump(state, file, indent=1, sort_keys=True)


def _is_record(record: object) -> bool:
    """Tell a stage's record from what a damaged file may hold in its place."""
    if not isinstance(record, dict) or not isinstance(record.get("fingerprint"), str):
        return False
    parts = [record.get(name, {}) for name in ("outputs", "remembered", "private")]
    return all(isinstance(part, dict) and all(isinstance(value, str) for value in part.values()) for part in parts)


def is_published(city: City, state: dict[str, Any]) -> bool:
    """Tell whether what readers find is of these stages, and unharmed."""
    build = read_build(city.reports_folder)
    published: dict[str, str] = build.get("files", {})
    fingerprints = {name: record["fingerprint"] for name, record in state.items()}
    return build.get("fingerprints") == fingerprints and all(
        hash_file(city.reports_folder / name) == digest for name, digest in published.items()
    )


def count_rows(path: Path) -> int:
    """Number of rows of a Parquet file, from its footer."""
    from pyarrow import parquet

    return int(parquet.read_metadata(path).num_rows)
