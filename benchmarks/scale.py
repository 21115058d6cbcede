"""What a run costs as a city grows: seconds, processor seconds and peak memory per stage at 1,000, 10,000 and 100,000 statements.

Cities are made by `made_city`, and run whole, each in a process of its own; memory is what that process and all that it started (kernels)
hold at once. How fast time grows is the exponent of n between sizes, from processor seconds where `--busy` says that the machine is shared.
`--sizes 1000,10000` measures fewer; `--million` goes on to 1,000,000 with vectors and tables that are made up (themes and groups only).
`--check` exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from made_city import write_city

SIZES = (1_000, 10_000, 100_000)
GROWTH = 1.1  # most, as the exponent of n
MEMORY = 6.0  # GB, most at the largest size
STAGES = ("anonymize", "themes", "groups", "report", "publish")
EVERY = 0.2  # seconds between two looks at memory
_PAGE = os.sysconf("SC_PAGE_SIZE") / 1e9
_TICK = os.sysconf("SC_CLK_TCK")


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


def measure_run(folder: Path, key: str) -> None:
    """Run a city from nothing and print what it cost, as JSON."""
    from peace_analysis.city import City
    from peace_analysis.pipeline.run import run_city

    meter = Meter()
    city = City.open(key, data=folder / "data", reports=folder / "reports")
    run_city(city, on_progress=meter.tell)
    build = json.loads((city.reports_folder / "build.json").read_text(encoding="utf-8"))
    weight = (city.reports_folder / "report.html").stat().st_size
    print(
        json.dumps(
            {
                "statements": build["stages"]["anonymize"]["rows_out"]["statements"],
                "report": weight / 1e6,
                "derived": sum(path.stat().st_size for path in city.derived_folder.rglob("*") if path.is_file()) / 1e6,
                "seconds": meter.seconds,
                "processor": meter.processor,
                "peak": meter.peak,
            }
        )
    )


def measure_size(n: int, folder: Path) -> dict[str, Any]:
    """Make a city of a size and run it in a process of its own."""
    key = f"made_{n}"
    write_city(folder / "data", key, n, seed=1)
    return _in_child("run", str(folder), key)


def _in_child(*arguments: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, "--child", *arguments], check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def print_table(runs: list[dict[str, Any]], kind: str) -> list[str]:
    """Print seconds and memory per stage, and how they grow; returns what missed a target."""
    for run in runs:
        for measured in ("seconds", "processor"):
            run[measured]["all"] = sum(run[measured].values())
        run["peak"]["all"] = max(run["peak"].values())
    print(f"{'':12}" + "".join(f"{run['statements']:>31,}" for run in runs) + f"{'exponent':>11}")
    print(f"{'':12}" + f"{'seconds':>11}{'processor':>10}{'peak GB':>10}" * len(runs))
    missed = []
    for stage in (*STAGES, "all"):
        row = "".join(f"{run['seconds'][stage]:11.1f}{run['processor'][stage]:10.1f}{run['peak'][stage]:10.2f}" for run in runs)
        growth = [
            np.log(after[kind][stage] / before[kind][stage]) / np.log(after["statements"] / before["statements"])
            for before, after in itertools.pairwise(runs)
        ]
        print(f"{stage:12}{row}   " + ", ".join(f"{exponent:.2f}" for exponent in growth))
        missed += [f"{stage} grows with n^{exponent:.2f}" for exponent in growth if exponent > GROWTH]
    print(f"{'report, MB':12}" + "".join(f"{run['report']:31.2f}" for run in runs))
    print(f"{'kept, MB':12}" + "".join(f"{run['derived']:31.1f}" for run in runs))
    if runs[-1]["peak"]["all"] > MEMORY:
        missed.append(f"{runs[-1]['peak']['all']:.1f} GB at {runs[-1]['statements']:,}")
    return missed


def main() -> int:
    """Measure the sizes that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--busy", action="store_true", help="judge growth by processor seconds")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        measure_run(Path(asked.child[1]), asked.child[2])
        return 0
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for n in map(int, asked.sizes.split(",")):
            runs.append(measure_size(n, Path(folder)))
            print(json.dumps(runs[-1]), file=sys.stderr, flush=True)
    missed = print_table(runs, "processor" if asked.busy else "seconds")
    print("load of the machine at the end, 1, 5 and 15 minutes:", *(f"{load:.1f}" for load in os.getloadavg()))
    print("Every target is met." if not missed else "MISSED: " + "; ".join(missed))
    return int(asked.check and bool(missed))


if __name__ == "__main__":
    sys.exit(main())
