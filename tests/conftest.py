"""What several tests share: where the sample cities and the public data are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


LONGEST = ("test_sample_runs.py", "test_run.py", "test_killed_runs.py", "test_hostile_city.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that run whole cities come first, the longest of them at once: no process is left with one of them at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}

    def place(item: pytest.Item) -> int:
        if item.path.name in LONGEST:
            return LONGEST.index(item.path.name)
        return len(LONGEST) + (item.path not in slow)

    items.sort(key=place)


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder that all processes of this session of tests have in common, new with each session (`made_once`)."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of public data that is kept beside the project and never committed."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("public data (../shared/data) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's chromium."""
    path = Path("/usr/bin/chromium")
    if not path.exists():
        pytest.skip("chromium is not installed: `apt-get install chromium`")
    return path


@pytest.fixture(scope="session")
def browser(chromium: Path):
    """Chromium, driven: one for all tests of a process, for two cannot be driven side by side."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: `pip install playwright`")
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        running = playwright.chromium.launch(executable_path=str(chromium), args=arguments)
        yield running
        running.close()
