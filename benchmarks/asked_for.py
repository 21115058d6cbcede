"""Requests told from descriptions, by `anonymize.requests`: precision and recall, beside the first rule of this project.

sentences     120 sentences written before the rule, half of them requests, never tuned on (tests/anonymize/request_sentences.csv)
riverton      passages of people; errors were looked at while the rule was written
port_salem    passages of people; errors were not looked at

python benchmarks/asked_for.py [--check]
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from peace_analysis.anonymize.requests import asks_for_something

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "tests" / "anonymize" / "request_sentences.csv"
FIRST_RULE = {"sentences": (0.786, 0.733), "riverton": (0.705, 0.884), "port_salem": (0.629, 0.639)}  # measured before it was replaced
TARGET = {"sentences": (0.95, 0.95), "riverton": (0.88, 0.95), "port_salem": (0.85, 0.75)}


def read_examples(name: str) -> list[tuple[bool, str]]:
    """Read whether each text is a request, and the text."""
    if name == "sentences":
        with SENTENCES.open(encoding="utf-8", newline="") as file:
            return [(row["request"] == "yes", row["text"]) for row in csv.DictReader(file)]
    with (ROOT / "data" / name / "truth" / "passages.csv").open(encoding="utf-8", newline="") as file:
        return [(row["kind"] == "request", row["text"]) for row in csv.DictReader(file) if row["kind"] in ("request", "describe")]


def measure(name: str) -> tuple[int, float, float]:
    """Number of texts, precision, recall."""
    rows = [(asked, asks_for_something(text)) for asked, text in read_examples(name)]
    hits = sum(asked and found for asked, found in rows)
    return len(rows), hits / sum(found for _, found in rows), hits / sum(asked for asked, _ in rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit 1 where a target is missed")
    check = parser.parse_args().check
    print(f"{'set':<12}{'n':>6}{'precision':>11}{'recall':>8}{'   first rule: P, R':>22}")
    missed = False
    for name in TARGET:
        n, precision, recall = measure(name)
        before = FIRST_RULE[name]
        print(f"{name:<12}{n:>6}{precision:>11.3f}{recall:>8.3f}{before[0]:>15.3f}{before[1]:>7.3f}")
        missed |= precision < TARGET[name][0] or recall < TARGET[name][1]
    return int(check and missed)


if __name__ == "__main__":
    sys.exit(main())
