"""Statements to vectors: the verified default model, or another that lies on disk.

`torch` and `sentence_transformers` are imported by the encoders that need them, and never reach for the network.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from peace_analysis.errors import ModelError
from peace_analysis.models.paths import Device, EmbeddingPath, Precision, list_paths
from peace_analysis.models.verified import SHA256, default_model_folder, read_verified

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
ALIKE_ENOUGH = 0.9995  # least cosine with float32 vectors of the probes that a faster path needs
EXACT = EmbeddingPath("torch", "float32", "cpu")  # what every other path is held against
AT_ONCE = 4_096  # texts given to a model from a folder, which sorts them by length
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

Network = TypeVar("Network")
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
def default_encoder(model: Path | None = None, *, precision: Precision = "auto", device: Device = "auto") -> Encoder:
    """Load the encoder that a city uses, once per process, on the fastest path that this machine offers.

    Args:
        model: Folder of a sentence-transformers model on disk; None for the default model.
        precision: What to compute in; auto is bfloat16 where the processor has it and the vectors stay the same, else float32.
        device: What to compute on; auto is a GPU where torch sees one.

    Raises:
        ModelError: If the model is missing or is not the one that was expected, or the path that was asked for is not there.

    Examples:
        >>> from peace_analysis import themes
        >>> encode = themes.default_encoder()  # loads the model  # doctest: +SKIP
    """
    if model is None:
        return DefaultEncoder(default_model_folder(), precision=precision, device=device)
    return FolderEncoder(model, precision=precision, device=device)


class DefaultEncoder:
    """The default model, verified, on the fastest path that this machine offers and that gives the vectors of float32.

    A text's vector is the same to the last bit whichever texts are embedded with it (see `models.minilm`), so that a run that embeds only
    what is new gives what a full run gives.
    """

    name = DEFAULT_MODEL

    def __init__(self, folder: Path, *, precision: Precision = "auto", device: Device = "auto") -> None:
        files = read_verified(folder)
        os.environ.update(OFFLINE)
        from peace_analysis.models.minilm import LAYOUT, MiniLM

        def build(path: EmbeddingPath) -> MiniLM:
            bfloat16, content = path.precision == "bfloat16", (files["model.safetensors"], files["tokenizer.json"], files["config.json"])
            return MiniLM(*content, bfloat16=bfloat16, packed=path.packed, device=path.device)

        self._network, self.path = _choose(list_paths(precision, device), build, lambda network, texts: network.encode(texts))
        layout = LAYOUT + " packed" * self.path.packed + f" {self.path.device}" * (self.path.device != "cpu")
        self.fingerprint = f"{SHA256['model.safetensors']} {SHA256['tokenizer.json']} {self.path.precision} {layout}"

    def encode(self, texts: list[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Turn texts into vectors of length 1, shape (n_texts, 384)."""
        return self._network.encode(texts, progress)


class FolderEncoder:
    """A sentence-transformers model in a folder, a multilingual one say. Its vectors may differ in the last bits between batches.

    Raises:
        ModelError: If the folder does not hold one.
    """

    def __init__(self, folder: Path, *, precision: Precision = "auto", device: Device = "auto") -> None:
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
        os.environ.update(OFFLINE)
        import torch
        from sentence_transformers import SentenceTransformer

        def build(path: EmbeddingPath) -> SentenceTransformer:
            model = SentenceTransformer(str(folder), device=path.device, local_files_only=True, trust_remote_code=False)
            return model.to(torch.bfloat16) if path.precision == "bfloat16" else model.float()

        try:
            self._model, self.path = _choose(list_paths(precision, device, network="sentence-transformers"), build, _encode_with)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise ModelError(
                f"{folder}: the model cannot be loaded ({type(error).__name__}). Check that its files are complete."
            ) from error
        self.fingerprint = f"{digest.hexdigest()} {self.path.precision}" + f" {self.path.device}" * (self.path.device != "cpu")

    def encode(self, texts: list[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Turn texts into vectors of length 1, shape (n_texts, d)."""
        parts = []
        for first in range(0, len(texts), AT_ONCE):
            parts.append(_encode_with(self._model, texts[first : first + AT_ONCE]))
            if progress is not None:
                progress(min(first + AT_ONCE, len(texts)), len(texts))
        dimensions = self._model.get_embedding_dimension() or 0
        return np.concatenate(parts) if parts else np.empty((0, dimensions), dtype=np.float32)


def _encode_with(model: SentenceTransformer, texts: list[str]) -> NDArray[np.float32]:
    vectors = np.asarray(model.encode(texts, show_progress_bar=False), dtype=np.float32)
    # Lengths that were worked out in bfloat16 are off by a thousandth.
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), dtype=np.float32)


def _choose(
    paths: list[EmbeddingPath], build: Callable[[EmbeddingPath], Network], encode: Callable[[Network, list[str]], NDArray[np.float32]]
) -> tuple[Network, EmbeddingPath]:
    """Build the model for the first path whose vectors of the probes are those of plain float32."""
    exact = build(EXACT)
    expected = encode(exact, list(PROBES))
    for path in paths:
        if (path.precision, path.device, path.packed) == (EXACT.precision, EXACT.device, EXACT.packed):
            return exact, path
        built = build(path)
        cosine = _least_cosine(encode(built, list(PROBES)), expected)
        if cosine >= ALIKE_ENOUGH:
            return built, replace(path, least_cosine=cosine)
    raise ModelError(
        "No way of computing that city.yml asks for (`themes: {precision: ..., device: ...}`) gives the vectors of float32 here. "
        "Say `precision: auto` and `device: auto`."
    )


def _least_cosine(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    return float((left * right).sum(axis=1).min())
