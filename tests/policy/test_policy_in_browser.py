"""The redline page in Chromium: nothing is fetched, nothing runs, nothing scrolls sideways, no accessibility fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from peace_analysis.policy import Policy, cut_sections
from peace_analysis.policy.redline import make_redline
from peace_analysis.policy.text import read_lines
from peace_analysis.report.redline_page import redline_page

pytestmark = pytest.mark.browser
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def page_file(versions, tmp_path: Path) -> Path:
    path = tmp_path / "redline.html"
    path.write_text(redline_page(make_redline(versions[0], versions[2])), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_a_redline(browser, page_file: Path, scheme: str) -> None:
    axe = Path(os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js"))
    if not axe.is_file():
        pytest.skip("axe-core is not here: `npm install axe-core`, or name axe.min.js in AXE_CORE")
    page = browser.new_context(color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", AXE_TAGS)
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
    page.context.close()


def test_a_redline_fetches_nothing_breaks_no_policy_and_fits_a_phone(browser, page_file: Path) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 700}).new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(page_file.as_uri())
    assert requests == [page_file.as_uri()]
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("getComputedStyle(document.querySelector('main ins:not(.moved)')).textDecorationLine") == "underline"
    assert page.evaluate("getComputedStyle(document.querySelector('main del')).textDecorationLine") == "line-through"
    page.context.close()


def test_words_of_a_policy_never_run(browser, tmp_path: Path) -> None:
    text = "# P\n\nA. <script>document.title = 'broken'</script><img src=x onerror=\"document.title = 'broken'\"> Officers shall.\n"
    hostile = Policy("<script>document.title='broken'</script>.md", "0" * 64, cut_sections(read_lines(text)))
    path = tmp_path / "hostile.html"
    path.write_text(redline_page(make_redline(hostile, hostile)), encoding="utf-8")
    page = browser.new_context().new_page()
    page.goto(path.as_uri())
    assert page.title().startswith("What changed")
    assert page.evaluate("document.scripts.length") == 0
    page.context.close()
