"""A city that runs in seconds: three sessions of riverton, without maps, policy and PDF."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from peace_analysis.city import City
from peace_analysis.pipeline import read_state

RIVERTON = Path(__file__).parents[2] / "data" / "riverton"
SESSIONS = ("R05", "R08", "R15")
KEY = "short"


def make_short_city(folder: Path) -> Path:
    """Write the city below `folder`/data; gives its folder."""
    target = folder / "data" / KEY
    (target / "transcripts").mkdir(parents=True)
    text = (RIVERTON / "city.yml").read_text(encoding="utf-8")
    settings = text.split("# What is not a transcript")[0] + text[text.index("compare_by") :]
    settings = settings.replace("min_themes: 10", "min_themes: 3").replace("max_themes: 20", "max_themes: 6")
    (target / "city.yml").write_text(settings + "pdf: 'off'\n", encoding="utf-8")
    for name in ("sessions.csv", "participants.csv"):
        lines = (RIVERTON / name).read_text(encoding="utf-8").splitlines()
        place = lines[0].split(",").index("session_id")
        kept = [line for line in lines[1:] if line.split(",")[place] in SESSIONS]
        (target / name).write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8")
    for path in (RIVERTON / "transcripts").iterdir():
        if path.stem in SESSIONS:
            shutil.copyfile(path, target / "transcripts" / path.name)
    return target


def command(folder: Path, *more: str) -> list[str]:
    """The command that runs the city."""
    return [
        sys.executable,
        "-m",
        "peace_analysis.cli",
        "run",
        KEY,
        "--data",
        str(folder / "data"),
        "--reports",
        str(folder / "reports"),
        *more,
    ]


def run(folder: Path, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the city, to the end."""
    return subprocess.run(
        command(folder, *more),
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
    )


def published(folder: Path) -> dict[str, str]:
    """Hash of every published table and figure: what must be the same byte for byte."""
    reports = folder / "reports" / KEY
    return {
        path.relative_to(reports).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for kind in ("tables", "figures")
        for path in sorted((reports / kind).rglob("*"))
        if path.is_file()
    }


def is_whole(folder: Path) -> bool:
    """Whether the published folder is what its build.json says, with nothing missing and nothing more."""
    reports = folder / "reports" / KEY
    files = json.loads((reports / "build.json").read_text(encoding="utf-8"))["files"]
    there = {path.relative_to(reports).as_posix() for path in reports.rglob("*") if path.is_file()}
    same = all(hashlib.sha256((reports / name).read_bytes()).hexdigest() == digest for name, digest in files.items())
    return same and there == {*files, "build.json"}


def leftovers(folder: Path) -> list[Path]:
    """What unfinished writing has left anywhere."""
    return sorted([*folder.rglob("*.part"), *(folder / "reports").glob(".*.old")])


class Town:
    """The short city in two forms: one more or one less came to its first session."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="f"))  # short: kernels are spoken to through sockets, whose paths may not be long
        self.city = make_short_city(self.folder)
        self.form = 0
        self._forms = [(self.city / "sessions.csv").read_text(encoding="utf-8")] * 2
        lines = self._forms[0].splitlines()
        place = lines[0].split(",").index("n_attended")
        cells = lines[1].split(",")
        cells[place] = str(int(cells[place]) + 1)
        self._forms[1] = "\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n"
        (self.folder / "tmp").mkdir()
        self.history = self.folder / "themes_history.json"  # of the first run: other statements for a while leave marks in a city's

    def set_form(self, form: int) -> None:
        self.form = form
        (self.city / "sessions.csv").write_text(self._forms[form], encoding="utf-8")

    def environment(self) -> dict[str, str]:
        return {"TMPDIR": str(self.folder / "tmp")}

    def finish(self) -> dict[str, str]:
        done = run(self.folder, **self.environment())
        assert done.returncode == 0, done.stderr
        assert is_whole(self.folder)
        if not self.history.exists():
            shutil.copyfile(self.city / "themes_history.json", self.history)
        return published(self.folder)

    def seconds(self) -> dict[str, float]:
        state = read_state(City.open(KEY, self.folder / "data", self.folder / "reports"))
        return {**{stage: float(record["seconds"]) for stage, record in state.items()}, "publish": 3.0}
