"""Searching and filtering themes and quotes, and links to what is folded away."""

from __future__ import annotations

import base64
import re

import pytest
from browsing import make_page, open_page, wait_until
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.report.material import Material

pytestmark = pytest.mark.browser
# A list of statements as the report folds it away behind a theme's numbers.
LIST = report.folded(
    "Dark streets (tentative)",
    report.Fragment('<div id="statements-T09" class="statements-of" tabindex="-1">')
    + report.join(
        [
            report.quote(words, by)
            for words, by in (
                ("Nobody answered at the Caf\u00e9 Ol\u00e9.", "Participant, residents"),
                ("The lamp is broken.", "Participant, youth"),
                ("The lamp is broken.", "Participant, youth"),
            )
        ]
    )
    + report.Fragment("</div>"),
    kind="statements",
).markup


@pytest.fixture(scope="module")
def material() -> Material:
    """The invented city, its figures drawn once for all pages."""
    return make_material(make_frames())


@pytest.fixture
def page(browser, material, tmp_path):
    page = open_page(browser, make_page(material, tmp_path, added=LIST), viewport={"width": 1280, "height": 800})
    yield page
    assert page.complaints == []
    page.context.close()


def status(page) -> tuple[int, int]:
    """Quotes and themes found, as the live region says."""
    wait_until(page, "/found/i.test(document.querySelector('.finder [role=status]').textContent)")
    return tuple(map(int, re.findall(r"\d+", page.locator(".finder [role=status]").inner_text())))


def search(page, words: str) -> tuple[int, int]:
    page.evaluate("document.querySelector('.finder [role=status]').textContent = ''")
    page.fill("#find-words", words)
    return status(page)


def texts(page) -> list[str]:
    return list(page.locator("main blockquote:visible").all_inner_texts())


def test_a_word_is_found_whatever_its_case_and_accents_and_lists_open_for_it(page):
    assert search(page, "cafe OLE") == (1, 1)
    assert texts(page) == ["Nobody answered at the Caf\u00e9 Ol\u00e9."]
    assert page.locator("main > :visible").count() == 1


def test_the_same_statement_shown_twice_is_counted_once(page):
    assert search(page, "lamp") == (1, 1)
    assert texts(page) == ["The lamp is broken."] * 2
    assert page.locator(".found-here:visible").all_inner_texts() == ["Quotes found here: 2 of 3."]


def test_all_words_must_stand_in_a_quote_and_nothing_found_is_said(page):
    assert search(page, "lamp broken") == (1, 1)
    assert search(page, "lamp caf\u00e9") == ()
    assert page.locator(".finder [role=status]").inner_text() == "Nothing found. Try fewer or other words."


def test_a_theme_is_found_by_its_name_with_all_its_quotes(page):
    all_quotes = page.locator("section.theme").first.locator(".quote").count()
    n_quotes, n_themes = search(page, "911")
    assert (n_quotes, n_themes) == (all_quotes, 1)
    assert page.locator("section.theme:visible").count() == 1


def test_themes_and_groups_narrow_each_other(page):
    page.select_option("#find-theme", label="Dark streets (tentative)")
    n_theme, _ = status(page)
    by = page.locator("section.theme:visible figcaption").all_inner_texts()
    assert n_theme == len(by) + 2  # two different ones more stand in its list, which stays closed
    page.evaluate("document.querySelector('.finder [role=status]').textContent = ''")
    page.select_option("#find-said", label=by[0])
    assert status(page) == (by.count(by[0]), 1)
    assert set(page.locator("main .quote:visible figcaption").all_inner_texts()) == {by[0]}


def test_leaving_a_search_shows_everything_as_before(page):
    before = page.inner_text("main")
    search(page, "lamp")
    page.click(".clear")
    assert page.inner_text("main") == before


def test_the_words_found_are_marked_and_no_longer_after_the_search(page):
    search(page, "lamp")
    assert page.evaluate("CSS.highlights.get('found').size") == 2
    page.click(".clear")
    assert page.evaluate("CSS.highlights.get('found').size") == 0


def test_a_link_to_a_closed_list_opens_it(page):
    assert not page.locator("#statements-T09 .quote").first.is_visible()
    page.evaluate("document.querySelector('nav a').setAttribute('href', '#statements-T09')")
    page.click("nav a >> nth=0")
    assert page.locator("#statements-T09 .quote").first.is_visible()
    assert page.locator("#statements-T09").evaluate("e => e.getBoundingClientRect().top < innerHeight")


def test_an_address_with_a_fragment_opens_what_it_names(browser, material, tmp_path):
    path = make_page(material, tmp_path, added=LIST)
    page = open_page(browser, f"{path.as_uri()}#statements-T09")
    assert page.locator("#statements-T09 .quote").first.is_visible()
    page.context.close()


def test_a_link_to_what_a_search_has_set_aside_ends_the_search(page):
    search(page, "lamp")
    page.click('nav a[href="#section-limits"]')
    assert page.locator("#section-limits").is_visible()
    assert page.locator("#find-words").input_value() == ""


def test_without_the_script_a_link_still_leads_to_a_closed_list(browser, material, tmp_path):
    path = make_page(material, tmp_path, added=LIST)
    page = open_page(browser, f"{path.as_uri()}#statements-T09", java_script_enabled=False)
    top = page.locator("details.statements").bounding_box()["y"]
    assert 0 <= top < page.viewport_size["height"]
    page.context.close()


def test_where_nothing_can_be_kept_the_page_works_and_says_nothing(browser, material, tmp_path):
    """A page from a data address may keep nothing: its storage throws."""
    source = make_page(material, tmp_path).read_bytes()
    page = open_page(browser, f"data:text/html;base64,{base64.b64encode(source).decode()}", color_scheme="light")
    page.click(".dark-button")
    assert page.locator(".dark-button").get_attribute("aria-pressed") == "true"
    assert page.evaluate("(() => { try { return localStorage.length; } catch { return 'refused'; } })()") == "refused"
    assert page.complaints == []
    page.context.close()


def test_a_page_without_quotes_has_no_search(browser, frames, tmp_path):
    from nbformat.v4 import new_markdown_cell, new_notebook

    from peace_analysis.report.convert import notebook_to_html

    notebook = new_notebook(cells=[new_markdown_cell("## Part\n\nText.")])
    path = tmp_path / "bare.html"
    path.write_text(notebook_to_html(notebook, title="T", draft=False, audience="researchers"), encoding="utf-8")
    page = open_page(browser, path)
    assert not page.locator(".finder").is_visible()
    assert not page.locator(".code-button").is_visible()
    assert page.complaints == []
    page.context.close()
