"""What the default sentence model makes of every piece of a text, and of the text as a whole."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import torch
from torch.nn import functional

from peace_analysis.models.minilm import LENGTH_STEP, TOKENS_PER_BATCH, MiniLM
from peace_analysis.models.verified import computes_bfloat16, default_model_folder, read_verified

LAYERS = (4, 6)  # of six: what words are, and what they say here
WIDTH = 384


@dataclass(frozen=True)
class Pieces:
    """One text as the model reads it."""

    states: torch.Tensor  # (n_pieces, len(LAYERS) * 384), rows of length 1, without the marks for start and end
    whole: torch.Tensor  # (384,), of length 1: the model's vector of the text


class Reader(Hashable, Protocol):
    """Anything that reads texts piece by piece."""

    def read(self, texts: Sequence[str]) -> list[Pieces]:
        """Read texts, one result each."""
        ...


class PieceReader(MiniLM):
    """The default model, asked for pieces as well as for texts."""

    def read(self, texts: Sequence[str]) -> list[Pieces]:
        """Read texts; what goes beyond the model's 256 pieces is cut.

        What is made of a text is the same to the last bit whichever texts are read with it: batches of one length have one shape.
        """
        distinct = list(dict.fromkeys(texts))
        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch(distinct)]
        rows: dict[int, list[int]] = {}
        for row, ids in enumerate(encoded):
            rows.setdefault(-(-len(ids) // LENGTH_STEP) * LENGTH_STEP, []).append(row)
        batches = []
        for length, some in sorted(rows.items(), reverse=True):
            n_rows = max(1, TOKENS_PER_BATCH // length)
            batches += [(length, n_rows, some[first : first + n_rows]) for first in range(0, len(some), n_rows)]

        def read_batch(batch: tuple[int, int, list[int]]) -> list[tuple[str, Pieces]]:
            length, n_rows, some = batch
            return [
                (distinct[row], pieces)
                for row, pieces in zip(some, self._read([encoded[row] for row in some], n_rows, length), strict=True)
            ]

        with ThreadPoolExecutor(torch.get_num_threads(), initializer=torch.set_num_threads, initargs=(1,)) as pool:
            found = dict(pair for pairs in pool.map(read_batch, batches) for pair in pairs)
        return [found[text] for text in texts]

    def _read(self, encoded: Sequence[list[int]], n_rows: int, length: int) -> list[Pieces]:
        ids = torch.zeros((n_rows, length), dtype=torch.long)
        mask = torch.zeros((n_rows, length), dtype=torch.bool)
        mask[:, 0] = True
        for place, tokens in enumerate(encoded):
            ids[place, : len(tokens)] = torch.tensor(tokens)
            mask[place, : len(tokens)] = True
        with torch.inference_mode():
            kept = [hidden.float() for layer, hidden in enumerate(self._run_layers(ids, mask, max(LAYERS)), 1) if layer in LAYERS]
            share = mask[:, :, None].float()
            whole = functional.normalize((kept[-1] * share).sum(dim=1) / share.sum(dim=1), dim=1)
            states = torch.cat([functional.normalize(hidden, dim=2) for hidden in kept], dim=2) / len(LAYERS) ** 0.5
            return [Pieces(states[place, 1 : len(tokens) - 1], whole[place]) for place, tokens in enumerate(encoded)]


@cache
def default_reader() -> PieceReader:
    """Load the default model once per process, verified; in bfloat16 where the processor computes with it.

    Raises:
        ModelError: If the model is missing or is not the one that was expected.
    """
    files = read_verified(default_model_folder())
    return PieceReader(files["model.safetensors"], files["tokenizer.json"], files["config.json"], bfloat16=computes_bfloat16())
