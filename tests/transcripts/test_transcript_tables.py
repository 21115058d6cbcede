"""Tables of comments, Polis exports, coding projects."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections import Counter

import openpyxl
import pytest

from peace_analysis.city import TableColumns
from peace_analysis.errors import TranscriptError
from peace_analysis.transcripts import polis, read_file, table
from peace_analysis.transcripts.qdpx import read as read_project
from peace_analysis.transcripts.roles import SpeakerRoles

CONTENT = 'Session,Name,Comment,When,Part,Job\nR01,Ana,"Lights, please.\nNow.",0:00:05.5,A,nurse\nR02,Bo,=1+1,0:01,b,\n'
CONTENT += "R01,Ana,,0:02,,\nR01,Ana,Again,7,,\n"
COLUMNS = TableColumns(text="Comment", speaker="Name", session="Session", start="When", question="Part")


def _book(rows: list[list[object]], title: str = "notes") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "empty"
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_column_map_gives_rows_with_their_lines(tmp_path, mark):
    path = tmp_path / "a.csv"
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(csv.reader(io.StringIO(CONTENT)))
    path.write_bytes(out.getvalue().encode("cp1252"))
    source = table.read(path, COLUMNS, attributes={"occupation": "job"})
    assert [(row.session, row.speaker, row.text, row.start, row.line, row.question) for row in source.rows] == [
        ("R01", "Ana", "Lights, please. Now.", 5.5, 2, "a"),
        ("R02", "Bo", "=1+1", 1.0, 4, "b"),
        ("R01", "Ana", "Again", 7.0, 6, None),
    ]
    assert source.people == {("R01", "Ana"): {"occupation": "nurse"}, ("R02", "Bo"): {}}


def test_without_a_map_common_headers_are_found_in_csv_and_excel(tmp_path):
    (tmp_path / "a.csv").write_text("Participant_ID,Comment Body\n1,Hello\n2,Ho\n")
    (tmp_path / "a.xlsx").write_bytes(
        _book([[None, None], ["Speaker", "Notes", "Time"], [1, "Hello", dt.time(0, 1, 2)], [2.0, "Ho", None]])
    )
    for name, lines in (("a.csv", [2, 3]), ("a.xlsx", [3, 4])):
        frame = read_file(tmp_path / name)
        assert list(zip(frame["speaker"], frame["text"], frame["role"], strict=True)) == [
            ("1", "Hello", "participant"),
            ("2", "Ho", "participant"),
        ]
        assert frame["line"].tolist() == lines
        assert frame["turn"].tolist() == [1, 2]


def test_a_role_column_and_the_sessions_facilitators_make_facilitators(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("name,role,text\nAnn,Moderator,Hi\nBo,,Ho\nCy,,He\nDee,resident,Ha\n")
    frame = read_file(path, roles=SpeakerRoles(facilitators=frozenset({"cy"})))
    assert frame["role"].tolist() == ["facilitator", "participant", "facilitator", "participant"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("who,what\nAna,Hi\n", "the file has `who`, `what`"),
        ("I went to the store and then I left it all behind,2\nyes,3\n", "does not look like headers"),
        ("", "empty"),
        ("text\n\n", "empty"),
        ("text\nhi,ho\n", "cells"),
        ('text\n"hi\n', "not a CSV"),
        ("text,role\nhi,host\nho,wizard\n", "neither facilitator nor participant"),
    ],
)
def test_tables_that_cannot_be_read_are_refused_without_quoting_them(tmp_path, content, message):
    path = tmp_path / "a.csv"
    path.write_text(content)
    with pytest.raises(TranscriptError, match=message) as caught:
        read_file(path)
    assert "store" not in str(caught.value)
    assert "wizard" not in str(caught.value)


def test_a_guessed_column_that_does_not_hold_times_or_roles_is_left_alone(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Timestamp,Role,Name,Comment\n3/2/2026 14:05:33,teacher,Ana,Hi\n3/3/2026 9:00:00,nurse,Bo,Ho\n")
    frame = read_file(path)
    assert frame["start"].isna().all()
    assert set(frame["role"]) == {"participant"}


def test_a_mapped_start_that_is_no_time_is_refused_by_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,when\nhi,later\nho,3\nhe,soon\n")
    with pytest.raises(TranscriptError) as caught:
        read_file(path, columns=TableColumns(text="text", start="when"))
    assert [problem.line for problem in caught.value.problems] == [2, 4]


def test_every_missing_column_of_a_map_is_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text\nhi\n")
    with pytest.raises(TranscriptError) as caught:
        read_file(path, columns=TableColumns(text="words", speaker="who"))
    assert [
        f"column `{name}` is missing" in problem.message for name, problem in zip(["who", "words"], caught.value.problems, strict=True)
    ] == [
        True,
        True,
    ]


COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1700000009500,x,3,7,1,1,1,"More lights, please"
1700000000000,x,1,0,2,1,1,I am under 25
1700000001000,x,2,5,0,2,1,Fewer cars
1700000003000,x,4,5,0,0,-1,Spam
1700000002000,x,5,9,1,0,0,Not looked at
"""
VOTES = """timestamp,datetime,comment-id,voter-id,vote
3,x,1,5,1
1,x,1,5,-1
2,x,1,7,1
2,x,1,9,-1
2,x,2,5,-1
2,x,2,7,-1
2,x,3,5,1
2,x,3,7,-1
2,x,3,9,0
2,x,5,9,1
2,x,99,9,1
"""
WIDE = "participant,group-id,n-votes,1,2,3,5\n5,0,3,1,-1,1,\n7,0,3,1,-1,-1,\n9,1,3,-1,,0,1\n"


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "polis"
    folder.mkdir()
    (folder / "comments.csv").write_text(COMMENTS)
    (folder / "votes.csv").write_text(VOTES)
    return folder


