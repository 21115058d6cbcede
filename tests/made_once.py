"""What takes long to make and several files of tests start from: made once in a session of tests, by whichever process needs it first.

The folder is new with each session: nothing in it is of other code or other input. Nobody writes into what was made; a test takes a copy.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from command_line import peace, start
from openpyxl import load_workbook

from peace_analysis.files import lock_file

ROOT = Path(__file__).resolve().parents[1]
NOT_OF_THE_SAMPLE = shutil.ignore_patterns("derived", "restricted", "review*", "truth")  # what work on a checkout may have left in it
CITY = "port_salem"


def make_once(shared: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Make a folder below `shared`, unless that was done in this session; other processes wait, and nobody sees it half made."""
    shared.mkdir(exist_ok=True)
    made = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        while lock_file(lock.fileno()) is False:
            time.sleep(0.2)
        if not made.exists():
            part = shared / f"{name}.part"
            shutil.rmtree(part, ignore_errors=True)  # of a process whose attempt failed
            part.mkdir()
            make(part)
            part.rename(made)
    return made


def copy_port_salem(data: Path) -> None:
    """Copy the sample city, as it was never run, into a folder of cities; it prints no PDF."""
    shutil.copytree(ROOT / "data" / CITY, data / CITY, ignore=NOT_OF_THE_SAMPLE)
    with (data / CITY / "city.yml").open("a", encoding="utf-8") as config:
        config.write("\npdf: off\n")  # tests/report/test_pdf.py and tests/test_sample_runs.py print


def run_port_salem(shared: Path) -> Path:
    """A folder with `data` and `reports` of Port Salem after its first run."""

    def make(folder: Path) -> None:
        copy_port_salem(folder / "data")
        done = start("run", CITY, "--data", folder / "data")
        assert done.returncode == 0, done.stderr

    return make_once(shared, "run", make)


def review_port_salem(shared: Path) -> Path:
    """The same after a review, from the command line, by a person who finds nothing, and the runs that went with it."""
    before = run_port_salem(shared)

    def make(folder: Path) -> None:
        shutil.copytree(before, folder, dirs_exist_ok=True)
        in_data, book = ("--data", folder / "data"), folder / "w.xlsx"
        for _ in range(4):  # what is given back can lay bare further doubts
            book.unlink(missing_ok=True)
            exported = peace("review", CITY, "export", "--to", book, *in_data)
            assert exported.returncode == 0, exported.stderr
            if not book.exists():
                return
            fill_workbook(book)
            imported = peace("review", CITY, "import", book, "--reviewer", "QX", *in_data)
            assert imported.returncode == 0, imported.stderr
            assert peace("run", CITY, *in_data).returncode == 0
        raise AssertionError("the review does not end")

    return make_once(shared, "reviewed", make)


def fill_workbook(path: Path) -> None:
    """Answer as a reviewer does who finds nothing: leave what is replaced, give back what was left."""
    book = load_workbook(path)
    for row in book["Unsure"].iter_rows(min_row=2):
        row[8].value = row[8].value or ("remove" if row[4].value == "replaced" else "keep")
    for row in book["Sample"].iter_rows(min_row=2):
        row[4].value = "none"
    book.save(path)
