"""Opening a page of the invented city in Chromium, and asking axe-core about it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from peace_analysis import report
from peace_analysis.report.convert import notebook_to_html

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
FOREIGN = (
    "math, script, iframe, style, form, input, meta, link, base, object, template, video, audio, dialog"  # no page has these in its content
)
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def make_page(
    material: report.Material, folder: Path, audience: str = "leaders", *, added: str = "", script: bool = True, language: str = "en"
) -> Path:
    """Write the report of a material as a page.

    Args:
        material: The city.
        folder: Where to.
        audience: "leaders" or "researchers".
        added: Markup of one more part.
        script: With the page's own script; without it, as a reader whose browser runs none.
        language: Of the frame.
    """
    cells = []
    for part in PARTS:
        markup = getattr(report, part)(material).markup
        cells.append(new_markdown_cell(f"## {part.replace('_', ' ').capitalize()}"))
        output = new_output("execute_result", {"text/html": markup, "text/plain": "x"}, execution_count=1)
        cells.append(new_code_cell(f"report.{part}(material)", execution_count=1, outputs=[output]))
    shown = report.figures.themes_figure(material)._repr_mimebundle_()  # as a researcher's notebook shows a figure by itself
    cells.append(new_markdown_cell("## A figure by itself"))
    printed = [new_output("display_data", shown), new_output("stream", name="stdout", text="a line " * 60)]
    cells.append(new_code_cell("charts.theme_shares(...)", execution_count=2, outputs=printed))
    if added:
        cells.append(new_markdown_cell("## One more"))
        cells.append(new_code_cell("x", execution_count=3, outputs=[new_output("display_data", {"text/html": added})]))
    notebook = nbformat.from_dict(new_notebook(cells=cells))
    title = f"Report: {material.config.name}"
    page = notebook_to_html(notebook, title=title, draft=True, audience=audience, language=language)
    path = folder / f"{audience}{'' if script else '-plain'}.html"
    path.write_text(page if script else re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL), encoding="utf-8")
    return path


def open_page(browser, path: Path | str, **settings):
    """Open a page in a context of its own; requests and complaints are kept on it."""
    page = browser.new_context(**settings).new_page()
    page.requests, page.complaints = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
    page.goto(path.as_uri() if isinstance(path, Path) else path)
    return page


def tab_to(page, selector: str, limit: int = 300) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the Tab key does not reach {selector}")


def read_axe() -> str:
    """The source of axe-core, or skip."""
    path = Path(os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js"))
    if not path.is_file():
        pytest.skip("axe-core is not here: `npm install axe-core`, or name axe.min.js in AXE_CORE")
    return path.read_text(encoding="utf-8")


def faults(page, axe: str) -> list[tuple[str, str]]:
    """What axe-core finds wrong at WCAG 2.2 AA: rule and first element."""
    page.evaluate(axe)
    found = page.evaluate("tags => axe.run({runOnly: tags})", AXE_TAGS)
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]]


def wait_until(page, expression: str, seconds: float = 10) -> None:
    """Wait for an expression to hold. Playwright's own way evaluates text inside the page, which its policy refuses."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")
