"""Real pages, printed by the real programs, and read back with a PDF library."""

from __future__ import annotations

import re
import stat
import time
from pathlib import Path

import pytest
from invented_city import make_frames, make_material
from test_page_in_browser import make_page

from peace_analysis import report
from peace_analysis.disclosure.leaks import find_leaks, gather
from peace_analysis.report import pdf
from peace_analysis.report.axe import Axe, find_axe, look_at_pages
from peace_analysis.report.brief import make_briefs
from peace_analysis.report.brief_page import brief_to_html

pytestmark = pytest.mark.browser
LETTER, A4 = (612, 792), (595, 842)  # points


@pytest.fixture(params=["chromium", "weasyprint"])
def printer(request: pytest.FixtureRequest) -> pdf.Printer:
    found = pdf.find_printer(request.param)
    if found is None:
        pytest.skip(f"{request.param} is not installed")
    return found


def read(path: Path):
    return pytest.importorskip("pypdf", reason="pypdf is not installed: `pip install pypdf`").PdfReader(path)


def structure(reader) -> list[str]:
    """Kinds of all elements of the structure tree."""
    kinds, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif hasattr(element, "get"):
            kinds += [str(element["/S"])[1:]] if "/S" in element else []
            waiting += [element["/K"]] if "/K" in element else []
    return kinds


def test_the_report_is_a_tagged_titled_pdf_in_its_language_with_draft_on_every_page(material, tmp_path, printer):
    page, target = make_page(material, tmp_path), tmp_path / "report.pdf"
    pdf.print_page(page, target, printer)
    reader = read(target)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata.title == "DRAFT: Report: Testville"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = structure(reader)
    assert kinds.count("H1") == 1
    assert {"H2", "H3", "Table", "TR", "TH", "TD", "L", "LI", "P", "Figure"} <= set(kinds)
    headings = page.read_text(encoding="utf-8").count("<h2")
    assert kinds.count("H2") == headings
    assert len(reader.pages) > 2
    assert all("DRAFT" in sheet.extract_text() for sheet in reader.pages)
    assert "Slow answers to 911 calls" in " ".join("".join(sheet.extract_text() for sheet in reader.pages).split())


def test_a_pdf_names_no_machine_no_time_and_no_address(material, tmp_path, printer):
    target = tmp_path / "report.pdf"
    pdf.print_page(make_page(material, tmp_path), target, printer)
    reader, content = read(target), target.read_bytes()
    assert reader.metadata.creation_date is None
    assert b"file://" not in content
    assert str(tmp_path).encode() not in content
    links = [note.get_object() for sheet in reader.pages for note in sheet.get("/Annots", [])]
    assert all("/URI" not in link.get("/A", {}) for link in links)


def test_the_same_page_gives_the_same_bytes(material, tmp_path, printer):
    (brief, *_) = make_briefs(material)
    page = tmp_path / "brief.html"
    page.write_text(brief_to_html(brief, draft=True), encoding="utf-8")
    for name in ("a.pdf", "b.pdf"):
        pdf.print_page(page, tmp_path / name, printer)
        time.sleep(1.1)  # a time of printing would differ
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_name_in_a_printed_page_is_found_by_the_leak_gate(material, tmp_path, printer):
    (brief, *_) = make_briefs(material)
    for folder, words in (("clean", "Nobody is named"), ("leaking", "Ask Oluwaseun Adeyemi-Brandt")):
        page = tmp_path / f"{folder}.html"
        page.write_text(brief_to_html(brief, draft=True, contact=words), encoding="utf-8")
        (tmp_path / folder).mkdir()
        pdf.print_page(page, tmp_path / folder / "brief.pdf", printer)
    sought = gather([("NAME", "", "Oluwaseun Adeyemi-Brandt")])
    assert find_leaks(tmp_path / "clean", sought) == []
    assert {leak.artefact for leak in find_leaks(tmp_path / "leaking", sought)} == {"brief.pdf"}


