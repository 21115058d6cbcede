"""axe-core in Chromium finds no fault at WCAG 2.2 AA: report and researchers' pages, light and dark, with and without the script."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from browsing import faults, make_page, open_page, read_axe
from invented_city import make_frames, make_material

from peace_analysis.report.material import Material

pytestmark = pytest.mark.browser
PANDAS = pd.DataFrame({"a": [1]})._repr_html_()


@pytest.fixture(scope="module")
def material() -> Material:
    """The invented city, its figures drawn once for all pages."""
    return make_material(make_frames())


# Half of all sixteen ways, so chosen that any three of the four properties meet in every combination.
WAYS = [
    (audience, scheme, width, script)
    for audience, scheme, width, script in product(("leaders", "researchers"), ("light", "dark"), (1280, 320), (True, False))
    if ((audience == "leaders") + (scheme == "light") + (width == 1280) + script) % 2 == 0
]


@pytest.mark.parametrize(("audience", "scheme", "width", "script"), WAYS)
def test_axe_finds_no_fault(browser, material, tmp_path, audience, scheme, width, script):
    axe = read_axe()
    path = make_page(material, tmp_path, audience, added=PANDAS, script=script)
    page = open_page(browser, path, color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 800})
    assert faults(page, axe) == []
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert faults(page, axe) == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_while_searching_in_spanish(browser, material, tmp_path, scheme):
    axe = read_axe()
    page = open_page(browser, make_page(material, tmp_path, language="es"), color_scheme=scheme, bypass_csp=True)
    page.fill("#find-words", "porch")
    page.locator(".finder [role=status]:not(:empty)").wait_for()
    assert faults(page, axe) == []
    page.fill("#find-words", "zzzz")
    page.get_by_text("No se encontró nada").wait_for()
    assert faults(page, axe) == []
    page.context.close()


def test_axe_does_find_a_fault_where_there_is_one(browser, material, tmp_path):
    axe = read_axe()
    path = make_page(material, tmp_path, added='<button class="y"></button><img src="data:,">')
    page = open_page(browser, path, bypass_csp=True)
    assert {"button-name", "image-alt"} <= {rule for rule, _ in faults(page, axe)}
    page.context.close()
