"""Themes as they stood before the codebook: a run keeps them beside its tables, so that the explorer opens without finding them again."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.codebook_file import CODEBOOK_NAME, read_codebook
from peace_analysis.files import hash_file, write_whole
from peace_analysis.tables import ASSIGNMENTS, STATEMENTS, THEMES, check_table
from peace_analysis.themes.settle import seed_texts
from peace_analysis.themes_history import HISTORY_NAME, load_history

if TYPE_CHECKING:
    from pathlib import Path

    from peace_analysis.city import City
    from peace_analysis.themes.embed import Progress
    from peace_analysis.themes.identity import Identified

KEPT_NAME = "explore.zip"
_TEXT = "utf-8"
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # so that the same themes make the same file


@dataclass(frozen=True)
class Found:
    """Themes as they were found, before anything that people decided, and what is needed to apply decisions to them again."""

    themes: pd.DataFrame  # tables.THEMES, with ids that themes keep
    assignments: pd.DataFrame  # tables.ASSIGNMENTS, one row per statement
    colors: Mapping[str, int]  # theme_id -> color that it keeps, from 0
    # Place of each statement on the map, shape (n, 2), -1 to 1; not a number for none. No rows: the map has not been drawn.
    spots: NDArray[np.float64] = field(repr=False)
    vectors: NDArray[np.float32] = field(repr=False)  # shape (n, d); needed where a code is seeded
    seeds: Mapping[str, NDArray[np.float32]] = field(default_factory=dict, repr=False)


def keep_found(city: City, found: Identified, vectors: NDArray[np.float32], seeds: Mapping[str, NDArray[np.float32]]) -> None:
    """Keep a run's themes as they were before the codebook, for the explorer; the map is drawn when it is first opened.

    Args:
        city: The city, with its statements and its history as this run leaves them.
        found: Themes with the ids and names that they keep (`Settled.found`).
        vectors: Of the statements, shape (n, d).
        seeds: Vectors of each seeded code, as `themes.embed_seeds` makes them.
    """
    save_found(city, Found(found.themes, found.assignments, found.colors, np.empty((0, 2)), vectors, seeds))


def find_before(city: City, statements: pd.DataFrame, progress: Progress | None = None) -> Found:
    """Find a city's themes as they were before its codebook.

    The run kept them. Where that file is gone, they are found again from the vectors: the same input and seed give the same themes. The map
    is drawn at the first opening, and kept.

    Args:
        city: The city; it has been run.
        statements: Its statements.
        progress: Called with statements embedded and statements to embed.

    Raises:
        CityError: If its codebook or its record of themes cannot be read.
        ModelError: If the model is missing or is not the one that was expected.
    """
    from peace_analysis.themes.statement_map import map_every_statement

    kept = load_found(city, statements)
    if kept is not None and len(kept.spots) == len(statements):
        return kept
    found = kept or _find_again(city, statements, progress)
    made = replace(found, spots=map_every_statement(statements, found.assignments, found.vectors, seed=city.config.seed))
    save_found(city, made)
    return made


def _find_again(city: City, statements: pd.DataFrame, progress: Progress | None) -> Found:
    from peace_analysis.themes.embedded import embed_seeds, embed_statements
    from peace_analysis.themes.find import find_themes
    from peace_analysis.themes.identity import keep_identity

    vectors = embed_statements(city, statements, progress=progress).vectors
    found = find_themes(statements, vectors, city.config.themes, seed=city.config.seed)
    shown = statements[statements["quotable"].astype(bool)]
    known = keep_identity(
        found.themes,
        found.assignments,
        load_history(city),
        dict(zip(found.assignments["statement_id"], vectors, strict=True)),
        dict(zip(shown["statement_id"], shown["text"], strict=True)),
    )
    seeds = embed_seeds(city, seed_texts(read_codebook(city.folder / CODEBOOK_NAME)))
    return Found(known.themes, known.assignments, known.colors, np.empty((0, 2)), vectors, seeds)


def save_found(city: City, found: Found) -> None:
    """Keep themes as found in derived/explore.zip (anonymised; no words but the themes')."""
    arrays: dict[str, NDArray[np.floating]] = {"spots": found.spots, "vectors": found.vectors}
    arrays |= {f"seed/{code}": rows for code, rows in found.seeds.items()}
    with write_whole(city.derived_folder / KEPT_NAME, "wb") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("key.json", _NO_TIME), json.dumps({"key": _key(city), "colors": dict(found.colors)}))
        for name, table in (("themes", found.themes), ("assignments", found.assignments)):
            held = io.BytesIO()
            table.to_parquet(held, index=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.parquet", _NO_TIME), held.getvalue())
        for name, rows in arrays.items():
            held = io.BytesIO()
            np.save(held, rows, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _NO_TIME), held.getvalue())


def load_found(city: City, statements: pd.DataFrame) -> Found | None:
    """Read what `save_found` kept; None where there is nothing, it is damaged, or the city's input has changed since."""
    path: Path = city.derived_folder / KEPT_NAME
    try:
        with zipfile.ZipFile(path) as archive:
            head: dict[str, Any] = json.loads(archive.read("key.json"))
            if head["key"] != _key(city):
                return None
            tables = {
                table.name: check_table(pd.read_parquet(io.BytesIO(archive.read(f"{table.name}.parquet"))), table)
                for table in (THEMES, ASSIGNMENTS)
            }
            arrays = {
                name.removesuffix(".npy"): np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
                for name in archive.namelist()
                if name.endswith(".npy")
            }
        found = Found(
            tables["themes"],
            tables["assignments"],
            head["colors"],
            arrays["spots"],
            arrays["vectors"],
            {name.removeprefix("seed/"): rows for name, rows in arrays.items() if name.startswith("seed/")},
        )
    except Exception:  # noqa: BLE001  (it is only kept, and fails in as many ways as a zip, Parquet or JSON can be damaged)
        return None
    return found if found.assignments["statement_id"].tolist() == statements["statement_id"].tolist() else None


def list_lost_decisions(city: City) -> list[str]:
    """Decisions of a city's codebook that do not apply, wholly or in part, to the themes as the last run left them."""
    from peace_analysis.themes.codebook import apply_codebook

    codebook = read_codebook(city.folder / CODEBOOK_NAME)
    if not codebook.decisions or not (city.derived_folder / f"{STATEMENTS.name}.parquet").is_file():
        return []
    statements = city.load_table(STATEMENTS)
    found = load_found(city, statements)
    if found is None:  # the input has changed since: the next run tells
        return []
    applied = apply_codebook(
        codebook, found.themes, found.assignments, statements, vectors=found.vectors, seeds=found.seeds, find_words=False
    )
    return [f"{notice}" for notice in applied.notices]


def _key(city: City) -> str:
    """Digest of all that the themes as found depend on."""
    parts = [
        hash_file(city.derived_folder / f"{STATEMENTS.name}.parquet"),
        hash_file(city.folder / HISTORY_NAME),
        city.config.themes.model_dump_json(),
        str(city.config.seed),
        json.dumps(seed_texts(read_codebook(city.folder / CODEBOOK_NAME)), sort_keys=True),
    ]
    return hashlib.sha256("\n".join(parts).encode(_TEXT)).hexdigest()
