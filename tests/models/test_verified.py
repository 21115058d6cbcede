"""The default model's files: what is loaded is what was verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from peace_analysis.errors import ModelError
from peace_analysis.models.verified import SHA256, read_verified


def test_a_changed_model_file_is_refused(tmp_path: Path) -> None:
    for name in (*SHA256, "config.json"):
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(ModelError, match=r"model\.safetensors: SHA-256 is .* was not loaded"):
        read_verified(tmp_path)


def test_a_missing_model_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.safetensors of the default model cannot be read"):
        read_verified(tmp_path)
