"""The default model: what is loaded is what was verified, and a vector depends on its text alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from peace_analysis.errors import ModelError
from peace_analysis.models.verified import default_model_folder
from peace_analysis.themes.embed import DefaultEncoder, FolderEncoder, default_encoder

TEXTS = [
    "The lamp at the corner has been out since October.",
    "No.",
    "They came in five minutes. I could not believe it, and I have lived here for thirty years and called more than once before that.",
    "Mai dad no speak English so me I call for him.",
    "word " * 400,
    "",
]


@pytest.fixture(scope="module")
def exact() -> DefaultEncoder:
    return DefaultEncoder(default_model_folder(), precision="float32")


def test_vectors_are_those_of_sentence_transformers(exact: DefaultEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(default_model_folder()), device="cpu", local_files_only=True).encode(TEXTS)
    np.testing.assert_allclose(exact.encode(TEXTS), reference, atol=2e-6)


def test_the_default_precision_is_as_good_as_float32(exact: DefaultEncoder) -> None:
    vectors = default_encoder().encode(TEXTS)
    assert (vectors * exact.encode(TEXTS)).sum(axis=1).min() >= 0.9995
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_vector_does_not_depend_on_the_texts_beside_it() -> None:
    encoder = default_encoder()
    many = [f"{n} cars went through the stop sign on my street {'again and again ' * (n % 9)}" for n in range(60)]
    together = encoder.encode(many)
    assert (encoder.encode(many[::-7]) == together[::-7]).all()
    assert (encoder.encode(many[17:18]) == together[17]).all()


def test_no_texts_give_no_vectors() -> None:
    assert default_encoder().encode([]).shape == (0, 384)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no sentence-transformers model is here"):
        FolderEncoder(tmp_path)


def test_a_model_from_a_folder_gives_the_vectors_of_the_same_model(exact: DefaultEncoder) -> None:
    other = FolderEncoder(default_model_folder(), precision="float32")
    np.testing.assert_allclose(other.encode(TEXTS[:3]), exact.encode(TEXTS[:3]), atol=2e-6)
    assert other.fingerprint != exact.fingerprint
