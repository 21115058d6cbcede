"""The leak gate: 100 planted leaks in every kind of artefact, and look-alikes that must pass."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from peace_analysis.city import City
from peace_analysis.disclosure import leaks
from peace_analysis.errors import LeakError, PeaceAnalysisError

PNG = b"\x89PNG\r\n\x1a\n"
FOUND = [
    ("NAME", "", "Nkechi Okafor"),
    ("NAME", "", "José Echeverría"),
    ("NAME", "", "Jean-Rony Desrosiers"),
    ("NAME", "", "Siobhan O'Rourke"),
    ("NAME", "", "Will Price"),
    ("NAME", "", "Tou Ger Lor"),
    ("NAME", "", "May"),
    ("NAME", "", "Warren"),
    ("NAME", "", "Grace"),
    ("NAME", "", "Old"),
    ("NAME", "", "Bo"),
    ("NAME", "", "Participant 3"),
    ("PHONE", "", "five five five, oh one four four"),
    ("PHONE", "", "(555) 555-0163"),
    ("EMAIL", "", "d kovalenko at eastgate weld dot com"),
    ("ID", "SSN", "987-65-4329"),
    ("ID", "PLATE", "K R four, seven seven one"),
    ("ID", "BADGE", "forty-one seventeen"),
    ("ID", "CASE", "docket 25-CV-1184"),
    ("ADDRESS", "", "2218 Quay Street"),
    ("ORGANIZATION", "SCHOOL", "Marlowe Academy"),
    ("KIN", "", "my nephew"),
    ("AGE", "", "93"),
]
KEEP, KNOWN = ("Warren Park",), ("Old Town", "Harbor Point")


@pytest.fixture(scope="module")
def sought() -> leaks.Sought:
    return leaks.gather(FOUND, KEEP, KNOWN)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture(*chunks: bytes, after: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return PNG + header + b"".join(chunks) + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"") + after


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def signed(word: str) -> str:
    return b64(picture(chunk(b"tEXt", b"Author" + bytes(1) + word.encode())))


def page(body: str = "<p>Nothing.</p>", head: str = "") -> bytes:
    return f'<!doctype html>\n<html lang="en"><head><title>Report</title>{head}</head>\n<body>\n{body}\n</body></html>'.encode()


def notebook(cell: dict[str, object], metadata: dict[str, object] | None = None) -> bytes:
    return json.dumps({"cells": [cell], "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def code(output: dict[str, object]) -> bytes:
    return notebook({"cell_type": "code", "source": "", "metadata": {}, "outputs": [output]})


def figure(inside: str) -> bytes:
    return f'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M 1 2 L 3 4"/>{inside}</svg>'.encode()


def table(frame: pa.Table) -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(frame, buffer)
    return buffer.getvalue()


def archive(members: dict[str, bytes], comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
        file.comment = comment
    return buffer.getvalue()


def pdf(stream: bytes = b"", outside: str = "", *, packed: bool = True) -> bytes:
    body = zlib.compress(stream) if packed else stream
    return (
        b"%PDF-1.7\n1 0 obj\n<<" + outside.encode("latin-1") + b">>\nendobj\n2 0 obj\n<<>>\nstream\n" + body + b"\nendstream\nendobj\n%%EOF"
    )


def character_codes(word: str) -> bytes:
    """Show a word in codes that only the font's own table explains, as browsers print it."""
    entries = "\n".join(f"<{number:04X}> <{ord(letter):04X}>" for number, letter in enumerate(word, 3))
    shown = "".join(f"{number:04X}" for number in range(3, 3 + len(word)))
    return (
        b"%PDF-1.4\n1 0 obj\n<<>>\nstream\n"
        + zlib.compress(f"{len(word)} beginbfchar\n{entries}\nendbfchar".encode())
        + b"\nendstream\nendobj\n"
        b"2 0 obj\n<<>>\nstream\n" + zlib.compress(f"BT /F1 12 Tf <{shown}> Tj ET".encode()) + b"\nendstream\nendobj\n%%EOF"
    )


