"""What people write down about a policy: read as it is, and every problem told at once with its line and without a word of theirs."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from peace_analysis.check import check_city
from peace_analysis.city import City
from peace_analysis.errors import CityError
from peace_analysis.exchange.policy_files import has_policies, inspect_policies, read_policies
from peace_analysis.policy.cited import find_cited
from peace_analysis.settings import Config, Plan

OLD = "# Policy 300: Force\n\n## I. Purpose\n\nThis policy says when force may be used by anyone who serves here.\n\n"
NEW = OLD + "## II. Dogs\n\nA dog is never used on a child, nor on a crowd, and is held back by its handler.\n"
GOOD = {
    "2026-01-01.md": OLD,
    "2026-05-01.md": NEW,
    "comments.csv": "number,date,group,section,comment\n1,2026-02-01,youth,I,Say it plainly\n2,,elders,,No dogs\n",
    "dispositions.csv": "comment,date,disposition,section,reason\n1,2026-03-01,not,I,It is\n2,2026-03-01,adopted,II,A rule now\n",
    "representatives.csv": "representative,group,organization\nA,youth,Club\nB,elders,\n",
    "signoffs.csv": "representative,group,date,signoff,dissent\nA,youth,2026-05-02,signed,\n",
    "timeline.csv": "date,end,kind,what\n2026-02-01,,meeting,First\n",
    "consensus.csv": "section,group,level\nII,youth,2\n",
}
SECRET = "Whitefeather"


@pytest.fixture
def city(tmp_path: Path) -> City:
    made = City("small", tmp_path / "small", tmp_path / "reports", Config(name="Small", plan=Plan(stakeholder_groups=("officers",))))
    write(made, GOOD)
    return made


def write(city: City, files: dict[str, str], name: str = "force") -> None:
    folder = city.folder / "policies" / name
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")


def told(city: City) -> list[str]:
    """Problems as file, line and message."""
    return [f"{Path(problem.file).name}:{problem.line}: {problem.message}" for problem in inspect_policies(city)[1]]


def test_everything_that_people_wrote_is_read(city: City) -> None:
    (entry,) = read_policies(city)
    assert [version.date for version in entry.versions] == [datetime.date(2026, 1, 1), datetime.date(2026, 5, 1)]
    assert [(comment.number, comment.group, comment.section_id) for comment in entry.comments] == [
        (1, "youth", "purpose"),
        (2, "elders", None),
    ]
    assert [(one.comment, one.disposition, one.section_id) for one in entry.dispositions] == [(1, "not", "purpose"), (2, "adopted", "dogs")]
    assert entry.groups == ["youth", "elders"]
    assert [(one.representative, one.signoff) for one in entry.signoffs] == [("A", "signed")]
    assert [(one.section_id, one.group, one.level) for one in entry.consensus] == [("dogs", "youth", 2)]
    assert [one.kind for one in entry.events] == ["meeting"]


def test_versions_alone_will_do_and_a_city_without_a_policy_has_none(city: City, tmp_path: Path) -> None:
    bare = City("bare", tmp_path / "bare", tmp_path / "reports", Config(name="Bare"))
    bare.folder.mkdir()
    assert not has_policies(bare)
    assert inspect_policies(bare) == ([], [])
    write(bare, {"2026-05-01.md": NEW})
    assert has_policies(bare)
    assert read_policies(bare)[0].comments == ()


def test_every_problem_of_every_table_is_told_at_once(city: City) -> None:
    write(
        city,
        {
            "comments.csv": "number,date,group,section,comment,shown\n"
            f"1,2026-02-01,youth,IX.Z,{SECRET},\n"  # 2: section
            f"1,soon,nobody,,{SECRET},maybe\n"  # 3: number, day, group, shown
            "x,,youth,,,\n",  # 4: number, comment
            "dispositions.csv": "comment,date,disposition,section,reason\n"
            "9,2026-03-01,not,I,why\n"  # 2: comment
            "1,2026-03-01,adopted,,\n"  # 3: reason, section
            "1,2026-13-01,accepted,XX,why\n"  # 4: day, word, section
            f"1,2026-04-01,not,{SECRET} said so,why\n"  # 5: section
            "1,2026-03-01,not,I,why\n",  # 6: same day
            "representatives.csv": "representative,group\nA,youth\nA,youth\nB,\nC,elders\n",  # 3, 4
            "signoffs.csv": "representative,group,date,signoff,dissent\n"
            "Z,youth,2026-05-02,signed,\n"  # 2: representative
            "A,club,2026-05-02,signed,\n"  # 3: group
            "A,elders,2026-05-02,agreed,\n"  # 4: other group, word, same day
            "C,elders,2.5.2026,signed_with_dissent,\n",  # 5: day, dissent
            "timeline.csv": "date,end,kind,what\n2026-02-01,2026-01-01,party,\n",  # 2: kind, order, what
            "consensus.csv": "section,group,level\nII,youth,7\nII,club,1\n,youth,1\n",  # 2, 3, 4
            "coments.csv": "number\n",
            "final.md": NEW,
        },
    )
    (city.folder / "policies" / "2026-06-01.md").write_text(NEW, encoding="utf-8")
    found = told(city)
    lines = [re.sub(r": .*", "", problem) for problem in found]
    expected = {
        "comments.csv": [2, 3, 3, 3, 3, 4, 4],
        "dispositions.csv": [2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 6],
        "representatives.csv": [3, 4],
        "signoffs.csv": [2, 3, 4, 4, 4, 5, 5],
        "timeline.csv": [2, 2, 2],
        "consensus.csv": [2, 3, 4],
    }
    for name, numbers in expected.items():
        assert sorted(int(line.split(":")[1]) for line in lines if line.startswith(f"{name}:")) == numbers, name
    assert {"coments.csv:None", "final.md:None", "2026-06-01.md:None"} <= set(lines)
    assert len(found) == sum(map(len, expected.values())) + 3
    with pytest.raises(CityError) as caught:
        read_policies(city)
    assert str(caught.value).count("\n") == len(found) - 1
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "row", "message"),
    [
        ("dispositions.csv", "2,2026-03-01,adopted,II,", "reason is empty"),
        ("dispositions.csv", "2,2026-03-01,agreed,II,why", "adopted, partly, not, out_of_scope"),
        ("dispositions.csv", "3,2026-03-01,not,II,why", "there is no comment 3"),
        ("dispositions.csv", "2,2026-03-01,adopted,VII.D,why", "no version has a section VII.D"),
        ("dispositions.csv", "2,2026-03-01,partly,,why", "`partly` names no section"),
        ("signoffs.csv", "C,youth,2026-05-02,signed,", "not in representatives.csv"),
        ("signoffs.csv", "B,club,2026-05-02,signed,", "this group is not in representatives.csv"),
        ("signoffs.csv", "B,elders,2026-05-02,signed_with_dissent,", "no dissent"),
        ("signoffs.csv", "B,elders,2026-05-02,sealed,", "signed, signed_with_dissent, declined, withdrew"),
        ("timeline.csv", "2026-05-01,,feast,Cake", "in_force, draft, meeting, comment_period, signoff, training"),
    ],
)
def test_each_mistake_has_its_own_message(city: City, file: str, row: str, message: str) -> None:
    header = GOOD[file].split("\n", 1)[0]
    write(city, {file: f"{header}\n{row}\n"})
    assert [message in problem for problem in told(city) if problem.startswith(f"{file}:2")] == [True]


@pytest.mark.parametrize(
    ("answer", "already", "message"),
    [
        ("not", "yes", None),
        ("not", "", None),
        ("not", "perhaps", "already is neither yes nor empty"),
        ("adopted", "yes", "`adopted` is marked already"),
    ],
)
def test_an_answer_may_say_that_the_policy_has_it_already(city: City, answer: str, already: str, message: str | None) -> None:
    rows = f"comment,date,disposition,section,reason,already\n2,2026-03-01,{answer},II,why,{already}\n"
    write(city, {"dispositions.csv": rows})
    found = [problem for problem in told(city) if problem.startswith("dispositions.csv:2")]
    if message is None:
        assert found == []
        assert [one.already for one in read_policies(city)[0].dispositions] == [already == "yes"]
    else:
        assert [message in problem for problem in found] == [True]


def test_a_version_whose_name_is_no_date_and_a_folder_without_a_version_are_told(city: City) -> None:
    write(city, {"notes.csv": "a\n"}, "parking")
    write(city, {"draft_three.md": NEW})
    assert [problem.split(":")[0] for problem in told(city)] == ["draft_three.md", "notes.csv", "parking"]


def test_check_tells_of_policies_with_everything_else(tmp_path: Path, root: Path) -> None:
    import shutil

    shutil.copytree(root / "data" / "port_salem", tmp_path / "port_salem", ignore=shutil.ignore_patterns("derived", "restricted", "truth"))
    folder = tmp_path / "port_salem" / "policies" / "force"
    folder.mkdir(parents=True)
    (folder / "2026-05-01.md").write_text(NEW, encoding="utf-8")
    (folder / "dispositions.csv").write_text("comment,date,disposition,section,reason\n1,2026-03-01,not,I,\n", encoding="utf-8")
    found = [problem for problem in check_city("port_salem", tmp_path).problems if "policies" in problem.file]
    assert [(Path(problem.file).name, problem.line) for problem in found] == [("dispositions.csv", 2)] * 2


def test_a_section_is_cited_as_in_the_version_that_people_had_before_them(city: City) -> None:
    moved = NEW.replace("II. Dogs", "III. Dogs").replace(
        "## III.", "## II. Horses\n\nHorses stay in their stable at night and by day.\n\n## III."
    )
    write(city, {"2026-09-01.md": moved})
    versions = read_policies(city)[0].versions
    assert find_cited("II", versions, versions[1]) == "dogs"
    assert find_cited("II", versions, versions[2]) == "horses"
    assert find_cited("Section III", versions, versions[0]) == "dogs"
    assert find_cited("dogs", versions, versions[0]) == "dogs"
    assert find_cited("Dogs", versions, versions[0]) == "dogs"
    assert find_cited("IV", versions, versions[2]) is None
    assert find_cited("", versions, versions[2]) is None


def test_riverton_s_policy_holds_together(root: Path) -> None:
    city = City.open("riverton", root / "data")
    (entry,) = read_policies(city)
    assert len(entry.comments) == 60
    assert len(entry.dispositions) == 62
    assert len(entry.representatives) == 16
    assert {one.group for one in entry.consensus} <= set(entry.groups)
