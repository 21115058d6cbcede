"""Seconds for many cities: one after the other in one process, and on worker processes of this machine.

The cities are made from the sample cities' passages (`invented_cities.py`); every one is run whole, with nothing cached, PDF included.
The rows, all in one go:

    one process        peace-analysis run --all, as anybody would: each city has its own kernels and may use every core
    N workers          peace-analysis run --all --workers N, with its start and its end

Afterwards the published tables of both are compared byte for byte.

    python benchmarks/many_cities.py [--cities 20] [--workers 2] [--check]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from invented_cities import make_city

ROOT = Path(__file__).resolve().parents[1]
LEAST = 1.7  # times as fast with two workers


def run_all(folder: Path, workers: int) -> float:
    command = [sys.executable, "-m", "peace_analysis.cli", "run", "--all", "--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # Threads are the command's own matter.
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        environment.pop(name, None)
    started = time.perf_counter()
    subprocess.run([*command, "--data", "data", "--reports", "reports"], cwd=folder, check=True, capture_output=True, env=environment)
    return time.perf_counter() - started


def read_tables(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("reports/*/tables/*"))}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cities", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="exit 1 where a target is missed")
    options = parser.parse_args()
    seconds, tables, loads = {}, {}, {}
    for workers in (1, options.workers):
        with tempfile.TemporaryDirectory() as name:
            for number in range(1, options.cities + 1):
                make_city(Path(name) / "data", number)
            loads[workers] = os.getloadavg()[0]
            seconds[workers] = run_all(Path(name), workers)
            tables[workers] = read_tables(Path(name))
    ratio = seconds[1] / seconds[options.workers]
    alike = tables[1] == tables[options.workers]
    print(f"{options.cities} cities, {os.cpu_count()} cores; load before each row {loads[1]:.1f} and {loads[options.workers]:.1f}")
    print(f"{'':14}{'seconds':>9}{'a city':>8}  target")
    print(f"{'one process':14}{seconds[1]:9.1f}{seconds[1] / options.cities:8.1f}")
    for_all = f"{options.workers} workers"
    met = ratio >= LEAST
    print(
        f"{for_all:14}{seconds[options.workers]:9.1f}{seconds[options.workers] / options.cities:8.1f}  "
        f">= {LEAST} x: {ratio:.2f} x{'' if met else '  MISSED'}"
    )
    print(f"{len(tables[1])} tables, {'the same byte for byte' if alike else 'NOT THE SAME'}")
    return int(options.check and not (met and alike and tables[1]))


if __name__ == "__main__":
    sys.exit(main())