def split(word: str, mark: str) -> str:
    return word[: len(word) // 2] + mark + word[len(word) // 2 :]


PLACES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "html text": ("report.html", lambda w: page(f"<p>said {w}, and left</p>")),
    "html word broken by a tag": ("report.html", lambda w: page(f"<p>{split(w, '<b></b>')}</p>")),
    "html attribute": ("report.html", lambda w: page(f'<img alt="{w}">')),
    "html data attribute": ("report.html", lambda w: page(f"<td data-label='{w}'>1</td>")),
    "html comment": ("report.html", lambda w: page(f"<!-- {w} -->")),
    "html metadata": ("report.html", lambda w: page(head=f'<meta name="author" content="{w}">')),
    "html script": ("report.html", lambda w: page(f'<script>const rows = ["{w}"];</script>')),
    "html style": ("report.html", lambda w: page(head=f"<style>/* {w} */</style>")),
    "html inline svg": ("report.html", lambda w: page(f"<svg><title>{w}</title></svg>")),
    "html link": ("report.html", lambda w: page(f'<a href="#{w}">1</a>')),
    "html picture": ("report.html", lambda w: page(f'<img src="data:image/png;base64,{signed(w)}">')),
    "notebook source": ("notebooks/a.ipynb", lambda w: notebook({"cell_type": "markdown", "source": ["# A\n", f"{w}\n"], "metadata": {}})),
    "notebook stream": ("notebooks/a.ipynb", lambda w: code({"output_type": "stream", "name": "stdout", "text": f"0  {w}\n"})),
    "notebook html": ("notebooks/a.ipynb", lambda w: code({"output_type": "display_data", "data": {"text/html": [f"<td>{w}</td>"]}})),
    "notebook cell metadata": ("notebooks/a.ipynb", lambda w: notebook({"cell_type": "raw", "source": "", "metadata": {"by": w}})),
    "notebook metadata key": ("notebooks/a.ipynb", lambda w: notebook({"cell_type": "raw", "source": ""}, {w: 1})),
    "notebook attachment": ("notebooks/a.ipynb", lambda w: notebook({"attachments": {"a.png": {"image/png": signed(w)}}})),
    "notebook attached text": ("notebooks/a.ipynb", lambda w: notebook({"attachments": {"a": {"text/plain": b64(w.encode())}}})),
    "csv cell": ("tables/themes.csv", lambda w: f'theme,quote\n1,"so {w} said"\n'.encode()),
    "csv header": ("tables/themes.csv", lambda w: f'theme,"{w}"\n1,2\n'.encode()),
    "csv in utf-16": ("tables/themes.csv", lambda w: f'theme,"{w}"\n1,2\n'.encode("utf-16")),
    "json value": ("build.json", lambda w: json.dumps({"a": [{"b": w}]}).encode()),
    "json key": ("build.json", lambda w: json.dumps({"a": {w: 1}}).encode()),
    "json hidden by a later key": ("build.json", lambda w: f'{{"a": {json.dumps(w)}, "a": 1}}'.encode()),
    "parquet value": ("tables/t.parquet", lambda w: table(pa.table({"text": ["none", w]}))),
    "parquet nested value": ("tables/t.parquet", lambda w: table(pa.table({"rows": [[{"who": w}]]}))),
    "parquet bytes": ("tables/t.parquet", lambda w: table(pa.table({"raw": [w.encode()]}))),
    "parquet column": ("tables/t.parquet", lambda w: table(pa.table({w: [1]}))),
    "parquet file metadata": ("tables/t.parquet", lambda w: table(pa.table({"a": [1]}).replace_schema_metadata({"made by": w}))),
    "svg text": ("figures/f.svg", lambda w: figure(f"<text>{w}</text>")),
    "svg letters one by one": ("figures/f.svg", lambda w: figure("".join(f"<tspan>{c}</tspan>" for c in w))),
    "svg title": ("figures/f.svg", lambda w: figure(f"<title>{w}</title>")),
    "svg metadata": ("figures/f.svg", lambda w: figure(f"<metadata><dc:creator>{w}</dc:creator></metadata>")),
    "svg comment": ("figures/f.svg", lambda w: figure(f"<!-- {w} -->")),
    "txt": ("figures/f.txt", lambda w: f"Bars by theme.\nNote: {w}.\n".encode()),
    "txt in latin-1": ("figures/f.txt", lambda w: f"Caf\xe9 note: {w}.\n".encode("latin-1", errors="ignore")),
    "png tEXt": ("figures/f.png", lambda w: picture(chunk(b"tEXt", b"Description" + bytes(1) + w.encode()))),
    "png zTXt": ("figures/f.png", lambda w: picture(chunk(b"zTXt", b"Comment" + bytes(2) + zlib.compress(w.encode())))),
    "png iTXt": ("figures/f.png", lambda w: picture(chunk(b"iTXt", b"Title" + bytes(5) + w.encode()))),
    "png packed iTXt": ("figures/f.png", lambda w: picture(chunk(b"iTXt", b"Title" + b"\x00\x01" + bytes(3) + zlib.compress(w.encode())))),
    "png eXIf": ("figures/f.png", lambda w: picture(chunk(b"eXIf", b"MM\x00\x2a" + bytes(4) + w.encode() + bytes(2)))),
    "png after its end": ("figures/f.png", lambda w: picture(after=w.encode())),
    "pdf page": ("report.pdf", lambda w: pdf(f"BT ({w}) Tj ET".encode())),
    "pdf page in pieces": ("report.pdf", lambda w: pdf(f"BT [({w[:3]}) -20 ({w[3:]})] TJ ET".encode())),
    "pdf page in character codes": ("report.pdf", character_codes),
    "pdf title": ("report.pdf", lambda w: pdf(outside=f"/Title ({w})")),
    "pdf title in utf-16": ("report.pdf", lambda w: pdf(outside=f"/Title <FEFF{w.encode('utf-16-be').hex()}>")),
    "pdf xmp": ("report.pdf", lambda w: pdf(f"<rdf:li>{w}</rdf:li>".encode(), packed=False)),
    "xlsx string": ("tables/t.xlsx", lambda w: archive({"xl/sharedStrings.xml": f"<sst><si><t>{w}</t></si></sst>".encode()})),
    "docx text in runs": ("report.docx", lambda w: archive({"word/document.xml": f"<w:t>{split(w, '</w:t><w:t>')}</w:t>".encode()})),
    "docx author": ("report.docx", lambda w: archive({"docProps/core.xml": f"<dc:creator>{w}</dc:creator>".encode()})),
    "zip in a zip": ("all.zip", lambda w: archive({"inner.zip": archive({"a.txt": w.encode()})})),
    "zip comment": ("all.zip", lambda w: archive({"a.txt": b""}, w.encode())),
    "unknown file": ("model.bin", lambda w: bytes(range(256)) + w.encode() + bytes(range(256))),
    "unknown file in utf-16": ("model.bin", lambda w: b"\x01\x00" + w.encode("utf-16-le")),
}  # fmt: skip
SPELLINGS = {
    "full": "Nkechi Okafor",
    "surname": "Okafor",
    "upper": "OKAFOR",
    "lower": "okafor nkechi",
    "reversed": "Okafor, Nkechi",
    "possessive": "Okafor's",
    "joined": "NkechiOkafor",
    "file style": "nkechi_okafor",
    "numbered": "okafor22",
    "hyphen": "Nkechi-Okafor",
    "two spaces": "Nkechi  Okafor",
    "accents": "Echeverría",
    "no accents": "Echeverria",
    "curly possessive": "Okafor\u2019s",
    "decomposed": "Echeverri\u0301a",
    "zero width": "Oka\u200bfor",
    "soft hyphen": "Oka\u00adfor",
    "full width": "\uff2f\uff4b\uff41\uff46\uff4f\uff52",
    "html escaped": "Echeverr&iacute;a",
    "escaped twice": "Echeverr&amp;#237;a",
    "url encoded": "Jos%C3%A9%20Echeverr%C3%ADa",
    "hyphen left out": "Jean Rony",
    "first and last": "Tou Lor",
    "no apostrophe": "ORourke",
    "all ordinary words": "Will Price",
    "ordinary reversed": "Price, Will",
    "title": "Mr. Warren",
    "phone": "555-0144",
    "phone without marks": "5550144",
    "phone with prefixes": "+1 (555) 555.0163",
    "phone in one": "15555550163",
    "mail": "d.kovalenko@eastgateweld.com",
    "number": "987654329",
    "number with spaces": "987 65 4329",
    "plate": "KR4-771",
    "badge": "badge 4117",
    "case": "No. 25 CV 1184",
    "badge said": "forty one seventeen",
    "address": "2218 quay st.",
    "school": "MARLOWE ACADEMY",
    "age": "93 years old",
}


