"""Every function of the page by keyboard alone, and nothing that has the focus is hidden or unmarked."""

from __future__ import annotations

import pytest
from browsing import make_page, open_page, tab_to, wait_until
from invented_city import make_frames, make_material

from peace_analysis.report.material import Material

pytestmark = pytest.mark.browser
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def material() -> Material:
    """The invented city, its figures drawn once for all pages."""
    return make_material(make_frames())


def focused(page) -> str:
    return page.evaluate("document.activeElement.className || document.activeElement.id || document.activeElement.tagName")


def test_the_skip_link_comes_first_and_moves_the_focus_to_the_content(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path))
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_tab_key_goes_through_the_whole_page_and_the_focus_is_always_seen(browser, material, tmp_path, size):
    page = open_page(browser, make_page(material, tmp_path, "researchers"), viewport=size)
    stops_here = 'a[href], button, input, select, summary, [tabindex="0"]'
    seen = """() => {
        const e = document.activeElement;
        if (e === document.body) return null;
        const box = e.getBoundingClientRect();
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        const points = [[left + 2, top + 2], [(left + right) / 2, (top + bottom) / 2], [right - 2, bottom - 2]];
        const hits = points.map(([x, y]) => document.elementFromPoint(x, y));
        const open = hits.some((found) => found && (e.contains(found) || found.contains(e)));
        return [e.tagName, (e.textContent || e.id).slice(0, 40), open, getComputedStyle(e).outlineStyle !== 'none', e.matches('@')];
    }""".replace("@", stops_here)
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(seen)
        if stop is None:
            break
        stops.append(tuple(stop))
    assert 20 < len(stops) < 400
    assert [stop[:2] for stop in stops if not stop[2]] == []
    assert [stop[:2] for stop in stops if not stop[3]] == []
    focusable = page.evaluate(
        """[...document.querySelectorAll('@')]
        .filter(e => e.getClientRects().length && e.checkVisibility({contentVisibilityAuto: false})).length""".replace("@", stops_here)
    )
    assert sum(stop[4] for stop in stops) == focusable  # Chromium adds a stop where something scrolls by a fraction of a pixel
    page.context.close()


def test_the_contents_lead_to_a_section_and_mark_it(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path), viewport=WIDE)
    tab_to(page, 'nav a[href="#section-group-parts"]')
    page.keyboard.press("Enter")
    page.locator('nav a[aria-current="location"][href="#section-group-parts"]').wait_for()
    top = page.locator("#section-group-parts").bounding_box()["y"]
    assert 0 <= top < 200
    assert page.locator("nav").bounding_box()["y"] < 500  # still in view, far down the page
    page.context.close()


def test_on_a_phone_the_contents_stay_in_view_open_and_close(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path), viewport=NARROW)
    assert not page.locator("nav a").first.is_visible()
    tab_to(page, "nav summary")
    page.keyboard.press("Enter")
    assert page.locator("nav a").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("nav a").first.is_visible()
    assert page.evaluate("document.activeElement.matches('nav summary')")
    page.keyboard.press("Enter")
    tab_to(page, 'nav a[href="#section-limits"]')
    page.keyboard.press("Enter")
    page.locator('nav a[aria-current="location"][href="#section-limits"]').wait_for(state="attached")
    assert not page.locator("nav a").first.is_visible()
    assert page.locator("nav summary").bounding_box()["y"] < 40
    page.context.close()


def test_colors_are_chosen_and_remembered(browser, material, tmp_path):
    path = make_page(material, tmp_path)
    page = open_page(browser, path, color_scheme="light")
    color = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(color)
    tab_to(page, ".dark-button")
    page.keyboard.press("Space")
    assert page.locator(".dark-button").get_attribute("aria-pressed") == "true"
    dark = page.evaluate(color)
    assert dark != light
    page.reload()
    assert page.evaluate(color) == dark
    tab_to(page, ".dark-button")
    page.keyboard.press("Enter")
    assert page.evaluate(color) == light
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(color) == light  # chosen, whatever the system says
    page.context.close()


def test_researchers_open_all_code_at_once(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path, "researchers"))
    assert page.locator("details.code[open]").count() == 0
    tab_to(page, ".code-button")
    page.keyboard.press("Enter")
    assert page.locator("details.code:not([open])").count() == 0
    page.keyboard.press("Enter")
    assert page.locator("details.code[open]").count() == 0
    page.context.close()


def test_a_figure_opens_its_numbers_and_scrolls(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path), viewport=NARROW)
    tab_to(page, "details.data summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
    tab_to(page, ".chart-scroll")
    page.keyboard.press("ArrowRight")
    wait_until(page, "document.activeElement.scrollLeft > 0")
    page.context.close()


def test_what_does_not_scroll_is_no_stop_for_the_keyboard(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path), viewport={"width": 1600, "height": 900})
    wait_until(page, "document.querySelector('.chart-scroll').tabIndex < 0")
    regions = "[...document.querySelectorAll('.table-scroll, .chart-scroll')].filter(e => e.checkVisibility())"
    wait_until(page, f"{regions}.every(e => (e.scrollWidth > e.clientWidth + 1) === (e.tabIndex === 0))")
    page.set_viewport_size(NARROW)
    wait_until(page, "document.querySelector('.chart-scroll').tabIndex === 0")
    assert page.locator(".chart-scroll").first.get_attribute("role") == "region"
    page.context.close()


def test_a_search_is_made_read_and_left_by_keyboard(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path), viewport=WIDE)
    tab_to(page, "#find-words")
    page.keyboard.type("Minutes porch")
    page.get_by_text("Quotes found: ").wait_for()
    tab_to(page, ".clear")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "find-words"
    assert page.locator(".finder [role=status]").inner_text() == ""
    assert page.locator("#find-words").input_value() == ""
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_text("Quotes found: ").wait_for()
    assert page.locator("main .theme:visible").count() == 1
    page.context.close()
