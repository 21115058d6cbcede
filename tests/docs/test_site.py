"""The documentation: it builds as a site without a broken link, fetches nothing, and says what the code says."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
import typer

from peace_analysis.cli import app
from peace_analysis.settings import Config


@pytest.fixture(scope="module")
def reference(root: Path) -> ModuleType:
    found = importlib.util.spec_from_file_location("reference_pages", root / "docs" / "reference_pages.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def rows_of(page: str) -> list[list[str]]:
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in page.splitlines() if line.startswith("| `")]


def test_every_setting_stands_in_the_reference_with_what_it_is(reference: ModuleType) -> None:
    rows = rows_of(reference.settings_page())
    assert {f"`{name}`" for name in Config.model_fields} <= {row[0] for row in rows}
    assert [row[0] for row in rows if not row[3]] == []
    privacy = next(row for row in rows if row[0] == "`who_threshold`")
    assert privacy[1:] == ["number", "`11`", "counts of people 1..10 by attributes are masked in public tables"]


def test_every_command_and_option_stands_in_the_reference(reference: ModuleType) -> None:
    page = reference.commands_page()
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        assert f"\n## {name}" in page
        for option in command.params:
            assert all(f"`{word}`" in page for word in option.opts), name
    assert "One of `export`, `import`." in page


def test_every_column_of_every_table_stands_in_the_reference(reference: ModuleType) -> None:
    from peace_analysis import tables

    page = reference.tables_page()
    for table in tables.ALL:
        assert all(f"| `{column.name}` |" in page for column in table.columns)


def test_every_room_has_a_page_in_the_navigation(reference: ModuleType, root: Path) -> None:
    offering = {path.parent.name for path in root.glob("peace_analysis/*/__init__.py") if "__all__" in path.read_text(encoding="utf-8")}
    assert offering - {"workbench", "wording"} == set(reference.ROOMS)  # one ties rooms to a city, the other is for translators
    navigation = (root / "mkdocs.yml").read_text(encoding="utf-8")
    for room in reference.ROOMS:
        assert f"reference/api/{room}.md" in navigation


class _Fetched(HTMLParser):
    """Addresses that a browser asks for by itself when it shows a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("script", "img", "iframe", "source", "video", "audio"):
            self.addresses.append(named.get("src") or "")
        if tag == "link" and named.get("rel") not in ("canonical", "prev", "next", "edit"):
            self.addresses.append(named.get("href") or "")


@pytest.mark.slow
def test_the_site_builds_offline_without_a_warning_and_fetches_nothing(root: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)]
    environment = {"PATH": "", "PYTHONPATH": str(root), "NO_MKDOCS_2_WARNING": "1", "HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == ""
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 30
    for page in pages:
        text = page.read_text(encoding="utf-8")
        reader = _Fetched()
        reader.feed(text)
        assert [address for address in reader.addresses if re.match(r"(https?:)?//", address)] == [], page.name
        assert 'class="mermaid"' not in text  # the theme would look for a script elsewhere
    assert "wilson_interval" in (site / "search" / "search_index.json").read_text(encoding="utf-8")
