"""Commands of `peace-analysis`: as a process of its own, or within this one, where what a process by itself does is not the point."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path
from unittest import mock

from peace_analysis import cli

Done = subprocess.CompletedProcess[str]


def start(*arguments: str | Path, cwd: Path | None = None, timeout: float = 1800) -> Done:
    """Give a command as a process of its own, which imports everything anew."""
    command = [sys.executable, "-m", "peace_analysis.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, timeout=timeout)


def peace(*arguments: str | Path, cwd: Path | None = None, text: bytes = b"") -> Done:
    """Give a command within this process, with a text on its standard input; anything unforeseen is raised."""
    words = ["peace-analysis", *map(str, arguments)]
    out, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with (
        mock.patch.object(sys, "argv", words),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8")),
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(errors),
    ):
        code = _run()
    return Done(words, code, *(one.buffer.getvalue().decode("utf-8") for one in (out, errors)))  # type: ignore[attr-defined]


def _run() -> int:
    try:
        cli.main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0
