"""Embeddings kept between runs: only what is new or has changed is embedded.

The file holds hashes and vectors, no words, and a digest of both: one that another hand has changed is not used. Vectors are rounded to
float16 before they are kept *and* before they are used, so that a run that reads them back has the numbers of the run that made them.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from peace_analysis.city import write_whole
from peace_analysis.themes.embed import Encoder, Progress

LOG = logging.getLogger(__name__)
AHEAD_NAME = "embeddings_ahead"  # beside the cache: what others embedded of a large city
SAVE_EVERY = 20_000  # texts after which a long run saves what it has, so that a kill does not lose hours


def embed_texts(texts: list[str], encoder: Encoder, path: Path | None, progress: Progress | None = None) -> NDArray[np.float32]:
    """Turn texts into vectors, embedding only those that the cache does not have.

    Args:
        texts: Any texts; repeated ones are embedded once.
        encoder: What embeds them.
        path: The cache, one file. It is read if it is there (a damaged one is made anew, with a notice in the log) and written whole
            with exactly the texts of this call. None for no cache.
        progress: Called with the texts done and the texts to do, cached ones not counted.

    Returns:
        Vectors rounded to float16, as float32, shape (n_texts, d).
    """
    keys = [hashlib.sha256(f"{encoder.fingerprint}\0{text}".encode()).digest() for text in texts]
    known = _read(path) if path is not None else {}
    ahead = _read_ahead(path) if path is not None else {}
    stale = not known.keys() <= set(keys)
    missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items())
    # One call per block: a block is what can be lost.
    for first in range(0, len(missing), SAVE_EVERY):
        block = missing[first : first + SAVE_EVERY]

        known |= (taken := {key: ahead[key] for key, _ in block if key in ahead})

        def report(done: int, _: int, before: int = first + len(taken)) -> None:
            if progress is not None:
                progress(before + done, len(missing))

        if taken:
            report(0, 0)
        if block := [(key, text) for key, text in block if key not in ahead]:
            vectors = encoder.encode([text for _, text in block], report).astype(np.float16)
            known |= {key: vector for (key, _), vector in zip(block, vectors, strict=True)}
        if path is not None:
            _write(path, known, keys)
    if path is not None and stale and not missing:
        _write(path, known, keys)
    if path is not None:
        shutil.rmtree(path.with_name(AHEAD_NAME), ignore_errors=True)
    if not texts:
        return encoder.encode([])
    return np.stack([known[key] for key in keys]).astype(np.float32)


def list_missing(texts: list[str], encoder: Encoder, path: Path) -> dict[bytes, str]:
    """Texts that `embed_texts` would have to embed, by the key of each, in the order in which they come first."""
    done = _read(path).keys() | _read_ahead(path).keys()
    keyed = {hashlib.sha256(f"{encoder.fingerprint}\0{text}".encode()).digest(): text for text in texts}
    return {key: text for key, text in keyed.items() if key not in done}


def embed_ahead(missing: dict[bytes, str], encoder: Encoder, path: Path) -> None:
    """Embed some of what is missing and lay it beside the cache, for a later `embed_texts` to take in; several may do so at once.

    Args:
        missing: A part of what `list_missing` gave.
        encoder: What embeds it.
        path: The cache.
    """
    vectors = encoder.encode(list(missing.values())).astype(np.float16)
    name = hashlib.sha256(b"".join(missing)).hexdigest()
    _write(path.with_name(AHEAD_NAME) / f"{name}.npz", dict(zip(missing, vectors, strict=True)), list(missing))


def _read_ahead(path: Path) -> dict[bytes, NDArray[np.float16]]:
    known: dict[bytes, NDArray[np.float16]] = {}
    for part in sorted(path.with_name(AHEAD_NAME).glob("*.npz")):
        known |= _read(part)
    return known


def _read(path: Path) -> dict[bytes, NDArray[np.float16]]:
    """Read a cache; an absent or damaged one is empty."""
    if not path.is_file():
        return {}
    try:
        with np.load(path, allow_pickle=False) as file:
            keys, vectors, digest = file["keys"], file["vectors"], file["digest"]
        if keys.dtype != np.uint8 or vectors.dtype != np.float16 or keys.shape[1:] != (32,) or vectors.ndim != 2:
            raise ValueError("unexpected shapes")
        if len(keys) != len(vectors) or not np.isfinite(vectors).all() or digest.tobytes() != _digest(keys, vectors):
            raise ValueError("unexpected content")
    except Exception as error:  # noqa: BLE001  (a damaged archive of arrays fails in as many ways as it has parts)
        LOG.warning("%s is damaged (%s): all statements are embedded again.", path, type(error).__name__)
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def _write(path: Path, known: dict[bytes, NDArray[np.float16]], keys: list[bytes]) -> None:
    """Write the vectors of the given keys, in a fixed order, whole or not at all."""
    kept = sorted(key for key in set(keys) if key in known)
    rows = np.frombuffer(b"".join(kept), dtype=np.uint8).reshape(-1, 32)
    vectors = np.stack([known[key] for key in kept])
    with write_whole(path, "wb") as file:
        np.savez(file, keys=rows, vectors=vectors, digest=np.frombuffer(_digest(rows, vectors), dtype=np.uint8))


def _digest(keys: NDArray[np.uint8], vectors: NDArray[np.float16]) -> bytes:
    digest = hashlib.sha256(repr((keys.shape, vectors.shape)).encode())
    digest.update(np.ascontiguousarray(keys).data)
    digest.update(np.ascontiguousarray(vectors).data)
    return digest.digest()
