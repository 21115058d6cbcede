"""The network of the default model, written out in torch: token ids in, sentence vectors out.

`sentence_transformers` takes several seconds to import, most of it for training and for architectures that this project does not
use; the network itself is six layers. Reading the verified files ourselves costs a stage about a second, and gives control over what
matters here: every batch has the same shape and texts lie in it end to end, so that a text's vector does not depend on which other texts
happen to be embedded with it, and nothing is computed for padding.

Source:
    Wang et al. (2020), MiniLM, arXiv 2002.10957; architecture BERT, Devlin et al. (2019), arXiv 1810.04805.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

MAX_TOKENS = 256  # max_seq_length of the model; what follows is cut, as sentence-transformers does
LENGTH_STEP = 16  # texts that are read word by word are padded to the next multiple of this many tokens
TOKENS_PER_GPU_BATCH = 32_768  # a GPU is busy only with far more at once
TOKENS_PER_BATCH = 512  # tokens of one batch: what the layers make of them stays near the core
LAYOUT = f"{MAX_TOKENS}-laid-end-to-end-{TOKENS_PER_BATCH}"  # part of the fingerprint: another layout may change last bits


class Run(NamedTuple):
    """Texts of one length, one after the other in a batch."""

    rows: list[int]  # which texts
    start: int  # token of the batch at which they begin
    length: int  # tokens of each


class MiniLM:
    """The default model, loaded from the bytes of its files.

    Args:
        weights: Content of model.safetensors.
        tokenizer: Content of tokenizer.json.
        config: Content of config.json.
        bfloat16: Compute in bfloat16; layer norms and pooling stay in float32.
        packed: Lay weights out once in the order in which oneDNN reads them (`can_pack` says where that is possible): products are faster,
            and the last bits are others.
        device: What torch computes on: "cpu", or "cuda" for a GPU.
    """

    def __init__(
        self, weights: bytes, tokenizer: bytes, config: bytes, *, bfloat16: bool = False, packed: bool = False, device: str = "cpu"
    ) -> None:
        import torch
        from safetensors.torch import load
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_str(tokenizer.decode("utf-8"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        settings = json.loads(config)
        self._heads = int(settings["num_attention_heads"])
        self._epsilon = float(settings["layer_norm_eps"])
        self.bfloat16 = bfloat16
        self._dtype = torch.bfloat16 if bfloat16 else torch.float32
        loaded = load(weights)
        # Layer norms are applied in float32, so only matrices and their biases change precision.
        self._device = device
        self._weights = {
            name: (tensor if "LayerNorm" in name or not tensor.is_floating_point() else tensor.to(self._dtype)).to(device)
            for name, tensor in loaded.items()
        }
        self._layers = int(settings["num_hidden_layers"])
        for layer in range(self._layers):
            attention = f"encoder.layer.{layer}.attention"
            for part in ("weight", "bias"):
                joined = [self._weights.pop(f"{attention}.self.{name}.{part}") for name in ("query", "key", "value")]
                self._weights[f"{attention}.qkv.{part}"] = torch.cat(joined)
        self._packed: dict[str, torch.Tensor] = {}
        if packed:
            named = [name for name, tensor in self._weights.items() if name.startswith("encoder.layer") and tensor.dim() == 2]
            self._packed = {name: torch.ops.mkldnn._reorder_linear_weight(self._weights[name], TOKENS_PER_BATCH) for name in named}

    def encode(self, texts: list[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """Turn texts into vectors of length 1.

        Args:
            texts: Any number of texts; what goes beyond `MAX_TOKENS` tokens is cut.
            progress: Called with the number of texts done and the number in all.

        Returns:
            Shape (n_texts, 384).
        """
        import torch

        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        size = TOKENS_PER_BATCH if self._device == "cpu" else TOKENS_PER_GPU_BATCH
        vectors = np.empty((len(texts), self._weights["embeddings.LayerNorm.weight"].shape[0]), dtype=np.float32)

        def embed(batch: list[Run]) -> int:
            # Tokens that no text fills are [PAD]; every batch has the same shape.
            ids, places = torch.zeros(size, dtype=torch.long), torch.zeros(size, dtype=torch.long)
            for rows, start, length in batch:
                end = start + len(rows) * length
                ids[start:end] = torch.tensor([encoded[row] for row in rows]).flatten()
                places[start:end] = torch.arange(length).repeat(len(rows))
            with torch.inference_mode():
                made = self._embed(ids.to(self._device), places.to(self._device), batch).cpu().numpy()
            vectors[[row for run in batch for row in run.rows]] = made
            return len(made)

        # One batch per core, each computed by a single thread: cores never wait for each other inside an operation, which on a busy
        # machine costs several times the computation itself, and the order of every sum is independent of the number of cores.
        done = 0
        workers = torch.get_num_threads() if self._device == "cpu" else 1
        with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            for n_rows in pool.map(embed, lay_end_to_end([len(tokens) for tokens in encoded], size)):
                done += n_rows
                if progress is not None:
                    progress(done, len(texts))
        return vectors

    def _embed(self, ids: torch.Tensor, places: torch.Tensor, batch: list[Run]) -> torch.Tensor:
        """Vectors of the texts of a batch, run by run; no text attends to another, and none is filled up."""
        import torch
        from torch.nn import functional

        width = self._weights["embeddings.LayerNorm.weight"].shape[0]

        def attend(joined: torch.Tensor) -> torch.Tensor:
            context = joined.new_zeros((len(ids), width))
            for rows, start, length in batch:
                end = start + len(rows) * length
                query, key, value = joined[start:end].view(len(rows), length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
                within = functional.scaled_dot_product_attention(query, key, value)
                context[start:end] = within.transpose(1, 2).reshape(-1, width)
            return context

        *_, hidden = self._transform(self._look_up(ids, places), attend, self._layers)
        means = [
            hidden[run.start : run.start + len(run.rows) * run.length].view(len(run.rows), run.length, width).float().mean(dim=1)
            for run in batch
        ]
        return functional.normalize(torch.cat(means), dim=1)

    def _run_layers(self, ids: torch.Tensor, mask: torch.Tensor, depth: int) -> Iterator[torch.Tensor]:
        """Yield what the first `depth` layers make of padded texts, one after the other, each of shape (n_rows, length, 384)."""
        import torch
        from torch.nn import functional

        n_rows, length = ids.shape
        attended = mask[:, None, None, :]  # nothing is attended to beyond the end of a text

        def attend(joined: torch.Tensor) -> torch.Tensor:
            query, key, value = joined.view(n_rows, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            context = functional.scaled_dot_product_attention(query, key, value, attn_mask=attended)
            return context.transpose(1, 2).reshape(n_rows, length, -1)

        yield from self._transform(self._look_up(ids, torch.arange(length, device=ids.device)), attend, depth)

    def _look_up(self, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        weights = self._weights
        hidden = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][places]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        return self._norm(hidden, "embeddings.LayerNorm")

    def _transform(self, hidden: torch.Tensor, attend: Callable[[torch.Tensor], torch.Tensor], depth: int) -> Iterator[torch.Tensor]:
        for layer in range(depth):
            name = f"encoder.layer.{layer}"
            context = attend(self._linear(hidden, f"{name}.attention.qkv"))
            hidden = self._norm(hidden + self._linear(context, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
            wide = self._linear(hidden, f"{name}.intermediate.dense", gelu=True)
            hidden = self._norm(hidden + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
            yield hidden

    def _linear(self, hidden: torch.Tensor, name: str, *, gelu: bool = False) -> torch.Tensor:
        import torch
        from torch.nn import functional

        if (packed := self._packed.get(f"{name}.weight")) is not None:
            after: tuple[str, list[float], str] = ("gelu", [], "none") if gelu else ("none", [], "")
            return torch.ops.mkldnn._linear_pointwise(hidden, packed, self._weights[f"{name}.bias"], *after)  # type: ignore[no-any-return]
        made = functional.linear(hidden, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])
        return functional.gelu(made) if gelu else made

    def _norm(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        from torch.nn import functional

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.layer_norm(hidden.float(), weight.shape, weight, bias, self._epsilon).to(self._dtype)


def lay_end_to_end(lengths: Sequence[int], size: int) -> list[list[Run]]:
    """Lay texts end to end in batches of so many tokens, the longest first; what is left of a batch is filled with the shortest.

    Args:
        lengths: Tokens of each text, `size` at most.
        size: Tokens of a batch.

    Returns:
        Batches, each with runs of texts of one length; every text in one of them.
    """
    left = deque(sorted(range(len(lengths)), key=lambda row: -lengths[row]))
    batches = []
    while left:
        free, rows = size, []
        while left and lengths[left[0]] <= free:
            rows.append(left.popleft())
            free -= lengths[rows[-1]]
        while left and lengths[left[-1]] <= free:
            rows.append(left.pop())
            free -= lengths[rows[-1]]
        runs, start = [], 0
        for length, of_length in groupby(rows, key=lambda row: lengths[row]):
            run = Run(list(of_length), start, length)
            runs.append(run)
            start += length * len(run.rows)
        batches.append(runs)
    return batches
