"""The filter for any text: the same lines out, tokens the same from the first to the last, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Done, peace

pytest.importorskip("presidio_analyzer")

from peace_analysis.anonymize import filter as text_filter
from peace_analysis.anonymize.filter import make_filter, redact_lines
from peace_analysis.errors import InputError

CONVERSATION = "Hi, my name is Maria Lopez 😀, call 555-0123.\r\n\n  maria said so, [NAME 4] too"
REDACTED = "Hi, my name is [NAME 5] 😀, call [PHONE 1].\r\n\n  [NAME 5] said so, [NAME 4] too"


def redact(*arguments: str | Path, text: bytes) -> Done:
    return peace("redact", *arguments, text=text)


def filtered(text: str, *, spans: bool = False) -> str:
    return b"".join(redact_lines(text.encode().splitlines(keepends=True), make_filter(), spans=spans)).decode()


def test_lines_come_out_as_they_went_in_but_for_identifiers() -> None:
    command = [sys.executable, "-m", "peace_analysis.cli", "redact"]
    found = subprocess.run(command, input=CONVERSATION.encode(), capture_output=True, check=False, timeout=120)
    assert (found.returncode, found.stdout.decode(), found.stderr) == (0, REDACTED, b"")
    assert redact(text=CONVERSATION.encode()).stdout == REDACTED


def test_a_file_reads_like_standard_input(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(CONVERSATION.encode())
    assert redact(tmp_path / "notes.txt", text=b"").stdout == REDACTED


def test_spans_count_code_points_within_their_line() -> None:
    first, second, third = (
        json.loads(line) for line in filtered("😀 My name is Maria Lopez, call 555-0123.\r\n\nmaria\n", spans=True).splitlines()
    )
    assert [first["line"], second["line"], third["line"]] == [0, 1, 2]
    assert [(span["start"], span["end"], span["type"]) for span in first["spans"]] == [(13, 24, "NAME"), (31, 39, "PHONE")]
    assert all(set(span) == {"start", "end", "type", "score"} and 0 <= span["score"] <= 1 for span in first["spans"])
    assert second["spans"] == []
    assert [(span["start"], span["end"]) for span in third["spans"]] == [(0, 5)]


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0b", "\r"], ids=["line separator", "next line", "vertical tab", "lone return"])
def test_only_a_newline_ends_a_line(separator: str) -> None:
    assert filtered(f"fine{separator}fine\n") == f"fine{separator}fine\n"


def test_names_and_numbers_are_the_same_in_every_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_filter, "BLOCK_LINES", 2)
    lines = [
        "My name is Tavita Okonkwo, badge 4117.",
        "It is dark on our street.",
        "And tavita was there.",
        "Her friend is Beatriz Quispe.",
        "Badge forty-one seventeen, and Ms. Okonkwo, and Beatriz.",
    ]
    found = filtered("\n".join(lines)).splitlines()
    assert found[0] == "My name is [NAME 1], badge [BADGE 1]."
    assert found[2] == "And [NAME 1] was there."
    assert found[3] == "Her friend is [NAME 2]."
    assert found[4] == "Badge [BADGE 1], and Ms. [NAME 1], and [NAME 2]."


def test_a_higher_threshold_gives_only_what_is_surer() -> None:
    text = b"My name is Maria Lopez. Ask Zebulon there.\n"
    low, high = (json.loads(redact("--spans", "--threshold", least, text=text).stdout)["spans"] for least in ("0", "0.9"))
    assert len(high) < len(low)
    assert all(span["score"] >= 0.9 for span in high)


def test_the_lists_of_a_city_are_used(tmp_path: Path) -> None:
    city = tmp_path / "small"
    (city / "transcripts").mkdir(parents=True)
    (city / "city.yml").write_text("name: Small\nprivacy: {names: [Shadow], keep: [Zebulon Park]}\n", encoding="utf-8")
    header = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended,facilitator"
    (city / "sessions.csv").write_text(f"{header}\nS01,2026-03-01,virtual,en,,,1,Rain Winter\n", encoding="utf-8")
    (city / "participants.csv").write_text("speaker_id,session_id,speaker_label\nS01-P1,S01,Sky River\n", encoding="utf-8")
    text = b"They saw Shadow, then Sky, then Winter in Zebulon Park.\n"
    found = redact("--city", "small", "--data", tmp_path, text=text)
    assert found.stdout == "They saw [NAME 1], then [NAME 2], then [NAME 3] in Zebulon Park.\n"


@pytest.mark.parametrize("text", [b"", b"\n", b"\n\n\n", b"\r\n"], ids=["nothing", "one", "three", "return"])
def test_empty_lines_stay(text: bytes) -> None:
    assert b"".join(redact_lines(text.splitlines(keepends=True), make_filter())) == text


def test_lines_that_are_not_utf8_are_named_and_none_of_their_block_is_given() -> None:
    found = redact(text=b"My name is Maria.\nfine \xff\nfine\n\xfe\n")
    assert (found.returncode, found.stdout) == (2, "")
    assert "standard input: line 2: byte 6 is not UTF-8" in found.stderr
    assert "line 4: byte 1" in found.stderr
    assert "Maria" not in found.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nothing.txt"], "nothing.txt"),
        (["."], "cannot be read"),
        (["--threshold", "1.5"], "from 0 to 1"),
        (["--threshold", "nan"], "from 0 to 1"),
    ],
    ids=["no file", "a folder", "above one", "not a number"],
)
def test_what_cannot_be_read_is_refused(arguments: list[str], expected: str) -> None:
    found = redact(*arguments, text=b"")
    assert (found.returncode, found.stdout) == (2, "")
    assert expected in found.stderr
    assert "Traceback" not in found.stderr


def test_a_reader_who_stops_early_is_no_error() -> None:
    command = [sys.executable, "-m", "peace_analysis.cli", "redact"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"It is dark on our street.\n" * 500)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_an_error_names_no_words() -> None:
    with pytest.raises(InputError) as caught:
        list(redact_lines([b"Maria \xff\n"], make_filter()))
    assert "Maria" not in str(caught.value)
