"""What the default sentence model makes of every word: its layers 2, 4 and 6 side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import torch
from torch.nn import functional

from peace_analysis.anonymize.recognizer.segments import Window, Word, cut_windows, join_pieces
from peace_analysis.models.minilm import MiniLM
from peace_analysis.models.verified import computes_bfloat16, default_model_folder, read_verified

LAYERS = (2, 4, 6)
WIDTH = 384 * len(LAYERS)
STEP = 8  # windows are padded to the next multiple of this many pieces
PIECES_PER_BATCH = 2048
_START, _END = 101, 102  # [CLS], [SEP]


class WordReader(MiniLM):
    """The default model, asked for words in place of sentences."""

    def __init__(self, weights: bytes, tokenizer: bytes, config: bytes, *, bfloat16: bool = False) -> None:
        super().__init__(weights, tokenizer, config, bfloat16=bfloat16)
        self._tokenizer.no_truncation()

    def cut(self, texts: Sequence[str]) -> list[Window]:
        """Cut texts into windows, in order."""
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        windows: list[Window] = []
        for number, (text, encoding) in enumerate(zip(texts, encodings, strict=True)):
            windows += cut_windows(text, number, join_pieces(text, encoding.ids, encoding.offsets))
        return windows

    def read(self, windows: Sequence[Window]) -> Iterator[tuple[list[int], torch.Tensor]]:
        """Read windows, those of one length together.

        Yields:
            Places of some windows in the list, and what the model makes of their words: shape (n_windows, most_words, `WIDTH`), float32,
            zero where a window has no more words.
        """
        sizes = [-(-(window.n_pieces + 2) // STEP) * STEP for window in windows]
        order = sorted(range(len(windows)), key=lambda place: (sizes[place], place))
        first = 0
        while first < len(order):
            length = sizes[order[first]]
            last = first
            while last < len(order) and sizes[order[last]] == length and last - first < max(1, PIECES_PER_BATCH // length):
                last += 1
            chosen = order[first:last]
            with torch.inference_mode():
                yield chosen, self._read_batch([windows[place].words for place in chosen], length)
            first = last

    def _read_batch(self, batch: Sequence[Sequence[Word]], length: int) -> torch.Tensor:
        ids = torch.zeros((len(batch), length), dtype=torch.long)
        mask = torch.zeros((len(batch), length), dtype=torch.bool)
        most = max(len(found) for found in batch)
        owner = torch.full((len(batch), length), most)  # the word that a piece lies in; one row too many takes what lies in none
        for row, found in enumerate(batch):
            pieces = [piece for word in found for piece in word.pieces]
            ids[row, : len(pieces) + 2] = torch.tensor([_START, *pieces, _END])
            mask[row, : len(pieces) + 2] = True
            owner[row, 1 : len(pieces) + 1] = torch.tensor(
                [place for place, word in enumerate(found) for _ in word.pieces], dtype=torch.long
            )
        hidden = self._all_layers(ids, mask)
        sums = torch.zeros((len(batch), most + 1, WIDTH)).scatter_add_(1, owner[:, :, None].expand(-1, -1, WIDTH), hidden)
        counts = torch.zeros((len(batch), most + 1)).scatter_add_(1, owner, torch.ones(owner.shape))
        return (sums / counts.clamp(min=1)[:, :, None])[:, :most]

    def _all_layers(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        weights = self._weights
        n_rows, length = ids.shape
        hidden = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][:length]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        kept = []
        for layer in range(self._layers):
            name = f"encoder.layer.{layer}"
            joined = functional.linear(hidden, weights[f"{name}.attention.qkv.weight"], weights[f"{name}.attention.qkv.bias"])
            query, key, value = joined.view(n_rows, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            context = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
            context = context.transpose(1, 2).reshape(n_rows, length, -1)
            hidden = self._norm(hidden + self._linear(context, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
            wide = functional.gelu(self._linear(hidden, f"{name}.intermediate.dense"))
            hidden = self._norm(hidden + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
            if layer + 1 in LAYERS:
                kept.append(hidden)
        return torch.cat(kept, dim=-1).float()


@cache
def default_reader(*, bfloat16: bool | None = None) -> WordReader:
    """Load the default model once per process, verified; in bfloat16 where the processor computes with it.

    Raises:
        ModelError: If the model is missing or is not the one that was expected.
    """
    files = read_verified(default_model_folder())
    if bfloat16 is None:
        bfloat16 = computes_bfloat16()
    return WordReader(files["model.safetensors"], files["tokenizer.json"], files["config.json"], bfloat16=bfloat16)
