"""A city whose every field holds hostile words, run whole: nothing runs in Chromium, and nothing is a formula in LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from browsing import FOREIGN, faults, open_page, read_axe
from command_line import peace, start
from hostile_city import KEY, SPOKEN, cell, typed, write_city
from hostile_words import FORMULAS, HOSTILE, MARKS

from peace_analysis.charts.labels import clean_text
from peace_analysis.report.public import write_public_table
from peace_analysis.settings import Study

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ("report.html", *(f"notebooks/{name}.html" for name in ("1_anonymize", "2_themes", "3_groups", "4_policy", "5_report")))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the hostile city's data and reports, after its run."""
    folder = tmp_path_factory.mktemp("hostile")
    write_city(folder / "data")
    done = start("run", KEY, "--data", str(folder / "data"))
    assert done.returncode == 0, done.stderr
    return folder


def squeeze(text: str) -> str:
    return " ".join(text.split())


def shown(words: str) -> str:
    """How words read on a page: control characters replaced, marks of direction left out."""
    return squeeze(clean_text(words))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_and_no_request_leaves(browser, city, name):
    page = open_page(browser, city / "reports" / KEY / name)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert page.evaluate("typeof window.canary") == "undefined"
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
    assert page.complaints == []
    assert page.evaluate("document.querySelectorAll('script').length") == 1
    assert page.locator(f"main :is({FOREIGN})").count() == 0
    assert page.evaluate("[...document.querySelectorAll('*')].some(e => [...e.attributes].some(a => a.name.startsWith('on')))") is False
    addresses = page.evaluate("[...document.querySelectorAll('[href], [src]')].map(e => e.getAttribute('href') || e.getAttribute('src'))")
    assert [address for address in addresses if not address.startswith(("#", "data:image/"))] == []
    page.context.close()


def test_what_a_city_writes_is_shown_as_written(browser, city):
    page = open_page(browser, city / "reports" / KEY / "report.html")
    text = {place: squeeze(page.locator(place).evaluate("e => e.textContent")) for place in ("h1", "title", "main", "nav")}
    page.context.close()
    for place in ("h1", "title"):
        assert [words for words in HOSTILE if shown(words) not in text[place]] == [], place
    # Contact, questions, what a code means, the background, recommendations with what became of them; then names, wherever they stand.
    fields = ("Contact", "How do you feel?", "How do you want to be served?", "Brief:", *(f"{name}:" for name in Study.model_fields))
    for field in (*fields, "Text", "Owner", "Dissent:", "Option", "Pro", "Con", "Reason:", "Response:", "About:", "Item 2:", "Drawn from:"):
        start = text["main"].index(f"{field} {shown(HOSTILE[0])}")
        written = text["main"][start : start + 2 * len(" \u00b7 ".join(HOSTILE))]
        assert [words for words in HOSTILE if shown(words) not in written] == [], field
    assert [words for words in HOSTILE if shown(cell(words)) not in text["main"]] == []
    assert text["nav"].count("window.canary=1") > 10
    # The policy's words, answers and steps; then what people said of it, in which a tag or two is taken for a name.
    for field in ("Because:", "Step:", "Source:"):
        assert lost_words(text["main"], field, HOSTILE) == [], field
    for field in ("Clause:", "Added:"):
        assert len(lost_words(text["main"], field, HOSTILE)) <= 8, field  # stars, brackets and backquotes are markdown
    for field in ("Comment:", "Our words:", "On record:"):
        assert len(lost_words(text["main"], field, SPOKEN)) <= 6, field


def lost_words(text: str, field: str, words: list[str]) -> list[str]:
    """Words that do not stand behind a field; markdown of a policy is read as such."""
    written = text[text.index(f"{field} {shown(HOSTILE[0])}") :][: 3 * len(" \u00b7 ".join(HOSTILE))]
    return [one for one in words if one not in MARKS and shown(typed(cell(one))) not in written]


