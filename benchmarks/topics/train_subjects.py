"""Learn what tells subjects of talk about safety and police apart; writes `peace_analysis/themes/subjects.safetensors`.

The statements in `statements/` were written for this. Every one of them stands alone once and three times among sentences that could be
said about anything, sometimes beside another of its subject, so that what comes along with a subject does not count as the subject.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from peace_analysis.themes import default_encoder
from peace_analysis.themes.subjects import FILE, NO_SUBJECT

FOLDER = Path(__file__).parent / "statements"
MIXED = 3  # times that each statement is put among other sentences
ANOTHER = 0.3  # how often one more statement of its subject comes along
AROUND = (0.35, 0.4, 0.25)  # how often none, one or two other sentences do
SHRINKAGE = 0.5  # of the spread within subjects towards equal spread in all directions
FOLDS = 5


@dataclass(frozen=True)
class Said:
    """Texts, what they are about, and which written statement each was made of."""

    texts: list[str]
    subjects: NDArray[np.str_]
    origins: NDArray[np.intp]


def read_statements() -> list[tuple[str, str]]:
    """Subject and statement, in the order of the files."""
    found, subject = [], ""
    for path in sorted(FOLDER.glob("said_*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                subject = line[3:].split(" / ")[1]
            elif line:
                found.append((subject, line))
    return found


def compose() -> Said:
    """Put statements among other sentences, by a fixed draw."""
    draw = np.random.default_rng(0)
    around, elsewhere = ((FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines() for name in NO_SUBJECT)
    written = read_statements()
    by_subject: dict[str, list[str]] = {}
    for subject, text in written:
        by_subject.setdefault(subject, []).append(text)

    def mix(text: str, others: list[str]) -> str:
        parts = [text]
        if draw.random() < ANOTHER:
            parts.insert(int(draw.integers(2)), others[int(draw.integers(len(others)))])
        for _ in range(int(draw.choice(3, p=AROUND))):
            parts.insert(int(draw.integers(len(parts) + 1)), around[int(draw.integers(len(around)))])
        return " ".join(parts)

    rows = []
    for origin, (subject, text) in enumerate(written):
        rows += [(text, subject, origin)] + [(mix(text, by_subject[subject]), subject, origin) for _ in range(MIXED)]
    for origin, text in enumerate(elsewhere, len(written)):
        rows += [(text, "elsewhere", origin), (mix(text, elsewhere), "elsewhere", origin)]
    for origin, text in enumerate(around, len(written) + len(elsewhere)):
        rows += [(text, "around", origin), (" ".join(draw.choice(around, 2, replace=False)), "around", origin)]
    texts, subjects, origins = zip(*rows, strict=True)
    return Said(list(texts), np.array(subjects), np.array(origins))


def learn(vectors: NDArray[np.float32], subjects: NDArray[np.str_]) -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
    """Linear discriminant analysis: names, directions and offsets."""
    names = sorted(set(subjects.tolist()))
    middle = np.array([vectors[subjects == name].mean(axis=0) for name in names], dtype=np.float64)
    apart = vectors - middle[np.searchsorted(names, subjects)]
    spread = apart.T @ apart / len(vectors)
    spread = (1 - SHRINKAGE) * spread + SHRINKAGE * np.trace(spread) / len(spread) * np.eye(len(spread))
    directions = np.linalg.solve(spread, middle.T).T
    return names, directions, -0.5 * (directions * middle).sum(axis=1)


def right(vectors: NDArray[np.float32], said: Said) -> float:
    """Share of statements told right by what was learned from the others, whole statements left out at a time."""
    fold = np.random.default_rng(0).permutation(int(said.origins.max()) + 1)[said.origins] % FOLDS
    hits = []
    for part in range(FOLDS):
        names, directions, offset = learn(vectors[fold != part], said.subjects[fold != part])
        told = np.array(names)[(vectors[fold == part] @ directions.T + offset).argmax(axis=1)]
        hits.append(told == said.subjects[fold == part])
    return float(np.concatenate(hits).mean())


def main() -> None:
    """Learn, say how well it generalises, and write the file."""
    said = compose()
    vectors = default_encoder().encode(said.texts)
    names, directions, offset = learn(vectors, said.subjects)
    content = save(
        {
            "names": np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8),
            "directions": np.ascontiguousarray(directions, dtype=np.float16),
            "offset": offset.astype(np.float32),
        }
    )
    FILE.write_bytes(content)
    print(f"{len(read_statements()):,} statements on {len(names) - len(NO_SUBJECT)} subjects, {len(said.texts):,} texts")
    print(f"told right with the statement left out: {right(vectors, said):.3f}")
    print(f"{FILE.name}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
