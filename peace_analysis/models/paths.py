"""Ways of computing the default model's vectors here, fastest first, and how near each is to float32.

Which way is the fastest is known of kinds of processors beforehand and not timed: a run must not take another way than the last because the
machine was busy. Every way but float32 itself is held against it on a few texts before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peace_analysis.errors import ModelError
from peace_analysis.models.verified import computes_bfloat16

Precision = Literal["auto", "float32", "bfloat16"]
Device = Literal["auto", "cpu", "cuda"]


@dataclass(frozen=True)
class EmbeddingPath:
    """How vectors are computed."""

    network: str  # what computes them
    precision: str  # float32 or bfloat16
    device: str  # cpu or cuda
    packed: bool = False  # weights laid out for oneDNN
    threads: int = 1  # batches that are computed at once; the vectors do not depend on it
    least_cosine: float = 1.0  # with float32 on the processor, over the texts that it was checked on

    def facts(self) -> dict[str, str | int | float]:
        """What build.json says of it."""
        network = f"{self.network}, weights packed for oneDNN" if self.packed else self.network
        return {
            "network": network,
            "precision": self.precision,
            "device": self.device,
            "threads": self.threads,
            "least_cosine_with_float32": round(self.least_cosine, 6),
        }


def list_paths(precision: Precision = "auto", device: Device = "auto", *, network: str = "torch") -> list[EmbeddingPath]:
    """Ways of computing that this machine offers within what was asked for, fastest first.

    Args:
        precision: As `themes: {precision: ...}` in city.yml.
        device: As `themes: {device: ...}` in city.yml.
        network: What computes: "torch" for the default model's own network.

    Raises:
        ModelError: If a GPU was asked for and torch sees none.
    """
    import torch

    gpu = torch.cuda.is_available()
    if device == "cuda" and not gpu:
        raise ModelError(
            "city.yml asks for `themes: {device: cuda}`, and torch sees no GPU here. Say `device: auto`, or install a torch that "
            "uses the GPU."
        )
    threads = torch.get_num_threads()
    wanted = ("bfloat16", "float32") if precision == "auto" else (precision,)
    paths = []
    if gpu and device != "cpu":
        paths += [EmbeddingPath(network, of, "cuda") for of in wanted if of == "float32" or torch.cuda.is_bf16_supported()]
    if device != "cuda":
        packed = [True] if network == "torch" and can_pack() else []
        for of in wanted:
            if of == "float32" or precision == "bfloat16" or computes_bfloat16():
                paths += [EmbeddingPath(network, of, "cpu", packed=kind, threads=threads) for kind in (*packed, False)]
    return paths


def can_pack() -> bool:
    """Whether torch lays weights out for oneDNN: on x86 processors, in versions that have what its own compiler uses for it."""
    import torch

    has_both = hasattr(torch.ops.mkldnn, "_reorder_linear_weight") and hasattr(torch.ops.mkldnn, "_linear_pointwise")
    return has_both and bool(torch.backends.mkldnn.is_available())  # type: ignore[no-untyped-call]
