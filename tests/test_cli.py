"""The command line as a user meets it: every command, every refusal with exit code 2 and nothing written."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Done, peace, start

from peace_analysis.city import City
from peace_analysis.errors import PeaceAnalysisError
from peace_analysis.pipeline import run_city
from peace_analysis.pipeline.execute import Kernels, open_kernels

HEADER = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended,facilitator\n"
GOOD = (
    "WEBVTT\n\n00:00.000 --> 00:04.000\nAnn: How do you feel about public safety?\n\n"
    "00:05.000 --> 00:09.000\nBen: It is dark on our street.\n"
)


def make_city(folder: Path) -> Path:
    """A sound city of one session."""
    (folder / "transcripts").mkdir(parents=True)
    (folder / "city.yml").write_text('name: Small\nroles: {participant: ["Ben"]}\n', encoding="utf-8")
    (folder / "sessions.csv").write_text(f"{HEADER}S01,2026-03-01,virtual,en,Old Town,residents,1,Ann\n", encoding="utf-8")
    (folder / "transcripts" / "S01.vtt").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return make_city(tmp_path / "data" / "small")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Kernels]]:
    """A folder for many cities, and the kernels for all their runs: starting them takes longer than finding a fault."""
    data = tmp_path_factory.mktemp("many") / "data"
    with open_kernels(data, data.parent / "reports") as kernels:
        yield data, kernels


def check(city: Path) -> Done:
    return peace("check", city.name, "--data", city.parent)


def test_a_new_city_passes_check_once_its_blanks_are_filled(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    assert peace("new", "my_city", "--data", data).returncode == 0
    folder = data / "my_city"
    before = peace("check", "my_city", "--data", data)
    assert before.returncode == 2
    assert "`name` is missing or blank" in before.stderr
    assert "sessions.csv" in before.stderr
    config = (folder / "city.yml").read_text(encoding="utf-8")
    (folder / "city.yml").write_text(config.replace("name:  ", "name: My City"), encoding="utf-8")
    header = (folder / "sessions.csv").read_text(encoding="utf-8").strip()
    values = {"session_id": "S01", "date": "2026-03-01", "mode": "virtual", "language": "en", "n_attended": "1", "facilitator": "Ann"}
    with (folder / "sessions.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header.split(","), lineterminator="\n").writerow(values)
    (folder / "participants.csv").write_text("speaker_id,session_id,speaker_label,quote_consent\nS01-P1,S01,Ben,yes\n", encoding="utf-8")
    (folder / "transcripts" / "S01.vtt").write_text(GOOD, encoding="utf-8")
    after = peace("check", "my_city", "--data", data)
    assert (after.returncode, after.stderr) == (0, "")
    assert "no problem found (1 sessions, 1 participants, 2 utterances)" in after.stdout


def test_every_example_in_a_new_city_yml_is_a_setting(tmp_path: Path) -> None:
    from peace_analysis.city_file import inspect_config

    peace("new", "my_city", "--data", tmp_path)
    lines = (tmp_path / "my_city" / "city.yml").read_text(encoding="utf-8").replace("name:  ", "name: X ").splitlines()
    words = ("# Settings of", "# Lines that begin", "# The two standing", "# Who ", "# Words by", "# sessions.csv ", "# other label")
    study = ("# What only", '# "not recorded"', "# others_present")
    prose = (*words, *study, "# What is not", "# What people", "#   peace-analysis", "# Files under")
    config = "\n".join(line.removeprefix("# ") if line.startswith("# ") and not line.startswith(prose) else line for line in lines)
    (tmp_path / "my_city" / "city.yml").write_text(config, encoding="utf-8")
    found, problems = inspect_config(tmp_path / "my_city" / "city.yml")
    assert not problems, "\n".join(map(str, problems))
    assert found is not None
    assert len(found.sources) == 2


def test_check_lists_every_problem_of_the_codebook_beside_those_of_other_files(city: Path) -> None:
    assert check(city).returncode == 0
    (city / "codebook.yml").write_text("codes:\n  - code: Dark Streets\n    name: Dark\n    brief: x\n  - code: lamps\n", encoding="utf-8")
    (city / "transcripts" / "S01.vtt").write_text("no captions", encoding="utf-8")
    found = check(city)
    assert found.returncode == 2
    assert "codebook.yml: line 2" in found.stderr
    assert "codebook.yml: line 5" in found.stderr
    assert "S01.vtt" in found.stderr


def test_new_overwrites_nothing(city: Path) -> None:
    before = (city / "city.yml").read_bytes()
    assert peace("new", "small", "--data", city.parent).returncode == 2
    assert (city / "city.yml").read_bytes() == before


def test_list_names_the_cities(city: Path) -> None:
    found = start("list", "--data", city.parent)
    assert found.stdout == "small\tno report yet\n"


def test_read_prints_the_utterance_table_as_csv(city: Path) -> None:
    found = peace("read", city / "transcripts" / "S01.vtt")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert list(rows[0]) == ["session", "turn", "speaker", "role", "start", "end", "text", "line"]
    assert [(row["session"], row["turn"], row["speaker"], row["text"]) for row in rows] == [
        ("S01", "1", "Ann", "How do you feel about public safety?"),
        ("S01", "2", "Ben", "It is dark on our street."),
    ]
    assert float(rows[1]["start"]) == 5.0
    assert rows[1]["line"] == "7"


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as file:
            for _ in range(200):
                file.write(b" " * 1_000_000)


def write(name: str, content: str | bytes) -> object:
    def spoil(city: Path) -> None:
        path = city / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return spoil


ROW = "S01,2026-03-01,virtual,en,Old Town,residents,1,Ann\n"
BAD = {
    "missing column": (write("sessions.csv", "session_id,date\nS01,2026-03-01\n"), ["sessions.csv: line 1", "column `mode` is missing"]),
    "unknown session": (
        write("participants.csv", "speaker_id,session_id,speaker_label\nP1,S09,Ben\n"),
        ["participants.csv: line 2", "session `S09` is not in sessions.csv"],
    ),
    "duplicate id": (write("sessions.csv", HEADER + ROW + ROW), ["sessions.csv: line 3", "duplicate id"]),
    "empty transcript": (write("transcripts/S01.vtt", ""), ["S01.vtt", "empty"]),
    "docx that is not one": (write("transcripts/S01.docx", "just text"), ["S01.docx"]),
    "truncated zip": (write("transcripts/S01.docx", b"PK\x03\x04" + b"\0" * 40), ["S01.docx"]),
    "zip bomb": (lambda city: bomb(city / "transcripts" / "S01.docx"), ["S01.docx"]),
    "path outside": (
        write("sessions.csv", HEADER.strip() + ",transcript\n" + ROW.strip() + ",../../../secret.vtt\n"),
        ["outside"],
    ),
    "yaml typo": (write("city.yml", "name: Small\nprivcy: {}\n"), ["city.yml: line 2", "Did you mean `privacy`?"]),
    "unknown code": (
        write(
            "codebook.yml",
            "decisions:\n  - version: 1\n    define: {theme: T01, code: lamps}\n    author: AB\n    date: 2026-01-02\n    reason: x\n",
        ),
        ["codebook.yml: line 3", "lamps"],
    ),
    "unreadable encoding": (write("transcripts/S01.vtt", bytes(range(256)) * 8), ["S01.vtt", "encoding"]),
}


def spoil_city(city: Path, name: str) -> list[str]:
    """Put one bad input into a city; gives what is to be said of it."""
    spoil, expected = BAD[name]
    spoil(city)  # type: ignore[operator]
    if "docx" in expected[0]:
        (city / "transcripts" / "S01.vtt").unlink()
    return expected


def is_refused(city: Path, said: str, expected: list[str]) -> None:
    for part in expected:
        assert part in said
    assert "Traceback" not in said
    assert "dark on our street" not in said
    assert not (city / "derived" / "statements.parquet").exists()
    assert not (city / "restricted" / "replacements.csv").exists()
    assert not (city.parent.parent / "reports" / city.name).exists()


@pytest.mark.parametrize("name", BAD)
def test_check_gives_one_clear_message_of_bad_input_and_writes_nothing(city: Path, name: str) -> None:
    expected = spoil_city(city, name)
    found = check(city)
    assert found.returncode == 2, found.stderr
    is_refused(city, found.stderr, expected)


@pytest.mark.parametrize("name", BAD)
def test_a_run_gives_one_clear_message_of_bad_input_and_writes_nothing(running: tuple[Path, Kernels], name: str) -> None:
    data, kernels = running
    city = make_city(data / name.replace(" ", "_"))
    expected = spoil_city(city, name)
    with pytest.raises(PeaceAnalysisError) as caught:
        run_city(City.open(city.name, data, data.parent / "reports"), kernels=kernels)
    is_refused(city, str(caught.value), expected)


@pytest.mark.parametrize("name", ["duplicate id", "yaml typo"])
def test_the_command_run_tells_bad_input_as_check_does(city: Path, name: str) -> None:
    """One that a stage's kernel finds, and one that is found before."""
    expected = spoil_city(city, name)
    found = start("run", "small", "--data", city.parent, "--reports", city.parent.parent / "reports")
    assert found.returncode == 2, found.stderr
    is_refused(city, found.stderr, expected)


