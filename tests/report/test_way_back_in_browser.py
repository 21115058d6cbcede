"""The way back in Chromium: a link opens the folded statements it leads to, by keyboard and without any script."""

from __future__ import annotations

import pytest

from peace_analysis import report
from peace_analysis.report.html import join, paragraph

pytestmark = pytest.mark.browser


def test_a_link_opens_the_statements_by_keyboard_without_script(browser, material, tmp_path):
    said = report.link_themes(material, paragraph("Most spoke of “Dark streets (tentative)”."))
    path = tmp_path / "page.html"
    body = join([said, report.what_people_said(material)]).markup
    path.write_text(f"<!DOCTYPE html><html lang='en'><title>x</title><body>{body}</body></html>", encoding="utf-8")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(path.as_uri())
    behind = page.locator("#statements-T02")
    assert not behind.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    behind.wait_for(state="visible", timeout=5000)
    assert "[NAME" in behind.inner_text()
    assert not page.locator("#statements-T01").is_visible()
    page.context.close()
