"""city.yml, sessions.csv and participants.csv: what is taken, what is refused, and that every problem is named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from peace_analysis.check import check_city
from peace_analysis.city import City, find_data, list_cities
from peace_analysis.city_file import inspect_config
from peace_analysis.errors import CityError

SESSIONS = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended\n"
ONE = SESSIONS + "S01,2026-03-01,virtual,en,Old Town,residents,9\n"


def make_city(
    folder: Path, config: str = "name: Testville\n", sessions: str = SESSIONS + "S01,2026-03-01,virtual,en,Old Town,residents,9\n"
) -> Path:
    city = folder / "data" / "testville"
    (city / "transcripts").mkdir(parents=True)
    (city / "city.yml").write_text(config, encoding="utf-8")
    (city / "sessions.csv").write_text(sessions, encoding="utf-8")
    return city


def problems_of(folder: Path, config: str) -> list[str]:
    make_city(folder, config)
    with pytest.raises(CityError) as raised:
        City.open("testville", folder / "data")
    return [str(problem) for problem in raised.value.problems]


def test_settings_are_frozen_and_have_defaults(tmp_path: Path) -> None:
    make_city(tmp_path)
    city = City.open("testville", tmp_path / "data")
    assert city.config.privacy.who_threshold == 11
    assert city.config.themes.min_themes == 8
    with pytest.raises(ValueError, match="frozen"):
        city.config.name = "Elsewhere"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("name: A\nprivcy: {}\n", ["line 2", "`privcy` is not a setting", "Did you mean `privacy`?"]),
        ("name: A\nprivacy:\n  who_treshold: 12\n", ["line 3", "Did you mean `who_threshold`?"]),
        ("name: A\nprivacy: {who_threshold: 5}\n", ["line 2", "greater than or equal to 11"]),
        ("name: A\nseed: many\n", ["line 2", "`seed`"]),
        ("name: 02134\n", ["line 1", "Put it in quotes"]),
        ("name:\n", ["line 1", "missing or blank"]),
        ("title: T\n", ["`name` is missing"]),
        ("name: A\nname: B\n", ["line 2", "duplicate key"]),
        ("name: [A\n", ["line"]),
        ("- a\n- b\n", ["holds no settings"]),
        ("name: A\nthemes: {min_themes: 9, max_themes: 3}\n", ["min_themes (9) is above max_themes (3)"]),
        ("name: A\nsources:\n  - table: t.csv\n    columns: {text: T}\n", ["name either `session:`"]),
    ],
    ids=["typo", "nested typo", "loosened privacy", "type", "leading zero", "blank", "missing", "twice", "yaml", "list", "range", "source"],
)
def test_city_yml_refuses(tmp_path: Path, config: str, expected: list[str]) -> None:
    message = "\n".join(problems_of(tmp_path, config))
    for part in expected:
        assert part in message


def test_words_that_yaml_1_1_would_change_stay_words(tmp_path: Path) -> None:
    make_city(tmp_path, 'name: A\nprivacy: {keep: [no, "02134"]}\n')
    assert City.open("testville", tmp_path / "data").config.privacy.keep == ("no", "02134")


@pytest.mark.parametrize("path", ["../other/secret.csv", "/etc/passwd", "transcripts/../../x"])
def test_a_path_outside_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    make_city(tmp_path)
    with pytest.raises(CityError, match="outside the city's folder"):
        City.open("testville", tmp_path / "data").path_inside(path)


def test_a_link_that_leads_outside_is_refused(tmp_path: Path) -> None:
    city = make_city(tmp_path)
    (tmp_path / "secret.txt").write_text("x")
    (city / "transcripts" / "S01.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(CityError, match="outside"):
        City.open("testville", tmp_path / "data").path_inside("transcripts/S01.txt")


@pytest.mark.parametrize("key", ["../testville", "", ".", "a/b", "a b"])
def test_a_name_that_is_no_folder_of_a_city_is_refused(tmp_path: Path, key: str) -> None:
    make_city(tmp_path)
    with pytest.raises(CityError, match="not the name of a city"):
        City.open(key, tmp_path / "data")


def test_an_unknown_city_names_the_next_command(tmp_path: Path) -> None:
    with pytest.raises(CityError, match="peace-analysis new nowhere"):
        City.open("nowhere", tmp_path / "data")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("S01,01/03/2026,virtual,en,Old Town,residents,9", "date `01/03/2026` is not a day"),
        ("S01,2026-03-01,online,en,Old Town,residents,9", "mode `online` is not known"),
        ("S01,2026-03-01,virtual,english,Old Town,residents,9", "two-letter code"),
        ("S01,2026-03-01,virtual,en,Old Town,residents,about nine", "not a whole number"),
        ("S 1,2026-03-01,virtual,en,Old Town,residents,9", "not a short id"),
        ("S01,2026-03-01,virtual,en,Old Town,residents", "the row has 6 cells and the header 7"),
    ],
    ids=["date", "mode", "language", "count", "id", "cells"],
)
def test_sessions_csv_names_what_is_wrong(tmp_path: Path, row: str, expected: str) -> None:
    make_city(tmp_path, sessions=f"{SESSIONS}{row}\n")
    with pytest.raises(CityError, match=r"sessions\.csv: line 2") as raised:
        _ = City.open("testville", tmp_path / "data").sessions
    assert expected in str(raised.value)


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("start_time", "25:00", "start_time `25:00` is not a time of day"),
        ("end_time", "9pm", "end_time `9pm` is not a time of day"),
        ("n_invited", "a dozen", "n_invited `a dozen` is not a whole number"),
        ("officials_present", "maybe", "officials_present `maybe` is neither yes nor no"),
        ("recorded", "tape", "recorded `tape` is neither yes nor no"),
        ("date", "0206-03-01", "date `0206-03-01` is not a day"),
    ],
)
def test_a_cell_that_may_be_empty_is_looked_over_too(tmp_path: Path, column: str, cell: str, expected: str) -> None:
    row = dict(zip(SESSIONS.strip().split(","), ["S01", "2026-03-01", "virtual", "en", "Old Town", "residents", "9"], strict=True))
    row |= {"start_time": "18:30", "end_time": "", "n_invited": "", "officials_present": "No", "recorded": "yes"}
    header = ",".join(row)
    make_city(tmp_path, sessions=f"{header}\n{','.join(row.values())}\n")
    assert len(City.open("testville", tmp_path / "data").sessions) == 1
    row[column] = cell
    (tmp_path / "data" / "testville" / "sessions.csv").write_text(f"{header}\n{','.join(row.values())}\n", encoding="utf-8")
    with pytest.raises(CityError, match=r"sessions\.csv: line 2") as raised:
        _ = City.open("testville", tmp_path / "data").sessions
    assert expected in str(raised.value)


def test_every_problem_is_listed_at_once(tmp_path: Path) -> None:
    rows = "S01,2026-03-01,virtual,en,Old Town,residents,9\nS01,2026-13-01,tent,en,Old Town,residents,9\n"
    city = make_city(tmp_path, "name: A\nplann: {}\n", SESSIONS + rows)
    (city / "participants.csv").write_text("speaker_id,session_id,speaker_label\nP1,S09,Ann\nP1,S01,Ben\n", encoding="utf-8")
    (city / "transcripts" / "S01.vtt").write_text("", encoding="utf-8")
    (city / "transcripts" / "stray.vtt").write_text("WEBVTT\n", encoding="utf-8")
    message = "\n".join(str(problem) for problem in check_city("testville", tmp_path / "data").problems)
    for part in (
        "`plann`",
        "duplicate id: session_id `S01`",
        "2026-13-01",
        "`tent`",
        "session `S09`",
        "duplicate id: speaker_id `P1`",
        "S01.vtt",
        "stray.vtt",
    ):
        assert part in message


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    make_city(tmp_path, sessions="session_id,date\nS01,2026-03-01\n")
    with pytest.raises(CityError) as raised:
        _ = City.open("testville", tmp_path / "data").sessions
    assert [problem.message for problem in raised.value.problems] == [
        f"column `{name}` is missing." for name in ("mode", "language", "neighborhood", "stakeholder_group", "n_attended")
    ]


def test_a_neighborhood_outside_the_plan_is_refused(tmp_path: Path) -> None:
    make_city(tmp_path, "name: A\nplan: {neighborhoods: [New Town], stakeholder_groups: [residents]}\n")
    with pytest.raises(CityError, match="neighborhood `Old Town` is not in the plan"):
        _ = City.open("testville", tmp_path / "data").sessions


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_that_a_spreadsheet_separated_otherwise_is_read(tmp_path: Path, separator: str) -> None:
    make_city(tmp_path, sessions="\ufeff" + ONE.replace(",", separator))
    assert City.open("testville", tmp_path / "data").sessions["n_attended"].tolist() == [9]


@pytest.mark.parametrize("transcript", ["../participants.csv", "../city.yml"])
def test_a_transcript_stands_below_its_folder(tmp_path: Path, transcript: str) -> None:
    header, row = ONE.strip().split("\n")
    make_city(tmp_path, sessions=f"{header},transcript\n{row},{transcript}\n")
    message = "\n".join(map(str, check_city("testville", tmp_path / "data").problems))
    assert "leads outside the folder transcripts/" in message


def test_no_roster_is_an_empty_one(tmp_path: Path) -> None:
    make_city(tmp_path)
    assert City.open("testville", tmp_path / "data").roster.empty


def test_quote_consent_is_taken_only_from_a_yes(tmp_path: Path) -> None:
    city = make_city(tmp_path)
    (city / "participants.csv").write_text(
        "speaker_id,session_id,speaker_label,quote_consent\nP1,S01,Ann,yes\nP2,S01,Ben,\nP3,S01,Cyd,No\n", encoding="utf-8"
    )
    assert list(City.open("testville", tmp_path / "data").roster["quote_consent"]) == [True, False, False]


def test_data_is_found_from_a_folder_further_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_city(tmp_path)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.delenv("PEACE_ANALYSIS_DATA", raising=False)
    monkeypatch.chdir(tmp_path / "notebooks")
    assert find_data().resolve() == (tmp_path / "data").resolve()
    assert list_cities() == ["testville"]


@pytest.mark.parametrize("line", ["3: x", "null: x", "? {en: 1}\n: x", "? {null: en}\n: x", "? [a, b]\n: x"])
def test_a_setting_whose_name_is_no_word_is_refused_and_the_others_are_read(tmp_path: Path, line: str) -> None:
    path = tmp_path / "city.yml"
    path.write_text(f"name: Harbor\n{line}\n", encoding="utf-8")
    config, problems = inspect_config(path)
    assert config is not None
    assert config.name == "Harbor"
    assert ["is not a setting" in problem.message for problem in problems] == [True]