PLANTED = [(place, "Okafor") for place in PLACES] + [
    (place, spelling)
    for spelling, places in zip(
        list(SPELLINGS.values()) + ["Desrosiers"] * 6,
        [("html text",), ("csv cell",), ("json value",), ("notebook stream",), ("svg text",), ("parquet value",)] * 8,
        strict=False,
    )
    for place in places
]


def plant(folder: Path, place: str, word: str) -> Path:
    name, make = PLACES[place]
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(make(word))
    return path


def test_at_least_a_hundred_leaks_are_planted() -> None:
    assert len(set(PLANTED)) >= 100


@pytest.mark.parametrize(("place", "word"), PLANTED)
def test_gate_stops_each_planted_leak(place: str, word: str, sought: leaks.Sought, tmp_path: Path) -> None:
    path = plant(tmp_path, place, word)
    found = leaks.find_leaks(tmp_path, sought)
    assert found
    assert {leak.artefact for leak in found} == {path.relative_to(tmp_path).as_posix()}
    assert word.lower() not in "\n".join(map(str, found)).lower()


@pytest.mark.parametrize("place", PLACES)
def test_the_same_artefact_passes_without_the_leak(place: str, sought: leaks.Sought, tmp_path: Path) -> None:
    plant(tmp_path, place, "Oakford")
    assert leaks.find_leaks(tmp_path, sought) == []


