"""Statements to vectors: the verified default model, or another that lies on disk.

`torch` and `sentence_transformers` are imported by the encoders that need them, and never reach for the network.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from peace_analysis.errors import ModelError
from peace_analysis.models.verified import SHA256, computes_bfloat16, default_model_folder, read_verified

DEFAULT_MODEL = "all-MiniLM-L6-v2"
ALIKE_ENOUGH = 0.9995  # least cosine between bfloat16 and float32 vectors of the probes, else float32 is used
PROBES = (
    "I don't feel safe walking home after dark because half of the street lights are out.",
    "They came within five minutes and the officer stayed with my mother until the ambulance left.",
    "No.",
    "What I want is for somebody to call me back and tell me what happened with the report that I made, because it has been "
    "four months and I have been to the station twice and nobody at the desk can even find it in the computer.",
)
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}

Progress = Callable[[int, int], None]  # called with statements done and statements in all


class Encoder(Protocol):
    """Anything that turns texts into vectors."""

    @property
    def name(self) -> str:
        """Name of the model for the report."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would: model files, precision, the way of batching."""
        ...

    def encode(self, texts: list[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Turn texts into vectors of length 1, shape (n_texts, d)."""
        ...


@cache
def default_encoder(model: Path | None = None) -> Encoder:
    """Load the encoder that a city uses, once per process.

    Args:
        model: Folder of a sentence-transformers model on disk; None for the default model.

    Raises:
        ModelError: If the model is missing or is not the one that was expected.

    Examples:
        >>> from peace_analysis import themes
        >>> encode = themes.default_encoder()  # loads the model  # doctest: +SKIP
    """
    return DefaultEncoder(default_model_folder()) if model is None else FolderEncoder(model)


class DefaultEncoder:
    """The default model, verified, in bfloat16 where the processor computes with it and the vectors stay the same.

    A text's vector is the same to the last bit whichever texts are embedded with it (see `models.minilm`), so that a run that embeds only
    what is new gives what a full run gives.
    """

    name = DEFAULT_MODEL

    def __init__(self, folder: Path, *, bfloat16: bool | None = None) -> None:
        files = read_verified(folder)
        os.environ.update(OFFLINE)
        from peace_analysis.models.minilm import LAYOUT, MiniLM

        parts = (files["model.safetensors"], files["tokenizer.json"], files["config.json"])
        self._network = MiniLM(*parts, bfloat16=computes_bfloat16() if bfloat16 is None else bfloat16)
        if self._network.bfloat16 and bfloat16 is None:
            exact = MiniLM(*parts)
            if _least_cosine(self._network.encode(list(PROBES)), exact.encode(list(PROBES))) < ALIKE_ENOUGH:
                self._network = exact
        precision = "bfloat16" if self._network.bfloat16 else "float32"
        self.fingerprint = f"{SHA256['model.safetensors']} {SHA256['tokenizer.json']} {precision} {LAYOUT}"

    def encode(self, texts: list[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Turn texts into vectors of length 1, shape (n_texts, 384)."""
        return self._network.encode(texts, progress)


class FolderEncoder:
    """A sentence-transformers model in a folder, a multilingual one say. Its vectors may differ in the last bits between batches.

    Raises:
        ModelError: If the folder does not hold one.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "modules.json").is_file():
            raise ModelError(
                f"{folder}: no sentence-transformers model is here (modules.json is missing). Set `themes: {{model: ...}}` in city.yml to "
                "the folder of one, or delete the line to use the default model."
            )
        self.name = folder.name
        digest = hashlib.sha256()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        self.fingerprint = f"{digest.hexdigest()} float32"
        os.environ.update(OFFLINE)
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise ModelError(
                f"{folder}: the model cannot be loaded ({type(error).__name__}). Check that its files are complete."
            ) from error

    def encode(self, texts: list[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Turn texts into vectors of length 1, shape (n_texts, d)."""
        parts = []
        for first in range(0, len(texts), 512):
            parts.append(self._model.encode(texts[first : first + 512], normalize_embeddings=True, show_progress_bar=False))
            if progress is not None:
                progress(min(first + 512, len(texts)), len(texts))
        dimensions = self._model.get_embedding_dimension() or 0
        return np.concatenate(parts).astype(np.float32) if parts else np.empty((0, dimensions), dtype=np.float32)


def _least_cosine(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    return float((left * right).sum(axis=1).min())
