"""Where a programme stands: said before the first run, past any damaged file, and without anything that may not be handed on."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from coded_city import SECRET, make_city
from typer.testing import CliRunner

from peace_analysis import tables
from peace_analysis.city import City
from peace_analysis.cli import app
from peace_analysis.errors import CityError
from peace_analysis.example import make_city as make_example
from peace_analysis.exchange.coding_files import Coded, write_coded
from peace_analysis.exchange.coding_rounds import CODES, Round, write_rounds
from peace_analysis.files import hash_file
from peace_analysis.lock import LOCK_NAME, hold_city
from peace_analysis.release.record import released_folder, waiting_folder
from peace_analysis.status import Status, describe_status, describe_status_in_line, read_status
from peace_analysis.themes.history import History
from peace_analysis.themes.identity import Identified
from peace_analysis.themes_found import keep_found

DAY = date(2026, 4, 1)
RECOMMENDATIONS = """recommendations:
  - {id: lamps, title: Lamps, text: Mend lamps., owner: Public works, horizon: now, due: 2026-03-31, author: AB, themes: [T01],
     history: [{date: 2026-02-01, status: proposed, author: AB}, {date: 2026-02-20, status: accepted, author: AB, reason: Yes.}]}
  - {id: calls, title: Calls, text: Answer calls., owner: Police, horizon: later, author: AB, themes: [T02],
     history: [{date: 2026-02-01, status: proposed, author: AB}]}
  - {id: noise, title: Noise, text: Quiet., owner: City, horizon: now, due: 2026-03-01, author: AB, themes: [T03],
     history: [{date: 2026-02-01, status: proposed, author: AB}, {date: 2026-02-20, status: done, author: AB, reason: Done.}]}
