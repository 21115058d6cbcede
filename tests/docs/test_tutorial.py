"""The tutorial's commands do what it says: those that take no run are run here as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from peace_analysis.city import City


@pytest.fixture(scope="module")
def blocks(root: Path) -> list[str]:
    text = (root / "docs" / "tutorial" / "first_city.md").read_text(encoding="utf-8")
    return re.findall(r"^```bash\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


def test_its_city_passes_check_after_the_commands_as_they_stand(blocks: list[str], root: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    command = tmp_path / "bin" / "peace-analysis"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m peace_analysis.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    until = next(number for number, block in enumerate(blocks) if "check lakeview" in block)
    codebook = next(block for block in blocks if "codebook.yml" in block).replace("data/lakeview/codebook.yml", "later.yml")
    script = "\n".join(["set -e", codebook, *blocks[: until + 1]])
    environment = os.environ | {"PATH": f"{command.parent}:{os.environ['PATH']}", "PYTHONPATH": str(root)}
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "lakeview: no problem found (3 sessions, 14 participants" in done.stdout
    assert len(City.open("lakeview", tmp_path / "data").sessions) == 3

    from peace_analysis.codebook_file import read_codebook

    decided = read_codebook(tmp_path / "later.yml")
    assert [decision.author for decision in decided.decisions] == ["AB"]


def test_every_command_that_it_names_is_one(blocks: list[str]) -> None:
    import typer

    from peace_analysis.cli import app

    known = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    named = {name for block in blocks for name in re.findall(r"^peace-analysis ([a-z]+)", block, flags=re.MULTILINE)}
    assert {"new", "read", "check", "run", "review"} <= named <= known
