"""Embeddings kept between runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from planted_subjects import WordEncoder

from peace_analysis.themes.cache import embed_texts

TEXTS = ["the lamp is out", "they came late", "nobody listens", "they came late"]


def test_only_new_and_changed_texts_are_embedded(tmp_path: Path) -> None:
    path = tmp_path / "embeddings.npz"
    embed_texts(TEXTS, WordEncoder(), path)
    again = WordEncoder()
    vectors = embed_texts([*TEXTS, "and nobody came"], again, path)
    assert again.embedded == ["and nobody came"]
    np.testing.assert_allclose(vectors[:4], WordEncoder().encode(TEXTS), atol=1e-3)


def test_a_repeated_text_is_embedded_once(tmp_path: Path) -> None:
    encoder = WordEncoder()
    vectors = embed_texts(TEXTS, encoder, tmp_path / "embeddings.npz")
    assert len(encoder.embedded) == 3
    assert (vectors[1] == vectors[3]).all()


def test_a_run_that_adds_texts_leaves_the_file_of_a_full_run(tmp_path: Path) -> None:
    added, full = tmp_path / "added.npz", tmp_path / "full.npz"
    embed_texts(TEXTS[2:], WordEncoder(), added)
    first, second = embed_texts(TEXTS, WordEncoder(), added), embed_texts(TEXTS, WordEncoder(), full)
    assert added.read_bytes() == full.read_bytes()
    assert (first == second).all()


def test_texts_that_are_gone_leave_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "embeddings.npz"
    embed_texts(TEXTS, WordEncoder(), path)
    embed_texts(TEXTS[:1], WordEncoder(), path)
    with np.load(path) as file:
        assert len(file["keys"]) == 1


def test_another_model_embeds_everything_again(tmp_path: Path) -> None:
    path = tmp_path / "embeddings.npz"
    embed_texts(TEXTS, WordEncoder(), path)
    other = WordEncoder("words 2", dimensions=16)
    assert embed_texts(TEXTS, other, path).shape == (4, 16)
    assert len(other.embedded) == 3


@pytest.mark.parametrize("damage", ["truncated", "words", "empty"])
def test_a_damaged_cache_is_made_anew_with_a_notice(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "embeddings.npz"
    expected = embed_texts(TEXTS, WordEncoder(), path)
    whole = path.read_bytes()
    path.write_bytes({"truncated": whole[: len(whole) // 2], "words": b"not an archive", "empty": b""}[damage])
    assert (embed_texts(TEXTS, WordEncoder(), path) == expected).all()
    assert "all statements are embedded again" in caplog.text
    assert path.read_bytes() == whole


def test_a_flipped_byte_is_noticed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "embeddings.npz"
    expected = embed_texts(TEXTS, WordEncoder(), path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
    assert (embed_texts(TEXTS, WordEncoder(), path) == expected).all()
    assert "embedded again" in caplog.text


def test_the_cache_holds_no_words(tmp_path: Path) -> None:
    path = tmp_path / "embeddings.npz"
    embed_texts(["Abernathy Xiong Okafor"], WordEncoder(), path)
    assert b"Abernathy" not in path.read_bytes()


def test_progress_counts_what_has_to_be_embedded(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    embed_texts(TEXTS, WordEncoder(), tmp_path / "e.npz", lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)
