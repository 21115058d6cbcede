"""Summary sheets give back only what may be said in a session, and what people say of them is checked and counted."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pandas as pd
import pytest
from coded_city import SECRET, record_stages

from peace_analysis import tables
from peace_analysis.city import City
from peace_analysis.custody import RAW
from peace_analysis.errors import CityError
from peace_analysis.exchange.member_checks import inspect_member_checks, read_member_checks
from peace_analysis.report.accessibility import inspect_page
from peace_analysis.workbench.sheets import write_sheets


def put_shares(city: City) -> None:
    city.save_table(tables.empty_table(tables.THEME_SHARES), tables.THEME_SHARES)


def test_a_sheet_per_session_in_a_private_place(small: City) -> None:
    put_shares(small)
    paths, notes = write_sheets(small)
    assert [path.name for path in paths] == ["S0.html", "S1.html", "S2.html", "S3.html"]
    assert {path.parent for path in paths} == {small.folder / "coding" / "private" / "sheets"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in (*paths, notes))
    assert notes.read_text(encoding="utf-8") == "session_id,date,kind,text\n"
    page = paths[0].read_text(encoding="utf-8")
    assert "What we heard from you" in page
    assert "DRAFT" in page  # nobody has reviewed the removal of names
    assert inspect_page(page) == []
    assert not re.search(r"\b\d+ (?:of|people|participants)\b", page.split("<main", 1)[1].replace("for a long while", ""))


def test_a_sheet_quotes_only_those_who_agreed_and_names_no_lone_voice(small: City) -> None:
    put_shares(small)
    placed = small.load_table(tables.ASSIGNMENTS)
    of_first = placed["statement_id"].str.startswith("S0")
    lone = of_first & (placed["theme_id"] == "T03") & ~placed["statement_id"].isin(["S0-P02-1", "S0-P03-0"])
    placed.loc[lone, "theme_id"] = "T01"  # two people are left on noise
    small.save_table(placed, tables.ASSIGNMENTS)

    record_stages(small)
    first, other = (path.read_text(encoding="utf-8") for path in write_sheets(small)[0][:2])
    assert "Dark streets" in first
    assert "Noise" not in first
    assert "Noise" in other
    quoted = set(re.findall(r"street (\d\d\d)", first))
    assert quoted
    assert {one[0] for one in quoted} == {"0"}  # of this session only
    assert "0" not in {one[1] for one in quoted}  # the first person did not agree to be quoted


ROWS = ["S0,2026-03-01,agrees,Yes.", "S0,2026-03-01,corrects,It was not so.", "S2,2026-03-02,objects,No!"]


def keep(city: City, *rows: str, header: str = "session_id,date,kind,text") -> Path:
    path = city.folder / "coding" / "member_checks.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_what_came_back_is_counted(small: City) -> None:
    assert read_member_checks(small).n_remarks == 0
    keep(small, *ROWS)
    found = read_member_checks(small)
    assert (found.n_remarks, found.n_sessions) == (3, 2)
    assert found.by_session["S0"] == {"agrees": 1, "corrects": 1}


def test_every_problem_of_the_file_is_told_with_its_line_and_no_word(small: City) -> None:
    keep(small, f"S9,yesterday,shouts,{SECRET}", "S0,2026-03-01,adds,", *ROWS)
    found, problems = inspect_member_checks(small)
    assert [problem.line for problem in problems] == [2, 2, 2, 3]
    assert SECRET not in "".join(map(str, problems))
    assert found.n_remarks == 3
    with pytest.raises(CityError, match="line 2: `session_id` is not a session"):
        read_member_checks(small)


def test_a_missing_column_is_named(small: City) -> None:
    keep(small, header="session_id,date,text")
    assert "there is no column kind" in str(inspect_member_checks(small)[1][0])


def test_words_of_coders_and_participants_are_raw_material_and_their_codes_are_not() -> None:
    assert {"coding/private", "coding/member_checks.csv", "coding/notes.csv", "coding/framework.csv"} <= set(RAW)
    assert "compared_themes.json" in RAW
    assert not {"coding", "coding/codes.csv", "coding/agreed.csv"} & set(RAW)


def test_the_report_reads_what_came_back(small: City) -> None:
    from peace_analysis.report.checklist import fill_checklist
    from peace_analysis.report.material import gather

    put_shares(small)
    keep(small, *ROWS)
    answers = fill_checklist(gather(small)).set_index("No.")["Answer"]
    assert answers[28] == "Summary sheets were taken back to participants: 3 remarks from 2 sessions were recorded."
    assert isinstance(answers, pd.Series)


def test_a_sheet_speaks_the_session_s_language_where_there_is_a_catalog(small: City) -> None:
    put_shares(small)
    path = small.folder / "sessions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("S1,2026-01-11,in_person,en", "S1,2026-01-11,in_person,es"), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("S2,2026-01-12,in_person,en", "S2,2026-01-12,in_person,so"), encoding="utf-8")
    city = City.open("small", small.folder.parent, small.reports_folder.parent)
    record_stages(city)
    english, spanish, somali = (page.read_text(encoding="utf-8") for page in write_sheets(city)[0][:3])
    assert '<html lang="es"' in spanish
    assert "Lo que escuchamos de ustedes" in spanish
    assert "What do you say?" not in spanish
    assert '<html lang="en"' in english
    assert "What do you say?" in somali  # no catalog: the city's own language
    assert inspect_page(spanish) == []
