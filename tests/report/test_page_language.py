"""Pages, headings and figures in another language: said by a catalog, with the anchors of the English page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from peace_analysis import wording
from peace_analysis.charts.labels import counted, listed, quoted, unit_words
from peace_analysis.charts.rows import say_masked
from peace_analysis.report.convert import notebook_to_html
from peace_analysis.report.page import WORDS, anchored, say_markdown
from peace_analysis.wording.catalogs import find_places

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
SAID = {
    "Theme by theme": "Tema por tema",
    "Two lines that are one paragraph.": "Dos líneas & un párrafo.",
    "DRAFT": "BORRADOR",
    "fewer than {few}": "menos de {few}",
    "and": "y",
    "or": "o",
    "“{name}”": "«{name}»",
}
SOURCE = "## Theme by theme\n\nTwo lines that\nare one paragraph.\n\nNot said.\n\n### Left in English"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A folder with a catalog that says a few things."""
    (tmp_path / "locale").mkdir()
    pairs = "".join(f'msgid "{message}"\nmsgstr "{said}"\n\n' for message, said in SAID.items())
    forms = 'msgid "person"\nmsgid_plural "people"\nmsgstr[0] "persona"\nmsgstr[1] "personas"\n'
    (tmp_path / "locale" / "es.po").write_text(HEAD + pairs + forms, encoding="utf-8")
    return tmp_path


def test_markdown_is_said_paragraph_by_paragraph_and_what_has_no_translation_stays(city):
    assert say_markdown(SOURCE) == SOURCE
    with wording.speaking("es", city):
        assert say_markdown(SOURCE) == "## Tema por tema\n\nDos líneas & un párrafo.\n\nNot said.\n\n### Left in English"


def test_a_heading_keeps_its_place_in_every_language():
    assert anchored("<h2>Tema por tema</h2>", "<h2>Theme by theme</h2>") == '<h2 id="section-theme-by-theme">Tema por tema</h2>'
    assert anchored("<h2>Theme by theme</h2>") == '<h2 id="section-theme-by-theme">Theme by theme</h2>'


def test_a_page_for_leaders_is_all_in_its_language_and_links_to_the_same_places(city):
    notebook = new_notebook(cells=[new_markdown_cell(SOURCE)])
    english = notebook_to_html(notebook, title="T", draft=True, audience="leaders")
    with wording.speaking("es", city):
        page = notebook_to_html(notebook, title="T", language="es", draft=True, audience="leaders")
    assert '<html lang="es"' in page
    assert '<main id="content" tabindex="-1">' in page
    assert '<h2 id="section-theme-by-theme">Tema por tema</h2>' in page
    assert "<p>Dos líneas &amp; un párrafo.</p>" in page
    assert '<a href="#section-theme-by-theme">Tema por tema</a>' in page
    assert "BORRADOR" in page
    assert re.findall(r'id="section[^"]*"', page) == re.findall(r'id="section[^"]*"', english)


def test_a_page_for_researchers_has_its_frame_in_the_language_and_its_content_in_english(city):
    notebook = new_notebook(cells=[new_markdown_cell(SOURCE)])
    with wording.speaking("es", city):
        page = notebook_to_html(notebook, title="T", language="es", draft=True, audience="researchers")
        report = notebook_to_html(notebook, title="T", language="es", draft=True, audience="researchers", content_language="es")
    assert '<main id="content" tabindex="-1" lang="en">' in page
    assert "Theme by theme</h2>" in page
    assert "BORRADOR" in page
    assert '<main id="content" tabindex="-1">' in report
    assert "Tema por tema</h2>" in report


def test_setting_a_page_leaves_the_language_as_it_was(city):
    notebook = new_notebook(cells=[new_markdown_cell(SOURCE)])
    notebook_to_html(notebook, title="T", language="es", draft=True, audience="leaders")
    assert wording.current_language() == "en"
    with pytest.raises(KeyError), wording.speaking("es", city):
        raise KeyError
    assert wording.current_language() == "en"
    assert quoted("a") == "“a”"


def test_words_that_the_script_fills_in_keep_their_places_in_every_catalog():
    for language in wording.list_languages():
        with wording.speaking(language):
            for message in WORDS.values():
                assert find_places(wording._(message)) == find_places(message)


def test_numbers_names_and_lists_are_said_in_the_language(city):
    with wording.speaking("es", city):
        assert [counted(n, "person", "people") for n in (0, 1, 1204)] == ["0 personas", "1 persona", "1,204 personas"]
        assert (unit_words("participant"), unit_words("participant", 1), unit_words("session")) == ("personas", "persona", "sessions")
        assert counted(2, "{thing}") == "2 {thing}s"
        assert quoted("Lights") == "«Lights»"
        assert say_masked("fewer than 3") == "menos de 3"
        assert say_masked("62") == "62"
        assert listed(["padres", "hijos", "abuelas"]) == "padres, hijos y abuelas"
        assert listed(["padres", "hijos"]) == "padres e hijos"
        assert listed(["agua", "hielo"], "or") == "agua o hielo"
        assert listed(["agua", "hielo"]) == "agua y hielo"
        assert listed(["unos", "“Otros”"], "or") == "unos u “Otros”"
    assert listed(["parents", "infants"]) == "parents and infants"
    assert listed(["one", "other"], "or") == "one or other"
