"""The whole page in Chromium: nothing runs that came from data, nothing is fetched, nothing scrolls sideways, no accessibility fault."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from peace_analysis import report
from peace_analysis.report.convert import notebook_to_html

pytestmark = pytest.mark.browser
PARTS = (
    "summary",
    "how_engaged",
    "who_took_part",
    "themes_at_a_glance",
    "standing_questions",
    "theme_pages",
    "group_parts",
    "limits",
    "method",
)
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def make_page(material: report.Material, folder: Path, audience: str = "leaders") -> Path:
    cells = []
    for part in PARTS:
        markup = getattr(report, part)(material).markup
        cells.append(new_markdown_cell(f"## {part.replace('_', ' ').capitalize()}"))
        output = new_output("execute_result", {"text/html": markup, "text/plain": "x"}, execution_count=1)
        cells.append(new_code_cell(f"report.{part}(material)", execution_count=1, outputs=[output]))
    shown = report.figures.themes_figure(material)._repr_mimebundle_()  # as a researcher's notebook shows a figure by itself
    cells.append(new_markdown_cell("## A figure by itself"))
    cells.append(new_code_cell("charts.theme_shares(...)", execution_count=2, outputs=[new_output("display_data", shown)]))
    notebook = nbformat.from_dict(new_notebook(cells=cells))
    path = folder / f"{audience}.html"
    path.write_text(notebook_to_html(notebook, title=f"Report: {material.config.name}", draft=True, audience=audience), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: `pip install playwright`")
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        pytest.skip("chromium is not installed: `apt-get install chromium`")
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        running = playwright.chromium.launch(executable_path=str(chromium), args=arguments)
        yield running
        running.close()


def open_page(browser, path: Path, **settings):
    page = browser.new_context(**settings).new_page()
    page.requests, page.complaints = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
    page.goto(path.as_uri())
    return page


def test_nothing_from_data_runs_and_no_request_leaves(browser, hostile_material, tmp_path):
    page = open_page(browser, make_page(hostile_material, tmp_path))
    assert page.evaluate("typeof window.canary") == "undefined"
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
    assert page.complaints == []
    assert page.evaluate("document.querySelectorAll('script').length") == 1
    assert page.evaluate("document.querySelectorAll('main math, main script, main iframe, main style, main img').length") == 0
    assert page.evaluate("[...document.querySelectorAll('*')].some(e => [...e.attributes].some(a => a.name.startsWith('on')))") is False
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert "<script>window.canary=1</script>" in page.inner_text("main")
    page.context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("city", ["material", "hostile_material"])
def test_nothing_scrolls_sideways(browser, request, tmp_path, width, city):
    page = open_page(browser, make_page(request.getfixturevalue(city), tmp_path), viewport={"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_page_says_all_without_its_script(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path), java_script_enabled=False)
    assert "Slow answers to 911 calls" in page.inner_text("main")
    assert page.locator("nav a").count() >= len(PARTS)
    assert page.locator("nav a").first.is_visible()
    page.context.close()


def test_the_skip_link_comes_first_and_moves_the_focus_to_the_content(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()


def test_every_sheet_says_draft_and_opens_the_tables(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.stamp')).position") == "fixed"
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.querySelectorAll('details:not([open])').length") == 0
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    page.context.close()


@pytest.mark.parametrize("audience", ["leaders", "researchers"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_at_wcag_2_2_aa(browser, material, tmp_path, audience, scheme):
    axe = Path(os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js"))
    if not axe.is_file():
        pytest.skip("axe-core is not here: `npm install axe-core`, or name axe.min.js in AXE_CORE")
    page = open_page(browser, make_page(material, tmp_path, audience), color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", AXE_TAGS)
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
    page.context.close()
