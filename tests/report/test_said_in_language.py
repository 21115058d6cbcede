"""The report's own words in another language: said where they are shown, and nowhere else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from invented_city import make_frames, make_material

from peace_analysis import report, tables
from peace_analysis.city import City
from peace_analysis.errors import CityError
from peace_analysis.report.accounted import LEFT_OUT, MEANINGS, meaning_of
from peace_analysis.report.checklist import NOT_RECORDED, fill_checklist
from peace_analysis.report.facts_known import known_facts
from peace_analysis.report.withheld import withheld
from peace_analysis.wording import current_language, use_language
from peace_analysis.wording.days import say_day

CATALOG = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Who was heard."
msgstr "A quiénes se escuchó."

msgid "Answer"
msgstr "Respuesta"

msgid "not recorded"
msgstr "no consta"

msgid "Cells"
msgstr "Celdas"

msgid "Table: {caption}"
msgstr "Tabla: {caption}"

msgid "{n:,} statement fits no theme."
msgid_plural "{n:,} statements fit no theme."
msgstr[0] "{n:,} declaración no cabe en ningún tema."
msgstr[1] "{n:,} declaraciones no caben en ningún tema."

msgid "at least one session"
msgstr "al menos una sesión"

msgid "people introducing themselves"
msgstr "personas que se presentan"

msgid "Residents"
msgstr "Población"
"""


@pytest.fixture
def _spanish(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "es.po").write_text(CATALOG, encoding="utf-8")
    use_language("es", tmp_path)
    yield
    use_language("en")


@pytest.mark.usefixtures("_spanish")
def test_what_a_reader_sees_is_said_in_the_language_of_the_report() -> None:
    material = make_material(make_frames())
    assert "<strong>A quiénes se escuchó.</strong>" in report.summary(material).markup
    assert "24 declaraciones no caben en ningún tema." in report.limits(material).markup
    assert "6 (personas que se presentan)" in report.limits(material).markup
    assert "Celdas</th>" in withheld(material).markup
    checked = report.checklist(material).markup
    assert 'aria-label="Tabla: ' in checked
    assert "Respuesta</th>" in checked
    assert "<bdi>no consta</bdi>" in checked
    assert "<bdi>not recorded</bdi>" not in checked


@pytest.mark.usefixtures("_spanish")
def test_what_has_no_translation_stays_english() -> None:
    assert "The rest reads “not recorded”." in report.checklist(make_material(make_frames())).markup


@pytest.mark.usefixtures("_spanish")
def test_the_city_s_own_words_are_not_translated() -> None:
    frames = make_frames()
    frames["sessions"]["stakeholder_group"] = frames["participants"]["stakeholder_group"] = "Residents"
    shown = report.who_took_part(make_material(frames)).markup
    assert "<bdi>Residents</bdi>" in shown
    assert "<bdi>Población</bdi>" not in shown


def test_tables_are_the_same_in_every_language(_spanish: None) -> None:
    material = make_material(make_frames())
    said = known_facts(material), fill_checklist(material)[["Part", "Point"]]
    unanswered = (fill_checklist(material)["Answer"] == NOT_RECORDED).sum()
    use_language("en")
    assert known_facts(material).equals(said[0])
    assert fill_checklist(material)[["Part", "Point"]].equals(said[1])
    assert (fill_checklist(material)["Answer"] == NOT_RECORDED).sum() == unanswered > 0


def test_a_report_is_gathered_in_the_language_of_its_city(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "riverton"
    folder.mkdir()
    for name in ("city.yml", "sessions.csv", "participants.csv"):
        shutil.copy(root / "data" / "riverton" / name, folder)
    settings = (folder / "city.yml").read_text(encoding="utf-8")
    (folder / "city.yml").write_text(settings.replace("language: en\n", "language: fr\n"), encoding="utf-8")
    (folder / "locale").mkdir()
    (folder / "locale" / "fr.po").write_text(CATALOG, encoding="utf-8")
    place = City.open("riverton", tmp_path)
    try:
        with pytest.raises(CityError):  # no stage has run
            report.gather(place)
        assert current_language() == "fr"
    finally:
        use_language("en")


def test_the_words_for_utterances_are_those_of_the_data_dictionary() -> None:
    counts = {column.name: column.meaning for column in tables.ACCOUNTING.columns if column.kind == "integer"}
    assert {name: meaning_of(name) for name in (*MEANINGS, *LEFT_OUT)} == counts


@pytest.mark.parametrize(
    ("language", "said"), [("en", "April 1, 2026"), ("es", "1 de abril de 2026"), ("fr", "1 avril 2026"), ("zzz", "2026-04-01")]
)
def test_a_day_is_said_as_people_write_it(tmp_path: Path, language: str, said: str) -> None:
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / f"{language}.po").write_text(CATALOG, encoding="utf-8")
    try:
        use_language(language, tmp_path)
        assert say_day(date(2026, 4, 1)) == said
    finally:
        use_language("en")