@pytest.mark.parametrize("name", ["Okafor.csv", "nkechi-okafor/themes.csv", "quotes_okafor_2.txt"])
def test_names_of_files_are_searched_and_not_told(name: str, sought: leaks.Sought, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("theme\n", encoding="utf-8")
    found = leaks.find_leaks(tmp_path, sought)
    assert found
    assert "okafor" not in "\n".join(map(str, found)).lower()


@pytest.mark.parametrize(
    "text",
    [
        "Will you come in May? It may rain on Warren Park, in the Old Town of old.",
        "Grace of God; a warren of streets; the price will rise, and prices will fall.",
        "Participant 3 said my nephew goes there. Bo",
        "93 of 214 people; 4117 statements; 0.5550144; 12.5550144, 98.7654329",
        "[NAME 3] called [PHONE 1] from [ADDRESS 2]",
        "Okaforian oakfor, Desrosier, Roni, Marlow academy",
        "five five five people, 2218 on the street by the quay",
        '<path d="M 555 0144 L 987 654329"/>',
    ],
)
def test_ordinary_words_and_numbers_pass(text: str, sought: leaks.Sought, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(text, encoding="utf-8")
    assert leaks.find_leaks(tmp_path, sought) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>So Grace told me she was stopped twice that week.</p>",
        "<p>My neighbor Grace's boy was stopped twice.</p>",
        "<blockquote>We all heard what Price said to the officer.</blockquote>",
        "theme,who\n1,Grace\n",
        "<li>Grace</li>",
        "<p>I asked Will, he was there, and he saw it.</p>",
    ],
)
def test_a_name_that_is_an_ordinary_word_is_stopped_where_it_names_somebody(text: str, sought: leaks.Sought, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(text, encoding="utf-8")
    found = leaks.find_leaks(tmp_path, sought)
    assert found
    assert not any(name in str(leak) for leak in found for name in ("Grace", "Price", "Will"))


@pytest.mark.parametrize(
    "text",
    [
        "<p>Grace is what we ask of them, and they show none.</p>",
        "<p>Will they ever come when we call?</p>",
        "<th>May</th><td>12 of 40</td>",
        "<p>Price controls and Warren Park came up in May.</p>",
        "<p>The streets behind the school are a Warren of alleys.</p>",
    ],
)
def test_the_same_word_passes_where_it_names_nobody(text: str, sought: leaks.Sought, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(text, encoding="utf-8")
    assert leaks.find_leaks(tmp_path, sought) == []


def test_leak_in_a_table_names_its_cell(sought: leaks.Sought, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("theme,quote\n1,fine\n2,so Okafor said\n", encoding="utf-8")
    assert [str(leak) for leak in leaks.find_leaks(tmp_path, sought)] == ["t.csv: row 3, column 2"]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04broken", b"PAR1broken", b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>"], ids=["zip", "parquet", "pdf"]
)
def test_what_cannot_be_searched_is_withheld(content: bytes, sought: leaks.Sought, tmp_path: Path) -> None:
    (tmp_path / "file.bin").write_bytes(content)
    assert "cannot be searched" in str(leaks.find_leaks(tmp_path, sought)[0])


@pytest.fixture
def city(root: Path, tmp_path: Path) -> City:
    shutil.copytree(
        root / "data" / "port_salem", tmp_path / "data" / "port_salem", ignore=shutil.ignore_patterns("derived", "restricted", "truth")
    )
    return City.open("port_salem", tmp_path / "data", tmp_path / "reports")


def test_sought_are_the_log_the_roster_facilitators_and_the_list(city: City) -> None:
    city.restricted_folder.mkdir()
    (city.restricted_folder / "replacements.csv").write_text(
        "session_id,turn,start,end,type,subtype,token,original,score,rule\nS01,1,0,5,NAME,,[NAME 1],Zbigniew,1.0,x\n", encoding="utf-8"
    )
    (city.restricted_folder / "sessions.json").write_text(
        '{"S02": {"log": {"type": ["NAME"], "subtype": [""], "original": ["Thandeka"]}, "labels": ["Radovan K"]}}'
    )
    spellings = leaks.identifiers_of(city).spellings
    for word in ("Zbigniew", "Thandeka", "Radovan", "Whitefeather", "Al Khatib", "Thibodeaux", "Pillai"):
        assert f"then {word} said" in spellings
    assert "Heron Park in Uptown, the Wharf District, Port Salem" not in spellings


def test_the_team_is_told_the_words_in_the_restricted_folder_until_they_are_decided(city: City, tmp_path: Path) -> None:
    city.restricted_folder.mkdir()
    (city.restricted_folder / "replacements.csv").write_text(
        "session_id,turn,start,end,type,subtype,token,original,score,rule\n"
        "S01,1,0,5,NAME,,[NAME 1],Zbigniew,1.0,x\nS03,7,0,5,NAME,,[NAME 2],Grace,1.0,x\n",
        encoding="utf-8",
    )
    folder = tmp_path / "staged"
    folder.mkdir()
    page = folder / "report.html"
    page.write_text("<p>then Zbigniew said</p>\n<p>=1+1 zbigniew</p>\n<p>So Grace told me she was stopped twice.</p>", encoding="utf-8")
    with pytest.raises(LeakError, match="2 words and numbers are listed, with the text around") as caught:
        leaks.check_leaks(folder, city)
    path = city.restricted_folder / "leaks.csv"
    assert str(path) in str(caught.value)
    assert not re.search("zbigniew|grace", str(caught.value), re.IGNORECASE)
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["words"], first["places"], first["first_file"], first["replaced_as"]) == ("zbigniew", "2", "report.html", "NAME")
    assert (first["first_place"], first["replaced_in"]) == ("line 1", "S01 turn 1")
    assert "then zbigniew said" in first["around"]
    assert (second["words"], second["replaced_in"]) == ("grace", "S03 turn 7")
    page.write_text("<p>then [NAME 1] said</p>", encoding="utf-8")
    leaks.check_leaks(folder, city)
    assert not path.exists()