def test_a_word_alone_in_a_line_of_a_printed_page_is_no_cell(tmp_path, printer):
    page = tmp_path / "page.html"
    page.write_text('<!DOCTYPE html><html lang="en"><title>T</title><p>We have good<br>grace<br>and patience.</p>', encoding="utf-8")
    (tmp_path / "out").mkdir()
    pdf.print_page(page, tmp_path / "out" / "page.pdf", printer)
    assert find_leaks(tmp_path / "out", gather([("NAME", "", "Grace Adeyemi")])) == []


@pytest.fixture
def sheets(browser):
    """Pages that Chromium needs for a brief, on a kind of paper."""

    def count(page: Path, paper: str) -> int:
        opened = browser.new_page()
        opened.goto(page.as_uri())
        content = opened.pdf(format=paper, prefer_css_page_size=False)
        opened.close()
        return len(re.findall(rb"/Type\s*/Page\b(?!s)", content))

    return count


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_a_brief_is_one_sheet_on_letter_and_a4_also_with_long_names(frames, tmp_path, sheets, paper):
    long = make_frames(lambda text, number: f"{text} {'and its surroundings ' * 2}")
    for number, city in enumerate((make_material(frames), make_material(long))):
        for brief in make_briefs(city):
            page = tmp_path / f"{number}-{brief.slug}.html"
            page.write_text(brief_to_html(brief, draft=True, contact="listening@testville.example"), encoding="utf-8")
            assert sheets(page, paper) == 1, brief.slug


def test_a_printer_that_fails_or_hangs_is_told_and_ended(material, tmp_path, monkeypatch):
    page, program = tmp_path / "page.html", tmp_path / "printer"
    page.write_text("<p>x", encoding="utf-8")
    program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pdf, "LONGEST_SECONDS", 1)
    with pytest.raises(pdf.PrintError, match="did not end within 1 seconds"):
        pdf.print_page(page, tmp_path / "page.pdf", pdf.Printer("chromium", "1", str(program)))
    number = int((tmp_path / "pid").read_text(encoding="utf-8"))
    assert not Path(f"/proc/{number}").exists()
    program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    with pytest.raises(pdf.PrintError, match="code 3"):
        pdf.print_page(page, tmp_path / "page.pdf", pdf.Printer("chromium", "1", str(program)))
    assert not (tmp_path / "page.pdf").exists()


def test_no_printer_is_found_where_there_is_none_or_none_is_wanted(monkeypatch):
    assert pdf.find_printer("off") is None
    monkeypatch.setenv(pdf.CHROMIUM_VARIABLE, "/nowhere/chromium")
    assert pdf.find_printer("chromium") is None


@pytest.fixture
def axe() -> Axe:
    found = find_axe()
    if found is None:
        pytest.skip("axe-core is not here: `npm install axe-core`, or name axe.min.js in AXE_CORE")
    return found


def test_axe_finds_no_fault_in_a_brief_and_names_those_of_a_bad_page(material, tmp_path, axe):
    (brief, *_) = make_briefs(material)
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_text(brief_to_html(brief, draft=True), encoding="utf-8")
    style = "@media (prefers-color-scheme: dark) { p { color: #777; background: #888 } }"
    bad.write_text(f'<!DOCTYPE html><html lang="en"><title>T</title><style>{style}</style><h1>H</h1><p>Some words</p><img src="data:,">')
    found = look_at_pages([good, bad], axe)
    assert found[good] == []
    assert {fault.split(":")[0] for fault in found[bad]} == {"image-alt (light)", "image-alt (dark)", "color-contrast (dark)"}


def test_briefs_of_a_hostile_city_run_nothing(hostile_material: report.Material, tmp_path, axe):
    pages = []
    for brief in make_briefs(hostile_material):
        page = tmp_path / f"{brief.slug}.html"
        page.write_text(brief_to_html(brief, draft=True), encoding="utf-8")
        assert not re.search(r"<script|<svg|<img|<math", page.read_text(encoding="utf-8"))
        pages.append(page)
    assert all(faults == [] for faults in look_at_pages(pages, axe).values())
