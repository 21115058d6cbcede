"""Vectors that others made of parts of a city: the same cache, byte for byte, as if one had made them all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from peace_analysis.themes.cache import AHEAD_NAME, embed_ahead, embed_texts, list_missing
from peace_analysis.themes.embed import Encoder, default_encoder

TEXTS = [f"The {place} is dark {when}." for place in ("street", "park", "bus stop", "school yard") for when in ("at night", "in winter")]
TEXTS += ["No.", "I waited two hours for somebody to come, and when they came they asked me why I had not called before.", "No."]


class Counted:
    """The default model, counting what it is given."""

    def __init__(self) -> None:
        self._encoder: Encoder = default_encoder()
        self.name, self.fingerprint = self._encoder.name, self._encoder.fingerprint
        self.given: list[str] = []

    def encode(self, texts: list[str], progress: object = None) -> NDArray[np.float32]:
        self.given += texts
        return self._encoder.encode(texts)


def test_parts_made_ahead_give_the_same_cache_byte_for_byte(tmp_path: Path) -> None:
    alone, split = tmp_path / "alone" / "embeddings.npz", tmp_path / "split" / "embeddings.npz"
    expected = embed_texts(TEXTS, Counted(), alone)
    others = Counted()
    missing = list_missing(TEXTS, others, split)
    assert list(missing.values()) == list(dict.fromkeys(TEXTS))
    for number in range(3):
        embed_ahead(dict(list(missing.items())[number::3]), others, split)
    assert list_missing(TEXTS, others, split) == {}
    last, told = Counted(), []
    found = embed_texts(TEXTS, last, split, lambda done, total: told.append((done, total)))
    assert last.given == []
    assert told == [(10, 10)]  # what others embedded since the last run is new all the same
    assert found.tobytes() == expected.tobytes()
    assert split.read_bytes() == alone.read_bytes()
    assert not split.with_name(AHEAD_NAME).exists()


def test_what_was_not_made_ahead_or_is_damaged_is_made_now(tmp_path: Path) -> None:
    path = tmp_path / "embeddings.npz"
    encoder = Counted()
    missing = list(list_missing(TEXTS, encoder, path).items())
    embed_ahead(dict(missing[:4]), encoder, path)
    embed_ahead(dict(missing[4:6]), encoder, path)
    damaged = max((path.with_name(AHEAD_NAME)).glob("*.npz"), key=lambda part: part.stat().st_size)
    damaged.write_bytes(damaged.read_bytes()[:100])
    last = Counted()
    found = embed_texts(TEXTS, last, path)
    assert sorted(last.given) == sorted(text for _, text in [*missing[:4], *missing[6:]])
    assert found.tobytes() == embed_texts(TEXTS, Counted(), None).tobytes()
