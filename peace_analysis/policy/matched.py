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
_AT_ONCE = 50_000  # pairs of texts and pieces of passages that are held in memory at once
_STEP = 8  # texts whose lengths are the same, in steps of this many pieces, are measured together


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

    from peace_analysis.policy.matching import MEASURES, compare_pieces

    heads = load_heads()
    found = np.zeros((len(texts), len(passages), len(MEASURES)))
    with torch.inference_mode():
        # Those of about one length together, so that little is padded.
        for columns in _group_by_length(passages):
            step = max(1, _AT_ONCE // sum(len(passages[column].states) for column in columns))
            for same in _group_by_length(texts):
                for first in range(0, len(same), step):
                    rows = same[first : first + step]
                    some, against = [texts[row] for row in rows], [passages[column] for column in columns]
                    counted = torch.from_numpy(words[np.ix_(rows, columns)]).float()
                    plain = compare_pieces(some, against)
                    measured = torch.stack([head.measure(some, against, counted, plain) for head in heads]).mean(dim=0)
                    found[np.ix_(rows, columns)] = measured.double().numpy()
    return found


def _group_by_length(texts: Sequence[Pieces]) -> list[list[int]]:
    """Places of texts of about one length, shortest first."""
    groups: dict[int, list[int]] = {}
    for place, text in enumerate(texts):
        groups.setdefault(-(-len(text.states) // _STEP), []).append(place)
    return [places for _, places in sorted(groups.items())]


def judge_pairs(measures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add measures up, each standardised over the passages: higher is a better match; shape (n_texts, n_passages)."""
    mix = np.mean([head.mix.detach().double().numpy() for head in load_heads()], axis=0)
    spread = measures.std(axis=1, keepdims=True)
    return np.asarray((measures - measures.mean(axis=1, keepdims=True)) / (spread + 1e-6) @ mix)
