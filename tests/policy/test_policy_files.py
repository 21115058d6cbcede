"""Word documents and PDFs as departments hand them out: furniture, contents, columns, hyphens, scans, numbers that Word makes."""

from __future__ import annotations

import html
import io
import random
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from policy_paper import Page, Sheet, docx, words_of, write_pdf

from peace_analysis.errors import InputError, PeaceAnalysisError
from peace_analysis.policy import read_policy, read_versions
from peace_analysis.policy.read import find_date

P = "<w:p>{}<w:r><w:t>{}</w:t></w:r></w:p>"


def save(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def outline(path: Path) -> list[tuple[str, str]]:
    return [(section.number, section.heading) for section in read_policy(path).sections]


# PDF


def two_column_pages(n_pages: int, *, shift: float = 0.0) -> bytes:
    """Pages with a header, a footer, two columns; the right column's lines may stand between the left one's."""
    pages = []
    for number in range(1, n_pages + 1):
        page = Page()
        page.put("Town Police", 72, 760, 9)
        page.put(f"Policy 9, page {number} of {n_pages}", 400, 760, 9)
        page.put(f"Rev. 2026-0{number}", 72, 30, 9)
        for left, side in ((72, "left"), (316, "right")):
            sheet = Sheet(page, left, left + 224, 735 - (shift if side == "right" else 0), hyphenate=True)
            sheet.add(f"9.{number}{1 if side == 'left' else 2} Of the {side} column", bold=True)
            sheet.add(f"Officers on page {number} shall read the {side} column to its end before anything else. " * 6)
        pages.append(page)
    return write_pdf(pages)


@pytest.mark.parametrize("shift", [0.0, 3.0, 6.0], ids=["same lines", "a little lower", "between the lines"])
def test_columns_are_read_one_after_the_other_and_furniture_is_listed(tmp_path: Path, shift: float) -> None:
    policy = read_policy(save(tmp_path, "2026-01-01.pdf", two_column_pages(3, shift=shift)))
    assert [section.number for section in policy.sections] == ["9.11", "9.12", "9.21", "9.22", "9.31", "9.32"]
    for section in policy.sections:
        side = "left" if section.number.endswith("1") else "right"
        page = section.number[2]
        assert section.paragraphs[0] == f"{section.number} Of the {side} column"
        sentence = f"Officers on page {page} shall read the {side} column to its end before anything else."
        assert section.paragraphs[1:] == (" ".join([sentence] * 6),)
    assert Counter(item.reason for item in policy.removed) == {"page header or footer": 6}


def test_a_page_that_is_a_picture_is_reported(tmp_path: Path) -> None:
    words = Page()
    Sheet(words, 72, 540, 700).add("1. Members shall read this.")
    scan = Page(drawn=["q 400 0 0 500 72 100 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x41 EI Q"])
    policy = read_policy(save(tmp_path, "mixed.pdf", write_pdf([words, scan])))
    assert [notice.message for notice in policy.notices] == ["page 2 is a picture (a scan?); its words cannot be read."]
    with pytest.raises(InputError, match=r"no words: page 1 is a picture"):
        read_policy(save(tmp_path, "scan.pdf", write_pdf([scan])))


def test_a_contents_list_without_dots_goes_only_where_its_numbers_rise(tmp_path: Path) -> None:
    page = Page()
    sheet = Sheet(page, 72, 540, 700)
    for line in ("Contents", "1. Purpose 2", "2. Force 2", "3. Reports 4"):
        sheet.add(line)
    sheet.skip(20)
    sheet.add("1. Members shall be on shift by 9")
    policy = read_policy(save(tmp_path, "toc.pdf", write_pdf([page])))
    assert [item.words for item in policy.removed] == ["Contents", "1. Purpose 2", "2. Force 2", "3. Reports 4"]
    assert policy.text == "1. Members shall be on shift by 9"


def test_short_lists_of_numbers_are_not_taken_for_contents(tmp_path: Path) -> None:
    page = Page()
    sheet = Sheet(page, 72, 540, 700)
    for line in ("Members carry:", "batons of class 2", "keys of class 1"):
        sheet.add(line)
    assert read_policy(save(tmp_path, "list.pdf", write_pdf([page]))).removed == ()


def test_every_word_of_riverton_s_pdf_is_in_its_text_or_listed(riverton: Path) -> None:
    """Held against pdftotext, a reader of its own."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = riverton / "policies" / "use_of_force" / "2026-10-28.pdf"
    raw = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True, text=True).stdout
    policy = read_policy(path)
    ours = "".join(words_of(policy.text)) + "".join("".join(words_of(item.words)) for item in policy.removed)
    assert Counter(ours) == Counter("".join(words_of(raw)))


# Word


def test_numbers_that_word_makes_are_counted(tmp_path: Path) -> None:
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="1">'
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )

    def numbered(level: int, words: str) -> str:
        return P.format(f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>', words)

    body = "".join(
        [
            numbered(0, "Force"),
            numbered(1, "Levels"),
            numbered(2, "low;"),
            numbered(2, "high."),
            numbered(1, "More"),
            numbered(0, "Reports"),
        ]
    )
    path = save(tmp_path, "a.docx", docx(body, numbering=numbering))
    assert outline(path) == [("3", "Force"), ("3.1", "Levels"), ("3.2", "More"), ("4", "Reports")]
    assert read_policy(path).sections[1].paragraphs == ("3.1 Levels", "(a) low;", "(b) high.")


def test_what_stands_around_a_word_text_is_listed_and_nothing_else_is_lost(tmp_path: Path) -> None:
    part = '<w:x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:x>'
    styles = part.format('<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>')
    run, cell = "<w:r><w:t>{}</w:t></w:r>", "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    struck = "<w:del><w:r><w:delText>struck </w:delText></w:r></w:del>"
    body = (
        P.format('<w:pPr><w:pStyle w:val="toc"/></w:pPr>', "I. Purpose 3")
        + P.format("", "I. Purpose")
        + f"<w:p>{run.format('Kept ')}{struck}<w:ins>{run.format('put in')}</w:ins>"
        + '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        + f"<w:tbl><w:tr>{cell.format('Level')}{cell.format('Tool')}</w:tr></w:tbl>"
    )
    notes = part.format('<w:footnote w:id="2"><w:p><w:r><w:t>As of May.</w:t></w:r></w:p></w:footnote>')
    path = save(
        tmp_path,
        "b.docx",
        docx(body, styles=styles, footnotes=notes, header1=part.format(P.format("", "On top")), comments=part.format(P.format("", "Why?"))),
    )
    policy = read_policy(path)
    assert policy.text == "I. Purpose\nKept put in\n[Note 2] As of May.\nLevel | Tool"
    assert {(item.words, item.reason) for item in policy.removed} == {
        ("I. Purpose 3", "table of contents"),
        ("struck", "tracked deletion"),
        ("On top", "page header or footer"),
        ("Why?", "margin comment"),
    }
    assert [notice.message for notice in policy.notices] == ["2 tracked changes are in the document; it is read as if all were accepted."]


def test_every_word_of_riverton_s_word_file_is_in_its_text_or_listed(riverton: Path) -> None:
    path = riverton / "policies" / "use_of_force" / "2026-07-15.docx"
    with zipfile.ZipFile(path) as archive:
        parts = [
            archive.read(name).decode() for name in archive.namelist() if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name)
        ]
    held = Counter(words_of(html.unescape(" ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", "".join(parts))))))
    policy = read_policy(path)
    ours = Counter(words_of(policy.text)) + Counter(words_of(" ".join(item.words for item in policy.removed)))
    made = ours - held  # numbers that Word makes by itself
    assert held - ours == Counter()
    assert all(re.fullmatch(r"[ivx]+|[a-h]|\d", word) for word in made)


def test_broken_word_structure_is_read_or_refused_without_a_traceback(riverton: Path, tmp_path: Path) -> None:
    """Elements go, come twice and turn into others; the archive stays whole."""
    path = riverton / "policies" / "use_of_force" / "2026-07-15.docx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(11)
    tags = [
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "ins",
        "del",
        "moveFrom",
        "sdt",
        "pPr",
        "rPr",
        "numPr",
        "ilvl",
        "numId",
        "footnoteReference",
        "txbxContent",
        "br",
        "drawing",
    ]
    read = 0
    for _ in range(60):
        broken = dict(parts)
        for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
            text = parts[name].decode()
            for _ in range(chance.randint(1, 25)):
                old = chance.choice(tags)
                if chance.random() < 0.5:
                    new = chance.choice(tags)
                    text = re.sub(rf"<(/?)w:{old}(?=[ />])", rf"<\1w:{new}", text)
                else:
                    value = chance.choice(["", "-1", "9" * 30, "²", "%9"])
                    text = re.sub(r'w:val="[^"]*"', f'w:val="{value}"', text, count=chance.randint(1, 40))
            broken[name] = text.encode()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in broken.items():
                archive.writestr(name, content)
        try:
            policy = read_policy(save(tmp_path, "x.docx", buffer.getvalue()))
        except PeaceAnalysisError:
            continue
        read += 1
        assert "".join(section.text for section in policy.sections) == policy.text
    assert read > 20


# versions


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("2026-05-01_force.md", "", date(2026, 5, 1)),
        ("force_20260501.pdf", "", date(2026, 5, 1)),
        ("force.md", "Effective Date: 04/15/2019", date(2019, 4, 15)),
        ("force.md", "EFFECTIVE JANUARY 4, 2027", date(2027, 1, 4)),
        ("force.md", "Revised 2024-02-30, effective 2024-03-01", None),
        ("force.md", "Nothing happened on May 1, 2026.", None),
        ("300.4.md", "", None),
    ],
)
def test_dates_of_versions(name: str, text: str, expected: date | None) -> None:
    assert find_date(name, text) == expected


def test_all_problems_of_all_versions_come_at_once(tmp_path: Path) -> None:
    save(tmp_path, "2026-01-01.md", "# A\n\nWords.")
    save(tmp_path, "2026-01-01.txt", "Words.")
    save(tmp_path, "undated.md", "Words.")
    save(tmp_path, "2026-02-01.docx", b"no zip")
    save(tmp_path, "2026-03-01.odt", b"")
    save(tmp_path, "2026-04-01.md", "")
    with pytest.raises(InputError) as caught:
        read_versions(list(tmp_path.iterdir()))
    places = [Path(problem.file).name for problem in caught.value.problems]
    assert places == ["2026-01-01.txt", "2026-02-01.docx", "2026-03-01.odt", "2026-04-01.md", "undated.md"]
    assert "city.yml" not in str(caught.value)


@pytest.mark.parametrize("suffix", [".md", ".docx", ".pdf"])
def test_damaged_files_are_read_or_refused_without_a_traceback(riverton: Path, tmp_path: Path, suffix: str) -> None:
    original = next((riverton / "policies" / "use_of_force").glob(f"*{suffix}")).read_bytes()
    chance = random.Random(7)
    refused = 0
    for _ in range(40):
        data = bytearray(original)
        for _ in range(chance.choice((1, 5, 40, 400))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        path = save(tmp_path, f"x{suffix}", bytes(data))
        try:
            policy = read_policy(path)
        except PeaceAnalysisError:
            refused += 1
            continue
        assert "".join(section.text for section in policy.sections) == policy.text
    assert 0 < refused <= 40 or suffix == ".md"