def test_a_title_or_a_compared_column_that_names_a_participant_is_a_leak(city: City) -> None:
    config = (city.folder / "city.yml").read_text(encoding="utf-8")
    title = "title: What Whitefeather told us"
    (city.folder / "city.yml").write_text(re.sub(r"(?m)^title:.*$", title, config) if "title:" in config else f"{config}\n{title}\n")
    again = City.open(city.key, city.folder.parent, city.reports_folder.parent)
    assert "What Whitefeather told us" in leaks.identifiers_of(again).spellings


def test_publication_keeps_the_old_results_on_a_leak(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from peace_analysis.pipeline import publish
    from peace_analysis.report import published
    from peace_analysis.tables import STATEMENTS, TURNS, empty_table

    city.reports_folder.mkdir(parents=True)
    (city.reports_folder / "report.html").write_text("old", encoding="utf-8")
    (city.derived_folder / "public" / "tables").mkdir(parents=True)
    (city.derived_folder / "public" / "tables" / "themes.csv").write_text("theme,quote\n1,Whitefeather was there\n", encoding="utf-8")
    (city.derived_folder / "notebooks").mkdir()
    for stage in publish.STAGES:
        shutil.copyfile(
            Path(publish.__file__).parents[2] / "notebooks" / stage.notebook, city.derived_folder / "notebooks" / stage.notebook
        )
    for table in (STATEMENTS, TURNS):
        city.save_table(empty_table(table), table)
    # No table of a real run is here, and counting is another gate's work.
    monkeypatch.setattr(publish, "describe_build", lambda *_, **__: {"gates": {}})
    monkeypatch.setattr(published, "check_published", lambda *_: {})
    with pytest.raises(LeakError, match=r"tables/themes\.csv: row 2, column 2") as caught:
        publish.publish(city, {})
    assert "whitefeather" not in str(caught.value).lower()
    assert not city.restricted_folder.exists()
    assert isinstance(caught.value, PeaceAnalysisError)
    assert [path.name for path in city.reports_folder.parent.iterdir()] == ["port_salem"]
    assert (city.reports_folder / "report.html").read_text(encoding="utf-8") == "old"
    (city.derived_folder / "public" / "tables" / "themes.csv").write_text("theme,quote\n1,[NAME 1] was there\n", encoding="utf-8")
    publish.publish(city, {})
    gate = json.loads((city.reports_folder / "build.json").read_text(encoding="utf-8"))["gates"]["leaks"]
    assert gate["found"] == 0
    assert gate["sought"] > 50
    assert gate["files"] == sum(path.is_file() for path in city.reports_folder.rglob("*"))


def printed(shown: str, left: int) -> bytes:
    """A PDF of one page that PDFium opens: words, and how far from the left they stand."""
    drawn = f"BT /F1 12 Tf 1 0 0 1 {left} 700 Tm ({shown}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(drawn)).encode() + b" >>\nstream\n" + drawn + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, thing) for number, thing in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Root 1 0 R >>\n%%EOF"


def test_a_number_that_places_words_on_a_page_is_none_that_was_said() -> None:
    from peace_analysis.disclosure.leaks_pdf import read_pdf

    texts = [text for _, text in read_pdf(printed("Case 51234", 300))]
    assert any("51234" in text for text in texts)
    texts = [text for _, text in read_pdf(printed("Nothing here", 300))]
    assert any("Nothing here" in text for text in texts)
    assert not any("300" in text for text in texts)
