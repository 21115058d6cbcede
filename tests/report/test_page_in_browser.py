"""The whole page in Chromium: nothing runs that came from data, nothing is fetched, nothing scrolls sideways, paper gets everything."""

from __future__ import annotations

import re

import pytest
from browsing import FOREIGN, PARTS, make_page, open_page
from hostile_words import HOSTILE
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.charts.labels import clean_text
from peace_analysis.report.material import Material

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def material() -> Material:
    """The invented city, its figures drawn once for all pages."""
    return make_material(make_frames())


def squeeze(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("audience", ["leaders", "researchers"])
def test_nothing_from_data_runs_and_no_request_leaves(browser, hostile_material, tmp_path, audience):
    page = open_page(browser, make_page(hostile_material, tmp_path, audience))
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    page.fill("#find-words", "canary")
    page.locator(".finder [role=status]:not(:empty)").wait_for()
    assert page.evaluate("typeof window.canary") == "undefined"
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
    assert page.complaints == []
    assert page.evaluate("document.querySelectorAll('script').length") == 1
    assert page.locator(f"main :is({FOREIGN}, img)").count() == 0
    assert page.evaluate("[...document.querySelectorAll('*')].some(e => [...e.attributes].some(a => a.name.startsWith('on')))") is False
    assert page.evaluate("[...document.querySelectorAll('[href], [src]')].every(e => (e.getAttribute('href') || '#').startsWith('#'))")
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    page.context.close()


def test_every_hostile_string_is_shown_as_written_in_names_quotes_and_the_list_of_contents(browser, hostile_material, tmp_path):
    page = open_page(browser, make_page(hostile_material, tmp_path))
    for place in (
        "h1",
        "main h3",
        "main blockquote",
        ".quote figcaption:has-text('window.canary')",  # the first may be of a group that is not told
        "main tbody th:has-text('window.canary')",
        "nav li li a",
        "title",
    ):
        shown = squeeze(page.locator(place).first.evaluate("e => e.innerText || e.textContent"))
        written = [squeeze(clean_text(words)) for words in HOSTILE]
        if place.startswith((".quote", "main tbody")):  # names of groups are read with blanks: business_owners
            written = [squeeze(words.replace("_", " ")) for words in written]
        assert [words for words in written if words not in shown] == [], place
    options = squeeze(page.locator("#find-said").evaluate("e => e.textContent"))
    assert "<script>window.canary=1</script>" in options
    page.context.close()


@pytest.mark.parametrize("width", [320, 768, 1280, 2560])
@pytest.mark.parametrize("city", ["material", "hostile_material"])
def test_nothing_scrolls_sideways(browser, request, tmp_path, width, city):
    path = make_page(request.getfixturevalue(city), tmp_path, "researchers")
    page = open_page(browser, path, viewport={"width": width, "height": 700})
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize("scale", [2, 4])
def test_text_can_be_zoomed_without_loss(browser, material, tmp_path, scale):
    """Zoomed by a factor, a window of 1280 by 1024 has so many times fewer CSS pixels and so many times finer ones."""
    size = {"width": 1280 // scale, "height": 1024 // scale}
    page = open_page(browser, make_page(material, tmp_path), viewport=size, device_scale_factor=scale)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= size["width"]
    cut = """() => [...document.querySelectorAll('main p, main li, main h2, main h3, main figcaption, button, label')]
        .filter(e => e.getClientRects().length && getComputedStyle(e).overflow !== 'visible' && e.scrollWidth > e.clientWidth + 1).length"""
    assert page.evaluate(cut) == 0
    page.context.close()


def test_the_page_says_all_without_its_script(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path), java_script_enabled=False)
    assert "Slow answers to 911 calls" in page.inner_text("main")
    assert page.locator("nav a").count() >= len(PARTS)
    assert page.locator("nav a").first.is_visible()
    assert not page.locator(".finder").is_visible()
    assert page.locator("button:visible").count() == 0
    page.context.close()


def test_every_sheet_says_draft_and_opens_the_tables(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.stamp')).position") == "fixed"
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.querySelectorAll('details:not([open])').length") == 0
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.evaluate("getComputedStyle(document.querySelector('.side')).position") == "static"
    assert not page.locator(".finder").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('main h3')).breakAfter") == "avoid"
    page.context.close()


def test_paper_gets_the_whole_report_whatever_is_searched_for(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path))
    page.fill("#find-words", "porch")
    page.locator(".finding").wait_for(state="attached")
    assert not page.locator("main > h2").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator("main > h2").first.is_visible()
    assert page.locator("main .theme").evaluate_all("all => all.every(e => e.getClientRects().length > 0)")
    page.context.close()


def test_dark_colors_stay_off_paper(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path), color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()


def test_the_policy_refuses_a_script_that_is_not_our_own(browser, material, tmp_path):
    path = make_page(material, tmp_path)
    injected = path.read_text(encoding="utf-8").replace(
        "</main>", '<script>window.canary=1</script><img src=x onerror="window.canary=1"></main>'
    )
    path.write_text(injected, encoding="utf-8")
    page = open_page(browser, path)
    assert page.evaluate("typeof window.canary") == "undefined"
    assert len([text for text in page.complaints if re.search("Content Security Policy", text)]) >= 2
    page.context.close()


def test_a_figure_stands_beside_its_numbers(material):
    markup = report.themes_at_a_glance(material).markup
    assert re.search(
        r'<figure class="chart">.*<svg[^>]*role="img"[^>]*aria-label="[^"]{20,}".*<details class="data">.*<table>', markup, re.DOTALL
    )
