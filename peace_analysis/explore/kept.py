"""Themes as they stood before the codebook: found once when a city is opened, and kept beside its tables until its input changes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.codebook_file import CODEBOOK_NAME, read_codebook
from peace_analysis.explore.standing import Found
from peace_analysis.files import hash_file, write_whole
from peace_analysis.tables import ASSIGNMENTS, STATEMENTS, THEMES, check_table
from peace_analysis.themes.settle import seed_texts
from peace_analysis.themes_history import HISTORY_NAME, load_history

if TYPE_CHECKING:
    from pathlib import Path

    from peace_analysis.city import City
    from peace_analysis.themes.embed import Progress

KEPT_NAME = "explore.zip"
_TEXT = "utf-8"


def find_before(city: City, statements: pd.DataFrame, progress: Progress | None = None) -> Found:
    """Find a city's themes as they were before its codebook.

    They are found again as its last run found them, from the vectors that the run kept: the same input and seed give the same themes. Later
    openings read what this one keeps.

    Args:
        city: The city; it has been run.
        statements: Its statements.
        progress: Called with statements embedded and statements to embed.

    Raises:
        CityError: If its codebook or its record of themes cannot be read.
        ModelError: If the model is missing or is not the one that was expected.
    """
    kept = load_found(city, statements)
    if kept is not None:
        return kept
    from peace_analysis.themes.embedded import embed_seeds, embed_statements
    from peace_analysis.themes.find import find_themes
    from peace_analysis.themes.identity import keep_identity
    from peace_analysis.themes.statement_map import map_every_statement

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
    spots = map_every_statement(statements, known.assignments, vectors, seed=city.config.seed)
    seeds = embed_seeds(city, seed_texts(read_codebook(city.folder / CODEBOOK_NAME)))
    made = Found(known.themes, known.assignments, known.colors, spots, vectors, seeds)
    save_found(city, made)
    return made


def save_found(city: City, found: Found) -> None:
    """Keep themes as found in derived/explore.zip (anonymised; no words but the themes')."""
    arrays: dict[str, NDArray[np.floating]] = {"spots": found.spots, "vectors": found.vectors}
    arrays |= {f"seed/{code}": rows for code, rows in found.seeds.items()}
    with write_whole(city.derived_folder / KEPT_NAME, "wb") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr("key.json", json.dumps({"key": _key(city), "colors": dict(found.colors)}))
        for name, table in (("themes", found.themes), ("assignments", found.assignments)):
            held = io.BytesIO()
            table.to_parquet(held, index=False)
            archive.writestr(f"{name}.parquet", held.getvalue())
        for name, rows in arrays.items():
            held = io.BytesIO()
            np.save(held, rows, allow_pickle=False)
            archive.writestr(f"{name}.npy", held.getvalue())


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
    return found if list(found.assignments["statement_id"]) == list(statements["statement_id"]) else None


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
