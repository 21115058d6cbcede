"""Encodings, archives and broken bytes: one clear error, never a crash."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from peace_analysis.errors import InputError, TranscriptError
from peace_analysis.transcripts import read_file
from peace_analysis.transcripts.archive import Archive
from peace_analysis.transcripts.encoding import decode, split_lines

WORDS = "Señora Núñez said “no” – at 7:30\n"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_common_encoding_is_recognised(name):
    assert decode(WORDS.encode(name), Path("a.txt")) == WORDS


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"caf\xe9 \x81\x8d nothing",
        b"\xef\xbb\xbfcaf\xe9",
        b"\xff\xfea",
        b"text with a zero \x00 in it",
        bytes(range(1, 32)) * 4,
    ],
)
def test_what_is_no_text_is_an_unreadable_encoding(data):
    with pytest.raises(TranscriptError, match="unreadable encoding"):
        decode(data, Path("a.txt"))


def test_lines_are_counted_as_editors_count_them():
    assert split_lines("a\r\nb\rc\u2028d\x0be\n") == ["a", "b", "c\u2028d\x0be", ""]


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Maria Lopez: I walk at night.")
    document.add_paragraph("JT: Not me.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _book() -> bytes:
    book = openpyxl.Workbook()
    for row in (["speaker", "text"], ["Ana", "Lights."], ["Bo", "Speed."]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _zip({info.filename: archive.read(info) for info in archive.infolist() if info.filename != name} | {name: content})


PROJECT = b'<Project xmlns="urn:QDA-XML:project:1.0"><Sources><TextSource name="a" plainTextPath="internal://A.txt"/></Sources></Project>'
GOOD = {
    "a.docx": _word(),
    "a.xlsx": _book(),
    "a.qdpx": _zip({"project.qde": PROJECT, "sources/A.txt": b"Maria: Hi.\nJT: Ho.\n"}),
    "a.vtt": b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ana>Hi &amp; all</v>\n\n00:00:02.000 --> 00:00:03.000\n>> Bo: yes\n",
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nAna: Hi\n\n2\n00:00:02,000 --> 00:00:03,000\n- Bo: yes\n- No\n",
    "a.txt": b"Maria  0:03\nHello there.\n\nJT: Hi. [0:05] Bye\n- a\n1. b\n",
    "a.csv": b'speaker,text,start\nAna,"Hi, all",0:03\nBo,Ho,0:05\n',
    "a.json": b'{"segments": [{"speaker": "Ana", "startTime": 0.5, "endTime": 1.5, "body": "Hi"}]}',
    "a.html": b"<cite>Ana:</cite><time>0:00</time><p>Hi &amp; all</p><h2>b</h2><p>Bo: yes</p>",
}
BOMB = b"\0" * 200_000_000


@pytest.mark.parametrize("name", sorted(GOOD))
def test_broken_bytes_are_read_or_refused_and_never_crash(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(GOOD[name])
    assert len(read_file(path))
    rng = random.Random(name)
    for _ in range(60):
        data = bytearray(GOOD[name])
        for _ in range(rng.choice((1, 1, 3, 20))):
            at = rng.randrange(len(data))
            change = rng.random()
            if change < 0.5:
                data[at] = rng.choice(b"\0:<>&;-,\"'\n\r\t 019\xff\x80{}[]") if rng.random() < 0.5 else rng.randrange(256)
            elif change < 0.75:
                del data[at : at + rng.randrange(1, 9)]
            else:
                data[at:at] = rng.choice([b"-->", b"<v ", b"\n\n", b"99:99:99", b"&#x110000;", b"]]", b'"', b"\xed\xa0\x80", b"1e999"])
            if not data:
                data = bytearray(b"x")
        path.write_bytes(data)
        try:
            assert len(read_file(path))
        except InputError as error:
            assert error.problems


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.qdpx"])
def test_unsafe_archives_are_refused_with_one_clear_message(tmp_path, name):
    path = tmp_path / name
    good, part = GOOD[name], {"a.docx": "word/document.xml", "a.xlsx": "xl/worksheets/sheet1.xml", "a.qdpx": "project.qde"}[name]
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>'
    cases = [
        (b"not a zip at all", "not a zip archive"),
        (b"", "not a zip archive"),
        (good[: len(good) // 2], "not a zip archive"),
        (_with_part(good, part, entity), "DOCTYPE"),
        (_with_part(good, part, entity.decode().encode("utf-16")), "DOCTYPE"),
        (_with_part(good, "../../etc/passwd", b"x"), "leads outside"),
        (_with_part(good, "/etc/passwd", b"x"), "leads outside"),
        (_with_part(good, part, b"<a><b></a>"), "damaged|not a|no list|no text"),
        (_with_part(good, part, b"<a>" * 100_000), "damaged|not a|no text"),
        (_zip({"hello.txt": b"hello"}), r"not a Word|not an Excel|no project\.qde"),
        (_zip({f"{number}.xml": b"" for number in range(5_001)}), "more than 5,000"),
    ]
    for content, message in cases:
        path.write_bytes(content)
        with pytest.raises(TranscriptError, match=message) as caught:
            read_file(path)
        assert len(caught.value.problems) == 1


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.qdpx"])
def test_a_zip_bomb_is_refused_fast_by_its_real_bytes(tmp_path, name):
    part = {"a.docx": "word/document.xml", "a.xlsx": "xl/worksheets/sheet1.xml", "a.qdpx": "sources/A.txt"}[name]
    bomb = bytearray(_with_part(GOOD[name], part, BOMB))
    path = tmp_path / name
    path.write_bytes(bomb)
    began = time.perf_counter()
    with pytest.raises(TranscriptError, match="unpacks to far more"):
        read_file(path)
    # The same with a header that says ten bytes: what the header says is not what counts.
    real = (200_000_000).to_bytes(4, "little")
    path.write_bytes(bytes(bomb).replace(real, (10).to_bytes(4, "little")))
    with pytest.raises(TranscriptError):
        read_file(path)
    assert time.perf_counter() - began < 60  # refused as soon as it is too large, not after inflating all of it


def test_a_large_recording_in_a_project_is_no_bomb(tmp_path):
    path = tmp_path / "a.qdpx"
    path.write_bytes(_with_part(GOOD["a.qdpx"], "sources/talk.wav", bytes(160_000_000)))
    assert len(read_file(path)) == 2


def test_an_encrypted_archive_is_refused(tmp_path):
    data = bytearray(GOOD["a.docx"])
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(TranscriptError, match="password"):
        read_file(path)


def test_parts_are_read_through_the_limits(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(_zip({"a.xml": b"<a><b>x</b></a>"}))
    with Archive(path, "an archive") as archive:
        assert archive.names == ["a.xml"]
        assert [node.text for node in archive.read_xml("a.xml")] == ["x"]
        with pytest.raises(TranscriptError, match="lacks a part"):
            archive.read("b.xml")


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a.mp4", "noending"])
def test_other_types_are_refused_with_the_ones_that_are_read(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(TranscriptError, match=r"are not read.*\.vtt"):
        read_file(tmp_path / name)


def test_an_unclosed_section_of_html_is_refused(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<p>Hi</p><![CD x")
    with pytest.raises(TranscriptError, match="not well formed"):
        read_file(path)


def test_a_missing_file_is_refused(tmp_path):
    for name in ("a.txt", "a.docx", "a.csv"):
        with pytest.raises(TranscriptError):
            read_file(tmp_path / name)
