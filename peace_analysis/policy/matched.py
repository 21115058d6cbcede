"""The heads that ship with the package, and what they make of texts and passages."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.errors import ModelError

if TYPE_CHECKING:
    from peace_analysis.policy.matching import Head

FILE = Path(__file__).with_name("matching.safetensors")
SHA256 = ""


@cache
def load_heads(path: Path = FILE) -> tuple[Head, ...]:
    """Read the heads, and check that they are those that were trained.

    Raises:
        ModelError: If the file is missing or its SHA-256 is another.
    """
    from safetensors.torch import load

    from peace_analysis.policy.matching import Head

    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path.name} cannot be read. Install the project again.") from error
    if (actual := hashlib.sha256(content).hexdigest()) != SHA256:
        raise ModelError(
            f"{path.name}: SHA-256 is {actual}, and {SHA256} is expected. The file was changed or damaged; it was not loaded. "
            "Install the project again, or train again with benchmarks/links/train.py."
        )
    stored = load(content)
    heads = []
    for number in sorted({name.partition(".")[0] for name in stored}):
        head = Head()
        head.load_state_dict({name.partition(".")[2]: value.float() for name, value in stored.items() if name.startswith(f"{number}.")})
        heads.append(head.eval())
    return tuple(heads)