def test_every_problem_of_several_files_is_listed_at_once(city: Path) -> None:
    (city / "transcripts" / "stray.vtt").write_text(GOOD, encoding="utf-8")
    (city / "transcripts" / "S01.vtt").write_text("", encoding="utf-8")
    (city / "city.yml").write_text("name: Small\nsede: 4\n", encoding="utf-8")
    found = check(city)
    assert found.returncode == 2
    assert [name for name in ("stray.vtt", "S01.vtt", "`sede`") if name not in found.stderr] == []


def test_a_label_that_nothing_is_known_of_is_reported_and_not_printed(city: Path) -> None:
    (city / "city.yml").write_text("name: Small\n", encoding="utf-8")
    found = check(city)
    assert found.returncode == 2
    assert "S01.vtt: line 7: a speaker label is not known" in found.stderr
    assert "Ben" not in found.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["run", "nowhere"], "peace-analysis new nowhere"),
        (["run", "small", "--from", "teams"], "The stages are anonymize"),
        (["run"], "no city is named"),
        (["check", "../small"], "not the name of a city's folder"),
        (["read", "nothing.vtt"], "there is no such file"),
    ],
)
def test_wrong_arguments_name_the_next_step(city: Path, arguments: list[str], expected: str) -> None:
    data = [] if arguments[0] == "read" else ["--data", str(city.parent)]
    found = start(*arguments, *data)
    assert found.returncode == 2
    assert expected in found.stderr


def test_listing_imports_nothing_heavy() -> None:
    heavy = "('pandas', 'torch', 'presidio_analyzer', 'bertopic', 'sklearn', 'matplotlib')"
    code = f"import sys, peace_analysis.cli; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
