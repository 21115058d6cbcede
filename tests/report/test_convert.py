"""A notebook as a page: self-contained, structured, and without traces of its run."""

from __future__ import annotations

import base64
import hashlib
import html
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from peace_analysis.report.convert import clean_notebook, notebook_to_html


def make_notebook():
    parameters = new_code_cell('city = "rio"\ndata = "/Users/someone/secret"', metadata={"tags": ["injected-parameters"]})
    shown = new_code_cell(
        "report.table(frame)",
        execution_count=17,
        outputs=[
            new_output("execute_result", {"text/html": '<h3 id="a">Theme &lt;b&gt;</h3>', "text/plain": "x"}, execution_count=17),
            new_output("stream", name="stderr", text="/Users/someone/lib.py:3: UserWarning"),
            new_output("stream", name="stdout", text="wrote /Users/someone/out.csv and and/or </p>"),
            new_output("display_data", {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "Output()"}),
        ],
        metadata={"papermill": {"start_time": "2026-01-01T00:00:00", "duration": 1.2}},
    )
    notebook = new_notebook(
        cells=[new_markdown_cell("# Title\n\nText."), parameters, new_markdown_cell("## Part one\n\nMore."), shown],
        metadata={
            "papermill": {"parameters": {"city": "rio"}, "output_path": "/Users/someone/out.ipynb"},
            "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}},
            "kernelspec": {"display_name": "Python (someone)", "name": "python3", "path": "/Users/someone"},
        },
    )
    return notebook


def convert(audience="leaders", **settings):
    return notebook_to_html(make_notebook(), **{"title": "A & B", "draft": True, "audience": audience, **settings})


def test_a_page_has_one_title_landmarks_a_skip_link_and_contents():
    page = convert()
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["A &amp; B"]
    assert '<html lang="en"' in page
    for landmark in ("<header>", '<nav aria-label="Contents">', '<main id="content"', "<footer>", '<a class="skip" href="#content">'):
        assert page.count(landmark) == 1
    assert re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', page) == [("section-part-one", "Part one"), ("a", "Theme &lt;b&gt;")]
    assert '<h2 id="section-part-one">Part one</h2>' in page


def test_a_page_names_no_other_place_and_its_policy_allows_only_its_own_style_and_script():
    page = convert()
    outside = page.replace("http-equiv", "")
    assert not re.search(r"(https?:)?//[a-z]", re.sub(r"<(style|script)>.*?</\1>", "", outside, flags=re.DOTALL))
    assert not re.search(r"@import|url\((?!#)", page)
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])
    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'" in policy
    assert "style=" not in page


def test_draft_is_said_in_title_header_footer_and_on_every_sheet_and_goes_with_release():
    page, final = convert(), convert(draft=False)
    assert "<title>DRAFT: " in page
    assert page.count("These results have not been released") == 2
    assert 'class="stamp"' in page
    assert "DRAFT" not in final
    assert 'class="stamp"' not in final


def test_leaders_see_no_code_and_researchers_see_it_folded():
    leaders, researchers = convert(), convert("researchers")
    assert "report.table(frame)" not in leaders
    assert "wrote" not in leaders
    assert '<details class="code">' in researchers
    assert "report.table(frame)" in researchers
    assert "wrote [path] and and/or &lt;/p&gt;" in researchers


@pytest.mark.parametrize("audience", ["leaders", "researchers"])
def test_no_page_shows_paths_warnings_times_or_parameters(audience):
    page = convert(audience)
    for trace in ("someone", "UserWarning", "2026-01-01", "Output()"):
        assert trace not in page


def test_the_frame_speaks_the_city_s_language_and_the_content_says_its_own():
    page = convert("researchers", language="es")
    assert '<html lang="es"' in page
    assert '<main id="content" tabindex="-1" lang="en">' in page
    assert "BORRADOR" in page


@pytest.mark.parametrize(
    ("settings", "message"),
    [({"audience": "all"}, "audience"), ({"audience": "leaders", "language": "xx"}, "language")],
)
def test_unknown_settings_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        notebook_to_html(make_notebook(), **{"title": "T", "draft": True, **settings})


def test_a_failed_notebook_is_refused_without_its_traceback():
    notebook = make_notebook()
    notebook.cells[3].outputs = [new_output("error", ename="E", evalue="somebody's words", traceback=["somebody's words"])]
    with pytest.raises(ValueError, match="a cell of this notebook failed") as caught:
        notebook_to_html(notebook, title="T", draft=True, audience="leaders")
    assert "words" not in str(caught.value)


def test_a_clean_notebook_is_valid_and_says_nothing_of_its_run():
    before = nbformat.writes(make_notebook())
    notebook = make_notebook()
    notebook.cells[3].outputs.append(new_output("error", ename="E", evalue="/Users/someone", traceback=["somebody's words"]))
    clean = clean_notebook(notebook)
    nbformat.validate(clean)
    text = nbformat.writes(clean)
    for trace in ("someone", "somebody", "papermill", "widget", "start_time"):
        assert trace not in text
    assert clean.cells[1].source == "# Parameters\ncity = 'rio'"
    assert [cell.execution_count for cell in clean.cells if cell.cell_type == "code"] == [None, 1]
    assert "papermill" in before


def test_converting_leaves_the_notebook_as_it_was_and_repeats_itself():
    notebook = make_notebook()
    before = nbformat.writes(notebook)
    pages = {notebook_to_html(notebook, title="T", draft=True, audience="researchers") for _ in range(2)}
    assert len(pages) == 1
    assert nbformat.writes(notebook) == before


def test_a_wide_pandas_table_scrolls_by_itself_and_brings_no_style():
    notebook = make_notebook()
    import pandas as pd

    notebook.cells[3].outputs = [new_output("execute_result", {"text/html": pd.DataFrame({"a": ["<b>"]})._repr_html_()}, execution_count=1)]
    page = notebook_to_html(notebook, title="T", draft=True, audience="researchers")
    assert page.count('<div class="table-scroll"') == 1
    assert page.count("<style") == 1
    assert "&lt;b&gt;" in page
    assert "style=" not in page
