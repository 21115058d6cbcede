"""How much of a statement is about each of the subjects that people raise when they talk about safety and police.

Vectors of spoken statements hold the scene, the tone and the speaker as much as the subject. What is the subject was learned from short
statements written for it (`benchmarks/topics/statements`), each mixed with sentences that could be said about anything: a linear
discriminant tells the subjects by what sets them apart and not by what they happen to come with. Themes are not taken from this list; it
only says in which directions statements differ that matter here. Where the statements are about something else, it says nothing at all.

Source:
    Fisher (1936), Annals of Eugenics 7, 179-188 (linear discriminant analysis).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from peace_analysis.errors import ModelError

FILE = Path(__file__).with_name("subjects.safetensors")
SHA256 = "17df0c5b67244e28f61e557849547dd82b838a236cdc0daed62c918a7b9fa56e"
NO_SUBJECT = ("around", "elsewhere")  # what can be said about anything, and what is about none of them
SHARPNESS = 0.2  # of the shares: 1 would be the probability, which is far too sure of itself on the statements of other people
WEIGHT = 1.0  # beside meaning, where all statements are about the subjects
OFF_TOPIC = "neither safety nor police"  # what most of a theme is about when it is about NO_SUBJECT
MOST = 0.5  # share of a theme's statements for that
FIRST, SECOND = 0.4, 0.2  # share of a theme's statements that its subjects together, and the second of two, must have to be named
FEWEST = 8  # statements, below which a theme's subjects are not told
ABOUT = (0.82, 0.9)  # share of what is said that is about the subjects: none of the weight below the first, all of it from the second


@dataclass(frozen=True)
class Subjects:
    """What tells subjects apart in vectors of the default model."""

    names: tuple[str, ...]
    directions: NDArray[np.float32]  # (n_names, d)
    offset: NDArray[np.float32]  # (n_names,)

    def shares(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Share of each statement that is about each of the names, shape (n, n_names), rows adding up to 1."""
        score = (vectors @ self.directions.T + self.offset) * SHARPNESS
        score = np.exp(score - score.max(axis=1, keepdims=True))
        return np.asarray(score / score.sum(axis=1, keepdims=True), dtype=np.float32)


def tell_subjects(vectors: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Coordinates that tell what statements are about, to stand beside their meaning.

    Args:
        vectors: Of the default model, shape (n, 384).

    Returns:
        Shape (n, n_subjects), weighted by how far the statements as a whole are about safety and police; None where they are not, and for
        vectors that cannot be the default model's.

    Raises:
        ModelError: If the learned file is not the one that was expected.
    """
    known = read_subjects()
    if len(vectors) == 0 or vectors.shape[1] != known.directions.shape[1]:
        return None
    shares = known.shares(vectors)[:, [name not in NO_SUBJECT for name in known.names]]
    lowest, highest = ABOUT
    weight = WEIGHT * min(max((float(shares.sum(axis=1).mean()) - lowest) / (highest - lowest), 0.0), 1.0)
    # Square roots make the distance of two statements that of their shares as distributions (Hellinger).
    return np.asarray(weight * np.sqrt(shares), dtype=np.float32) if weight > 0 else None


def leading_subjects(vectors: NDArray[np.float32], themes: Mapping[str, NDArray[np.bool_]]) -> dict[str, tuple[str, ...]]:
    """Tell what most statements of each theme are about.

    Args:
        vectors: Of the default model, shape (n, 384).
        themes: Which of the n statements each theme holds.

    Returns:
        For each theme its subject, or its two subjects, strongest first; `OFF_TOPIC` where most of its statements are about none of them;
        nothing where no subject stands out, and for statements that are not about safety and police at all.
    """
    if tell_subjects(vectors) is None:
        return dict.fromkeys(themes, ())
    known = read_subjects()
    # Two kinds of talk about nothing in particular count as one.
    names = np.array([OFF_TOPIC if name in NO_SUBJECT else name for name in known.names])
    nearest = names[known.shares(vectors).argmax(axis=1)]
    return {theme: _leading(nearest[inside]) for theme, inside in themes.items()}


def _leading(nearest: NDArray[np.str_]) -> tuple[str, ...]:
    if len(nearest) < FEWEST:
        return ()
    counted = sorted(Counter(nearest.tolist()).items(), key=lambda entry: (-entry[1], entry[0]))
    shares = [(name, n / len(nearest)) for name, n in counted]
    if shares[0][0] == OFF_TOPIC:
        return (OFF_TOPIC,) if shares[0][1] >= MOST else ()
    about = [(name, share) for name, share in shares if name != OFF_TOPIC]
    chosen = about[: 2 if len(about) > 1 and about[1][1] >= SECOND else 1]
    return tuple(name for name, _ in chosen) if sum(share for _, share in chosen) >= FIRST else ()


@cache
def read_subjects(path: Path = FILE) -> Subjects:
    """Read what was learned, and check that it is what was expected."""
    from safetensors.numpy import load

    content = path.read_bytes()
    if (actual := hashlib.sha256(content).hexdigest()) != SHA256:
        raise ModelError(
            f"{path.name}: SHA-256 is {actual}, and {SHA256} is expected. The file was changed or damaged; it was not loaded. "
            "Install the project again."
        )
    stored = load(content)
    names = stored["names"].tobytes().decode("utf-8").split("\n")
    return Subjects(tuple(names), stored["directions"].astype(np.float32), stored["offset"].astype(np.float32))
