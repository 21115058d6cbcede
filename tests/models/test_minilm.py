"""The network of the default model: how texts are laid into batches."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peace_analysis.models.minilm import TOKENS_PER_BATCH, MiniLM, lay_end_to_end
from peace_analysis.models.verified import default_model_folder, read_verified


@given(st.lists(st.integers(2, 256), max_size=200))
@settings(max_examples=60, deadline=None)
def test_every_text_lies_in_one_batch_and_none_over_another(lengths: list[int]) -> None:
    batches = lay_end_to_end(lengths, TOKENS_PER_BATCH)
    assert sorted(row for batch in batches for run in batch for row in run.rows) == list(range(len(lengths)))
    for batch in batches:
        assert {lengths[row] for run in batch for row in run.rows} == {run.length for run in batch}
        ends = [run.start + len(run.rows) * run.length for run in batch]
        assert [run.start for run in batch] == [0, *ends[:-1]]
        assert ends[-1] <= TOKENS_PER_BATCH
    # What is left of two batches would be one batch: nothing but the last is half empty.
    filled = [sum(run.length * len(run.rows) for run in batch) for batch in batches]
    assert all(one + other > TOKENS_PER_BATCH for one, other in itertools.pairwise(filled))


@pytest.mark.parametrize(("bfloat16", "packed"), [(False, False), (False, True), (True, False), (True, True)])
def test_texts_of_all_lengths_have_the_same_vectors_in_any_company(bfloat16: bool, packed: bool) -> None:
    files = read_verified(default_model_folder())
    network = MiniLM(files["model.safetensors"], files["tokenizer.json"], files["config.json"], bfloat16=bfloat16, packed=packed)
    texts = [f"{'lamp ' * n}{n}" for n in (*range(40), 90, 170, 251, 400)]
    together = network.encode(texts)
    assert (network.encode(texts[::-3]) == together[::-3]).all()
    for row in (0, 7, len(texts) - 1):
        assert (network.encode([texts[row]])[0] == together[row]).all()
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
