"""REFI-QDA files that other programs write: ATLAS.ti's test project, other ways to count, odd spellings, and files that mean harm."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from peace_analysis.errors import InputError
from peace_analysis.exchange.refi_qda_model import codings_of, walk_codes
from peace_analysis.exchange.refi_qda_read import read_codebook_file, read_project

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="p"'
CODES = '<CodeBook><Codes><Code guid="{{{c}}}" name="Wait" isCodable="true"/></Codes></CodeBook>'
A, B, C, D = (f"{letter * 8}-{letter * 4}-4{letter * 3}-8{letter * 3}-{letter * 12}" for letter in "abcd")


def pack(path: Path, xml: str | bytes, texts: Mapping[str, bytes] = {}, project: str = "project.qde", folder: str = "sources") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(project, xml)
        for name, content in texts.items():
            archive.writestr(f"{folder}/{name}", content)
    return path


def with_spans(spans: list[tuple[int, int, str]], origin: str = "") -> str:
    """A project of one text with coded spans."""
    selections = "".join(
        f'<PlainTextSelection guid="{n:08d}-0000-4000-8000-000000000000" name={quoteattr(name)} '
        f'startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="{n:08d}-0000-4000-8000-000000000001"><CodeRef targetGUID="{C}"/></Coding></PlainTextSelection>'
        for n, (start, end, name) in enumerate(spans)
    )
    codes = f'<CodeBook><Codes><Code guid="{C}" name="Wait" isCodable="true"/></Codes></CodeBook>'
    source = f'<TextSource guid="{A}" name="R01" plainTextPath="internal://{B}.txt">{selections}</TextSource>'
    return f"{HEAD} origin={quoteattr(origin)}>{codes}<Sources>{source}</Sources></Project>"


@pytest.fixture(scope="module")
def atlas_project(root: Path) -> Path:
    path = root.parent / "shared" / "data" / "refi_qda" / "TestProject.qdpx"
    if not path.is_file():
        pytest.skip("the test project of REFI-QDA (../shared/data/refi_qda/TestProject.qdpx) is not beside this checkout")
    return path


def test_the_test_project_has_its_14_codes_16_codings_and_all_text_selections(atlas_project: Path) -> None:
    read = read_project(atlas_project)
    project = read.project
    assert len(list(walk_codes(project.codes))) == 14
    assert len(list(codings_of(project))) == 16
    texts = [one for source in project.sources for one in source.selections]
    assert sorted((one.start, one.end, len(one.codings)) for one in texts) == [
        (0, 410, 3),
        (62, 69, 1),
        (139, 195, 1),
        (215, 275, 1),
        (250, 412, 0),
        (297, 498, 1),
        (513, 907, 1),
        (688, 907, 1),
    ]
    assert [note.name for note in project.notes] == ["Research Plan", "My favorite Coke ad"]
    assert len(project.sets) == 16
    assert [user.name for user in project.users] == ["ATLAS.ti", "Friedrich Markgraf", "Sebastian Petrausch"]
    left = "\n".join(read.left)
    for what in (
        "1 x picture source",
        "1 x PDF source, with 4 selections",
        "1 x audio source",
        "2 selections",
        "13 x SyncPoint",
        "1 x Graph",
    ):
        assert what in left


def test_the_text_selections_of_the_test_project_stand_at_their_words_once_its_texts_are_there(atlas_project: Path, tmp_path: Path) -> None:
    """The published file holds no texts: they are made here, with the words that each selection's name says at its positions."""
    project = read_project(atlas_project).project
    own_names = {"damage done by fatty foods"}  # somebody called the selection so: no words of the text
    with zipfile.ZipFile(atlas_project) as archive:
        xml = archive.read("Project.qde").decode()
    texts, expected = {}, {}
    for source in project.sources:
        length = max((one.end for one in source.selections), default=20) + 30
        letters = list("\U0001f950e\u0301 x\n" * length)[:length]
        for one in sorted(source.selections, key=lambda one: one.start - one.end):
            words = one.name.removesuffix("…")
            if one.name not in own_names:
                letters[one.start : one.start + len(words)] = words
                expected[source.guid, one.start] = words
        place = xml.index(f'"{source.guid.upper()}"')
        path = xml[xml.rindex("<", 0, place) : xml.index(">", place)].partition('plainTextPath="internal://')[2].partition('"')[0]
        texts.setdefault(path.upper(), "".join(letters).encode())
    made = pack(tmp_path / "whole.qdpx", xml, texts, project="Project.qde", folder="Sources")
    read = read_project(made).project
    assert len(expected) == 7
    for source in read.sources:
        for one in source.selections:
            if (source.guid, one.start) in expected:
                assert (source.words(one) or "").startswith(expected[source.guid, one.start])


