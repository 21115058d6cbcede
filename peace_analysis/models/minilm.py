"""The network of the default model, written out in torch: token ids in, sentence vectors out.

`sentence_transformers` takes several seconds to import, most of it for training and for architectures that this project does not
use; the network itself is six layers. Reading the verified files ourselves costs a stage about a second, and gives control over what
matters here: the shape of every batch is fixed by the length of its texts alone, so that a text's vector does not depend on which
other texts happen to be embedded with it.

Source:
    Wang et al. (2020), MiniLM, arXiv 2002.10957; architecture BERT, Devlin et al. (2019), arXiv 1810.04805.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

MAX_TOKENS = 256  # max_seq_length of the model; what follows is cut, as sentence-transformers does
LENGTH_STEP = 16  # texts are padded to the next multiple of this many tokens
TOKENS_PER_GPU_BATCH = 32_768  # a GPU is busy only with far more at once
TOKENS_PER_BATCH = 512  # rows x length of one batch: small enough that filling up an odd batch wastes little
LAYOUT = f"{MAX_TOKENS}-{LENGTH_STEP}-{TOKENS_PER_BATCH}"  # part of the fingerprint: another layout may change last bits


class MiniLM:
    """The default model, loaded from the bytes of its files.

    Args:
        weights: Content of model.safetensors.
        tokenizer: Content of tokenizer.json.
        config: Content of config.json.
        bfloat16: Compute in bfloat16; layer norms and pooling stay in float32.
        packed: Lay weights out once in the order in which oneDNN reads them (`can_pack` says where that is possible): in float32 products
            take about half as long, and the last bits are others.
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
        rows_by_length: dict[int, list[int]] = {}
        for row, tokens in enumerate(encoded):
            rows_by_length.setdefault(-(-len(tokens) // LENGTH_STEP) * LENGTH_STEP, []).append(row)
        batches = []
        in_batch = TOKENS_PER_BATCH if self._device == "cpu" else TOKENS_PER_GPU_BATCH
        for length, rows in sorted(rows_by_length.items(), reverse=True):
            n_rows = max(1, in_batch // length)
            batches += [(length, n_rows, rows[first : first + n_rows]) for first in range(0, len(rows), n_rows)]
        vectors = np.empty((len(texts), self._weights["embeddings.LayerNorm.weight"].shape[0]), dtype=np.float32)

        def embed(batch: tuple[int, int, list[int]]) -> int:
            length, n_rows, rows = batch
            # Rows that no text fills hold one [PAD]; every batch of this length has the same shape.
            ids = torch.zeros((n_rows, length), dtype=torch.long)
            mask = torch.zeros((n_rows, length), dtype=torch.bool)
            mask[:, 0] = True
            for place, row in enumerate(rows):
                ids[place, : len(encoded[row])] = torch.tensor(encoded[row])
                mask[place, : len(encoded[row])] = True
            with torch.inference_mode():
                vectors[rows] = self._forward(ids.to(self._device), mask.to(self._device))[: len(rows)].cpu().numpy()
            return len(rows)

        # One batch per core, each computed by a single thread: cores never wait for each other inside an operation, which on a busy
        # machine costs several times the computation itself, and the order of every sum is independent of the number of cores.
        done = 0
        workers = torch.get_num_threads() if self._device == "cpu" else 1
        with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            for n_rows in pool.map(embed, batches):
                done += n_rows
                if progress is not None:
                    progress(done, len(texts))
        return vectors

    def _forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        from torch.nn import functional

        *_, hidden = self._run_layers(ids, mask, self._layers)
        kept = mask[:, :, None].float()
        pooled = (hidden.float() * kept).sum(dim=1) / kept.sum(dim=1)
        return functional.normalize(pooled, dim=1)

    def _run_layers(self, ids: torch.Tensor, mask: torch.Tensor, depth: int) -> Iterator[torch.Tensor]:
        """Yield what the first `depth` layers make of the tokens, one after the other, each of shape (n_rows, length, 384)."""
        from torch.nn import functional

        weights = self._weights
        n_rows, length = ids.shape
        # Added to the attention scores: nothing is attended to beyond the end of a text.
        attend = mask[:, None, None, :]
        hidden = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][:length]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        for layer in range(depth):
            name = f"encoder.layer.{layer}"
            joined = self._linear(hidden, f"{name}.attention.qkv")
            query, key, value = joined.view(n_rows, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            context = functional.scaled_dot_product_attention(query, key, value, attn_mask=attend)
            context = context.transpose(1, 2).reshape(n_rows, length, -1)
            hidden = self._norm(hidden + self._linear(context, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
            wide = functional.gelu(self._linear(hidden, f"{name}.intermediate.dense"))
            hidden = self._norm(hidden + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
            yield hidden

    def _linear(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        import torch
        from torch.nn import functional

        if (packed := self._packed.get(f"{name}.weight")) is not None:
            return torch.ops.mkldnn._linear_pointwise(hidden, packed, self._weights[f"{name}.bias"], "none", [], "")  # type: ignore[no-any-return]
        return functional.linear(hidden, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        from torch.nn import functional

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.layer_norm(hidden.float(), weight.shape, weight, bias, self._epsilon).to(self._dtype)
