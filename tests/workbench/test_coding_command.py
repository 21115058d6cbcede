"""`peace-analysis coding` from the command line: each step, and what does not fit together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from coded_city import CITY_YML, SECRET
from openpyxl import load_workbook
from typer.testing import CliRunner

from peace_analysis.check import check_city
from peace_analysis.city import City
from peace_analysis.cli import app
from peace_analysis.errors import CityError, InputError
from peace_analysis.exchange.refi_qda_gold import Given, write_gold


def run(city: City, *arguments: str | Path) -> str:
    """Run a step in this process; an error comes out as it is raised."""
    found = CliRunner().invoke(app, ["coding", "small", *map(str, arguments), "--data", str(city.folder.parent)])
    if found.exception is not None:
        raise found.exception
    return found.output


def test_export_import_and_report_go_hand_in_hand(small: City, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = run(small, "export", "--coders", "AB,CD", "--share", "0.25", "--to", out)
    files = sorted(out.glob("*.xlsx"))
    assert [str(path) for path in files] == told.splitlines()[:2]
    for path in files:
        book = load_workbook(path)
        for row in book["Code"].iter_rows(min_row=2):
            row[2].value = "T01"
        book.save(path)
    told = run(small, "import", *files)
    assert "AB: codes of 12 statements taken over." in told
    told = run(small, "report", "--to", out)
    assert "12 statements in common; they differ on 0" in told
    assert "not measured" in told
    assert SECRET not in told
    assert {path.name for path in out.glob("*.csv")} == {"agreement.csv", "machine.csv"}


def test_the_framework_matrix_goes_out_and_back(small: City, tmp_path: Path) -> None:
    told = run(small, "framework", "export", "--by", "stakeholder_group", "--to", tmp_path)
    path = Path(told.splitlines()[0])
    book = load_workbook(path)
    book["Framework"]["G2"] = "Dark."
    book.save(path)
    assert "1 summaries" in run(small, "framework", "import", path, "--coders", "AB")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("import",), "is not complete"),
        (("export", "w.xlsx", "--coders", "AB,CD"), "too many words"),
        (("export",), "two or more different initials"),
        (("export", "--coders", "AB,AB"), "two or more different initials"),
        (("export", "--coders", "Ann Adams,CD"), "initials, no names"),
        (("export", "--coders", "AB,CD", "--share", "20"), "a share lies above 0"),
        (("framework",), "framework export"),
        (("intrusion", "open"), "intrusion export"),
        (("import", "nothing.xlsx"), "cannot be read"),
    ],
)
def test_what_does_not_fit_together_is_refused(small: City, arguments: tuple[str, ...], expected: str) -> None:
    with pytest.raises(InputError) as error:
        run(small, *arguments)
    assert expected in str(error.value)
    assert "Ann" not in str(error.value)
    assert not (small.folder / "coding").exists()


def test_an_error_ends_with_exit_code_2_and_no_traceback(small: City) -> None:
    command = [sys.executable, "-m", "peace_analysis.cli", "coding", "small", "report", "--data", str(small.folder.parent)]
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert found.returncode == 2
    assert "no statement has been coded by two people yet" in found.stderr
    assert "Traceback" not in found.stderr


def test_check_looks_over_what_coders_and_participants_left(small: City) -> None:
    folder = small.folder / "coding"
    folder.mkdir()
    (folder / "codes.csv").write_text("statement_id,coder,codes\nS0-P01-0,AB,T01;none\nS0-P01-0,AB,T01\nS1,Ann,\n", encoding="utf-8")
    (folder / "agreed.csv").write_text("statement_id,codes\nS0-P01-0,T01;T02;T03;T04\n", encoding="utf-8")
    (folder / "member_checks.csv").write_text(f"session_id,date,kind,text\nS9,2026-01-01,adds,{SECRET}\n", encoding="utf-8")
    told = "\n".join(map(str, check_city("small", small.folder.parent).problems))
    for expected in (
        "codes.csv: line 2: `none` stands beside codes",
        "codes.csv: line 3: this coder coded the statement in line 2",
        "codes.csv: line 4: a cell is empty",
        "agreed.csv: line 2: `codes` does not hold one to 3 codes",
        "member_checks.csv: line 2: `session_id` is not a session",
    ):
        assert expected in told
    assert SECRET not in told


def test_the_machine_is_held_against_codes_from_another_program(small: City, tmp_path: Path) -> None:
    statements = [f"S{session}-P0{person}-0" for session in range(4) for person in range(1, 4)]  # the machine: T01, T02, T03 by person
    given = {key: ("T01", "T02", "none")[int(key[5]) - 1] for key in statements}  # it gives the third person's T03, people nothing
    rows = [f"{key},{code},CD" for key, code in given.items()]
    rows += ["S0-P01-0,T02,EF", "S0-P02-0,T02,EF", "S9-P01-0,T01,EF", "S1-P01-0,unheard_of,EF"]
    (small.folder / "coding").mkdir()
    path = small.folder / "coding" / "gold.csv"
    path.write_text("\n".join(["statement_id,code,coder", *rows]) + "\n", encoding="utf-8")
    told = run(small, "report", "--to", tmp_path)
    # 12 statements less the one on which CD and EF differ: the machine gives 11 a theme, people 7, in 7 they are the same.
    assert "11 statements coded by CD, EF; 1 on which they differ are left out." in told
    assert "Set apart: 1 statements that are gone, 1 codes that no theme of this run has." in told
    assert next(line.split()[:4] for line in told.splitlines() if line.startswith("all")) == ["all", "7", "11", "0.64"]
    table = (tmp_path / "machine_gold.csv").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("stakeholder_group,youth,T01,2,2,2,1.0,") for line in table)
    assert not (tmp_path / "machine.csv").exists()  # nobody coded by workbook
    assert SECRET not in told


def test_damaged_gold_is_an_error_with_its_line_and_is_not_written_over(small: City) -> None:
    (small.folder / "coding").mkdir()
    path = small.folder / "coding" / "gold.csv"
    path.write_text("statement_id,code,coder\nS0-P01-0,T01\n", encoding="utf-8")
    with pytest.raises(CityError, match=r"gold\.csv: line 2"):
        run(small, "report")
    with pytest.raises(CityError, match=r"gold\.csv: line 2"):
        write_gold(path, [Given("S0-P01-0", "T01", "CD")])
    assert any("gold.csv" in problem.file for problem in check_city("small", small.folder.parent).problems)


def test_check_tells_of_a_memo_that_names_somebody_and_not_whom(small: City) -> None:
    (small.folder / "city.yml").write_text(CITY_YML + "privacy: {names: [Wanda Kowalczyk]}\n", encoding="utf-8")
    (small.folder / "memos.yml").write_text("memos:\n  - text: Ask Wanda Kowalczyk.\n  - text: Read again.\n", encoding="utf-8")
    found = check_city("small", small.folder.parent)
    (told,) = [str(notice) for notice in found.notices if "memos.yml" in notice.file]
    assert "can be read in memo 1." in told
    assert "Kowalczyk" not in told
    assert not any("memos.yml" in problem.file for problem in found.problems)  # a run goes on
