"""Plain text, Word, HTML: turns, header lines, notes."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from peace_analysis.errors import TranscriptError
from peace_analysis.transcripts import read_file
from peace_analysis.transcripts.roles import SpeakerRoles
from peace_analysis.transcripts.text import parse_text

LONG = "this is a line that a program wrapped at about seventy characters a line"
CASES = {
    "turns": (
        "Facilitator: How do you feel?\nMaria: Safe.\nOne thing: the lights.\n\nMore of it.\nJT: Not me.\n",
        [
            ("Facilitator", "How do you feel?"),
            ("Maria", "Safe. One thing: the lights."),
            ("Maria", "More of it."),
            ("JT", "Not me."),
        ],
    ),
    "otter": (
        "Maria Lopez  0:00  \nHello, I'm here.\n\nSpeaker 2  00:12:31\nSame at 7:30.\n\nTranscribed by https://otter.ai\n",
        [("Maria Lopez", "Hello, I'm here."), ("Speaker 2", "Same at 7:30.")],
    ),
    "rev": (
        "Speaker 1 (00:03):\nHello.\n\nSpeaker 2 (00:05): \nHi.\nSpeaker 1: [00:00:09] Bye [00:00:11] now.\n",
        [("Speaker 1", "Hello."), ("Speaker 2", "Hi."), ("Speaker 1", "Bye now.")],
    ),
    "zoom chat": (
        "[Maria Lopez] 19:02:11\nHello\n\n[JT] 19:02:31\nHi\n",
        [("Maria Lopez", "Hello"), ("JT", "Hi")],
    ),
    "time first": (
        "[00:12:31] Maria: Hello.\n00:12:40 JT: Hi.\n(00:13:00) Dr. Núñez (she/her)\nWelcome.\n00:13:01 - 00:13:09 Speaker 4\nThanks.\n",
        [("Maria", "Hello."), ("JT", "Hi."), ("Dr. Núñez (she/her)", "Welcome."), ("Speaker 4", "Thanks.")],
    ),
    "label on its own line": (
        "MARIA LOPEZ:\nI think so.\n\nJT:\nNo.\n",
        [("MARIA LOPEZ", "I think so."), ("JT", "No.")],
    ),
    "markdown": ("**Maria:** I need ___ now.\n\n__JT__: Ho.\n", [("Maria", "I need ___ now."), ("JT", "Ho.")]),
    "before the first label": (
        "Session R01 at the library\n\nMaria: Hi.\nJT: Ho.\n",
        [(None, "Session R01 at the library"), ("Maria", "Hi."), ("JT", "Ho.")],
    ),
    "pages": (
        "Rivertown Session One\nPage 1 of 3\nMaria: Hi,\nthere.\nRivertown Session One\nPage 2 of 3\nJT: Ho.\n- 3 -\n",
        [("Maria", "Hi, there."), ("JT", "Ho.")],
    ),
    "bare page numbers": ("Maria: Hi.\n\n1\n\f\nJT: I have 12\n\n2\n", [("Maria", "Hi."), ("JT", "I have 12")]),
    "a number that is an answer": ("Maria: How many?\nJT:\n12\n", [("Maria", "How many?"), ("JT", "12")]),
    "notes": (
        "- lights are out\n- at 7:30 it is dark\n  so nobody walks\n* trust: low\n1. more patrols\n",
        [(None, "lights are out"), (None, "at 7:30 it is dark so nobody walks"), (None, "trust: low"), (None, "more patrols")],
    ),
    "notes under headings": (
        "# What people said\nTrust:\n- they never call back\n- my cousin said: no\n\nHow do you want to be served?\n- with respect\n",
        [
            (None, "What people said"),
            (None, "Trust:"),
            (None, "they never call back"),
            (None, "my cousin said: no"),
            (None, "How do you want to be served?"),
            (None, "with respect"),
        ],
    ),
    "wrapped notes": (
        f"{LONG}\nand it ends here.\nA second note.\nA third\n",
        [(None, f"{LONG} and it ends here."), (None, "A second note."), (None, "A third")],
    ),
    "timed without names": (
        "0:00 hello there\n0:05 and again\n0:12 good night\n",
        [(None, "hello there"), (None, "and again"), (None, "good night")],
    ),
    "a time that was said": ("7:30 is too late for me\nand so I stay in\n", [(None, "7:30 is too late for me and so I stay in")]),
}


@pytest.mark.parametrize(("content", "expected"), CASES.values(), ids=CASES.keys())
def test_text_becomes_rows_with_speakers(said, content, expected):
    assert said("a.txt", content) == expected
    assert said("a.txt", content.replace("\n", "\r\n").encode("utf-16")) == expected


def test_header_lines_give_times_and_wall_clocks_count_from_the_first(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("[Ana] 19:02:11\nHello\n\n[Bo] 19:02:31.5\nHi\n")
    frame = read_file(path)
    assert frame["start"].tolist() == [0.0, 20.5]
    assert frame["line"].tolist() == [2, 5]


def test_headings_of_notes_are_the_note_takers_and_rows_before_the_first_label_nobodys(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Trust:\n- low\n")
    assert read_file(path)["role"].tolist() == ["facilitator", "participant"]
    path.write_text("Date: 3 May\nVenue: library\n- Time: we need more\n- low\n")
    assert read_file(path)["role"].tolist() == ["facilitator", "facilitator", "participant", "participant"]
    path.write_text("Welcome words\n\nFacilitator: Hi.\nP1: Ho.\nAnn: Hm.\n")
    assert read_file(path)["role"].tolist() == ["unknown", "facilitator", "participant", "unknown"]


def test_a_known_name_needs_no_colon_and_may_have_any_form(tmp_path):
    roles = SpeakerRoles(roster={"the quiet one": "The Quiet One", "one thing": "One Thing"})
    source = parse_text("The Quiet One\nYes.\n\nOne thing: no.\n", tmp_path / "a.txt", roles.knows)
    assert [(row.speaker, row.text) for row in source.rows] == [("The Quiet One", "Yes."), ("One thing", "no.")]


def test_each_note_is_a_turn_and_each_spelling_one_speaker(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("- one\n- two\n")
    assert read_file(path)["turn"].tolist() == [1, 2]
    path.write_text("Maria Lopez: a\nMARIA LOPEZ (she/her): b\nJT: c\nmaria lopez: d\n")
    frame = read_file(path)
    assert frame["turn"].tolist() == [1, 1, 2, 3]
    assert set(frame["speaker"]) == {"Maria Lopez", "JT"}


def test_notes_take_only_labels_that_the_session_knows_each_for_its_own_paragraph(tmp_path):
    notes = "Older woman: fell on the porch.\nNobody came.\n\nFacilitator: what else?\n\nWanted: a board.\n"
    known = SpeakerRoles().knows
    rows = parse_text(notes, tmp_path / "a.txt", known, notes=True).rows
    assert [(row.speaker, row.role, row.text) for row in rows] == [
        (None, "participant", "Older woman: fell on the porch."),
        (None, "participant", "Nobody came."),
        ("Facilitator", None, "what else?"),
        (None, "participant", "Wanted: a board."),
    ]
    assert [row.speaker for row in parse_text(notes, tmp_path / "a.txt", known).rows] == ["Older woman", "Facilitator", "Wanted"]
    bullets = "- Older woman: fell\n- speed\n- Elder: a nephew\n- lamps\n- dark\n"
    assert not any(row.speaker for row in parse_text(bullets, tmp_path / "a.txt").rows)
    assert [row.speaker for row in parse_text("- Maria: a\n- JT: b\n- Maria: c\n", tmp_path / "a.txt").rows] == ["Maria", "JT", "Maria"]


def test_a_sign_in_sheet_is_not_speech(said):
    document = docx.Document()
    table = document.add_table(2, 3)
    for row, cells in zip(table.rows, (("Maria Lopez", "25-44", "yes"), ("JT", "65+", "no")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph("Facilitator: Welcome.")
    document.add_paragraph("Maria Lopez: Hi.")
    out = io.BytesIO()
    document.save(out)
    assert said("a.docx", out.getvalue()) == [
        (None, "Maria Lopez | 25-44 | yes"),
        (None, "JT | 65+ | no"),
        ("Facilitator", "Welcome."),
        ("Maria Lopez", "Hi."),
    ]


def _document() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Header name"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_heading("Session at the library", 1)
    document.add_paragraph("Maria Lopez   0:03\nI feel safe.")
    changed = document.add_paragraph("JT: We ")
    for tag, words in (("w:ins", "really "), ("w:del", "never ")):
        run = OxmlElement("w:r")
        text = OxmlElement("w:t" if tag == "w:ins" else "w:delText")
        text.set(qn("xml:space"), "preserve")
        text.text = words
        run.append(text)
        mark = OxmlElement(tag)
        mark.append(run)
        changed._p.append(mark)
    changed.add_run("need lights.")
    document.add_paragraph("a bullet", style="List Bullet")
    document.add_comment(changed.runs, text="a secret remark", author="Ana", initials="A")
    table = document.add_table(0, 3)
    for cells in (("Time", "Speaker", "Text"), ("00:01:00", "Auntie in the back", "Slow down: please."), ("", "JT", "Yes.\nYes.")):
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    document.add_paragraph("Maria Lopez: Bye.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_documents_give_insertions_and_tables_but_no_deletions_headers_or_comments(said):
    assert said("a.docx", _document()) == [
        (None, "Session at the library"),
        ("Maria Lopez", "I feel safe."),
        ("JT", "We really need lights."),
        ("JT", "a bullet"),
        ("Auntie in the back", "Slow down: please."),
        ("JT", "Yes. Yes."),
        ("Maria Lopez", "Bye."),
    ]


def test_a_table_without_headers_names_speakers_where_a_column_holds_names_only(said):
    document = docx.Document()
    table = document.add_table(2, 2)
    for row, cells in zip(table.rows, (("Maria Lopez  16:01", "I walk at night."), ("Participant 2:", "I drive: fast.")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    assert said("a.docx", out.getvalue()) == [("Maria Lopez", "I walk at night."), ("Participant 2", "I drive: fast.")]


def test_a_comment_in_the_margin_is_reported_and_not_read(tmp_path):
    from peace_analysis.transcripts.docx import read

    path = tmp_path / "a.docx"
    path.write_bytes(_document())
    assert [problem.message for problem in read(path).notices] == ["1 margin comments are left out: they are not speech."]


def test_pages_without_cite_are_read_by_the_text_grammar(said):
    page = "<html><head><title>no</title><style>p{}</style></head><body>"
    page += "<h1>Talk</h1><p>Maria: I &amp; you<br>JT: Ho</p><script>x</script></body></html>"
    assert said("a.html", page) == [(None, "Talk"), ("Maria", "I & you"), ("JT", "Ho")]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ('{"segments": [{"body": "a", "startTime": 2, "endTime": 1}, {"startTime": 1}, {"body": "c", "startTime": "x"}]}', [1, 2, 3]),
        ("{", [1]),
        ('{"a": 1}', [None]),
        ('{"segments": [{"body": " "}]}', [None]),
    ],
)
def test_broken_json_is_refused_by_segment(tmp_path, content, lines):
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(TranscriptError) as caught:
        read_file(path)
    assert [problem.line for problem in caught.value.problems] == lines
