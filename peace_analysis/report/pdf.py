"""Printing pages as tagged PDFs, through Chromium or WeasyPrint, whichever is there.

Both read a page from disk and fetch nothing. Chromium is taken first: it sets a page as its readers' browsers print it, in a few seconds.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from peace_analysis.errors import PeaceAnalysisError

CHROMIUM_VARIABLE = "PEACE_ANALYSIS_CHROMIUM"  # names another program than those below
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
CHROMIUM_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# No network, no account, no window; a user agent of our own, because Chromium writes it into the PDF as its creator.
CHROMIUM_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--proxy-server=http://127.0.0.1:9",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--user-agent=peace_analysis",
)
LONGEST_SECONDS = 300  # for one page; 20,000 statements take less
AT_ONCE = 2
HOW_TO_GET_ONE = (
    "no PDF was made, because neither Chromium nor WeasyPrint is here. Install one: `apt-get install chromium`, or "
    "`apt-get install libpango-1.0-0 libpangoft2-1.0-0` and `pip install 'peace-analysis[pdf]'`. Then: peace-analysis run CITY --from "
    "report. Or say `pdf: off` in city.yml."
)
_DATE = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^()]*\)")


class PrintError(PeaceAnalysisError):
    """A page that could not be printed; never quotes the page."""


@dataclass(frozen=True)
class Printer:
    """A program that prints pages."""

    name: str  # "chromium" or "weasyprint"
    version: str
    program: str = ""  # Chromium's path

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def find_printer(wanted: str = "auto") -> Printer | None:
    """Find a program that prints pages.

    Args:
        wanted: "auto", "chromium", "weasyprint" or "off".

    Returns:
        The printer; None where there is none, or none is wanted.
    """
    found = None
    if wanted in ("auto", "chromium"):
        found = _find_chromium()
    if found is None and wanted in ("auto", "weasyprint"):
        found = _find_weasyprint()
    return found


def find_chromium() -> str | None:
    """Path of Chromium or a relative of it; None where there is none."""
    if named := os.environ.get(CHROMIUM_VARIABLE):
        return shutil.which(named)
    return next((path for name in (*CHROMIUM_NAMES, *CHROMIUM_APPLICATIONS) if (path := shutil.which(name))), None)


def print_pages(pages: Mapping[Path, Path], printer: Printer) -> None:
    """Print pages, two at a time.

    Args:
        pages: HTML file -> PDF to write.
        printer: From `find_printer`.

    Raises:
        PrintError: If one of them could not be printed.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(print_page, page, target, printer) for page, target in pages.items()]:
            done.result()


def print_page(page: Path, target: Path, printer: Printer) -> None:
    """Print one page as a tagged PDF on US Letter: titled, with its language, and without the time of printing.

    Args:
        page: HTML file that fetches nothing.
        target: PDF to write.
        printer: From `find_printer`.

    Raises:
        PrintError: If the program fails, takes too long or makes no tagged PDF; nothing is then written.
    """
    with tempfile.TemporaryDirectory(prefix="peace-analysis-print-", ignore_cleanup_errors=True) as scratch:
        made = Path(scratch, "page.pdf")
        if printer.name == "chromium":
            run_chromium(printer.program, page, ["--no-pdf-header-footer", f"--print-to-pdf={made}"], Path(scratch))
        else:
            _run([sys.executable, "-m", "peace_analysis.report.pdf_weasyprint", str(page.resolve()), str(made)], Path(scratch))
        content = made.read_bytes() if made.is_file() else b""
        if not content.startswith(b"%PDF-"):
            raise PrintError(f"{page.name}: {printer} made no PDF.")
        if printer.name == "chromium" and b"/StructTreeRoot" not in content:
            raise PrintError(f"{page.name}: {printer} makes PDFs without tags. A newer version is needed.")
        target.write_bytes(_DATE.sub(lambda found: b" " * len(found.group()), content))  # as long as before: offsets in the file stay


def run_chromium(program: str, page: Path, arguments: list[str], scratch: Path) -> bytes:
    """Open a page in Chromium without a window, with a profile of its own, and give what it prints to standard output.

    Args:
        program: Path of Chromium.
        page: HTML file.
        arguments: What to do with the page.
        scratch: Folder for the profile.

    Raises:
        PrintError: If it fails or takes too long; it is then ended with all that it started.
    """
    profile = tempfile.mkdtemp(dir=scratch, prefix="profile-")
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # Chromium's sandbox refuses to run as root
    return _run([program, *CHROMIUM_FLAGS, *as_root, f"--user-data-dir={profile}", *arguments, page.resolve().as_uri()], scratch)


def _run(command: list[str], scratch: Path) -> bytes:
    """Run a program; it and what it started end with the time that it has."""
    environment = {**os.environ, "HOME": str(scratch), "XDG_CONFIG_HOME": str(scratch), "XDG_CACHE_HOME": str(scratch)}
    name = "Chromium" if "--headless" in command else "WeasyPrint"
    with subprocess.Popen(  # noqa: S603 - a list, no shell
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    ) as process:
        try:
            output, _ = process.communicate(timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise PrintError(f"{name} did not end within {LONGEST_SECONDS} seconds.") from error
        finally:
            if process.poll() is None:
                _end(process)
    if process.returncode:
        raise PrintError(f"{name} ended with code {process.returncode}.")
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _find_chromium() -> Printer | None:
    program = find_chromium()
    if program is None:
        return None
    try:
        command = [program, "--version"]
        said = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout  # noqa: S603 - a list, no shell
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\d+(?:\.\d+)+", said)
    return Printer("chromium", number.group() if number else "of unknown version", program)


def _find_weasyprint() -> Printer | None:
    if ctypes.util.find_library("pango-1.0") is None:
        return None
    try:
        return Printer("weasyprint", version("weasyprint"))
    except PackageNotFoundError:
        return None
