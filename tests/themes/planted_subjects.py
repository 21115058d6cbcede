"""Invented statements with planted subjects, and an encoder that needs no model."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SUBJECTS = {
    "lights": "street light bulb dark alley lamp pole night broken pitch black",
    "traffic": "speeding crosswalk stop sign race car road bump brakes light corner",
    "theft": "stolen bike package register shelf window lock broken thief camera",
    "youth": "rec center summer job league coach basketball teenagers mentor gym",
    "language": "interpreter english spanish translate accent speak phone words vietnamese",
    "respect": "yelled voice sir listen polite tone manners courtesy hello rude",
    "training": "academy recruit class scenario instructor hours bias practice exam course",
    "crisis": "counselor clinic crisis nurse psychosis medic hospital suicide therapist calm",
    "calls": "dispatcher minutes waited hold hours arrived late recording phone emergency",
    "drugs": "needle tent camp doorway foil overdose encampment sleeping sidewalk smoke",
}


class WordEncoder:
    """Sums a fixed random vector for each word: alike when words are shared, nothing learnt, nothing loaded."""

    name = "words"

    def __init__(self, fingerprint: str = "words 1", dimensions: int = 48) -> None:
        self.fingerprint = fingerprint
        self.dimensions = dimensions
        self.embedded: list[str] = []

    def encode(self, texts: list[str], progress: object = None) -> NDArray[np.float32]:
        self.embedded += texts
        if callable(progress):
            progress(len(texts), len(texts))
        rows = [sum((self._word(word) for word in text.lower().split()), np.zeros(self.dimensions)) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), self.dimensions)
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(length > 0, length, 1)

    def _word(self, word: str) -> NDArray[np.float64]:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
        return np.random.default_rng(seed).standard_normal(self.dimensions)


def make_statements(per_subject: int = 24, n_sessions: int = 12) -> tuple[pd.DataFrame, list[str]]:
    """Statements of four words of one subject each, spread over sessions; and the subject of each."""
    draw = np.random.default_rng(5)
    rows, subjects = [], []
    for subject, words in SUBJECTS.items():
        for n in range(per_subject):
            session = f"S{n % n_sessions + 1:02d}"
            chosen = draw.choice(words.split(), 4, replace=False)
            rows.append((session, f"{session}-P{n % 7}", "the " + " ".join(chosen) + " was there", "b" if n % 3 == 0 else "a"))
            subjects.append(subject)
    frame = pd.DataFrame(rows, columns=["session_id", "speaker_id", "text", "question"])
    frame["turn"] = np.arange(1, len(frame) + 1)
    frame["statement_id"] = [f"{session}-{turn:04d}-01" for session, turn in zip(frame["session_id"], frame["turn"], strict=True)]
    frame["request"], frame["language"], frame["quotable"] = False, "en", frame.index % 5 > 0
    return frame[["statement_id", "session_id", "turn", "speaker_id", "question", "request", "language", "text", "quotable"]], subjects
