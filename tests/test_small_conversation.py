"""A real conversation of 26 people, run whole: nothing that is released identifies one of them, and the report says what is withheld."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

pytestmark = pytest.mark.slow
EXPORT = Path(__file__).parents[2] / "shared" / "data" / "statements" / "london_youth_policing"
NEEDS_EXPORT = pytest.mark.skipif(not EXPORT.is_dir(), reason="needs ../shared/data/statements/london_youth_policing")
OF_ONESELF = {
    "age_group": {1: "15-19", 4: "20-25"},
    "gender": {5: "male", 6: "female"},
    "ethnicity": {9: "White", 10: "Black", 11: "Asian", 12: "Mixed", 13: "Arab"},
}
SETTINGS = """
name: London
sources:
  - polis: transcripts/conversation
    session: L01
    attributes: {attributes}
compare_by: [age_group, gender, ethnicity]
pdf: off
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("london")
    city = folder / "data" / "london"
    shutil.copytree(EXPORT, city / "transcripts" / "conversation")
    (city / "city.yml").write_text(SETTINGS.format(attributes=OF_ONESELF), encoding="utf-8")
    header = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended"
    (city / "sessions.csv").write_text(f"{header}\nL01,2022-05-10,virtual,en,,,26\n", encoding="utf-8")
    command = [sys.executable, "-m", "peace_analysis.cli", "run", "london", "--data", str(folder / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)
    assert done.returncode == 0, done.stderr
    return folder / "reports" / "london"


@NEEDS_EXPORT
def test_no_released_table_identifies_one_of_them(reports: Path) -> None:
    tables = {path.stem: pd.read_csv(path, dtype="str", keep_default_na=False) for path in (reports / "tables").glob("*.csv")}
    assert tables["group_shares"].empty  # no group by age, gender or ethnicity
    assert tables["contrasts"].empty
    assert tables["votes"].empty
    sizes = tables["groups"]
    assert not {value for values in OF_ONESELF.values() for value in values.values()} & set(sizes["group"])
    for name, column, words in (("themes", "n_raised", "shown"), ("people", "n_participants", "shown"), ("groups", "n_heard", "shown")):
        for number, text in zip(tables[name][column], tables[name][words], strict=True):
            assert number == "" or int(number) >= 3, name
            assert number or text, name
    for column in ("n_a", "n_b"):
        assert not set(tables["questions"][column]) & {"1", "2"}


@NEEDS_EXPORT
def test_the_report_says_what_is_withheld_and_why(reports: Path) -> None:
    text = (reports / "report.html").read_text(encoding="utf-8")
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))
    assert "No ethnicity group was heard in at least 2 sessions and from at least 10 people. So no shares are shown." in words
    assert "Fewer than 50 people voted on comments in an online conversation. It is one session, so how they voted is not shown." in words
    assert "A count is held back where it is so small that it points to somebody." in words
    assert "No shares are shown by age group, gender group or ethnicity group: no group was heard from at least 10 people" in words
    assert "Votes of 1 online conversation are not shown" in words
    for value in ("Arab", "Mixed", "20-25"):
        assert value not in words