TEXT = "One line\r\nand \U0001f6b6 two\r\nwalkers wait\r\nhere."


@pytest.mark.parametrize(
    ("count", "name"),
    [
        (lambda text: text, ""),
        (lambda text: text.replace("\r\n", "\n"), "a line end of two characters counts once"),
        (lambda text: text.replace("\U0001f6b6", "xx"), "emoji and the like count twice"),
        (lambda text: text.replace("\r\n", "\n").replace("\U0001f6b6", "xx"), "and a line end of two characters once"),
        (lambda text: "\ufeff" + text, "a byte-order mark counts"),
    ],
    ids=["code points", "line ends once", "UTF-16", "both", "byte-order mark"],
)
def test_programs_that_count_otherwise_are_understood_by_the_names_of_their_selections(count, name: str, tmp_path: Path) -> None:
    theirs = count(TEXT)
    words = ["line", "two", "walkers wait", "here."]
    spans = [(theirs.index(one), theirs.index(one) + len(one), one) for one in words]
    read = read_project(pack(tmp_path / "p.qdpx", with_spans(spans), {f"{B}.txt": TEXT.encode("utf-8-sig")}))
    (source,) = read.project.sources
    assert [source.words(one) for one in source.selections] == words
    assert [name in one for one in read.left] == [True] * bool(name)


def test_a_name_that_somebody_gave_says_nothing_of_positions_and_atlas_ti_counts_line_ends_once(tmp_path: Path) -> None:
    spans = [(10, 15, "a good one"), (20, 27, "see memo")]
    for origin, theirs in (("NVivo", TEXT), ("ATLAS.ti 22", TEXT.replace("\r\n", "\n"))):
        read = read_project(pack(tmp_path / "p.qdpx", with_spans(spans, origin), {f"{B}.txt": TEXT.encode()}))
        (source,) = read.project.sources
        assert [source.words(one) for one in source.selections] == [theirs[start:end] for start, end, _ in spans]


def test_spellings_that_programs_differ_in_are_one(tmp_path: Path) -> None:
    """Braces and capitals in GUIDs, `Project.qde` and `Sources/`, `.TXT`, text in the XML, a codebook in the project's namespace."""
    xml = (
        f'{HEAD}>{CODES.format(c=C.upper())}<Sources><TextSource guid="{{{A.upper()}}}" plainTextPath="internal://{B}.txt"/>'
        f'<TextSource guid="{D}"><PlainTextContent>Inline &lt;text&gt;</PlainTextContent><PlainTextSelection guid="{B}" startPosition="7" '
        f'endPosition="13"><Coding guid="{A}"><CodeRef targetGUID="{C}"/></Coding></PlainTextSelection></TextSource></Sources></Project>'
    )
    read = read_project(pack(tmp_path / "p.qdpx", xml, {f"{B.upper()}.TXT": b"abc"}, "Project.qde", "Sources"))
    first, second = read.project.sources
    assert (first.guid, first.text) == (A, "abc")
    assert second.words(second.selections[0]) == "<text>"
    assert second.selections[0].codings[0].code == read.project.codes[0].guid == C
    (tmp_path / "c.qdc").write_text(f'<CodeBook xmlns="urn:QDA-XML:project:1.0"><Codes><Code guid="{C}" name="Wait"/></Codes></CodeBook>')
    assert read_codebook_file(tmp_path / "c.qdc").codebook.codes[0].name == "Wait"


def test_what_leads_nowhere_is_told_and_left(tmp_path: Path) -> None:
    xml = with_spans([(0, 3, ""), (2, 99, ""), (5, 4, ""), (-1, 2, "")]).replace(
        "</Sources>",
        f'<TextSource guid="{D}" plainTextPath="absolute:///etc/passwd"/><TextSource guid="{B}" plainTextPath="internal://{D}.txt"/>'
        f'<TextSource guid="{C}"><PlainTextContent>x</PlainTextContent><Coding guid="{A}"><CodeRef targetGUID="{D}"/></Coding></TextSource>'
        "<Hologram/></Sources><Future/>",
    )
    read = read_project(pack(tmp_path / "p.qdpx", xml, {f"{B}.txt": b"abcdef"}))
    assert [len(source.selections) for source in read.project.sources] == [1, 0, 0, 0]
    assert [source.text for source in read.project.sources] == ["abcdef", None, None, "x"]
    assert list(read.left) == [
        "not carried: 1 x Future in Project.",
        "not carried: 1 x Hologram.",
        "not carried: 1 x coding with a code that is not in the codebook.",
        "not carried: 3 x selection that lies outside its text.",
        "not carried: 2 x text that the project names and does not hold (what is coded in it is kept, with the words that its name says).",
    ]


