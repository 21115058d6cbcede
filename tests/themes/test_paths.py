"""The fastest way of computing vectors: chosen, checked against float32, pinned by a city, and told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from peace_analysis.errors import ModelError
from peace_analysis.models.paths import EmbeddingPath, can_pack, list_paths
from peace_analysis.models.verified import computes_bfloat16, default_model_folder, read_verified
from peace_analysis.themes import embed, open_sentence_transformer
from peace_analysis.themes.embed import DefaultEncoder, FolderEncoder, default_encoder

TEXTS = ["The lamp at the corner has been out since October.", "No.", "They came in five minutes. " * 12, ""]


def test_the_fastest_path_that_this_machine_has_comes_first():
    found = [(path.precision, path.packed) for path in list_paths(device="cpu")]
    kinds = [True] * can_pack() + [False]
    assert found == [(precision, kind) for precision in ["bfloat16"] * computes_bfloat16() + ["float32"] for kind in kinds]


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_pinned_precision_is_the_only_one_that_is_tried(precision: str):
    assert {path.precision for path in list_paths(precision, "cpu")} == {precision}  # type: ignore[arg-type]


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_gpu_that_is_not_there_is_an_error_that_says_what_to_do():
    with pytest.raises(ModelError, match=r"torch sees no GPU here\. Say `device: auto`"):
        default_encoder(device="cuda")


@pytest.fixture(scope="module")
def packed() -> DefaultEncoder:
    return DefaultEncoder(default_model_folder(), precision="float32", device="cpu")


@pytest.mark.skipif(not can_pack(), reason="torch has no oneDNN here")
def test_packed_weights_give_the_vectors_of_float32_and_a_fingerprint_of_their_own(packed: DefaultEncoder):
    from peace_analysis.models.minilm import MiniLM

    files = read_verified(default_model_folder())
    exact = MiniLM(files["model.safetensors"], files["tokenizer.json"], files["config.json"])
    np.testing.assert_allclose(packed.encode(TEXTS), exact.encode(TEXTS), atol=2e-6)
    assert packed.path.packed
    assert packed.fingerprint.endswith("float32 256-laid-end-to-end-512 packed")


def test_a_packed_vector_does_not_depend_on_the_texts_beside_it(packed: DefaultEncoder):
    many = [f"{n} cars went through the stop sign {'again and again ' * (n % 9)}" for n in range(40)]
    assert (packed.encode(many[::-7]) == packed.encode(many)[::-7]).all()


def test_a_path_that_gives_other_vectors_is_passed_over():
    far, near = replace(embed.EXACT, precision="bfloat16"), replace(embed.EXACT, packed=True)

    def encode(built: EmbeddingPath, texts: list[str]) -> NDArray[np.float32]:
        # Vectors at an angle to float32's: cosine .99 for bfloat16, .9999 for packed weights.
        cosine = {far: 0.99, near: 0.9999}.get(built, 1.0)
        return np.tile(np.array([cosine, (1 - cosine**2) ** 0.5], dtype=np.float32), (len(texts), 1))

    _, path = embed._choose([far, near, embed.EXACT], lambda path: path, encode)
    assert (path.packed, path.precision) == (True, "float32")
    assert path.least_cosine == pytest.approx(0.9999, abs=1e-6)
    with pytest.raises(ModelError, match="gives the vectors of float32 here"):
        embed._choose([far], lambda path: path, encode)


def test_a_path_that_fails_is_passed_over():
    gpu = replace(embed.EXACT, device="cuda")

    def build(path: EmbeddingPath) -> EmbeddingPath:
        if path.device == "cuda":
            raise RuntimeError("out of memory")
        return path

    _, path = embed._choose([gpu, embed.EXACT], build, lambda _, texts: np.ones((len(texts), 1), dtype=np.float32))
    assert path.device == "cpu"


def test_what_build_json_says_of_the_path(packed: DefaultEncoder):
    facts = packed.path.facts()
    assert list(facts) == ["network", "precision", "device", "threads", "least_cosine_with_float32"]
    assert (facts["precision"], facts["device"]) == ("float32", "cpu")
    assert 0.9995 <= float(facts["least_cosine_with_float32"]) <= 1.000001
    json.dumps(facts)


@pytest.mark.skipif(not computes_bfloat16(), reason="the processor does not compute in bfloat16")
def test_a_model_from_a_folder_computes_in_bfloat16_and_its_vectors_have_length_one(packed: DefaultEncoder):
    other = FolderEncoder(default_model_folder())
    assert other.path.precision == "bfloat16"
    vectors = other.encode(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors * packed.encode(TEXTS)).sum(axis=1).min() >= 0.9995


def test_behind_sentence_transformers_interface(packed: DefaultEncoder, tmp_path: Path):
    from bertopic.backend._utils import select_backend
    from sentence_transformers import SentenceTransformer

    model, ours = open_sentence_transformer(), default_encoder()
    assert isinstance(model, SentenceTransformer)
    assert (model.encode(TEXTS, batch_size=8, normalize_embeddings=True, show_progress_bar=False) == ours.encode(TEXTS)).all()
    assert model.encode(TEXTS[0]).shape == (384,)
    assert torch.equal(model.encode(TEXTS, convert_to_tensor=True), torch.from_numpy(ours.encode(TEXTS)))
    assert [len(vector) for vector in model.encode(TEXTS[:2], convert_to_numpy=False)] == [384, 384]
    assert (select_backend(model).embed(TEXTS) == ours.encode(TEXTS)).all()
    # What our network does not do is left to sentence-transformers.
    assert model.encode(TEXTS[:1], output_value="token_embeddings")[0].shape[1] == 384
    assert model.encode(TEXTS[:2], truncate_dim=64).shape == (2, 64)
    assert model.encode(TEXTS[:2], precision="binary").shape == (2, 48)
