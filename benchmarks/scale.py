"""What a run costs as a city grows: seconds, processor seconds and peak memory per stage at 1,000, 10,000 and 100,000 statements.

Cities are made by `made_city`, and run whole, each in a process of its own; memory is what that process and all that it started (kernels)
hold at once. How fast time grows is the exponent of n between sizes: of seconds, or with `--busy` of processor seconds, where a machine is
shared. `--sizes 1000,10000` measures fewer. `--tables 10000,100000,1000000` takes what the stages `themes` and `groups` do step by step, on
tables and vectors that are made up. `--loss` tells what is lost where themes are found in a part of the statements and carried over to
the rest, on CLINC150 and NHS. `--check` exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "topics"))

from made_city import make_tables, write_city

SIZES = "1000,10000,100000"
GROWTH = 1.1  # most, as the exponent of n
MEMORY = 6.0  # GB, most at 100,000 statements
LARGEST = 100_000  # statements that the target for memory is for
EVERY = 0.2  # seconds between two looks at memory
_PAGE = os.sysconf("SC_PAGE_SIZE") / 1e9
_TICK = os.sysconf("SC_CLK_TCK")
T = TypeVar("T")


class Meter:
    """Processor seconds and peak memory of this process and all that it has started, stage by stage."""

    def __init__(self) -> None:
        self.peak: dict[str, float] = {}
        self.seconds: dict[str, float] = {}
        self.processor: dict[str, float] = {}
        self._stage = ""
        self._began = (0.0, 0.0)
        self._spent: dict[int, float] = {}
        threading.Thread(target=self._watch, daemon=True).start()

    def tell(self, stage: str, status: str) -> None:
        """Note that a stage begins or ends: what `run_city` reports."""
        self._look()
        now = time.perf_counter(), sum(self._spent.values())
        if status == "running":
            self._stage, self._began = stage, now
            self.peak[stage] = 0.0
        elif status == "done":
            self.seconds[stage], self.processor[stage] = (after - before for after, before in zip(now, self._began, strict=True))

    def result(self) -> dict[str, dict[str, float]]:
        """What was measured, by stage."""
        return {"seconds": self.seconds, "processor": self.processor, "peak": self.peak}

    def _watch(self) -> None:
        while True:
            self._look()
            time.sleep(EVERY)

    def _look(self) -> None:
        memory, spent = 0.0, {}
        for process in _family(os.getpid()):
            try:
                fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            except OSError:
                continue
            memory += int(fields[21]) * _PAGE
            spent[process] = sum(map(int, fields[11:15])) / _TICK  # with those of its own processes that have ended
        self._spent = spent
        if self._stage:
            self.peak[self._stage] = max(self.peak[self._stage], memory)


def _family(process: int) -> list[int]:
    """A process and all its descendants."""
    found = [process]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, task.read_text(encoding="ascii").split())
            except OSError:
                continue
    return found


def measure_run(folder: Path, n: int) -> dict[str, Any]:
    """Make a city, run it from nothing, and say what it cost."""
    from peace_analysis.city import City
    from peace_analysis.errors import LeakError
    from peace_analysis.pipeline import run_city
    from peace_analysis.tables import STATEMENTS

    write_city(folder / "data", "made", n, seed=1, keep=review(n))
    meter, city = Meter(), City.open("made", data=folder / "data", reports=folder / "reports")
    refused = ""
    try:
        run_city(city, on_progress=meter.tell)
    except LeakError as error:
        meter.tell("publish", "done")
        refused = f"the leak gate refused to publish, after its search: {error}"
    report = city.reports_folder / "report.html"
    kept = sum(path.stat().st_size for path in city.derived_folder.rglob("*") if path.is_file())
    return {
        "statements": len(city.load_table(STATEMENTS)),
        "report.html, MB": report.stat().st_size / 1e6 if report.exists() else float("nan"),
        "kept in derived, MB": kept / 1e6,
        "refused": refused,
        **meter.result(),
    }


def review(n: int) -> list[str]:
    """What was taken for an identifier in a city of this size though it is none, as a team finds it before anything is published.

    The passages that it is made of have none. A rare word that is taken for a name in one session and left in another would rightly stop
    the run at the leak gate, and the larger a city, the more there are.
    """
    done = subprocess.run([sys.executable, __file__, "--child", "review", str(n)], check=True, stdout=subprocess.PIPE, text=True)
    words: list[str] = json.loads(done.stdout.splitlines()[-1])
    return words


def find_identifiers(folder: Path, n: int) -> list[str]:
    """Run the first stage alone and return what it replaced."""
    from peace_analysis.city import City
    from peace_analysis.pipeline import run_city

    write_city(folder / "data", "made", n, seed=1)
    city = City.open("made", data=folder / "data", reports=folder / "reports")
    run_city(city, until="anonymize")
    with (city.restricted_folder / "replacements.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row["original"] for row in csv.DictReader(file)})


def measure_tables(folder: Path, n: int) -> dict[str, Any]:
    """Take what the stages `themes` and `groups` do step by step, on tables and vectors that are made up."""
    from peace_analysis import disclosure, groups, report, themes
    from peace_analysis.city import City
    from peace_analysis.codebook_file import CODEBOOK_NAME, read_codebook
    from peace_analysis.report import comparisons
    from peace_analysis.themes.tabulate import mark_themes
    from peace_analysis.themes.words import content_words
    from peace_analysis.themes_history import load_history

    write_city(folder / "data", "made", n, seed=1, transcripts=False)
    city = City.open("made", data=folder / "data", reports=folder / "reports")
    statements, people, vectors = make_tables(city.folder, n, seed=1)
    meter, settings, by, privacy = Meter(), city.config.themes, city.config.compare_by, city.config.privacy

    def step(name: str, work: Callable[[], T]) -> T:
        meter.tell(name, "running")
        done = work()
        meter.tell(name, "done")
        print(f"{n:,} {name}: {meter.processor[name]:.1f} s of the processor, {meter.peak[name]:.2f} GB", file=sys.stderr, flush=True)
        return done

    found = step("find themes", lambda: themes.find_themes(statements, vectors, settings, seed=1))
    tables = found.themes, found.assignments
    del found
    codes = {"history": load_history(city), "codebook": read_codebook(city.folder / CODEBOOK_NAME)}
    settled = step("settle themes", lambda: themes.settle_themes(*tables, statements, vectors, **codes, default_model=False))
    told = mark_themes(settled.themes)
    tallied = (statements, settled.assignments, people, city.sessions)
    shares = step("shares", lambda: groups.theme_shares(*tallied, by=by, privacy=privacy))
    masked = step("masking", lambda: disclosure.mask_release(*tallied, told, by=by, privacy=privacy).mask_shares(shares))
    contrasts = step("contrasts", lambda: groups.theme_contrasts(*tallied, by=by, privacy=privacy, seed=1))
    heard = step("people heard", lambda: groups.count_heard(*tallied, by=by))
    compared = comparisons.mask_contrasts(contrasts, masked, told, privacy)
    step("second view", lambda: report.show_second_view(heard, compared))
    speakers = statements[["speaker_id", "session_id"]].join(heard.people[list(by)], on="speaker_id")
    said = step("words", lambda: [content_words(text) for text in statements["text"]])
    step("words apart", lambda: groups.find_distinctive_words(said, speakers, by[-1], privacy=privacy, seed=1))
    return {"statements": n, **meter.result()}


def measure_loss(cache: Path) -> None:
    """Print how themes that were found in a part and carried over compare with those found in all, by people's codes and by agreement."""
    from corpora import read_clinc, read_nhs
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    from peace_analysis.themes import discover_themes

    for coded in (read_clinc(cache)[0], read_nhs(cache)):
        n = len(coded.texts)
        print(f"\n{coded.name}, {n:,} statements: NMI with people's codes of themes found in all, and in a part; ARI of the two")
        whole = discover_themes(coded.vectors, texts=coded.texts, seed=1)
        for part in (n // 2, n // 4, n // 10):
            model = discover_themes(coded.vectors, texts=coded.texts, seed=1, most_fitted=part)
            for layer in ("theme_layer", "subtheme_layer"):
                both = [each.layers[getattr(each, layer)] for each in (whole, model)]
                told = [
                    f"{level} " + ", ".join(f"{normalized_mutual_info_score(codes, each):.3f}" for each in both)
                    for level, codes in coded.codes().items()
                ]
                sizes = " and ".join(str(int(each.max()) + 1) for each in both)
                print(f"  {part:6,} {layer[:-6]:9}{'; '.join(told)}; ARI {adjusted_rand_score(*both):.3f}; {sizes} groups", flush=True)


def in_child(kind: str, n: int) -> dict[str, Any]:
    """Measure one size in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--child", kind, str(n)], check=True, stdout=subprocess.PIPE, text=True)
    print(done.stdout.splitlines()[-1], file=sys.stderr, flush=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def print_table(runs: list[dict[str, Any]], kind: str) -> list[str]:
    """Print seconds and memory of each step, and how they grow; returns what misses a target."""
    for run in runs:
        for measured in ("seconds", "processor"):
            run[measured]["all"] = sum(run[measured].values())
        run["peak"]["all"] = max(run["peak"].values())
    print(f"{'statements':20}" + "".join(f"{run['statements']:>31,}" for run in runs) + "   exponent")
    print(f"{'':20}" + f"{'seconds':>11}{'processor':>11}{'GB':>9}" * len(runs))
    missed = []
    for step in runs[0]["seconds"]:
        row = "".join(f"{run['seconds'][step]:11.1f}{run['processor'][step]:11.1f}{run['peak'][step]:9.2f}" for run in runs)
        growth = [
            float(np.log(after[kind][step] / before[kind][step]) / np.log(after["statements"] / before["statements"]))
            for before, after in itertools.pairwise(runs)
            if min(after[kind][step], before[kind][step]) >= 0.5  # less is noise
        ]
        print(f"{step:20}{row}   " + ", ".join(f"{exponent:.2f}" for exponent in growth))
        missed += [f"{step} grows with n^{exponent:.2f}" for exponent in growth if exponent > GROWTH]
    for name in runs[0].keys() - {"statements", "seconds", "processor", "peak", "refused"}:
        print(f"{name:20}" + "".join(f"{run[name]:31.1f}" for run in runs))
    missed += [f"{run['statements']:,}: {run['refused']}" for run in runs if run.get("refused")]
    missed += [
        f"{run['peak']['all']:.1f} GB at {run['statements']:,}"
        for run in runs
        if run["statements"] <= LARGEST and run["peak"]["all"] > MEMORY
    ]
    return missed


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--tables", default="", help="sizes, instead of whole runs")
    parser.add_argument("--loss", type=Path, help="folder that vectors are kept in, instead of whole runs")
    parser.add_argument("--busy", action="store_true", help="judge growth by processor seconds")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        measure = {"run": measure_run, "review": find_identifiers, "tables": measure_tables}[asked.child[0]]
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure(Path(folder), int(asked.child[1]))))
        return 0
    missed = []
    if asked.loss:
        measure_loss(asked.loss)
    else:
        runs = [in_child("tables" if asked.tables else "run", int(n)) for n in (asked.tables or asked.sizes).split(",")]
        missed = print_table(runs, "processor" if asked.busy else "seconds")
    print("load of the machine at the end, 1, 5 and 15 minutes:", *(f"{load:.1f}" for load in os.getloadavg()))
    print("Every target is met." if not missed else "MISSED: " + "; ".join(missed))
    return int(asked.check and bool(missed))


if __name__ == "__main__":
    sys.exit(main())
