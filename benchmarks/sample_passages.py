"""What people say in English in the two sample cities, to make up other cities of.

Passages that hold an identifier are left out: told again in another session, a name of the first is a leak that no anonymising of the
second can see, and the leak gate would rightly stop the made city.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
SAMPLES = ("riverton", "port_salem")


@dataclass(frozen=True)
class Passage:
    """One answer of one person: the question (`a`, `b` or none), what kind of statement it is, its planted themes, and the words."""

    question: str
    kind: str
    themes: tuple[str, ...]
    text: str


def read_passages() -> Iterator[Passage]:
    """Read the English passages without any identifier, city by city, in the order of their files."""
    for city in SAMPLES:
        truth = DATA / city / "truth"
        named = {row["passage_id"] for row in _read(truth / "identifiers.csv")}
        english = {row["session_id"] for row in _read(DATA / city / "sessions.csv") if row["language"] == "en"}
        for row in _read(truth / "passages.csv"):
            if row["passage_id"] not in named and row["session_id"] in english:
                themes = () if row["themes"] in ("", "none") else tuple(row["themes"].split("+"))
                yield Passage(row["question"], row["kind"], themes, row["text"])


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