def test_what_people_say_stays_as_said(city):
    said = "\n".join(pd.read_parquet(city / "data" / KEY / "derived" / "statements.parquet")["text"])
    said = squeeze(clean_text(said))
    lost = [words for words in SPOKEN if shown(typed(words)) not in said]
    assert len(SPOKEN) > 80
    assert len(lost) <= 6, lost  # a tag or two is taken for a name


@pytest.mark.parametrize("width", [320, 1280])
def test_the_report_of_a_hostile_city_does_not_scroll_sideways(browser, city, width):
    page = open_page(browser, city / "reports" / KEY / "report.html", viewport={"width": width, "height": 800})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize("name", ["report.html", "notebooks/2_themes.html"])
def test_axe_finds_no_fault_in_a_hostile_city(browser, city, name):
    page = open_page(browser, city / "reports" / KEY / name, bypass_csp=True)
    assert faults(page, read_axe()) == []
    page.context.close()


def test_figures_are_files_without_anything_that_runs(city):
    drawn = sorted((city / "reports" / KEY / "figures").glob("*.svg"))
    assert drawn
    for path in drawn:
        text = path.read_text(encoding="utf-8")
        tags = re.sub(r">[^<]*<", "><", text)
        assert not re.search(r'<(script|foreignObject|image|style)|\son\w+=|javascript:|<!ENTITY|href="(?!#)', tags), path.name


def to_sheets(files: list[Path], folder: Path) -> list[Path]:
    """Open files in LibreOffice, as somebody who double-clicks them, and keep each as an OpenDocument sheet."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: `apt-get install --no-install-recommends libreoffice-calc`")
    command = [office, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "ods"]
    environment = {**os.environ, "HOME": str(folder)}
    command += ["--outdir", str(folder), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, env=environment)
    sheets = [folder / f"{path.stem}.ods" for path in files]
    assert all(sheet.is_file() for sheet in sheets), done.stderr
    return sheets


def formulas(sheet: Path) -> list[str]:
    """Cells of an OpenDocument sheet that hold a formula or a link."""
    content = zipfile.ZipFile(sheet).read("content.xml").decode("utf-8")
    return re.findall(r'table:formula="[^"]*"|<text:a [^>]*>|<table:dde-link', content)


def test_libreoffice_does_read_a_formula_where_nothing_is_done_against_it(tmp_path):
    (tmp_path / "bad.csv").write_text("a,b\n=1+1,=SUM(A1:A2)\n", encoding="utf-8")
    assert len(formulas(*to_sheets([tmp_path / "bad.csv"], tmp_path))) == 2


def test_every_hostile_string_stays_text_in_libreoffice(tmp_path):
    path = write_public_table(pd.DataFrame({"text": [*HOSTILE, *(f"\t {words}" for words in FORMULAS)]}), tmp_path / "words.csv")
    (sheet,) = to_sheets([path], tmp_path)
    assert formulas(sheet) == []


def test_the_tables_of_a_hostile_city_stay_text_in_libreoffice(city, tmp_path):
    files = sorted((city / "reports" / KEY / "tables").glob("*.csv"))
    assert len(files) >= 8
    assert {sheet.name: formulas(sheet) for sheet in to_sheets(files, tmp_path)} == {f"{path.stem}.ods": [] for path in files}


def test_the_review_workbook_of_a_hostile_city_stays_text_in_libreoffice(city, tmp_path):
    path = tmp_path / "workbook.xlsx"
    done = peace("review", KEY, "export", "--to", str(path), "--data", str(city / "data"))
    assert done.returncode == 0, done.stderr
    (sheet,) = to_sheets([path], tmp_path)
    content = zipfile.ZipFile(sheet).read("content.xml").decode("utf-8")
    written = [str(value) for page in openpyxl.load_workbook(path).worksheets for row in page.values for value in row if value]
    assert content.count("window.canary=1") == "\n".join(written).count("window.canary=1")  # the sheet shows all of the sample as text
    assert sum(any(words in value for words in HOSTILE) for value in written) > 20
    own = [formula for formula in formulas(sheet) if "canary" in formula or "example.invalid" in formula or "cmd" in formula]
    assert own == []
