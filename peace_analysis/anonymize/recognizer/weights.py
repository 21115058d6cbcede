"""The weights that ship with the package: what they are, where they lie, and that they are the ones that were trained."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.anonymize.recognizer.decode import Calibration
from peace_analysis.anonymize.recognizer.segments import FEATURES
from peace_analysis.errors import ModelError

if TYPE_CHECKING:
    from peace_analysis.anonymize.recognizer.model import Head

WEIGHTS = "weights.safetensors"
ABOUT = "weights.json"


@dataclass(frozen=True)
class About:
    """What goes with the weights."""

    sha256: str  # of weights.safetensors
    features: tuple[str, ...]
    threshold: float  # scores from which spans count, by default
    cautious: float  # and where a missed name weighs more than a word lost
    slope: float  # of the calibration
    shift: float
    seed: int


def load_head(folder: Path | None = None) -> tuple[Head, Calibration, About]:
    """Load the head.

    Args:
        folder: Where `weights.safetensors` and `weights.json` lie; the package's own by default.

    Raises:
        ModelError: If the files are missing, were changed, or belong to another version of this package.
    """
    place: Traversable = folder if folder is not None else files("peace_analysis.anonymize.recognizer")
    try:
        told = json.loads(place.joinpath(ABOUT).read_text(encoding="utf-8"))
        content = place.joinpath(WEIGHTS).read_bytes()
    except (OSError, ValueError) as error:
        raise ModelError(f"The learned recogniser's {WEIGHTS} or {ABOUT} cannot be read. Install the project again.") from error
    about = About(**(told | {"features": tuple(told["features"])}))
    if (actual := hashlib.sha256(content).hexdigest()) != about.sha256:
        raise ModelError(
            f"{WEIGHTS}: SHA-256 is {actual}, and {about.sha256} is expected. The file was changed or damaged; it was not loaded. "
            "Install the project again, or train again with benchmarks/names/train.py."
        )
    if about.features != FEATURES:
        raise ModelError(
            f"{WEIGHTS} was trained with other features than this version computes. Train again with benchmarks/names/train.py."
        )
    import torch
    from safetensors.torch import load

    from peace_analysis.anonymize.recognizer.layers import WIDTH
    from peace_analysis.anonymize.recognizer.model import Head

    head = Head(WIDTH)
    head.load_state_dict({name: value.to(torch.float32) for name, value in load(content).items()})
    return head.eval(), Calibration(about.slope, about.shift), about


def save_head(head: Head, folder: Path, *, threshold: float, cautious: float, calibration: Calibration, seed: int) -> About:
    """Write the head in float16 with what goes with it.

    Args:
        head: Trained.
        folder: Where to.
        threshold: Score from which spans count by default, 0 to 1.
        cautious: The lower one.
        calibration: How scores follow from chances.
        seed: That it was trained with.
    """
    import torch
    from safetensors.torch import save

    content = save({name: value.detach().to(torch.float16).contiguous() for name, value in sorted(head.state_dict().items())})
    about = About(hashlib.sha256(content).hexdigest(), FEATURES, threshold, cautious, calibration.slope, calibration.shift, seed)
    (folder / WEIGHTS).write_bytes(content)
    (folder / ABOUT).write_text(json.dumps(about.__dict__ | {"features": list(FEATURES)}, indent=1) + "\n", encoding="utf-8")
    return about