def test_polis_comments_are_utterances_of_their_authors_and_self_descriptions_attributes(export):
    conversation = polis.read(export, {"age": {1: "under 25"}})
    assert [(row.speaker, row.text, row.start, row.line) for row in conversation.source.rows] == [
        ("5", "Fewer cars", 0.0, 4),
        ("9", "Not looked at", 1.0, 6),
        ("7", "More lights, please", 8.5, 2),
    ]
    assert conversation.source.people == {(None, "5"): {"age": "under 25"}, (None, "7"): {"age": "under 25"}}
    assert "Spam" in [row.text for row in polis.read(export, rejected=True).source.rows]


@pytest.mark.parametrize("form", ["long", "wide", "turned"])
def test_votes_are_the_same_from_long_wide_and_sign_turned_exports(export, form):
    if form == "wide":
        (export / "votes.csv").unlink()
        (export / "participants-votes.csv").write_text(WIDE)
    if form == "turned":
        turned = VOTES.replace(",-1\n", ",x\n").replace(",1\n", ",-1\n").replace(",x\n", ",1\n")
        (export / "votes.csv").write_text(turned)
    conversation = polis.read(export)
    votes = conversation.votes.set_index(["voter", "statement"])["vote"].to_dict()
    assert votes == {
        ("5", 1): 1,
        ("7", 1): 1,
        ("9", 1): -1,
        ("5", 2): -1,
        ("7", 2): -1,
        ("5", 3): 1,
        ("7", 3): -1,
        ("9", 3): 0,
        ("9", 5): 1,
    }
    assert len(conversation.source.notices) == (form == "turned")


def test_broken_polis_exports_are_refused(export):
    with pytest.raises(TranscriptError, match="no statement 42"):
        polis.read(export, {"age": {42: "x"}})
    (export / "comments.csv").write_text("comment-id,author-id\n1,2\n")
    with pytest.raises(TranscriptError, match="`moderated` is missing"):
        polis.read(export)
    (export / "votes.csv").unlink()
    (export / "comments.csv").write_text(COMMENTS + "1,x,3,7,1,1,1,Again\n,,,,,,,y\n")
    with pytest.raises(TranscriptError, match="duplicate id"):
        polis.read(export)
    (export / "comments.csv").write_text(COMMENTS)
    with pytest.raises(TranscriptError, match=r"neither votes\.csv"):
        polis.read(export)


def test_the_london_conversation_agrees_with_its_own_counts(shared_data):
    ages = {1: "15-19", 4: "20-25"}
    conversation = polis.read(shared_data / "statements" / "london_youth_policing", {"age": ages})
    votes = conversation.votes
    agrees = votes[votes["vote"] == 1].groupby("statement").size()
    assert (agrees[1], agrees[4], agrees[20], agrees[38]) == (9, 12, 21, 3)
    assert len(conversation.source.rows) == 34
    assert Counter(said["age"] for said in conversation.source.people.values()) == {"15-19": 9, "20-25": 12}
    assert not conversation.source.notices


def test_bowling_green_leaves_out_what_its_moderators_rejected(shared_data):
    conversation = polis.read(shared_data / "statements" / "bowling_green")
    assert len(conversation.source.rows) == 607
    assert conversation.votes["voter"].nunique() == 2031


def _project(sources: str, parts: dict[str, bytes], name: str = "Project.qde") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f'<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0"><Sources>{sources}</Sources></Project>')
        for part, content in parts.items():
            archive.writestr(part, content)
    return out.getvalue()


@pytest.mark.parametrize(("name", "folder"), [("project.qde", "sources"), ("Project.qde", "Sources")])
def test_projects_give_inner_and_outer_texts_each_once(tmp_path, name, folder):
    path = tmp_path / "p.qdpx"
    path.write_bytes(
        _project(
            '<TextSource name="R01" plainTextPath="internal://AB-1.txt"/>'
            '<TextSource name="R02"><PlainTextContent>JT: Two.</PlainTextContent></TextSource>'
            '<AudioSource><Transcript plainTextPath="internal://AB-1.txt"/><Transcript><PlainTextContent>Ana: Three.</PlainTextContent>'
            "</Transcript></AudioSource><PictureSource/>",
            {f"{folder}/AB-1.txt": "\ufeffMaria: One ñ.\n".encode()},
            name,
        )
    )
    frame = read_file(path)
    assert list(zip(frame["speaker"], frame["text"], frame["turn"], strict=True)) == [
        ("Maria", "One ñ.", 1),
        ("JT", "Two.", 2),
        ("Ana", "Three.", 3),
    ]
    assert [row.text for row in read_project(path, only="R02").rows] == ["Two."]
    assert len(read_project(path).notices) == 1
    with pytest.raises(TranscriptError, match="no text source is called"):
        read_project(path, only="R03")


def test_a_project_exported_without_its_sources_is_refused(shared_data):
    with pytest.raises(TranscriptError, match="6 of the texts that the project lists are not in the file"):
        read_file(shared_data / "refi_qda" / "TestProject.qdpx")
