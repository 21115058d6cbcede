"""Our encoder behind sentence-transformers' own interface, for BERTopic, semantic search and whatever else a researcher uses it with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from peace_analysis.models.paths import Device, Precision
from peace_analysis.models.verified import default_model_folder
from peace_analysis.themes.embed import Encoder, default_encoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# What our network does; anything else that `encode` is asked for is sentence-transformers' own matter.
_FREE = frozenset({"convert_to_numpy", "convert_to_tensor", "normalize_embeddings"})
_SAME = {"output_value": "sentence_embedding", "precision": "float32"}


def open_sentence_transformer(*, precision: Precision = "auto", device: Device = "auto") -> SentenceTransformer:
    """Load the default model as a `SentenceTransformer` that computes sentence vectors on the fastest path of this machine.

    It is one in every respect: tokens, similarity, prompts, saving. Only the vectors of sentences come from our network, which is two to
    three times as fast; whatever else `encode` is asked for (token vectors, quantised ones, several processes) is sentence-transformers'.

    Args:
        precision: What to compute in, as for `default_encoder`.
        device: What to compute on, as for `default_encoder`.

    Raises:
        ModelError: If the model is missing or is not the one that was expected, or the path that was asked for is not there.

    Examples:
        >>> from peace_analysis import themes
        >>> model = themes.open_sentence_transformer()  # loads the model  # doctest: +SKIP
        >>> model.encode(["The lamp is out."]).shape  # doctest: +SKIP
        (1, 384)
        >>> from bertopic import BERTopic  # doctest: +SKIP
        >>> topics = BERTopic(embedding_model=model)  # doctest: +SKIP
    """
    encoder = default_encoder(precision=precision, device=device)
    import torch
    from sentence_transformers import SentenceTransformer

    class FastSentenceTransformer(SentenceTransformer):
        """The default model; sentence vectors are ours."""

        def encode(  # type: ignore[override]
            self,
            inputs: Any,
            prompt_name: str | None = None,
            prompt: str | None = None,
            batch_size: int = 32,
            show_progress_bar: bool | None = None,
            **asked: Any,
        ) -> Any:
            """Turn sentences into vectors, as `SentenceTransformer.encode` does; `batch_size` makes no difference to them."""
            single = isinstance(inputs, str)
            texts = [inputs] if single else list(inputs)
            usual = all(value == _SAME.get(name) for name, value in asked.items() if name not in _FREE)
            named = [prompt_name, prompt, self.default_prompt_name, self.truncate_dim]
            if not usual or any(name is not None for name in named) or not all(isinstance(text, str) for text in texts):
                return super().encode(inputs, prompt_name, prompt, batch_size, show_progress_bar, **asked)
            vectors: Any = _encode(encoder, texts, shown=bool(show_progress_bar))
            if asked.get("convert_to_tensor"):
                vectors = torch.from_numpy(vectors)
            elif not asked.get("convert_to_numpy", True):
                vectors = list(torch.from_numpy(vectors))
            return vectors[0] if single else vectors

    return FastSentenceTransformer(str(default_model_folder()), device="cpu", local_files_only=True)


def _encode(encoder: Encoder, texts: list[str], *, shown: bool) -> NDArray[np.float32]:
    if not shown:
        return encoder.encode(texts)
    from tqdm.auto import tqdm

    with tqdm(total=len(texts), desc="Sentences") as bar:
        return encoder.encode(texts, lambda done, _: bar.update(done - bar.n))