def test_all_that_is_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    xml = (
        f'{HEAD}>\n<Users><User guid="nobody"/></Users>\n<CodeBook><Codes><Code guid="{C}" isCodable="true"/></Codes></CodeBook>\n'
        f'<Variables><Variable guid="{A}" name="age" typeOfVariable="Number"/></Variables>\n<Sources>\n'
        f'<TextSource guid="{A}" plainTextPath="internal://../../../etc/passwd">\n'
        f'<PlainTextSelection guid="{B}" startPosition="0x1"><Coding guid="{D}"/></PlainTextSelection></TextSource>\n'
        f'<TextSource guid="{B}" plainTextPath="internal://{D}.txt"/></Sources></Project>'
    )
    with pytest.raises(InputError) as caught:
        read_project(pack(tmp_path / "p.qdpx", xml, {f"{D}.txt": b"caf\xe9"}))
    told = [(problem.line, problem.message) for problem in caught.value.problems]
    assert told == [
        (3, "User has no GUID in `guid`."),
        (4, "Code has no name."),
        (5, "Variable: `typeOfVariable` is none of Boolean, Date, DateTime, Float, Integer, Text."),
        (7, "TextSource: `plainTextPath` leads out of the project's folder of sources."),
        (8, "Coding names 0 codes, and one is expected."),
        (8, "PlainTextSelection: `startPosition` is no whole number."),
        (8, "PlainTextSelection: `endPosition` is no whole number."),
        (9, "TextSource: its text is not UTF-8."),
    ]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in zip("abcdefgh", "bcdefghi", strict=True))
) + ']><Project xmlns="urn:QDA-XML:project:1.0" name="&i;"/>'
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "/etc/passwd">]>'
    '<Project xmlns="urn:QDA-XML:project:1.0" name="p"><Description>&x;</Description></Project>'
)


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (LAUGHS, "has a DOCTYPE"),
        (OUTSIDE, "has a DOCTYPE"),
        (f"{HEAD}><Description>&undeclared;</Description></Project>", "not well formed"),
        (f"{HEAD}><Users>", "not well formed"),
        (f"{HEAD}>" + "<Code>" * 5_000 + "</Code>" * 5_000 + "</Project>", "nested too deep"),
        ('<Project xmlns="urn:QDA-XML:project:2.0" name="p"/>', "no REFI-QDA project of version 1.0"),
        ("", "not well formed"),
    ],
    ids=["billion laughs", "outside file", "unknown entity", "cut short", "deep", "other version", "empty"],
)
def test_xml_that_means_harm_is_refused_in_projects_and_codebooks(xml: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=expected):
        read_project(pack(tmp_path / "p.qdpx", xml))
    (tmp_path / "c.qdc").write_text(xml, encoding="utf-8")
    with pytest.raises(InputError, match=expected.replace("project of", "codebook of")):
        read_codebook_file(tmp_path / "c.qdc")


def test_archives_that_mean_harm_are_refused(tmp_path: Path) -> None:
    bomb = pack(tmp_path / "bomb.qdpx", with_spans([]), {f"{B}.txt": b"0" * 12_000_000})
    with pytest.raises(InputError, match="unpacks to far more"):
        read_project(bomb)
    with zipfile.ZipFile(tmp_path / "out.qdpx", "w") as archive:
        archive.writestr("project.qde", with_spans([]))
        archive.writestr("../sources/a.txt", "x")
    with pytest.raises(InputError, match="leads outside the archive") as caught:
        read_project(tmp_path / "out.qdpx")
    assert "city.yml" not in str(caught.value)
    with zipfile.ZipFile(tmp_path / "none.qdpx", "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(InputError, match=r"there is no project\.qde"):
        read_project(tmp_path / "none.qdpx")
    whole = pack(tmp_path / "whole.qdpx", with_spans([])).read_bytes()
    (tmp_path / "cut.qdpx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="not a zip archive, or was cut short"):
        read_project(tmp_path / "cut.qdpx")