"""


@pytest.fixture
def small(tmp_path: Path) -> City:
    return make_city(tmp_path)


def kinds(status: Status) -> list[tuple[str, int | None, bool]]:
    return [(one.kind, one.n, one.overdue) for one in status.waiting]


def run(*words: object) -> str:
    result = CliRunner().invoke(app, ["status", *map(str, words)])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_city_without_a_run_and_without_a_session_has_a_status(tmp_path: Path) -> None:
    folder = make_example("sandford", tmp_path / "data")
    assert "city.yml: line 5: `name` is missing" in " ".join(run("sandford", "--data", folder.parent).split())
    text = (folder / "city.yml").read_text(encoding="utf-8")
    (folder / "city.yml").write_text(text.replace("name:  ", "name: Sandford  ", 1), encoding="utf-8")
    said = run("sandford", "--data", folder.parent)
    assert "0 held." in said
    assert "Not run yet.\n    > peace-analysis run sandford" in said


def test_sessions_to_come_are_not_held_and_the_plan_says_where_to_go_next(small: City) -> None:
    text = (small.folder / "city.yml").read_text(encoding="utf-8")
    plan = "plan: {neighborhoods: [Eastgate, Harbor], stakeholder_groups: [youth, residents]}\n"
    (small.folder / "city.yml").write_text(text + plan, encoding="utf-8")
    status = read_status(City.open("small", small.folder.parent), date(2026, 1, 12))  # S0 to S3 are on the 10th to the 13th
    assert (status.n_held, status.n_to_come, status.last_session) == (3, 1, "2026-01-12")
    assert (status.n_cells, status.n_cells_held) == (4, 2)
    assert [(one.neighborhood, one.stakeholder_group, one.n_sessions) for one in status.next_sessions] == [
        ("Harbor", "youth", 0),
        ("Harbor", "residents", 0),
        ("Eastgate", "youth", 1),
    ]


def test_a_run_under_way_is_told_with_its_stage_and_one_that_has_ended_is_not(small: City) -> None:
    with hold_city(small, "a run") as held:
        held.tell("a run (themes)")
        status, files = read_status(small, DAY), sorted(small.derived_folder.iterdir())
        assert status.under_way is not None
        assert (status.under_way.doing, status.under_way.process, status.under_way.host) == ("a run (themes)", os.getpid(), "")
        assert f"A run (themes), begun {status.under_way.since} by process {os.getpid()}." in " ".join(describe_status(status))
        assert describe_status_in_line(status).endswith("; a run (themes) is under way")
        assert json.loads(run("small", "--data", small.folder.parent, "--json"))["under_way"]["doing"] == "a run (themes)"
        held.confirm()  # looking took nothing away
        assert sorted(small.derived_folder.iterdir()) == files
    assert read_status(small, DAY).under_way is None


def test_the_name_of_a_run_that_was_killed_or_of_nobody_is_no_run(small: City) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    path = small.derived_folder / LOCK_NAME
    owner = {"token": "t", "host": platform.node(), "pid": ended.pid, "since": "2026-04-01T09:00:00+00:00", "doing": "a run", "beat": 3}
    path.write_text(json.dumps(owner), encoding="utf-8")
    assert read_status(small, DAY).under_way is None
    path.write_text("half a rec", encoding="utf-8")
    assert read_status(small, DAY).under_way is None
    path.write_text(json.dumps(owner | {"host": "elsewhere"}), encoding="utf-8")  # whether that one lives is not to be seen
    said = " ".join(" ".join(describe_status(read_status(small, DAY))).split())
    assert f"by process {ended.pid} on elsewhere, unless it was stopped there" in said


def test_what_waits_is_counted_and_what_is_overdue_comes_first(small: City) -> None:
    (small.folder / "recommendations.yml").write_text(RECOMMENDATIONS, encoding="utf-8")
    (small.restricted_folder / "delete_by.txt").write_text("2026-03-30\n", encoding="utf-8")
    both = "S0-P01-0", "S0-P02-0"
    write_rounds(small, [Round("e1", CODES, "2026-03-20", ("AB", "CD", "EF"), sheets={"Code": {}})])
    rows = [Coded(both[0], "AB", "T01"), Coded(both[0], "CD", "T02")]
    rows += [Coded(both[1], coder, "T02") for coder in ("AB", "CD")]
    write_coded(small, "codes.csv", rows)
    status = read_status(small, DAY)
    found = kinds(status)
    assert found[:2] == [("custody", None, True), ("recommendations", 1, True)]
    assert ("recommendations", 1, False) in found  # calls; noise is done, so nobody is waited for
    assert ("coding", 1, False) in found
    said = "\n".join(describe_status(status))
    assert "Not handed in: codes of EF" in said
    assert "Past the day that was set: lamps." in said
    assert "Without an answer: calls." in said
    assert "(2 days ago)" in said
    assert status.unread == ()


def test_words_that_stopped_a_publication_wait_and_are_not_told(small: City) -> None:
    small.restricted_folder.mkdir(exist_ok=True)
    (small.restricted_folder / "leaks.csv").write_text("words,places\nzbigniew,2\nwarren,1\n", encoding="utf-8")
    (waiting,) = [one for one in read_status(small, DAY).waiting if one.kind == "leaks"]
    assert waiting.n == 2
    assert "leaks.csv" in waiting.message
    assert "zbigniew" not in f"{waiting}"


def test_a_decision_that_leads_nowhere_is_named_by_its_line(small: City) -> None:
    decision = "{theme: T09, name: Gone}, version: 1, author: AB, date: 2026-02-01, reason: Because."
    (small.folder / "codebook.yml").write_text(f"decisions:\n  - {{rename: {decision}}}\n", encoding="utf-8")
    themes, placed = small.load_table(tables.THEMES), small.load_table(tables.ASSIGNMENTS)
    found = Identified(themes, placed, {}, (), (), History())
    keep_found(small, found, np.zeros((48, 2), dtype=np.float32), {})
    (waiting,) = [one for one in read_status(small, DAY).waiting if one.kind == "codebook"]
    assert "codebook.yml: line 2" in waiting.message
    assert "T09" in waiting.message


def test_comments_without_an_answer_are_counted_by_policy(small: City) -> None:
    folder = small.folder / "policies" / "force"
    folder.mkdir(parents=True)
    (folder / "2026-01-01.md").write_text("# Force\n\n## 1. Purpose\n\nTo protect life.\n\n## 2. Duty\n\nStep in.\n", encoding="utf-8")
    rows = [f"{n},youth,{SECRET} asks for {n} things.\n" for n in (1, 2)]
    (folder / "comments.csv").write_text("".join(["number,group,comment\n", *rows]), encoding="utf-8")
    status = read_status(small, DAY)
    assert ("policy", 2, False) in kinds(status)
    assert SECRET not in json.dumps(status.as_json())


def test_a_new_theme_is_named_only_where_enough_people_raised_it(small: City) -> None:
    themes = small.load_table(tables.THEMES).assign(n_participants=[11, 10, 30], n_sessions=[4, 2, 3])
    small.save_table(themes, tables.THEMES)
    marks = pd.DataFrame({"theme_id": ["T01", "T02", "T03"], "color": [0, 1, 2], "emergent": [True, True, False]})
    small.save_table(marks.astype({"theme_id": "str"}), tables.THEME_MARKS)
    status = read_status(small, DAY)
    assert [(one.theme_id, one.name) for one in status.emergent] == [("T01", "Dark streets"), ("T02", "")]
    assert (status.n_themes, status.n_few_sessions) == (3, 1)
    assert "10" not in "\n".join(describe_status(replace(status, waiting=(), n_held=None)))
    # People's coding decides whether a theme has any numbers; while that cannot be read no name is told.
    (small.folder / "coding").mkdir()
    (small.folder / "coding" / "codes.csv").write_text("what\n", encoding="utf-8")
    assert [one.name for one in read_status(small, DAY).emergent] == ["", ""]


def test_a_damaged_file_is_named_and_hides_nothing_else(small: City) -> None:
    (small.folder / "recommendations.yml").write_text(RECOMMENDATIONS + f"  - {SECRET}: [\n", encoding="utf-8")
    (small.derived_folder / "themes.parquet").write_bytes(b"PAR1" + SECRET.encode() + b"PAR1")
    (small.folder / "population.csv").write_text(f"neighborhood;{SECRET}\n", encoding="utf-8")
    said = run("small", "--data", small.folder.parent, "--reports", small.reports_folder.parent)
    head, trouble = said.split("Could not be looked at")
    assert "4 held" in head
    assert "themes" in head  # the stage that a run would do again
    flat = " ".join(trouble.split())
    assert all(name in flat for name in ("recommendations.yml", "themes.parquet", "population.csv"))
    assert SECRET not in said


def test_a_damaged_city_yml_is_all_that_is_told(small: City) -> None:
    (small.folder / "city.yml").write_text("name: Small\nprivcay: {}\n", encoding="utf-8")
    said = run("small", "--data", small.folder.parent)
    assert "privcay" in said
    assert "sessions.csv cannot be read" not in said


def test_looking_writes_nothing_and_lines_fit_a_terminal(small: City) -> None:
    def prints() -> dict[str, str]:
        return {path.as_posix(): hash_file(path) for path in small.folder.rglob("*") if path.is_file()}

    before = prints()
    said = run("small", "--data", small.folder.parent)
    assert prints() == before
    assert not small.reports_folder.exists()
    wide = [line for line in said.splitlines() if len(line) > 80 and len(line.split()) > 2]  # a long path stands whole
    assert wide == []


def test_all_cities_take_one_line_each_and_json_says_the_same(small: City) -> None:
    make_example("sandford", small.folder.parent)
    lines = run("--all", "--data", small.folder.parent).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["sandford", "small"]
    told = json.loads(run("--all", "--json", "--data", small.folder.parent))
    assert [one["city"] for one in told] == ["sandford", "small"]
    assert told[1]["n_held"] == 4
    assert json.loads(run("small", "--json", "--data", small.folder.parent))["stale_stages"] == told[1]["stale_stages"]


@pytest.mark.parametrize("words", [(), ("nowhere",), ("small", "--all")], ids=["none", "unknown", "both"])
def test_one_city_that_is_there_or_all_has_to_be_named(small: City, words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, ["status", *words, "--data", str(small.folder.parent)])
    assert isinstance(result.exception, CityError)


def test_summary_sheets_of_which_nothing_came_back_wait_until_somebody_writes_it_down(small: City) -> None:
    sheets = small.folder / "coding" / "private" / "sheets"
    sheets.mkdir(parents=True)
    for name in ("S0.html", "S1.html"):
        (sheets / name).touch()
    assert ("member checks", 2, False) in kinds(read_status(small, DAY))
    (small.folder / "coding" / "member_checks.csv").write_text("session_id,date,kind,text\nS0,2026-03-01,agrees,Yes.\n", encoding="utf-8")
    assert "member checks" not in {kind for kind, _, _ in kinds(read_status(small, DAY))}


def test_a_release_waits_until_it_is_signed_and_again_when_results_are_newer(small: City) -> None:
    def said() -> list[str]:
        return [one.message for one in read_status(small, DAY).waiting if one.kind == "release"]

    def write(folder: Path, name: str, content: dict[str, object]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")

    assert said() == []  # nothing has been published yet
    write(small.reports_folder, "build.json", {"fingerprints": {"report": "a"}, "files": {}})
    assert said() == ["The results are a draft: nothing has been released."]
    released = released_folder(small) / "2026-03-01"
    write(released, "build.json", {"fingerprints": {"report": "a"}})
    assert said() == []
    write(small.reports_folder, "build.json", {"fingerprints": {"report": "b"}, "files": {}})
    assert said() == ["The results are newer than the release of 2026-03-01."]
    write(waiting_folder(small), "release.json", {"city": "small", "signed": [], "files": {"report.html": "0" * 64}})
    assert ["waits for a signature" in one for one in said()] == [True]
