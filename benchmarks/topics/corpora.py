"""Statements that people have coded: readers of `shared/data/themes` and of the sample cities' truth, with vectors of the default model."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.themes import default_encoder
from peace_analysis.themes.embedded import read_in_context
from peace_analysis.themes.words import plain_text

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "themes"


@dataclass(frozen=True)
class Coded:
    """Statements with their codes; empty codes are not counted."""

    name: str
    texts: list[str]
    vectors: NDArray[np.float32]
    fine: NDArray[np.str_]
    coarse: NDArray[np.str_] | None = None
    sessions: list[str] | None = None
    turns: list[str] | None = None

    def part(self, rows: NDArray[np.intp], name: str | None = None) -> Coded:
        """Some of the statements."""

        def pick(values: list[str] | None) -> list[str] | None:
            return None if values is None else [values[row] for row in rows]

        coarse = None if self.coarse is None else self.coarse[rows]
        texts = [self.texts[row] for row in rows]
        return Coded(name or self.name, texts, self.vectors[rows], self.fine[rows], coarse, pick(self.sessions), pick(self.turns))

    def sample(self, n: int, seed: int) -> Coded:
        """`n` of the statements, drawn by the seed."""
        rows = np.sort(np.random.default_rng(seed).choice(len(self.texts), n, replace=False))
        return self.part(rows, f"{self.name} {n:,} #{seed}")

    def codes(self) -> dict[str, NDArray[np.str_]]:
        """Levels of codes by name."""
        return {"fine": self.fine} | ({} if self.coarse is None else {"coarse": self.coarse})


def embed(texts: list[str], cache: Path) -> NDArray[np.float32]:
    """Vectors of the default model, kept in a folder by the hash of the texts."""
    path = cache / f"{hashlib.sha256(chr(0).join(texts).encode()).hexdigest()[:16]}.npy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(path, default_encoder().encode(texts))
    return np.asarray(np.load(path), dtype=np.float32)


def read_clinc(cache: Path) -> tuple[Coded, Coded]:
    """CLINC150: requests with intents and domains, and those that are out of scope (source: Larson et al. 2019, EMNLP)."""
    content = json.loads((DATA / "clinc150.json").read_text(encoding="utf-8"))
    domains = json.loads((DATA / "clinc150_domains.json").read_text(encoding="utf-8"))
    domain = {intent.replace(" ", "_"): name for name, intents in domains.items() for intent in intents}
    inside = [row for part in ("train", "val", "test") for row in content[part]]
    outside = [text for part, rows in content.items() if part.startswith("oos") for text, _ in rows]
    texts, intents = [text for text, _ in inside], [intent.replace(" ", "_") for _, intent in inside]
    coded = Coded("CLINC150", texts, embed(texts, cache), np.array(intents), np.array([domain[intent] for intent in intents]))
    return coded, Coded("out of scope", outside, embed(outside, cache), np.full(len(outside), ""))


def read_nhs(cache: Path) -> Coded:
    """Public comments on health services, coded by people (source: NHS England, MIT)."""
    table = pd.read_csv(DATA / "nhs_feedback_coded.csv").dropna(subset=["feedback"])
    texts = list(table["feedback"].astype(str))
    fine, coarse = (table[column].astype(str).to_numpy(dtype=str) for column in ("subcategory", "label"))
    return Coded("NHS", texts, embed(texts, cache), fine, coarse)


def read_city(key: str, cache: Path) -> Coded:
    """A sample city's statements as a run makes them, each with the planted themes (joined by +) of the passage that it stems from."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "data" / key, Path(folder) / "data" / key, ignore=shutil.ignore_patterns("derived", "restricted"))
        command = [sys.executable, "-m", "peace_analysis.cli", "run", key, "--data", f"{folder}/data", "--reports", f"{folder}/reports"]
        subprocess.run(command, check=True, capture_output=True)
        statements = pd.read_parquet(Path(folder) / "data" / key / "derived" / "statements.parquet")
    statements = statements[statements["language"] == "en"].reset_index(drop=True)
    planted = label_planted(ROOT / "data" / key, statements)
    texts = [plain_text(text) for text in statements["text"]]
    vectors = read_in_context(embed(texts, cache), statements)
    turns = list(statements["turn"].astype(str))
    return Coded(key, texts, vectors, planted, sessions=list(statements["session_id"]), turns=turns)


def label_planted(folder: Path, statements: pd.DataFrame) -> NDArray[np.str_]:
    """Planted themes (joined by +) of the passage that each statement of a sample city stems from; "" where there is none."""
    passages = pd.read_csv(folder / "truth" / "passages.csv", keep_default_na=False)
    passages = passages[passages["kind"].isin(["describe", "request"])]
    bags = {
        session: [(_bag(text), themes) for text, themes in zip(part["text"], part["themes"], strict=True)]
        for session, part in passages.groupby("session_id")
    }
    planted = []
    for session, text in zip(statements["session_id"], statements["text"], strict=True):
        words = _bag(re.sub(r"\[[^\]]*\]", " ", text))
        overlap, themes = max(((len(words & of) / (len(words) + 3), themes) for of, themes in bags.get(session, [])), default=(0.0, ""))
        planted.append(themes if overlap > 0.5 and themes != "none" else "")
    return np.array(planted)


def _bag(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))
