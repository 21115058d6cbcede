"""The heads that ship with the package, and what they make of texts and passages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from peace_analysis.errors import ModelError

if TYPE_CHECKING:
    from peace_analysis.policy.matching import Head
    from peace_analysis.policy.pieces import Pieces

FILE = Path(__file__).with_name("matching.safetensors")
SHA256 = "53a89020608817a4f4ff72783dcff6c8fd86c07a0105c4820301ae7aea22dfb2"
_AT_ONCE = 40_000  # pairs of texts and pieces of passages that are held in memory at once


@cache
def load_heads(path: Path = FILE) -> tuple[Head, ...]:
    """Read the heads, and check that they are those that were trained.

    Raises:
        ModelError: If the file is missing or its SHA-256 is another.
    """
    from safetensors.torch import load

    from peace_analysis.policy.matching import Head

    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path.name} cannot be read. Install the project again.") from error
    if (actual := hashlib.sha256(content).hexdigest()) != SHA256:
        raise ModelError(
            f"{path.name}: SHA-256 is {actual}, and {SHA256} is expected. The file was changed or damaged; it was not loaded. "
            "Install the project again, or train again with benchmarks/links/train.py."
        )
    stored = load(content)
    heads = []
    for number in sorted({name.partition(".")[0] for name in stored}):
        head = Head()
        head.load_state_dict({name.partition(".")[2]: value.float() for name, value in stored.items() if name.startswith(f"{number}.")})
        heads.append(head.eval())
    return tuple(heads)


def measure_pairs(texts: Sequence[Pieces], passages: Sequence[Pieces], words: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure all pairs, the heads averaged.

    Args:
        texts: What people said.
        passages: What it may match.
        words: BM25 of the pairs, shape (n_texts, n_passages).

    Returns:
        Shape (n_texts, n_passages, len(matching.MEASURES)).
    """
    import torch

    heads = load_heads()
    longest = max((len(one.states) for one in passages), default=1)
    step = max(1, _AT_ONCE // max(1, len(passages) * longest))
    found = []
    with torch.inference_mode():
        for first in range(0, len(texts), step):
            some, counted = texts[first : first + step], torch.from_numpy(words[first : first + step]).float()
            found.append(torch.stack([head.measure(some, passages, counted) for head in heads]).mean(dim=0).double().numpy())
    return np.concatenate(found)


def judge_pairs(measures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add measures up, each standardised over the passages: higher is a better match; shape (n_texts, n_passages)."""
    mix = np.mean([head.mix.detach().double().numpy() for head in load_heads()], axis=0)
    spread = measures.std(axis=1, keepdims=True)
    return np.asarray((measures - measures.mean(axis=1, keepdims=True)) / (spread + 1e-6) @ mix)
